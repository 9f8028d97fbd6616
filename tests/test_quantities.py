"""Quantities in sentences: the table of `quantities.txt`, and what holds for every text."""

import re
from pathlib import Path

import pytest

from rag.values.quantities import find_quantities

TABLE = Path(__file__).with_name("quantities.txt")
SECONDS = {"min": 60, "h": 3600, "d": 86400, "w": 604800, "mo": 2629800, "y": 31557600}
CELL = re.compile(
    r"(?P<text>.+) = (?P<kind>\w+) (?P<low>-?\d+(?:\.\d+)?)(?:\.\.(?P<high>[\d.]+|inf))?"
    r"(?: (?P<unit>\S+?))?(?: (?P<hedge>nearly|about|over|at_most|at_least|range|several))?"
)


def expected(cell):
    match = CELL.fullmatch(cell)
    assert match, cell
    kind, unit = match["kind"], match["unit"] or ""
    times = SECONDS.get(unit, 1) if kind == "duration" else 1
    low, high = float(match["low"]) * times, float(match["high"] or match["low"]) * times
    unit = "s" if kind == "duration" else unit
    return match["text"], kind, pytest.approx(low), pytest.approx(high), unit, match["hedge"] or "exact"


def rows():
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            said, cells = line.split(" => ")
            language, text = said.split(" | ")
            yield pytest.param(language, text, cells, id=f"{language}: {text}")


@pytest.mark.parametrize(("language", "text", "cells"), list(rows()))
def test_table(language, text, cells):
    wanted = [] if cells == "-" else [expected(cell) for cell in cells.split(" ; ")]
    found = [(v.text, v.kind, v.low, v.high, v.unit, v.hedge) for v in find_quantities(text, language)]
    assert found == wanted
