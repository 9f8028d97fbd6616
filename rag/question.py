"""Understanding a question: its language, what it asks for, and the words that carry it."""

import re
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.language import language_of
from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.conditions import asks_of_future, named_dates
from rag.cues import cue, pattern, table
from rag.values import find_values
from rag.values.value import Kind, Value
from rag.words import Word, words

Ask = Literal[
    "value",
    "person",
    "organisation",
    "place",
    "identity",
    "reason",
    "judgement",
    "quotation",
    "thing",
    "yes_no",
    "open",
]


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that an answer should speak of, and how much it counts (0 to 1)."""

    word: Word
    weight: float


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood.

    `asks` says what sort of thing answers it; `kinds` the kinds of value when that is a value,
    likeliest first; `focus` the words that name the class of what is asked for ("which polling
    station": polling, station), none where the question word says it all; `counted` those that
    name what is counted, and so are the focus of a count; `terms` the words that carry the
    question, names included; `when` the dates that it names as a condition; `future` whether it
    asks of what is to come, None where its tense does not tell; `ordinal` the place in a series
    of the event asked about ("the third hearing"), if it is named.
    """

    text: str
    language: Language
    asks: Ask
    kinds: tuple[Kind, ...]
    counted: tuple[Term, ...]
    focus: tuple[Term, ...]
    terms: tuple[Term, ...]
    when: tuple[Value, ...]
    future: bool | None
    ordinal: float | None

    @property
    def names(self) -> tuple[Term, ...]:
        """The terms that are proper names."""
        return tuple(term for term in self.terms if term.word.name)


@dataclass(frozen=True, slots=True)
class _Form:
    """A way of asking: a pattern, and what it asks for. `drop` are words it makes redundant."""

    pattern: re.Pattern[str]
    asks: Ask
    kinds: tuple[Kind, ...] = ()


@cache
def _forms(language: Language) -> tuple[_Form, ...]:
    """The ways of asking in a language, the particular before the general (`forms.toml`)."""
    return tuple(
        _Form(
            re.compile(
                pattern("|".join(form["patterns"])),
                re.NOFLAG if form.get("case") else re.IGNORECASE,
            ),
            form["asks"],
            tuple(form.get("kinds", ())),
        )
        for form in table("forms")[language]
    )


def _holders(text: str) -> tuple[int, int] | None:
    """Where the question names those whose judgement it asks for, if it does."""
    asked = cue("holders").search(text)
    if asked is None:
        return None
    return next(asked.span(name) for name, found in asked.groupdict().items() if found is not None)


@cache
def _words(name: str, language: Language) -> frozenset[str]:
    return frozenset(table("forms")[name][language].split())


# Concepts that a value's own kind already says: "how long did it last" needs no word for lasting.
_IMPLIED: dict[Kind, frozenset[str]] = {
    "duration": frozenset({"last", "start", "length"}),
    "money": frozenset({"cost", "pay"}),
    "date": frozenset({"planned", "start"}),
    "distance": frozenset({"length", "height", "depth", "width", "range", "measure"}),
    "percentage": frozenset({"percent"}),
    "count": frozenset({"number", "result", "people"}),
    "ratio": frozenset({"result"}),
    "time": frozenset(),
    "age": frozenset({"age"}),
    "mass": frozenset({"weight"}),
    "speed": frozenset({"speed"}),
    "area": frozenset({"area"}),
    "temperature": frozenset({"temperature"}),
}


_NAME_WEIGHT, _WORD_WEIGHT, _IMPLIED_WEIGHT, _LIGHT_WEIGHT = 0.8, 1.0, 0.6, 0.35


_INFORMAL = re.compile(r"\bc[’'] ?(?:est|était) quoi\b", re.IGNORECASE)


_GENERIC = frozenset({"people", "number"})


def understand(text: str) -> Question:
    """Return what the question asks for; a form that is not recognised asks for something open."""
    language = language_of(text)
    asked = _INFORMAL.sub("quelle est", text)
    form = next((f for f in _forms(language) if f.pattern.search(asked)), None)
    kinds = form.kinds if form else ()
    asks: Ask = form.asks if form else "open"
    if asks == "yes_no" and (cue("judging").search(text) or cue("how_well").search(text)):
        asks = "judgement"
    when = named_dates(text, language)
    terms = _terms(text, language, kinds, when)
    if asks == "judgement":  # "was it a success?" is answered by "a failure" too
        terms = tuple(t for t in terms if not cue("judging").fullmatch(t.word.text)) or terms
    if form and form.asks in ("organisation", "place"):
        said = form.pattern.search(text)
        terms = tuple(t for t in terms if not (said and said.start() <= t.word.start < said.end()))
    counted = _counted(text, language, terms) if "count" in kinds[:1] else ()
    focus = counted or _focus(text, language)
    if form is None and focus:
        asks = "thing"
    return Question(
        text,
        language,
        asks,
        kinds,
        counted,
        focus,
        terms,
        when,
        asks_of_future(text, language),
        next((v.low for v in find_values(text, language, None) if v.kind == "ordinal"), None)
        if "ordinal" not in kinds
        else None,
    )


def _terms(
    text: str, language: Language, kinds: tuple[Kind, ...], when: tuple[Value, ...]
) -> tuple[Term, ...]:
    """The content words, each once; words that the asked kind implies count for little."""
    implied = _IMPLIED.get(kinds[0], frozenset()) if kinds else frozenset()
    held = _holders(text)
    found: dict[str, Term] = {}
    for i, word in enumerate(words(text, language)):
        lower = word.text.casefold()
        if (
            lower in STOP_WORDS[language]
            or lower in _words("form_words", language)
            or len(lower) < 2
        ):
            continue
        if any(value.start <= word.start < value.end for value in when):
            continue
        name = word.name and i > 0
        weight = _NAME_WEIGHT if name else _WORD_WEIGHT
        if not name and lower in _words("light_words", language):
            weight = _LIGHT_WEIGHT
        elif held and held[0] <= word.start < held[1]:
            weight = _LIGHT_WEIGHT
        elif not name and word.concepts & implied:
            weight = _LIGHT_WEIGHT if word.concepts & _GENERIC else _IMPLIED_WEIGHT
        word = Word(
            language, word.text, word.start, word.end, word.stem, word.folded, word.concepts, name
        )
        found.setdefault(word.stem, Term(word, weight))
    return tuple(found.values())


_PLURAL = re.compile(r"(?:s|people|men|women|children)$", re.IGNORECASE)


_COUNTED = {
    "fr": re.compile(
        r"\bcombien (?:y a-t-il )?d[e’']\s?(?:la |l[’'])?|\bnombre (?:total )?d[e’']\s?",
        re.IGNORECASE,
    ),
    "en": re.compile(r"\bhow many\s|\bnumber of\s", re.IGNORECASE),
}


def _counted(text: str, language: Language, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms that name what is counted: those within three words after "combien de"."""
    asked = _COUNTED[language].search(text)
    if asked is None:
        return ()
    after = [term for term in terms if term.word.start >= asked.end()]
    if language == "en" and len(after) > 1 and not _PLURAL.search(after[0].word.text):
        # "how many police officers", "how many Russian drones": the head comes last
        if not text[after[0].word.end : after[1].word.start].strip():
            return (after[1],)
    return tuple(after[:1])


_WHICH = {
    "fr": re.compile(
        r"\bquel(?:le)?s?\s(?:(?:est|était|sont|étaient) l[ae’']s?\s?)?([^\W\d]+)", re.I
    ),
    "en": re.compile(
        r"\b(?:what|which)\s(?:(?:is|was|are|were) the\s)?"
        r"((?:(?!(?:is|was|are|were|does|did|do|has|had|will)\b)[^\W\d]+\s?)+?)"
        r"(?=(?:is|was|are|were|does|did|do|has|had|will|of|in|\w+ed)\b)",
        re.I,
    ),
}


def _focus(text: str, language: Language) -> tuple[Term, ...]:
    """The terms of the noun behind "which"."""
    asked = _WHICH[language].search(text)
    if asked is None:
        return ()
    return tuple(
        term
        for term in _terms(text, language, (), ())
        if asked.start(1) <= term.word.start < asked.end(1)
    )
