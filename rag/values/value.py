"""A typed value found in a text: what kind it is, the interval it spans, and where it stands."""

import datetime as dt
import math
from dataclasses import dataclass
from typing import Literal

Kind = Literal[
    "duration",
    "date",
    "time",
    "count",
    "money",
    "percentage",
    "distance",
    "speed",
    "area",
    "mass",
    "volume",
    "temperature",
    "ordinal",
    "ratio",
    "age",
]
Hedge = Literal["exact", "about", "nearly", "over", "at_most", "at_least", "range", "several"]
Relation = Literal["equal", "compatible", "incompatible"]


@dataclass(frozen=True, slots=True)
class Value:
    """A value that stands at `text[start:end]` of the text it was found in.

    `low..high` is the closed interval that the words allow, in `unit`: "près de deux heures et
    demie" is 8100..9000 s. An open end is infinite. Units by kind: duration s; time s since
    midnight; money the ISO 4217 code; percentage %; distance m; speed m/s; area m2; mass kg;
    volume m3; temperature °C; ordinal "th"; ratio "1"; age years ("y"); count the noun that is
    counted, as written, lower case ("drones"), or "" when the text names none.

    A date is counted in days (`datetime.date.toordinal`), unit "day", and spans what the words
    span: a month is its first to its last day. Where neither the text nor the document's date
    tells the year, the unit is "month-day" and the interval is in 100 x month + day; where only a
    weekday is known, the unit is "weekday", Monday 0; what counts from a day that is not known
    ("hier" in a text without a date) is in the unit "relative", the days from that day on. `since`
    is the earliest day that such a date can be as far as its text tells, -inf where it does not.
    """

    kind: Kind
    low: float
    high: float
    unit: str
    hedge: Hedge
    start: int
    end: int
    text: str
    since: float = -math.inf

    @property
    def figure(self) -> float | None:
        """The figure that the hedge was put on, in `unit`; None for a vague or ranged value."""
        match self.hedge:
            case "exact" | "about":
                return (self.low + self.high) / 2
            case "nearly" | "at_most":
                return self.high
            case "over" | "at_least":
                return self.low
            case _:
                return None

    @property
    def is_bare(self) -> bool:
        """Whether this is a figure of which no word says what it counts or measures."""
        return self.kind == "count" and not self.unit

    @property
    def day(self) -> dt.date | None:
        """The first day of a date whose year is known, else None."""
        if self.kind == "date" and self.unit == "day":
            return dt.date.fromordinal(int(self.low))
        return None
