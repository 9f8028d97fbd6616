"""What `recoupe index verify` finds, and what `rebuild` mends."""

import sqlite3
from pathlib import Path

import pytest

from index.errors import CatalogError
from index.library import Library
from index.rebuild import rebuild
from index.verify import verify
from tests.letters import LetterEncoder, make_document


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with two documents and a file of vectors."""
    with Library.open(tmp_path, LetterEncoder()) as library:
        library.add_all([make_document("a", "One q drone."), make_document("b", "Two x tanks.")])
    return tmp_path


def _spoil(folder: Path, *statements: str) -> None:
    db = sqlite3.connect(folder / "catalog.sqlite")
    for statement in statements:
        db.execute(statement)
    db.commit()
    db.close()


def _faults(folder: Path) -> dict[str, tuple[str, ...]]:
    return {check.name: check.faults for check in verify(folder) if check.faults}


def _rebuild(folder: Path) -> None:
    list(rebuild(folder, open_encoder=lambda name: LetterEncoder()))


def test_a_sound_library_has_no_faults(folder: Path) -> None:
    assert _faults(folder) == {}


def test_what_was_looked_at_is_told(folder: Path) -> None:
    said = {check.name: check.seen for check in verify(folder)}
    assert said["documents"] == "2, of 2 passages"
    assert said["embeddings"] == "2 of 3 numbers"
    assert said["vectors"] == "loaded"


def test_there_must_be_a_library(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="there is no library in"):
        list(verify(tmp_path))
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize(
    ("statement", "name", "match"),
    [
        ("UPDATE document SET text = 'One q drane.' WHERE id = 'a'", "documents", "'a' is damaged"),
        ("UPDATE document SET title = 'X' WHERE id = 'b'", "documents", "'b' is damaged"),
        ("UPDATE passage SET start = 4 WHERE number = 1", "documents", "passage 'a-0' is damaged"),
        ("UPDATE meta SET passages = 3", "documents", "2 passages where 3 were counted"),
        ("DELETE FROM embedding WHERE passage = 2", "embeddings", "1 passages have no embedding"),
        ("UPDATE embedding SET vector = zeroblob(12)", "embeddings", "an embedding is damaged"),
        ("DELETE FROM terms WHERE rowid = 2", "words", "1 rows of passage have none"),
        ("UPDATE terms SET text = 'x' WHERE rowid = 2", "words", "'b-0' is indexed by other words"),
        ("DELETE FROM terms_data WHERE id > 10", "words", "malformed"),
    ],
)
def test_a_fault_is_found(folder: Path, statement: str, name: str, match: str) -> None:
    _spoil(folder, statement)
    assert match in " ".join(_faults(folder)[name])


def test_an_embedding_of_another_length_is_found(folder: Path) -> None:
    """A checksum over the wrong bytes does not make them right."""
    from zlib import crc32

    blob = bytes.fromhex("0000004000000000000000 00".replace(" ", ""))
    _spoil(folder, f"UPDATE embedding SET vector = x'{blob.hex()}', crc = {crc32(blob)}")
    assert "the embedding of 1 has length 2.000" in _faults(folder)["embeddings"]


def test_vectors_that_are_not_the_embeddings_are_found(folder: Path) -> None:
    """The file says that it is of this very state, and has the rows of two passages swapped."""
    from index.catalog import Catalog
    from index.vectors import VectorIndex

    catalog = Catalog.open(folder / "catalog.sqlite")
    with catalog.reading():
        state, ((numbers, vectors),) = catalog.state(), tuple(catalog.embeddings())
    catalog.close()
    index = VectorIndex()
    index.add(numbers[::-1].copy(), vectors)
    index.save(folder / "vectors.faiss", "stamp", state.stamp)
    assert len(_faults(folder)["vectors"]) >= 2


def test_a_damaged_file_of_vectors_is_told_and_mended_by_a_rebuild(folder: Path) -> None:
    path = folder / "vectors.faiss"
    path.write_bytes(path.read_bytes()[:-1])
    assert "checksum is wrong" in _faults(folder)["vectors"][0]
    _rebuild(folder)
    assert _faults(folder) == {}


@pytest.mark.parametrize(
    "statement",
    [
        "DELETE FROM terms WHERE rowid = 2",
        "UPDATE terms SET text = 'x' WHERE rowid = 2",
        "DELETE FROM terms_data WHERE id > 10",
        "DELETE FROM embedding WHERE passage = 2",
        "UPDATE embedding SET vector = zeroblob(12)",
        "UPDATE embedding SET vector = zeroblob(8)",
    ],
)
def test_words_and_embeddings_are_mended_by_a_rebuild(folder: Path, statement: str) -> None:
    _spoil(folder, statement)
    _rebuild(folder)
    assert _faults(folder) == {}
    with Library.open(folder, LetterEncoder()) as library:
        assert library.search("tanks x")[0].document.id == "b"


def test_a_damaged_text_is_not_mended_but_said(folder: Path) -> None:
    _spoil(folder, "UPDATE document SET text = 'One q drane.' WHERE id = 'a'")
    with pytest.raises(CatalogError, match="'a' is damaged") as caught:
        _rebuild(folder)
    assert "restore" in caught.value.hint


def test_documents_that_are_prepared_otherwise_now_are_stored_anew(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.prepare.PREPARED", 99)
    before = Library.open(folder, LetterEncoder()).status().generation
    _rebuild(folder)
    with Library.open(folder, LetterEncoder()) as library:
        assert library.status().generation == before + 1
        assert library.add(make_document("a", "One q drone.")) == "unchanged"
