"""Calendar dates and times of day in French and English texts."""

import datetime as dt
import math
import re
from dataclasses import replace
from typing import get_args

from rag.values.calendar_words import (
    GAP,
    HOLIDAYS,
    MONTHS,
    SEASONS,
    SHORT_MONTHS,
    WEEKDAYS,
    Language,
    any_of,
)
from rag.values.date_context import LOOK, joined, widened
from rag.values.date_eve import find_eves
from rag.values.date_relative import counted
from rag.values.date_rules import rules
from rag.values.found import Found
from rag.values.periods import nearest, shift_months
from rag.values.tense import turn_of
from rag.values.times import find_times
from rag.values.value import Hedge, Value

_LANGUAGES: tuple[Language, ...] = get_args(Language)
_OTHER_SIGNS = {
    "fr": r"hier|aujourd['’]hui|demain|ce (?:soir|matin|midi)|cet|dans|jour|il y a|semaine|mois|an"
    r"|année|week-end|fin|siècle|midi|minuit|heure|trimestre|semestre|veille|lendemain",
    "en": r"yesterday|today|tonight|tomorrow|this|last|next|past|day|week|weekend|month|year|half|"
    r"noon|before|after|midday|midnight|quarter|o['’]clock|century|ago|in|(?:five|ten|twenty) to",
}
# A text without any of these holds no date.
_SIGN = {
    language: re.compile(
        rf"[0-9]|\b(?:{'|'.join((*MONTHS[language], *SHORT_MONTHS[language]))}"
        rf"|{'|'.join((*WEEKDAYS[language], *SEASONS[language]))}|{any_of(HOLIDAYS[language])}"
        rf"|{_OTHER_SIGNS[language]})s?\b",
        re.IGNORECASE,
    )
    for language in _LANGUAGES
}
_FIGURE = re.compile(r"[0-9]")
_BY = {
    "fr": re.compile(rf"\bd['’]ici{GAP}(?:à{GAP}|au{GAP}|le{GAP}|la{GAP}|l['’])?\Z", re.IGNORECASE),
    "en": re.compile(rf"\bby{GAP}(?:the{GAP})?\Z", re.IGNORECASE),
}
_ABOUT = {
    "fr": re.compile(
        rf"\b(?:vers|autour{GAP}d[ue]|aux{GAP}alentours{GAP}d[ue]|environ){GAP}(?:le{GAP}|l['’])?\Z",
        re.IGNORECASE,
    ),
    "en": re.compile(rf"\b(?:around|about|circa){GAP}(?:the{GAP})?\Z", re.IGNORECASE),
}
_SLACK = {"day": 3, "weekday": 1, "month": 15, "season": 30, "year": 365}  # days of "around"
_KNOWN_YEARS = range(1000, 9000)  # away from the ends of the calendar, where counting overflows


def find_dates(
    text: str,
    language: Language,
    reference: dt.date | None,
    not_before: dt.date | None = None,
) -> list[Value]:
    """The dates and times of day that a text names, in order, none overlapping another.

    `reference` is the day of publication. It tells the year of "15 août" and the week of "jeudi";
    without it these keep the units "month-day" and "weekday", and what only counts from the day
    of publication ("hier", "last week") is left out, unless `not_before` is given: the earliest
    day that the text can be of, `dt.date.min` where nothing tells. Then these have the unit
    "relative", and what is told as past or to come is no more than a year older than that.

    News is told in the past: a date without a year lies before the reference unless the verb or the
    words near it look ahead (see tense.py and periods.nearest).
    """
    if not _SIGN[language].search(text):
        return []
    if reference is not None and reference.year not in _KNOWN_YEARS:
        reference = None
    values: list[Value] = []
    earliest = not_before if reference is None else None
    named = _found(text, language, reference, undated=earliest is not None)
    for found in joined(text, language, named):
        if text.startswith("-là", found.end):
            continue
        found = widened(text, language, found)
        value = _settled(text, language, found, reference)
        if earliest and value.unit != "day":
            value = replace(value, since=_since(text, language, found, earliest))
        if not values or values[-1].end <= value.start:
            values.append(value)
    eves = find_eves(text, language, values, reference)
    values = sorted([*values, *eves], key=lambda value: value.start)
    return _merged(values, find_times(text, language))


def parse_day(text: str) -> dt.date | None:
    """The one day that a lone absolute date names ("15 août 2025", "2025-08-15"), else None."""
    text = text.strip()
    for language in _LANGUAGES:
        for value in find_dates(text, language, None):
            if (value.start, value.end) == (0, len(text)) and value.low == value.high:
                return value.day
    return None


def _found(
    text: str, language: Language, reference: dt.date | None, *, undated: bool
) -> list[Found]:
    """What the rules find, the earliest and then the longest first, without overlaps."""
    found = [
        reader(match, language, reference)
        or (counted(reader, match, language) if undated else None)
        for pattern, reader in rules(language, bool(_FIGURE.search(text)))
        for match in pattern.finditer(text)
    ]
    kept: list[Found] = []
    for one in sorted(filter(None, found), key=lambda one: (one.start, -one.end)):
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
    return [one for one in kept if one.form != "none"]


def _settled(text: str, language: Language, one: Found, reference: dt.date | None) -> Value:
    """The value, its year and week told by the reference, the words before it and the tense."""
    before = text[max(0, one.start - LOOK) : one.start]
    by, about = _BY[language].search(before), _ABOUT[language].search(before)
    if reference is not None and one.unit != "day":
        turn = one.turn or (1 if by else turn_of(text, one.start, one.end, language))
        one = _placed(replace(one, turn=turn), reference, strict=one.turn != 0)
    low, high = one.period
    start, hedge = one.start, one.hedge
    if one.unit == "day" and by and reference and high >= reference.toordinal():
        low, start, hedge = reference.toordinal(), start - len(by.group()), _AT_MOST
    elif one.unit == "day" and about and one.form in _SLACK and hedge == "exact":
        slack = _SLACK[one.form]
        low, high, start, hedge = low - slack, high + slack, start - len(about.group()), _VAGUE
    elif one.unit == "day" and one.form == "weekend" and low == high:
        low -= (dt.date.fromordinal(low).weekday() - 5) % 7
        high = low + 1
    elif one.unit == "day" and one.form == "week" and low == high:
        high = low + 6
    return Value("date", low, high, one.unit, hedge, start, one.end, text[start : one.end])


def _since(text: str, language: Language, one: Found, not_before: dt.date) -> float:
    """The earliest day that a date of no known year can be; -inf where its tense is not told."""
    if one.unit == "relative":
        return not_before.toordinal() + one.period[0]
    if one.turn > 0:
        return not_before.toordinal()
    past_or_coming = one.turn or turn_of(text, one.start, one.end, language)
    return shift_months(not_before, -12).toordinal() if past_or_coming else -math.inf


_AT_MOST: Hedge = "at_most"
_VAGUE: Hedge = "about"


def _placed(one: Found, reference: dt.date, strict: bool) -> Found:
    """The date with its year or week; `strict` leaves the reference itself out ("last May")."""
    if one.unit == "weekday":
        return _weekday_placed(one, reference, strict)
    period = nearest(one.period, reference, one.turn, one.weekday)
    if period is not None and strict and period[0] <= reference.toordinal() <= period[1]:
        edge = period[0] - 1 if one.turn < 0 else period[1] + 1
        period = nearest(one.period, dt.date.fromordinal(edge), one.turn)
    return one if period is None else replace(one, period=period, unit="day")


def _weekday_placed(one: Found, reference: dt.date, strict: bool) -> Found:
    first, last = one.period
    span = (last - first) % 7
    if one.turn > 0:
        low = reference.toordinal() + (first - reference.weekday() - strict) % 7 + strict
    else:
        # A span is past when its last day is.
        away = (reference.weekday() - last - strict) % 7 + strict
        low = reference.toordinal() - away - span
    return replace(one, period=(low, low + span), unit="day")


def _merged(dates: list[Value], times: list[Value]) -> list[Value]:
    """Dates and times in order; a time inside a date is part of the date."""
    taken = iter([*dates, None])
    date = next(taken)
    kept = list(dates)
    for time in times:
        while date is not None and date.end <= time.start:
            date = next(taken)
        if date is None or time.end <= date.start:
            kept.append(time)
    return sorted(kept, key=lambda value: value.start)
