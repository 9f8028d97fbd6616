"""Values, days and sources in words, in French or English."""

import datetime as dt
from collections.abc import Sequence
from textwrap import shorten

from babel.dates import format_date
from babel.numbers import format_compact_decimal, format_decimal, get_currency_name
from babel.units import format_unit

from index.document import Document
from rag.answer import Language, TypedValue
from rag.phrases import phrases
from rag.question import Question
from rag.values.value import Value

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
_UNIT_LOCALE: dict[Language, str] = {"fr": "fr", "en": "en_GB"}
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
_LONG_TITLE = 70  # characters; a text without a title is known by its first words
_PERIODS = (
    ("year", 31_557_600.0),
    ("month", 2_629_800.0),
    ("week", 604_800.0),
    ("day", 86_400.0),
    ("hour", 3600.0),
    ("minute", 60.0),
    ("second", 1.0),
)
_LENGTHS = {
    "distance": (("length-kilometer", 1000.0), ("length-meter", 1.0)),
    "mass": (("mass-tonne", 1000.0), ("mass-kilogram", 1.0)),
    "speed": (("speed-kilometer-per-hour", 1 / 3.6),),
    "area": (("area-square-kilometer", 1e6), ("area-hectare", 1e4), ("area-square-meter", 1.0)),
    "temperature": (("temperature-celsius", 1.0),),
    "age": (("duration-year", 1.0),),
}


def say_value(value: Value, question: Question, language: Language) -> str | None:
    """Return a value in words of the language, or None for one that has no wording of its own."""
    figure = value.figure
    if value.kind == "date":  # said by its days, however hedged
        figure = value.low if value.unit == "day" else None
    if figure is None:
        return _say_several(value, question, language)
    words = _say_figure(value, figure, question, language)
    hedge = _HEDGES[language].get(value.hedge)
    return f"{hedge} {words}" if words and hedge else words


def _say_figure(value: Value, figure: float, question: Question, language: Language) -> str | None:
    if value.kind == "duration":
        return _say_duration(figure, language)
    if value.kind == "date":
        return say_days(value.low, value.high, language)
    if value.kind == "money":
        amount = format_compact_decimal(
            figure, format_type="long", locale=language, fraction_digits=2
        )
        name = _CURRENCIES.get(value.unit) or get_currency_name(
            value.unit, count=figure, locale=language
        )
        of = (
            (" d’" if name[0] in "aeiou" else " de ") if language == "fr" and figure >= 1e6 else " "
        )
        return (amount if figure >= 1_000_000 else _say_number(figure, language)) + of + name
    if value.kind == "percentage" and value.unit == "%":
        return _say_number(figure, language) + (" %" if language == "fr" else "%")
    if value.kind == "count":
        noun = " ".join(term.word.text.casefold() for term in question.counted)
        number = _say_number(figure, language)
        return f"{number} {noun}" if noun else number
    for unit, size in _LENGTHS.get(value.kind, ()):
        if abs(figure) >= size or size == _LENGTHS[value.kind][-1][1]:
            return format_unit(round(figure / size, 3), unit, "long", locale=_UNIT_LOCALE[language])
    return None


def _say_number(number: float, language: Language) -> str:
    return format_decimal(round(number, 3), locale=language)


def _say_several(value: Value, question: Question, language: Language) -> str | None:
    vague = _SEVERAL.get((value.low, value.high))
    if value.kind != "count" or vague is None:
        return None
    noun = " ".join(term.word.text.casefold() for term in question.counted)
    return vague[language] + (f" {'de ' if language == 'fr' else ''}{noun}" if noun else "")


def _say_duration(seconds: float, language: Language) -> str:
    """ "two and a half hours", "deux heures et demie", "1 hour and 20 minutes", "36 hours"."""
    for name, size in _PERIODS:
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


def say_days(low: float, high: float, language: Language) -> str:
    """Return the days `low..high`, as `toordinal` counts, in words: a day, a month, a span."""
    first, last = dt.date.fromordinal(int(low)), dt.date.fromordinal(int(high))
    if first == last:
        return say_day(first, language)
    if first.day == 1 and (last + dt.timedelta(1)).day == 1:
        if (first.year, first.month) == (last.year, last.month):
            return str(format_date(first, "MMMM y", locale=language))
        if (first.month, last.month, first.year) == (1, 12, last.year):
            return str(first.year)
    return f"{say_day(first, language)} – {say_day(last, language)}"


def say_day(day: dt.date, language: Language) -> str:
    """Return a day in words: "16 October 2025", "1er mai 2025"."""
    words = str(format_date(day, "d MMMM y", locale=language))
    return "1er" + words[1:] if language == "fr" and day.day == 1 else words


def say_of(when: str, language: Language) -> str:
    """Return "of" with a time in words: "of 3 July 2025", "du 3 juillet 2025", "d’août 2015"."""
    if language == "en":
        return f"of {when}"
    if when[0].isdigit() and " " in when:
        return f"du {when}"
    return f"d’{when}" if when[0] in "ao" else f"de {when}"


def say_source(document: Document, language: Language, *, to_the_minute: bool = False) -> str:
    """Return how a document is named in a sentence: by publisher or title, and its date."""
    title = shorten(document.title, _LONG_TITLE, placeholder="…")
    name = document.publisher or phrases(language).quoted.format(text=title)
    day = document.published_on
    if day is None:
        return name
    when = say_day(day, language)
    if to_the_minute and isinstance(document.published_at, dt.datetime):
        when += f", {document.published_at:%H:%M}"
    return f"{name} ({when})"


def typed(value: Value | None) -> TypedValue | None:
    """Return the value as the contract gives it: ISO days, null for an open end."""
    if value is None:
        return None
    low, high = (_end(value, number) for number in (value.low, value.high))
    return TypedValue(kind=value.kind, low=low, high=high, unit=value.unit)


def _end(value: Value, number: float) -> float | str | None:
    if number in (float("inf"), float("-inf")):
        return None
    if value.kind == "date" and value.unit == "day":
        return dt.date.fromordinal(int(number)).isoformat()
    number = round(number, 6)
    return int(number) if number == int(number) else number
