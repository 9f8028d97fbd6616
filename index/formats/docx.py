"""Word documents: paragraphs, headings, lists and tables in their order."""

import datetime as dt
import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import docx
from docx.oxml.ns import qn

from index.decode import storable
from index.errors import UnreadableDocument
from index.formats import Extracted
from index.metadata import Metadata, usable_title

MAX_UNPACKED = 400 * 1024 * 1024

# When the template of python-docx was made: no document was.
_TEMPLATE_DAY = dt.date(2013, 12, 23)
_HEADING = re.compile(r"heading (\d)", re.IGNORECASE)
_P, _TR, _TC, _T, _TAB = qn("w:p"), qn("w:tr"), qn("w:tc"), qn("w:t"), qn("w:tab")
_BREAKS = (qn("w:br"), qn("w:cr"))
_HYPHEN = qn("w:noBreakHyphen")
# A drawing's text is written twice, for older programs the second time.
_SECOND = "{http://schemas.openxmlformats.org/markup-compatibility/2006}Fallback"


def extract_docx(data: bytes | Path) -> Extracted:
    """Return the text of a Word document with its core properties.

    Headings are marked as in markdown, items of lists with a dash, and a table's row is a line.
    Text that a reviewer inserted is read, text that one deleted is not. Raises
    UnreadableDocument for a file that would unpack to more than MAX_UNPACKED bytes.
    """
    file = io.BytesIO(data) if isinstance(data, bytes) else data
    with zipfile.ZipFile(file) as archive:
        # No more is ever unpacked of a member than is declared here.
        size = sum(member.file_size for member in archive.infolist())
    if size > MAX_UNPACKED:
        raise UnreadableDocument(f"it unpacks to {size} bytes, at most {MAX_UNPACKED} are read")
    document = docx.Document(file if isinstance(file, io.BytesIO) else str(file))
    properties = document.core_properties
    made = properties.created
    return Extracted(
        _text(document),
        Metadata(
            title=usable_title(properties.title),
            tags=_tags(properties.keywords),
            language=properties.language or None,
        ),
        made_at=None if made is None or made.date() == _TEMPLATE_DAY else made,
    )


def _tags(written: str) -> tuple[str, ...]:
    return tuple(dict.fromkeys(tag.strip() for tag in re.split("[,;]", written) if tag.strip()))


def _text(document: Any) -> str:
    written: list[str] = []
    before = ""
    names = {style.style_id: style.name or "" for style in document.styles}
    for kind, said in _blocks(document.element.body, names):
        if written:
            written.append("\n" if kind == before and kind in ("item", "row") else "\n\n")
        written.append(said)
        before = kind
    return storable("".join(written))


def _blocks(body: Any, names: dict[str, str]) -> Iterator[tuple[str, str]]:
    """Yield kind and text of each paragraph, and of each row of a table, that holds text.

    The tree is gone through as it is, since `Document.paragraphs` leaves out the text in content
    controls and the text that a reviewer inserted.
    """
    for element in body.iter(_P, _TR):
        if next(element.iterancestors(_TR, _P), None) is not None:
            continue  # read with the row, or with the paragraph that its text box hangs on
        if element.tag == _TR:
            within = (
                cell for cell in element.iter(_TC) if next(cell.iterancestors(_TR)) is element
            )
            cells = [_said(cell) for cell in within]
            if any(cells):
                yield "row", " | ".join(cell.replace("\n", " ") for cell in cells)
            continue
        said = _said(element)
        if said:
            kind, mark = _kind(element, names)
            yield kind, mark + (said.replace("\n", " ") if kind == "head" else said)


def _kind(paragraph: Any, names: dict[str, str]) -> tuple[str, str]:
    """Return what a paragraph is, and the sign that goes before its text."""
    properties = paragraph.pPr
    name = names.get(properties.style or "", "") if properties is not None else ""
    heading = _HEADING.match(name)
    if name == "Title" or heading:
        return "head", "#" * min(6, int(heading[1]) if heading else 1) + " "
    is_numbered = properties is not None and properties.numPr is not None
    if is_numbered or name.startswith("List"):
        return "item", "- "
    return "p", ""


def _said(element: Any) -> str:
    """Return the text in a paragraph or a cell, its paragraphs and breaks on lines of their own."""
    parts: list[str] = []
    for node in element.iter():
        if node.tag == _T:
            if next(node.iterancestors(_SECOND), None) is None:
                parts.append(node.text or "")
        elif node.tag == _TAB:
            parts.append(" ")
        elif node.tag in _BREAKS or (node.tag == _P and parts):
            parts.append("\n")
        elif node.tag == _HYPHEN:
            parts.append("\u2011")
    lines = (line.strip() for line in "".join(parts).splitlines())
    return "\n".join(line for line in lines if line)
