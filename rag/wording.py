"""Days, languages and sources in words, in French or English; typed values for the contract."""

import datetime as dt
from textwrap import shorten

from babel import Locale
from babel.dates import format_date

from index.document import Document
from rag.answer import Language, TypedValue
from rag.phrases import phrases
from rag.values.value import Value

_LONG_TITLE = 70  # characters; a text without a title is known by its first words


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


def say_on(words: str, value: Value, language: Language) -> str:
    """Return a day with the article that French gives it: "le 3 juillet 2025"."""
    day = value.kind == "date" and words[0].isdigit() and value.high - value.low < 1
    return f"le {words}" if day and language == "fr" and not words.isdigit() else words


def say_of(when: str, language: Language) -> str:
    """Return "of" with a time in words: "of 3 July 2025", "du 3 juillet 2025", "d’août 2015"."""
    if language == "en":
        return f"of {when}"
    if when[0].isdigit() and " " in when:
        return f"du {when.replace(' – ', ' au ')}"
    return f"d’{when}" if when[0] in "ao" else f"de {when}"


def say_language(code: str, language: Language) -> str:
    """Return a language's name in another: "es" is "espagnol", "Spanish"."""
    return str(Locale(language).languages.get(code, code))


def capital(text: str) -> str:
    """Return a text with a capital at its head."""
    return text[:1].upper() + text[1:]


def say_source(
    document: Document, language: Language, *, to_the_minute: bool = False, aside: bool = False
) -> str:
    """Return how a document is named: by publisher or title, and its date.

    A title may be that of somebody's deeds, and is told apart from them: "the text “Ann Lee …”".
    Inside brackets, as an `aside`, it stands alone, and the date follows a comma.
    """
    told = phrases(language).quoted if aside else phrases(language).titled
    title = shorten(document.title, _LONG_TITLE, placeholder="…")
    name = document.publisher or told.format(text=title)
    day = document.published_on
    if day is None:
        return name
    when = say_day(day, language)
    if to_the_minute and isinstance(document.published_at, dt.datetime):
        when += f", {document.published_at:%H:%M}"
    return f"{name}, {when}" if aside else f"{name} ({when})"


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
