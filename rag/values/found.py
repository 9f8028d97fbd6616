"""A date as the words alone give it, before its year or week is settled."""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rag.values.calendar_words import Language
from rag.values.periods import Period, Turn
from rag.values.value import Hedge

Form = Literal[
    "day",
    "month",
    "year",
    "weekday",
    "season",
    "decade",
    "weekend",
    "week",
    "running",
    "other",
    "none",
]


@dataclass(frozen=True, slots=True)
class Found:
    """A date that stands at `start..end`: a period in days, year-less, of weekdays or relative.

    `unit` is that of Value. `turn` is set where the words themselves say past or future ("jeudi
    dernier"), `weekday` where they name that of the first day, Monday 0. The form "none" keeps the
    words of a day that does not exist ("31 février 2024") from being read as something less.
    """

    start: int
    end: int
    period: Period
    unit: Literal["day", "month-day", "weekday", "relative"] = "day"
    form: Form = "other"
    hedge: Hedge = "exact"
    turn: Turn = 0
    weekday: int | None = None

    @property
    def first_day(self) -> dt.date:
        """The first day of a period in days."""
        return dt.date.fromordinal(self.period[0])


Reader = Callable[[re.Match[str], Language, dt.date | None], Found | None]


def span(match: re.Match[str]) -> tuple[int, int]:
    """Where the date stands: the group "date" of a pattern that has one, else the whole match."""
    return match.span("date" if "date" in match.re.groupindex else 0)
