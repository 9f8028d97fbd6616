"""Words and how near they are in meaning, within and across French and English.

Two words match when they share a stem, a verb (`verbs.toml`), a concept (`concepts.toml`), a
translation, a country's name, or, for names, nearly their letters ("Putin", "Poutine") or a short
form ("Robert", "Bob"). No embedding is needed, so every match can be explained.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from functools import cache, lru_cache
from typing import NamedTuple

from babel import Locale
from nicknames import NickNamer

from index import lexical, lexicon
from rag.answer import Language
from rag.cues import table

_WORD = re.compile(r"[^\W_]+(?:[.,]\d+)*", re.UNICODE)
_LONGEST_PHRASE = 4

SAME_VERB = 0.95
SAME_CONCEPT = 0.9
SAME_TRANSLATION = 0.9
UNSURE_TRANSLATION = 0.8
_SURE_TRANSLATION = 0.25
SAME_ROOT = 0.8
SHORT_FORM = 0.9
SAME_NAME = 0.95  # from which two names are taken for one
ALIKE = 0.8  # from which two words are taken for one


class Lexeme(NamedTuple):
    """What of a word its likeness to another rests on, wherever it stands."""

    language: Language
    stem: str
    folded: str
    concepts: frozenset[str]
    name: bool


@dataclass(frozen=True, slots=True)
class Word:
    """A word at `start..end` of its text; `name` is true when it is capitalised as names are.

    `lexeme` is the same wherever the word stands.
    """

    language: Language
    text: str
    start: int
    end: int
    stem: str
    folded: str
    concepts: frozenset[str]
    name: bool
    lexeme: Lexeme = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        lexeme = Lexeme(self.language, self.stem, self.folded, self.concepts, self.name)
        object.__setattr__(self, "lexeme", lexeme)


def fold(text: str) -> str:
    """Return the text in lower case without diacritics."""
    return lexical.fold(text.casefold())


def stem(word: str, language: Language) -> str:
    """Return the folded stem of a word, as BM25 and the lexicon know it."""
    return lexical.stem(word.casefold(), language)


@cache
def _concepts(language: Language) -> dict[tuple[str, ...], frozenset[str]]:
    """Phrases of stems in one language, with the concepts that each stands for."""
    tables = table("concepts")
    found: dict[tuple[str, ...], set[str]] = {}
    for group in tables.values():
        for concept, phrases in group.items():
            side = phrases.split("|")[0 if language == "fr" else 1]
            for phrase in side.split(","):
                stems = tuple(stem(word, language) for word in _WORD.findall(phrase))
                found.setdefault(stems, set()).add(concept)
    return {stems: frozenset(concepts) for stems, concepts in found.items()}


@cache
def events() -> frozenset[str]:
    """Return the concepts that are things that happen."""
    tables = table("concepts")
    return frozenset(tables["events"])


@cache
def _countries() -> dict[str, str]:
    """Folded French and English names of countries, each with its ISO code."""
    return {
        fold(name): code
        for language in ("fr", "en")
        for code, name in Locale(language).territories.items()
        if code.isalpha()
    }


def is_country(name: str) -> bool:
    """Return whether a word is a country's name in French or English."""
    return fold(name) in _countries()


def words(text: str, language: Language, start: int = 0, end: int | None = None) -> list[Word]:
    """Return the words of `text[start:end]`, in order, with offsets into `text`."""
    matches = list(_WORD.finditer(text, start, len(text) if end is None else end))
    stems = [stem(match.group(), language) for match in matches]
    meanings = _meanings(stems, language)
    return [
        Word(
            language,
            match.group(),
            match.start(),
            match.end(),
            stems[i],
            fold(match.group()),
            meanings[i],
            match.group()[0].isupper(),
        )
        for i, match in enumerate(matches)
    ]


def _meanings(stems: Sequence[str], language: Language) -> list[frozenset[str]]:
    """The concepts of each stem; a phrase gives its concepts to all of its words."""
    concepts_of = _concepts(language)
    found: list[set[str]] = [set() for _ in stems]
    for i in range(len(stems)):
        for length in range(1, min(_LONGEST_PHRASE, len(stems) - i) + 1):
            for concept in concepts_of.get(tuple(stems[i : i + length]), ()):
                for j in range(i, i + length):
                    found[j].add(concept)
    return [frozenset(concepts) for concepts in found]


def likeness(a: Word, b: Word) -> float:
    """Return how near two words are in meaning, 0 to 1, in one language or across the two."""
    return _likeness(a.lexeme, b.lexeme)


@lru_cache(maxsize=200_000)
def _likeness(a: Lexeme, b: Lexeme) -> float:
    across = a.language != b.language
    if a.folded == b.folded or (a.stem == b.stem and not across):
        return 1.0
    if not across and _plain_form(a) == _plain_form(b):
        return SAME_VERB
    if a.concepts & b.concepts:
        return SAME_CONCEPT
    if a.name and b.name and (alike := _name_likeness(a.folded, b.folded, across)):
        return alike
    if across and (weight := _translates(a, b)):
        return SAME_TRANSLATION if weight >= _SURE_TRANSLATION else UNSURE_TRANSLATION
    if a.name and b.name:
        return 0.0
    return SAME_ROOT if _same_root(a.stem, b.stem) else 0.0


def is_met(word: Word, words: Iterable[Word]) -> bool:
    """Return whether any of the words says the same as a word."""
    return any(likeness(word, other) >= ALIKE for other in words)


def is_named(word: Word, words: Iterable[Word]) -> bool:
    """Return whether any of the words names the same.

    Two names differ in next to no letter, unless they are of one state ("Moscow", "la Russie"), or
    the one is the other in the other language ("London", "Londres").
    """
    return any(_names_one(word, w) if word.name and w.name else is_met(word, [w]) for w in words)


def _names_one(a: Word, b: Word) -> bool:
    translated = a.language != b.language and _translates(a.lexeme, b.lexeme) >= _SURE_TRANSLATION
    return translated or bool(a.concepts & b.concepts) or likeness(a, b) >= SAME_NAME


def _translates(a: Lexeme, b: Lexeme) -> float:
    """How surely either word translates the other, 0 to 1."""
    return max(
        dict(lexicon.load().translations(here, one.language)).get(there, 0.0)
        for one, other in ((a, b), (b, a))
        for here in {one.stem, _plain_form(one)}
        for there in {other.stem, _plain_form(other)}
    )


def _plain_form(word: Lexeme) -> str:
    """The stem of the infinitive of an irregular verb, of any other word its own."""
    return word.stem if word.name else _irregular(word.language).get(word.stem, word.stem)


@cache
def _irregular(language: Language) -> dict[str, str]:
    """The stems of irregular forms, each with that of its infinitive (`verbs.toml`)."""
    verbs = [[stem(form, language) for form in verb.split()] for verb in table("verbs")[language]]
    return {form: infinitive for infinitive, *forms in verbs for form in forms}


def _same_root(a: str, b: str) -> bool:
    """Whether two stems share a root of five letters or more that makes up most of both."""
    shared = 0
    for x, y in zip(a, b, strict=False):
        if x != y:
            break
        shared += 1
    return shared >= 5 and shared >= 0.75 * max(len(a), len(b))


@lru_cache(maxsize=50_000)
def _name_likeness(a: str, b: str, across: bool) -> float:
    """1.0 for a country in two languages, 0.95 for nearly the same letters, 0.9 for "Bob", else 0.

    Across languages spellings differ ("Ushakov", "Ouchakov"), and are compared as they sound;
    within one, "Dupont" is not "Dupond".
    """
    code = _countries().get(a)
    if code is not None and code == _countries().get(b):
        return 1.0
    if b in _short_forms().nicknames_of(a) or a in _short_forms().nicknames_of(b):
        return SHORT_FORM
    if across:
        a, b = sounded(a), sounded(b)
    if min(len(a), len(b)) < 4 or a[0] != b[0]:
        return 0.0
    return 0.95 if SequenceMatcher(None, a, b).ratio() >= (0.76 if across else 0.9) else 0.0


@cache
def _short_forms() -> NickNamer:
    """The short forms of first names ("Bob", "Rick"), mostly English ones."""
    return NickNamer()


def sounded(name: str) -> str:
    """A name from another alphabet as it sounds, where French and English spell it differently."""
    for spelling, sound in (
        (r"tch|ch|sh", "s"),
        (r"ou|oo", "u"),
        (r"dj", "j"),
        (r"ph|ff$", "f"),
        (r"[yï]", "i"),
        (r"(.)\1", r"\1"),
        (r"e$", ""),
    ):
        name = re.sub(spelling, sound, name)
    return name
