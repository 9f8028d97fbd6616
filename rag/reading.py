"""Documents as they are read for one question: sentences, with their words, values and names.

Only the passages that search found are read, and the head of each document, which names what the
rest takes up with a pronoun. Analyses are cached by sentence, so that the next question over the
same documents is quick.
"""

import datetime as dt
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache

from index.document import Document, Hit, Passage
from index.split import sentences
from rag.answer import Language
from rag.values import find_values
from rag.values.value import Value
from rag.words import Word, words
from rag.written import not_before

_HEAD = 600  # characters of the body that introduce a document


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of a document; `words` and `values` have offsets into `text`, not the document.

    `paragraph` counts the lines of the document, so that two sentences of one paragraph share it.
    """

    document: Document
    passage_id: str
    start: int
    text: str
    heading: str | None
    paragraph: int
    words: tuple[Word, ...]
    values: tuple[Value, ...]

    @property
    def end(self) -> int:
        """Where it ends in the document."""
        return self.start + len(self.text)


@dataclass(frozen=True, slots=True)
class Reading:
    """What was read of one document: the sentences in order, and the words that introduce it."""

    document: Document
    hits: tuple[Hit, ...]
    sentences: tuple[Sentence, ...]
    title: tuple[Word, ...]
    head: tuple[Word, ...]

    @property
    def language(self) -> Language:
        """The document's language; what is neither French nor English is read as English."""
        return language_of(self.document)

    def before(self, sentence: Sentence) -> str:
        """Return the text of the sentence that stands before one; nothing before the first."""
        index = self.sentences.index(sentence)
        return self.sentences[index - 1].text if index else ""

    def hit_of(self, sentence: Sentence) -> Hit:
        """Return the hit whose passage a sentence of this reading stands in."""
        return next(hit for hit in self.hits if hit.passage.id == sentence.passage_id)


def language_of(document: Document) -> Language:
    """Return the language whose rules the document is read by."""
    return "fr" if document.language == "fr" else "en"


def read(hits: Sequence[Hit]) -> list[Reading]:
    """Return what is to be read of each document, best document first."""
    by_document: dict[str, list[Hit]] = {}
    for hit in hits:
        by_document.setdefault(hit.document.id, []).append(hit)
    return [_reading(group) for group in by_document.values()]


def _reading(hits: list[Hit]) -> Reading:
    document = hits[0].document
    language = language_of(document)
    passages = sorted((hit.passage for hit in hits), key=lambda passage: passage.start)
    head_end = min(document.body_end, document.body_start + _HEAD)
    return Reading(
        document,
        tuple(hits),
        tuple(s for passage in passages for s in _sentences(document, passage)),
        analyse_words(document.title, language),
        analyse_words(document.text[document.body_start : head_end], language),
    )


def _sentences(document: Document, passage: Passage) -> Iterable[Sentence]:
    language, text = language_of(document), document.text
    paragraph = text.count("\n", 0, passage.start)
    at = passage.start
    for start, end in sentences(text, passage.start, passage.end):
        paragraph += text.count("\n", at, start)
        at = start
        sentence = text[start:end]
        yield Sentence(
            document,
            passage.id,
            start,
            sentence,
            passage.heading,
            paragraph,
            analyse_words(sentence, language),
            analyse_values(sentence, language, document.published_on, _earliest(document, start)),
        )


def _earliest(document: Document, start: int) -> dt.date | None:
    """The earliest day by which what stands there in a document without a date is resolved."""
    return None if document.published_on else not_before(document, language_of(document), start)


@lru_cache(maxsize=50_000)
def analyse_words(text: str, language: Language) -> tuple[Word, ...]:
    """Return the words of a sentence (cached)."""
    return tuple(words(text, language))


@lru_cache(maxsize=50_000)
def analyse_values(
    text: str, language: Language, published: dt.date | None, not_before: dt.date | None = None
) -> tuple[Value, ...]:
    """Return the typed values of a sentence (cached)."""
    return tuple(find_values(text, language, published, not_before))


# What separates clauses, in either language: what stands across one is less closely related.
_BOUNDARY = re.compile(
    r"[;:()\[\]—–«»“”]|,(?!\d)|(?<!\d),|\s[-]\s|\b(?:qui|que|dont|où|mais|tandis|alors|après|avant|lorsque|lorsqu|quand|puis|selon|et|and|"
    r"which|who|that|but|while|whereas|after|before|when|then|according)\b",
    re.IGNORECASE,
)


@lru_cache(maxsize=50_000)
def boundaries(text: str) -> tuple[int, ...]:
    """Return where the clauses of a sentence are separated, as offsets, in order."""
    return tuple(match.start() for match in _BOUNDARY.finditer(text))


def clause(text: str, start: int, end: int) -> tuple[int, int]:
    """Return the clause of the sentence `text` around `start..end`, as offsets."""
    cuts = boundaries(text)
    left = max((cut + 1 for cut in cuts if cut < start), default=0)
    right = min((cut for cut in cuts if cut >= end), default=len(text))
    return left, right
