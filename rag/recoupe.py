"""Everything opened in one place: the library, the encoder and the writers.

The edges (`api`, `eval`) know this class and the data it deals in, and nothing below.
"""

import hashlib
import time
from collections.abc import Generator, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Literal, Self

from index.document import Document, Filters, Hit, Passage
from index.encoder import EMBEDDED, Encoder, open_encoder
from index.ingest import Ingested as IngestedFile
from index.library import Library
from index.read import Unread, find_files, read_text, read_upload
from index.split import passages
from index.status import Status
from rag.answer import Answer, AskRequest, InlineDocument, SearchRequest
from rag.ask import Hearing, answer_events
from rag.copies import repeated_passages, spread
from rag.errors import UnreadableDocument, WriterUnavailable
from rag.events import AnswerEvent, Event
from rag.heard import Heard
from rag.local import LocalModel, ModelState
from rag.meaning import Meaning
from rag.paired import Relating
from rag.parts import parts
from rag.question import understand
from rag.remembering import Remembering
from rag.settings import Settings
from rag.spelling import as_spelt
from rag.statements import Comparer, CompareRequest, Comparison
from rag.writers.quotes import QuotesWriter
from rag.writers.writer import Writer

__all__ = [
    "Document",
    "Hit",
    "Ingested",
    "IngestedFile",
    "Passage",
    "Recoupe",
    "Status",
    "find_files",
]

# How many times as many passages are looked for where some only repeat others.
_MORE = 4


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one document that was sent."""

    id: str
    title: str
    outcome: Literal["added", "updated", "unchanged"]


class Recoupe:
    """An open library with its writers: documents in, cited answers out. Thread-safe."""

    def __init__(self, library: Library, writer: Writer, comparer: Comparer | None = None) -> None:
        self._library, self._writer = library, writer
        self._comparer = comparer or Comparer()
        self._local: LocalModel | None = None
        self._owns_model = True

    @classmethod
    def open(cls, settings: Settings, *, model: LocalModel | None = None) -> Self:
        """Open the library in `settings.data`, made where there is none.

        The model that the settings choose is loaded later (`rag.local`); a `model` that others use
        too is taken instead, and not closed. Raises EncoderUnavailable, EncoderMismatch,
        CatalogError or WriterUnavailable.
        """
        library = Library.open(settings.data, settings.encoder)
        try:
            recoupe = cls(library, QuotesWriter(), Comparer(settings.nli))
            recoupe._owns_model = model is None
            recoupe._local = model or LocalModel.of(settings, lambda: recoupe.meaning)
        except BaseException:
            library.close()
            raise
        return recoupe

    @cached_property
    def meaning(self) -> Meaning | None:
        """What tells likeness in other words; None with an encoder that no weights are fitted for.

        Raises EncoderUnavailable or EncoderMismatch.
        """
        return _meaning_by(self._encoder)

    @cached_property
    def _encoder(self) -> Encoder:
        """Embeds what is no passage of the library: questions are asked of the same texts again."""
        return Remembering(self._library.encoder())

    @property
    def model_state(self) -> ModelState:
        """How far the local model is; the built-in writer answers alone until it is ready."""
        return self._local.state if self._local else "none"

    @cached_property
    def _quotes(self) -> QuotesWriter:
        return QuotesWriter(self.meaning)

    @cached_property
    def _relating(self) -> Relating | None:
        """The embedded relater, which reads how claims relate."""
        return Relating(self.meaning.relate) if self.meaning else None

    def warm_up(self) -> None:
        """Load what the first question would wait for, the model in the background.

        Raises what opening raises.
        """
        self._library.warm_up()
        if self.meaning:
            self.meaning.warm_up()
        understand("combien de temps ?")
        for joined in ("Où irez-vous et quand ?", "Where will you go and when?"):
            parts(joined)
        if self._local:
            self._local.warm_up()

    def close(self) -> None:
        """Close the writers and the library."""
        if self._local and self._owns_model:
            self._local.close()
        self._writer.close()
        self._library.close()

    def ask(self, request: AskRequest) -> Answer:
        """Return the answer to a question.

        Raises UnreadableDocument for an inline document without text, WriterUnavailable and
        WriterBusy.
        """
        return next(e.answer for e in self.stream(request) if isinstance(e, AnswerEvent))

    def stream(self, request: AskRequest) -> Generator[Event, None, None]:
        """Yield the events of the answer (`rag.events`); raises what `ask` raises."""
        started = time.perf_counter()
        hearings = self._hearings(request, request.question)
        hits = self._hits(request, _sought(request.question, hearings))
        if (written := as_spelt(request.question, hits)) != request.question:
            hearings = self._hearings(request, written)
        yield from answer_events(request, hearings, hits, started)

    def search(self, request: SearchRequest) -> list[Hit]:
        """Return the passages nearest to the question, best first."""
        return self._library.search(request.question, request.limit, request.filters)

    def compare(self, request: CompareRequest) -> Comparison:
        """Return how two statements relate, without a look at the library.

        Raises EncoderUnavailable where a cross-encoder is configured that cannot be loaded.
        """
        return self._comparer.compare(request)

    def ingest(self, paths: Sequence[Path]) -> Iterator[IngestedFile]:
        """Add files and folders, and yield what became of each file."""
        return self._library.ingest(paths)

    def add(self, documents: Sequence[InlineDocument]) -> list[Ingested]:
        """Store texts. One without an id is known by its text, so that it is stored once.

        Raises UnreadableDocument, with nothing stored, when one of them cannot be read.
        """
        return self._store([_read(d, d.id or _digest(d.text)) for d in documents])

    def add_files(self, files: Sequence[tuple[str, bytes]]) -> list[Ingested]:
        """Store uploaded files, each with its name and content; raises as `add` does."""
        documents: list[Document] = []
        for name, content in files:
            for found in read_upload(name, content):
                if isinstance(found, Unread):
                    raise UnreadableDocument(f"{found.source}: {found.reason}")
                documents.append(found)
        return self._store(documents)

    def _store(self, documents: Sequence[Document]) -> list[Ingested]:
        outcomes = self._library.add_all(documents)
        return [
            Ingested(document.id, document.title, outcome)
            for document, outcome in zip(documents, outcomes, strict=True)
        ]

    def documents(self, limit: int = 100, after: str | None = None) -> list[Document]:
        """Return up to `limit` stored documents, behind the one whose id is `after`."""
        return self._library.documents(limit, after)

    def copies(self) -> dict[str, str]:
        """Return the id of each document that repeats another, with the id of that one."""
        return self._library.copies()

    def document(self, id: str) -> Document:  # noqa: A002 - the contract's name for it
        """Return one document. Raises UnknownDocument."""
        return self._library.document(id)

    def remove(self, id: str) -> None:  # noqa: A002 - the contract's name for it
        """Remove one document with its passages. Raises UnknownDocument."""
        self._library.remove(id)

    def status(self) -> Status:
        """Return what the library holds and how it stands."""
        return self._library.status()

    def _hearings(self, request: AskRequest, question: str) -> list[Hearing]:
        """The questions that one consists of, and who is heard on each."""
        return [
            Hearing(part, understand(part.text), self._heard(request)) for part in parts(question)
        ]

    def _heard(self, request: AskRequest) -> Heard:
        """Who is to be heard: the built-in writer, and a model where one is loaded."""
        if request.writer == "quotes":
            return Heard([self._quotes], relating=self._relating)
        wanted = request.writer == "llama"
        if self._local and (llama := self._local.writer(wanted=wanted)):
            return Heard([self._quotes, llama], llama, wanted, self._relating)
        if wanted and self._writer.name != "llama":
            raise WriterUnavailable(
                "the writer `llama` was asked for, but there is no model",
                hint="see `recoupe models list`, or name a GGUF file in RECOUPE_MODEL; or use "
                "`quotes`",
            )
        built_in = self._quotes if self._writer.name == "quotes" else self._writer
        remarks = [self._local.remark()] if self._local else []
        return Heard([built_in], relating=self._relating, remarks=remarks)

    def _hits(self, request: AskRequest, sought: str) -> list[Hit]:
        """The passages to read: of the library, or of the texts that came with the question."""
        if request.documents is None:
            return _searched(self._library, request, sought)
        everything = hits_in(request.documents)
        if request.filters == Filters() and len(everything) <= request.limit:
            return everything  # all of them will be read, so there is nothing to search for
        with Library.in_memory(self._encoder) as library:
            library.add_all(list({hit.document.id: hit.document for hit in everything}.values()))
            return _searched(library, request, sought)


def _sought(question: str, hearings: Sequence[Hearing]) -> str:
    """What is searched for: the question, plainly put where it is one, and what an adviser adds."""
    if len(hearings) == 1:
        asked = hearings[0].question
        question = (asked.plainly or asked).text
    return " ".join((question, *(word for h in hearings for word in h.search_words())))


def shared_model(settings: Settings) -> LocalModel | None:
    """Return the model that the settings choose, for several Recoupes; None where there is none.

    Whoever asks for it closes it. Raises WriterUnavailable.
    """
    name = settings.encoder or EMBEDDED
    return LocalModel.of(settings, cache(lambda: _meaning_by(Remembering(open_encoder(name)))))


def _meaning_by(encoder: Encoder) -> Meaning | None:
    return Meaning(encoder) if encoder.name == open_encoder(EMBEDDED).name else None


def hits_in(documents: Sequence[InlineDocument]) -> list[Hit]:
    """Return every passage of texts that came with a question.

    Raises UnreadableDocument for one without text.
    """
    read = [_read(d, d.id or f"document-{n}") for n, d in enumerate(documents, start=1)]
    return [
        Hit(passage=passage, document=document, score=1.0)
        for document in read
        for passage in passages(document)
    ]


def _searched(library: Library, request: AskRequest, sought: str) -> list[Hit]:
    """The hits to read: what repeats another's passage leaves its room to more of them."""
    hits = library.search(sought, request.limit, request.filters)
    if len(repeated_passages(hits)) <= request.limit // 3:
        return hits
    more = library.search(sought, _MORE * request.limit, request.filters)
    return spread(more, request.limit)


def _read(document: InlineDocument, id: str) -> Document:  # noqa: A002
    try:
        return read_text(
            document.text,
            id=id,
            source=id,
            title=document.title,
            publisher=document.publisher,
            published_at=document.published_at,
            tags=document.tags,
        )
    except UnreadableDocument as error:
        raise UnreadableDocument(f"document {id!r}: {error}", hint=error.hint) from error


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:16]
