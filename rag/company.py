"""What the candidates of a question say for each other, once each has been weighed alone.

Reports of one fact repeat it or differ by little; values of other things differ by much.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from rag.candidates import Candidate
from rag.values.compare import equal
from rag.values.value import Value
from rag.words import fold

_NEAR_RATIO, _NEAR_DAYS = 1.3, 10  # how far apart reports of one fact may lie


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
    others = [c for i, candidates in enumerate(found) if i != own for c in candidates]
    others.sort(key=lambda c: -c.score)
    yield "alone", math.log(candidate.score / (1 - candidate.score))
    yield "best alone", max(c.score for c in found[own])
    yield "better here", float(any(c.score > candidate.score for c in found[own]))
    yield "best elsewhere", _best(others)
    yield "same elsewhere", _best(c for c in others if says_same(candidate, c))
    yield "near elsewhere", _best(c for c in others if is_near(candidate, c))


def _best(ranked: Iterable[Candidate]) -> float:
    """The score of the first of candidates in order; 0 without any."""
    return next((c.score for c in ranked), 0.0)


def says_same(a: Candidate, b: Candidate) -> bool:
    """Return whether two candidates give one value, or one name."""
    x, y = a.value, b.value
    if x is None or y is None:
        return x is y and _name(a) == _name(b)
    return _comparable(x, y) and equal(x, y)


def _name(candidate: Candidate) -> str:
    return fold(candidate.sentence.text[candidate.start : candidate.end])


def is_near(a: Candidate, b: Candidate) -> bool:
    """Return whether two values could be two reports of one fact, by kind and size."""
    x, y = a.value, b.value
    if x is None or y is None or not _comparable(x, y):
        return False
    if x.kind == "date":
        return x.unit == y.unit and max(x.low, y.low) - min(x.high, y.high) <= _NEAR_DAYS
    low, high = sorted((v.low + min(v.high, 2 * v.low)) / 2 for v in (x, y))
    return low > 0 and high / low <= _NEAR_RATIO


def _comparable(x: Value, y: Value) -> bool:
    """Whether two values are of one kind and unit; counts are, whatever their nouns."""
    return x.kind == y.kind and (x.kind in ("count", "date") or x.unit == y.unit)
