"""Whether two typed values can both be true: the same, compatible, or not."""

import datetime as dt
import math

from rag.values.units import YEAR
from rag.values.value import Relation, Value

TOLERANCE = 1e-6  # relative; absorbs the rounding of unit conversions, never that of a speaker
_TO_COMMON = {"1": ("%", 100.0), "y": ("s", YEAR)}  # half is 50 %; an age is a duration

Interval = tuple[float, float]


def compare(a: Value, b: Value) -> Relation:
    """How two values relate: "equal" (the same interval), "compatible" (they overlap) or neither.

    "2 h 30" equals "150 minutes", "320" is compatible with "several hundred", 300 is not with 297.
    "More than 300" reaches to 600 here, since nobody says it of 5,000; "at least" has no end.
    Counts are compared by number alone: whether "people" and "personnes" are one noun is the
    caller's to know. A ratio converts to a percentage and an age to a duration. Raises ValueError
    when the kinds or units do not convert.

    A date without its year or with only its weekday is compared by what both tell: the dated days
    are projected onto the calendar of months and days, or onto the week. A day of the year and a
    weekday never exclude each other.
    """
    first, second = _intervals(a, b)
    if len(first) == len(second) and all(map(_same, first, second)):
        return "equal"
    if any(_overlap(x, y) for x in first for y in second):
        return "compatible"
    return "incompatible"


def _intervals(a: Value, b: Value) -> tuple[list[Interval], list[Interval]]:
    """Both values in one unit; a span of days that passes new year gives two intervals."""
    if a.kind == b.kind == "date":
        return _dates(a, b)
    (unit_a, factor_a), (unit_b, factor_b) = _common(a), _common(b)
    convertible = unit_a == unit_b and (a.kind == b.kind or a.unit != b.unit)
    if not convertible and not (a.kind == b.kind == "count"):
        raise ValueError(
            f"cannot compare {a.kind} {a.text!r} in {a.unit!r} with {b.kind} {b.text!r} in "
            f"{b.unit!r}: they do not convert into one unit"
        )
    return [_bounded(a, factor_a)], [_bounded(b, factor_b)]


def _common(value: Value) -> tuple[str, float]:
    if value.kind in ("ratio", "age"):
        return _TO_COMMON[value.unit]
    return value.unit, 1.0


def _bounded(value: Value, factor: float) -> Interval:
    high = value.high
    if value.hedge == "over" and math.isinf(high):
        high = value.low + abs(value.low)
    return value.low * factor, high * factor


def _dates(a: Value, b: Value) -> tuple[list[Interval], list[Interval]]:
    if a.unit == b.unit:
        return [(a.low, a.high)], [(b.low, b.high)]
    units = {a.unit, b.unit}
    if "day" not in units:
        return [(0, 0), (0, 1)], [(0, 1)]  # no year, no weekday: never the same, never excluded
    unit = (units - {"day"}).pop()
    return _projected(a, unit), _projected(b, unit)


def _projected(value: Value, unit: str) -> list[Interval]:
    """A date's days in "month-day" (100 x month + day) or "weekday" (Monday 0)."""
    if value.unit == unit:
        return [(value.low, value.high)]
    first, last = int(value.low), int(value.high)
    if unit == "weekday":
        low, high, lowest, highest = (first - 1) % 7, (last - 1) % 7, 0, 6
        whole = last - first >= 6
    else:
        low, high, lowest, highest = _month_day(first), _month_day(last), 101, 1231
        whole = last - first >= 365
    if whole:
        return [(lowest, highest)]
    return [(low, high)] if low <= high else [(low, highest), (lowest, high)]


def _month_day(ordinal: int) -> int:
    day = dt.date.fromordinal(ordinal)
    return 100 * day.month + day.day


def _close(x: float, y: float) -> bool:
    return math.isclose(x, y, rel_tol=TOLERANCE, abs_tol=1e-9)


def _same(x: Interval, y: Interval) -> bool:
    return _close(x[0], y[0]) and _close(x[1], y[1])


def _overlap(x: Interval, y: Interval) -> bool:
    low, high = max(x[0], y[0]), min(x[1], y[1])
    return low <= high or _close(low, high)
