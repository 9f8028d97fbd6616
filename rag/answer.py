"""What goes in and out of the service: the question as asked and the answer as given.

These models are the contract; the OpenAPI document is generated from them.
"""

import datetime as dt
from typing import Annotated, Literal, Self

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, model_validator

from index.document import Filters

Language = Literal["fr", "en"]
WriterName = Literal["auto", "quotes", "llama"]
DisagreementKind = Literal[
    "contradiction", "update", "different_subject", "scope", "precision", "assessment"
]

MAX_DOCUMENTS = 64
MAX_CHARACTERS = 200_000


class Frozen(BaseModel):
    """Data that crosses a boundary: immutable, and strict about its fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class InlineDocument(Frozen):
    """A text sent with a question, answered over and not stored."""

    id: Annotated[str, StringConstraints(min_length=1, max_length=200)] | None = None
    text: Annotated[str, StringConstraints(min_length=1)]
    title: str | None = None
    publisher: str | None = None
    published_at: dt.date | dt.datetime | None = None
    tags: tuple[str, ...] = ()


class AskRequest(Frozen):
    """A question, and how to answer it."""

    question: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)
    ]
    language: Language | None = Field(
        default=None, description="of the answer; default: the question's"
    )
    limit: int = Field(default=12, ge=1, le=50, description="passages to read")
    writer: WriterName = "auto"
    filters: Filters = Filters()
    documents: (
        Annotated[tuple[InlineDocument, ...], Field(min_length=1, max_length=MAX_DOCUMENTS)] | None
    ) = Field(default=None, description="answer over these texts alone; nothing is stored")

    @model_validator(mode="after")
    def _documents_fit(self) -> Self:
        size = sum(len(document.text) for document in self.documents or ())
        if size > MAX_CHARACTERS:
            raise ValueError(
                f"the documents hold {size} characters together; at most {MAX_CHARACTERS} fit"
            )
        ids = [document.id for document in self.documents or () if document.id is not None]
        if len(ids) != len(set(ids)):
            twice = next(name for name in ids if ids.count(name) > 1)
            raise ValueError(f"two documents have the id {twice!r}; ids must differ")
        return self


class SearchRequest(Frozen):
    """A question whose nearest passages are wanted, without an answer."""

    question: Annotated[
        str, StringConstraints(strip_whitespace=True, min_length=1, max_length=2000)
    ]
    limit: int = Field(default=12, ge=1, le=50)
    filters: Filters = Filters()


class TypedValue(Frozen):
    """A normalised value; `low` and `high` are null where the interval is open.

    Dates whose year is known are ISO 8601 days with unit "day"; all else is a number in `unit`.
    """

    kind: str
    low: float | str | None
    high: float | str | None
    unit: str


class Sentence(Frozen):
    """One sentence of the answer, with the numbers of the citations it rests on."""

    text: str
    citations: tuple[int, ...]


class Position(Frozen):
    """One distinct answer to the question; the claims that say the same thing share it.

    `role` is what the document says that a named speaker is ("conseiller diplomatique").
    """

    answer: str
    value: TypedValue | None
    speaker: str | None
    role: str | None = None
    subject: str | None
    citations: tuple[int, ...]


class Disagreement(Frozen):
    """Two or more positions (indexes into `Answer.positions`), and how they relate."""

    kind: DisagreementKind
    positions: tuple[int, ...]
    explanation: str


class Citation(Frozen):
    """A numbered link to a quote: `document.text[start:end] == quote`.

    `page` is the page that it begins on, null where the document has none. `copy_of` is the number
    of the citation whose words this one only repeats, its document being a copy of the other's
    text: the two are one witness.
    """

    number: int
    document_id: str
    document_title: str
    source: str
    publisher: str | None
    published_at: dt.date | dt.datetime | None
    passage_id: str
    quote: str
    start: int
    end: int
    page: int | None = None
    copy_of: int | None = None


class Consulted(Frozen):
    """A document that was read, but is silent on the question."""

    document_id: str
    document_title: str


class WriterUsed(Frozen):
    """Which writer found the claims; `model` is the GGUF's file name, null for `quotes`.

    `note` says, in the answer's language, what else is to be known: why no model took part and how
    to get one, or what the model had no room to read. Null when there is nothing to say.
    """

    name: Literal["quotes", "llama"]
    model: str | None
    note: str | None = None


class Timings(Frozen):
    """Milliseconds spent in each stage."""

    search: float
    claims: float
    relate: float
    compose: float
    total: float


class Answer(Frozen):
    """A cited answer; see the contract for the meaning of every field."""

    id: str
    question: str
    language: Language
    status: Literal["answered", "no_evidence"]
    answer: str
    sentences: tuple[Sentence, ...]
    positions: tuple[Position, ...]
    disagreements: tuple[Disagreement, ...]
    citations: tuple[Citation, ...]
    consulted: tuple[Consulted, ...]
    dropped_claims: int
    writer: WriterUsed
    timings_ms: Timings
