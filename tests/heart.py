"""Documents, readings and claims made by hand, for the tests of what answers questions."""

import datetime as dt
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Literal

from index.document import Document, Hit
from index.library import Library
from index.read import read_text
from index.split import passages
from rag.answer import Answer, AskRequest, InlineDocument
from rag.claims import Claim, verify
from rag.question import Question, understand
from rag.reading import Reading, read
from rag.recoupe import Recoupe
from rag.writers.quotes import QuotesWriter
from rag.writers.writer import Proposal, Writer
from tests.letters import LetterEncoder


@dataclass
class Recited:
    """A writer that proposes what it was given: (document id, quote, answer), whatever is asked."""

    said: Sequence[tuple[str, str, str]]
    name: Literal["quotes", "llama"] = "llama"
    model: str | None = "recited.gguf"
    asked: list[str] = field(default_factory=list)
    closed: bool = False

    def proposals(self, question: Question, hits: Sequence[Hit]) -> Iterator[Proposal]:
        self.asked.append(question.text)
        first = {hit.document.id: hit for hit in reversed(hits)}
        for document_id, quote, answer in self.said:
            yield Proposal(first[document_id], quote, answer)

    def close(self) -> None:
        self.closed = True


def open_recoupe(writer: Writer | None = None) -> Recoupe:
    """Return an empty Recoupe in memory, over an encoder that can be computed in the head."""
    return Recoupe(Library.in_memory(LetterEncoder()), writer or QuotesWriter())


def inline(
    text: str,
    id: str | None = None,  # noqa: A002 - the contract's name for it
    published: str | None = None,
    title: str | None = None,
    publisher: str | None = None,
    tags: tuple[str, ...] = (),
) -> InlineDocument:
    """Return a text to send with a question; `published` is an ISO day or moment."""
    when = None
    if published is not None:
        when = (
            dt.datetime.fromisoformat(published)
            if "T" in published
            else dt.date.fromisoformat(published)
        )
    return InlineDocument(
        id=id, text=text, title=title, publisher=publisher, published_at=when, tags=tags
    )


def ask(question: str, *texts: str | InlineDocument, recoupe: Recoupe | None = None) -> Answer:
    """Return the answer over these texts alone, whose ids are a, b, c…"""
    documents = tuple(
        inline(text, id="abcdefgh"[n]) if isinstance(text, str) else text
        for n, text in enumerate(texts)
    )
    return (recoupe or open_recoupe()).ask(AskRequest(question=question, documents=documents))


def evenly_spaced(text: str) -> str:
    """Return a text with plain spaces in place of those that do not break."""
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def answers(answer: Answer) -> list[str]:
    """Return the positions of an answer, in the documents' own words."""
    return [position.answer for position in answer.positions]


def kinds(answer: Answer) -> list[str]:
    """Return the kinds of disagreement in an answer, in order."""
    return [disagreement.kind for disagreement in answer.disagreements]


def make(
    text: str,
    id: str = "a",  # noqa: A002 - the contract's name for it
    published: str | None = None,
    title: str | None = None,
) -> Document:
    """Return a document as the service reads one."""
    day = dt.date.fromisoformat(published) if published else None
    return read_text(text, id=id, source=id, title=title, published_at=day)


def hits_of(*documents: Document) -> list[Hit]:
    """Return every passage of the documents as a hit."""
    return [Hit(passage=p, document=d, score=1.0) for d in documents for p in passages(d)]


def reading(text: str, published: str | None = None, title: str | None = None) -> Reading:
    """Return one text as it is read for a question."""
    return read(hits_of(make(text, published=published, title=title)))[0]


def claims(question: str, *documents: Document) -> list[Claim]:
    """Return the verified claims of the built-in writer over whole documents."""
    asked, hits = understand(question), hits_of(*documents)
    found = verify(QuotesWriter().proposals(asked, hits), asked, read(hits))
    return [claim for claim in found if claim is not None]


def check_quotes(answer: Answer, texts: dict[str, str]) -> None:
    """Every quote stands verbatim at its offsets, and every number has its citation."""
    for citation in answer.citations:
        text = texts[citation.document_id]
        assert text[citation.start : citation.end] == citation.quote
    numbers = {citation.number for citation in answer.citations}
    assert numbers == {n for sentence in answer.sentences for n in sentence.citations}
    for position in answer.positions:
        assert any(
            position.answer in citation.quote
            for citation in answer.citations
            if citation.number in position.citations
        )
