"""Make anew what was made of the documents: words, passages, embeddings, and the vectors.

Every step is a transaction and leaves a library that can be searched; broken off, it is begun
again without harm.
"""

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import NamedTuple
from zlib import crc32

from index import layout
from index.catalog import Catalog
from index.changes import terms_of
from index.database import Database
from index.encoder import open_encoder as open_any
from index.encoder_in_use import EncoderInUse, OpenEncoder, lasting, mark_of
from index.lock import WriterLock
from index.reembed import reembed
from index.rows import DOCUMENT, PASSAGE, document_of, passage_of
from index.store import Store
from index.vector_cache import VectorCache

_BATCH = 100


class Progress(NamedTuple):
    """How far the work is: so many of all the passages, or documents."""

    what: str
    done: int
    of: int


def rebuild(
    folder: Path, encoder: str | None = None, open_encoder: OpenEncoder = open_any
) -> Iterator[Progress]:
    """Rebuild the library in `folder`, which can be searched meanwhile, and yield how far it is.

    With the name of an encoder, all passages are embedded by it first; else only those that are
    cut otherwise now, or whose embeddings are damaged. Raises EncoderUnavailable and
    EncoderMismatch, with the library as it was, and CatalogError, with it whole: some steps may
    have been taken.
    """
    db = Database.open(layout.catalog_in(folder, must_exist=True))
    lock = WriterLock(folder / layout.LOCK)
    with closing(db), lock.held():
        catalog = Catalog(db)
        given = open_encoder(encoder) if encoder is not None else None
        if given is not None and encoder is not None:
            mark = mark_of(given, lasting(encoder))
            for done in reembed(db, given, mark):
                yield Progress("passages", done, catalog.count_passages())
        _renew_words(db)
        _drop_damaged(db)
        store = Store(catalog, EncoderInUse(catalog, given, open_encoder), lock)
        for done in _renew_documents(catalog, store):
            yield Progress("documents", done, catalog.count())
        with catalog.reading():
            VectorCache(catalog, folder / layout.VECTORS).renew()


def _renew_words(db: Database) -> None:
    """Fill the index of words anew from the passages, whatever state it is in."""
    columns = ("rowid", "text", "title")
    with db.changing():
        made = db.row("SELECT sql FROM sqlite_master WHERE name = 'terms'")[0]
        db.rows("DROP TABLE terms")
        db.rows(made)
        db.rows("INSERT INTO terms (terms, rank) VALUES ('rank', 'bm25(1.0, 0.5)')")
        sql = f"SELECT number, {DOCUMENT} FROM document"
        for documents in db.batches(sql, _BATCH):
            for row in documents:
                document = document_of(row)
                of = f"SELECT number, {PASSAGE} FROM passage WHERE document = ?"
                db.insert(
                    "terms",
                    columns,
                    [
                        (passage["number"], *terms_of(document, passage_of(passage, document)))
                        for passage in db.rows(of, row["number"])
                    ],
                )


def _drop_damaged(db: Database) -> None:
    """Have documents stored anew of which a passage has no embedding, or a damaged one."""
    with db.changing():
        sizes = db.rows("SELECT dimension FROM encoder JOIN meta ON encoder.number = meta.encoder")
        bad = [
            (row["passage"],)
            for rows in db.batches("SELECT passage, vector, crc FROM embedding", _BATCH)
            for row in rows
            if not _is_sound(row, 4 * sizes[0][0])
        ]
        db.many("DELETE FROM embedding WHERE passage = ?", bad)
        # No document has this digest, so that each of them differs from what is on record.
        db.rows(
            "UPDATE document SET digest = '' WHERE number IN (SELECT document FROM passage"
            " WHERE number NOT IN (SELECT passage FROM embedding))"
        )


def _is_sound(row: sqlite3.Row, size: int) -> bool:
    """Return whether an embedding is as it was stored, and has so many bytes."""
    blob = row["vector"]
    return isinstance(blob, bytes) and len(blob) == size and crc32(blob) == row["crc"]


def _renew_documents(catalog: Catalog, store: Store) -> Iterator[int]:
    """Store documents anew that are prepared otherwise now than when they were stored."""
    done, after = 0, None
    while page := catalog.documents(_BATCH, after):
        store.put(page, catalog.files([document.id for document in page]))
        done, after = done + len(page), page[-1].id
        yield done
