"""The catalog: one SQLite file that is the only source of truth of a library.

Every change is one transaction that moves `generation` and has a stamp of its own, by which other
processes notice it.
"""

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from itertools import groupby
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np

from index import marks
from index.changes import Entry, Outcome, Prepared, put_all, record_file, remove_all
from index.database import Damaged, Database
from index.document import Document, Filters, Passage
from index.errors import UnknownDocument
from index.lexical import affordable, match_expression
from index.marks import EncoderMark, Recorded
from index.rows import (
    DOCUMENT,
    OF,
    PASSAGE,
    document_of,
    filter_clause,
    passage_of,
    vectors_of,
)
from index.vectors import Numbers, Vectors

_JOINED = "passage JOIN document ON document.number = passage.document"
# Embeddings to read at a time.
_BATCH = 4096


class State(NamedTuple):
    """One state of the catalog. No two states have the same stamp, not even after a restore."""

    generation: int
    stamp: int
    encoder: int | None
    passages: int


class Catalog:
    """An open catalog. Every method raises CatalogError when SQLite cannot do its work."""

    def __init__(self, database: Database) -> None:
        self._db = database

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the catalog at `path`, making it where there is none; see `Database.open`."""
        return cls(Database.open(path))

    @classmethod
    def in_memory(cls) -> Self:
        """Return an empty catalog that lives as long as the object."""
        return cls(Database.in_memory())

    def close(self) -> None:
        """Close the file; the catalog is not used again."""
        self._db.close()

    def reading(self) -> AbstractContextManager[None]:
        """Let everything that is read inside see one state of the catalog."""
        return self._db.reading()

    def changing(self) -> AbstractContextManager[None]:
        """Make all changes inside one transaction: all of them are made, or none."""
        return self._db.changing()

    @property
    def read_only(self) -> bool:
        """Whether the file cannot be written."""
        return self._db.read_only

    def state(self) -> State:
        """Return which state the catalog is in, whoever changed it last."""
        return State(
            *self._db.row(
                "SELECT generation, stamp, encoder, passages"
                " FROM meta JOIN change USING (generation)"
            )
        )

    def generation(self) -> int:
        """Return the number of changes made so far, by any process."""
        return self.state().generation

    def generation_of(self, stamp: int) -> int | None:
        """Return the generation of a stamp; None when the journal does not go back to it."""
        rows = self._db.rows("SELECT generation FROM change WHERE stamp = ?", stamp)
        return int(rows[0][0]) if rows else None

    def recorded(self) -> Recorded | None:
        """Return the encoder that the embeddings are of; None while there are no documents."""
        return marks.recorded(self._db)

    def encoder(self) -> str | None:
        """Return the name of the encoder on record; None while there are no documents."""
        recorded = self.recorded()
        return recorded.mark.name if recorded else None

    def check_encoder(self, mark: EncoderMark) -> None:
        """Raise EncoderMismatch unless the embeddings on record are of the encoder of `mark`."""
        marks.check(self._db, mark)

    def count(self) -> int:
        """Return the number of documents."""
        return int(self._db.row("SELECT count(*) FROM document")[0])

    def count_passages(self) -> int:
        """Return the number of passages."""
        return int(self._db.row("SELECT passages FROM meta")[0])

    def count_copies(self) -> int:
        """Return the number of documents that are copies of others."""
        return int(self._db.row("SELECT count(*) FROM document WHERE copy_of IS NOT NULL")[0])

    def copies(self) -> dict[str, str]:
        """Return the id of each document that is a copy, with the id of its original."""
        rows = self._db.rows(
            "SELECT copy.id, original.id FROM document AS copy"
            " JOIN document AS original ON original.number = copy.copy_of ORDER BY copy.number"
        )
        return {copy: original for copy, original in rows}

    def digests(self, ids: Sequence[str]) -> dict[str, str]:
        """Return the digests that documents were stored with; none for those that are unknown."""
        rows = self._db.rows(
            f"SELECT id, digest FROM document WHERE id IN {OF}", json.dumps(list(ids))
        )
        return {row["id"]: row["digest"] for row in rows}

    def document(self, document_id: str) -> Document:
        """Return one document. Raises UnknownDocument."""
        number = self._number(document_id)
        with self._db.explained():
            return document_of(
                self._db.row(f"SELECT {DOCUMENT} FROM document WHERE number = ?", number)
            )

    def documents(self, limit: int, after: str | None = None) -> list[Document]:
        """Return up to `limit` documents in the order in which they were first added.

        They begin behind the document `after`; UnknownDocument is raised when there is none.
        """
        behind = 0 if after is None else self._number(after)
        sql = f"SELECT {DOCUMENT} FROM document WHERE number > ? ORDER BY number LIMIT ?"
        with self._db.explained():
            return [document_of(row) for row in self._db.rows(sql, behind, limit)]

    def entries(self, document: Document) -> list[Entry]:
        """Return the passages of a stored document in order, with their embeddings."""
        rows = self._db.rows(
            f"SELECT {PASSAGE}, vector, embedding.crc FROM {_JOINED}"
            " JOIN embedding ON embedding.passage = passage.number"
            " WHERE document.id = ? ORDER BY passage.number",
            document.id,
        )
        with self._db.explained():
            vectors = vectors_of(rows)
            return [Entry(passage_of(row, document), vectors[i]) for i, row in enumerate(rows)]

    def passages(self, numbers: Sequence[int]) -> dict[int, tuple[Passage, Document]]:
        """Return the passages with these numbers; those of one document share its object."""
        rows = self._db.rows(
            f"SELECT number, document, {PASSAGE} FROM passage WHERE number IN {OF}",
            json.dumps(list(numbers)),
        )
        sql = f"SELECT {DOCUMENT} FROM document WHERE number = ?"
        with self._db.explained():
            of = {n: document_of(self._db.row(sql, n)) for n in {row["document"] for row in rows}}
            return {
                row["number"]: (passage_of(row, of[row["document"]]), of[row["document"]])
                for row in rows
            }

    def owners(self, numbers: Sequence[int]) -> dict[int, int]:
        """Return, for each of these passages, the number of its document."""
        rows = self._db.rows(
            f"SELECT number, document FROM passage WHERE number IN {OF}",
            json.dumps(list(numbers)),
        )
        with self._db.explained():
            if len(rows) != len(numbers):
                raise Damaged("passages that were found by their words are not there")
        return {row["number"]: row["document"] for row in rows}

    def numbers(self, filters: Filters) -> Numbers:
        """Return the numbers of the passages whose documents pass `filters`, in order."""
        where, values = filter_clause(filters)
        rows = self._db.rows(
            f"SELECT passage.number FROM {_JOINED} WHERE {where} ORDER BY passage.number", *values
        )
        return np.array([row[0] for row in rows], dtype=np.int64)

    def vectors(self, numbers: Numbers) -> tuple[Numbers, Vectors]:
        """Return those of `numbers` that are on record, and their embeddings (n x d)."""
        rows = self._db.rows(
            f"SELECT passage, vector, crc FROM embedding WHERE passage IN {OF}",
            json.dumps(numbers.tolist()),
        )
        with self._db.explained():
            return _numbered(rows)

    def embeddings(self, above: int = 0) -> Iterator[tuple[Numbers, Vectors]]:
        """Yield the embeddings of all passages whose numbers are higher, in order, some at a time.

        To be used inside `reading()`.
        """
        sql = "SELECT passage, vector, crc FROM embedding WHERE passage > ? ORDER BY passage"
        for rows in self._db.batches(sql, _BATCH, above):
            with self._db.explained():
                yield _numbered(rows)

    def dropped(self, since: int) -> Numbers:
        """Return the numbers of the passages that changes after the generation `since` removed."""
        rows = self._db.rows("SELECT passage FROM dropped WHERE generation > ?", since)
        return np.array([row[0] for row in rows], dtype=np.int64)

    def sources_of(self, path: str, sha256: str, reader: str) -> list[str] | None:
        """Return the sources of the documents of a file that is stored with this very content.

        None when it is not, or was read by another `reader`.
        """
        sql = "SELECT 1 FROM file WHERE path = ? AND sha256 = ? AND reader = ?"
        if not self._db.rows(sql, path, sha256, reader):
            return None
        rows = self._db.rows("SELECT source FROM document WHERE file = ? ORDER BY number", path)
        return [row["source"] for row in rows]

    def files(self, ids: Sequence[str]) -> list[str | None]:
        """Return the file that each of these documents was read from, None for one sent."""
        rows = self._db.rows(f"SELECT id, file FROM document WHERE id IN {OF}",
                             json.dumps(list(ids)))  # fmt: skip
        file_of = {row["id"]: row["file"] for row in rows}
        return [file_of.get(document_id) for document_id in ids]

    def lexical(
        self, query: Sequence[tuple[str, float]], limit: int, filters: Filters
    ) -> dict[int, float]:
        """Return the BM25 scores, by number, of the best passages that hold any of the terms.

        Terms come with weights. Up to `limit` passages are found for each distinct weight, and
        what a passage scores under several is summed. In a large catalog common terms are left
        out where there are rarer ones (`index.lexical.affordable`).
        """
        where, values = filter_clause(filters)
        # The plus keeps SQLite from running the whole search once for every allowed passage.
        among = f"AND +rowid IN (SELECT passage.number FROM {_JOINED} WHERE {where})"
        scores: dict[int, float] = {}
        for weight, group in groupby(sorted(self._affordable(query), key=_weight), key=_weight):
            rows = self._db.rows(
                "SELECT rowid AS number, -rank AS score FROM terms"
                f" WHERE terms MATCH ? {among if values else ''} ORDER BY rank LIMIT ?",
                match_expression([term for term, _ in group]),
                *values,
                limit,
            )
            for row in rows:
                scores[row["number"]] = scores.get(row["number"], 0.0) + weight * row["score"]
        return scores

    def _affordable(self, query: Sequence[tuple[str, float]]) -> list[tuple[str, float]]:
        rows = self._db.rows(
            f"SELECT term, doc FROM vocabulary WHERE term IN {OF}",
            json.dumps([term for term, _ in query]),
        )
        return affordable(query, {row["term"]: row["doc"] for row in rows})

    def put(
        self, document: Document, digest: str, entries: Sequence[Entry], mark: EncoderMark
    ) -> Outcome:
        """Store one document as `put_all` does several."""
        return self.put_all([Prepared(document, digest, entries)], mark)[0]

    def put_all(self, prepared: Sequence[Prepared], mark: EncoderMark | None) -> list[Outcome]:
        """Store documents with their passages and embeddings, each in place of an earlier one.

        Those on record with the same digest are left, and when anything fails nothing is changed;
        `mark` is None where all are. Raises EncoderMismatch when the catalog holds embeddings of
        another encoder.
        """
        with self._db.changing():
            if mark is not None:
                marks.check(self._db, mark)
                marks.begin(self._db, mark)
            return put_all(self._db, prepared)

    def complete(self, path: str, sha256: str, reader: str, ids: Sequence[str]) -> list[str]:
        """Note that a file, as `reader` reads it, holds the documents `ids`, all of them stored.

        Others that were once read from it are removed; their sources are returned.
        """
        with self._db.changing():
            gone = self._db.rows(
                f"SELECT number, source FROM document WHERE file = ? AND id NOT IN {OF}",
                path,
                json.dumps(list(ids)),
            )
            if gone:
                remove_all(self._db, [row["number"] for row in gone])
            record_file(self._db, path, sha256, reader)
        return [row["source"] for row in gone]

    def remove(self, document_id: str) -> None:
        """Remove a document with all that hangs on it. Raises UnknownDocument."""
        with self._db.changing():
            remove_all(self._db, [self._number(document_id)])

    def _number(self, document_id: str) -> int:
        rows = self._db.rows("SELECT number FROM document WHERE id = ?", document_id)
        if not rows:
            raise UnknownDocument(
                f"no document has the id {document_id!r}",
                hint="`recoupe documents list` shows the ids",
            )
        return int(rows[0]["number"])


def _numbered(rows: Sequence[sqlite3.Row]) -> tuple[Numbers, Vectors]:
    return np.array([row["passage"] for row in rows], dtype=np.int64), vectors_of(rows)


def _weight(term: tuple[str, float]) -> float:
    return term[1]
