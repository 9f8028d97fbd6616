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
from rag.words import likeness

_SAME = 0.8
_NEXT = re.compile(
    r",? (?:et|ou|and|or|ainsi que|as well as|mais aussi|but also) |, (?:ainsi que )?",
    re.IGNORECASE,
)
_LAST = re.compile(r" (?:et|ou|and|or|ainsi que|as well as|mais aussi|but also) ", re.IGNORECASE)
_LIST_END = re.compile(r"\s*(?:[.;:—()]|$)")


def without_excepted(
    question: Question, found: Sequence[Sequence[Candidate]], kept: str
) -> list[list[Candidate]]:
    """Return the candidates, document by document, without what the question sets apart.

    Those with the trait `kept`, whose words are still to be found, stay as they are.
    """
    if not question.excepted:
        return [list(its) for its in found]
    apart = [[c if kept in c.traits else _apart(question, c) for c in its] for its in found]
    return [[c for c in its if c is not None] for its in apart]


def where_met(question: Question, sentence: Sentence) -> list[Span]:
    """Return where a sentence names what the question sets apart, with the nouns around it."""
    met = [
        Span(w.start, w.end)
        for w in sentence.words
        if any(likeness(w, other) >= _SAME for other in question.excepted)
    ]
    phrases = noun_phrases(sentence)
    around = [
        next((Span(p.start, p.tied) for p in phrases if p.start <= at.start < p.tied), at)
        for at in met
    ]
    return list(dict.fromkeys(around))


def _apart(question: Question, candidate: Candidate) -> Candidate | None:
    """A candidate without what is set apart; None where it tells nothing else."""
    text = candidate.sentence.text
    met = [
        at
        for at in where_met(question, candidate.sentence)
        if candidate.start < at.end and at.start < candidate.end
    ]
    if not met or cue("besides").search(text):
        return candidate
    behind = _NEXT.match(text, met[-1].end)
    ends = _LIST_END.search(text, met[-1].end)
    if behind and ends and _LAST.search(text, met[-1].end, ends.start()):
        return replace(candidate, start=behind.end(), end=ends.start())
    before = [m for m in _NEXT.finditer(text) if m.end() <= met[0].start]
    if before and not re.search(r"\w{4}", text[before[-1].end() : met[0].start]):
        return replace(candidate, end=before[-1].start())
    return None
