"""The catalog: one SQLite file that is the only source of truth of a library.

Every change of a document, with its passages, embeddings and terms, is one transaction, and moves
`generation`, by which other processes notice it.
"""

import json
from collections.abc import Sequence
from contextlib import AbstractContextManager
from itertools import groupby
from pathlib import Path
from typing import Literal, NamedTuple, Self

import numpy as np

from index.database import Database
from index.document import Document, Filters, Passage
from index.errors import EncoderMismatch, UnknownDocument
from index.lexical import match_expression, terms
from index.rows import (
    DOCUMENT,
    PASSAGE,
    document_of,
    document_row,
    filter_clause,
    passage_of,
    vector_blob,
    vectors_of,
)
from index.vectors import Numbers, Vectors

Outcome = Literal["added", "updated", "unchanged"]

# How far the embedding of the probe text may lie from the one on record: arithmetic of another
# precision moves it by some 0.01, another model by about 1.
_SAME_PROBE = 0.1
_JOINED = "passage JOIN document ON document.number = passage.document"


class EncoderMark(NamedTuple):
    """By what a catalog knows its encoder again: its name, and its embedding of a fixed text."""

    name: str
    probe: Vectors


class Entry(NamedTuple):
    """A passage and its embedding (d)."""

    passage: Passage
    vector: Vectors


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

    def generation(self) -> int:
        """Return the number of changes made so far, by any process."""
        return int(self._db.rows("SELECT generation FROM meta")[0][0])

    def encoder(self) -> str | None:
        """Return the name of the encoder that the embeddings are of; None while there are none."""
        rows = self._db.rows("SELECT encoder FROM meta WHERE EXISTS (SELECT 1 FROM document)")
        return rows[0]["encoder"] if rows else None

    def check_encoder(self, mark: EncoderMark) -> None:
        """Raise EncoderMismatch unless the embeddings on record are of the encoder of `mark`."""
        if self.encoder() is None:
            return
        row = self._db.rows("SELECT encoder, dimension, probe FROM meta")[0]
        probe = vectors_of([row["probe"]])[0]
        same = row["encoder"] == mark.name and probe.shape == mark.probe.shape
        if not same or float(np.linalg.norm(probe - mark.probe)) > _SAME_PROBE:
            raise encoder_mismatch(
                f"{row['encoder']!r} ({row['dimension']} numbers)",
                f"{mark.name!r} ({len(mark.probe)} numbers)",
            )

    def count(self) -> int:
        """Return the number of documents."""
        return int(self._db.rows("SELECT count(*) FROM document")[0][0])

    def count_passages(self) -> int:
        """Return the number of passages."""
        return int(self._db.rows("SELECT count(*) FROM passage")[0][0])

    def digest(self, document_id: str) -> str | None:
        """Return the digest that a document was stored with; None when it is unknown."""
        rows = self._db.rows("SELECT digest FROM document WHERE id = ?", document_id)
        return rows[0]["digest"] if rows else None

    def document(self, document_id: str) -> Document:
        """Return one document. Raises UnknownDocument."""
        number = self._number(document_id)
        return document_of(
            self._db.rows(f"SELECT {DOCUMENT} FROM document WHERE number = ?", number)[0]
        )

    def documents(self, limit: int, after: str | None = None) -> list[Document]:
        """Return up to `limit` documents in the order in which they were first added.

        They begin behind the document `after`; UnknownDocument is raised when there is none.
        """
        behind = 0 if after is None else self._number(after)
        sql = f"SELECT {DOCUMENT} FROM document WHERE number > ? ORDER BY number LIMIT ?"
        return [document_of(row) for row in self._db.rows(sql, behind, limit)]

    def entries(self, document: Document) -> list[Entry]:
        """Return the passages of a stored document in order, with their embeddings."""
        rows = self._db.rows(
            f"SELECT {PASSAGE}, vector FROM {_JOINED}"
            " JOIN embedding ON embedding.passage = passage.number"
            " WHERE document.id = ? ORDER BY passage.number",
            document.id,
        )
        vectors = vectors_of([row["vector"] for row in rows])
        return [Entry(passage_of(row, document), vectors[i]) for i, row in enumerate(rows)]

    def passages(self, numbers: Sequence[int]) -> dict[int, tuple[Passage, Document]]:
        """Return the passages with these numbers; those of one document share its object."""
        rows = self._db.rows(
            f"SELECT passage.number, passage.document, {PASSAGE} FROM passage"
            " WHERE number IN (SELECT value FROM json_each(?))",
            json.dumps(list(numbers)),
        )
        sql = f"SELECT {DOCUMENT} FROM document WHERE number = ?"
        documents = {
            number: document_of(self._db.rows(sql, number)[0])
            for number in {row["document"] for row in rows}
        }
        return {
            row["number"]: (passage_of(row, documents[row["document"]]), documents[row["document"]])
            for row in rows
        }

    def owners(self, numbers: Sequence[int]) -> dict[int, int]:
        """Return, for each of these passages, the number of its document."""
        rows = self._db.rows(
            "SELECT number, document FROM passage WHERE number IN (SELECT value FROM json_each(?))",
            json.dumps(list(numbers)),
        )
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
            "SELECT passage, vector FROM embedding"
            " WHERE passage IN (SELECT value FROM json_each(?))",
            json.dumps(numbers.tolist()),
        )
        found = np.array([row["passage"] for row in rows], dtype=np.int64)
        return found, vectors_of([row["vector"] for row in rows])

    def lexical(
        self, query: Sequence[tuple[str, float]], limit: int, filters: Filters
    ) -> dict[int, float]:
        """Return the BM25 scores, by number, of the best passages that hold any of the terms.

        Terms come with weights. Up to `limit` passages are found for each distinct weight, and
        what a passage scores under several is summed.
        """
        where, values = filter_clause(filters)
        # The plus keeps SQLite from running the whole search once for every allowed passage.
        among = f"AND +rowid IN (SELECT passage.number FROM {_JOINED} WHERE {where})"
        scores: dict[int, float] = {}
        for weight, group in groupby(sorted(query, key=_weight), key=_weight):
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

    def put(
        self, document: Document, digest: str, entries: Sequence[Entry], mark: EncoderMark
    ) -> Outcome:
        """Store a document with its passages and embeddings, in place of an earlier one.

        Nothing is changed when the document is on record with the same digest, or when anything
        fails. Raises EncoderMismatch when the catalog holds embeddings of another encoder.
        """
        with self._db.changing():
            self.check_encoder(mark)
            before = self.digest(document.id)
            if before == digest:
                return "unchanged"
            if self.encoder() is None:
                self._db.rows(
                    "UPDATE meta SET encoder = ?, dimension = ?, probe = ?",
                    mark.name,
                    len(mark.probe),
                    vector_blob(mark.probe),
                )
            number = self._put_document(document_row(document) | {"digest": digest})
            for entry in entries:
                self._put_passage(number, document, entry)
            self._db.rows("UPDATE meta SET generation = generation + 1")
        return "added" if before is None else "updated"

    def remove(self, document_id: str) -> None:
        """Remove a document with all that hangs on it. Raises UnknownDocument."""
        with self._db.changing():
            number = self._number(document_id)
            self._drop_passages(number)
            self._db.rows("DELETE FROM document WHERE number = ?", number)
            self._db.rows("UPDATE meta SET generation = generation + 1")

    def _number(self, document_id: str) -> int:
        rows = self._db.rows("SELECT number FROM document WHERE id = ?", document_id)
        if not rows:
            raise UnknownDocument(
                f"no document has the id {document_id!r}",
                hint="`recoupe documents list` shows the ids",
            )
        return int(rows[0]["number"])

    def _put_document(self, row: dict[str, object]) -> int:
        """Insert or update a document without passages; an update keeps its number."""
        known = self._db.rows("SELECT number FROM document WHERE id = ?", row["id"])
        if not known:
            return self._db.insert("document", row)
        number = int(known[0]["number"])
        self._drop_passages(number)
        columns = ", ".join(f"{column} = ?" for column in row)
        self._db.rows(f"UPDATE document SET {columns} WHERE number = ?", *row.values(), number)
        return number

    def _drop_passages(self, document: int) -> None:
        which = "(SELECT number FROM passage WHERE document = ?)"
        self._db.rows(f"DELETE FROM terms WHERE rowid IN {which}", document)
        self._db.rows("DELETE FROM passage WHERE document = ?", document)

    def _put_passage(self, document_number: int, document: Document, entry: Entry) -> None:
        passage = entry.passage
        if document.text[passage.start : passage.end] != passage.text:
            raise ValueError(f"passage {passage.id!r} is not what stands at its offsets")
        span = passage.model_dump(include={"id", "start", "end", "heading"})
        number = self._db.insert("passage", span | {"document": document_number})
        self._db.insert("embedding", {"passage": number, "vector": vector_blob(entry.vector)})
        above = f"{document.title}\n{passage.heading or ''}"
        self._db.insert(
            "terms",
            {
                "rowid": number,
                "text": " ".join(terms(passage.text, document.language)),
                "title": " ".join(terms(above, document.language)),
            },
        )


def encoder_mismatch(recorded: str, given: str) -> EncoderMismatch:
    """Return the error for a catalog of the encoder `recorded`, opened with `given`."""
    return EncoderMismatch(
        f"the catalog holds embeddings of the encoder {recorded}, but was opened with {given}",
        hint="open it with the encoder it was built with (RECOUPE_ENCODER), or ingest the "
        "documents into another --data folder",
    )


def _weight(term: tuple[str, float]) -> float:
    return term[1]
