"""The value that a question of yes or no has checked: "did the call last about an hour?".

Under it lies the question that asks for that value, "how long did the call last?": what answers the
one answers the other. A value that only tells which event is meant is a condition, and not checked.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from rag.answer import Language
from rag.conditions import named_dates
from rag.cues import cue, table
from rag.plain import any_of, plain_letters
from rag.unstressed import affirmed
from rag.values import find_values
from rag.values.value import Kind, Value
from rag.words import events, words

_FEW = 10  # below it a vague count is no figure to check: "several people"
_APART = re.compile(r"\b(?:who|which|that|after|before|if|when|qui|que|dont|ou|apres|avant|si)\b")
_INVERTED = re.compile(r"-(?:t-)?(?:ils?|elles?|on|ce)\b")
_NAME = re.compile(r"(?:^|\s)[A-ZÀ-Þ][\w’'.-]*\s$")
_SOME_DAY = re.compile(r"un jour|one day", re.IGNORECASE)
_VOWEL = re.compile(r"[aeiouyhà-ÿ]", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Checked:
    """The value to check, and the questions that lie under it.

    `asking` asks for a value of `kind` in its place, `plainly` whether the rest is so at all.
    """

    value: Value
    kind: Kind
    asking: str
    plainly: str


def checked(text: str, language: Language) -> Checked | None:
    """Return what a question of yes or no has checked; None where that is no value.

    One that denies or asks which has none, nor one that sets several values.
    """
    asked, text = text, affirmed(text, language)
    flat = plain_letters(text)
    leads = (
        any_of(name, language, r".*?\b(?:{})").match(flat) for name in ("true_that", "asks_if")
    )
    start = max((lead.end() for lead in leads if lead), default=0)
    other = (any_of(name, language, r"\b(?:{})\b").search(flat, start) for name in ("able", "or"))
    if any(other):
        return None
    values = [v for v in find_values(text, language, None) if v.kind != "date"]
    found = list(_measured(text, flat, start, values, language))
    found = found or list(_dated(text, flat, start, language))
    if len(found) != 1 or cue("negation").search(text, start, found[0][0].start):
        return None
    value, before = found[0]
    aged = any_of("has_years", language, r"\b(?:{})\s*$").search(flat, start, before)
    kind: Kind = "age" if value.kind == "duration" and aged else value.kind
    rest = f"{text[start:before].strip()} {text[value.end :].strip()}"
    asking = f"{_asking_word(value, kind, language)} {_small(rest, language)}"
    return Checked(value, kind, asking, asked.replace(text[before : value.end], _noun(value), 1))


def _measured(
    text: str, flat: str, start: int, values: list[Value], language: Language
) -> Iterator[tuple[Value, int]]:
    """The measures and counts that complete the verb, or that its subject counts.

    Each with where the preposition before it begins.
    """
    for value in values:
        several = value.hedge == "several" and value.low < _FEW
        vague = several or _SOME_DAY.fullmatch(value.text)
        offset = any_of("no_measure", language, r"\W*(?:{})\b").match(flat, value.end)
        part = cue("part_of").search(value.text)
        if value.kind == "ordinal" or vague or value.is_bare or value.high <= 0 or offset or part:
            continue
        opens = any_of("counted_first", language, r"\W*(?:{})?\W*").fullmatch(
            flat, start, value.start
        )
        if opens and value.kind in ("count", "ratio", "percentage"):
            yield value, value.start
        elif not opens and (led := _led(text, flat, start, value, language)) is not None:
            yield value, led


def _led(text: str, flat: str, start: int, value: Value, language: Language) -> int | None:
    """Where what leads to a measure behind the verb begins; None where it is another's."""
    of = any_of("takes_of", language, r"\b(?:{}) (of|de|d')\s?$").search(flat, start, value.start)
    led = any_of("leads_to_measure", language, r"(?<=\s)(?:{})\s*$").search(
        flat, start, value.start
    )
    at = of.start(1) if of else led.start() if led else value.start
    before = flat[start:at]
    of_other = any_of("not_before_measure", language, r"(?:\b(?:{})|'s)\W*$").search(before)
    of_name = value.kind == "count" and _NAME.search(text, start, at)
    if (of_other and not of) or of_name or not _goes_on(flat, start, at, value, language):
        return None
    return at


def _dated(text: str, flat: str, start: int, language: Language) -> Iterator[tuple[Value, int]]:
    """The day on which something is said to have been that happens once, with where that begins."""
    thing = "|".join(plain_letters(word) for word in table("forms")["definite"][language])
    thing = rf"(?: (?:{thing}) ?(?:(?!(?:in|at|of|for|to|en|a|de|du)\b)[\w'-]+ ?){{1,4}})?"
    once = any_of("once", language, r"\b(?:{})" + thing + "$")
    for value in named_dates(text, language):
        on = any_of("on_day", language, r"\s(?:(?:{})\s*)?$").search(flat, start, value.start)
        if on is None or not _goes_on(flat, start, on.start(), value, language):
            continue
        if once.search(flat, start, on.start()) or _names_event(text, start, on.start(), language):
            yield value, on.start()


def _goes_on(flat: str, start: int, at: int, value: Value, language: Language) -> bool:
    """Whether what stands around a value makes it part of the main clause, behind its verb."""
    rest = any_of("beside_value", language, r"\W*(?:(?:{})(?:(?<=')|(?!\w)).*)?").fullmatch(
        flat, value.end
    )
    return (
        bool(rest) and not _APART.search(flat, start, at) and not _INVERTED.search(flat, value.end)
    )


def _names_event(text: str, start: int, end: int, language: Language) -> bool:
    """Whether nothing but "be" is said of an event: "Was the summit in 2015?"."""
    found = any_of("is_event", language, r"\W*(?:{})").fullmatch(plain_letters(text), start, end)
    named = words(text, language, *found.span("event")) if found else []
    return bool(named) and bool(named[-1].concepts & events())


def _noun(value: Value) -> str:
    """What a count counts, as the question has it; nothing for what is no count."""
    at = value.text.casefold().rfind(value.unit)
    return value.text[at:] if value.kind == "count" and at >= 0 else ""


def _asking_word(value: Value, kind: Kind, language: Language) -> str:
    """What asks for a value of a kind, with the noun of a count: "how many drones"."""
    ask = table("forms")["asks_value"][language]
    word = str(ask.get(kind, ask["other"]))
    noun = _noun(value)
    if language == "en" or not noun:
        return f"{word} {noun}".strip()
    return f"{word} d’{noun}" if _VOWEL.match(noun) else f"{word} de {noun}"


def _small(text: str, language: Language) -> str:
    """What followed the beginning of a question, without its capital unless that is a name's."""
    text = text.strip()
    small = any_of("opens_small", language, r"(?:{})").match(plain_letters(text))
    return text[:1].lower() + text[1:] if small else text
