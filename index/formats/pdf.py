"""PDF files: the text of the pages in the order in which they were written, with the page ends."""

import ctypes
import datetime as dt
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from index.decode import storable
from index.errors import UnreadableDocument
from index.formats import Extracted
from index.formats.pdf_lines import Line, Page, flow
from index.metadata import Metadata, usable_title

MAX_PAGES = 5_000

_HYPHENS = (0x02, 0xAD, 0xFFFE)  # as pdfium gives the hyphen at the end of a line
_NEWLINES = (0x0A, 0x0D)
_DAY = re.compile(r"D:(\d{4})(\d{2})?(\d{2})?(\d{2})?(\d{2})?(\d{2})?(?:([+-])(\d{2})'?(\d{2})?)?")
_LIGATURES = str.maketrans(
    {"ﬀ": "ff", "ﬁ": "fi", "ﬂ": "fl", "ﬃ": "ffi", "ﬄ": "ffl", "ﬅ": "st", "ﬆ": "st", "\ufeff": None}
)


def extract_pdf(data: bytes | Path) -> Extracted:
    """Return the text of a PDF with its pages and what its information dictionary says.

    Raises UnreadableDocument when it is damaged, encrypted, without a text layer, or longer than
    MAX_PAGES.
    """
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        if "password" in str(error).lower():
            raise UnreadableDocument(
                "it is encrypted", hint="Save a copy without a password."
            ) from error
        raise UnreadableDocument(f"it is not a readable PDF: {error}") from error
    if len(document) > MAX_PAGES:
        raise UnreadableDocument(f"it has {len(document)} pages, at most {MAX_PAGES} are read")
    text, starts = flow([_page(document, number) for number in range(len(document))])
    if not text.strip():
        raise UnreadableDocument(
            "it has no text layer", hint="It holds images of text: run it through OCR first."
        )
    said = document.get_metadata_dict()
    tags = (tag.strip() for tag in re.split("[,;]", said.get("Keywords", "")))
    return Extracted(
        text,
        Metadata(
            title=usable_title(storable(said.get("Title", ""))),
            tags=tuple(dict.fromkeys(tag for tag in tags if tag)),
            language=_language(document),
        ),
        pages=starts,
        made_at=_made_at(said.get("CreationDate", "")),
    )


def _page(document: Any, number: int) -> Page:
    """Return the lines of a page, numbered from 0."""
    try:
        page = document[number]
        text = page.get_textpage()
    except pdfium.PdfiumError as error:
        raise UnreadableDocument(f"page {number + 1} cannot be read: {error}") from error
    lines = [line for line in _lines(text.raw, text.count_chars()) if line.text]
    height = page.get_height()
    text.close()
    page.close()
    return Page(height, lines)


def _lines(text: Any, count: int) -> Iterator[Line]:
    """Yield the lines of a page's text, which ends them with a newline or a hyphen."""
    codes = [raw.FPDFText_GetUnicode(text, index) for index in range(count)]
    first = 0
    for index, code in enumerate(codes):
        if code in _NEWLINES or code in _HYPHENS:
            yield _line(text, codes, first, index, code in _HYPHENS)
            first = index + 1
    yield _line(text, codes, first, count, False)


def _line(text: Any, codes: list[int], first: int, end: int, hyphen: bool) -> Line:
    """Return the line of the characters `first..end`, whose `text` is empty where they are."""
    while first < end and codes[first] == 0x20:
        first += 1
    while end > first and codes[end - 1] == 0x20:
        end -= 1
    said = storable("".join(map(chr, codes[first:end]))).translate(_LIGATURES)
    if not said:
        return Line("", 0, 0, 0, 0, hyphen)
    left, right, x, y = (ctypes.c_double() for _ in range(4))
    unused = ctypes.c_double()
    raw.FPDFText_GetCharBox(text, end - 1, unused, right, unused, unused)
    raw.FPDFText_GetCharBox(text, first, left, unused, unused, unused)
    raw.FPDFText_GetCharOrigin(text, first, x, y)
    size = raw.FPDFText_GetFontSize(text, (first + end) // 2)
    return Line(said, left.value, right.value, y.value, size, hyphen)


def _language(document: Any) -> str | None:
    """Return the language that the document's catalog names."""
    size = raw.FPDFCatalog_GetLanguage(document.raw, None, 0)
    if not size or size > 200:
        return None
    buffer = ctypes.create_string_buffer(size)
    raw.FPDFCatalog_GetLanguage(
        document.raw, ctypes.cast(buffer, ctypes.POINTER(raw.FPDF_WCHAR)), size
    )
    return buffer.raw.decode("utf-16-le", "replace").strip("\x00 ") or None


def _made_at(written: str) -> dt.datetime | None:
    """Return the time of a PDF's date, such as `D:20251016143000+02'00'`; None for another."""
    found = _DAY.match(written)
    if not found:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in found.groups()[:6])
    zone = dt.UTC if written.rstrip("'").endswith("Z") else None
    try:
        if found[7]:
            shift = dt.timedelta(hours=int(found[8]), minutes=int(found[9] or 0))
            zone = dt.timezone(shift if found[7] == "+" else -shift)
        return dt.datetime(year, month or 1, day or 1, hour, minute, second, tzinfo=zone)
    except ValueError:
        return None
