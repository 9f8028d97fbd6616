"""The names and numbers that a text attaches to the thing asked about: which bridge, which strike.

"Le pont de Cize", "the Arlay bridge" and "Corvus-2" name their thing beside the question's own word
for it. Two claims whose things bear different names are not about one thing.
"""

import re
from collections.abc import Iterator

from index.document import Span
from rag.classes import is_member
from rag.names import Name, names
from rag.question import Question, Term
from rag.reading import Reading, Sentence, language_of
from rag.words import Word, likeness

Tag = tuple[str, str]
"""A word of the question, folded, and a part of a name that a text attaches to it."""

_BACK = 3  # sentences before a claim in which its thing may have been named
_MET = 0.8
_JOINS = re.compile(
    r"(?:\s(?:d[eu]s?|de la|de l[’']|d[’']|à|au|aux|en|in|at|of|for|near|on|from|pour|sur)\s?"
    r"(?:the |l[ae] |l[’'])?|\s(?:«\s?|“|\")?)$"
)
_BEFORE = re.compile(
    r"(?:[’']s)?\s(?!the|an?\b|its|le|la|un)(?:[a-zé-]+\s)?$"
)  # "Marbel's (quarterly) sales"
_NUMBER = re.compile(r"(?:-(\d{1,2})|\s([IVX]{1,4}))(?![\w%€$£]|[.,:]\d)")
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X")
_NEAR = 25  # characters between a rank and what it ranks


def things(question: Question, reading: Reading, sentence: Sentence, at: Span) -> frozenset[Tag]:
    """Return the names that the claim's thing bears, each with the question's word it belongs to.

    They are looked for in the claim's sentence, then in those before; the set is empty where none
    is attached to a word of the question.
    """
    index = reading.sentences.index(sentence)
    for earlier in reversed(reading.sentences[max(0, index - _BACK) : index + 1]):
        if found := _named_in(earlier, question, at if earlier is sentence else None):
            return found
    return frozenset()


def _named_in(sentence: Sentence, question: Question, answer: Span | None) -> frozenset[Tag]:
    found = set[Tag]()
    asked = {term.word.folded for term in question.names}
    for name in names(sentence):
        if answer and name.start < answer.end and answer.start < name.end:
            continue
        if is_member(name.text, "nationality", language_of(sentence.document)):
            continue  # "the Danish banker" tells no other banker
        if question.asks == "person" and name.parts & asked:
            continue  # of two people named, either may be the answer
        for term, word in _met(question, sentence):
            if _attached(sentence.text, name, word):
                parts = (part for whole in name.parts for part in re.findall(r"\w{2,}", whole))
                found |= {(term.word.folded, part) for part in parts}
    return frozenset(found)


def _met(question: Question, sentence: Sentence) -> Iterator[tuple[Term, Word]]:
    """The words of the sentence that the question's nouns and verbs are met by."""
    for term in question.terms:
        if not term.word.name:
            for word in sentence.words:
                if not word.name and likeness(term.word, word) >= _MET:
                    yield term, word


def _attached(text: str, name: Name, word: Word) -> bool:
    if word.end <= name.start:
        return _JOINS.fullmatch(text[word.end : name.start]) is not None
    return name.end <= word.start and _BEFORE.fullmatch(text[name.end : word.start]) is not None


def rank(question: Question, sentence: Sentence) -> float | None:
    """Return the place in a series of what the sentence speaks of, None when it gives none.

    It stands before a word of the question ("the second Elsmark accord") or behind a name of it
    ("Corvus-2", "Ardent II").
    """
    for term in question.terms:
        for word in sentence.words:
            if likeness(term.word, word) >= _MET:
                number = _rank_before(sentence, word) or _number_behind(sentence, word, term)
                if number is not None:
                    return number
    return None


def _rank_before(sentence: Sentence, word: Word) -> float | None:
    for value in sentence.values:
        if value.kind == "ordinal" and value.low == value.high and value.end <= word.start:
            between = sentence.text[value.end : word.start]
            if len(between) <= _NEAR and not re.search(r"[,;.:]", between):
                return value.low
    return None


def _number_behind(sentence: Sentence, word: Word, term: Term) -> float | None:
    found = _NUMBER.match(sentence.text, word.end) if term.word.name else None
    if found is None:
        return None
    if found[1]:
        return float(found[1])
    return _ROMAN.index(found[2]) + 1.0 if found[2] in _ROMAN else None
