"""The words that carry a question: how much each counts, what is counted, what names it."""

import re
from dataclasses import dataclass, replace
from functools import cache

from index import lexicon
from index.document import Span
from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.asking import Asked
from rag.conditions import running_time, where_excepted
from rag.cues import table
from rag.plain import any_of, plain_letters
from rag.values.value import Kind, Value
from rag.who_said import WhoSaid
from rag.whose import where_asked
from rag.words import Word, words


@dataclass(frozen=True, slots=True)
class Term:
    """A word of the question that an answer should speak of, and how much it counts (0 to 1)."""

    word: Word
    weight: float


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
_GENERIC = frozenset({"people", "number"})


def focus_of(text: str, language: Language, asked: Asked) -> tuple[Term, ...]:
    """Return the content words of the noun that names what is asked for, even "date"."""
    return tuple(
        Term(word, _WORD_WEIGHT)
        for word in words(text, language, asked.focus.start, asked.focus.end)
        if word.folded not in STOP_WORDS[language]
        and len(word.text) > 1
        and (word.start == 0 or not word.name or text.isupper())
    )


def said_and_verb(text: str, whose: WhoSaid, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """Return the terms of what is said and of whom it is said to; the verb counts for little.

    What is said may be told with another; and what is quoted says it all.
    """
    terms = tuple(t for t in terms if not whose.is_apart(t.word.start))
    led = [t for t in terms if within(t, whose.at) and not t.word.name]
    quoted = text[whose.at.end :].lstrip()[:1] in tuple('«“"')
    light = led if quoted else led[:1]
    return tuple(
        replace(t, weight=min(t.weight, _LIGHT_WEIGHT)) if t in light else t for t in terms
    )


def within(term: Term, span: Span) -> bool:
    """Return whether a term stands in a span of the question."""
    return span.start <= term.word.start < span.end


_COUNTRY = "US"  # a pronoun, but for its capitals


def terms_of(
    text: str, language: Language, asked: Asked, when: tuple[Value, ...]
) -> tuple[Term, ...]:
    """Return the content words, each once; words that the asked kind implies count for little."""
    implied = _IMPLIED.get(asked.kinds[0], frozenset()) if asked.kinds else frozenset()
    unasked = [_lead(text, language, asked), where_excepted(text, language)]
    light = [s for s in (where_asked(text, language), running_time(text, language)) if s]
    found: dict[str, Term] = {}
    for i, word in enumerate(words(text, language)):
        lower = word.text.casefold()
        if (
            (lower in STOP_WORDS[language] and word.text != _COUNTRY)
            or lower in _words("form_words", language)
            or len(lower) < 2
            or any(span.start <= word.start < span.end for span in unasked)
        ):
            continue
        if any(value.start <= word.start < value.end for value in when):
            continue
        name = word.name and not text.isupper() and (i > 0 or not _is_ordinary(text, word))
        weight = _NAME_WEIGHT if name else _WORD_WEIGHT
        if not name and lower in _words("light_words", language):
            weight = _LIGHT_WEIGHT
        elif any(span.start <= word.start < span.end for span in light):
            weight = _LIGHT_WEIGHT
        elif not name and word.concepts & implied:
            weight = _LIGHT_WEIGHT if word.concepts & _GENERIC else _IMPLIED_WEIGHT
        found.setdefault(word.stem, Term(replace(word, name=name), weight))
    return tuple(found.values())


def _lead(text: str, language: Language, asked: Asked) -> Span:
    """Where the preposition before the question word stands: "devant" quel tribunal, "near" what.

    It says how what is asked for is tied to the rest, and is no part of it.
    """
    before = _prepositions(language).match(plain_letters(text), asked.phrase.start)
    return Span(*before.span()) if before and asked.phrase.end else Span(0, 0)


@cache
def _prepositions(language: Language) -> re.Pattern[str]:
    return re.compile(plain_letters(table("forms")["prepositions"][language]), re.IGNORECASE)


_INVERTED = re.compile(r"-(?:t-)?(?:ils?|elles?|on)\b", re.IGNORECASE)


def _is_ordinary(text: str, word: Word) -> bool:
    """Whether a word that opens the question is a verb or one of the dictionary, and so no name."""
    verb = _INVERTED.match(text, word.end)
    return bool(verb or lexicon.load().translations(word.stem, word.language))


_PLURAL = re.compile(
    r".*s|.*(?:people|m[ae]n|children|staff|police|crew|troops|cattle|sheep|fish|personnel|craft|dead"
    r"|injured|wounded|missing|homeless|killed|displaced|unemployed)",
    re.IGNORECASE,
)
_AUXILIARIES = frozenset("were was are is have had has did do does will would can could".split())
_JOINED = re.compile(r"[ \-]*|['’]s ")


def counted_of(
    text: str, language: Language, terms: tuple[Term, ...], asked: Asked
) -> tuple[Term, ...]:
    """Return the term that names what is counted: the noun behind "combien de", "how many"."""
    if "ordinal" in asked.kinds:  # "how many times" counts no thing
        return ()
    said = any_of("counted", language).search(plain_letters(text))
    if said is None:
        return tuple(t for t in terms if asked.counted and within(t, asked.focus))
    after = [term for term in terms if term.word.start >= said.end()]
    between = text[said.end() : after[0].word.start].split() if after else []
    if not after or len(between) > 2 or any(word in _AUXILIARIES for word in between):
        return ()
    if language == "fr":
        return (after[0],)
    run = [after[0]]
    for term in after[1:]:
        if not _JOINED.fullmatch(text[run[-1].word.end : term.word.start]):
            break
        run.append(term)
    # "how many police officers", "how many Russian drones" end in what is counted; "how many
    # voted" names nothing.
    return tuple(term for term in run if _PLURAL.fullmatch(term.word.text))[:1]
