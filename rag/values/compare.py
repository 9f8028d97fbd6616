"""Whether two typed values can both be true: the same, compatible, or not."""

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import replace

from rag.values.units import YEAR
from rag.values.value import Relation, Value

TOLERANCE = 1e-6  # relative; absorbs the rounding of unit conversions, never that of a speaker
_TO_COMMON = {"1": ("%", 100.0), "y": ("s", YEAR)}  # half is 50 %; an age is a duration
_CONVERTED = 0.02  # relative; "75 mph" is what a text in metres calls "120 km/h"
_ROUND_SHARE = 1.0  # percentage points; "two thirds" is said of 66 % and of 67 %
_DAY = 86_400.0
_IMPERIAL = re.compile(
    r"\b(?:miles?|mi|mph|feet|foot|ft|inch(?:es)?|in|yards?|yd|acres?|pounds?|lbs?|ounces?|oz"
    r"|gallons?)\b|(?<=[0-9])(?:ft|in|lbs?|oz|mph|mi|F)\b|°F|fahrenheit",
    re.IGNORECASE,
)
# A time that says neither morning nor evening: "half past six", "huit heures et demie", "9:15".
_TWELVE_HOURS = re.compile(
    r"(?!.*(?:[ap]\.?m\b|morning|afternoon|evening|night|noon|midday|midi|minuit|matin|soir|GMT|UTC))"
    r"(?:[^0-9]*$|[^0-9]*(?:past|to|clock|heures?)\b.*"
    r"|[^0-9]*[1-9](?:[:.][0-9]{2})?(?: ?o[’']clock)?$"
    r"|[^0-9]*1[0-2](?:[:.][0-9]{2})?(?: ?o[’']clock)?$)",
    re.IGNORECASE,
)

Interval = tuple[float, float]


def compare(a: Value, b: Value) -> Relation:
    """How two values relate: "equal" (the same interval), "compatible" (they overlap) or neither.

    "2 h 30" equals "150 minutes", "320" is compatible with "several hundred", 300 is not with 297.
    "More than 300" reaches to 600 here, since nobody says it of 5,000; "at least" has no end.
    Counts are compared by number alone: whether "people" and "personnes" are one noun is the
    caller's to know. A ratio converts to a percentage, a point off at most, and an age to a
    duration, of up to the next birthday. Miles against kilometres may be 2 % off, since both are
    told in round figures. A time that tells neither morning nor evening ("half past six") is
    compatible with both. Currencies are never converted. Raises ValueError when the kinds or
    units do not convert.

    A date without its year or with only its weekday is compared by what both tell: the dated days
    are projected onto the calendar of months and days, or onto the week. A day of the year and a
    weekday never exclude each other, nor what only counts from a day that is not known. A day
    earlier than one can be that tells no year (`Value.since`) is another.
    """
    first, second = _intervals(a, b)
    if _all_same(first, second):
        return "equal"
    if any(_overlap(x, y) for x in _wide(a, b, first) for y in _wide(b, a, second)):
        return "compatible"
    return "incompatible"


def equal(a: Value, b: Value) -> bool:
    """Return whether two values are the same interval; raises ValueError as `compare` does."""
    return _all_same(*_intervals(a, b))


def _wide(value: Value, other: Value, intervals: list[Interval]) -> list[Interval]:
    """What the value may mean beside the other, where the two are said in different ways."""
    if value.kind == "time":
        return _clock(value, intervals)
    [(low, high), *more] = intervals
    if value.kind == "ratio" and other.kind == "percentage":
        return [(low - _ROUND_SHARE, high + _ROUND_SHARE)]
    if value.kind == "age" and other.kind == "duration":
        return [(low, high + 0.99 * YEAR)]
    if bool(_IMPERIAL.search(value.text)) != bool(_IMPERIAL.search(other.text)):
        if value.kind in ("distance", "speed", "area", "mass", "volume"):
            return [((1 - _CONVERTED) * low, (1 + _CONVERTED) * high)]
    return [(low, high), *more]


def _clock(value: Value, intervals: list[Interval]) -> list[Interval]:
    """The times of one day that a time may be; midnight ends one day and begins the next."""
    unclear = value.high < _DAY / 2 + 3600 and _TWELVE_HOURS.match(value.text)
    shifts = (0.0, _DAY / 2) if unclear else (0.0,)
    told = [(low + shift, high + shift) for low, high in intervals for shift in shifts]
    return told + [(low - _DAY, high - _DAY) for low, high in told if high >= _DAY]


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


def excluded(a: Value, b: Value) -> bool:
    """Return whether two dates differ only by the earliest day that one of them can be."""
    if compare(a, b) != "incompatible":
        return False
    return compare(replace(a, since=-math.inf), replace(b, since=-math.inf)) != "incompatible"


def _dates(a: Value, b: Value) -> tuple[list[Interval], list[Interval]]:
    if a.unit == b.unit and (a.unit != "relative" or (a.low, a.high) == (b.low, b.high)):
        return _unwound(a), _unwound(b)
    dated, bare = (a, b) if a.unit == "day" else (b, a)
    if dated.unit == "day" and dated.high < bare.since:
        return [(0, 0)], [(1, 1)]
    if dated.unit != "day" or bare.unit == "relative":
        return [(0, 0), (0, 1)], [(0, 1)]  # nothing in common: never the same, never excluded
    days = _projected(replace(dated, low=max(dated.low, bare.since)), bare.unit)
    return (days, _unwound(bare)) if dated is a else (_unwound(bare), days)


def _unwound(value: Value) -> list[Interval]:
    """A span of the year or week as it is, or in two where it passes the end: Dec 30 to Jan 2."""
    if value.low <= value.high:
        return [(value.low, value.high)]
    first, last = (0, 6) if value.unit == "weekday" else (101, 1231)
    return [(value.low, last), (first, value.high)]


def _projected(value: Value, unit: str) -> list[Interval]:
    """A date's days in "month-day" (100 x month + day) or "weekday" (Monday 0)."""
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


def _all_same(first: Sequence[Interval], second: Sequence[Interval]) -> bool:
    return len(first) == len(second) and all(map(_same, first, second))


def _overlap(x: Interval, y: Interval) -> bool:
    low, high = max(x[0], y[0]), min(x[1], y[1])
    return low <= high or _close(low, high)
