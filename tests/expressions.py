"""The two tables of expressions and whether a row is read right: quantities.txt and dates.tsv.

`python -m tests.expressions` tells how many rows there are and the share that is read right.

A row of dates.tsv is: language ("fr-" and "en-" mean that the day of publication is not known),
text, and what stands in it: `words=value hedge`, separated by "; ", or "-" for nothing. A value is
a day, a time, month-day, "wd" and the weekday, or two of them with ".." between. A row of
quantities.txt is explained at its head.
"""

import datetime as dt
import math
import re
import sys
from pathlib import Path

from rag.values.dates import find_dates
from rag.values.numbers import Language
from rag.values.quantities import find_quantities
from rag.values.value import Value

QUANTITIES = Path(__file__).with_name("quantities.txt")
DATES = Path(__file__).with_name("dates.tsv")
PUBLISHED = dt.date(2025, 10, 16)  # a Thursday
SECONDS = {"min": 60, "h": 3600, "d": 86400, "w": 604800, "mo": 2629800, "y": 31557600}
HEDGES = "nearly|about|over|at_most|at_least|range|several"
CELL = re.compile(
    r"(?P<text>.+) = (?P<kind>\w+) (?P<low>-?\d+(?:\.\d+)?)(?:\.\.(?P<high>-?[\d.]+|inf))?"
    rf"(?: (?P<unit>(?!(?:{HEDGES})$)\S+))?(?: (?P<hedge>{HEDGES}))?"
)
Row = tuple[str, str, str]  # language, text, what stands in it
Said = tuple[str, str, float, float, str, str]  # text, kind, low, high, unit, hedge


def quantity_rows() -> list[Row]:
    found: list[Row] = []
    for line in _lines(QUANTITIES):
        said, cells = line.split(" => ")
        language, text = said.split(" | ", 1)
        found.append((language, text, cells))
    return found


def date_rows() -> list[Row]:
    return [(code, text, cells) for code, text, cells in (x.split("\t") for x in _lines(DATES))]


def _lines(table: Path) -> list[str]:
    lines = table.read_text(encoding="utf-8").splitlines()
    return [line for line in lines if line and not line.startswith("#")]


def quantities_right(row: Row) -> bool:
    """Whether exactly the quantities of the row are found: text, kind, interval, unit, hedge."""
    code, text, cells = row
    wanted = [] if cells == "-" else [_expected(cell) for cell in cells.split(" ; ")]
    found = [
        (v.text, v.kind, v.low, v.high, v.unit, v.hedge)
        for v in find_quantities(text, _language(code))
    ]
    return len(found) == len(wanted) and all(map(_same, found, wanted))


def _same(a: Said, b: Said) -> bool:
    ends = zip(a[2:4], b[2:4], strict=True)
    close = all(math.isclose(x, y, rel_tol=1e-6, abs_tol=1e-9) for x, y in ends)
    return close and (a[:2], a[4:]) == (b[:2], b[4:])


def _expected(cell: str) -> Said:
    """A cell of the table, durations in seconds."""
    match = CELL.fullmatch(cell)
    assert match, f"the table holds {cell!r}, which is no value"
    kind, unit = match["kind"], match["unit"] or ""
    times = SECONDS.get(unit, 1) if kind == "duration" else 1
    low, high = (times * float(match[end] or match["low"]) for end in ("low", "high"))
    unit = "s" if kind == "duration" else unit
    return match["text"], kind, low, high, unit, match["hedge"] or "exact"


def dates_found(row: Row) -> str:
    """The dates and times found in the text of the row, as the table writes them."""
    code, text, _ = row
    reference = None if code.endswith("-") else PUBLISHED
    values = find_dates(text, _language(code), reference)
    return "; ".join(written(value) for value in values) or "-"


def written(value: Value) -> str:
    low, high = _bound(value, value.low), _bound(value, value.high)
    span = low if low == high else f"{low}..{high}"
    return f"{value.text}={span}" + ("" if value.hedge == "exact" else f" {value.hedge}")


def _bound(value: Value, number: float) -> str:
    if value.kind == "time":
        return f"{int(number) // 3600:02}:{int(number) % 3600 // 60:02}"
    if value.unit == "month-day":
        return f"{int(number) // 100:02}-{int(number) % 100:02}"
    if value.unit == "weekday":
        return f"wd{int(number)}"
    return dt.date.fromordinal(int(number)).isoformat()


def _language(code: str) -> Language:
    return "fr" if code.startswith("fr") else "en"


def share() -> tuple[int, int, int]:
    """How many rows are read right, how many there are, and how many of these are French."""
    right = [quantities_right(row) for row in quantity_rows()]
    right += [dates_found(row) == row[2] for row in date_rows()]
    french = sum(row[0].startswith("fr") for row in (*quantity_rows(), *date_rows()))
    return sum(right), len(right), french


if __name__ == "__main__":
    RIGHT, ALL, FRENCH = share()
    sys.stdout.write(f"{ALL} expressions, {FRENCH} French: {100 * RIGHT / ALL:.1f} % read right\n")
