"""Between the rows of the catalog and the data of the index: reading rows, and filters as SQL."""

import datetime as dt
import json
import sqlite3

import numpy as np

from index.document import Document, Filters, Passage
from index.vectors import Vectors

_PLAIN = ("id", "text", "source", "title", "publisher", "language", "body_start", "body_end")

# The columns of a document and of a passage, to select.
DOCUMENT = ", ".join(f"document.{field}" for field in (*_PLAIN, "published_at", "tags"))
PASSAGE = 'passage.id AS passage_id, passage."start", passage."end", passage.heading'


def document_row(document: Document) -> dict[str, object]:
    """Return the columns of a document by name: a day or a moment as ISO 8601, tags as JSON."""
    published_at = document.published_at.isoformat() if document.published_at else None
    tags = json.dumps(document.tags, ensure_ascii=False)
    row = document.model_dump(include=set(_PLAIN))
    return row | {"published_at": published_at, "tags": tags}


def document_of(row: sqlite3.Row) -> Document:
    """Return the document of a row that selects DOCUMENT."""
    return Document(
        **{field: row[field] for field in _PLAIN},
        published_at=_moment(row["published_at"]),
        tags=tuple(json.loads(row["tags"])),
    )


def passage_of(row: sqlite3.Row, document: Document) -> Passage:
    """Return the passage of a row that selects PASSAGE: its text is cut from the document's."""
    return Passage(
        id=row["passage_id"],
        document_id=document.id,
        start=row["start"],
        end=row["end"],
        text=document.text[row["start"] : row["end"]],
        heading=row["heading"],
    )


def vector_blob(vector: Vectors) -> bytes:
    """Return an embedding as it is stored: little-endian float32 in a row."""
    return vector.astype("<f4").tobytes()


def vectors_of(blobs: list[bytes]) -> Vectors:
    """Return stored embeddings as rows (n x d); 0 x 0 for none."""
    flat = np.frombuffer(b"".join(blobs), dtype="<f4")
    return flat.reshape(len(blobs), -1) if blobs else flat.reshape(0, 0)


def filter_clause(filters: Filters) -> tuple[str, list[str]]:
    """Return a condition on `document`, and the values of its question marks.

    Publishers and tags are compared without regard to case (SQL function `casefold`); a document
    passes with any of the tags.
    """
    conditions: list[tuple[str, str]] = []
    if filters.document_ids:
        conditions.append(("document.id IN (SELECT value FROM json_each(?))",
                           json.dumps(filters.document_ids)))  # fmt: skip
    if filters.publishers:
        conditions.append(("casefold(document.publisher) IN (SELECT value FROM json_each(?))",
                           _folded(filters.publishers)))  # fmt: skip
    if filters.tags:
        conditions.append(("EXISTS (SELECT 1 FROM json_each(document.tags) AS tag"
                           " WHERE casefold(tag.value) IN (SELECT value FROM json_each(?)))",
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
