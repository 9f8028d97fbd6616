"""Embed all passages anew, beside the embeddings in use, which serve until all are there.

What was encoded is kept when the work is broken off, and gone on with when it is taken up again.
"""

from collections.abc import Iterator

from index import marks
from index.catalog import Catalog
from index.changes import embedding_row, forget_changes
from index.database import Database
from index.encoder import Encoder
from index.marks import EncoderMark
from index.prepare import encoded_text

_BATCH = 256


def reembed(db: Database, encoder: Encoder, mark: EncoderMark) -> Iterator[int]:
    """Embed all passages with an encoder, and put it in place of the one on record.

    Yields the number of passages that are done, batch by batch; the last step is one transaction.
    The caller holds the writer's lock throughout.
    """
    catalog = Catalog(db)
    recorded = marks.recorded(db)
    if recorded is None:
        return
    if recorded.mark.is_of(mark):
        db.rows("UPDATE encoder SET source = ? WHERE number = ?", mark.source, recorded.number)
        return
    _begin(db, mark)
    above = 0
    while numbers := _missing(db, above):
        with catalog.reading():
            found = catalog.passages(numbers)
        vectors = encoder.encode([encoded_text(found[number][0]) for number in numbers])
        with db.changing():
            columns = ("passage", "vector", "crc")
            rows = [embedding_row(n, v) for n, v in zip(numbers, vectors, strict=True)]
            db.insert("next_embedding", columns, rows)
        above = numbers[-1]
        yield int(db.row("SELECT count(*) FROM next_embedding")[0])
    _switch(db)


def _begin(db: Database, mark: EncoderMark) -> None:
    """Take up the work for an encoder where it was left, or begin it."""
    with db.changing():
        begun = marks.recorded(db, "next_encoder")
        if begun and begun.mark.is_of(mark):
            return
        db.rows("DELETE FROM next_embedding")
        db.rows("UPDATE meta SET next_encoder = NULL")
        db.rows("DELETE FROM encoder WHERE number != (SELECT encoder FROM meta)")
        db.rows("UPDATE meta SET next_encoder = ?", marks.record(db, mark))


def _missing(db: Database, above: int) -> list[int]:
    """Return the numbers of some passages that the next encoder has not embedded, in order."""
    rows = db.rows(
        "SELECT number FROM passage WHERE number > ?"
        " AND number NOT IN (SELECT passage FROM next_embedding) ORDER BY number LIMIT ?",
        above,
        _BATCH,
    )
    return [row[0] for row in rows]


def _switch(db: Database) -> None:
    """Put the next encoder with its embeddings in place of the one in use."""
    with db.changing():
        db.rows("DROP TABLE embedding")
        db.rows("ALTER TABLE next_embedding RENAME TO embedding")
        db.rows(
            """CREATE TABLE next_embedding (
                passage INTEGER PRIMARY KEY REFERENCES passage (number) ON DELETE CASCADE,
                vector BLOB NOT NULL, crc INTEGER NOT NULL)"""
        )
        db.rows("UPDATE meta SET encoder = next_encoder, next_encoder = NULL")
        db.rows("DELETE FROM encoder WHERE number != (SELECT encoder FROM meta)")
        forget_changes(db)
