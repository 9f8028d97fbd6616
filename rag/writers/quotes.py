"""The `quotes` writer: finds the sentence and the span that answer, by rules, without any model."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from index.document import Hit
from rag.names import Name, NameKind, names
from rag.question import Question
from rag.reading import Reading, Sentence, analyse_words, clause, read
from rag.support import Weigher
from rag.values.value import Value
from rag.words import likeness
from rag.writers.writer import Proposal

# Least support for a claim; and how much of the best's support the others need, in the same
# document and in all. Below these a passage speaks of the subject but does not answer.
_LEAST = {"value": 0.55, "name": 0.6, "sentence": 0.6}
_OF_DOCUMENTS_BEST, _OF_BEST = 0.87, 0.7
_MOST_PER_DOCUMENT = 3

_GENERIC_COUNTED = frozenset({"people", "number"})
_CAUSE = re.compile(
    r"\b(?:parce qu[e’']|car|en raison d[e’'u]s?|à cause d[e’'u]s?|du fait d[e’'u]s?|à la suite d[e’'u]s?|dû(?:e)? à|"
    r"provoquée?s? par|causée?s? par|s[’']explique par|faute d[e’']|pour (?:protester|dénoncer|réclamer|obtenir)|"
    r"afin d[e’']|pour que|grâce à|puisqu[e’']|"
    r"because|due to|owing to|as a result of|caused by|triggered by|blamed on|in protest at|in order to|over (?:pay|plans)|"
    r"thanks to|since it|to protest|to demand|after a)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Candidate:
    """A span of a sentence that may answer, and how well it is supported."""

    hit: Hit
    sentence: Sentence
    start: int
    end: int
    score: float
    kind: str


class QuotesWriter:
    """Proposes, document by document, what answers the question. Stateless and thread-safe."""

    name: Literal["quotes"] = "quotes"
    model: str | None = None

    def proposals(self, question: Question, hits: Sequence[Hit]) -> Iterator[Proposal]:
        """Yield the best answering spans of every document, the best-supported document first."""
        found = [(reading, _candidates(question, reading)) for reading in read(hits)]
        best = max((c.score for _, candidates in found for c in candidates), default=0.0)
        kept = [
            candidate
            for _, candidates in found
            for candidate in _best_of_document(candidates)
            if candidate.score >= _OF_BEST * best
        ]
        kept.sort(key=lambda candidate: -candidate.score)
        kind = kept[0].kind if kept else ""
        for candidate in kept:
            if candidate.kind == kind:
                yield _proposal(candidate)

    def close(self) -> None:
        """Nothing is held."""


def _proposal(candidate: _Candidate) -> Proposal:
    sentence = candidate.sentence
    return Proposal(
        candidate.hit, sentence.text, sentence.text[candidate.start : candidate.end],
        sentence.start, candidate.score,
    )


def _best_of_document(candidates: list[_Candidate]) -> list[_Candidate]:
    """The best candidate of each distinct span, without those far behind the best."""
    if not candidates:
        return []
    ranked = sorted(candidates, key=lambda c: (-c.score, c.sentence.start, c.start))
    kept: list[_Candidate] = []
    for candidate in ranked:
        if candidate.score < _OF_DOCUMENTS_BEST * ranked[0].score:
            break
        if all(not _same_words(candidate, other) for other in kept):
            kept.append(candidate)
    return kept[:_MOST_PER_DOCUMENT]


def _same_words(a: _Candidate, b: _Candidate) -> bool:
    return _text(a).casefold() == _text(b).casefold()


def _text(candidate: _Candidate) -> str:
    return candidate.sentence.text[candidate.start : candidate.end]


def _candidates(question: Question, reading: Reading) -> list[_Candidate]:
    """Every span of the reading that may answer, with enough support and every name met."""
    weigher = Weigher(question, reading)
    if question.asks == "value":
        found, least = _values(question, reading, weigher), _LEAST["value"]
    elif question.asks in ("person", "place", "organisation"):
        found, least = _names(question, reading, weigher), _LEAST["name"]
    else:
        found, least = _sentences(question, reading, weigher), _LEAST["sentence"]
    return [candidate for candidate in found if candidate.score >= least]


def _values(question: Question, reading: Reading, weigher: Weigher) -> list[_Candidate]:
    found = []
    for index, sentence in enumerate(reading.sentences):
        values = [
            (value, fit)
            for value in sentence.values
            if value.kind in question.kinds and (fit := _fit(question, reading, value)) > 0
        ]
        for value, fit in values:
            rivals = [(v.start, v.end) for v, _ in values if v is not value]
            support = weigher.value(index, value.start, value.end, rivals)
            if not support.missing:
                fit *= 1 - 0.05 * question.kinds.index(value.kind)
                found.append(
                    _candidate(reading, sentence, value.start, value.end, fit * support.score, value.kind)
                )
    return found


def _fit(question: Question, reading: Reading, value: Value) -> float:
    """How well the value is of the sort asked for: for a count, whether its noun is the one."""
    if value.kind != "count" or not question.counted:
        return 1.0
    if not value.unit:
        return 0.85
    across = question.language != reading.language
    noun = analyse_words(value.unit, reading.language)
    alike = [
        likeness(term.word, word, across)
        for term in (*question.counted, *question.terms)
        for word in noun
    ]
    if max(alike, default=0.0) >= 0.8:
        return 1.0
    generic = all(term.word.concepts & _GENERIC_COUNTED for term in question.counted)
    return 0.8 if generic and not any(word.concepts for word in noun) else 0.0


def _candidate(
    reading: Reading, sentence: Sentence, start: int, end: int, score: float, kind: str
) -> _Candidate:
    hit = next(hit for hit in reading.hits if hit.passage.id == sentence.passage_id)
    return _Candidate(hit, sentence, start, end, min(1.0, score), kind)


_KIND_FIT: dict[str, dict[NameKind, float]] = {
    "person": {"person": 1.0, "unknown": 0.85, "place": 0.0, "organisation": 0.55},
    "place": {"person": 0.0, "unknown": 0.6, "place": 1.0, "organisation": 0.4},
    "organisation": {"person": 0.6, "unknown": 0.9, "place": 0.3, "organisation": 1.0},
}


def _names(question: Question, reading: Reading, weigher: Weigher) -> list[_Candidate]:
    asked = {term.word.folded for term in question.terms}
    found = []
    for index, sentence in enumerate(reading.sentences):
        fitting = [
            (name, fit)
            for name in names(sentence)
            if not _in_question(name, question) and (fit := _KIND_FIT[question.asks][name.kind]) > 0
            and not name.parts <= asked
        ]
        for name, fit in fitting:
            rivals = [(other.start, other.end) for other, _ in fitting if other is not name]
            support = weigher.value(index, name.start, name.end, rivals)
            if not support.missing:
                found.append(
                    _candidate(reading, sentence, name.start, name.end, fit * support.score, "name")
                )
    return found


def _in_question(name: Name, question: Question) -> bool:
    """Whether the question already says the name, so that it cannot be the answer."""
    return any(
        likeness(term.word, replace(term.word, text=part, folded=part, stem=part), True) >= 0.95
        for term in question.names
        for part in name.parts
    )


def _sentences(question: Question, reading: Reading, weigher: Weigher) -> list[_Candidate]:
    found = []
    for index, sentence in enumerate(reading.sentences):
        support = weigher.sentence(index)
        if support.missing or support.local < 0.4 or len(sentence.words) < 4:
            continue
        start, end, factor = 0, len(sentence.text), 1.0
        if question.asks == "reason":
            cause = _CAUSE.search(sentence.text)
            factor = 1.0 if cause else 0.7
            if cause:
                start = cause.start()
                end = max(clause(sentence.text, cause.start(), cause.end())[1], cause.end())
        score = factor * (0.5 * support.score + 0.5 * support.local)
        found.append(_candidate(reading, sentence, start, end, score, "sentence"))
    return found
