"""What a file holds: one document, or those of its rows, its members and what is attached."""

import hashlib
import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from index.article import document_of
from index.decode import decode
from index.document import Document
from index.errors import UnreadableDocument
from index.find import SUFFIXES, is_read
from index.formats import Attached, Extracted
from index.formats.archive import Allowance, label, members
from index.formats.extract import extract
from index.formats.tables import Row, rows_of_csv, rows_of_jsonl

MAX_BYTES = 20 * 1024 * 1024
# Of formats that hold more than text, or many texts.
MAX_PACKED = 200 * 1024 * 1024

READ = f"{', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]} files are read."

_TEXTS = (".txt", ".md", ".markdown")
_JSONL = (".jsonl", ".ndjson")
_TABLES = (".csv", ".tsv", *_JSONL)
_PACKED = (*_TABLES, ".pdf", ".docx", ".eml", ".zip")
# An archive may hold an archive or a mail with files, and no more below.
_DEPTH = 2
# A table is refused as a whole when these first rows are all no texts, or so many of any.
_FIRST_ROWS, _UNREAD_ROWS = 100, 1000


class Unread(NamedTuple):
    """A member of a file that could not be read: its source, and why."""

    source: str
    reason: str


def document_id(source: str) -> str:
    """Return the id of the document from this source: 16 hex digits of its SHA-256."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def check_file(name: str, size: int) -> str:
    """Return the suffix of a file; raises UnreadableDocument for what is not read or too large."""
    suffix = os.path.splitext(name)[1].lower()
    if suffix not in SUFFIXES:
        shown = os.path.splitext(name)[1] or "(no suffix)"
        raise UnreadableDocument(f"files of type {shown} are not read", hint=READ)
    most = MAX_PACKED if suffix in _PACKED else MAX_BYTES
    if size > most:
        raise UnreadableDocument(
            f"it holds {size} bytes, at most {most} are read", hint="Split the file."
        )
    return suffix


class Contents:
    """The reading of one file with all that lies in it, which shares one allowance."""

    def __init__(self) -> None:
        self._allowance = Allowance()

    def of(
        self, data: bytes | Path, source: str, *, name: str | None = None, depth: int = _DEPTH
    ) -> Iterator[Document | Unread]:
        """Yield the documents in a file, given in place or as its bytes.

        `name` says its type, the source unless given; `depth` is how many levels of files within
        files may lie below. Raises UnreadableDocument when the file cannot be read as a whole.
        """
        size = len(data) if isinstance(data, bytes) else data.stat().st_size
        suffix = check_file(source if name is None else name, size)
        if suffix == ".zip":
            yield from self._archive(data, source, depth)
        elif suffix in _TABLES:
            yield from _table(_bytes(data), source, suffix)
        elif suffix in _TEXTS:
            yield _document(Extracted(decode(_bytes(data))), source, is_saved=True)
        else:
            yield from self._formatted(data, source, suffix, depth)

    def _archive(self, data: bytes | Path, source: str, depth: int) -> Iterator[Document | Unread]:
        if depth == 0:
            raise UnreadableDocument("it lies too deep in archives", hint="Unpack the outer one.")
        is_empty = True
        for member in members(data, MAX_PACKED, self._allowance):
            is_empty = False
            yield from self._member(member.holds, f"{source}/{member.name}", depth)
        if is_empty:
            raise UnreadableDocument("it holds no file that is read", hint=READ)

    def _formatted(
        self, data: bytes | Path, source: str, suffix: str, depth: int
    ) -> Iterator[Document | Unread]:
        from index.formats.isolated import isolated  # loads what most files do without

        found = isolated(extract, suffix, data)
        files = [one for one in found if isinstance(one, Attached) and is_read(one.name)]
        for one in found:
            # A mail may be there for the file that it brings.
            if isinstance(one, Extracted) and (one.text.strip() or not files):
                yield _document(one, source, is_saved=False)
        names: set[str] = set()
        for file in files:
            name = label(file.name)
            holds = "another attached file has the same name" if name in names else file.data
            names.add(name)
            yield from self._member(holds, f"{source}/{name}", depth)

    def _member(self, holds: bytes | str, source: str, depth: int) -> Iterator[Document | Unread]:
        """Yield the documents in a file within a file, or why it cannot be read."""
        if isinstance(holds, str):
            yield Unread(source, holds)
            return
        try:
            if depth == 0:
                raise UnreadableDocument("it lies too deep in other files")
            yield from self.of(holds, source, depth=depth - 1)
        except UnreadableDocument as error:
            yield Unread(source, str(error))


def _table(data: bytes, source: str, suffix: str) -> Iterator[Document | Unread]:
    """Yield the documents in the rows of a table, and why a row cannot be read."""
    rows = rows_of_jsonl(data) if suffix in _JSONL else rows_of_csv(data)
    unread: list[Unread] = []
    is_empty = True
    for number, row in enumerate(rows, 1):
        found = _row(row, source)
        if isinstance(found, Document):
            if is_empty:
                yield from unread
            is_empty = False
            yield found
            continue
        unread.append(found)
        if len(unread) > _UNREAD_ROWS or (is_empty and number == _FIRST_ROWS):
            break
        if not is_empty:
            yield found
    if is_empty:
        reason = f"; the first: {unread[0].reason}" if unread else ""
        raise UnreadableDocument(f"it holds no row that can be read{reason}")
    if len(unread) > _UNREAD_ROWS:
        raise UnreadableDocument(f"more than {_UNREAD_ROWS} of its rows cannot be read")


def _row(row: Row, source: str) -> Document | Unread:
    inner = f"{source}#{row.name}"
    if isinstance(row.holds, str):
        return Unread(inner, row.holds)
    try:
        return _document(row.holds, inner, is_saved=True)
    except UnreadableDocument as error:
        return Unread(inner, str(error))


def _bytes(data: bytes | Path) -> bytes:
    return data if isinstance(data, bytes) else data.read_bytes()


def _document(found: Extracted, source: str, *, is_saved: bool) -> Document:
    return document_of(found, id=document_id(source), source=source, is_saved=is_saved)
