"""A statement as it is compared: its words, values and names, and which word answers which."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property, lru_cache

from index.document import Document
from index.language import language_of
from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.names import Name, names
from rag.reading import Sentence
from rag.statements.opposites import opposed
from rag.values import find_values
from rag.values.value import Value
from rag.words import Word, likeness, words

_LIKE = 0.75  # the least likeness of two words that are taken for one
_FAR = 0.15  # how much of it the distance of their places may cost


@dataclass(frozen=True)
class Statement:
    """A text with its words; offsets of words, values and names count in `text`."""

    text: str
    language: Language
    words: tuple[Word, ...]
    values: tuple[Value, ...]
    names: tuple[Name, ...]

    @cached_property
    def sentence(self) -> Sentence:
        """All of it, as the rules of the other parts of this package read a sentence."""
        return _sentence(self.text, self.language, self.words, self.values)

    @cached_property
    def content(self) -> tuple[int, ...]:
        """The indexes of the words that carry meaning: no stop words."""
        stops = STOP_WORDS[self.language]
        return tuple(
            i
            for i, word in enumerate(self.words)
            if word.text.casefold() not in stops and (len(word.text) > 1 or word.text.isdigit())
        )

    def within(self, start: int, end: int) -> tuple[int, ...]:
        """The indexes of the words that lie in `text[start:end]`."""
        return tuple(
            i for i, word in enumerate(self.words) if word.start >= start and word.end <= end
        )


@lru_cache(maxsize=256)
def read_statement(text: str) -> Statement:
    """Return a text as a statement, in the nearer of French and English."""
    language = language_of(text)
    found, values = tuple(words(text, language)), tuple(find_values(text, language, None))
    told = names(_sentence(text, language, found, values))
    return Statement(text, language, found, values, tuple(told))


def _sentence(
    text: str, language: Language, found: tuple[Word, ...], values: tuple[Value, ...]
) -> Sentence:
    document = Document(
        id="", text=text, source="", title="", language=language, body_start=0, body_end=len(text)
    )
    return Sentence(document, "", 0, text, None, 0, found, values)


@dataclass(frozen=True)
class Pairing:
    """Two statements, and which word of `a` says the same as which word of `b` (indexes)."""

    a: Statement
    b: Statement
    there: Mapping[int, int]

    @cached_property
    def back(self) -> Mapping[int, int]:
        """The same from the words of `b`."""
        return {j: i for i, j in self.there.items()}

    @cached_property
    def turned(self) -> "Pairing":
        """The same pair the other way round."""
        return Pairing(self.b, self.a, self.back)

    @cached_property
    def alone(self) -> tuple[tuple[int, ...], tuple[int, ...]]:
        """The words that carry meaning in `a`, and in `b`, and have no partner."""
        return (
            tuple(i for i in self.a.content if i not in self.there),
            tuple(j for j in self.b.content if j not in self.back),
        )

    @cached_property
    def cover(self) -> tuple[float, float]:
        """The share of the words of `a`, and of `b`, that carry meaning and have a partner."""
        return _share(self.a.content, self.there), _share(self.b.content, self.back)

    def near(self, i: int, j: int, reach: int = 4) -> float:
        """How much of the words around word `i` of `a` stands around word `j` of `b`, 0 to 1."""
        around = [k for k in self.a.content if 0 < abs(k - i) <= reach]
        found = sum(1 for k in around if k in self.there and abs(self.there[k] - j) <= reach + 1)
        return found / len(around) if around else 0.0


def pair(a: Statement, b: Statement) -> Pairing:
    """Return the pairing of the words that carry meaning, likest first, each with one partner."""
    likely = []
    for i in a.content:
        for j in b.content:
            like = likeness(a.words[i], b.words[j])
            if like >= _LIKE and not opposed(a.words[i], b.words[j]):
                apart = abs(i / len(a.words) - j / len(b.words))
                likely.append((like - _FAR * apart, i, j))
    there: dict[int, int] = {}
    taken: set[int] = set()
    for _, i, j in sorted(likely, key=lambda found: (-found[0], found[1], found[2])):
        if i not in there and j not in taken:
            there[i] = j
            taken.add(j)
    return Pairing(a, b, there)


def _share(content: tuple[int, ...], paired: Mapping[int, int]) -> float:
    return sum(1 for i in content if i in paired) / len(content) if content else 1.0
