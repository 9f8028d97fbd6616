"""The table of date and time expressions, French and English, in tests/dates.tsv.

Columns: language ("fr-" and "en-" mean that the day of publication is not known), text, and what
stands in it: `words=value hedge`, separated by "; ", or "-" for nothing. A value is a day, a time,
month-day, "wd" and the weekday, or two of them with ".." between.
"""

import datetime as dt
from pathlib import Path

import pytest

from rag.values.dates import find_dates
from rag.values.value import Value

PUBLISHED = dt.date(2025, 10, 16)  # a Thursday
TABLE = Path(__file__).parent / "dates.tsv"
ROWS = [
    line.split("\t")
    for line in TABLE.read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def written(value: Value) -> str:
    low, high = bound(value, value.low), bound(value, value.high)
    span = low if low == high else f"{low}..{high}"
    return f"{value.text}={span}" + ("" if value.hedge == "exact" else f" {value.hedge}")


def bound(value: Value, number: float) -> str:
    if value.kind == "time":
        return f"{int(number) // 3600:02}:{int(number) % 3600 // 60:02}"
    if value.unit == "month-day":
        return f"{int(number) // 100:02}-{int(number) % 100:02}"
    if value.unit == "weekday":
        return f"wd{int(number)}"
    return dt.date.fromordinal(int(number)).isoformat()


@pytest.mark.parametrize(("code", "text", "expected"), ROWS)
def test_row_of_the_table(code: str, text: str, expected: str) -> None:
    language, reference = code[:2], None if code.endswith("-") else PUBLISHED
    values = find_dates(text, language, reference)  # type: ignore[arg-type]
    assert ("; ".join(written(value) for value in values) or "-") == expected
