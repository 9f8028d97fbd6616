"""Quantities in sentences: the table of `quantities.txt`, and what holds for every text."""

import re
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.values.numbers import Language, read_figure
from rag.values.quantities import find_quantities

TABLE = Path(__file__).with_name("quantities.txt")
SECONDS = {"min": 60, "h": 3600, "d": 86400, "w": 604800, "mo": 2629800, "y": 31557600}
HEDGES = "nearly|about|over|at_most|at_least|range|several"
CELL = re.compile(
    r"(?P<text>.+) = (?P<kind>\w+) (?P<low>-?\d+(?:\.\d+)?)(?:\.\.(?P<high>[\d.]+|inf))?"
    rf"(?: (?P<unit>(?!{HEDGES})\S+))?(?: (?P<hedge>{HEDGES}))?"
)
Row = tuple[Language, str, str]


def expected(cell: str) -> tuple[object, ...]:
    """A cell of the table as (text, kind, low, high, unit, hedge), durations in seconds."""
    match = CELL.fullmatch(cell)
    assert match, f"the table holds {cell!r}, which is no value"
    kind, unit = match["kind"], match["unit"] or ""
    times = SECONDS.get(unit, 1) if kind == "duration" else 1
    low, high = (times * float(match[end] or match["low"]) for end in ("low", "high"))
    unit = "s" if kind == "duration" else unit
    hedge = match["hedge"] or "exact"
    return match["text"], kind, pytest.approx(low), pytest.approx(high), unit, hedge


def rows() -> list[Row]:
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    found: list[Row] = []
    for line in lines:
        if line and not line.startswith("#"):
            said, cells = line.split(" => ")
            language, text = said.split(" | ")
            found.append(("fr" if language == "fr" else "en", text, cells))
    return found


@pytest.mark.parametrize(("language", "text", "cells"), rows())
def test_table(language: Language, text: str, cells: str) -> None:
    wanted = [] if cells == "-" else [expected(cell) for cell in cells.split(" ; ")]
    values = find_quantities(text, language)
    assert [(v.text, v.kind, v.low, v.high, v.unit, v.hedge) for v in values] == wanted


@pytest.mark.parametrize(
    ("digits", "language", "value"),
    [
        ("2 500", "fr", 2500),
        ("2\u202f500", "fr", 2500),
        ("1\u00a0234,56", "fr", 1234.56),
        ("2.161.000", "fr", 2161000),
        ("2.500", "fr", 2500),
        ("3.5", "fr", 3.5),
        ("0.250", "fr", 0.25),
        ("1,500", "fr", 1.5),
        ("2,500", "en", 2500),
        ("1,234.56", "en", 1234.56),
        ("3,5", "en", 3.5),
        ("1.500", "en", 1.5),
        ("2.3.1", "en", None),
        ("12,50,1", "en", None),
        ("007", "en", None),
        ("1234567890123456", "en", None),
    ],
)
def test_figures(digits: str, language: Language, value: float | None) -> None:
    assert read_figure(digits, language) == value


WORDS = [
    "deux", "heures", "et", "demie", "de", "d'", "près", "plus", "à", "320", "3,5", "1.2.3", "%",
    "€", "$", "-", "2h30", "milliards", "une", "dizaine", "half", "an", "hour", "a", "second",
    "hundred", "of", "years", "old", "no", "one", "third", "thirds", "between", "and", "+", "½",
]  # fmt: skip


@given(
    st.text() | st.lists(st.sampled_from(WORDS), max_size=40).map(" ".join),
    st.sampled_from(["fr", "en"]),
)
def test_every_text_gives_ordered_values_that_stand_where_they_say(
    text: str, language: Language
) -> None:
    values = find_quantities(text, language)
    assert all(v.text == text[v.start : v.end] and v.low <= v.high for v in values)
    assert all(first.end <= second.start for first, second in pairwise(values))


def test_a_value_says_where_it_stands_in_a_longer_text() -> None:
    text = "Le chef a parlé. Il a tiré 37 missiles.\nFin."
    (value,) = find_quantities(text, "fr")
    assert (value.start, value.end) == (27, 38)
