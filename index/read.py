"""Read files and texts into documents: what is known of each, and where its article lies.

Nothing is ever deleted from a text: front matter above the body and site clutter below it stay in
`Document.text`, outside `body_start..body_end`, so that offsets keep their meaning. A file of
another format than text is read into the text that it shows; offsets count in that.
"""

import datetime as dt
import hashlib
import os
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from index.article import document_of
from index.decode import decode
from index.document import Document
from index.errors import UnreadableDocument
from index.find import SUFFIXES, find_files, is_read
from index.formats import Attached, Extracted
from index.formats.archive import label, members
from index.formats.tables import rows_of_csv, rows_of_jsonl
from index.metadata import Metadata

__all__ = [
    "MAX_BYTES",
    "MAX_PACKED",
    "READER",
    "SUFFIXES",
    "Unread",
    "document_id",
    "find_files",
    "read_file",
    "read_text",
    "read_upload",
]

# Grows when the same bytes would now be read into something else.
READER = 2

MAX_BYTES = 20 * 1024 * 1024
# Of formats that hold more than text, or many texts.
MAX_PACKED = 200 * 1024 * 1024
_PACKED = (".pdf", ".docx", ".zip", ".csv", ".tsv", ".jsonl", ".ndjson")
# An archive may hold an archive or a mail with files, and no more below.
_DEPTH = 2

_READ = f"{', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]} files are read."


class Unread(NamedTuple):
    """A member of a file that could not be read: its source, and why."""

    source: str
    reason: str


def read_file(path: Path, *, source: str | None = None) -> Iterator[Document | Unread]:
    """Yield the documents in a file; `source` is the path as given unless named.

    Most files hold one. The rows of a table have the sources `texts.csv#3` (from 1) or, where the
    row has an id, `texts.csv#id`; the members of an archive and the files attached to a mail
    `a.zip/inner/b.txt`. The id of a document depends on its source alone, so that a changed file
    updates its documents. Raises UnreadableDocument, naming the path, when the file as a whole
    cannot be read.
    """
    source = path.as_posix() if source is None else source
    yield from _named(_file(path, source), str(path))


def read_upload(name: str, data: bytes) -> Iterator[Document | Unread]:
    """Yield the documents in an uploaded file; `name` is its source and says its type, no path.

    Raises UnreadableDocument, naming the file, when it as a whole cannot be read.
    """
    yield from _named(_read(data, name, _DEPTH), name)


def document_id(source: str) -> str:
    """Return the id of the document from this source: 16 hex digits of its SHA-256."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_text(
    text: str,
    *,
    id: str,  # noqa: A002 - the contract's name for it
    source: str,
    title: str | None = None,
    publisher: str | None = None,
    published_at: dt.datetime | dt.date | None = None,
    tags: Sequence[str] = (),
) -> Document:
    """Return the document of a text; what is given here wins over the text's own front matter.

    Newlines become line feeds and a byte order mark is dropped; offsets count in what remains.
    The title, where nothing names one, is the first heading or else the first sentence, cut. The
    language is the nearer of French and English unless the front matter says which. Raises
    UnreadableDocument for a blank text, one with characters no store can hold, and bad metadata.
    """
    given = Metadata(
        title=(title or "").strip() or None,
        publisher=publisher or None,
        published_at=published_at,
        tags=tuple(tags),
    )
    return document_of(Extracted(text), id=id, source=source, given=given, is_saved=True)


def _named(found: Iterator[Document | Unread], name: str) -> Iterator[Document | Unread]:
    """Yield what is found, and say in an error which file it is about."""
    try:
        yield from found
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{name}: {error}", hint=error.hint) from error


def _file(path: Path, source: str) -> Iterator[Document | Unread]:
    suffix = _suffix(path.name)
    try:
        _check_size(suffix, path.stat().st_size)
        with path.open("rb"):
            pass  # what may not be read says so here, and not in the child process
        # Only these are read in place: a file may change while it is read twice.
        data = path if suffix in (".pdf", ".docx", ".zip") else path.read_bytes()
        yield from _read(data, source, _DEPTH, suffix)
    except OSError as error:
        raise UnreadableDocument(f"it cannot be read: {error.strerror or error}") from error


def _read(
    data: bytes | Path, source: str, depth: int, suffix: str | None = None
) -> Iterator[Document | Unread]:
    """Yield the documents in the bytes of a file, or in one in place.

    `depth` is how many levels of files within files may lie below.
    """
    suffix = _suffix(source) if suffix is None else suffix
    if isinstance(data, bytes):
        _check_size(suffix, len(data))
    if suffix == ".zip":
        yield from _archive(data, source, depth)
    elif isinstance(data, bytes) and suffix in (".csv", ".tsv", ".jsonl", ".ndjson"):
        yield from _table(data, source, suffix)
    elif isinstance(data, bytes) and suffix in (".txt", ".md", ".markdown"):
        yield _document(Extracted(decode(data)), source, is_saved=True)
    else:
        yield from _formatted(data, source, depth, suffix)


def _archive(data: bytes | Path, source: str, depth: int) -> Iterator[Document | Unread]:
    if depth == 0:
        raise UnreadableDocument("it lies too deep in archives", hint="Unpack the outer one.")
    is_empty = True
    for member in members(data, MAX_PACKED):
        is_empty = False
        inner = f"{source}/{member.name}"
        if isinstance(member.holds, str):
            yield Unread(inner, member.holds)
        else:
            yield from _inner(member.holds, inner, depth - 1)
    if is_empty:
        raise UnreadableDocument("it holds no file that is read", hint=_READ)


def _table(data: bytes, source: str, suffix: str) -> Iterator[Document | Unread]:
    rows = rows_of_jsonl(data) if suffix in (".jsonl", ".ndjson") else rows_of_csv(data)
    is_empty = True
    for row in rows:
        is_empty = False
        inner = f"{source}#{row.name}"
        if isinstance(row.holds, str):
            yield Unread(inner, row.holds)
            continue
        try:
            yield _document(row.holds, inner, is_saved=True)
        except UnreadableDocument as error:
            yield Unread(inner, str(error))
    if is_empty:
        raise UnreadableDocument("it holds no rows")


def _formatted(
    data: bytes | Path, source: str, depth: int, suffix: str
) -> Iterator[Document | Unread]:
    from index.formats.isolated import extracted  # loads what most files do without

    found = extracted(suffix, data)
    files = [one for one in found if isinstance(one, Attached) and is_read(one.name)]
    for one in found:
        # A mail may be there for the file that it brings.
        if isinstance(one, Extracted) and (one.text.strip() or not files):
            yield _document(one, source, is_saved=False)
    given: set[str] = set()
    for file in files:
        inner = f"{source}/{label(file.name)}"
        if inner in given:
            yield Unread(inner, "another file attached to the message has the same name")
        else:
            given.add(inner)
            yield from _inner(file.data, inner, depth - 1)


def _inner(data: bytes, source: str, depth: int) -> Iterator[Document | Unread]:
    """Yield the documents in a file within a file, or why it cannot be read."""
    try:
        if depth < 0:
            raise UnreadableDocument("it lies too deep in other files")
        yield from _read(data, source, depth)
    except UnreadableDocument as error:
        yield Unread(source, str(error))


def _document(found: Extracted, source: str, *, is_saved: bool) -> Document:
    return document_of(found, id=document_id(source), source=source, is_saved=is_saved)


def _suffix(name: str) -> str:
    suffix = os.path.splitext(name)[1]
    if suffix.lower() not in SUFFIXES:
        raise UnreadableDocument(
            f"files of type {suffix or '(no suffix)'} are not read", hint=_READ
        )
    return suffix.lower()


def _check_size(suffix: str, size: int) -> None:
    most = MAX_PACKED if suffix in _PACKED else MAX_BYTES
    if size > most:
        raise UnreadableDocument(
            f"it holds {size} bytes, at most {most} are read", hint="Split the file."
        )
