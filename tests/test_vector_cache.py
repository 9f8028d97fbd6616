"""The file of vectors: loaded, caught up or built anew, which is told, and never wrong."""

import os
import shutil
from pathlib import Path

import pytest

from index.errors import CatalogError
from index.library import Library
from tests.letters import LetterEncoder, make_document


def _open(folder: Path) -> Library:
    return Library.open(folder, LetterEncoder())


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A data folder with two hundred documents and their vectors."""
    with _open(tmp_path) as library:
        library.add_all(
            [make_document(f"d{i}", f"Number {i} q{'x' * (i % 7)}.") for i in range(200)]
        )
    return tmp_path


def _told(folder: Path) -> str:
    with _open(folder) as library:
        return library.status().vectors


def _stamp(folder: Path) -> int:
    return (folder / "vectors.faiss").stat().st_ino


def test_what_was_written_is_loaded(folder: Path) -> None:
    assert _told(folder) == "loaded"


def test_what_changed_since_is_caught_up(folder: Path) -> None:
    with _open(folder) as library:
        library.remove("d3")
        library.add(make_document("new", "A zz."))
        library.add(make_document("newer", "A zx."))
        library.remove("newer")
    with _open(folder) as library:
        assert library.search("z", limit=1)[0].document.id == "new"
        assert len(library.search("q", limit=300)) == 200
        assert library.status().vectors == "caught up by 2 passages"


def test_a_single_addition_does_not_write_the_file(folder: Path) -> None:
    before = _stamp(folder)
    with _open(folder) as library:
        library.add(make_document("new", "A zz."))
    assert _stamp(folder) == before


def test_many_additions_write_the_file(folder: Path) -> None:
    before = _stamp(folder)
    with _open(folder) as library:
        library.add_all([make_document(f"n{i}", f"A {i} zz.") for i in range(5)])
    assert _stamp(folder) != before
    assert _told(folder) == "loaded"


def test_without_a_file_the_vectors_are_built_and_kept(folder: Path) -> None:
    (folder / "vectors.faiss").unlink()
    assert _told(folder) == "rebuilt: there is none yet"
    assert _told(folder) == "loaded"


def test_a_file_of_another_folder_is_not_used(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    with _open(other) as library:
        library.add_all([make_document(f"d{i}", f"Number {i} zz.") for i in range(200)])
    shutil.copy(other / "vectors.faiss", folder / "vectors.faiss")
    with _open(folder) as library:
        assert library.search("q", limit=1)[0].document.id == "d0"
        assert library.status().vectors == "rebuilt: the file is of another state of the catalog"


def test_an_older_catalog_under_newer_vectors_is_noticed(folder: Path) -> None:
    """As when a copy of the catalog is put back by hand, and numbers are given out again."""
    saved = (folder / "catalog.sqlite").read_bytes()
    with _open(folder) as library:
        library.add_all([make_document(f"n{i}", f"A {i} zz.") for i in range(5)])
    (folder / "catalog.sqlite").write_bytes(saved)
    with _open(folder) as library:
        library.add_all([make_document(f"m{i}", f"A {i} xx.") for i in range(5)])
        assert library.search("x", limit=1)[0].document.id.startswith("m")
        assert library.status().vectors.startswith("rebuilt")


def test_a_journal_that_does_not_go_back_far_enough_has_the_vectors_built(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.changes._KEPT", 1)
    with _open(folder) as library:
        library.remove("d3")
        library.remove("d4")
        assert library.status().vectors == "rebuilt: the file is of another state of the catalog"


def test_an_open_library_follows_one_document_at_a_time(folder: Path) -> None:
    with _open(folder) as reader, _open(folder) as writer:
        reader.search("q")
        writer.add(make_document("new", "A zz."))
        assert reader.search("z", limit=1)[0].document.id == "new"
        writer.remove("new")
        assert "new" not in {hit.document.id for hit in reader.search("z", limit=300)}
        assert reader.status().vectors == "caught up by 1 passages"


def test_a_file_that_cannot_be_written_breaks_nothing(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (folder / "vectors.faiss").unlink()
    (folder / "vectors.faiss.new").mkdir()
    with _open(folder) as library:
        library.add(make_document("new", "A zz."))
        assert library.search("z", limit=1)[0].document.id == "new"
    assert not (folder / "vectors.faiss").exists()


def test_a_catalog_that_vanished_is_not_taken_for_an_empty_one(folder: Path) -> None:
    os.truncate(folder / "catalog.sqlite", 0)
    with pytest.raises(CatalogError, match=r"catalog.sqlite is empty or gone"):
        _open(folder)
