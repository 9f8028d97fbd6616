"""Vague and partial values in words: "a few days", "several kilometres", "two thirds", "Friday"."""

import datetime as dt
import re

from babel.dates import format_date, get_day_names
from babel.numbers import get_currency_name
from babel.units import format_unit

from rag.answer import Language
from rag.values.value import Value

# How French and English say one vague number: what finds it, and how each language says it.
_FEW: tuple[tuple[re.Pattern[str], dict[Language, str]], ...] = (
    (re.compile(r"\bquelques\b|\ba few\b", re.IGNORECASE), {"fr": "quelques", "en": "a few"}),
    (re.compile(r"\bplusieurs\b|\bseveral\b", re.I), {"fr": "plusieurs", "en": "several"}),
    (re.compile(r"\ba couple of\b", re.I), {"fr": "deux ou trois", "en": "a couple of"}),
)
UNIT_LOCALE: dict[Language, str] = {"fr": "fr", "en": "en_GB"}
# The units that values of a kind are said in (CLDR's names), the largest first, and their sizes.
SIZES = {
    "duration": (
        ("duration-year", 31_557_600.0),
        ("duration-month", 2_629_800.0),
        ("duration-week", 604_800.0),
        ("duration-day", 86_400.0),
        ("duration-hour", 3600.0),
        ("duration-minute", 60.0),
        ("duration-second", 1.0),
    ),
    "distance": (
        ("length-kilometer", 1000.0),
        ("length-meter", 1.0),
        ("length-centimeter", 0.01),
        ("length-millimeter", 0.001),
    ),
    "mass": (("mass-tonne", 1000.0), ("mass-kilogram", 1.0)),
    "area": (("area-square-kilometer", 1e6), ("area-hectare", 1e4), ("area-square-meter", 1.0)),
    "speed": (("speed-kilometer-per-hour", 1 / 3.6),),
    "temperature": (("temperature-celsius", 1.0),),
    "age": (("duration-year", 1.0),),
}
_LEAST = (2, 3)  # that are a few, or several
_ANY = 5  # a number whose noun is in the plural
_PARTS: tuple[tuple[float, dict[Language, str]], ...] = (
    (1 / 2, {"fr": "la moitié", "en": "half"}),
    (1 / 3, {"fr": "un tiers", "en": "a third"}),
    (2 / 3, {"fr": "deux tiers", "en": "two thirds"}),
    (1 / 4, {"fr": "un quart", "en": "a quarter"}),
    (3 / 4, {"fr": "trois quarts", "en": "three quarters"}),
    (1 / 5, {"fr": "un cinquième", "en": "a fifth"}),
    (1 / 10, {"fr": "un dixième", "en": "a tenth"}),
)
_SHORTEST = 28  # days of a month
_LEAP_YEAR = 2024  # any day of a year can be said in it


def say_few(value: Value, language: Language) -> str | None:
    """Return a vague number of units: "a few days"; None where the text puts it otherwise."""
    word = next((said[language] for found, said in _FEW if found.search(value.text)), None)
    if word is None or value.kind in ("count", "money"):
        few = word if value.low in _LEAST else None  # no "several millions"
        if few is None or value.kind == "count":
            return few
        return f"{few} {get_currency_name(value.unit, count=_ANY, locale=language)}"
    for unit, size in SIZES.get(value.kind, ()):
        if round(value.low / size, 3) in _LEAST:
            counted = str(format_unit(_ANY, unit, "long", locale=UNIT_LOCALE[language]))
            noun = "années" if counted.endswith("ans") else counted.removeprefix(str(_ANY)).strip()
            return f"{word} {noun}"
    return None


def say_part(share: float, language: Language) -> str | None:
    """Return a share in words: "two thirds"; None for one that has no name."""
    return next((said[language] for part, said in _PARTS if abs(part - share) < 1e-6), None)


def say_rank(number: float, language: Language) -> str:
    """Return a place in a series: "3rd", "3e"."""
    rank = int(number)
    if language == "fr":
        return f"{rank}{'er' if rank == 1 else 'e'}"
    teen = 10 < rank % 100 < 20
    return f"{rank}{'th' if teen else {1: 'st', 2: 'nd', 3: 'rd'}.get(rank % 10, 'th')}"


def say_yearless(value: Value, language: Language) -> str | None:
    """Return a date of no year as far as it is told: "Friday", "15 August", "August"."""
    if value.hedge not in ("exact", "range"):
        return None
    if value.unit == "weekday":
        names = get_day_names("wide", locale=language)
        ends = dict.fromkeys(str(names[int(end)]) for end in (value.low, value.high))
        return " – ".join(ends)
    if value.unit != "month-day":  # counted from a day that is not known
        return None
    first, last = (dt.date(_LEAP_YEAR, *divmod(int(end), 100)) for end in (value.low, value.high))
    if first == last:
        return _say_day(first, language)
    if first.month == last.month and first.day == 1 and last.day >= _SHORTEST:
        return str(format_date(first, "LLLL", locale=language))
    if value.hedge == "exact":  # a season
        return None
    return f"{_say_day(first, language)} – {_say_day(last, language)}"


def _say_day(day: dt.date, language: Language) -> str:
    words = str(format_date(day, "d MMMM", locale=language))
    return "1er" + words[1:] if language == "fr" and day.day == 1 else words
