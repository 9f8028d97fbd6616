"""When a document without a date can have been written, by the latest day that it tells as past.

A text that tells of February 2022 as past was written after it, and "le 15 août" in it is no more
than a year older than the text, unless it goes on with a year that was named before. That dates
nothing, but it tells what a date without a year cannot be.
"""

import datetime as dt
import re
from bisect import bisect_left
from functools import lru_cache
from itertools import accumulate

from index.document import Document
from index.split import sentences
from rag.answer import Language
from rag.cues import cue
from rag.values.dates import find_dates
from rag.values.tense import clause_of, turn_of
from rag.values.value import Value

_READ = 20_000  # characters of the body in which years are looked for
_NEAR = 300  # characters before a date, beside its paragraph, that may take it to another year
_PARAGRAPH = 3_000  # characters on either side that a paragraph is taken to have at most
_YEAR = re.compile(r"(?<![\d.,])(?:1\d|20)\d\d(?!\d|[.,]\d)")
_SENTENCE = re.compile(r"[.!?…][»”\"')\s]*$")  # a line of a page's furniture does not end so
_COUNTS = re.compile(r"\s[a-zà-ÿ]+[sx]\b")  # "in 2022 flats" names no year


def not_before(document: Document, language: Language, start: int) -> dt.date:
    """Return the earliest day by which a date at `start` of an undated document can be told.

    A date of the past lies within the year before that day, or later; where the text tells no such
    day, it is `dt.date.min`.
    """
    text, body = document.text, document.body_start
    told = told_past(document, language)
    end = text.find("\n", start, document.body_end)
    end = min(document.body_end if end < 0 else end, start + _PARAGRAPH)
    first = max(body, text.rfind("\n", 0, start), start - _PARAGRAPH)
    near = text[max(body, min(first, start - _NEAR)) : end]
    if told is None or told.day is None or cue("other_year").search(near):
        return dt.date.min
    ends, least = _years(text[body : document.body_end])
    before = bisect_left(ends, end - body + 1)
    years = [int(year) for year in _YEAR.findall(document.title)] + [
        *least[max(0, before - 1) : before]
    ]
    return min([told.day, *(dt.date(year + 1, 1, 1) for year in years)])


@lru_cache(maxsize=32)
def _years(body: str) -> tuple[list[int], list[int]]:
    """Where the years that a text names end, in order, and the earliest of those named so far."""
    found = [*_YEAR.finditer(body)]
    return [m.end() for m in found], [*accumulate((int(m.group()) for m in found), min)]


def told_past(document: Document, language: Language) -> Value | None:
    """Return the latest date of a known year that a document tells as past, None without any."""
    end = min(document.body_end, document.body_start + _READ)
    return _latest(document.text[document.body_start : end], language)


@lru_cache(maxsize=2_000)
def _latest(body: str, language: Language) -> Value | None:
    today = dt.date.today().toordinal()  # no text is of a day to come
    told = [
        value
        for start, end in sentences(body, 0, len(body))
        if _YEAR.search(body, start, end) and _SENTENCE.search(body[start:end])
        for value in find_dates(body[start:end], language, None)
        if value.day and value.low <= today and _is_past(body[start:end], value, language)
    ]
    return max(told, key=lambda value: value.low, default=None)


def _is_past(sentence: str, date: Value, language: Language) -> bool:
    """Whether a sentence tells of something that happened on a date, and plans nothing for it."""
    left, right = clause_of(sentence, date.start, date.end, language)
    clause, start, end = sentence[left:right], date.start - left, date.end - left
    if not cue("happened_on").search(clause[:start]) or _COUNTS.match(clause, end):
        return False
    if any(cue(name).search(clause) for name in ("planned", "forecast", "future", "foreseen")):
        return False
    since = cue("ever_since").search(clause[:start])
    return since is not None or turn_of(clause, start, end, language) < 0
