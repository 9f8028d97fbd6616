"""Between the rows of the catalog and the data of the index: reading rows, and filters as SQL.

What is read is compared with the CRC-32 that was stored with it, so that damage on the disk which
SQLite cannot see is an error and not a wrong answer.
"""

import datetime as dt
import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from zlib import crc32

import numpy as np

from index.database import Damaged
from index.document import Document, Filters, Passage
from index.vectors import Vectors

_PLAIN = ("id", "text", "source", "title", "publisher", "language", "body_start", "body_end")
# The order in which a document's columns are summed up; it never changes.
DOCUMENT_COLUMNS = (*_PLAIN, "published_at", "tags", "origin", "pages")

# The values of a list that is given as JSON, to stand behind IN.
OF = "(SELECT value FROM json_each(?))"

# The columns of a document and of a passage, to select.
DOCUMENT = ", ".join(f"document.{column}" for column in (*DOCUMENT_COLUMNS, "crc"))
PASSAGE = (
    'passage.id AS passage_id, passage."start", passage."end", passage.heading,'
    " passage.crc AS passage_crc"
)

# `json.dumps` makes an encoder at each call where it is given an option.
_as_json = json.JSONEncoder(ensure_ascii=False).encode


def document_values(document: Document) -> list[object]:
    """Return the values of DOCUMENT_COLUMNS: a day or a moment as ISO 8601, lists as JSON."""
    return [
        *(getattr(document, field) for field in _PLAIN),
        document.published_at.isoformat() if document.published_at else None,
        _as_json(document.tags),
        json.dumps(dict(document.origin)),
        json.dumps(document.pages),
    ]


def document_sum(values: Sequence[object]) -> int:
    """Return the checksum of a document's values: of their JSON array, in UTF-8."""
    return crc32(_as_json(values).encode())


def passage_sum(id: str, heading: str | None, text: str) -> int:  # noqa: A002
    """Return the checksum of a passage: of its id, heading and text, one below the other."""
    return crc32(f"{id}\n{heading or ''}\n{text}".encode())


def document_of(row: sqlite3.Row) -> Document:
    """Return the document of a row that selects DOCUMENT. Raises Damaged."""
    with _as_stored(f"the document {row['id']!r}"):
        if document_sum([row[column] for column in DOCUMENT_COLUMNS]) != row["crc"]:
            raise ValueError("wrong checksum")
        return Document(
            **{field: row[field] for field in _PLAIN},
            published_at=_moment(row["published_at"]),
            tags=tuple(json.loads(row["tags"])),
            origin=json.loads(row["origin"]),
            pages=tuple(json.loads(row["pages"])),
        )


def passage_of(row: sqlite3.Row, document: Document) -> Passage:
    """Return the passage of a row that selects PASSAGE: its text is cut from the document's.

    Raises Damaged.
    """
    with _as_stored(f"the passage {row['passage_id']!r}"):
        text = document.text[row["start"] : row["end"]]
        if passage_sum(row["passage_id"], row["heading"], text) != row["passage_crc"]:
            raise ValueError("wrong checksum")
        return Passage(
            id=row["passage_id"],
            document_id=document.id,
            start=row["start"],
            end=row["end"],
            text=text,
            heading=row["heading"],
        )


def vector_of(blob: bytes) -> Vectors:
    """Return an embedding as it is stored: little-endian float32. Raises Damaged."""
    with _as_stored("the encoder's mark"):
        return np.frombuffer(blob, dtype="<f4")


def vectors_of(rows: Sequence[sqlite3.Row]) -> Vectors:
    """Return the embeddings of rows with `vector` and `crc` (n x d); 0 x 0 for no rows.

    They are stored as little-endian float32. Raises Damaged.
    """
    with _as_stored("an embedding"):
        blobs = [row["vector"] for row in rows]
        if any(crc32(blob) != row["crc"] for blob, row in zip(blobs, rows, strict=True)):
            raise ValueError("wrong checksum")
        flat = np.frombuffer(b"".join(blobs), dtype="<f4")
        return flat.reshape(len(blobs), -1) if blobs else flat.reshape(0, 0)


@contextmanager
def _as_stored(what: str) -> Iterator[None]:
    """Raise Damaged where what was read is not what was stored, be it of another type."""
    try:
        yield
    except (TypeError, ValueError) as error:
        raise Damaged(f"{what} is damaged: {error}") from error


def filter_clause(filters: Filters) -> tuple[str, list[str]]:
    """Return a condition on `document`, and the values of its question marks.

    Publishers and tags are compared without regard to case (SQL function `casefold`); a document
    passes with any of the tags.
    """
    conditions: list[tuple[str, str]] = []
    if filters.document_ids:
        conditions.append((f"document.id IN {OF}",
                           json.dumps(filters.document_ids)))  # fmt: skip
    if filters.publishers:
        conditions.append((f"casefold(document.publisher) IN {OF}",
                           _folded(filters.publishers)))  # fmt: skip
    if filters.tags:
        conditions.append(("EXISTS (SELECT 1 FROM json_each(document.tags) AS tag"
                           f" WHERE casefold(tag.value) IN {OF})",
                           _folded(filters.tags)))  # fmt: skip
    # The first ten characters of a moment are its day; NULL passes neither comparison.
    if filters.published_after:
        conditions.append(("substr(document.published_at, 1, 10) >= ?",
                           filters.published_after.isoformat()))  # fmt: skip
    if filters.published_before:
        conditions.append(("substr(document.published_at, 1, 10) <= ?",
                           filters.published_before.isoformat()))  # fmt: skip
    where = " AND ".join(condition for condition, _ in conditions)
    return where or "TRUE", [value for _, value in conditions]


def _folded(names: tuple[str, ...]) -> str:
    return json.dumps([name.casefold() for name in names])


def _moment(stored: str | None) -> dt.date | dt.datetime | None:
    if stored is None:
        return None
    is_day = len(stored) == len("2025-10-16")
    return dt.date.fromisoformat(stored) if is_day else dt.datetime.fromisoformat(stored)
