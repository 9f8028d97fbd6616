"""The `quotes` writer: finds the sentence and the span that answer, by rules and a small model.

Candidates are found by rules (`rag.finding`), and a logistic model says how likely each of them
answers (`rag.scoring`); here those that are likely enough are kept, document by document.
"""

from collections.abc import Iterator, Mapping, Sequence
from typing import Literal

from index.document import Hit
from rag.candidates import Candidate
from rag.finding import find
from rag.meaning import Meaning
from rag.question import Question
from rag.reading import read
from rag.scoring import Form, scored
from rag.writers.writer import Proposal

# Least probability of a claim: below it a passage speaks of the subject but does not answer. Chosen
# with the weights (`eval.fit`), with meaning at hand, and by words alone.
_LEAST: Mapping[Form, float] = {
    "value": 0.4,
    "sentence": 0.23,
    "verdict": 0.45,
    "name": 0.26,
    "person": 0.26,
    "thing": 0.26,
    "identity": 0.26,
}
_LEAST_WORDED: Mapping[Form, float] = {
    "value": 0.5,
    "sentence": 0.4,
    "verdict": 0.4,
    "name": 0.55,
    "person": 0.5,
    "thing": 0.5,
    "identity": 0.5,
}
_UNGIVEN = 0.6  # by words alone: least probability of a reason without a word that gives a cause
_OF_BEST = 0.66  # share of the best's probability that the others need, whatever their document
_OF_DOCUMENTS_BEST = 0.85
_MOST_PER_DOCUMENT = 3


class QuotesWriter:
    """Proposes, document by document, what answers the question. Thread-safe.

    With `meaning` it also sees likeness in other words; without, only words count.
    """

    name: Literal["quotes"] = "quotes"
    model: str | None = None

    def __init__(self, meaning: Meaning | None = None) -> None:
        self._meaning = meaning

    def proposals(self, question: Question, hits: Sequence[Hit]) -> Iterator[Proposal]:
        """Yield the best answering spans of every document, the best-supported document first."""
        readings, meant = read(hits), self._meaning is not None
        form, found = find(question, readings, meant=meant)
        weighed = scored(form, question, readings, found, self._meaning)
        yield from proposed(question, form, weighed, meant=meant)

    def close(self) -> None:
        """Nothing is held."""


def proposed(
    question: Question, form: Form, weighed: Sequence[Sequence[Candidate]], *, meant: bool
) -> Iterator[Proposal]:
    """Yield the candidates of each document that are likely enough and of the likeliest's kind.

    `meant` tells whether they were weighed with meaning at hand.
    """
    if question.asks == "reason" and not meant:  # without a word of cause, it must fit the better
        weighed = [[c for c in cs if c.given or c.score >= _UNGIVEN] for cs in weighed]
    kept = _likely(question, (_LEAST if meant else _LEAST_WORDED)[form], weighed)
    kind = kept[0].kind if kept else ""
    for candidate in kept:
        if candidate.kind == kind:
            yield _proposal(candidate)


def _likely(
    question: Question, least: float, everything: Sequence[Sequence[Candidate]]
) -> list[Candidate]:
    """The candidates of all documents that are likely enough, the likeliest first."""
    every = question.asks == "judgement"  # all that is said counts
    best = max((c.score for candidates in everything for c in candidates), default=0.0)
    floor = 0.0 if every else _OF_BEST * best
    kept = [
        candidate
        for candidates in everything
        for candidate in _best_of_document(candidates, least, every)
        if candidate.score >= floor or candidate.said_by
    ]
    return sorted(kept, key=lambda candidate: -candidate.score)


def _proposal(candidate: Candidate) -> Proposal:
    sentence = candidate.sentence
    return Proposal(
        candidate.hit,
        sentence.text,
        sentence.text[candidate.start : candidate.end],
        sentence.start,
        candidate.score,
    )


def _best_of_document(
    candidates: Sequence[Candidate], least: float, every: bool
) -> list[Candidate]:
    """The best candidate of each distinct span, without those far behind the best."""
    ranked = sorted(candidates, key=lambda c: (-c.score, c.sentence.start, c.start))
    kept: list[Candidate] = []
    for candidate in ranked:
        likely = candidate.score >= least
        near = every or candidate.score >= _OF_DOCUMENTS_BEST * ranked[0].score
        if not (likely and near) and not (kept and _counts_too(candidate, kept[0])):
            continue
        if all(not (_same_words(candidate, other) or _meet(candidate, other)) for other in kept):
            kept.append(candidate)
    return kept[:_MOST_PER_DOCUMENT]


def _counts_too(candidate: Candidate, best: Candidate) -> bool:
    """Whether somebody else counts the same: "3,000, say the police. The unions counted 12,000"."""
    beside = abs(candidate.sentence.start - best.sentence.start) <= len(best.sentence.text) + 2
    bare = candidate.value is not None and not candidate.value.unit
    return bool(bare and beside and candidate.said_by)


def _meet(a: Candidate, b: Candidate) -> bool:
    """Whether two stand, at least in part, in the same words."""
    return a.sentence.start == b.sentence.start and a.start < b.end and b.start < a.end


def _same_words(a: Candidate, b: Candidate) -> bool:
    return _text(a).casefold() == _text(b).casefold()


def _text(candidate: Candidate) -> str:
    return candidate.sentence.text[candidate.start : candidate.end]
