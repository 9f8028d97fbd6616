"""Files into a library: in groups, reported once stored, read again only when they changed."""

import zipfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from index import read
from index.library import Library
from tests.letters import LetterEncoder, make_document


@pytest.fixture
def library(tmp_path: Path) -> Iterator[Library]:
    with Library.open(tmp_path / "data", LetterEncoder()) as library:
        yield library


@pytest.fixture
def papers(tmp_path: Path) -> Path:
    (tmp_path / "papers").mkdir()
    for name in "abc":
        (tmp_path / "papers" / f"{name}.txt").write_text(f"A {name} q was here.")
    return tmp_path / "papers"


def _ingest(library: Library, *paths: Path) -> list[tuple[str, str]]:
    return [(done.source.rpartition("/")[2], done.outcome) for done in library.ingest(paths)]


def _reads(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Note the names of the files that are read from now on."""
    names: list[str] = []
    really = read.read_file

    def note(path: Path) -> Iterator[object]:
        names.append(path.name)
        return really(path)

    monkeypatch.setattr("index.read.read_file", note)
    return names


def test_a_file_that_has_not_changed_is_not_read_again(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ingest(library, papers)
    (papers / "b.txt").write_text("A changed q was here.")
    names = _reads(monkeypatch)
    outcomes = [("a.txt", "unchanged"), ("b.txt", "updated"), ("c.txt", "unchanged")]
    assert _ingest(library, papers) == outcomes
    assert names == ["b.txt"]


def test_files_are_read_again_by_another_reader(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    _ingest(library, papers)
    monkeypatch.setattr("index.ingest._READER", "later")
    names = _reads(monkeypatch)
    assert {outcome for _, outcome in _ingest(library, papers)} == {"unchanged"}
    assert names == ["a.txt", "b.txt", "c.txt"]


def test_a_document_that_was_removed_comes_back_with_its_file(
    library: Library, papers: Path
) -> None:
    _ingest(library, papers)
    library.remove(library.documents()[0].id)
    assert _ingest(library, papers)[0] == ("a.txt", "added")


def test_a_document_that_was_changed_otherwise_comes_back_as_in_its_file(
    library: Library, papers: Path
) -> None:
    _ingest(library, papers)
    library.add(make_document(library.documents()[0].id, "Something else."))
    assert _ingest(library, papers)[0] == ("a.txt", "updated")
    assert library.documents()[0].text == "A a q was here."


def test_every_row_of_a_table_is_reported(library: Library, tmp_path: Path) -> None:
    table = tmp_path / "texts.csv"
    table.write_text("text\nA q was here.\nAn x was here.\nA z was here.\n")
    added = [("texts.csv#1", "added"), ("texts.csv#2", "added"), ("texts.csv#3", "added")]
    assert _ingest(library, table) == added
    assert {outcome for _, outcome in _ingest(library, table)} == {"unchanged"}


def test_what_a_file_has_no_longer_is_removed(library: Library, tmp_path: Path) -> None:
    table = tmp_path / "texts.csv"
    table.write_text("text\nA q was here.\nAn x was here.\n")
    _ingest(library, table)
    table.write_text("text\nA q was here.\n")
    assert _ingest(library, table) == [("texts.csv#1", "unchanged"), ("texts.csv#2", "removed")]
    assert library.count() == 1


def test_a_file_with_a_member_that_cannot_be_read_is_reported_each_time(
    library: Library, tmp_path: Path
) -> None:
    with zipfile.ZipFile(tmp_path / "papers.zip", "w") as archive:
        archive.writestr("a.txt", "A q was here.")
        archive.writestr("b.txt", b"\x00\x01\x02")
    first = list(library.ingest([tmp_path / "papers.zip"]))
    assert [done.outcome for done in first] == ["added", "failed"]
    assert first[1].reason is not None and "papers.zip/b.txt: it is binary" in first[1].reason
    again = list(library.ingest([tmp_path / "papers.zip"]))
    assert [done.outcome for done in again] == ["unchanged", "failed"]


def test_what_is_reported_is_stored_when_the_rest_is_broken_off(
    library: Library, papers: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.ingest._DOCUMENTS", 2)
    ingesting = library.ingest([papers])
    assert next(ingesting).outcome == "added"
    ingesting.close()
    assert [document.text for document in library.documents()] == [
        "A a q was here.", "A b q was here.",
    ]  # fmt: skip


def test_a_group_is_encoded_together(papers: Path, tmp_path: Path) -> None:
    batches: list[int] = []

    class Counting(LetterEncoder):
        def encode(self, texts):  # type: ignore[no-untyped-def]
            batches.append(len(texts))
            return super().encode(texts)

    with Library.open(tmp_path / "data", Counting()) as library:
        _ingest(library, papers)
    assert batches == [1, 3]
