"""A question in plain letters: no diacritics, no informal spellings, no "do you know" before it."""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from index.document import Span
from rag.answer import Language
from rag.cues import table


@dataclass(frozen=True, slots=True)
class Plain:
    """A question in plain letters: `text[i]` stands for the character `at[i]` of the question.

    Diacritics are gone (but for ù, since "où" is not "ou"), informal spellings are written out, and
    what only leads up to the question ("do you know") is cut.
    """

    text: str
    at: tuple[int, ...]

    @property
    def start(self) -> int:
        """Where the question proper begins."""
        return self.at[0] if self.at else 0

    def span(self, start: int, end: int) -> Span:
        """Return where `text[start:end]` stands in the question."""
        places = [place for place in self.at[start:end] if place >= 0]
        return Span(min(places), max(places) + 1) if places else Span(0, 0)

    def cut(self, start: int, end: int) -> "Plain":
        """Return the part `start..end`."""
        return Plain(self.text[start:end], self.at[start:end])


def plain(text: str, language: Language) -> Plain:
    """Return the question in plain letters, without what leads up to it and thanks for it."""
    if text.isupper():
        text = text.lower()
    read = Plain(plain_letters(text), tuple(range(len(text))))
    for pattern, replacement in _spellings(language):
        read = _respelt(read, pattern, replacement)
    lead = any_of("preambles", language, r"(?:[\W_]*(?:{})(?!\w))+[\W_]*").match(read.text)
    thanks = any_of("trailing", language, r"(?<=\w)(?:\W{1,4}(?:{}))+\W*$").search(read.text)
    start = lead.end() if lead else 0
    end = thanks.start() if thanks else len(read.text.rstrip(" ?!.…"))
    return read.cut(start, end) if re.search(r"\w", read.text[start:end]) else read


@cache
def any_of(name: str, language: Language, around: str = "{}") -> re.Pattern[str]:
    """A pattern for any of a table's; `around` says where it must stand."""
    forms = table("forms")
    before = forms["prepositions"][language]
    either = "|".join(plain_letters(p.replace("{before}", before)) for p in forms[name][language])
    return re.compile(around.replace("{}", either), re.IGNORECASE)


def plain_letters(text: str) -> str:
    """Return the text without diacritics and curly apostrophes, each letter in its place."""
    return "".join(map(_plain_letter, text))


def _plain_letter(letter: str) -> str:
    """One character for one, so that offsets stay."""
    if letter in "’‘ʼ`´":
        return "'"
    if letter in "ùÙ\u00a0\u202f":
        return letter if letter in "ùÙ" else " "
    return unicodedata.normalize("NFD", letter)[0]


@cache
def _spellings(language: Language) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple(
        (re.compile(plain_letters(pattern), re.IGNORECASE), plain_letters(replacement))
        for pattern, replacement in table("forms")["spellings"][language]
    )


def _respelt(read: Plain, pattern: re.Pattern[str], replacement: str) -> Plain:
    """Each match is replaced; all of what replaces it stands where the match began."""
    text, at, last = "", [], 0
    for match in pattern.finditer(read.text):
        written = match.expand(replacement)
        text += read.text[last : match.start()] + written
        at += [*read.at[last : match.start()], *[read.at[match.start()]] * len(written)]
        last = match.end()
    return Plain(text + read.text[last:], (*at, *read.at[last:])) if last else read
