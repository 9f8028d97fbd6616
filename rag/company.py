"""What the candidates of a question say for each other, once each has been weighed alone.

Reports of one fact repeat it or differ by little; values of other things differ by much.
"""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from typing import NamedTuple

from rag.candidates import Candidate
from rag.values.compare import equal
from rag.values.value import Value
from rag.words import fold

_NEAR_RATIO, _NEAR_DAYS = 1.3, 10  # how far apart reports of one fact may lie


class _Said(NamedTuple):
    """A candidate with its words as they are compared, folded once for all comparisons."""

    candidate: Candidate
    words: str


def seconded(found: Sequence[Sequence[Candidate]]) -> list[list[Candidate]]:
    """Return the candidates of each document with what the others say for each, as traits.

    Their scores are how likely each is, weighed alone.
    """
    said = [[_Said(c, _words(c)) for c in candidates] for candidates in found]
    return [
        _with_company(own, [one for j, its in enumerate(said) if j != i for one in its])
        for i, own in enumerate(said)
    ]


def _with_company(own: Sequence[_Said], others: Sequence[_Said]) -> list[Candidate]:
    """The candidates of one document, with what it and the others say for each."""
    best = max((one.candidate.score for one in own), default=0.0)
    ranked = sorted(others, key=lambda other: -other.candidate.score)
    return [replace(one.candidate, traits=dict(_company(one, best, ranked))) for one in own]


def _company(one: _Said, best: float, others: Sequence[_Said]) -> Iterator[tuple[str, float]]:
    score = one.candidate.score
    yield "alone", math.log(score / (1 - score))
    yield "best alone", best
    yield "better here", float(best > score)
    yield "best elsewhere", _best(others)
    yield "same elsewhere", _best(o for o in others if _says_same(one, o))
    yield "near elsewhere", _best(o for o in others if is_near(one.candidate, o.candidate))


def _best(ranked: Iterable[_Said]) -> float:
    """The score of the first of candidates in order; 0 without any."""
    return next((one.candidate.score for one in ranked), 0.0)


def _says_same(a: _Said, b: _Said) -> bool:
    """Whether two candidates give one value, or one name."""
    x, y = a.candidate.value, b.candidate.value
    if x is None or y is None:
        return x is y and a.words == b.words
    return _comparable(x, y) and equal(x, y)


def _words(candidate: Candidate) -> str:
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
