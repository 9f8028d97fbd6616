"""Say in the catalog which documents are copies of which, as documents come, change and go.

The original is the one that was added first, and itself a copy of none: of three outlets that
printed one report, two are copies of the first.
"""

import json
from collections.abc import Sequence
from typing import NamedTuple

from index.copies import is_copy, keys
from index.database import Database
from index.rows import OF

# A key that very many texts share is boilerplate; the first of them are enough to be compared.
_MOST = 200


class _Like(NamedTuple):
    """A document whose text is like another's: its number, and that of its original."""

    number: int
    original: int


def release(db: Database, documents: Sequence[int]) -> list[int]:
    """Have nothing be a copy of these documents, nor they of others, before they change or go.

    Returns the numbers of their copies, which are to be marked anew.
    """
    which = json.dumps(list(documents))
    copies = [
        row[0] for row in db.rows(f"SELECT number FROM document WHERE copy_of IN {OF}", which)
    ]
    db.rows(f"UPDATE document SET copy_of = NULL WHERE copy_of IN {OF}", which)
    db.rows(f"UPDATE document SET copy_of = NULL WHERE number IN {OF}", which)
    db.rows(f"DELETE FROM band WHERE document IN {OF}", which)
    return copies


def sign(db: Database, signatures: dict[int, bytes]) -> None:
    """Put on record by which keys documents, given by number, are looked up."""
    rows = [(key, number) for number, signature in signatures.items() for key in keys(signature)]
    db.insert("band", ("band", "document"), rows)


def mark(db: Database, documents: Sequence[int]) -> None:
    """Say of each of these documents, which must be signed, whether it is a copy, and of which."""
    # Most texts share no key with any, which is seen of all of them at once.
    sharing = db.rows(
        f"SELECT DISTINCT document FROM band AS own WHERE document IN {OF} AND EXISTS"
        " (SELECT 1 FROM band AS other"
        " WHERE other.band = own.band AND other.document != own.document) ORDER BY document",
        json.dumps(list(documents)),
    )
    for (number,) in sharing:
        alike = _alike(db, number)
        earlier = [like.original for like in alike if like.number < number]
        if earlier:
            db.rows("UPDATE document SET copy_of = ? WHERE number = ?", min(earlier), number)
            continue
        for like in alike:
            if like.original == like.number:
                sql = "UPDATE document SET copy_of = ? WHERE number = ? OR copy_of = ?"
                db.rows(sql, number, like.number, like.number)


def _alike(db: Database, number: int) -> list[_Like]:
    signature = db.row("SELECT signature FROM document WHERE number = ?", number)[0] or b""
    rows = db.rows(
        "SELECT number, signature, coalesce(copy_of, number) AS original FROM document"
        f" WHERE number IN (SELECT document FROM band WHERE band IN {OF} AND document != ?)"
        " ORDER BY number LIMIT ?",
        json.dumps(keys(signature)),
        number,
        _MOST,
    )
    return [
        _Like(row["number"], row["original"])
        for row in rows
        if is_copy(signature, row["signature"])
    ]
