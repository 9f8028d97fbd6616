"""Calendar dates and times of day in French and English texts."""

import datetime as dt
import re
from dataclasses import replace
from typing import get_args

from rag.values.calendar_words import GAP, MONTHS, SEASONS, SHORT_MONTHS, WEEKDAYS, Language
from rag.values.date_rules import RULES, Found
from rag.values.periods import Part, Turn, nearest, third, third_without_year
from rag.values.tense import turn_of
from rag.values.times import find_times
from rag.values.value import Value

_LANGUAGES: tuple[Language, ...] = get_args(Language)

# A text without any of these holds no date.
_SIGN = {
    language: re.compile(
        r"[0-9]|\b(?:"
        + "|".join(
            (*MONTHS[language], *SHORT_MONTHS[language], *WEEKDAYS[language], *SEASONS[language])
        )
        + r"|hier|avant-hier|aujourd.hui|demain|après-demain|ce (?:soir|matin|midi)|cet|dans|"
        r"il y a|semaines?|mois|ann?(?:ée)?s?|week-?end|jours|siècle|trimestre|semestre|midi|minuit|"
        r"heures?|yesterday|today|tonight|tomorrow|morning|afternoon|evening|night|days?|weeks?|"
        r"months?|years?|half|quarter|noon|midday|midnight|o.clock|past|to)",
        re.IGNORECASE,
    )
    for language in _LANGUAGES
}
_JOIN = {
    "fr": re.compile(
        rf"{GAP}(?P<weak>et)?(?(weak){GAP}(?:le{GAP})?|(?:au|à|jusqu['’]au){GAP})|\s?[-–]\s?"
    ),
    "en": re.compile(
        rf"{GAP}(?P<weak>and)?(?(weak){GAP}|(?:to|until|through){GAP})(?:the{GAP})?|\s?[-–]\s?"
    ),
}
_BETWEEN = re.compile(r"\b(?:entre|between)\s(?:le |the )?\Z", re.IGNORECASE)
_FROM = re.compile(r"\b(?:de|du|from|entre|between)\s\Z", re.IGNORECASE)
_PART_BEFORE = {
    "fr": re.compile(
        rf"\b(?:(?P<early>début|courant début)|(?P<mid>mi-?|milieu)|(?P<late>fin))(?:{GAP}|(?<=-))?"
        r"(?:du |de |d['’]|de l['’]|de la )?(?:mois (?:de |d['’]))?\Z",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"\b(?:(?P<early>early|beginning{GAP}of|start{GAP}of)|(?P<mid>mid-?|middle{GAP}of)|"
        rf"(?P<late>late|end{GAP}of))(?:{GAP}|(?<=-))?(?:in )?(?:the )?\Z",
        re.IGNORECASE,
    ),
}
_NIGHT = {
    "fr": re.compile(r"\bnuit (?:du|de) \Z", re.IGNORECASE),
    "en": re.compile(r"\b(?:night (?:of|from)(?: the)?|overnight(?: from)?) \Z", re.IGNORECASE),
}
_WEEKEND = {
    "fr": re.compile(r"\bweek-?end d(?:u|es) \Z", re.IGNORECASE),
    "en": re.compile(r"\bweekend of (?:the )?\Z", re.IGNORECASE),
}
_ABOUT = {
    "fr": re.compile(
        r"\b(?:vers|autour d[ue]|aux alentours d[ue]|environ)\s(?:le |la |l['’])?\Z", re.I
    ),
    "en": re.compile(r"\b(?:around|about|circa)\s(?:the )?\Z", re.IGNORECASE),
}
_BY = {
    "fr": re.compile(r"\bd['’]ici\s(?:à |au |le |la |l['’])?\Z", re.IGNORECASE),
    "en": re.compile(r"\bby\s(?:the )?\Z", re.IGNORECASE),
}
_TURN_BEFORE = {
    "fr": re.compile(r"(?P<none>(?!))(?P<next>(?!))(?P<last>(?!))"),
    "en": re.compile(r"\b(?:(?P<last>last|this past)|(?P<next>next|this coming)|this)\s\Z", re.I),
}
_TURN_AFTER = {
    "fr": re.compile(rf"{GAP}(?:(?P<last>derni(?:er|ère)|passée?)|(?P<next>prochaine?))\b", re.I),
    "en": re.compile(
        rf"{GAP}(?:(?P<last>last)|(?P<next>next))(?P<must>\b)(?! (?:week|month|year))", re.I
    ),
}
_DAYPART = {
    "fr": re.compile(rf"{GAP}(?:matin|midi|après-midi|soir|en{GAP}soirée)\b", re.IGNORECASE),
    "en": re.compile(rf"{GAP}(?:morning|afternoon|evening|night)\b", re.IGNORECASE),
}
_THAT = re.compile(r"-là\b")
_KNOWN_YEARS = range(1000, 9000)  # away from the ends of the calendar, where counting overflows
_LOOK = 40  # characters read before a date for the words that change it
_SLACK = {"day": 3, "weekday": 1, "month": 15, "year": 365, "season": 30, "other": 0}


def find_dates(text: str, language: Language, reference: dt.date | None) -> list[Value]:
    """The dates and times of day that a text names, in order, none overlapping another.

    `reference` is the day of publication. It tells the year of "15 août" and the week of "jeudi";
    without it these keep the units "month-day" and "weekday", and what only counts from the day
    of publication ("hier", "last week") is left out, as is what refers to another date of the
    text ("la veille"). News is told in the past: a date without a year lies before the reference
    unless the verb or the words near it look ahead.
    """
    if not _SIGN[language].search(text):
        return []
    if reference is not None and reference.year not in _KNOWN_YEARS:
        reference = None
    found = _joined(text, language, _chosen(text, language, reference))
    values: list[Value] = []
    for one in found:
        if _THAT.match(text, one.end):
            continue
        widened = _widened(text, language, one, reference)
        settled = _settled(text, language, widened, reference)
        if settled is not None and (not values or values[-1].end <= settled.start):
            values.append(settled)
    return _merged(values, find_times(text, language))


def parse_day(text: str) -> dt.date | None:
    """The one day that a lone absolute date names ("15 août 2025", "2025-08-15"), else None."""
    stripped = text.strip()
    for language in _LANGUAGES:
        for value in find_dates(stripped, language, None):
            whole = (value.start, value.end) == (0, len(stripped))
            if whole and value.unit == "day" and value.low == value.high:
                return value.day
    return None


def _chosen(text: str, language: Language, reference: dt.date | None) -> list[Found]:
    """What the rules find, the earliest and then the longest first, without overlaps."""
    found: list[Found] = []
    for pattern, reader in RULES[language]:
        for match in pattern.finditer(text):
            one = reader(match, language, reference)
            if one is not None:
                found.append(one)
    found.sort(key=lambda one: (one.start, -one.end))
    kept: list[Found] = []
    for one in found:
        if not kept or kept[-1].end <= one.start:
            kept.append(one)
    return [one for one in kept if one.form != "none"]


def _joined(text: str, language: Language, found: list[Found]) -> list[Found]:
    """Two neighbours that bound a range ("30 avril au 2 mai") made one."""
    joined: list[Found] = []
    for one in found:
        last = joined[-1] if joined else None
        both = last and _range(text, language, last, one)
        if both:
            joined[-1] = both
        else:
            joined.append(one)
    return joined


def _range(text: str, language: Language, first: Found, last: Found) -> Found | None:
    gap = _JOIN[language].fullmatch(text, first.end, last.start)
    if gap is None or first.form != last.form or first.form == "other":
        return None
    before = text[max(0, first.start - 12) : first.start]
    if (gap["weak"] and not _BETWEEN.search(before)) or (
        first.form == "weekday" and not _FROM.search(before)
    ):
        return None
    low, high = first.period[0], last.period[1]
    if first.unit == "month-day" and last.unit == "day":
        end = dt.date.fromordinal(high)
        placed = nearest((low, low), end, -1)
        if placed is None:
            return None
        low = placed[0]
    elif first.unit != last.unit or (last.unit == "day" and low > high):
        return None
    return Found(first.start, last.end, (low, high), last.unit, first.form, "range", last.turn)


def _widened(text: str, language: Language, one: Found, reference: dt.date | None) -> Found:
    """The date with the words around it that change what it spans."""
    before = text[max(0, one.start - _LOOK) : one.start]
    if turn := _TURN_BEFORE[language].search(before):
        one = _turned(one, turn, one.start - len(turn.group()), one.end)
    if turn := _TURN_AFTER[language].match(text, one.end):
        one = _turned(one, turn, one.start, turn.end())
    if daypart := _DAYPART[language].match(text, one.end):
        if one.form in ("day", "weekday"):
            one = replace(one, end=daypart.end())
    before = text[max(0, one.start - _LOOK) : one.start]
    part = _PART_BEFORE[language].search(before)
    if part and one.form in ("month", "year", "season") and one.unit != "weekday":
        name: Part = "early" if part["early"] else "mid" if part["mid"] else "late"
        period = (third if one.unit == "day" else third_without_year)(one.period, name)
        one = replace(one, start=one.start - len(part.group()), period=period, hedge="about")
    elif (night := _NIGHT[language].search(before)) and one.hedge == "range":
        one = replace(one, start=one.start - len(night.group()))
    elif (weekend := _WEEKEND[language].search(before)) and one.form == "day":
        one = replace(one, start=one.start - len(weekend.group()), form="other")
    return one


def _turned(one: Found, turn: re.Match[str], start: int, end: int) -> Found:
    if one.unit == "day":
        return one
    side: Turn = -1 if turn["last"] else 1 if turn["next"] else one.turn
    return replace(one, start=start if side else one.start, end=end, turn=side)


def _settled(text: str, language: Language, one: Found, reference: dt.date | None) -> Value | None:
    """The value, its year and week settled by the reference and the tense."""
    before = text[max(0, one.start - _LOOK) : one.start]
    by, about = _BY[language].search(before), _ABOUT[language].search(before)
    one = _placed(text, language, one, reference, by is not None)
    low, high = one.period
    start, hedge = one.start, one.hedge
    if one.unit == "day":
        if by and reference is not None and high >= reference.toordinal():
            low, hedge, start = reference.toordinal(), "at_most", start - len(by.group())
        elif about and hedge == "exact":
            slack = _SLACK[one.form]
            low, high, hedge = low - slack, high + slack, "about"
            start -= len(about.group())
    if (
        one.unit == "day"
        and re.match(r"week-?end", text[one.start : one.end], re.I)
        and low == high
    ):
        saturday = low - (dt.date.fromordinal(low).weekday() - 5) % 7
        low, high = saturday, saturday + 1
    return Value("date", low, high, one.unit, hedge, start, one.end, text[start : one.end])


def _placed(
    text: str, language: Language, one: Found, reference: dt.date | None, ahead: bool
) -> Found:
    if one.unit == "day" or reference is None:
        return one
    today = reference.toordinal()
    turn = one.turn or (1 if ahead else turn_of(text, one.start, one.end, language))
    if one.unit == "weekday":
        if one.turn:
            step = 1 if turn > 0 else -7
            low = today + step + (one.period[0] - (reference.weekday() + step)) % 7
        elif turn > 0:
            low = today + (one.period[0] - reference.weekday()) % 7
        else:
            low = today - (reference.weekday() - one.period[0]) % 7
            low -= 7 * (one.period[0] != one.period[1] and low + _span(one) > today)
        return replace(one, period=(low, low + _span(one)), unit="day")
    period = nearest(one.period, reference, turn)
    if period is None:
        return one
    if one.turn < 0 and period[1] >= today:
        period = nearest(one.period, dt.date.fromordinal(max(1, period[0] - 1)), -1) or period
    return replace(one, period=period, unit="day")


def _span(one: Found) -> int:
    return (one.period[1] - one.period[0]) % 7


def _merged(dates: list[Value], times: list[Value]) -> list[Value]:
    """Dates and times in order; a time inside a date is part of the date."""
    free = [
        time
        for time in times
        if not any(date.start < time.end and time.start < date.end for date in dates)
    ]
    return sorted([*dates, *free], key=lambda value: value.start)
