"""By what a catalog knows its encoder again."""

from typing import NamedTuple

import numpy as np

from index.changes import forget_changes
from index.database import Database
from index.errors import EncoderMismatch
from index.rows import vector_of
from index.vectors import Vectors

# How far the embedding of the probe text may lie from the one on record: arithmetic of another
# precision moves it by some 0.01, another model by about 1.
_SAME_PROBE = 0.1


class EncoderMark(NamedTuple):
    """An encoder's name, and its embedding of a fixed text.

    `source` is how to open it, as the user named it; None when that is not known.
    """

    name: str
    probe: Vectors
    source: str | None = None

    def __str__(self) -> str:
        return f"{self.name!r} ({len(self.probe)} numbers)"

    def is_of(self, other: "EncoderMark") -> bool:
        """Return whether both are of one encoder, be it at another precision."""
        if self.name != other.name or self.probe.shape != other.probe.shape:
            return False
        return float(np.linalg.norm(self.probe - other.probe)) <= _SAME_PROBE


class Recorded(NamedTuple):
    """An encoder on record: its number, and its mark."""

    number: int
    mark: EncoderMark


def recorded(db: Database, column: str = "encoder") -> Recorded | None:
    """Return the encoder that embeddings are of, or with `next_encoder` are to be of.

    None while there is none, or no document.
    """
    rows = db.rows(
        "SELECT number, name, probe, source FROM encoder"
        f" WHERE number = (SELECT {column} FROM meta) AND EXISTS (SELECT 1 FROM document)"
    )
    if not rows:
        return None
    with db.explained():
        probe = vector_of(rows[0]["probe"])
    return Recorded(rows[0]["number"], EncoderMark(rows[0]["name"], probe, rows[0]["source"]))


def check(db: Database, mark: EncoderMark) -> None:
    """Raise EncoderMismatch unless the embeddings on record are of the encoder of `mark`."""
    known = recorded(db)
    if known and not known.mark.is_of(mark):
        raise mismatch(str(known.mark), str(mark))


def begin(db: Database, mark: EncoderMark) -> None:
    """Make `mark` the encoder of a catalog without documents, where it is not that already."""
    if recorded(db) is None:
        if db.rows("SELECT 1 FROM encoder"):
            db.rows("UPDATE meta SET encoder = NULL, next_encoder = NULL")
            db.rows("DELETE FROM encoder")
            forget_changes(db)
        db.rows("UPDATE meta SET encoder = ?", record(db, mark))


def record(db: Database, mark: EncoderMark) -> int:
    """Put an encoder on record, and return its number."""
    columns = ("name", "source", "dimension", "probe")
    probe = mark.probe.astype("<f4").tobytes()
    db.insert("encoder", columns, [(mark.name, mark.source, len(mark.probe), probe)])
    return int(db.row("SELECT max(number) FROM encoder")[0])


def mismatch(on_record: str, given: str) -> EncoderMismatch:
    """Return the error for a catalog of one encoder that was opened with another."""
    return EncoderMismatch(
        f"the catalog holds embeddings of the encoder {on_record}, but was opened with {given}",
        hint="open it with the encoder it was built with (RECOUPE_ENCODER), or re-embed it with "
        "`recoupe index rebuild --encoder NAME`",
    )
