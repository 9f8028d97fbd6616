"""The file of a vector index: it comes back as it was, or is refused with the reason."""

import struct
from pathlib import Path
from zlib import crc32

import numpy as np
import pytest

from index import vectors
from index.vector_file import VectorsUnusable
from index.vectors import VectorIndex

KEY = "letters, of 3 numbers"
RANDOM = np.random.default_rng(3)
ROWS = RANDOM.standard_normal((2000, 8)).astype(np.float32)
ROWS /= np.linalg.norm(ROWS, axis=1, keepdims=True)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """Return where a small index was saved, of generation 5."""
    index = VectorIndex()
    index.add(np.array([10, 20, 30]), np.eye(3, dtype=np.float32))
    index.remove(np.array([20]))
    index.save(tmp_path / "vectors", KEY, 5)
    return tmp_path / "vectors"


def test_an_index_comes_back_as_it_was(path: Path) -> None:
    index, generation = VectorIndex.load(path, KEY)
    assert generation == 5
    assert index.numbers().tolist() == [10, 30]
    assert index.search(np.array([0, 0.5, 1], dtype=np.float32), 5) == [(30, 1.0), (10, 0.0)]


def test_a_loaded_index_can_be_changed(path: Path) -> None:
    index, _ = VectorIndex.load(path, KEY)
    index.remove(np.array([10]))
    index.add(np.array([40]), np.array([[0, 1, 0]], dtype=np.float32))
    assert index.search(np.array([0, 1, 0.5], dtype=np.float32), 5) == [(40, 1.0), (30, 0.5)]


def test_an_empty_index_comes_back_empty(tmp_path: Path) -> None:
    VectorIndex().save(tmp_path / "vectors", KEY, 0)
    index, generation = VectorIndex.load(tmp_path / "vectors", KEY)
    assert (len(index), generation) == (0, 0)


def test_a_large_index_comes_back_as_it_was(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vectors, "EXACT_UP_TO", 1000)
    index = VectorIndex.build([(np.arange(1, 2001), ROWS)], 2000)
    index.remove(np.array([1, 7]))
    index.save(tmp_path / "vectors", KEY, 1)
    loaded, _ = VectorIndex.load(tmp_path / "vectors", KEY)
    assert loaded.numbers().tolist() == index.numbers().tolist()
    for question in ROWS[:5]:
        assert loaded.search(question, 10) == index.search(question, 10)


def test_saving_replaces_what_was_there_and_leaves_nothing_beside(path: Path) -> None:
    VectorIndex().save(path, KEY, 6)
    assert len(VectorIndex.load(path, KEY)[0]) == 0
    assert [file.name for file in path.parent.iterdir()] == ["vectors"]


def test_what_cannot_be_written_leaves_what_was_there(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(OSError, match="No space left"):
        VectorIndex().save(path, KEY, 6)
    monkeypatch.undo()
    assert VectorIndex.load(path, KEY)[1] == 5
    assert [file.name for file in path.parent.iterdir()] == ["vectors"]


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VectorsUnusable, match="none yet"):
        VectorIndex.load(tmp_path / "vectors", KEY)


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(VectorsUnusable, match="Is a directory"):
        VectorIndex.load(tmp_path, KEY)


def test_a_file_of_another_key_is_refused(path: Path) -> None:
    with pytest.raises(VectorsUnusable, match="of 'letters, of 3 numbers', not of 'other'"):
        VectorIndex.load(path, "other")


def test_a_file_of_another_kind_is_refused(path: Path) -> None:
    path.write_bytes(b"SQLite format 3\x00")
    with pytest.raises(VectorsUnusable, match="not a file of vectors"):
        VectorIndex.load(path, KEY)


def test_a_file_cut_short_anywhere_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    for length in range(len(whole)):
        path.write_bytes(whole[:length])
        with pytest.raises(VectorsUnusable, match=r"not a file|too early|damaged"):
            VectorIndex.load(path, KEY)


def test_a_file_with_any_byte_changed_is_refused(path: Path) -> None:
    whole = path.read_bytes()
    for at in range(len(whole)):
        path.write_bytes(whole[:at] + bytes([whole[at] ^ (1 << at % 8)]) + whole[at + 1 :])
        with pytest.raises(VectorsUnusable, match=r"not a file|damaged"):
            VectorIndex.load(path, KEY)


def test_a_file_that_faiss_cannot_read_is_refused(path: Path) -> None:
    body = path.read_bytes()[12:].replace(b"IxSQ", b"IxZZ")
    path.write_bytes(b"RCPVEC\x00\x01" + struct.pack("<I", crc32(body)) + body)
    with pytest.raises(VectorsUnusable, match="another version of FAISS"):
        VectorIndex.load(path, KEY)
