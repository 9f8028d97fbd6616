"""How well a stretch of a document supports a question: which of its words are spoken of, how near.

A typed value answers only if what stands around it speaks of what was asked; the same goes for a
sentence. Support is the weighted share of the question's terms that are met, each counted by how
near in meaning and how near in place.
"""

import math
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from index import lexicon
from rag.cues import cue
from rag.question import Question, Term
from rag.reading import Reading, analyse_words, boundaries
from rag.words import Word, likeness

# How much a term counts by where it is met, relative to the sentence that is weighed.
_BEFORE, _TWO_BEFORE, _AFTER, _HEADING, _TITLE, _ELSEWHERE = 0.75, 0.5, 0.45, 0.8, 0.7, 0.35
_TAKEN_UP = 0.85  # what the sentence before says of the subject that this one takes up
_ANOTHER_PARAGRAPH = 0.8  # a neighbour in another paragraph counts less
_NAME_ELSEWHERE = 0.55  # a document names its people once, and takes them up by pronouns
_PER_BOUNDARY, _FARTHEST = 0.07, 0.65
_FARTHER_BACK = 0.8  # the same, two sentences before
_TAKEN_ELSEWHERE = 0.85  # what the title counts for a sentence about the one before it
_NAMED = 0.8  # what a name met nearby counts in the sentence
_TELLING = 0.6  # at least one word that is no name must be met nearly as well as in the sentence
_UNTRANSLATED = 0.35  # weight left to a word that the lexicon cannot carry over
_UNHEARD = 0.4  # weight left to a word that no document says: they may say it otherwise
_FOREIGN = 0.75  # for each word that other documents have and this one never mentions
_OF_RIVAL = 0.4  # what is left of a word that stands nearer to another value


_FOR = re.compile(
    r"\b(?:pendant|durant|for|during|of|d[e’'])\s*(?:the |l[ae] )?$", re.IGNORECASE
)  # "for two hours" says "lasted", and so does "a call of two hours"
_RELATIVE = re.compile(r",? (?:qui|who|which|that)\b")


def mark_absent(weighers: Sequence["Weigher"]) -> None:
    """Tell each weigher which words no document has, and which only its own lacks.

    The latter are judged by the documents in the same language.
    """
    unheard = {
        t
        for t in (weighers[0].question.terms if weighers else ())
        if all(w.best(t) < 0.6 for w in weighers)
    }
    for weigher in weighers:
        weigher.unheard = frozenset(unheard)
        alike = [w for w in weighers if w.reading.language == weigher.reading.language]
        weigher.absent = frozenset(
            term
            for term in weigher.question.terms
            if term.weight >= 1
            and not term.word.name
            and weigher.best(term) < 0.5
            and any(w.best(term) >= 0.8 for w in alike)
        )


@dataclass(frozen=True, slots=True)
class Support:
    """`score` is 0 to 1; `local` the same from the sentence alone; `missing` the names unmet.

    A sentence that opens with a pronoun or the like takes its subject from the one before, which
    then counts as its own.
    """

    score: float
    local: float
    missing: tuple[Term, ...]


def best_match(term: Term, text: Iterable[Word]) -> float:
    """Return the likeness of the term's nearest word in the text, 0 when there is none."""
    return max((likeness(term.word, word) for word in text), default=0.0)


class Weigher:
    """Weighs stretches of one reading against one question; remembers what it looked up."""

    def __init__(self, question: Question, reading: Reading) -> None:
        self.question, self.reading = question, reading
        self.absent: frozenset[Term] = frozenset()
        self.unheard: frozenset[Term] = frozenset()
        self._met = [
            {term: best_match(term, sentence.words) for term in question.terms}
            for sentence in reading.sentences
        ]
        self._rarity = self._rarities()
        self._elsewhere = {t: max((m[t] for m in self._met), default=0.0) for t in question.terms}
        self._taken_up = [self._takes_up(index) for index in range(len(self._met))]
        self._title = {t: best_match(t, reading.title) for t in question.terms}
        self._head = {t: best_match(t, reading.head) for t in question.terms}

    def by(self, terms: Sequence[Term]) -> "Weigher":
        """Return a weigher by some of the question's terms, itself where these are none or all."""
        if not terms or len(terms) == len(self.question.terms):
            return self
        other = Weigher(replace(self.question, terms=tuple(terms)), self.reading)
        other.absent, other.unheard = self.absent, self.unheard
        return other

    def best(self, term: Term) -> float:
        """Return how well the document meets a term at its best place."""
        return max(self._title[term], self._head[term], self._elsewhere[term])

    @property
    def topic(self) -> float:
        """How far the document as a whole is about what the question asks, 0 to 1."""
        terms = [t for t in self.question.terms if t not in self.unheard]
        total = sum(term.weight for term in terms)
        return sum(t.weight * self.best(t) for t in terms) / total if total else 0.0

    def _rarities(self) -> dict[Term, float]:
        """How telling each term is here, .6 to 1: what all sentences say tells little."""
        count = len(self._met)
        if count < 4:
            return {t: self._knowable(t) for t in self.question.terms}
        often = {t: sum(met[t] >= 0.8 for met in self._met) for t in self.question.terms}
        rare = {
            t: 0.6 + 0.4 * math.log(count / max(1, n)) / math.log(count) for t, n in often.items()
        }
        return {t: weight * self._knowable(t) for t, weight in rare.items()}

    def _knowable(self, term: Term) -> float:
        """Less than 1 for a word that has no known translation into the document's language."""
        if term.word.language == self.reading.language or term.word.name:
            return 1.0
        return 1.0 if self.knows(term) else _UNTRANSLATED

    def knows(self, term: Term) -> bool:
        """Return whether a term is a word that the lexicon or the table of concepts has."""
        known = lexicon.load().translations(term.word.stem, term.word.language)
        return bool(term.word.concepts) or bool(known)

    def sentence(self, index: int) -> Support:
        """Return the support of a whole sentence, its place in the document counted in."""
        return self._support(index, self._met[index])

    def value(self, index: int, start: int, end: int, rivals: Sequence[tuple[int, int]]) -> Support:
        """Return the support of the value at `start..end` of a sentence.

        A term of the sentence counts less across clauses, and half when one of the `rivals`
        (other values that could be meant) stands nearer to it.
        """
        near = {t: self._near(index, t, start, end, rivals) for t in self.question.terms}
        return self._support(index, near)

    def _near(
        self, index: int, term: Term, start: int, end: int, rivals: Sequence[tuple[int, int]]
    ) -> float:
        sentence, best = self.reading.sentences[index], 0.0
        for word in sentence.words:
            alike = likeness(term.word, word)
            if not alike:
                continue
            here = _distance(sentence.text, start, end, word)
            factor = max(_FARTHEST, 1 - _PER_BOUNDARY * here[0])
            if not term.word.name and any(
                _distance(sentence.text, *rival, word) < here for rival in rivals
            ):
                factor *= _OF_RIVAL
            best = max(best, alike * factor)
        if _FOR.search(sentence.text, max(0, start - 12), start) and "last" in term.word.concepts:
            best = 1.0
        return best

    def _support(self, index: int, local: dict[Term, float]) -> Support:
        """Weigh the terms; names that the document never has are left to `missing`."""
        terms = [t for t in self.question.terms if not t.word.name or self.names(t)]
        missing = tuple(t for t in self.question.names if t not in terms)
        if not self.question.terms and self.question.kinds:  # "At what time?" asks of any
            return Support(1.0, 1.0, ())
        weight = {
            t: t.weight * self._rarity[t] * (_UNHEARD if t in self.unheard else 1) for t in terms
        }
        total = sum(weight.values()) or 1.0
        around = {t: max(local[t], self._around(index, t)) for t in terms}
        taken_up = self._taken_up[index]
        within = sum(
            # A name need not be said again in every sentence.
            weight[t]
            * max(local[t], _TAKEN_UP * taken_up.get(t, 0.0), _NAMED * around[t] * t.word.name)
            for t in terms
        )
        score = sum(weight[t] * around[t] for t in terms)
        telling = [around[t] for t in terms if not t.word.name and t.weight >= 1]
        if telling and max(telling) < _TELLING:
            score, within = 0.7 * score, 0.7 * within
        foreign = _FOREIGN ** sum(term in self.absent for term in terms)
        return Support(foreign * score / total, foreign * within / total, missing)

    def _takes_up(self, index: int) -> dict[Term, float]:
        """What the two sentences before met, if this one takes their subject up."""
        text = self.reading.sentences[index].text
        if index == 0 or not (cue("anaphor").match(text) or cue("of_them").search(text)):
            return {}
        last, before = self._met[index - 1], self._met[index - 2] if index > 1 else {}
        return {t: max(met, _FARTHER_BACK * before.get(t, 0.0)) for t, met in last.items()}

    def _around(self, index: int, term: Term) -> float:
        """The best that the neighbourhood, the headings or the rest of the document offer."""
        sentences, sentence = self.reading.sentences, self.reading.sentences[index]
        # A sentence that takes up the one before is about what that one is about.
        about = _TAKEN_ELSEWHERE if self._taken_up[index] else 1.0
        best = max(about * _TITLE * self._title[term], _ELSEWHERE * self._head[term])
        if sentence.heading:
            heading = analyse_words(sentence.heading, self.reading.language)
            best = max(best, _HEADING * best_match(term, heading))
        for step, factor in ((-1, _BEFORE), (-2, _TWO_BEFORE), (1, _AFTER)):
            if 0 <= index + step < len(sentences):
                if sentences[index + step].paragraph != sentence.paragraph:
                    factor *= _ANOTHER_PARAGRAPH
                best = max(best, factor * self._met[index + step][term])
        elsewhere = self._elsewhere[term]
        best = max(best, _ELSEWHERE * elsewhere, _TAKEN_UP * self._taken_up[index].get(term, 0.0))
        if term.word.name:
            best = max(best, _NAME_ELSEWHERE * max(elsewhere, self._head[term], self._title[term]))
        return best

    def names(self, term: Term) -> bool:
        """Return whether the document names the term anywhere, in any spelling or form."""
        return self.best(term) > 0


def _distance(text: str, start: int, end: int, word: Word) -> tuple[int, int]:
    """How far a word stands from a span: clause boundaries between, then characters."""
    if word.start >= end and (relative := _RELATIVE.match(text, end)):
        end = relative.end()  # "Ilse Brandmeer, qui dirige …": the clause is about the name
    low, high = (word.end, start) if word.end <= start else (end, word.start)
    between = sum(1 for cut in boundaries(text) if low <= cut < high)
    return between, max(0, high - low)
