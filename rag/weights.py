"""Logistic models over traits: small numbers with names, each of which gets a weight."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Self


@dataclass(frozen=True, slots=True)
class Weights:
    """One model: `bias` plus the sum of weight times trait, squashed to 0..1."""

    bias: float
    of: Mapping[str, float]

    def probability(self, traits: Mapping[str, float]) -> float:
        """Return how likely what has these traits is; unknown traits count for 0."""
        return 1 / (1 + math.exp(-self.odds(traits)))

    def odds(self, traits: Mapping[str, float]) -> float:
        """Return the same as log-odds."""
        return self.bias + sum(self.of.get(name, 0) * trait for name, trait in traits.items())


@dataclass(frozen=True, slots=True)
class Choice:
    """One of several outcomes: the weights of each, whose sums are squashed to shares of 1."""

    of: Mapping[str, Weights]

    @classmethod
    def read(cls, text: str) -> Self:
        """Return the choice that a JSON text describes."""
        found = json.loads(text)
        return cls({name: Weights(one["bias"], one["of"]) for name, one in found.items()})

    def chances(self, traits: Mapping[str, float]) -> dict[str, float]:
        """Return how likely each outcome is of what has these traits; they add up to 1."""
        sums = {name: weights.odds(traits) for name, weights in self.of.items()}
        most = max(sums.values())
        likely = {name: math.exp(one - most) for name, one in sums.items()}
        return {name: one / sum(likely.values()) for name, one in likely.items()}
