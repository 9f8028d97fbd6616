"""A library: documents that can be added, looked up and searched.

It ties the catalog, which holds the truth, to an encoder and to a vector index built from the
catalog. Any number of threads may use one library, and any number of processes one folder.
"""

import hashlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from types import TracebackType
from typing import Literal, Self

import numpy as np

from index.catalog import Catalog, EncoderMark, Entry, Outcome, encoder_mismatch
from index.document import Document, Filters, Hit, Passage
from index.encoder import Encoder
from index.errors import UnreadableDocument
from index.lexical import query_terms
from index.ranking import fuse, spread
from index.read import Unread, find_files, read_file
from index.split import passages
from index.vectors import VectorIndex, Vectors

CATALOG = "catalog.sqlite"

# Passages that each of the two searches proposes at most.
_CANDIDATES = 50
_ALL = Filters()
_PROBE = "A quiet fox just jumped over my big whale; le zèbre exige six kiwis."


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one file; `reason` says why it failed, else None."""

    path: Path
    outcome: Literal["added", "updated", "unchanged", "failed"]
    reason: str | None = None


class Library:
    """An open library; a context manager that closes it.

    The encoder is asked for nothing until something is added or searched.
    """

    def __init__(self, catalog: Catalog, encoder: Encoder) -> None:
        self._catalog = catalog
        self._encoder = encoder
        # Read and changed inside `catalog.reading()`, which lets one thread in at a time.
        self._vectors = VectorIndex()
        self._generation = 0

    @classmethod
    def open(cls, folder: Path, encoder: Encoder) -> Self:
        """Open the library in `folder`, making it where there is none.

        Raises EncoderMismatch when its embeddings are of an encoder of another name, and
        CatalogError when the catalog cannot be opened.
        """
        catalog = Catalog.open(folder / CATALOG)
        recorded = catalog.encoder()
        if recorded not in (None, encoder.name):
            catalog.close()
            raise encoder_mismatch(repr(recorded), repr(encoder.name))
        return cls(catalog, encoder)

    @classmethod
    def in_memory(cls, encoder: Encoder) -> Self:
        """Return an empty library that lives as long as the object."""
        return cls(Catalog.in_memory(), encoder)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the catalog; the library is not used again."""
        self._catalog.close()

    def warm_up(self) -> None:
        """Load what the first search would have to wait for: the encoder and the vectors.

        Raises EncoderMismatch when the encoder is not the one that the catalog was built with.
        """
        mark = self._mark
        with self._catalog.reading():
            self._current_vectors(mark)

    def add(self, document: Document) -> Outcome:
        """Add a document, or bring it up to date; one that has not changed is not encoded."""
        return self.add_all([document])[0]

    def add_all(self, documents: Sequence[Document]) -> list[Outcome]:
        """Add documents as `add` does one after the other, encoding their passages together.

        All are stored, or none when something fails. Of a changed document, only passages whose
        text or heading changed are encoded.
        """
        changed: dict[int, list[Passage]] = {}
        latest: dict[str, str | None] = {}
        known: dict[str, Vectors] = {}
        for i, document in enumerate(documents):
            before = latest.get(document.id) or self._catalog.digest(document.id)
            latest[document.id] = _digest(document)
            if latest[document.id] != before:
                changed[i] = passages(document)
                known |= self._stored(document.id)
        if not changed:
            return ["unchanged" for _ in documents]
        texts = [_embedded_text(p) for found in changed.values() for p in found]
        known |= self._encode([text for text in dict.fromkeys(texts) if text not in known])
        mark = self._mark
        outcomes: list[Outcome] = ["unchanged"] * len(documents)
        with self._catalog.changing():
            for i, found in changed.items():
                entries = [Entry(p, known[_embedded_text(p)]) for p in found]
                digest = _digest(documents[i])
                outcomes[i] = self._catalog.put(documents[i], digest, entries, mark)
        return outcomes

    def ingest(self, paths: Sequence[Path]) -> Iterator[Ingested]:
        """Add the files at `paths` and in the folders there, and yield what became of each.

        A file that cannot be read is reported as failed, and the others are gone on with.
        """
        for path in paths:
            try:
                files = find_files([path])
            except UnreadableDocument as error:
                yield Ingested(path, "failed", str(error))
                continue
            for file in files:
                try:
                    for found in read_file(file):
                        if isinstance(found, Unread):
                            reason = f"{found.source}: {found.reason}"
                            yield Ingested(Path(found.source), "failed", reason)
                        else:
                            yield Ingested(Path(found.source), self.add(found))
                except UnreadableDocument as error:
                    yield Ingested(file, "failed", str(error))

    def remove(self, document_id: str) -> None:
        """Remove a document with its passages. Raises UnknownDocument."""
        self._catalog.remove(document_id)

    def document(self, document_id: str) -> Document:
        """Return one document. Raises UnknownDocument."""
        return self._catalog.document(document_id)

    def documents(self, limit: int = 100, after: str | None = None) -> list[Document]:
        """Return up to `limit` documents in the order in which they were first added.

        They begin behind the document whose id is `after`; UnknownDocument is raised when there
        is none.
        """
        return self._catalog.documents(limit, after)

    def count(self) -> int:
        """Return the number of documents."""
        return self._catalog.count()

    def count_passages(self) -> int:
        """Return the number of passages."""
        return self._catalog.count_passages()

    def search(self, question: str, limit: int = 12, filters: Filters = _ALL) -> list[Hit]:
        """Return up to `limit` hits for a question, best first; [] from an empty library.

        Passages near in meaning and passages that share the question's words are ranked together
        and spread over the documents (`index.ranking`). Where no more than `limit` passages pass
        the filters, all of them come back.
        """
        if self.count() == 0:
            return []
        mark = self._mark
        asked = self._encoder.encode([question])[0]
        pool = max(_CANDIDATES, limit)
        with self._catalog.reading():
            vectors = self._current_vectors(mark)
            allowed = None if filters == _ALL else self._catalog.numbers(filters)
            dense = dict(vectors.search(asked, pool, allowed))
            lexical = self._catalog.lexical(query_terms(question), pool, filters)
            others = [number for number in lexical if number not in dense]
            dense |= zip(others, vectors.scores(asked, others), strict=True)
            scores = fuse(dense, lexical)
            chosen = spread(scores, self._catalog.owners(list(scores)), limit)
            found = self._catalog.passages(chosen)
        return [Hit(passage=found[n][0], document=found[n][1], score=scores[n]) for n in chosen]

    @cached_property
    def _mark(self) -> EncoderMark:
        return EncoderMark(self._encoder.name, self._encoder.encode([_PROBE])[0])

    def _current_vectors(self, mark: EncoderMark) -> VectorIndex:
        """Return the vectors as the catalog now has them, whoever changed it last."""
        generation = self._catalog.generation()
        if generation != self._generation:
            self._catalog.check_encoder(mark)
            wanted, held = self._catalog.numbers(_ALL), self._vectors.numbers()
            self._vectors.remove(np.setdiff1d(held, wanted))
            self._vectors.add(*self._catalog.vectors(np.setdiff1d(wanted, held)))
            self._generation = generation
        return self._vectors

    def _stored(self, document_id: str) -> dict[str, Vectors]:
        """Return the embeddings on record of a document's passages, by the text they are of."""
        with self._catalog.reading():
            if self._catalog.digest(document_id) is None:
                return {}
            entries = self._catalog.entries(self._catalog.document(document_id))
        return {_embedded_text(entry.passage): entry.vector for entry in entries}

    def _encode(self, texts: Sequence[str]) -> dict[str, Vectors]:
        return dict(zip(texts, self._encoder.encode(texts), strict=True)) if texts else {}


def _embedded_text(passage: Passage) -> str:
    """Return what is encoded of a passage: its text, under its heading.

    The document's title counts in the lexical search alone: in the embedding it makes all
    passages of a document alike, and fewer of the right ones were found.
    """
    return f"{passage.heading}\n{passage.text}" if passage.heading else passage.text


def _digest(document: Document) -> str:
    """Return the SHA-256 of all that is known of a document, as hex digits."""
    return hashlib.sha256(document.model_dump_json().encode()).hexdigest()
