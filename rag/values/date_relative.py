"""Readers of dates that count from the day of publication, and of weekdays.

Each takes a match of a pattern in date_rules.py, the language and the reference, and returns what
the words say, or None when they name no date or the reference is not known.
"""

import datetime as dt
import re
from dataclasses import replace

from rag.values import calendar_words as words
from rag.values.calendar_words import Language
from rag.values.found import Found, Reader, span
from rag.values.periods import Period, Turn, month_period, shift_months, years_period
from rag.values.tense import turn_of
from rag.values.value import Hedge

_WEEKS_AWAY = 60
_SEVERAL = (2, 7)
_DAYS = {"d": 1, "w": 7, "m": 30, "y": 365}
_EXACT: Hedge = "exact"
_ABOUT: Hedge = "about"
_UNIT_LETTER = {"j": "d", "s": "w", "m": "m", "a": "y", "d": "d", "w": "w", "y": "y"}
_NO_WEEKDAY = {
    "fr": re.compile(r"\b(?:le|un|les|des|chaque|tous les) \Z", re.IGNORECASE),
    "en": re.compile(r"\b(?:black|a|every|each|bloody|good|ash|casual) \Z", re.IGNORECASE),
}
_ADVERBS: dict[Language, dict[str, int]] = {
    "fr": {
        "avant-hier": -2, "hier": -1, "aujourd'hui": 0, "ce jour": 0, "ce soir": 0, "ce matin": 0,
        "cet après-midi": 0, "ce midi": 0, "demain": 1, "après-demain": 2,
    },
    "en": {
        "day before yesterday": -2, "yesterday": -1, "today": 0, "tonight": 0, "this morning": 0,
        "this afternoon": 0, "this evening": 0, "last night": 0, "tomorrow": 1,
        "day after tomorrow": 2,
    },
}  # fmt: skip
# The last and the first day of a week, a month and a year: between them lies what a day may be.
_LAST_DAY, _FIRST_DAY = dt.date(2000, 12, 31), dt.date(2001, 1, 1)


def counted(reader: Reader, match: re.Match[str], language: Language) -> Found | None:
    """What counts from a day that is not known, in days from it: "hier" is -1, "last week" -13..-1.

    None for what counts from none.
    """
    found = [(day.toordinal(), reader(match, language, day)) for day in (_LAST_DAY, _FIRST_DAY)]
    periods = [(one.period[0] - day, one.period[1] - day) for day, one in found if one]
    _, one = found[0]
    if one is None or len(periods) < len(found):
        return None
    low, high = min(low for low, _ in periods), max(high for _, high in periods)
    return replace(one, period=(low, high), unit="relative")


def weekday(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "jeudi", "jeudi 9", "Thursday"; not "le dimanche", "Black Friday" or Robinson's Vendredi."""
    name, number = match["weekday"], match.groupdict().get("day")
    before = match.string[max(0, match.start() - 10) : match.start()]
    if name.islower():
        named = language == "en"
    else:
        named = language == "fr" and before.rstrip()[-1:] not in ("", *'.!?:«“"—–')
    if named or (not number and _NO_WEEKDAY[language].search(before)):
        return None
    day = words.weekday_number(name, language)
    start, end = span(match)
    if number is None:
        return Found(start, end, (day, day), "weekday", "weekday")
    if reference is not None:
        found = _nearest_such(reference, day, words.leading_number(number))
        if found is not None:
            return Found(start, end, (found, found), form="day")
    return Found(start, match.end("weekday"), (day, day), "weekday", "weekday")


def _nearest_such(reference: dt.date, weekday: int, number: int) -> int | None:
    """The ordinal of the nearest day that is both that weekday and that day of its month."""
    today = reference.toordinal()
    first = today + (weekday - reference.weekday()) % 7
    for week in range(_WEEKS_AWAY):
        for day in (first + 7 * week, first - 7 * (week + 1)):
            if dt.date.fromordinal(day).day == number:
                return day
    return None


def adverb(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "hier", "tomorrow", "ce soir"."""
    if reference is None:
        return None
    word = re.sub(r"\s+", " ", match["adverb"].lower().replace("’", "'"))
    day = reference.toordinal() + _ADVERBS[language][word]
    low = day - 1 if word == "last night" else day
    return Found(*span(match), (low, day), form="day")


# "The first time in eight months", "the lowest level in five years": a length of time.
_MOST = re.compile(
    r"\b(?:the|its|his|her|their) (?:\w+ )?(?:first|second|only|worst|best|most|least"
    r"|(?!(?:west|forest|harvest|rest|test|interest|request|arrest|protest|guest|contest)\b)\w+est)\b"
    r"(?:(?!\b(?:will|would|should|could|can|must|is|are|be|to|due|opens|starts|begins|ends|closes)\b)"
    r"[^.;:!?]){0,40} \Z",
    re.IGNORECASE,
)


def distance(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "il y a trois jours", "in two weeks": days are exact, other units half a unit either way."""
    if reference is None:
        return None
    turn: Turn = 1 if match.groupdict().get("ahead") else -1
    unit = _UNIT_LETTER[match["unit"][0].lower()]
    if match["several"]:
        low, high = sorted(_shift(reference, turn * n, unit).toordinal() for n in _SEVERAL)
        return Found(*span(match), (low, high), hedge="several", turn=turn)
    number = words.small_number(match["number"], language)
    done = turn > 0 and language == "en" and turn_of(match.string, *span(match), language) < 0
    done = done or (turn > 0 and _MOST.search(match.string, 0, match.start()) is not None)
    if number is None or done:  # "he did it in two weeks" is a length of time
        return None
    middle = _shift(reference, turn * number, unit).toordinal()
    slack, hedge = _DAYS[unit] // 2, _EXACT
    if match["about"] or words.is_round(match["number"], language):
        slack, hedge = max(2 * slack, round(number * _DAYS[unit] / 5), 1), _ABOUT
    return Found(*span(match), (max(1, middle - slack), middle + slack), hedge=hedge, turn=turn)


def _shift(day: dt.date, number: int, unit: str) -> dt.date:
    if unit in "my":
        return shift_months(day, number * (12 if unit == "y" else 1))
    return day + dt.timedelta(days=number * (7 if unit == "w" else 1))


def stretch(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "the next two weeks", "dans les prochains jours": from the reference on, or up to it."""
    groups = match.groupdict()
    told = groups.get("number")
    number = words.small_number(told, language) if told else _SEVERAL[1]
    if reference is None or number is None:
        return None
    turn: Turn = 1 if groups.get("ahead") else -1
    unit = _UNIT_LETTER[match["unit"][0].lower()]
    low, high = sorted((reference.toordinal(), _shift(reference, turn * number, unit).toordinal()))
    return Found(*span(match), (low, high), hedge=_EXACT if told else "several", turn=turn)


def running(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "last week", "cette année", "plus tôt ce mois-ci": a period counted from the current one."""
    if reference is None:
        return None
    groups = match.groupdict()
    step = 1 if groups.get("next") else -1 if groups.get("last") else 0
    unit = groups.get("unit") or groups.get("unit2") or ""
    low, high = _around(reference, unit.lower(), step)
    part = (groups.get("part") or "").lower()
    if part in ("earlier", "plus tôt"):
        high = reference.toordinal()
    elif part in ("later", "plus tard"):
        low = reference.toordinal()
    return Found(*span(match), (low, high), form="running", turn=1 if step > 0 else 0)


def _around(reference: dt.date, unit: str, step: int) -> Period:
    if unit.startswith(("w", "s")) and unit not in ("weekend", "week-end"):
        low = reference.toordinal() - reference.weekday() + 7 * step
        return low, low + 6
    if unit.startswith("w"):
        saturday = reference.toordinal() - reference.weekday() + 5
        if step < 0:
            saturday -= 7 if reference.weekday() < 6 else 0
        return saturday + 7 * (step > 0 and reference.weekday() > 4), saturday + 1
    if unit.startswith("m"):
        day = shift_months(reference, step)
        return month_period(day.year, day.month)
    return years_period(reference.year + step, reference.year + step)


def edge(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "la fin du mois", "before the end of the year"."""
    if reference is None:
        return None
    low, high = _around(reference, match["unit"].lower(), 0)
    if match["until"]:
        return Found(*span(match), (reference.toordinal(), high), hedge="at_most", turn=1)
    return Found(
        match.start("edge"), match.end(), (low + (high - low) * 2 // 3, high), hedge="about"
    )
