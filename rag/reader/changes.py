"""How the reader's maps differ from the encoder's, in little room: each number in whole steps.

What was learnt is small and points in all directions, so that a low-rank part of it leaves out what
was learnt last. Rounded to steps as coarse as a number commonly is, and most of it to -1, 0 or 1,
it takes no more room, and what rounding adds points nowhere. Low-rank changes have few numbers, all
of which tell: these are kept in finer steps.
"""

from collections.abc import Mapping
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]

_STEP = 1.35  # of the standard deviation of a row
_MOST = 127


def save(changes: Mapping[str, Floats], path: Path, *, finely: bool = False) -> None:
    """Write the change of each weight (n x m), rounded to whole steps of each of its n rows.

    The steps are coarse, or `finely` so many that the largest number of a row takes the most.
    """
    arrays = {}
    for name, change in sorted(changes.items()):
        largest = np.abs(change).max(axis=1, keepdims=True) / _MOST
        coarse = _STEP * change.std(axis=1, keepdims=True)
        steps = (largest if finely else coarse).astype(np.float32)
        rounded = np.divide(change, steps, out=np.zeros_like(change), where=steps > 0)
        arrays[name] = np.rint(rounded).clip(-_MOST, _MOST).astype(np.int8)
        arrays[f"{name} steps"] = steps
    with path.open("wb") as file:
        np.savez_compressed(file, **arrays)


def load(path: Path) -> dict[str, Floats]:
    """Return the changes that `save` wrote, by the names of the weights."""
    with np.load(path) as arrays:
        names = sorted(name for name in arrays if not name.endswith(" steps"))
        return {name: arrays[name].astype(np.float32) * arrays[f"{name} steps"] for name in names}
