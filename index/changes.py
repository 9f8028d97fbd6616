"""Changing the catalog: storing documents with all that hangs on them, many at a time.

Everything here happens inside a transaction of the caller's. Every change has a generation, and
notes in the journal which passages it took away.
"""

import json
import secrets
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, NamedTuple
from zlib import crc32

from index import originals
from index.database import Database
from index.document import Document, Passage
from index.lexical import terms
from index.rows import DOCUMENT_COLUMNS, OF, document_sum, document_values, passage_sum
from index.vectors import Vectors

Outcome = Literal["added", "updated", "unchanged"]

# Changes that the journal goes back; who is further behind starts afresh.
_KEPT = 10_000
# Passages whose rows are made and put in at once.
_TOGETHER = 500
_COLUMNS = (*DOCUMENT_COLUMNS, "crc", "digest", "file", "signature")
_SET = ", ".join(f"{column} = ?" for column in _COLUMNS)


class Entry(NamedTuple):
    """A passage and its embedding (d)."""

    passage: Passage
    vector: Vectors


class Prepared(NamedTuple):
    """A document with all that is stored of it.

    `file` is the one it was read from, and by `signature` copies of its text are found.
    """

    document: Document
    digest: str
    entries: Sequence[Entry]
    file: str | None = None
    signature: bytes = b""


class _Known(NamedTuple):
    """What is on record of a document."""

    number: int
    digest: str
    file: str | None


def put_all(db: Database, prepared: Sequence[Prepared]) -> list[Outcome]:
    """Store documents in order, each in place of an earlier one; one that is known is left."""
    outcomes: list[Outcome] = []
    for run in _runs(prepared):
        known = _known(db, [one.document.id for one in run])
        changed = [
            one
            for one in run
            if one.document.id not in known or known[one.document.id].digest != one.digest
        ]
        if changed:
            _put(db, changed, known)
        for one in run:
            before = known.get(one.document.id)
            if before and before.file != one.file:
                _forget_files(db, [before.file])
                sql = "UPDATE document SET file = ? WHERE number = ?"
                db.rows(sql, one.file, before.number)
            is_changed = before is None or before.digest != one.digest
            outcomes.append("unchanged" if not is_changed else "updated" if before else "added")
    return outcomes


def remove_all(db: Database, numbers: Sequence[int]) -> None:
    """Remove documents, by number, with all that hangs on them."""
    which = json.dumps(list(numbers))
    files = db.rows(f"SELECT DISTINCT file FROM document WHERE number IN {OF}", which)
    _forget_files(db, [row["file"] for row in files])
    _drop_passages(db, which, new_generation(db))
    copies = set(originals.release(db, numbers)).difference(numbers)
    db.rows(f"DELETE FROM document WHERE number IN {OF}", which)
    originals.mark(db, list(copies))


def record_file(db: Database, path: str, sha256: str, reader: str) -> None:
    """Note that all documents of a file's content are stored, as `reader` reads it."""
    sql = "INSERT OR REPLACE INTO file (path, sha256, reader) VALUES (?, ?, ?)"
    db.rows(sql, path, sha256, reader)


def new_generation(db: Database) -> int:
    """Begin a change: return its generation, which has a stamp of its own in the journal."""
    db.rows("UPDATE meta SET generation = generation + 1")
    generation = int(db.row("SELECT generation FROM meta")[0])
    stamp = secrets.randbelow(2**62) + 1
    db.rows("INSERT INTO change (generation, stamp) VALUES (?, ?)", generation, stamp)
    for table in ("change", "dropped"):
        db.rows(f"DELETE FROM {table} WHERE generation <= ?", generation - _KEPT)
    return generation


def forget_changes(db: Database) -> None:
    """Begin the journal anew, so that all vectors that were made of earlier states are too."""
    db.rows("DELETE FROM change")
    db.rows("DELETE FROM dropped")
    new_generation(db)


def terms_of(document: Document, passage: Passage) -> tuple[str, str]:
    """Return the words that a passage is found by: of its text, and of what stands above it."""
    above = f"{document.title}\n{passage.heading or ''}"
    return (
        " ".join(terms(passage.text, document.language)),
        " ".join(_above(above, document.language)),
    )


@lru_cache(maxsize=1000)
def _above(above: str, language: str) -> list[str]:
    return terms(above, language)


def embedding_row(passage: int, vector: Vectors) -> tuple[int, bytes, int]:
    """Return the row of an embedding: the passage's number, little-endian float32, their sum."""
    blob = vector.astype("<f4", copy=False).tobytes()
    return passage, blob, crc32(blob)


def check(document: Document, passage: Passage) -> None:
    """Raise ValueError unless a passage is what stands at its offsets in its document."""
    if document.text[passage.start : passage.end] != passage.text:
        raise ValueError(f"passage {passage.id!r} is not what stands at its offsets")


def _runs(prepared: Sequence[Prepared]) -> Iterator[list[Prepared]]:
    """Part a sequence where a document comes again, which then updates what came before."""
    run: dict[str, Prepared] = {}
    for one in prepared:
        if one.document.id in run:
            yield list(run.values())
            run = {}
        run[one.document.id] = one
    if run:
        yield list(run.values())


def _known(db: Database, ids: list[str]) -> dict[str, _Known]:
    rows = db.rows(f"SELECT id, number, digest, file FROM document WHERE id IN {OF}",
                   json.dumps(ids))  # fmt: skip
    return {row["id"]: _Known(row["number"], row["digest"], row["file"]) for row in rows}


def _put(db: Database, changed: Sequence[Prepared], known: dict[str, _Known]) -> None:
    generation = new_generation(db)
    old = {one.document.id: known[one.document.id].number for one in changed
           if one.document.id in known}  # fmt: skip
    copies: list[int] = []
    if old:
        _drop_passages(db, json.dumps(list(old.values())), generation)
        copies = originals.release(db, list(old.values()))
    rows = [_document_row(one) for one in changed]
    numbers = dict(old)
    new = [row for row in rows if row[0] not in old]
    numbers |= {str(row[0]): n for n, row in enumerate(new, start=_last(db, "document") + 1)}
    db.insert("document", ("number", *_COLUMNS), [(numbers[str(row[0])], *row) for row in new])
    db.many(
        f"UPDATE document SET {_SET} WHERE number = ?",
        [(*row, old[str(row[0])]) for row in rows if row[0] in old],
    )
    _put_passages(db, changed, numbers)
    originals.sign(db, {numbers[one.document.id]: one.signature for one in changed})
    originals.mark(db, list({*numbers.values(), *copies}))


def _document_row(one: Prepared) -> list[object]:
    """The values of _COLUMNS, of which the first is the id."""
    values = document_values(one.document)
    return [*values, document_sum(values), one.digest, one.file, one.signature]


def _put_passages(db: Database, changed: Sequence[Prepared], numbers: dict[str, int]) -> None:
    entries = ((one.document, *entry) for one in changed for entry in one.entries)
    numbered = list(enumerate(entries, start=_last(db, "passage") + 1))
    # Some at a time, so that the rows of few are in memory at once.
    batches = [numbered[i : i + _TOGETHER] for i in range(0, len(numbered), _TOGETHER)]
    columns = ("number", "document", "id", "start", "end", "heading", "crc")
    for some in batches:
        spans = [(n, numbers[d.id], *_span_row(d, passage)) for n, (d, passage, _) in some]
        db.insert("passage", columns, spans)
        embeddings = [embedding_row(n, vector) for n, (_, _, vector) in some]
        db.insert("embedding", ("passage", "vector", "crc"), embeddings)
    db.rows("UPDATE meta SET passages = passages + ?", len(numbered))
    # Last, because FTS5 writes what it was given before any other statement.
    for some in batches:
        words = [(n, *terms_of(d, passage)) for n, (d, passage, _) in some]
        db.insert("terms", ("rowid", "text", "title"), words)


def _span_row(document: Document, passage: Passage) -> tuple[str, int, int, str | None, int]:
    check(document, passage)
    crc = passage_sum(passage.id, passage.heading, passage.text)
    return passage.id, passage.start, passage.end, passage.heading, crc


def _last(db: Database, table: str) -> int:
    """Return the highest number that a table ever had."""
    rows = db.rows("SELECT seq FROM sqlite_sequence WHERE name = ?", table)
    return int(rows[0][0]) if rows else 0


def _drop_passages(db: Database, documents: str, generation: int) -> None:
    """Remove the passages of documents, whose numbers are given as JSON."""
    which = f"(SELECT number FROM passage WHERE document IN {OF})"
    db.rows(f"DELETE FROM terms WHERE rowid IN {which}", documents)
    db.rows(
        f"INSERT INTO dropped SELECT ?, number FROM passage WHERE document IN {OF}",
        generation,
        documents,
    )
    sql = f"UPDATE meta SET passages = passages - (SELECT count(*) FROM {which})"
    db.rows(sql, documents)
    db.rows(f"DELETE FROM passage WHERE document IN {OF}", documents)


def _forget_files(db: Database, files: Sequence[str | None]) -> None:
    """Have files read again, since what is stored is no longer what they hold."""
    db.rows(f"DELETE FROM file WHERE path IN {OF}", json.dumps([f for f in files if f]))
