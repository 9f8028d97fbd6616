"""Typed values in text: durations, dates, counts and the rest, with the interval each spans."""

import datetime as dt
from typing import Literal

from rag.values.dates import find_dates
from rag.values.quantities import find_quantities
from rag.values.value import Value

__all__ = ["Value", "find_values"]


def find_values(text: str, language: Literal["fr", "en"], published: dt.date | None) -> list[Value]:
    """Return every typed value of the text, in order, without overlap; offsets into `text`.

    `published` is the day of the text's publication, by which "jeudi" or "15 août" are resolved;
    None when it is not known. Where a date and a quantity overlap, the longer one stands.
    """
    found: list[Value] = []
    both = find_dates(text, language, published) + find_quantities(text, language)
    for value in sorted(both, key=lambda v: (v.start - v.end, v.kind not in ("date", "time"))):
        if all(value.end <= other.start or other.end <= value.start for other in found):
            found.append(value)
    return sorted(found, key=lambda v: v.start)
