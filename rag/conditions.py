"""What a question sets as a condition: dates, a place in a series, a unit, what it sets apart."""

import datetime as dt
import re
from dataclasses import replace
from functools import cache

from index.document import Span
from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.cues import pattern, table
from rag.plain import any_of, plain_letters
from rag.values import find_values
from rag.values.units import unit_after
from rag.values.value import Kind, Value
from rag.words import Word, words

_MONTHS = (
    "January February March April May June July August September October November December"
).split()
_MONTH = re.compile(rf"(?<=\bthe )({'|'.join(_MONTHS)})(?= [a-z])")  # "the July call"
# "in november 2024": small letters make an English month only beside a figure.
_SMALL_MONTH = re.compile(
    rf"\b({'|'.join(month.lower() for month in _MONTHS)})(?= \d)|(?<=\d )"
    rf"({'|'.join(month.lower() for month in _MONTHS)})\b"
)
_YEAR = re.compile(r"(?<![\d.,])(?:19|20)\d\d(?![\d.,]*\d)")
_COMING: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:va|vont|doit|doivent|aura|auront|sera|seront|prévue?s?|attendue?s?"
        r"|(?-i:(?!op|cam|chol|chim)[a-zà-ÿ]\w{2,}(?:era|ira|dra|eront|iront|dront)))\b"
        # In the present: "Quand se rencontrent-ils ?"
        r"|^\W*(?:quand|quel jour|à quelle heure)\b"
        r"(?!.*\b(?:a|ont|est(?!-ce)|sont|eu|été|\w+(?:ai[st]|aient|èrent|irent|urent|it|ut)|\w{3,}a-t)\b)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:will|going to|due|scheduled|supposed|expected|planned|next)\b"
        r"|^\W*(?:when|what time|how many|how much) (?:do|does|is|are)\b",
        re.IGNORECASE,
    ),
}
_GONE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"\b(?:a|ont|est|sont)(?:-t)?(?:-(?:il|elle|on|ils|elles))?(?: \w+)?"
        r" \w+(?:é|ée|és|ées|i|is|ie|u|ue|us|it|ert|erte)\b"
        r"|\b(?:avait|était|étaient|fut|avaient)\b",
        re.IGNORECASE,
    ),
    "en": re.compile(r"\b(?:did|was|were|had|has|have)\b", re.IGNORECASE),
}


# What was to come then may have come since.
_TO_COME_THEN = re.compile(
    r"\b(?:was|were|had)\b.*\b(?:due|scheduled|supposed|expected|planned|going to)\b"
    r"|\bdid\b.*\bwould\b"
    r"|\b(?:devait|devaient|était|étaient|avait)\b.*\b(?:prévu\w*|attendu\w*|avoir lieu|être)\b"
    r"|\b(?:a|ont|avait|avaient)\b.*\bqu(?:e|’|').*\w{2}r(?:ait|aient)\b",
    re.IGNORECASE,
)


# With words between that are no other date: "since the fire in", "depuis l’".
_SINCE = re.compile(
    r"\b(?:since|depuis|dès)(?:[ -](?!before\b|avant\b)(?:[^\W\d]|[’'])+){0,3}?(?:[ -]|[ -]l[’'])$",
    re.IGNORECASE,
)


def asks_of_future(text: str, language: Language) -> bool | None:
    """Return whether the question asks of what is to come, None where its tense does not tell."""
    if _TO_COME_THEN.search(text):
        return None
    if _COMING[language].search(text):
        return True
    return False if _GONE[language].search(text) else None


def named_dates(text: str, language: Language) -> tuple[Value, ...]:
    """Return the dates that the question names; a bare year ("the 2016 strike") is one."""
    written = _SMALL_MONTH.sub(lambda m: m.group().title(), text) if language == "en" else text
    found = [v for v in find_values(written, language, None) if v.kind == "date"]
    for match in _MONTH.finditer(text):
        if not any(v.start < match.end() and match.start() < v.end for v in found):
            month = 100 * (1 + _MONTHS.index(match.group(1)))
            found.append(
                Value(
                    "date",
                    month + 1,
                    month + 31,
                    "month-day",
                    "exact",
                    *match.span(),
                    match.group(),
                )
            )
    for match in _YEAR.finditer(text):
        if not any(v.start < match.end() and match.start() < v.end for v in found):
            year = int(match.group())
            low, high = dt.date(year, 1, 1).toordinal(), dt.date(year, 12, 31).toordinal()
            found.append(
                Value("date", low, high, "day", "exact", match.start(), match.end(), match.group())
            )
    return tuple(_open_ended(text, value) for value in found if not _is_any_season(value))


def _open_ended(text: str, value: Value) -> Value:
    """A date behind "since" as all days from it on; of no year, all days of any."""
    if not _SINCE.search(text, 0, value.start):
        return value
    if value.unit == "day":
        return replace(value, high=dt.date.max.toordinal())
    return replace(value, low=101, high=1231) if value.unit == "month-day" else value


def _is_any_season(value: Value) -> bool:
    """Whether a date is a season of no year: "this winter" is the asker's, that no text dates."""
    ranged = value.hedge == "range" and value.low <= value.high  # "between March and September"
    return value.unit == "month-day" and not ranged and not 0 <= value.high - value.low <= 100


def running_time(text: str, language: Language) -> Span | None:
    """Return where the question names the time that runs: "this winter", "cette année"."""
    found = any_of("running", language).search(plain_letters(text))
    return Span(*found.span()) if found else None


def named_ordinal(text: str, language: Language) -> float | None:
    """Return the place in a series of the thing asked about: 3 for "the third hearing".

    "The first two paintings", "for the first time" and "who came third" name no such place.
    """
    for value in find_values(text, language, None):
        if value.kind == "ordinal" and names_series(text, value, language):
            return value.low
    return None


def names_series(text: str, ordinal: Value, language: Language) -> bool:
    """Return whether an ordinal of a text is a place in a series of events: no rank, no office."""
    flat = plain_letters(text)
    before = any_of("ranked", language, r"\b(?:{})\W*$").search(flat, 0, ordinal.start)
    after = any_of("no_series", language, r"\W*(?:{})").match(flat, ordinal.end)
    return not before and not after


def whole_named(text: str, language: Language) -> Value | None:
    """Return the number of which a question asks how many: 37 for "how many of the 37 drones"."""
    flat = plain_letters(text)
    if not any_of("counts", language, r"\b(?:{})\b").search(flat):
        return None
    for value in find_values(text, language, None):
        of = any_of("of_whole", language, r"\b(?:{})\s*$").search(flat, 0, value.start)
        if of and value.kind == "count" and value.low == value.high:
            return value
    return None


_IN_UNIT = re.compile(r"(?<!\w)(?:in|en)(?= \w)", re.IGNORECASE)


def unit_named(text: str, language: Language) -> Kind | None:
    """Return the kind of the unit that a question wants: "How long was it, in miles?"."""
    for named in _IN_UNIT.finditer(text):
        found = unit_after(text, named.end(), language)
        if found and text[found[1] - 1] == "s":
            return found[0].kind
    return None


def where_excepted(text: str, language: Language) -> Span:
    """Return where a question sets something apart ("apart from the price"); empty if nowhere."""
    found = _excepting(language).search(text)
    return Span(*found.span()) if found else Span(0, 0)


def excepted_words(text: str, language: Language) -> tuple[Word, ...]:
    """Return the words for what a question sets apart, none where it sets nothing apart."""
    found = _excepting(language).search(text)
    named = words(text, language, *found.span("what")) if found else ()
    return tuple(word for word in named if word.folded not in STOP_WORDS[language])


@cache
def _excepting(language: Language) -> re.Pattern[str]:
    forms = table("forms")
    lead, ends = forms["excepting"][language], forms["excepted_to"][language]
    return re.compile(pattern(rf"\b{lead} ?(?P<what>.+?)(?={ends})"), re.IGNORECASE)
