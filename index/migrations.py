"""The schema of the catalog, as numbered steps; a step that was released is never edited.

`PRAGMA user_version` counts the steps that a file has been through. Steps not yet taken are
applied when the file is opened, in one transaction.
"""

import json
import secrets
import sqlite3
import zlib
from collections.abc import Callable

from index.errors import CatalogError

# Marks a SQLite file as a Recoupe catalog: "RCPE" in ASCII.
APPLICATION_ID = 0x52435045


def m001_documents(db: sqlite3.Connection) -> None:
    """Documents, the spans of their passages, embeddings, and the terms of each passage.

    A passage's text is not stored: it is the span `start..end` of its document's text. An
    embedding is `dimension` little-endian float32 in a row. Passage numbers are never used
    twice, so that a number that a reader remembers cannot come to mean another passage.
    `generation` grows with every change, and tells other processes that something is new.
    """
    db.execute(
        """CREATE TABLE meta (
            one INTEGER PRIMARY KEY CHECK (one = 1),
            generation INTEGER NOT NULL,
            encoder TEXT, dimension INTEGER, probe BLOB)"""
    )
    db.execute("INSERT INTO meta (one, generation) VALUES (1, 0)")
    db.execute(
        """CREATE TABLE document (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            id TEXT NOT NULL UNIQUE, digest TEXT NOT NULL,
            text TEXT NOT NULL, source TEXT NOT NULL, title TEXT NOT NULL,
            publisher TEXT, published_at TEXT, tags TEXT NOT NULL, language TEXT NOT NULL,
            body_start INTEGER NOT NULL, body_end INTEGER NOT NULL)"""
    )
    db.execute(
        """CREATE TABLE passage (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            id TEXT NOT NULL, "start" INTEGER NOT NULL, "end" INTEGER NOT NULL, heading TEXT,
            UNIQUE (document, id))"""
    )
    db.execute(
        """CREATE TABLE embedding (
            passage INTEGER PRIMARY KEY REFERENCES passage (number) ON DELETE CASCADE,
            vector BLOB NOT NULL)"""
    )
    # The terms come stemmed and folded from `index.lexical`; a dot is part of "2.5".
    db.execute(
        """CREATE VIRTUAL TABLE terms USING fts5 (
            text, title, tokenize = "unicode61 remove_diacritics 0 tokenchars '.'")"""
    )
    # Title and heading stand for the whole document, so they say less about one passage.
    db.execute("INSERT INTO terms (terms, rank) VALUES ('rank', 'bm25(1.0, 0.5)')")


def m002_changes(db: sqlite3.Connection) -> None:
    """A journal of changes, checksums, encoders, files, copies, and terms that are added faster.

    `change` gives every generation a random stamp, by which a file of vectors, or a reader, is
    known to have seen that very state, and not one of a catalog that was since put back from a
    backup; `dropped` holds the passages that each change took away. `crc` are CRC-32: of the JSON
    array of a document's columns, of the text of a passage under its heading, of an embedding.
    `next_embedding` holds those of an encoder that is to replace the one in use.
    """
    _add_encoders(db)
    _add_changes(db)
    _add_to_documents(db)
    db.execute("ALTER TABLE passage ADD COLUMN crc INTEGER NOT NULL DEFAULT 0")
    _sum_passages(db)
    db.execute("ALTER TABLE embedding ADD COLUMN crc INTEGER NOT NULL DEFAULT 0")
    for number, vector in db.execute("SELECT passage, vector FROM embedding").fetchall():
        db.execute("UPDATE embedding SET crc = ? WHERE passage = ?", (zlib.crc32(vector), number))
    db.execute(
        """CREATE TABLE next_embedding (
            passage INTEGER PRIMARY KEY REFERENCES passage (number) ON DELETE CASCADE,
            vector BLOB NOT NULL, crc INTEGER NOT NULL)"""
    )
    db.execute(
        """CREATE TABLE file (
            path TEXT PRIMARY KEY, sha256 TEXT NOT NULL, reader TEXT NOT NULL)"""
    )
    _renew_terms(db)


def _add_encoders(db: sqlite3.Connection) -> None:
    """Move the encoder out of `meta`, so that a second one can stand beside it."""
    db.execute(
        """CREATE TABLE encoder (
            number INTEGER PRIMARY KEY AUTOINCREMENT,
            name TEXT NOT NULL, source TEXT, dimension INTEGER NOT NULL, probe BLOB NOT NULL)"""
    )
    # What was given for a folder is not on record; the two other kinds of name tell it.
    db.execute(
        """INSERT INTO encoder (name, source, dimension, probe)
            SELECT encoder, CASE WHEN encoder LIKE 'embedded:%' THEN 'embedded'
                WHEN encoder NOT LIKE 'folder:%' THEN encoder END, dimension, probe
            FROM meta WHERE encoder IS NOT NULL"""
    )
    for column in ("encoder", "dimension", "probe"):
        db.execute(f"ALTER TABLE meta DROP COLUMN {column}")
    db.execute("ALTER TABLE meta ADD COLUMN encoder INTEGER REFERENCES encoder (number)")
    db.execute("ALTER TABLE meta ADD COLUMN next_encoder INTEGER REFERENCES encoder (number)")
    db.execute("UPDATE meta SET encoder = (SELECT max(number) FROM encoder)")


def _add_changes(db: sqlite3.Connection) -> None:
    db.execute("ALTER TABLE meta ADD COLUMN passages INTEGER NOT NULL DEFAULT 0")
    db.execute("UPDATE meta SET passages = (SELECT count(*) FROM passage)")
    db.execute(
        "CREATE TABLE change (generation INTEGER PRIMARY KEY, stamp INTEGER NOT NULL UNIQUE)"
    )
    db.execute("INSERT INTO change SELECT generation, ? FROM meta", (secrets.randbelow(2**62) + 1,))
    db.execute(
        """CREATE TABLE dropped (generation INTEGER NOT NULL, passage INTEGER NOT NULL,
            PRIMARY KEY (generation, passage)) WITHOUT ROWID"""
    )


def _add_to_documents(db: sqlite3.Connection) -> None:
    for column in (
        "origin TEXT NOT NULL DEFAULT '{}'",
        "pages TEXT NOT NULL DEFAULT '[]'",
        "crc INTEGER NOT NULL DEFAULT 0",
        "file TEXT",
        "signature BLOB",
        "copy_of INTEGER REFERENCES document (number)",
    ):
        db.execute(f"ALTER TABLE document ADD COLUMN {column}")
    db.execute("CREATE INDEX document_file ON document (file) WHERE file IS NOT NULL")
    db.execute("CREATE INDEX document_copy_of ON document (copy_of) WHERE copy_of IS NOT NULL")
    db.execute(
        """CREATE TABLE band (band INTEGER NOT NULL,
            document INTEGER NOT NULL REFERENCES document (number) ON DELETE CASCADE,
            PRIMARY KEY (band, document)) WITHOUT ROWID"""
    )
    db.execute("CREATE INDEX band_document ON band (document)")
    columns = (
        "id, text, source, title, publisher, language, body_start, body_end, published_at,"
        " tags, origin, pages"
    )
    for number, *values in db.execute(f"SELECT number, {columns} FROM document").fetchall():
        crc = zlib.crc32(json.dumps(values, ensure_ascii=False).encode())
        db.execute("UPDATE document SET crc = ? WHERE number = ?", (crc, number))


def _sum_passages(db: sqlite3.Connection) -> None:
    rows = db.execute(
        """SELECT passage.number, passage.id, passage."start", passage."end", heading, text
            FROM passage JOIN document ON document.number = passage.document"""
    )
    for number, name, start, end, heading, text in rows.fetchall():
        crc = zlib.crc32(f"{name}\n{heading or ''}\n{text[start:end]}".encode())
        db.execute("UPDATE passage SET crc = ? WHERE number = ?", (crc, number))


def _renew_terms(db: sqlite3.Connection) -> None:
    """Take a plainer tokenizer: the terms come folded, and are parted by spaces."""
    db.execute("CREATE TEMP TABLE kept AS SELECT rowid AS number, text, title FROM terms")
    db.execute("DROP TABLE terms")
    db.execute(
        """CREATE VIRTUAL TABLE terms USING fts5 (text, title, tokenize = "ascii tokenchars '.'")"""
    )
    db.execute("INSERT INTO terms (terms, rank) VALUES ('rank', 'bm25(1.0, 0.5)')")
    db.execute("INSERT INTO terms (rowid, text, title) SELECT number, text, title FROM temp.kept")
    db.execute("DROP TABLE temp.kept")


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (m001_documents, m002_changes)
VERSION = len(STEPS)


def is_current(db: sqlite3.Connection, name: str) -> bool:
    """Return whether an open file has the newest schema; `name` is what messages call it.

    Raises CatalogError for a file of another program or of a newer Recoupe.
    """
    version = _pragma(db, "user_version")
    if version > len(STEPS):
        raise CatalogError(
            f"{name} has schema version {version}, and this Recoupe knows up to {len(STEPS)}",
            hint="open it with the newer Recoupe that wrote it, or choose another --data folder",
        )
    used = db.execute("SELECT 1 FROM sqlite_master LIMIT 1").fetchone() is not None
    if used and _pragma(db, "application_id") != APPLICATION_ID:
        raise CatalogError(
            f"{name} is a SQLite database, but not a Recoupe catalog",
            hint="choose another --data folder",
        )
    return version == len(STEPS)


def migrate(db: sqlite3.Connection) -> None:
    """Apply the steps that an open catalog has not been through, in the caller's transaction."""
    for step in STEPS[_pragma(db, "user_version") :]:
        step(db)
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute(f"PRAGMA user_version = {len(STEPS)}")


def _pragma(db: sqlite3.Connection, name: str) -> int:
    return int(db.execute(f"PRAGMA {name}").fetchone()[0])
