"""Typed values in text: durations, dates, counts and the rest, with the interval each spans."""

import datetime as dt
from typing import Literal

from rag.values.dates import find_dates
from rag.values.quantities import find_quantities
from rag.values.value import Value

__all__ = ["Value", "find_values"]


def find_values(
    text: str,
    language: Literal["fr", "en"],
    published: dt.date | None,
    not_before: dt.date | None = None,
) -> list[Value]:
    """Return every typed value of the text, in order, without overlap; offsets into `text`.

    `published` is the day of the text's publication, by which "jeudi" or "15 août" are resolved;
    None when it is not known; `not_before` is then the earliest that it can be (see `find_dates`).
    Where a date and a quantity overlap, the longer one stands, but for a bare figure: "de 1819 à
    1829" tells years.
    """
    found: list[Value] = []
    both = find_dates(text, language, published, not_before) + find_quantities(text, language)
    for value in sorted(both, key=_weaker):
        if all(value.end <= other.start or other.end <= value.start for other in found):
            found.append(value)
    return sorted(found, key=lambda v: v.start)


def _weaker(value: Value) -> tuple[bool, int, bool]:
    """What sorts first those that stand before others that they overlap."""
    return value.is_bare, value.start - value.end, value.kind not in ("date", "time")
