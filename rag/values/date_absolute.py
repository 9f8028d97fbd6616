"""Readers of dates that name a day, month, season, year, decade or century.

Each takes a match of a pattern in date_rules.py, the language and the reference, and returns what
the words say, or None when they do not name a date after all.
"""

import datetime as dt
import re

from rag.values import calendar_words as words
from rag.values.calendar_words import GAP, Language
from rag.values.found import Found, span
from rag.values.periods import (
    LEAP_YEAR,
    SEASON_BOUNDS,
    in_year,
    month_period,
    months_without_year,
    ordinal,
    years_period,
)
from rag.values.value import Hedge

# What stands before a bare month or season that is one ("in May", not "Theresa May").
_MONTH_AFTER = {
    "fr": re.compile(r"\b(?:en|depuis|début|fin|mi-|mois de|mois d['’])\s?\Z", re.IGNORECASE),
    "en": re.compile(
        r"\b(?:in|since|until|till|last|next|this|early|late|during|from|to|and|between|of|through|"
        r"before|after|by)\s+(?:early\s+|late\s+)?\Z|\bmid-?\s?\Z",
        re.IGNORECASE,
    ),
}
_SEASON_AFTER = {
    "fr": re.compile(r"\b(?:(?:au|cet|ce|depuis le|fin|début) |[àa] l['’]|depuis l['’])\Z", re.I),
    "en": re.compile(r"\b(?:this|last|next|in the|since|early|late|over the) \Z", re.IGNORECASE),
}
_MONTH_FOR = re.compile(r"\b(?:for|around|about)\s+\Z", re.IGNORECASE)
_FIRST_NAMES = {"april", "may", "june", "august"}  # "a vote for May" may be for a woman
_COMMON_WORDS = {"may", "march", "mar", "august", "dec", "sept"}  # months only when capitalised
_STREET = re.compile(
    r"\b(?:rue|place|avenue|boulevard|square|quai|pont|cours) du \Z", re.IGNORECASE
)
_NO_QUARTER = re.compile(r"(?:-| )?(?:finals?|of an? )", re.IGNORECASE)
_GAME = re.compile(
    r"\b(?:match|games?|touchdowns?|scor\w+|goals?|kick\w*|basket\w*|players?|coach|rebounds?|lead)\b",
    re.IGNORECASE,
)
_TURN_AFTER = re.compile(rf"{GAP}(?:derni|pass|proch)", re.IGNORECASE)


def iso(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "2025-08-15"."""
    found = ordinal(int(match["year"]), int(match["month"]), int(match["day"]))
    return None if found is None else Found(*span(match), (found, found), form="day")


def slashed(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "15/08/2025", "15.08.2025"; month first in English, unless that cannot be."""
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    month_first = language == "en" and first <= 12 and match["mark"] != "."
    month, day = (first, second) if month_first else (second, first)
    found = ordinal(year, month, day)
    return None if found is None else Found(*span(match), (found, found), form="day")


def day_of_month(
    match: re.Match[str], language: Language, reference: dt.date | None
) -> Found | None:
    """ "15 août 2025", "le 6 juin 44", "August 15", or some days of one month: "3-5 May"."""
    groups = match.groupdict()
    name, year = match["month"], match["year"]
    if language == "en" and not year and name in _COMMON_WORDS:
        return None
    if language == "fr" and _STREET.search(match.string, max(0, match.start() - 14), match.start()):
        return Found(*span(match), (0, 0), form="none")
    day = words.leading_number(match["day"])
    low = words.leading_number(groups.get("first") or match["day"])
    high = words.leading_number(groups.get("last") or match["day"])
    if low > high:
        return None
    month = 100 * words.month_number(name, language)
    period = (month + low, month + high)
    hedge: Hedge = "exact" if low == high == day else "range"
    placed = in_year(period, _whole_year(year) if year else LEAP_YEAR)
    if placed is None:
        return Found(*span(match), (0, 0), form="none")
    if year:
        return Found(*span(match), placed, form="day", hedge=hedge)
    weekday = words.weekday_number(match["weekday"], language) if match["weekday"] else None
    return Found(*span(match), period, "month-day", "day", hedge, weekday=weekday)


def _whole_year(year: str) -> int:
    """The year that is written, with or without its century ("mai 68")."""
    return int(year) + (1900 if len(year) == 2 else 0)


def month(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "août 2015", "mai 68", "in July"; not a person's name and not a planet's."""
    name, year = match["month"], match["year"]
    before = match.string[max(0, match.start() - 24) : match.start()]
    led = _MONTH_AFTER[language].search(before) is not None
    if language == "en":
        led = led or (bool(_MONTH_FOR.search(before)) and name.lower() not in _FIRST_NAMES)
        is_month = not name.islower() and (led or year is not None)
    else:
        begins = before.rstrip(" ")[-1:] in ("", "\n")
        opens = begins and year is not None and name.lower() != "mars"
        is_month = name.islower() or led or opens
    if not is_month:
        return None
    number = words.month_number(name, language)
    if year:
        return Found(*span(match), month_period(_whole_year(year), number), form="month")
    return Found(*span(match), months_without_year(number, number), "month-day", "month")


def holiday(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "before Christmas", "à Pâques"; not "the Christmas market"."""
    name = re.sub(r"\s+", " ", match["holiday"].lower().replace("’", "'"))
    period = words.HOLIDAYS[language][name]
    if match["year"]:
        placed = in_year(period, int(match["year"]))
        return placed and Found(*span(match), placed, form="day")
    return Found(*span(match), period, "month-day", "day")


def season(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "été 2019", "last summer"; "en été" and "prices may fall" name no season of any year."""
    period = SEASON_BOUNDS[words.SEASONS[language][match["season"].lower()]]
    if match["year"]:
        placed = in_year(period, int(match["year"]))
        return placed and Found(*span(match), placed, form="season")
    before = match.string[max(0, match.start() - 16) : match.start()]
    led = _SEASON_AFTER[language].search(before)
    if not (led or _TURN_AFTER.match(match.string, match.end())):
        return None
    return Found(*span(match), period, "month-day", "season")


def quarter(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "premier trimestre 2024", "Q3 2023", "second half of 2022"."""
    groups = match.groupdict()
    word = (match["ordinal"] or groups["number"]).lower()
    months = 3 if groups.get("half") is None else 6
    count = 12 // months
    ordinals = words.ORDINALS[language]
    number = count if word in words.LAST else int(word) if word.isdecimal() else ordinals[word]
    if not 1 <= number <= count:
        return None
    period = months_without_year(months * (number - 1) + 1, months * number)
    if reference is not None and (groups.get("last") or groups.get("this")):
        placed = in_year(period, reference.year - bool(groups.get("last")))
        return placed and Found(*span(match), placed)
    if not groups.get("year"):
        return Found(*span(match), period, "month-day")
    placed = in_year(period, int(match["year"]))
    return placed and Found(*span(match), placed)


def bare_quarter(
    match: re.Match[str], language: Language, reference: dt.date | None
) -> Found | None:
    """ "third quarter" of a firm, not that of a match or "the third quarter of an hour"."""
    if _NO_QUARTER.match(match.string, match.end()) or _GAME.search(match.string):
        return None
    return quarter(match, language, reference)


def year(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "en 2012", "the 2022 election"."""
    number = int(match["year"])
    return Found(*span(match), years_period(number, number), form="year")


def years(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "de 2010 à 2015", "2024-2025"."""
    first, last = int(match["first"]), int(match["year"])
    if not first < last < first + 200:
        return None
    return Found(*span(match), years_period(first, last), hedge="range")


def decade(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "les années 1990", "the 80s"; two digits from 30 up are of the twentieth century."""
    first = int(match["year"])
    if first < 100:
        first += 1900 if first >= 30 else 2000
    return Found(*span(match), years_period(first, first + 9), form="decade")


def century(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "XXe siècle", "19th century"."""
    word = match["century"]
    number = int(word) if word.isdecimal() else _roman(word)
    if not 1 <= number <= 22:
        return None
    return Found(*span(match), years_period(100 * number - 99, 100 * number))


def _roman(letters: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in letters.upper()]
    after = [*values[1:], 0]
    return sum(-one if one < next_ else one for one, next_ in zip(values, after, strict=True))
