"""Word documents: all of their text in its order, and hostile files."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import docx
import pytest

from index.errors import UnreadableDocument
from index.formats import docx as reader
from index.formats.docx import extract_docx
from index.formats.extract import extract

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'


def made(write: Callable[[Any], object]) -> bytes:
    """Return the file of a document after `write` has written into it."""
    document = docx.Document()
    write(document)
    file = io.BytesIO()
    document.save(file)
    return file.getvalue()


def with_body(xml: str) -> bytes:
    """Return a Word document whose main part is this XML."""
    file = io.BytesIO()
    whole = zipfile.ZipFile(io.BytesIO(made(lambda document: None)))
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in whole.namelist():
            archive.writestr(name, xml if name == "word/document.xml" else whole.read(name))
    return file.getvalue()


def body(inner: str) -> bytes:
    return with_body(f"<w:document {W}><w:body>{inner}</w:body></w:document>")


def run(text: str) -> str:
    return f"<w:r><w:t>{text}</w:t></w:r>"


def test_headings_lists_and_tables_are_marked() -> None:
    def write(document: Any) -> None:
        document.add_heading("The old bridge", 0)
        document.add_heading("A dam", 2)
        document.add_paragraph("It opened. It is narrow.")
        document.add_paragraph("One lane", style="List Bullet")
        document.add_paragraph("No lorries", style="List Number")
        table = document.add_table(1, 2)
        table.cell(0, 0).text, table.cell(0, 1).text = "2023", "12,000\ncars"
        document.add_paragraph("It rained.")

    assert extract_docx(made(write)).text == (
        "# The old bridge\n\n## A dam\n\nIt opened. It is narrow.\n\n- One lane\n- No lorries\n\n"
        "2023 | 12,000 cars\n\nIt rained."
    )


@pytest.mark.parametrize(
    ("inner", "text"),
    [
        (f"<w:p><w:ins>{run('It rained.')}</w:ins></w:p>", "It rained."),
        ("<w:p><w:del><w:r><w:delText>No.</w:delText></w:r></w:del><w:r><w:t>Yes.</w:t></w:r></w:p>",
         "Yes."),
        (f"<w:sdt><w:sdtContent><w:p>{run('Rain.')}</w:p></w:sdtContent></w:sdt>", "Rain."),
        (f"<w:p>{run('It')}<w:r><w:tab/></w:r>{run('rained.')}</w:p>", "It rained."),
        (f"<w:p>{run('It rained.')}<w:r><w:br/></w:r>{run('It poured.')}</w:p>",
         "It rained.\nIt poured."),
        (f"<w:p/><w:p>{run(' ')}</w:p><w:p>{run('It rained.')}</w:p>", "It rained."),
        (f"<w:tbl><w:tr><w:tc><w:p>{run('a')}</w:p><w:tbl><w:tr><w:tc><w:p>{run('b')}</w:p></w:tc>"
         f"</w:tr></w:tbl></w:tc><w:tc><w:p>{run('c')}</w:p></w:tc></w:tr></w:tbl>", "a b | c"),
    ],
    ids=["inserted", "deleted", "control", "tab", "break", "blank", "table within a table"],
)  # fmt: skip
def test_text_is_read_once_wherever_it_stands(inner: str, text: str) -> None:
    assert extract_docx(body(inner)).text == text


def test_the_text_of_a_drawing_is_read_once() -> None:
    mc = 'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    box = f"<w:txbxContent><w:p>{run('In a box.')}</w:p></w:txbxContent>"
    drawing = (
        f"<w:r><mc:AlternateContent {mc}><mc:Choice>{box}</mc:Choice>"
        f"<mc:Fallback>{box}</mc:Fallback></mc:AlternateContent></w:r>"
    )
    assert extract_docx(body(f"<w:p>{drawing}</w:p>")).text == "In a box."


def test_the_core_properties_give_what_they_say() -> None:
    def write(document: Any) -> None:
        document.add_paragraph("Il pleut.")
        properties = document.core_properties
        properties.title, properties.keywords = "A bridge", "roads; towns"
        properties.language, properties.created = "fr-FR", dt.datetime(2025, 10, 16, 14, 30)

    found = extract_docx(made(write))
    assert (found.metadata.title, found.metadata.tags) == ("A bridge", ("roads", "towns"))
    assert found.metadata.language == "fr-FR"
    assert found.made_at is not None
    assert found.made_at.isoformat()[:16] == "2025-10-16T14:30"


def test_the_day_of_the_library_s_template_is_no_day_of_making() -> None:
    assert extract_docx(made(lambda document: document.add_paragraph("One."))).made_at is None


def test_entities_that_multiply_are_refused() -> None:
    entities = "".join(
        f'<!ENTITY e{n} "{"".join([f"&e{n - 1};"] * 40) if n else "ha " * 40}">' for n in range(9)
    )
    bomb = with_body(
        f"<!DOCTYPE x [{entities}]><w:document {W}><w:body><w:p>{run('&e8;')}</w:p></w:body>"
        "</w:document>"
    )
    with pytest.raises(UnreadableDocument, match=r"not a readable \.docx file: XMLSyntaxError"):
        extract(".docx", bomb)


def test_an_outer_entity_is_not_fetched(tmp_path: Path) -> None:
    (tmp_path / "secret").write_text("secret")
    outer = f'<!DOCTYPE x [<!ENTITY e SYSTEM "{(tmp_path / "secret").as_uri()}">]>'
    document = with_body(
        f"{outer}<w:document {W}><w:body><w:p>{run('a&e;b')}</w:p></w:body></w:document>"
    )
    assert extract_docx(document).text == "a"


def test_deep_xml_is_refused() -> None:
    deep = body("<w:p>" * 5000 + "</w:p>" * 5000)
    with pytest.raises(UnreadableDocument, match="XMLSyntaxError: Excessive depth"):
        extract(".docx", deep)


def test_a_document_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader, "MAX_UNPACKED", 1000)
    with pytest.raises(UnreadableDocument, match=re.escape("bytes, at most 1000 are read")):
        extract_docx(body(""))


@pytest.mark.parametrize("data", [b"", b"no zip", made(lambda document: None)[:3000]])
def test_a_damaged_document_is_refused(data: bytes) -> None:
    with pytest.raises(UnreadableDocument, match=r"not a readable \.docx file"):
        extract(".docx", data)
