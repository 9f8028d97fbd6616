"""The mean of several readers: of what their changes do, not of their factors."""

from pathlib import Path

import numpy as np
import pytest

from index.bilingual import changes
from rag.reader.average import average
from rag.reader.files import CHANGES, HEADS

MAP = "layer.weight"


def write(folder: Path, left: list[list[float]], right: list[list[float]], head: float) -> Path:
    """Write a reader of one map and one head."""
    folder.mkdir()
    factors = np.array(left, np.float32), np.array(right, np.float32)
    changes.save({MAP: factors}, folder / CHANGES.name)
    np.savez(folder / HEADS.name, weight=np.array([[head]], np.float32), bias=np.array([head]))
    return folder


def test_the_mean_is_of_the_products_and_of_the_heads(tmp_path: Path) -> None:
    # The factors' own mean would give [[1, 1], [1, 1]] in place of [[2, 0], [0, 2]].
    one = write(tmp_path / "one", [[2], [0]], [[2, 0]], head=1.0)
    other = write(tmp_path / "other", [[0], [2]], [[0, 2]], head=4.0)
    average([one, other], tmp_path)
    mean = changes.load(tmp_path / CHANGES.name)[MAP]
    assert mean == pytest.approx(np.array([[2, 0], [0, 2]]), abs=0.05)  # in bytes
    with np.load(tmp_path / HEADS.name) as heads:
        assert (heads["weight"].item(), heads["bias"].item()) == (2.5, 2.5)


def test_what_finds_no_room_is_the_least_of_a_change() -> None:
    left, right = changes.narrowed(np.diag([3.0, 2.0, 1.0]).astype(np.float32), rank=2)
    assert left @ right == pytest.approx(np.diag([3.0, 2.0, 0.0]), abs=1e-6)
