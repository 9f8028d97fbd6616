"""Understanding a question: its language, what it asks for, and the words that carry it."""

import re
from dataclasses import dataclass, replace
from functools import cache

from index import lexicon
from index.document import Span
from index.lexical import STOP_WORDS
from rag.alternatives import Alternatives, alternatives
from rag.answer import Language
from rag.asking import ASKS_OPEN, Asked, asked_for, has_question_word
from rag.attributes import Ask as Ask
from rag.checked import checked
from rag.conditions import (
    asks_of_future,
    excepted_words,
    named_dates,
    named_ordinal,
    running_time,
    unit_named,
    where_excepted,
)
from rag.cues import cue, table
from rag.plain import any_of, plain, plain_letters
from rag.tongues import small_words, tongue_of
from rag.values.value import Kind, Value
from rag.who_said import WhoSaid, who_said
from rag.whose import Holder, asked_holders, where_asked
from rag.words import Word, words


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
    asks of what is to come, None where its tense does not tell; `running` whether it asks of the
    time that runs ("this winter"); `ordinal` the place in a series of the event asked about ("the
    third hearing"), if it is named; `offered` the values of which it asks which it is ("two hours
    or three"); `excepted` the words for what it sets apart ("besides the price"); `holders` those
    whose word is asked for, none where anybody's will do; `who_said` how it asks whose word
    something is; `other_language` the ISO 639-1
    code of the language it seems to be in when that is neither French nor English: it is then
    read as English, and asks for something open.

    A question that has a value checked ("was it held in 2015?") is read as the one that asks for
    that value ("when was it held?"); `checked` is the value, and `plainly` the question of yes or
    no without it ("was it held?").
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
    running: bool
    ordinal: float | None
    offered: tuple[Value, ...]
    excepted: tuple[Word, ...]
    holders: tuple[Holder, ...]
    who_said: WhoSaid | None
    other_language: str | None
    checked: Value | None = None
    plainly: "Question | None" = None

    @property
    def names(self) -> tuple[Term, ...]:
        """The terms that are proper names."""
        return tuple(term for term in self.terms if term.word.name)


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


def understand(text: str) -> Question:
    """Return what the question asks for; a form that is not recognised asks for something open."""
    language, other = tongue_of(text)
    plainly = _understood(text, language, other)
    found = checked(text, language) if plainly.asks == "yes_no" and other is None else None
    if found is None:
        return plainly
    asked = _understood(found.asking, language, None)
    kinds = asked.kinds if found.kind in asked.kinds[:1] else (found.kind,)
    plainly = _understood(found.plainly, language, None)
    return replace(asked, asks="value", kinds=kinds, checked=found.value, plainly=plainly)


def _understood(text: str, language: Language, other: str | None) -> Question:
    read = plain(text, language)
    asked = asked_for(read, language) if other is None else ASKS_OPEN
    either = alternatives(text, language) if other is None else None
    either = either if either and _is_asked(either, asked, read.text, language) else None
    if either and either.kind not in asked.kinds:
        asked = _asks_which(either)
    unit = unit_named(text, language)
    if unit and asked.kinds and asked.kinds[0] != "count":
        asked = replace(asked, kinds=(unit,))
    whose = who_said(text, language, asked.asks) if other is None else None
    if whose:
        asked = Asked("person", (), asked.phrase, Span(0, 0))
    asks = asked.asks
    if asks == "yes_no" and (cue("judging").search(text) or cue("how_well").search(text)):
        asks = "judgement"
    when = named_dates(text, language)
    terms = tuple(t for t in _terms(text, language, asked, when) if t.word.start >= read.start)
    if either:
        when = tuple(v for v in when if not either.have(v.start))
        terms = tuple(t for t in terms if not either.have(t.word.start) or _within(t, asked.focus))
    if whose:
        terms = _said_and_verb(text, whose, terms)
    focus = _focus(text, language, asked)
    if asks == "judgement":  # "was it a success?" is answered by "a failure" too
        terms = tuple(t for t in terms if not _names_judgement(t.word)) or terms
    if asks in ("organisation", "place"):
        terms = tuple(t for t in terms if not _within(t, asked.phrase))
    counted = _counted(text, language, terms, asked) if "count" in asked.kinds[:1] else ()
    return Question(
        text,
        language,
        asks,
        asked.kinds,
        counted,
        counted or focus,
        terms if other is None else tuple(t for t in terms if not _is_small(t, other)),
        when,
        asks_of_future(text, language),
        running_time(text, language) is not None,
        named_ordinal(text, language) if "ordinal" not in asked.kinds else None,
        either.values if either else (),
        excepted_words(text, language),
        asked_holders(text, language),
        whose,
        other,
    )


# The kinds that the alternatives of a kind may be told in.
_TOLD_IN: dict[Kind, tuple[Kind, ...]] = {"date": ("date", "time"), "ordinal": ("ordinal", "ratio")}


def _is_asked(either: Alternatives, asked: Asked, text: str, language: Language) -> bool:
    """Whether a question asks which of the values it is, and not why or who beside them."""
    which = either.kind in asked.kinds or asked.asks == "thing"
    return which or not has_question_word(text, language)


def _asks_which(either: Alternatives) -> Asked:
    """What a question asks for that has one choose between values, and has no other word for it."""
    focus = either.counted or Span(0, 0)
    kinds = _TOLD_IN.get(either.kind, (either.kind,))
    return Asked("value", kinds, focus, focus, counted=either.counted is not None)


def _names_judgement(word: Word) -> bool:
    """Whether a word only says that a judgement is asked for, or gives one: "stance", "success"."""
    view = re.fullmatch(table("forms")["views"][word.language], word.text, re.IGNORECASE)
    return bool(view or cue("judging").fullmatch(word.text))


def _is_small(term: Term, other: str) -> bool:
    """Whether a term is a small word of the other language that the question is in."""
    return term.word.text.casefold() in small_words(other)


def _focus(text: str, language: Language, asked: Asked) -> tuple[Term, ...]:
    """The content words of the noun that names what is asked for, "date" and the like included."""
    return tuple(
        Term(word, _WORD_WEIGHT)
        for word in words(text, language, asked.focus.start, asked.focus.end)
        if word.folded not in STOP_WORDS[language]
        and len(word.text) > 1
        and (word.start == 0 or not word.name or text.isupper())
    )


def _said_and_verb(text: str, whose: WhoSaid, terms: tuple[Term, ...]) -> tuple[Term, ...]:
    """The terms of what is said and of whom it is said to; the verb counts for little.

    What is said may be told with another; and what is quoted says it all.
    """
    terms = tuple(t for t in terms if not whose.is_apart(t.word.start))
    led = [t for t in terms if _within(t, whose.at) and not t.word.name]
    quoted = text[whose.at.end :].lstrip()[:1] in tuple('«“"')
    light = led if quoted else led[:1]
    return tuple(
        replace(t, weight=min(t.weight, _LIGHT_WEIGHT)) if t in light else t for t in terms
    )


def _within(term: Term, span: Span) -> bool:
    return span.start <= term.word.start < span.end


def _terms(
    text: str, language: Language, asked: Asked, when: tuple[Value, ...]
) -> tuple[Term, ...]:
    """The content words, each once; words that the asked kind implies count for little."""
    implied = _IMPLIED.get(asked.kinds[0], frozenset()) if asked.kinds else frozenset()
    unasked = [_lead(text, language, asked), where_excepted(text, language)]
    light = [s for s in (where_asked(text, language), running_time(text, language)) if s]
    found: dict[str, Term] = {}
    for i, word in enumerate(words(text, language)):
        lower = word.text.casefold()
        if (
            lower in STOP_WORDS[language]
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


def _counted(
    text: str, language: Language, terms: tuple[Term, ...], asked: Asked
) -> tuple[Term, ...]:
    """The term that names what is counted: the noun behind "combien de", "how many"."""
    if "ordinal" in asked.kinds:  # "how many times" counts no thing
        return ()
    said = any_of("counted", language).search(plain_letters(text))
    if said is None:
        return tuple(t for t in terms if asked.counted and _within(t, asked.focus))
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
