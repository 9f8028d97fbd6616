"""Words of contrary meaning, in one language or across the two (`opposites.toml`)."""

import re
from functools import cache, lru_cache

from rag.answer import Language
from rag.cues import table
from rag.words import Word, fold, stem

_PREFIXES = ("in", "im", "il", "ir", "un", "non", "dis", "anti", "mal")
_LONGEST_PHRASE = 3
_PART = re.compile(r"[^\W_]+")
_COMPARED = re.compile(r"(?P<base>\w{3,}?)(?:i?er|i?est)")  # "faster", "hottest"

Side = tuple[str, int]  # an entry of the table, and which of its two sides


@cache
def _sides(language: Language) -> dict[tuple[str, ...], frozenset[Side]]:
    """The phrases of one language, as stems, with the sides of the entries that they stand on."""
    found: dict[tuple[str, ...], set[Side]] = {}
    for name, sides in table("statements/opposites")["pairs"].items():
        for number, side in enumerate(sides):
            for phrase in side.split("|")[0 if language == "fr" else 1].split(","):
                stems = tuple(stem(word, language) for word in _PART.findall(phrase))
                found.setdefault(stems, set()).add((name, number))
    return {stems: frozenset(sides) for stems, sides in found.items()}


@lru_cache(maxsize=50_000)
def opposed(a: Word, b: Word) -> bool:
    """Return whether two words are contraries: "ouvert" and "closed", "legal" and "illegal"."""
    if a.folded == b.folded:
        return False
    if a.language == b.language and (_prefixed(a, b) or _prefixed(b, a)):
        return True
    return contrary(sides_of((a,)), sides_of((b,)))


def contrary(a: frozenset[Side], b: frozenset[Side]) -> bool:
    """Return whether one entry has a phrase of `a` on one side only, and of `b` on the other."""
    return any((name, 1 - side) in b and (name, side) not in b for name, side in a) and not a & b


def sides_of(phrase: tuple[Word, ...]) -> frozenset[Side]:
    """Return the sides of the entries that a phrase stands on."""
    known = _sides(phrase[0].language)
    stems = tuple(word.stem for word in phrase)
    if stems in known or len(phrase) > 1 or phrase[0].language == "fr":
        return known.get(stems, frozenset())
    compared = _COMPARED.fullmatch(phrase[0].folded)
    bases = (compared["base"], compared["base"] + "e", compared["base"][:-1]) if compared else ()
    found = (known.get((stem(base, "en"),), frozenset()) for base in bases)
    return next((sides for sides in found if sides), frozenset())


@cache
def _converse() -> frozenset[str]:
    return frozenset(table("statements/opposites")["converse"]["names"])


def converse(a: frozenset[Side], b: frozenset[Side]) -> bool:
    """Return whether contraries say the same once their parties change places: "lend", "borrow"."""
    return any((name, 1 - side) in b and name in _converse() for name, side in a)


def longest(words: tuple[Word, ...], at: int) -> tuple[int, frozenset[Side]]:
    """Return how many words, from `at` on, make the longest phrase of the table, and its sides."""
    for length in range(min(_LONGEST_PHRASE, len(words) - at), 0, -1):
        if sides := sides_of(words[at : at + length]):
            return length, sides
    return 0, frozenset()


def _prefixed(a: Word, b: Word) -> bool:
    """Whether one word is the other with a prefix that negates it: "lawful", "unlawful"."""
    return len(b.stem) >= 4 and any(a.stem == fold(prefix) + b.stem for prefix in _PREFIXES)
