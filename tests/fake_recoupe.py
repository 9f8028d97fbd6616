"""A Recoupe that holds a few short texts and gives one fixed answer over them.

Its answer shows everything that an answer can hold: a real disagreement and an apparent one, a
speaker, a silent document, a dropped claim, and a quote with astral characters before it.
"""

import threading
from collections.abc import Generator, Sequence
from typing import NamedTuple

from rag.answer import (
    Answer,
    AskRequest,
    Citation,
    Consulted,
    Disagreement,
    InlineDocument,
    Position,
    SearchRequest,
    Sentence,
    Timings,
    TypedValue,
    WriterUsed,
)
from rag.errors import UnknownDocument, UnreadableDocument
from rag.events import (
    AnswerEvent,
    ClaimEvent,
    DisagreementEvent,
    DoneEvent,
    Event,
    HitFound,
    HitsEvent,
    TextEvent,
)
from rag.local import ModelState
from rag.recoupe import Document, Hit, Ingested, Passage, Recoupe
from rag.statements import CompareRequest, Comparison


class Text(NamedTuple):
    """A stored text, with the quote that answers the question and the answer in it."""

    id: str
    title: str
    publisher: str
    text: str
    quote: str
    answer: str


TEXTS = (
    Text(
        "river",
        "The river rises",
        "The Valley Post",
        "🌊🌊 A long night.\n\nThe flood peaked at 4.2 metres on Sunday. Schools stay shut.",
        "The flood peaked at 4.2 metres on Sunday.",
        "4.2 metres",
    ),
    Text(
        "gauge",
        "What the gauge says",
        "Hydro Service",
        "The gauge at the old bridge <b>failed</b> & was repaired. It read 3.6 metres at the peak.",
        "It read 3.6 metres at the peak.",
        "3.6 metres",
    ),
    Text(
        "autumn",
        "Remember the autumn flood",
        "The Valley Post",
        "In the autumn flood the water stood at 2.9 metres, says Ada Moor.",
        "In the autumn flood the water stood at 2.9 metres, says Ada Moor.",
        "2.9 metres",
    ),
)


def stored(text: Text) -> Document:
    """Return `text` as the library holds it."""
    return Document(
        id=text.id,
        text=text.text,
        source=f"texts/{text.id}.txt",
        title=text.title,
        publisher=text.publisher,
        language="en",
        body_start=0,
        body_end=len(text.text),
    )


def rewritten(document: Document, text: str) -> Document:
    """Return `document` with another text."""
    return document.model_copy(update={"text": text, "body_end": len(text)})


def cited(number: int, text: Text) -> Citation:
    """Return the citation of the quote of `text`."""
    start = text.text.index(text.quote)
    return Citation(
        number=number,
        document_id=text.id,
        document_title=text.title,
        source=f"texts/{text.id}.txt",
        publisher=text.publisher,
        published_at=None,
        passage_id=f"{text.id}-1",
        quote=text.quote,
        start=start,
        end=start + len(text.quote),
    )


CITATIONS = tuple(cited(number, text) for number, text in enumerate(TEXTS, start=1))
ANSWER = Answer(
    id="1",
    question="How high was the flood?",
    language="en",
    status="answered",
    answer="The sources differ: 4.2 metres [1] or 3.6 metres [2]. Last autumn: 2.9 metres [3].",
    sentences=(
        Sentence(text="The sources differ: 4.2 metres or 3.6 metres", citations=(1, 2)),
        Sentence(text="Last autumn: 2.9 metres", citations=(3,)),
    ),
    positions=tuple(
        Position(
            answer=text.answer,
            value=TypedValue(kind="distance", low=metres, high=metres, unit="m"),
            speaker="Ada Moor" if text.id == "autumn" else None,
            subject="autumn flood" if text.id == "autumn" else None,
            citations=(number,),
        )
        for number, (text, metres) in enumerate(zip(TEXTS, (4.2, 3.6, 2.9), strict=True), start=1)
    ),
    disagreements=(
        Disagreement(
            kind="contradiction",
            positions=(0, 1),
            explanation="Both texts speak of the same peak and give different heights.",
        ),
        Disagreement(
            kind="different_subject",
            positions=(0, 2),
            explanation="One height is Sunday's, the other is that of the autumn flood.",
        ),
    ),
    citations=CITATIONS,
    consulted=(Consulted(document_id="boats", document_title="New boats for the club"),),
    dropped_claims=1,
    writer=WriterUsed(name="quotes", model=None),
    timings_ms=Timings(search=1, claims=2, relate=3, compose=4, total=10),
)


class FakeRecoupe(Recoupe):
    """Answers `answer` to everything; `failure`, when set, is raised by whatever is called.

    A stream fails with `failure_in_stream` after its claims, or waits there for `pause`.
    """

    def __init__(self) -> None:
        self.answer = ANSWER
        self.stored = {text.id: stored(text) for text in TEXTS}
        self.copied: dict[str, str] = {}
        self.failure: Exception | None = None
        self.failure_in_stream: Exception | None = None
        self.pause: threading.Event | None = None
        self.asked: list[AskRequest | SearchRequest] = []
        self.streams_closed = 0
        self.warm = False
        self.state: ModelState = "none"
        self.closed = False

    @property
    def model_state(self) -> ModelState:
        """Return what a test has set."""
        return self.state

    def ask(self, request: AskRequest) -> Answer:
        """Return the fixed answer."""
        self._fail()
        self.asked.append(request)
        return self.answer

    def stream(self, request: AskRequest) -> Generator[Event, None, None]:
        """Yield the fixed answer's events."""
        self._fail()
        self.asked.append(request)
        try:
            yield from self._events()
        finally:
            self.streams_closed += 1

    def _events(self) -> Generator[Event, None, None]:
        yield HitsEvent(
            hits=tuple(
                HitFound(
                    document_id=citation.document_id,
                    document_title=citation.document_title,
                    passage_id=citation.passage_id,
                    score=1 / citation.number,
                )
                for citation in CITATIONS
            )
        )
        for citation, text in zip(CITATIONS, TEXTS, strict=True):
            yield ClaimEvent(answer=text.answer, speaker=None, citation=citation)
        if self.failure_in_stream:
            raise self.failure_in_stream
        if self.pause:
            self.pause.wait(10)
        for disagreement in self.answer.disagreements:
            yield DisagreementEvent(disagreement=disagreement)
        for word in self.answer.answer.split(" "):
            yield TextEvent(delta=f"{word} ")
        yield AnswerEvent(answer=self.answer)
        yield DoneEvent()

    def search(self, request: SearchRequest) -> list[Hit]:
        """Return each text as one passage, in the order in which they are stored."""
        self._fail()
        self.asked.append(request)
        return [
            Hit(passage=whole(document), document=document, score=1 / rank)
            for rank, document in enumerate(self.stored.values(), start=1)
        ][: request.limit]

    def compare(self, request: CompareRequest) -> Comparison:
        """Call every two statements compatible, unless told to fail."""
        self._fail()
        return Comparison(
            relation="compatible", kind=None, differences=(), explanation="Alike.", method="fake"
        )

    def add(self, documents: Sequence[InlineDocument]) -> list[Ingested]:
        """Store texts; an id that is taken is updated."""
        self._fail()
        return [
            self._keep(document.id or "new", document.title or "Untitled", document.text)
            for document in documents
        ]

    def add_files(self, files: Sequence[tuple[str, bytes]]) -> list[Ingested]:
        """Store UTF-8 files under their names; a file that is not UTF-8 is unreadable."""
        self._fail()
        for name, content in files:
            if b"\xff" in content:
                raise UnreadableDocument(f"{name} is not text.", hint="Save it as UTF-8.")
        return [self._keep(name, name, content.decode()) for name, content in files]

    def _keep(self, document_id: str, title: str, text: str) -> Ingested:
        is_known = document_id in self.stored
        self.stored[document_id] = stored(Text(document_id, title, "A reader", text, "", ""))
        return Ingested(id=document_id, title=title, outcome="updated" if is_known else "added")

    def documents(self, limit: int = 100, after: str | None = None) -> list[Document]:
        """Return the documents whose ids come after `after`, in the order of their ids."""
        self._fail()
        return [self.stored[key] for key in sorted(self.stored) if key > (after or "")][:limit]

    def copies(self) -> dict[str, str]:
        """Return the copies that a test has set."""
        return self.copied

    def document(self, id: str) -> Document:  # noqa: A002
        """Return one document."""
        self._fail()
        if id not in self.stored:
            raise UnknownDocument(f"There is no document {id!r}.", hint="List them.")
        return self.stored[id]

    def remove(self, id: str) -> None:  # noqa: A002
        """Remove one document."""
        self.document(id)
        del self.stored[id]

    def warm_up(self) -> None:
        """Note that it was warmed up; fail when told to."""
        self._fail()
        self.warm = True

    def close(self) -> None:
        """Note that it was closed."""
        self.closed = True

    def _fail(self) -> None:
        if self.failure:
            raise self.failure


def whole(document: Document) -> Passage:
    """Return all of `document` as one passage."""
    return Passage(
        id=f"{document.id}-1",
        document_id=document.id,
        start=0,
        end=len(document.text),
        text=document.text,
    )
