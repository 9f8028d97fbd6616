"""Classes of things with their common members, and where a text has one (`classes.toml`)."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from babel import Locale

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
        name for word in asked for name in _phrases("asked", word.language).get((key(word),), ())
    )


def members(text: Sequence[Word]) -> list[Member]:
    """Return the members of classes among a text's words, in order, each as long as it goes.

    Members of one class in a row are one, with the words that a member's phrase takes in: "rock
    band" is a genre, "band" alone is none.
    """
    found, i = [], 0
    while i < len(text):
        first, spot = i, _spot(text, i)
        while spot.end < len(text) and _beside(text, spot.end):
            after = _spot(text, spot.end)
            shared = spot.all & after.all
            if not shared:
                break
            spot = _Spot(after.end, (spot.own | after.own) & shared, shared)
        i = spot.end
        if spot.own:
            found.append(Member(text[first].start, text[i - 1].end, spot.own))
    return found


class _Spot(NamedTuple):
    """What begins at a word: where it ends, the classes it is of, and those that take it in too."""

    end: int
    own: frozenset[str]
    all: frozenset[str]


def _spot(text: Sequence[Word], i: int) -> _Spot:
    language = text[i].language
    if key(text[i]) not in _openings(language):
        return _Spot(i + 1, frozenset(), frozenset())
    for length in range(min(_LONGEST, len(text) - i), 0, -1):
        keys = tuple(key(word) for word in text[i : i + length])
        own = _phrases("members", language).get(keys, frozenset())
        around = _phrases("around", language).get(keys, frozenset())
        if own or around:
            return _Spot(i + length, own, own | around)
    return _Spot(i + 1, frozenset(), frozenset())


def is_member(phrase: str, name: str, language: Language) -> bool:
    """Return whether a phrase is a common member of a class: "Belgian" is a nationality."""
    keys = tuple(key(word) for word in words(phrase, language))
    return name in _phrases("members", language).get(keys, frozenset())


# Endings of French feminines, folded, with those of the masculines that tables give.
_FEMININE = (("trice", "teur"), ("euse", "eur"), ("ienne", "ien"), ("iere", "ier"), ("ere", "er"))


def key(word: Word) -> str:
    """Return a word as members are matched: folded, singular, and in French masculine."""
    one = re.sub(r"(?<=\w{3})[sx]$", "", word.folded)
    if word.language == "fr":
        for ending, masculine in _FEMININE:
            if one.endswith(ending) and len(one) > len(ending) + 1:
                return one.removesuffix(ending) + masculine
    return one


def _beside(text: Sequence[Word], i: int) -> bool:
    """Whether nothing but a space or a hyphen stands before the word."""
    return text[i].start - text[i - 1].end == 1


def takes_modifiers(classes: frozenset[str]) -> bool:
    """Return whether what stands beside a member says more of its class: "game designer"."""
    return any(table("classes")[name].get("modified", False) for name in classes)


def is_closed(classes: frozenset[str]) -> bool:
    """Return whether few things beside the known members are of one of these classes."""
    return any(table("classes")[name].get("closed", False) for name in classes)


@cache
def _phrases(part: str, language: Language) -> dict[tuple[str, ...], frozenset[str]]:
    """The phrases of one part of the table, as keys, each with the classes it is under."""
    found: dict[tuple[str, ...], set[str]] = {}
    for name, entry in table("classes").items():
        side = entry.get(part, "|").split("|")[0 if language == "fr" else 1]
        for phrase in side.split(","):
            keys = tuple(key(word) for word in words(phrase, language))
            found.setdefault(keys, set()).add(name)
    if part == "members":
        for country in Locale(language).territories.values():
            keys = tuple(key(word) for word in words(country, language))
            found.setdefault(keys, set()).add("country")
    return {keys: frozenset(names) for keys, names in found.items()}


@cache
def _openings(language: Language) -> frozenset[str]:
    """The first words of all members, since most words open none."""
    return frozenset(
        keys[0] for part in ("members", "around") for keys in _phrases(part, language) if keys
    )
