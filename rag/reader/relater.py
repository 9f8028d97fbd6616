"""Reads two sentences together: how do they relate?

The model is the leaner with low-rank changes more (`rag.reader.train_relater`). It has learnt how
two answers to one question relate, and how two statements do for which nothing is asked.
"""

import threading
from collections.abc import Mapping, Sequence
from functools import cache
from typing import Literal, get_args

import numpy as np
from numpy.typing import NDArray

from rag.reader.files import RELATER
from rag.reader.loaded import Loaded
from rag.reader.reader import of_pair

Relation = Literal[
    "contradiction", "same", "adds", "unrelated", "update",
    "different_subject", "scope", "precision", "assessment",
]  # fmt: skip
"""How two sentences relate: as the contract's kinds of disagreement, or without any.

They say the same, one adds to the other, or they have nothing to do with each other.
"""
RELATIONS: tuple[Relation, ...] = get_args(Relation)
"""All relations, in the order of the model's numbers."""

ALIKE: tuple[Relation, ...] = ("same", "adds", "unrelated")
"""The relations of two that do not differ, nor even seem to."""

_MOST = 12.0  # log-odds so far behind the best say no more
_lock = threading.Lock()


class Relater:
    """The embedded relater, loaded once in a process, when first needed. Thread-safe."""

    def relate(
        self, question: str, pairs: Sequence[tuple[str, str]]
    ) -> list[Mapping[Relation, float]]:
        """Return the log-probability of each relation of two sentences each.

        Those of one question are `told` (`rag.reader.context`); statements stand by themselves,
        behind no question. Changing two over changes nothing. Without pairs the model is loaded all
        the same. Raises EncoderUnavailable when its files are missing and cannot be made.
        """
        orders = [texts for a, b in pairs for texts in ((a, b), (b, a))]
        with _lock:
            model = _model()
            asked = model.pieces(question)[0]
            read = [of_pair(asked, *(model.pieces(text)[0] for text in both)) for both in orders]
            heads = np.array([row[0] for row in model.rows(read)]).reshape(-1, 2, len(RELATIONS))
        found = _normal(_normal(heads).mean(axis=1))
        return [dict(zip(RELATIONS, map(float, row), strict=True)) for row in found]


def _normal(odds: NDArray[np.float32]) -> NDArray[np.float32]:
    """Log-odds as log-probabilities, along the last axis."""
    near = (odds - odds.max(axis=-1, keepdims=True)).clip(-_MOST)
    found: NDArray[np.float32] = near - np.log(np.exp(near).sum(axis=-1, keepdims=True))
    return found


@cache
def _model() -> Loaded:
    return Loaded(RELATER)
