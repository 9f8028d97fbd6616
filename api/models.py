"""What the routes answer, beyond the models of `rag.answer`."""

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Literal, Self

from pydantic import Field

from rag.answer import Frozen
from rag.copies import repeated_passages
from rag.local import ModelState
from rag.recoupe import Document, Hit, Ingested


class ErrorDetail(Frozen):
    """A stable machine name, what is wrong for a person to read, and what to do."""

    code: str
    message: str
    hint: str


class ErrorBody(Frozen):
    """The body of every error of every route, and of the `error` event of a stream."""

    error: ErrorDetail


class Alive(Frozen):
    """The process answers."""

    status: Literal["alive"] = "alive"


class Ready(Frozen):
    """Questions are answered: index and encoder are loaded, and the model as far as it tells."""

    status: Literal["ready"] = "ready"
    model: ModelState = Field(
        description="the local model; until it is ready, the built-in writer answers alone"
    )


class SearchHit(Frozen):
    """A passage found: `document.text[start:end] == text`; a higher score is a better hit.

    `page` is the page that it begins on, null where the document has none. `copy_of` is the
    `passage_id` of a better hit in whose text this one's stands whole.
    """

    document_id: str
    document_title: str
    source: str
    publisher: str | None
    published_at: dt.date | dt.datetime | None
    passage_id: str
    text: str
    start: int
    end: int
    page: int | None
    copy_of: str | None
    score: float

    @classmethod
    def of(cls, hit: Hit, copied: Hit | None = None) -> Self:
        """Return `hit` as clients see it; `copied` is the hit whose text it repeats."""
        document, passage = hit.document, hit.passage
        return cls(
            document_id=document.id,
            document_title=document.title,
            source=document.source,
            publisher=document.publisher,
            published_at=document.published_at,
            passage_id=passage.id,
            text=passage.text,
            start=passage.start,
            end=passage.end,
            page=document.page_at(passage.start),
            copy_of=copied.passage.id if copied else None,
            score=hit.score,
        )


class SearchResult(Frozen):
    """The hits of one question, best first."""

    question: str
    hits: tuple[SearchHit, ...]

    @classmethod
    def of(cls, question: str, hits: Sequence[Hit]) -> Self:
        """Return `hits` as clients see them, each that repeats another marked with that."""
        copied = {i: hits[j] for i, j in repeated_passages(hits).items()}
        found = (SearchHit.of(hit, copied.get(i)) for i, hit in enumerate(hits))
        return cls(question=question, hits=tuple(found))


class IngestedDocument(Frozen):
    """What became of one document that was sent."""

    id: str
    title: str
    outcome: Literal["added", "updated", "unchanged"]

    @classmethod
    def of(cls, ingested: Ingested) -> Self:
        """Return `ingested` as clients see it."""
        return cls(id=ingested.id, title=ingested.title, outcome=ingested.outcome)


class DocumentSummary(Frozen):
    """A stored document without its text; `characters` is the text's length in code points.

    `origin` says where each thing known of it comes from; `pages` is how many pages it has, null
    for a text without pages; `copy_of` is the id of the document whose text it repeats.
    """

    id: str
    title: str
    source: str
    publisher: str | None
    published_at: dt.date | dt.datetime | None
    tags: tuple[str, ...]
    language: str
    characters: int
    origin: Mapping[str, str]
    pages: int | None
    copy_of: str | None

    @classmethod
    def of(cls, document: Document, copy_of: str | None) -> Self:
        """Return what a list shows of `document`."""
        return cls(
            id=document.id,
            title=document.title,
            source=document.source,
            publisher=document.publisher,
            published_at=document.published_at,
            tags=document.tags,
            language=document.language,
            characters=len(document.text),
            origin=dict(document.origin.items()),
            pages=len(document.pages) or None,
            copy_of=copy_of,
        )


class StoredDocument(Document):
    """A document with its full text, which all offsets count in.

    `copy_of` is the id of the document whose text it repeats, `copies` are those that repeat its.
    """

    copy_of: str | None
    copies: tuple[str, ...]

    @classmethod
    def of(cls, document: Document, copies: Mapping[str, str]) -> Self:
        """Return `document` with what `copies`, of each its original, tell of it."""
        repeating = tuple(copy for copy, original in copies.items() if original == document.id)
        known = {"copy_of": copies.get(document.id), "copies": repeating}
        return cls.model_validate(document.model_dump() | known)


class DocumentPage(Frozen):
    """A stretch of the list of documents."""

    documents: tuple[DocumentSummary, ...]
    next: str | None = Field(description="send as `after` for the next page; null on the last")

    @classmethod
    def of(cls, documents: Sequence[Document], limit: int, copies: Mapping[str, str]) -> Self:
        """Return the first `limit` of `documents`; one more than that means that more follow."""
        shown = documents[:limit]
        return cls(
            documents=tuple(DocumentSummary.of(one, copies.get(one.id)) for one in shown),
            next=shown[-1].id if len(documents) > limit else None,
        )
