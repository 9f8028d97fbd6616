"""What the candidates of a question say for each other, once each has been weighed alone.

Reports of one fact repeat it or differ by little; values of other things differ by much; and where
other documents are sure of something else, a doubtful candidate is seldom right.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rag.candidates import Candidate
from rag.values.compare import equal
from rag.values.reach import AKIN, FAR, NEAR, beyond, of_one_kind, within
from rag.words import fold

_SURE = 1.0  # log-odds from which a document has an answer, by its best candidate
_NEVER = 1e-3  # the probability below which, and above 1 less which, odds say no more


def seconded(found: Sequence[Sequence[Candidate]]) -> list[list[Candidate]]:
    """Return the candidates of each document with what the others say for each, as traits.

    Their scores are how likely each is, weighed alone.
    """
    return [
        [replace(c, traits=dict(_company(c, found, own))) for c in candidates]
        for own, candidates in enumerate(found)
    ]


def _company(
    candidate: Candidate, found: Sequence[Sequence[Candidate]], own: int
) -> Iterator[tuple[str, float]]:
    bests = [max(c.score for c in its) for i, its in enumerate(found) if its and i != own]
    others = [c for i, candidates in enumerate(found) if i != own for c in candidates]
    others.sort(key=lambda c: -c.score)
    alone, value = _odds(candidate.score), candidate.value
    yield "alone", alone
    yield "best alone", max(c.score for c in found[own])
    yield "better here", float(any(c.score > candidate.score for c in found[own]))
    yield "documents", math.log(len(bests) + 1)
    yield "one document", float(not bests)
    yield "sure elsewhere", float(sum(_odds(score) > _SURE for score in bests))
    for name, score in (
        ("best", _best(others)),
        ("same", _best(c for c in others if says_same(candidate, c))),
        ("near", _best(c for c in others if within(value, c.value, NEAR))),
    ):
        yield f"{name} elsewhere", score
        yield f"{name} elsewhere in odds", _odds(score)
        yield f"{name} elsewhere times alone", alone * score
    yield "akin elsewhere", _best(c for c in others if within(value, c.value, AKIN))
    yield "far elsewhere", _best(c for c in others if beyond(value, c.value, FAR))


def _best(ranked: Iterable[Candidate]) -> float:
    """The score of the first of candidates in order; 0 without any."""
    return next((c.score for c in ranked), 0.0)


def _odds(probability: float) -> float:
    """The log-odds of a probability, without its last thousandths."""
    kept = min(max(probability, _NEVER), 1 - _NEVER)
    return math.log(kept / (1 - kept))


def says_same(a: Candidate, b: Candidate) -> bool:
    """Return whether two candidates give one value, or one name."""
    x, y = a.value, b.value
    if x is None or y is None:
        return x is y and _name(a) == _name(b)
    return of_one_kind(x, y) and equal(x, y)


def _name(candidate: Candidate) -> str:
    return fold(candidate.sentence.text[candidate.start : candidate.end])
