"""How a reader's changes are kept, and the mean of several."""

from pathlib import Path

import numpy as np
import pytest

from rag.reader import changes
from rag.reader.average import average
from rag.reader.changes import Floats
from rag.reader.files import CHANGES, HEADS

MAP = "layer.weight"


def write(folder: Path, change: Floats, head: float) -> Path:
    """Write a reader of one map and one head."""
    folder.mkdir()
    changes.save({MAP: change}, folder / CHANGES.name)
    np.savez(folder / HEADS.name, weight=np.array([[head]], np.float32), bias=np.array([head]))
    return folder


def test_a_mean_is_of_changes_and_of_heads(tmp_path: Path) -> None:
    ones = np.tile(np.array([[1, -1, 1, -1]], np.float32), 100)
    one = write(tmp_path / "one", ones, head=1.0)
    other = write(tmp_path / "other", 3 * ones, head=4.0)
    average([one, other], tmp_path)
    first, second, mean = (
        changes.load(folder / CHANGES.name)[MAP][0, 0] for folder in (one, other, tmp_path)
    )
    assert second == pytest.approx(3 * first)
    assert mean == pytest.approx(1.35 * (first + second) / 2)  # a step, as each of the two is
    with np.load(tmp_path / HEADS.name) as heads:
        assert (heads["weight"].item(), heads["bias"].item()) == (2.5, 2.5)


def test_a_change_is_kept_in_steps_of_its_row(tmp_path: Path) -> None:
    random = np.random.default_rng(0)
    change = (random.standard_normal((4, 400)) * [[1], [2], [8], [0]]).astype(np.float32)
    changes.save({MAP: change}, tmp_path / CHANGES.name)
    kept = changes.load(tmp_path / CHANGES.name)[MAP]
    half_a_step = 1.35 * change.std(axis=1, keepdims=True) / 2
    assert (np.abs(kept - change) <= 1.001 * half_a_step).all()
    assert not kept[3].any()
    assert max(len(np.unique(row)) for row in kept) <= 7  # steps, from -3 to 3


def test_a_change_far_beyond_the_others_is_kept_as_far_as_steps_go(tmp_path: Path) -> None:
    change = np.zeros((1, 1_000_000), np.float32)
    change[0, 7] = 1.0
    changes.save({MAP: change}, tmp_path / CHANGES.name)
    kept = changes.load(tmp_path / CHANGES.name)[MAP]
    assert kept[0, 7] == pytest.approx(127 * 1.35 / 1000, rel=0.01)
    assert np.count_nonzero(kept) == 1
