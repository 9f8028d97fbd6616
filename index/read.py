"""Read files and texts into documents: what is known of each, and where its article lies.

Nothing is ever deleted from a text: front matter above the body and site clutter below it stay in
`Document.text`, outside `body_start..body_end`, so that offsets keep their meaning. A file of
another format than text is read into the text that it shows; offsets count in that.
"""

import datetime as dt
from collections.abc import Iterator, Sequence
from pathlib import Path

from index.article import document_of
from index.contents import MAX_BYTES, MAX_PACKED, Contents, Unread, check_file, document_id
from index.document import Document
from index.errors import UnreadableDocument
from index.find import SUFFIXES, find_files
from index.formats import Extracted
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
READER = 3


def read_file(path: Path, *, source: str | None = None) -> Iterator[Document | Unread]:
    """Yield the documents in a file; `source` is the path as given unless named.

    Most files hold one. The rows of a table have the sources `texts.csv#3` (from 1) or, where the
    row has an id, `texts.csv#id`; the members of an archive and the files attached to a mail
    `a.zip/inner/b.txt`. The id of a document depends on its source alone, so that a changed file
    updates its documents. Raises UnreadableDocument, naming the path, when the file as a whole
    cannot be read.
    """
    source = path.as_posix() if source is None else source
    yield from _named(_in_file(path, source), str(path))


def read_upload(name: str, data: bytes) -> Iterator[Document | Unread]:
    """Yield the documents in an uploaded file; `name` is its source and says its type, no path.

    Raises UnreadableDocument, naming the file, when it as a whole cannot be read.
    """
    yield from _named(Contents().of(data, name), name)


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


def _in_file(path: Path, source: str) -> Iterator[Document | Unread]:
    check_file(path.name, 0)
    try:
        if path.exists() and not path.is_file():
            raise UnreadableDocument("it is not a file")
        with path.open("rb"):
            pass  # what may not be read says so here, and not in the child process
        yield from Contents().of(path, source, name=path.name)
    except OSError as error:
        raise UnreadableDocument(f"it cannot be read: {error.strerror or error}") from error
