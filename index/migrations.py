"""The schema of the catalog, as numbered steps; a step that was released is never edited.

`PRAGMA user_version` counts the steps that a file has been through. Steps not yet taken are
applied when the file is opened, in one transaction.
"""

import sqlite3
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


STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (m001_documents,)


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
