"""A library: documents that can be added, looked up and searched.

It ties the catalog, which holds the truth, to an encoder and to a vector index built from the
catalog. Any number of threads may use one library, and any number of processes one folder.
"""

from collections.abc import Generator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from index import layout
from index.catalog import Catalog
from index.changes import Outcome
from index.document import Document, Filters, Hit
from index.encoder import Encoder, open_encoder
from index.encoder_in_use import EncoderInUse, OpenEncoder
from index.errors import RecoupeError
from index.ingest import Ingested, Intake
from index.lexical import query_terms
from index.lock import WriterLock
from index.migrations import VERSION
from index.ranking import fuse, spread
from index.status import Status
from index.store import Store
from index.vector_cache import VectorCache, is_much
from index.vectors import Vectors

__all__ = ["Ingested", "Library", "Outcome"]

# Passages that each of the two searches proposes at most.
_CANDIDATES = 50
_ALL = Filters()


class Library:
    """An open library; a context manager that closes it.

    The encoder is asked for nothing until something is added or searched.
    """

    def __init__(
        self,
        catalog: Catalog,
        encoder: Encoder | str | None,
        folder: Path | None = None,
        open_encoder: OpenEncoder = open_encoder,
    ) -> None:
        self._catalog, self._folder = catalog, folder
        self._encoders = EncoderInUse(catalog, encoder, open_encoder)
        self._store = Store(catalog, self._encoders, WriterLock(folder and folder / layout.LOCK))
        # Used inside `catalog.reading()`, which lets one thread in at a time.
        self._vectors = VectorCache(catalog, folder and folder / layout.VECTORS)
        self._has_searched = False

    @classmethod
    def open(
        cls,
        folder: Path,
        encoder: Encoder | str | None = None,
        open_encoder: OpenEncoder = open_encoder,
    ) -> Self:
        """Open the library in `folder`, making it where there is none.

        `encoder` is an encoder, or the name of one as `open_encoder` takes it; None for the one
        that the catalog records, or else the embedded one. Raises EncoderMismatch when the
        catalog's embeddings are of an encoder of another name, EncoderUnavailable, and
        CatalogError when the catalog cannot be opened.
        """
        catalog = Catalog.open(layout.catalog_in(folder))
        try:
            return cls(catalog, encoder, folder, open_encoder)
        except BaseException:
            catalog.close()
            raise

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
        """Write the vectors where that saves work, and close; the library is not used again."""
        try:
            self._keep_vectors()
        finally:
            self._catalog.close()

    def warm_up(self) -> None:
        """Load what the first search would have to wait for: the encoder and the vectors.

        Raises EncoderMismatch when the encoder is not the one that the catalog was built with.
        """
        self._encoders.current()
        with self._catalog.reading():
            self._vectors.current()
        self._has_searched = True

    def add(self, document: Document) -> Outcome:
        """Add a document, or bring it up to date; one that has not changed is not encoded."""
        return self.add_all([document])[0]

    def add_all(self, documents: Sequence[Document]) -> list[Outcome]:
        """Add documents as `add` does one after the other, encoding their passages together.

        All are stored, or none when something fails. Of a changed document, only passages whose
        text or heading changed are encoded.
        """
        return self._store.put(documents)[0]

    def ingest(self, paths: Sequence[Path]) -> Generator[Ingested, None, None]:
        """Add the files at `paths` and in the folders there, and yield what became of each.

        Outcomes are yielded once they are on the disk to stay. What cannot be read is reported
        as failed, and the rest is gone on with.
        """
        for group in Intake(self._catalog.sources_of).groups(paths):
            stored = self._store.put(group.documents, group.files, group.complete)
            yield from group.reported(*stored)
        self._keep_vectors()

    def remove(self, document_id: str) -> None:
        """Remove a document with its passages. Raises UnknownDocument."""
        self._store.remove(document_id)

    def document(self, document_id: str) -> Document:
        """Return one document. Raises UnknownDocument."""
        return self._catalog.document(document_id)

    def documents(self, limit: int = 100, after: str | None = None) -> list[Document]:
        """Return up to `limit` documents in the order in which they were first added.

        They begin behind the document whose id is `after`; UnknownDocument is raised when there
        is none.
        """
        return self._catalog.documents(limit, after)

    def copies(self) -> dict[str, str]:
        """Return the id of each document that repeats another, with the id of that one.

        That one was added first, and repeats none itself.
        """
        return self._catalog.copies()

    def encoder(self) -> Encoder:
        """Return the encoder, which need not be loaded yet.

        Raises EncoderUnavailable or EncoderMismatch where the one on record cannot be opened.
        """
        return self._encoders.encoder()

    def status(self) -> Status:
        """Return what the library holds and how it stands; this loads the vectors."""
        with self._catalog.reading():
            self._vectors.current()
            self._has_searched = True
            state, name = self._catalog.state(), self._catalog.encoder()
            counts = self._catalog.count(), state.passages, self._catalog.count_copies()
        try:
            encoder = self.encoder()
            engine = getattr(encoder, "engine", None)
        except RecoupeError as error:
            encoder, engine = None, f"not to be had: {error}"
        return Status(
            *counts,
            encoder=name or (encoder.name if encoder else ""),
            engine=engine,
            vectors=self._vectors.told,
            generation=state.generation,
            version=VERSION,
            size=layout.size_of(self._folder) if self._folder else 0,
        )

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
        if self.count_passages() == 0:
            return []
        while True:
            chosen = self._encoders.current()
            asked = chosen.encoder.encode([question])[0]
            with self._catalog.reading():
                # The catalog may have been given another encoder since.
                if self._encoders.is_current(chosen):
                    return self._found(question, asked, limit, filters)

    def _found(self, question: str, asked: Vectors, limit: int, filters: Filters) -> list[Hit]:
        vectors = self._vectors.current()
        self._has_searched = True
        pool = max(_CANDIDATES, limit)
        allowed = None if filters == _ALL else self._catalog.numbers(filters)
        dense = dict(vectors.search(asked, pool, allowed))
        lexical = self._catalog.lexical(query_terms(question), pool, filters)
        others = [number for number in lexical if number not in dense]
        dense |= zip(others, vectors.scores(asked, others), strict=True)
        if not vectors.exact:
            numbers, rows = self._catalog.vectors(np.array(list(dense), dtype=np.int64))
            dense = dict(zip(numbers.tolist(), (rows @ asked).tolist(), strict=True))
        scores = fuse(dense, lexical)
        chosen = spread(scores, self._catalog.owners(list(scores)), limit)
        found = self._catalog.passages(chosen)
        return [Hit(passage=found[n][0], document=found[n][1], score=scores[n]) for n in chosen]

    def _keep_vectors(self) -> None:
        """Write the file of vectors if much changed; to see that, it is not loaded for little."""
        if self._has_searched or is_much(self._store.written, self._catalog.count_passages()):
            with self._catalog.reading():
                self._vectors.keep()
