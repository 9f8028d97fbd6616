"""Changes of weights that fit in little room: low-rank (Hu et al. 2021), in bytes (int8)."""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

# The name under which the change of the table's rows stands among the names of weights.
ROWS = "rows"

_MOST = 127


def save(factors: Mapping[str, tuple[Floats, Floats]], path: Path) -> None:
    """Write the factors of each change: `left` (n x rank) and `right` (rank x m).

    Each row of `left` and of `right` is rounded to 255 steps, none to more than half a step.
    """
    arrays = {}
    for name, (left, right) in sorted(factors.items()):
        for side, factor in (("left", left), ("right", right)):
            steps = np.abs(factor).max(axis=1, keepdims=True).astype(np.float32) / _MOST
            rounded = np.divide(factor, steps, out=np.zeros_like(factor), where=steps > 0)
            arrays[f"{name} {side}"] = np.rint(rounded).astype(np.int8)
            arrays[f"{name} {side} steps"] = steps
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


def load(path: Path) -> dict[str, Floats]:
    """Return the change of each weight that `save` wrote the factors of, by the weight's name."""
    with np.load(path) as arrays:
        names = sorted(name.removesuffix(" left") for name in arrays if name.endswith(" left"))
        return {
            name: _factor(arrays, f"{name} left") @ _factor(arrays, f"{name} right")
            for name in names
        }


def _factor(arrays: Mapping[str, NDArray[np.generic]], name: str) -> Floats:
    return arrays[name].astype(np.float32) * arrays[f"{name} steps"].astype(np.float32)
