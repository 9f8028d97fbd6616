"""Classes of things with their common members, and where a text has one (`classes.toml`)."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from rag.answer import Language
from rag.cues import table
from rag.words import Word, words

_LONGEST = 4  # words of a member


@dataclass(frozen=True, slots=True)
class Member:
    """A member of some classes at `start..end` of a text, with what its phrase takes in."""

    start: int
    end: int
    classes: frozenset[str]


def asked_classes(asked: Sequence[Word]) -> frozenset[str]:
    """Return the classes that one of the words asks for: `sport` for "sport"."""
    return frozenset(
        name for word in asked for name in _phrases("asked", word.language).get((word.stem,), ())
    )


def members(text: Sequence[Word]) -> list[Member]:
    """Return the members of classes among a text's words, in order, each as long as it goes.

    Members of one class in a row are one, with the words that a member's phrase takes in: "rock
    band" is a genre, "band" alone is none.
    """
    found, i = [], 0
    while i < len(text):
        first, spot = i, _spot(text, i)
        i = spot.end
        while i < len(text) and _beside(text, i) and (after := _spot(text, i)).classes:
            if not spot.classes & after.classes:
                break
            i = after.end
            spot = _Spot(i, spot.classes & after.classes, spot.member or after.member)
        if spot.member and spot.classes:
            found.append(Member(text[first].start, text[spot.end - 1].end, spot.classes))
    return found


class _Spot(NamedTuple):
    """What begins at a word: where it ends, its classes, and whether it is a member by itself."""

    end: int
    classes: frozenset[str]
    member: bool


def _spot(text: Sequence[Word], i: int) -> _Spot:
    for part in ("members", "around"):
        known = _phrases(part, text[i].language)
        for length in range(min(_LONGEST, len(text) - i), 0, -1):
            classes = known.get(tuple(w.stem for w in text[i : i + length]))
            if classes:
                return _Spot(i + length, classes, part == "members")
    return _Spot(i + 1, frozenset(), False)


def _beside(text: Sequence[Word], i: int) -> bool:
    """Whether nothing but a space or a hyphen stands before the word."""
    return text[i].start - text[i - 1].end == 1


@cache
def _phrases(part: str, language: Language) -> dict[tuple[str, ...], frozenset[str]]:
    """The words of one part of the table as stems, each with the classes it is under."""
    found: dict[tuple[str, ...], set[str]] = {}
    for name, entry in table("classes").items():
        side = entry.get(part, "|").split("|")[0 if language == "fr" else 1]
        for phrase in side.split(","):
            stems = tuple(word.stem for word in words(phrase, language))
            found.setdefault(stems, set()).add(name)
    return {stems: frozenset(names) for stems, names in found.items()}
