"""Calendar arithmetic: periods, their thirds, and the year that a text leaves out.

A period is a pair of ordinals, first and last day. A year-less period is a pair of
100 x month + day; it may run past the end of the year (1201, 320).
"""

import calendar
import datetime as dt
from typing import Literal

Period = tuple[int, int]
Part = Literal["early", "mid", "late"]
Turn = Literal[-1, 0, 1]

LEAP_YEAR = 2000  # stands in for the year that is not known
SOON = 45  # days after the reference that a date without any clue may still mean
SEASON_BOUNDS = ((301, 620), (601, 922), (901, 1220), (1201, 320))


def ordinal(year: int, month: int, day: int) -> int | None:
    """The ordinal of a calendar day, or None when there is no such day."""
    try:
        return dt.date(year, month, day).toordinal()
    except ValueError:
        return None


def month_period(year: int, month: int) -> Period:
    """The first and last day of a month."""
    first = dt.date(year, month, 1).toordinal()
    return first, first + calendar.monthrange(year, month)[1] - 1


def years_period(first: int, last: int) -> Period:
    """1 January of the first year to 31 December of the last."""
    return dt.date(first, 1, 1).toordinal(), dt.date(last, 12, 31).toordinal()


def months_without_year(first: int, last: int) -> Period:
    """The first day of the first month to the last day of the last, 29 days for February."""
    return 100 * first + 1, 100 * last + calendar.monthrange(LEAP_YEAR, last)[1]


def shift_months(day: dt.date, months: int) -> dt.date:
    """The same day some months later or earlier, or the last day of a shorter month."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    year = min(max(year, dt.MINYEAR), dt.MAXYEAR)
    return dt.date(year, month + 1, min(day.day, calendar.monthrange(year, month + 1)[1]))


def in_year(period: Period, year: int) -> Period | None:
    """A year-less period that begins in `year`, as ordinals; None when it has no such day."""
    low, high = period
    first = ordinal(year, *divmod(low, 100))
    last_year = year + (high < low)
    last = ordinal(last_year, *divmod(high, 100))
    if high == 229 and low != high and last is None:
        last = ordinal(last_year, 2, 28)
    return None if first is None or last is None else (first, last)


def without_year(period: Period) -> Period:
    """The year-less form of a period of ordinals."""
    low, high = (dt.date.fromordinal(day) for day in period)
    return 100 * low.month + low.day, 100 * high.month + high.day


def nearest(
    period: Period, reference: dt.date, turn: Turn, weekday: int | None = None
) -> Period | None:
    """The year-less period placed next to the reference.

    `turn` -1 looks back, 1 ahead; 0 takes the one that begins within SOON days, else looks back.
    A period that holds the reference is near in every case. Where only the last or only the next
    one begins on the `weekday`, it is that one: "Thursday 4 June" leaves no choice. But what is
    told as past is not taken for something of next year by a wrong weekday.
    """
    today = reference.toordinal()
    years = range(max(reference.year - 9, dt.MINYEAR), min(reference.year + 9, dt.MAXYEAR))
    placed = [found for year in years if (found := in_year(period, year)) is not None]
    ahead = [found for found in placed if found[1] >= today]
    back = [found for found in placed if found[0] <= today]
    soon = bool(ahead) and ahead[0][0] <= today + SOON
    next_to = [*back[-1:], *ahead[:1]] if soon or turn >= 0 else back[-1:]
    begins = [found for found in {*next_to} if dt.date.fromordinal(found[0]).weekday() == weekday]
    if len(begins) == 1:
        return begins[0]
    if ahead and (turn > 0 or (turn == 0 and soon)):
        return ahead[0]
    return back[-1] if back and turn <= 0 else None


def third(period: Period, part: Part) -> Period:
    """The early, middle or late part of a period.

    Four months of a year; days 1 to 10, 11 to 20 or the rest of a month; years 0 to 3, 4 to 6 or
    7 to 9 of a decade; a third of anything else.
    """
    low, high = period
    first, days = dt.date.fromordinal(low), high - low + 1
    if days in (365, 366) and (first.month, first.day) == (1, 1):
        cuts = [dt.date(first.year, month, 1).toordinal() for month in (5, 9)]
    elif 28 <= days <= 31 and first.day == 1:
        cuts = [low + 10, low + 20]
    elif 3652 <= days <= 3653:
        cuts = [dt.date(first.year + years, 1, 1).toordinal() for years in (4, 7)]
    else:
        cuts = [low + days // 3, low + days - days // 3]
    edges = [low, *cuts, high + 1]
    index = ("early", "mid", "late").index(part)
    return edges[index], max(edges[index], edges[index + 1] - 1)


def third_without_year(period: Period, part: Part) -> Period:
    """`third` of a year-less period."""
    placed = in_year(period, LEAP_YEAR)
    return period if placed is None else without_year(third(placed, part))
