"""The day before and the day after: "la veille", "the previous day", "le lendemain".

They count from the last day that the text names, or the next one of the sentence ("hospitalisé la
veille, il a été condamné mardi"). "The day before" alone counts from the news, which is of the day
of publication or of the day before it; "the next day" alone may be told of any event, and is left
out. So is "à la veille de", which counts from what follows.
"""

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from rag.values.calendar_words import GAP, Language
from rag.values.value import Value

_FREE = rf"(?!{GAP}d(?:e|es|u)\b|{GAP}d['’])"
_EVE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"\b(?:(?P<before>(?<!à\s)la{GAP}veille)|(?P<after>(?<!au\s)le{GAP}lendemain)){_FREE}"
        rf"(?:{GAP}(?:matin|midi|après-midi|soir))?(?![\w-])",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"\bthe{GAP}(?:(?P<before>(?:day|night|evening){GAP}before|previous{GAP}(?:day|evening))"
        rf"|(?P<after>(?:next|following){GAP}(?:day|morning)))(?=[,.;:)!?]|$|{GAP}(?:in|at|and|by)\b)",
        re.IGNORECASE,
    ),
}
_STOP = re.compile(r"[.!?;\n]")


def find_eves(
    text: str, language: Language, days: Iterable[Value], reference: dt.date | None
) -> Iterator[Value]:
    """The days before and after a day of `days`, in order.

    Without such a day "la veille" is one of the two days before `reference`, hedge "about".
    """
    known = [day for day in days if day.unit == "day" and day.high - day.low <= 1]
    for match in _EVE[language].finditer(text):
        start, end = match.span()
        anchor = _anchor(text, known, start, end)
        if anchor:
            day = anchor.low - 1 if match["before"] else anchor.high + 1
            yield Value("date", day, day, "day", "exact", start, end, match.group())
        elif match["before"] and reference is not None:
            day = reference.toordinal() - 1
            yield Value("date", day - 1, day, "day", "about", start, end, match.group())


def _anchor(text: str, days: list[Value], start: int, end: int) -> Value | None:
    """The day that `text[start:end]` counts from: the last one named, else the sentence's next."""
    earlier = [day for day in days if day.end <= start]
    if earlier:
        return earlier[-1]
    later = next((day for day in days if day.start >= end), None)
    return later if later and not _STOP.search(text, end, later.start) else None
