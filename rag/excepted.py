"""What a question sets apart: "Apart from the price, what did they discuss?".

It is no answer; of what is told in one breath with it, the rest is.
"""

import re
from collections.abc import Sequence
from dataclasses import replace

from index.document import Span
from rag.candidates import Candidate
from rag.cues import cue
from rag.nouns import noun_phrases
from rag.question import Question
from rag.reading import Sentence
from rag.words import is_met

_NEXT = re.compile(
    r",? (?:et|ou|and|or|ainsi que|as well as|mais aussi|but also) |, (?:ainsi que )?",
    re.IGNORECASE,
)
_LAST = re.compile(r" (?:et|ou|and|or|ainsi que|as well as|mais aussi|but also) ", re.IGNORECASE)
_LONG = re.compile(r"\w{4}")  # between two of a list stand articles and the like
_LIST_END = re.compile(r"\s*(?:[.;:—()]|$)")


def without_excepted(
    question: Question, found: Sequence[Sequence[Candidate]], kept: str
) -> list[list[Candidate]]:
    """Return the candidates, document by document, without what the question sets apart.

    Those with the trait `kept`, whose words are still to be found, stay as they are.
    """
    if not question.excepted:
        return [list(its) for its in found]
    left = [[c if kept in c.traits else _without(question, c) for c in its] for its in found]
    return [[c for c in its if c is not None] for its in left]


def where_met(question: Question, sentence: Sentence) -> list[Span]:
    """Return where a sentence names what the question sets apart, with the nouns around it."""
    met = [Span(w.start, w.end) for w in sentence.words if is_met(w, question.excepted)]
    if not met:
        return []
    phrases = noun_phrases(sentence)
    around = [
        next((Span(p.start, p.tied) for p in phrases if p.start <= at.start < p.tied), at)
        for at in met
    ]
    return list(dict.fromkeys(around))


def apart(question: Question, sentence: Sentence, at: Span) -> Span | None:
    """Return a span without what is set apart; None where it tells nothing else."""
    text = sentence.text
    met = [
        one for one in where_met(question, sentence) if at.start < one.end and one.start < at.end
    ]
    if not met or cue("besides").search(text):
        return at
    behind = _NEXT.match(text, met[-1].end)
    ends = _LIST_END.search(text, met[-1].end)
    if behind and ends and _LAST.search(text, met[-1].end, ends.start()):
        return Span(behind.end(), ends.start())
    before = [m for m in _NEXT.finditer(text) if at.start < m.start() and m.end() <= met[0].start]
    if before and not _LONG.search(text, before[-1].end(), met[0].start):
        return Span(at.start, before[-1].start())
    return None


def _without(question: Question, candidate: Candidate) -> Candidate | None:
    at = apart(question, candidate.sentence, Span(candidate.start, candidate.end))
    return replace(candidate, start=at.start, end=at.end) if at else None
