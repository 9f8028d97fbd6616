"""Two small trained heads: how two statements relate, where the rules do not decide.

`kinds` tells how likely each kind of difference is, by all that is seen of a pair
(`rag.statements.features`); `head` how likely two long French statements contradict each other.
Both are logistic regressions over what the rules find and what the encoder makes of denials. An
embedding tells little of whether two texts contradict each other; but of a statement from which
the negation is struck out, it tells whether it comes nearer to the other one, and so whether the
other affirms what was negated. In the same way it tells whether "No, …" before one statement, but
not before both, brings them nearer. Learnt and measured by `bench/train_statements.py`.
"""

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from index.encoder import EMBEDDED, Encoder, open_encoder
from rag.reader import Relater
from rag.reader.relater import RELATIONS
from rag.statements.features import features
from rag.statements.finding import Finding
from rag.statements.negation import negations
from rag.statements.statement import Pairing, Statement

FEATURES = ("negation", "antonym", "other", "gain", "denial")
FILE, KINDS_FILE = "head.json", "kinds.json"
NONE = "none"  # the kind of two that can both be true, and do not even seem to differ

_CUT = re.compile(
    r"[,;:.!?()»”\"]\s|\b(?:mais|but|alors que|while|whereas|bien que|although|qui|dont|et|and)\b"
)
_NEGATIVE = re.compile(
    r"\b(?:ne|n['’]|pas|jamais|plus|aucune?|non|sans|rien|not|never|no)\b ?|n['’](?=\w)",
    re.IGNORECASE,
)
_SHORTEST, _LAST = 25, 12  # characters of a clause, and of the last one
_NEAR, _SHARED = 0.35, 0.25  # cosine, and share of words; below both, two are unrelated
_LEAST_READ = -8.0  # log-probabilities below it say no more
_NO = {"fr": "Non, ", "en": "No, "}

Vectors = Mapping[str, NDArray[np.float32]]


@dataclass(frozen=True, slots=True)
class Head:
    """Weights of the features, brought to mean 0 and deviation 1, and the threshold that decides.

    `encoder` is the name of the encoder whose embeddings it was learnt from.
    """

    encoder: str
    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    weights: tuple[float, ...]
    bias: float
    threshold: float

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the head that a JSON text describes."""
        fields = json.loads(text)
        for name in ("mean", "deviation", "weights"):
            fields[name] = tuple(fields[name])
        return cls(**fields)

    def probability(self, features: Sequence[float]) -> float:
        """Return how likely a pair with these features is a contradiction, 0 to 1."""
        rows = zip(features, self.mean, self.deviation, self.weights, strict=True)
        odds = self.bias + sum(w * (x - mean) / spread for x, mean, spread, w in rows)
        return 1 / (1 + math.exp(-odds))


@cache
def head() -> Head:
    """Return the head that comes with this package."""
    return Head.read(files("rag.statements").joinpath(FILE).read_text(encoding="utf-8"))


@dataclass(frozen=True, slots=True)
class KindHead:
    """Weights of the features for each kind, and biases; features as in `Head`."""

    encoder: str
    kinds: tuple[str, ...]
    mean: tuple[float, ...]
    deviation: tuple[float, ...]
    weights: tuple[tuple[float, ...], ...]
    bias: tuple[float, ...]

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the head that a JSON text describes."""
        fields = json.loads(text)
        fields["weights"] = tuple(tuple(row) for row in fields["weights"])
        for name in ("kinds", "mean", "deviation", "bias"):
            fields[name] = tuple(fields[name])
        return cls(**fields)

    def chances(self, features: Sequence[float]) -> dict[str, float]:
        """Return how likely each kind is of a pair with these features; they add up to 1."""
        brought = [
            (x - mean) / spread
            for x, mean, spread in zip(features, self.mean, self.deviation, strict=True)
        ]
        odds = [
            bias + sum(w * x for w, x in zip(row, brought, strict=True))
            for row, bias in zip(self.weights, self.bias, strict=True)
        ]
        likely = [math.exp(one - max(odds)) for one in odds]
        return {kind: x / sum(likely) for kind, x in zip(self.kinds, likely, strict=True)}


@cache
def kinds() -> KindHead:
    """Return the head of the kinds that comes with this package."""
    text = files("rag.statements").joinpath(KINDS_FILE).read_text(encoding="utf-8")
    return KindHead.read(text)


@cache
def own_encoder() -> Encoder:
    """Return the encoder that the heads were learnt from, one for all who ask them."""
    return open_encoder(EMBEDDED)


class Seen(NamedTuple):
    """What the heads judge by, in the order of `FEATURES`, and how near the two are (cosine).

    `related` is whether the two have to do with each other at all: what has not cannot contradict.
    """

    features: tuple[float, ...]
    near: float
    related: bool


def look(pairing: Pairing, found: Sequence[Finding], encoder: Encoder) -> Seen:
    """Return what the heads see of a pair."""
    texts = sorted(_needed(pairing))
    vectors = dict(zip(texts, encoder.encode(texts), strict=True))
    heaviest = {name: 0.0 for name in ("negation", "antonym", "other")}
    for finding in found:
        if finding.clash:
            name = finding.kind if finding.kind in heaviest else "other"
            heaviest[name] = max(heaviest[name], finding.weight)
    near = float(vectors[pairing.a.text] @ vectors[pairing.b.text])
    related = near >= _NEAR or max(pairing.cover) >= _SHARED
    meant = _gain(pairing, vectors), _denial(pairing, vectors)
    return Seen((*heaviest.values(), *meant), near, related)


def likely_kinds(pairing: Pairing, found: Sequence[Finding], seen: Seen) -> dict[str, float]:
    """Return how likely each kind is of a pair; none of two that are unrelated."""
    return kinds().chances(whole(pairing, found, seen)) if seen.related else {}


def whole(pairing: Pairing, found: Sequence[Finding], seen: Seen) -> tuple[float, ...]:
    """Return all that is seen of a pair, in the order of `features.NAMES`."""
    return *features(pairing, found), seen.near, *seen.features[-2:], *_read(pairing)


def _read(pairing: Pairing) -> tuple[float, ...]:
    """What the relater makes of two statements: the log-probability of each relation."""
    (read,) = Relater().relate("", [(pairing.a.text, pairing.b.text)])
    return tuple(max(_LEAST_READ, read[name]) for name in RELATIONS)


def _needed(pairing: Pairing) -> set[str]:
    texts = set[str]()
    for statement in (pairing.a, pairing.b):
        texts |= {*_parts(statement), _NO[statement.language] + statement.text}
        texts |= {_without(part) for part in _negated(statement)}
    return texts


def _denial(pairing: Pairing, vectors: Vectors) -> float:
    """How much nearer a "No, …" before either statement brings them than one before both."""
    a, b = vectors[pairing.a.text], vectors[pairing.b.text]
    no_a, no_b = (vectors[_NO[s.language] + s.text] for s in (pairing.a, pairing.b))
    return float(no_a @ b + a @ no_b - no_a @ no_b - a @ b)


def _gain(pairing: Pairing, vectors: Vectors) -> float:
    """How much nearer a negated clause comes to the other statement once it is not negated.

    0 where both statements negate, or neither does.
    """
    negated = _negated(pairing.a), _negated(pairing.b)
    if bool(negated[0]) == bool(negated[1]):
        return 0.0
    clauses, other = (negated[0], pairing.b) if negated[0] else (negated[1], pairing.a)
    there = np.stack([vectors[part] for part in _parts(other)])
    after = max(float((there @ vectors[_without(clause)]).max()) for clause in clauses)
    return after - max(float((there @ vectors[clause]).max()) for clause in clauses)


def _parts(statement: Statement) -> list[str]:
    """The statement and its clauses."""
    return [statement.text, *(statement.text[a:b] for a, b in _clauses(statement.text))]


def _negated(statement: Statement) -> list[str]:
    """The clauses in which a negation stands."""
    starts = [negation.start for negation in negations(statement)]
    spans = _clauses(statement.text)
    return [statement.text[a:b] for a, b in spans if any(a <= start < b for start in starts)]


def _clauses(text: str) -> list[tuple[int, int]]:
    found, start = list[tuple[int, int]](), 0
    for match in _CUT.finditer(text):
        if match.start() - start >= _SHORTEST:
            found.append((start, match.start()))
            start = match.end()
    if len(text) - start >= _LAST or not found:
        return [*found, (start, len(text))]
    return [*found[:-1], (found[-1][0], len(text))]


def _without(clause: str) -> str:
    return " ".join(_NEGATIVE.sub("", clause).split())
