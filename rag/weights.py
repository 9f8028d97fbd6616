"""Logistic models over traits: small numbers with names, each of which gets a weight."""

import math
from collections.abc import Mapping
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Weights:
    """One model: `bias` plus the sum of weight times trait, squashed to 0..1."""

    bias: float
    of: Mapping[str, float]

    def probability(self, traits: Mapping[str, float]) -> float:
        """Return how likely what has these traits is; unknown traits count for 0."""
        return 1 / (
            1 + math.exp(-self.bias - sum(self.of.get(k, 0) * v for k, v in traits.items()))
        )
