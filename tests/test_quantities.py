"""Quantities in sentences: the table of `quantities.txt`, and what holds for every text."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rag.values.numbers import Language, read_figure
from rag.values.quantities import find_quantities
from tests.expressions import Row, quantities_right, quantity_rows


@pytest.mark.parametrize("row", quantity_rows(), ids=lambda row: row[1])
def test_table(row: Row) -> None:
    assert quantities_right(row), find_quantities(row[1], "fr" if row[0] == "fr" else "en")


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
