"""A damaged file of vectors is noticed, whatever the damage, and never answers a search."""

import os
from pathlib import Path

import numpy as np
import pytest

from index.vector_file import VectorsUnusable
from index.vectors import Numbers, VectorIndex, Vectors
from tests.damage import flip

KEY = "letters"


def _rows(numbers: list[int]) -> tuple[Numbers, Vectors]:
    vectors = np.array([[n % 7, n % 5, n % 3 + 1] for n in numbers], dtype=np.float32)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    return np.array(numbers, dtype=np.int64), vectors


@pytest.fixture
def saved(tmp_path: Path) -> Path:
    """Return the file of an index of eight rows, of generation 9."""
    index = VectorIndex()
    index.add(*_rows([3, 4, 5, 7, 11, 18, 21, 40]))
    index.save(tmp_path / "vectors", KEY, 9)
    return tmp_path / "vectors"


def test_what_was_saved_is_loaded(saved: Path) -> None:
    index, generation = VectorIndex.load(saved, KEY)
    numbers, vectors = _rows([3, 4, 5, 7, 11, 18, 21, 40])
    cosines = vectors @ vectors[2]
    assert generation == 9
    assert sorted(index.numbers()) == numbers.tolist()
    assert index.scores(vectors[2], numbers.tolist()) == pytest.approx(cosines, abs=1e-3)


def test_a_file_cut_off_anywhere_is_refused(saved: Path) -> None:
    for length in reversed(range(saved.stat().st_size)):
        os.truncate(saved, length)
        with pytest.raises(VectorsUnusable, match=r"it "):
            VectorIndex.load(saved, KEY)


def test_a_file_with_any_one_bit_flipped_is_refused(saved: Path) -> None:
    for bit in range(8 * saved.stat().st_size):
        flip(saved, bit)
        with pytest.raises(VectorsUnusable, match=r"it "):
            VectorIndex.load(saved, KEY)
        flip(saved, bit)
    assert len(VectorIndex.load(saved, KEY)[0]) == 8


def test_a_file_with_something_behind_its_end_is_refused(saved: Path) -> None:
    saved.write_bytes(saved.read_bytes() + b"\x00")
    with pytest.raises(VectorsUnusable, match="checksum"):
        VectorIndex.load(saved, KEY)


def test_a_file_whose_pages_were_never_written_is_refused(saved: Path) -> None:
    """What a file system can leave of a file that was not synced before the power went."""
    saved.write_bytes(bytes(len(saved.read_bytes())))
    with pytest.raises(VectorsUnusable, match="not a file of vectors"):
        VectorIndex.load(saved, KEY)


def test_a_file_under_another_key_is_refused(saved: Path) -> None:
    with pytest.raises(VectorsUnusable, match=r"'letters'.*'other'"):
        VectorIndex.load(saved, "other")


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VectorsUnusable, match="cannot be read"):
        VectorIndex.load(tmp_path, KEY)


def test_a_file_that_is_not_there_is_told_from_a_damaged_one(tmp_path: Path) -> None:
    with pytest.raises(VectorsUnusable, match="none"):
        VectorIndex.load(tmp_path / "vectors", KEY)


def test_saving_leaves_the_old_file_when_the_new_one_cannot_be_written(saved: Path) -> None:
    """A folder stands where the new file would be written before it is put in place."""
    before = saved.read_bytes()
    saved.with_name(saved.name + ".new").mkdir()
    with pytest.raises(OSError, match="directory"):
        VectorIndex().save(saved, KEY, 10)
    assert saved.read_bytes() == before
