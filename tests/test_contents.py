"""What a file holds: its members by their sources, those that cannot be read among them."""

import io
import zipfile
from collections.abc import Iterator
from email.message import EmailMessage
from pathlib import Path

import pytest

from index import contents
from index.document import Document
from index.errors import UnreadableDocument
from index.formats.isolated import close
from index.read import Unread, document_id, read_file, read_upload
from tests.pdfs import lines, pdf


@pytest.fixture(autouse=True, scope="module")
def ended() -> Iterator[None]:
    """End the child process after the tests here."""
    yield
    close()


def zipped(files: dict[str, bytes]) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as opened:
        for name, data in files.items():
            opened.writestr(name, data)
    return written.getvalue()


def mail(text: str = "It rained.\n", **files: bytes) -> bytes:
    """Return a message of one line with files, whose names have `_` for a dot."""
    made = EmailMessage()
    made["Subject"] = "Rain"
    made.set_content(text)
    for name, data in files.items():
        made.add_attachment(
            data, maintype="application", subtype="x", filename=name.replace("_", ".")
        )
    return made.as_bytes()


def told(found: Iterator[Document | Unread]) -> dict[str, str]:
    """Return the text of each document, or why it is not read, by its source."""
    return {
        one.source: one.reason if isinstance(one, Unread) else one.text.strip() for one in found
    }


def test_each_format_is_read_by_its_name() -> None:
    page = b"<article><p>It rained on the old bridge all day long, says the town.</p></article>"
    files = {"a.html": page, "b.pdf": pdf(lines(700, "It rained.")), "c.md": b"It rained."}
    found = told(read_upload("a.zip", zipped(files)))
    assert found == {
        "a.zip/a.html": "It rained on the old bridge all day long, says the town.",
        "a.zip/b.pdf": "It rained.",
        "a.zip/c.md": "It rained.",
    }


def test_a_pdf_document_keeps_its_pages(tmp_path: Path) -> None:
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf(lines(700, "It rained."), lines(700, "It snowed.")))
    (document,) = read_file(path)
    assert isinstance(document, Document)
    assert document.page_at(document.text.index("snowed")) == 2


def test_members_that_cannot_be_read_say_why_and_the_rest_is_read() -> None:
    files = {"a.txt": b"\x00", "b.csv": b"x,y\n", "c.pdf": b"no", "d.txt": b"It rained."}
    found = told(read_upload("a.zip", zipped(files)))
    assert found["a.zip/a.txt"] == "it is binary, not text"
    assert found["a.zip/b.csv"].startswith("none of its columns is a text")
    assert found["a.zip/c.pdf"].startswith("it is not a readable PDF")
    assert found["a.zip/d.txt"] == "It rained."


def test_rows_have_sources_of_their_own(tmp_path: Path) -> None:
    path = tmp_path / "t.csv"
    path.write_text("id,text\nx7,It rained.\n,It snowed.\ny,\n")
    found = list(read_file(path, source="t.csv"))
    assert told(iter(found)) == {
        "t.csv#x7": "It rained.",
        "t.csv#2": "It snowed.",
        "t.csv#y": "it holds no text",
    }
    assert [one.id for one in found if isinstance(one, Document)] == [
        document_id("t.csv#x7"),
        document_id("t.csv#2"),
    ]


def test_files_attached_to_a_mail_are_read_with_it() -> None:
    found = told(read_upload("m.eml", mail(a_txt=b"It snowed.", b_png=b"x", c_txt=b"\x00")))
    assert found == {
        "m.eml": "It rained.",
        "m.eml/a.txt": "It snowed.",
        "m.eml/c.txt": "it is binary, not text",
    }


def test_a_blank_mail_is_read_for_its_file() -> None:
    assert told(read_upload("m.eml", mail("", a_txt=b"It snowed."))) == {
        "m.eml/a.txt": "It snowed."
    }


def test_of_two_attached_files_with_one_name_the_first_is_read() -> None:
    made = EmailMessage()
    made["Subject"] = "Rain"
    made.set_content("It rained.")
    for text in ("One.", "Two."):
        made.add_attachment(text, filename="a.txt")
    _, first, second = read_upload("m.eml", made.as_bytes())
    assert isinstance(first, Document)
    assert second == Unread("m.eml/a.txt", "another attached file has the same name")


def test_an_archive_may_hold_an_archive_and_no_further() -> None:
    inner = zipped({"c.zip": zipped({"d.txt": b"Deep."}), "b.txt": b"It rained."})
    found = told(read_upload("a.zip", zipped({"b.zip": inner})))
    assert found == {
        "a.zip/b.zip/c.zip": "it lies too deep in archives",
        "a.zip/b.zip/b.txt": "It rained.",
    }


def test_an_archive_without_a_file_to_read_is_refused() -> None:
    with pytest.raises(UnreadableDocument, match=r"a\.zip: it holds no file that is read"):
        list(read_upload("a.zip", zipped({"a.png": b"x"})))


def test_a_table_of_no_texts_is_refused_as_a_whole() -> None:
    with pytest.raises(UnreadableDocument, match=r"a\.jsonl: it holds no row .* it has x"):
        list(read_upload("a.jsonl", b'{"x": 1}\n' * 100 + b'{"text": "It rained."}\n'))


def test_a_table_of_which_too_much_is_no_text_is_given_up() -> None:
    rows = b'{"text": "It rained."}\n' + b'{"x": 1}\n' * 100_000
    found: list[Document | Unread] = []
    with pytest.raises(UnreadableDocument, match="more than 1000 of its rows cannot be read"):
        found.extend(read_upload("a.jsonl", rows))
    assert len(found) <= 1002


@pytest.mark.parametrize("name", ["a.txt", "a.html"])
def test_a_text_of_more_than_the_limit_is_refused(
    name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(contents, "MAX_BYTES", 10)
    with pytest.raises(UnreadableDocument, match="it holds 11 bytes, at most 10 are read"):
        list(read_upload(name, b"x" * 11))


def test_a_line_of_megabytes_is_one_document() -> None:
    (document,) = read_upload("a.txt", b"M. A. " * 1_000_000)
    assert isinstance(document, Document)
    assert len(document.text) == 6_000_000


def test_what_is_no_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.txt").mkdir()
    with pytest.raises(UnreadableDocument, match=r"a\.txt: it is not a file"):
        list(read_file(tmp_path / "a.txt"))
