"""The data of the index: documents, their passages, and the hits of a search.

Offsets count Unicode code points in `Document.text`, 0-based, end exclusive. The text is stored
whole, newlines normalised to a line feed, front matter and site clutter included, so that an
offset means the same in the file, in the catalog and in a citation; `body_start` and `body_end`
bound the part that is the article.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Mapping
from typing import Literal, NamedTuple, Self

from pydantic import BaseModel, ConfigDict, model_validator


class Span(NamedTuple):
    """A stretch of a text: `text[start:end]`."""

    start: int
    end: int


# What of a document is known from somewhere, and where from: said by who sent it, in a block at
# the head of its text, in its format's own fields, or read out of the text.
Known = Literal["title", "publisher", "published_at", "tags", "language"]
Origin = Literal["given", "front_matter", "metadata", "text"]


class Document(BaseModel):
    """One ingested text with what is known about it.

    `origin` says where each known thing comes from. `pages` holds the offset at which each page
    begins, and nothing for a text without pages.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    text: str
    source: str
    title: str
    publisher: str | None = None
    published_at: dt.date | dt.datetime | None = None
    tags: tuple[str, ...] = ()
    language: str
    body_start: int
    body_end: int
    origin: Mapping[Known, Origin] = {}
    pages: tuple[int, ...] = ()

    @model_validator(mode="after")
    def _body_lies_in_text(self) -> Self:
        if not 0 <= self.body_start <= self.body_end <= len(self.text):
            raise ValueError(
                f"body {self.body_start}..{self.body_end} does not lie in a text of "
                f"{len(self.text)} characters"
            )
        return self

    def page_at(self, offset: int) -> int | None:
        """Return the number, from 1, of the page that holds an offset; None without pages."""
        return bisect_right(self.pages, offset) if self.pages else None

    @property
    def published_on(self) -> dt.date | None:
        """The day of publication, or None when it is not known."""
        if isinstance(self.published_at, dt.datetime):
            return self.published_at.date()
        return self.published_at


class Passage(BaseModel):
    """A contiguous span of whole sentences: `document.text[start:end] == passage.text`.

    `heading` is the nearest heading above it in the document; it counts in search but is never
    part of the passage's text.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    id: str
    document_id: str
    start: int
    end: int
    text: str
    heading: str | None = None


class Hit(BaseModel):
    """A passage with its score for one question; higher is better, comparable within one search."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    passage: Passage
    document: Document
    score: float


class Filters(BaseModel):
    """Which documents a search may read; an empty field filters nothing.

    `published_after` and `published_before` are inclusive days, and leave out undated documents.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    document_ids: tuple[str, ...] = ()
    publishers: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    published_after: dt.date | None = None
    published_before: dt.date | None = None
