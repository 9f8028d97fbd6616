"""A backup is whole or not there; what is put back replaces everything, under open readers too."""

import os
import sqlite3
import threading
from pathlib import Path

import pytest

from index.backup import backup, restore
from index.errors import CatalogError
from index.library import Library
from index.lock import WriterLock
from index.verify import verify
from tests.letters import LetterEncoder, make_document


def _library(folder: Path, *names: str) -> Library:
    library = Library.open(folder, LetterEncoder())
    library.add_all([make_document(name, f"A {name} q.") for name in names])
    return library


def _ids(folder: Path) -> list[str]:
    with Library.open(folder, LetterEncoder()) as library:
        assert {hit.document.id for hit in library.search("q")} == {
            document.id for document in library.documents()
        }
        return [document.id for document in library.documents()]


def test_what_was_backed_up_comes_back(tmp_path: Path) -> None:
    with _library(tmp_path / "data", "a", "b") as library:
        backup(tmp_path / "data", tmp_path / "saved")
        library.remove("a")
        library.add(make_document("c", "A c q."))
    restore(tmp_path / "data", tmp_path / "saved")
    assert _ids(tmp_path / "data") == ["a", "b"]
    assert all(not check.faults for check in verify(tmp_path / "data"))


def test_a_backup_is_one_file_that_needs_no_other(tmp_path: Path) -> None:
    _library(tmp_path / "data", "a")
    backup(tmp_path / "data", tmp_path / "saved")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["data", "saved"]
    restore(tmp_path / "elsewhere", tmp_path / "saved")
    assert _ids(tmp_path / "elsewhere") == ["a"]


def test_a_backup_is_replaced_by_a_later_one(tmp_path: Path) -> None:
    with _library(tmp_path / "data", "a") as library:
        backup(tmp_path / "data", tmp_path / "saved")
        library.add(make_document("b", "A b q."))
        backup(tmp_path / "data", tmp_path / "saved")
    restore(tmp_path / "elsewhere", tmp_path / "saved")
    assert _ids(tmp_path / "elsewhere") == ["a", "b"]


@pytest.mark.parametrize("name", ["notes.txt", "data/catalog.sqlite"])
def test_what_is_no_backup_is_not_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    with _library(tmp_path / "data", "a"):
        before = (tmp_path / name).read_bytes()
        with pytest.raises(CatalogError, match=f"{name} is there, and is not a backup"):
            backup(tmp_path / "data", tmp_path / name)
        assert (tmp_path / name).read_bytes() == before


def test_a_damaged_library_is_not_backed_up_over_an_earlier_backup(tmp_path: Path) -> None:
    with _library(tmp_path / "data", "a"):
        backup(tmp_path / "data", tmp_path / "saved")
    saved = (tmp_path / "saved").read_bytes()
    db = sqlite3.connect(tmp_path / "data" / "catalog.sqlite")
    db.execute("UPDATE document SET text = replace(text, 'q', 'z')")
    db.commit()
    db.close()
    with pytest.raises(CatalogError, match="'a' is damaged"):
        backup(tmp_path / "data", tmp_path / "saved")
    assert (tmp_path / "saved").read_bytes() == saved
    assert not (tmp_path / "saved.new").exists()


def test_nothing_to_back_up_is_said(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="there is no library in"):
        backup(tmp_path, tmp_path / "saved")


def test_an_open_library_goes_on_with_what_was_put_back(tmp_path: Path) -> None:
    with _library(tmp_path / "data", "a", "b") as library:
        backup(tmp_path / "data", tmp_path / "saved")
        library.remove("a")
        library.add(make_document("c", "A c q."))
        assert {hit.document.id for hit in library.search("q")} == {"b", "c"}
        restore(tmp_path / "data", tmp_path / "saved")
        assert {hit.document.id for hit in library.search("q")} == {"a", "b"}
        library.add(make_document("d", "A d q."))
        assert {hit.document.id for hit in library.search("q")} == {"a", "b", "d"}


def test_numbers_given_since_the_backup_are_not_given_again(tmp_path: Path) -> None:
    """Else the vectors of an open library could be taken for those of other passages."""
    with _library(tmp_path / "data", "a") as library:
        backup(tmp_path / "data", tmp_path / "saved")
        library.add(make_document("b", "A b zz."))
        library.search("q")
        restore(tmp_path / "data", tmp_path / "saved")
        library.add(make_document("c", "A c qq."))
    db = sqlite3.connect(tmp_path / "data" / "catalog.sqlite")
    assert db.execute("SELECT number FROM passage").fetchall() == [(1,), (3,)]
    db.close()


def test_vectors_written_after_the_backup_are_not_used(tmp_path: Path) -> None:
    with _library(tmp_path / "data", "a") as library:
        backup(tmp_path / "data", tmp_path / "saved")
        library.add(make_document("a", "A changed z."))
    assert (tmp_path / "data" / "vectors.faiss").exists()
    restore(tmp_path / "data", tmp_path / "saved")
    with Library.open(tmp_path / "data", LetterEncoder()) as library:
        (hit,) = library.search("q")
        assert hit.passage.text == "A a q."
        assert library.status().vectors == "rebuilt: the file is of another state of the catalog"


def test_a_damaged_backup_is_refused_and_changes_nothing(tmp_path: Path) -> None:
    with _library(tmp_path / "data", "a"):
        backup(tmp_path / "data", tmp_path / "saved")
    db = sqlite3.connect(tmp_path / "saved")
    db.execute("UPDATE embedding SET crc = crc + 1")
    db.commit()
    db.close()
    with pytest.raises(CatalogError, match=r"saved is damaged: .*an embedding"):
        restore(tmp_path / "data", tmp_path / "saved")
    assert _ids(tmp_path / "data") == ["a"]
    assert not (tmp_path / "data" / "catalog.sqlite.new").exists()


@pytest.mark.parametrize("content", [b"", b"not a database", None])
def test_a_file_that_is_no_backup_is_refused(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "saved").write_bytes(content)
    with pytest.raises(CatalogError, match="saved is not a backup of a library"):
        restore(tmp_path / "data", tmp_path / "saved")
    assert not (tmp_path / "data").exists()


def test_a_catalog_beyond_opening_is_replaced_and_kept(tmp_path: Path) -> None:
    with _library(tmp_path / "data", "a"):
        backup(tmp_path / "data", tmp_path / "saved")
    (tmp_path / "data" / "catalog.sqlite").write_bytes(b"nothing that SQLite knows " * 200)
    restore(tmp_path / "data", tmp_path / "saved")
    assert _ids(tmp_path / "data") == ["a"]
    kept = tmp_path / "data" / "catalog.sqlite.damaged"
    assert kept.read_bytes().startswith(b"nothing that SQLite knows")


def test_a_library_whose_file_was_replaced_reads_the_new_one(tmp_path: Path) -> None:
    library = _library(tmp_path / "data", "a")
    _library(tmp_path / "other", "b").close()
    os.replace(tmp_path / "other" / "catalog.sqlite", tmp_path / "data" / "catalog.sqlite")
    for suffix in ("-wal", "-shm"):
        (tmp_path / "data" / f"catalog.sqlite{suffix}").unlink()
    assert [hit.document.id for hit in library.search("q")] == ["b"]
    library.close()


def test_nothing_is_put_back_while_another_writes(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.lock.WAIT_S", 0.0)
    with _library(tmp_path / "data", "a"):
        backup(tmp_path / "data", tmp_path / "saved")
    held, release = threading.Event(), threading.Event()

    def hold() -> None:
        with WriterLock(tmp_path / "data" / "write.lock").held():
            held.set()
            release.wait()

    writer = threading.Thread(target=hold)
    writer.start()
    held.wait()
    with pytest.raises(CatalogError, match=f"is being changed by process {os.getpid()}"):
        restore(tmp_path / "data", tmp_path / "saved")
    release.set()
    writer.join()
