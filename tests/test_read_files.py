"""How files become documents: decoded, named, and refused by name where they cannot be read."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.document import Document
from index.errors import UnreadableDocument
from index.read import MAX_BYTES, Unread, document_id, read_file


def only(found: Iterator[Document | Unread]) -> Document:
    """Return the one document that is found."""
    (document,) = found
    assert isinstance(document, Document)
    return document


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252", "latin-1", "mac_roman"]
)
def test_a_file_is_read_in_its_encoding(tmp_path: Path, encoding: str) -> None:
    text = "À l'été, la forêt brûlée a été replantée près du château.\n" * 5
    path = tmp_path / "a.txt"
    path.write_bytes(text.encode(encoding))
    assert only(read_file(path)).text == text


def test_the_id_is_that_of_the_source_whatever_the_text(tmp_path: Path) -> None:
    path = tmp_path / "a.md"
    path.write_text("One.")
    before = only(read_file(path, source="a.md"))
    path.write_text("Two.")
    assert only(read_file(path, source="a.md")).id == before.id == document_id("a.md")


def test_the_source_is_the_path_as_given(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "a.txt").write_text("One.")
    monkeypatch.chdir(tmp_path)
    assert only(read_file(Path("a.txt"))).source == "a.txt"


def test_another_suffix_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"a\.odt: files of type \.odt") as caught:
        only(read_file(tmp_path / "a.odt"))
    assert caught.value.hint.startswith(".txt, .md")


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"\x00\x01\x02", "binary"),
        (b"", "holds no text"),
        (b" \n", "holds no text"),
        (b"\xff\xfea", "encoding cannot be told"),
        (b"---\ndate: soon\n---\nOne.", "date is 'soon'"),
    ],
)
def test_an_unreadable_file_is_refused_by_name(tmp_path: Path, data: bytes, message: str) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    with pytest.raises(UnreadableDocument, match=rf"a\.txt: .*{message}"):
        only(read_file(path))


def test_a_file_that_is_too_large_is_refused_unread(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    with path.open("wb") as file:
        file.truncate(MAX_BYTES + 1)
    with pytest.raises(UnreadableDocument, match=f"holds {MAX_BYTES + 1} bytes"):
        only(read_file(path))


def test_a_missing_file_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"gone\.txt: it cannot be read: No such file"):
        only(read_file(tmp_path / "gone.txt"))
