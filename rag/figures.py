"""Figures in words: values of every kind said in French or English."""

import math
import re
from collections.abc import Sequence
from itertools import takewhile

from babel.numbers import format_compact_decimal, format_decimal, get_currency_name
from babel.units import format_unit

from rag.answer import Language
from rag.fit import asks_times
from rag.question import Question
from rag.vague import SIZES, UNIT_LOCALE, say_few, say_part, say_rank, say_yearless
from rag.values.value import Value
from rag.wording import say_days
from rag.words import likeness, words

_HEDGES: dict[Language, dict[str, str]] = {
    "fr": {
        "nearly": "près de",
        "about": "environ",
        "over": "plus de",
        "at_least": "au moins",
        "at_most": "au plus",
    },
    "en": {
        "nearly": "nearly",
        "about": "about",
        "over": "more than",
        "at_least": "at least",
        "at_most": "at most",
    },
}
_SMALL: dict[Language, Sequence[str]] = {
    "fr": "zéro une deux trois quatre cinq six sept huit neuf dix".split(),
    "en": "zero one two three four five six seven eight nine ten".split(),
}
_SEVERAL: dict[tuple[float, float], dict[Language, str]] = {
    (20, 99): {"fr": "plusieurs dizaines", "en": "dozens"},
    (200, 999): {"fr": "plusieurs centaines", "en": "several hundred"},
    (2000, 9999): {"fr": "plusieurs milliers", "en": "several thousand"},
}
_CURRENCIES = {"EUR": "euros", "USD": "dollars"}


def say_value(value: Value, question: Question, language: Language) -> str | None:
    """Return a value in words of the language, or None for one that has no wording of its own."""
    if value.kind == "date" and value.unit != "day":
        return say_yearless(value, language)
    figure = value.low if value.kind == "date" else value.figure  # said by its days, if hedged
    if figure is None:
        return _say_range(value, question, language) or _say_several(value, question, language)
    if value.hedge == "about" and (few := say_few(value, language)):
        return few
    words = _say_figure(value, figure, question, language)
    hedge = _HEDGES[language].get(value.hedge)
    return f"{hedge} {words}" if words and hedge else words


def _say_range(value: Value, question: Question, language: Language) -> str | None:
    """ "three to five hours", what both ends share said once; None for what is no such range."""
    if value.hedge != "range" or not math.isfinite(value.high - value.low):
        return None
    ends = (_say_figure(value, end, question, language) for end in (value.low, value.high))
    least, most = ((end or "").split() for end in ends)
    if not least or not most:
        return None
    shared = takewhile(lambda pair: pair[0] == pair[1], zip(least[::-1], most[::-1], strict=False))
    own = least[: len(least) - sum(1 for _ in shared)] or least
    return f"{' '.join(own)} {'à' if language == 'fr' else 'to'} {' '.join(most)}"


def _say_figure(value: Value, figure: float, question: Question, language: Language) -> str | None:
    match value.kind:
        case "duration":
            return _say_in_its_unit(value, figure, language) or _say_duration(figure, language)
        case "date":
            return say_days(value.low, value.high, language)
        case "time":
            return _say_time(figure, language)
        case "money":
            return _say_money(value, figure, language)
        case "percentage" if value.unit == "%":
            return _say_number(figure, language) + (" %" if language == "fr" else "%")
        case "count":
            return _say_count(value, figure, question, language)
        case "ordinal":
            return say_rank(figure, language)
        case "ratio":
            return say_part(figure, language)
    return _say_in_its_unit(value, figure, language) or _say_measure(value, figure, language)


def _say_money(value: Value, figure: float, language: Language) -> str:
    amount = format_compact_decimal(figure, format_type="long", locale=language, fraction_digits=2)
    name = _CURRENCIES.get(value.unit) or get_currency_name(
        value.unit, count=figure, locale=language
    )
    of = (" d’" if name[0] in "aeiou" else " de ") if language == "fr" and figure >= 1e6 else " "
    return str((amount if figure >= 1_000_000 else _say_number(figure, language)) + of + name)


def _say_measure(value: Value, figure: float, language: Language) -> str | None:
    for unit, size in SIZES.get(value.kind, ()):
        if abs(figure) >= size or size == SIZES[value.kind][-1][1]:
            number = round(figure / size, 3)
            return str(format_unit(number, unit, "long", locale=UNIT_LOCALE[language]))
    return None


def _say_time(seconds: float, language: Language) -> str:
    """ "23 h", "4 h 30"; "11 pm", "4:30 am"."""
    hour, minute = divmod(round(seconds / 60), 60)
    if language == "fr":
        return f"{hour} h {minute:02}" if minute else f"{hour} h"
    half, clock = ("am" if hour % 24 < 12 else "pm"), (hour - 1) % 12 + 1
    return f"{clock}:{minute:02} {half}" if minute else f"{clock} {half}"


def _say_count(value: Value, figure: float, question: Question, language: Language) -> str:
    """A number with the question's noun for what is counted, where the text counts the same."""
    if asks_times(question):
        return _say_times(figure, language)
    noun = _counted(value, question)
    millions = round(figure / 1e6, 2)
    if figure < 1e6 or millions * 1e6 != figure:
        number = _say_number(figure, language)
        return f"{number} {noun}" if noun else number
    number = format_compact_decimal(figure, format_type="long", locale=language, fraction_digits=2)
    of = ("d’" if noun[:1] in "aeiouhé" else "de ") if language == "fr" else ""
    return f"{number} {of}{noun}" if noun else str(number)


def _say_times(figure: float, language: Language) -> str:
    small = figure in range(len(_SMALL[language]))
    number = _SMALL[language][int(figure)] if small else _say_number(figure, language)
    noun = "fois" if language == "fr" else "time" if figure == 1 else "times"
    return f"{number} {noun}"


def _counted(value: Value, question: Question) -> str:
    """The question's noun for what a value counts; none where the text names something else."""
    named = [w for language in ("fr", "en") for w in words(value.unit, language)]
    fits = not named or any(
        likeness(term.word, word) >= 0.8 for term in question.counted for word in named
    )
    return " ".join(term.word.text.casefold() for term in question.counted) if fits else ""


_OWN_UNITS = (
    (re.compile(r"\bhectares?\b|\bha\b", re.IGNORECASE), "area", "area-hectare", 1e4),
    (re.compile(r"\bacres?\b", re.IGNORECASE), "area", "area-acre", 4046.8564224),
    (re.compile(r"\bmiles?\b", re.IGNORECASE), "distance", "length-mile", 1609.344),
    (re.compile(r"\bmillim[eè]t|\bmm\b", re.I), "distance", "length-millimeter", 0.001),
    (re.compile(r"\bcentim[eè]t|\bcm\b", re.I), "distance", "length-centimeter", 0.01),
    (re.compile(r"\b(?:jours?|days?)\b", re.IGNORECASE), "duration", "duration-day", 86_400.0),
    (re.compile(r"\b(?:semaines?|weeks?)\b", re.I), "duration", "duration-week", 604_800.0),
    (re.compile(r"\b(?:mois|months?)\b", re.IGNORECASE), "duration", "duration-month", 2_629_800.0),
)


def _say_in_its_unit(value: Value, figure: float, language: Language) -> str | None:
    """A measure in the one unit that its text gives it in: hectares stay hectares."""
    given = [row for row in _OWN_UNITS if row[1] == value.kind and row[0].search(value.text)]
    if len(given) != 1:
        return None
    _, _, unit, size = given[0]
    number = round(figure / size, 3)
    if unit.startswith("duration") and number != int(number):
        return None
    if unit.startswith("duration"):
        return _say_periods(int(number), unit.removeprefix("duration-"), language)
    return str(format_unit(number, unit, "long", locale=UNIT_LOCALE[language]))


def _say_number(number: float, language: Language) -> str:
    return format_decimal(round(number, 3), locale=language)


def _say_several(value: Value, question: Question, language: Language) -> str | None:
    if value.kind != "count":
        return say_few(value, language)
    noun = _counted(value, question)
    if vague := _SEVERAL.get((value.low, value.high)):
        return vague[language] + (f" {'de ' if language == 'fr' else ''}{noun}" if noun else "")
    few = say_few(value, language)
    return f"{few} {noun}".strip() if few else None


def _say_duration(seconds: float, language: Language) -> str:
    """ "two and a half hours", "deux heures et demie", "1 hour and 20 minutes", "36 hours"."""
    for unit, size in SIZES["duration"]:
        name = unit.removeprefix("duration-")
        whole, rest = divmod(seconds / size, 1)
        if whole < 1:
            continue
        if whole == 1 and rest > 0.001 and name == "day":  # 36 hours reads better than 1.5 days
            continue
        if rest < 0.001 or rest > 0.999:
            return _say_periods(round(seconds / size), name, language)
        if abs(rest - 0.5) < 0.001:
            return _say_and_a_half(int(whole), name, language)
        if name == "hour":
            minutes = format_unit(round(rest * 60), "duration-minute", "long", locale=language)
            hours = format_unit(int(whole), "duration-hour", "long", locale=language)
            return f"{hours} {'et' if language == 'fr' else 'and'} {minutes}"
    return format_unit(round(seconds / 60, 1), "duration-minute", "long", locale=language)


def _say_periods(number: int, name: str, language: Language) -> str:
    words = str(format_unit(number, f"duration-{name}", "long", locale=language))
    if number > 10:
        return words
    word = _SMALL[language][number]
    if language == "fr" and number == 1 and name in ("month", "day"):
        word = "un"
    elif language == "fr" and number == 1 and name == "year":
        word = "un"
    return words.replace(str(number), word, 1)


def _say_and_a_half(whole: int, name: str, language: Language) -> str:
    if language == "en":
        words = _say_periods(max(2, whole), name, "en").partition(" ")[2]
        return f"{_SMALL['en'][whole] if whole <= 10 else whole} and a half {words}"
    half = "demi" if name in ("year", "month", "day") else "demie"
    return f"{_say_periods(whole, name, 'fr')} et {half}"
