"""Storing documents: what changed is cut, encoded, and written in one transaction."""

from collections.abc import Mapping, Sequence

from index.catalog import Catalog
from index.changes import Entry, Outcome, Prepared
from index.copies import signatures
from index.document import Document
from index.encoder_in_use import Chosen, EncoderInUse
from index.ingest import FileRead
from index.lock import WriterLock
from index.prepare import digest_of, encoded_text
from index.split import passages
from index.vectors import Vectors


class Store:
    """The way into a catalog, for one writer at a time.

    `written` is how many passages were stored, and documents removed, by this object.
    """

    def __init__(self, catalog: Catalog, encoders: EncoderInUse, lock: WriterLock) -> None:
        self._catalog, self._encoders, self._lock = catalog, encoders, lock
        self.written = 0

    def put(
        self,
        documents: Sequence[Document],
        files: Sequence[str | None] | None = None,
        complete: Sequence[FileRead] = (),
    ) -> tuple[list[Outcome], list[str]]:
        """Store documents, which were read from `files`, all of them or none.

        `complete` are the files that hold no more than was put. Returns what became of each
        document, and the sources of those that a complete file had and has no longer. Of a
        changed document only passages whose text or heading changed are encoded.
        """
        digests = [digest_of(document) for document in documents]
        while True:
            changed = self._changed(documents, digests)
            if not changed and not complete:
                return ["unchanged" for _ in documents], []
            chosen = self._encoders.current() if changed else None
            entries = self._entries({i: documents[i] for i in changed}, chosen)
            marks = self._signatures({i: documents[i] for i in changed})
            prepared = [
                Prepared(
                    one,
                    digests[i],
                    entries.get(i, ()),
                    files[i] if files else None,
                    marks.get(i, b""),
                )
                for i, one in enumerate(documents)
            ]
            with self._lock.held(), self._catalog.changing():
                # What this rests on may have been changed by another process since.
                if self._changed(documents, digests) == changed and (
                    chosen is None or self._encoders.is_current(chosen)
                ):
                    self.written += sum(len(one.entries) for one in prepared)
                    outcomes = self._catalog.put_all(prepared, chosen and chosen.mark)
                    return outcomes, [s for file in complete for s in self._catalog.complete(*file)]

    def remove(self, document_id: str) -> None:
        """Remove a document with its passages. Raises UnknownDocument."""
        with self._lock.held():
            self._catalog.remove(document_id)
        self.written += 1

    def _changed(self, documents: Sequence[Document], digests: Sequence[str]) -> list[int]:
        """Return which documents are not on record as they are, be it by one further up."""
        latest = self._catalog.digests([document.id for document in documents])
        changed = []
        for i, document in enumerate(documents):
            if latest.get(document.id) != digests[i]:
                changed.append(i)
                latest[document.id] = digests[i]
        return changed

    @staticmethod
    def _signatures(documents: Mapping[int, Document]) -> dict[int, bytes]:
        """Return what copies of documents are found by, by the same keys."""
        bodies = [one.text[one.body_start : one.body_end] for one in documents.values()]
        return dict(zip(documents, signatures(bodies), strict=True))

    def _entries(
        self, documents: Mapping[int, Document], chosen: Chosen | None
    ) -> dict[int, list[Entry]]:
        """Return the passages of documents, by the same keys, with their embeddings."""
        if chosen is None:
            return {}
        found = {i: passages(document) for i, document in documents.items()}
        known: dict[str, Vectors] = {}
        for document_id in self._catalog.digests([document.id for document in documents.values()]):
            known |= self._stored(document_id)
        texts = dict.fromkeys(encoded_text(p) for its in found.values() for p in its)
        new = [text for text in texts if text not in known]
        if new:
            known |= zip(new, chosen.encoder.encode(new), strict=True)
        return {i: [Entry(p, known[encoded_text(p)]) for p in its] for i, its in found.items()}

    def _stored(self, document_id: str) -> dict[str, Vectors]:
        """Return the embeddings on record of a document's passages, by the text they are of."""
        with self._catalog.reading():
            if not self._catalog.digests([document_id]):
                return {}
            entries = self._catalog.entries(self._catalog.document(document_id))
        return {encoded_text(entry.passage): entry.vector for entry in entries}
