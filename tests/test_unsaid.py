"""The unit of a bare figure, by what its text tells of others."""

import pytest

from bench.relations import reported, told_by_row
from rag.values import Value, find_values
from rag.values.unsaid import in_unit_of


def only(text: str) -> Value:
    (value,) = find_values(text, "en", None)
    return value


@pytest.mark.parametrize(
    ("bare", "others", "same"),
    [
        ("70", ("109 km/h", "112 km/h"), "70 km/h"),
        ("seven", ("eight hours",), "seven hours"),
        ("70", ("109 km/h", "70 mph"), "70"),  # in one of two units
        ("70", ("1 h 20",), "70"),  # hours, or minutes?
        ("70", (), "70"),
        ("70 boats", ("109 km/h",), "70 boats"),
        ("70", ("-4 °F",), "70"),
        ("70", ("3 sheep",), "70"),
    ],
)
def test_a_bare_figure_is_in_the_unit_of_the_others(
    bare: str, others: tuple[str, ...], same: str
) -> None:
    found, wanted = in_unit_of(only(bare), map(only, others), "en"), only(same)
    assert (found.kind, found.unit) == (wanted.kind, wanted.unit)
    assert found.low == pytest.approx(wanted.low)
    assert found.high == pytest.approx(wanted.high)
    assert found.text == bare


def test_a_claim_takes_the_unit_that_its_text_tells() -> None:
    row = "same\tWhat is the speed limit?\tThe train came at 109 km/h. The limit is [70].\t{}"
    assert reported(told_by_row(row.format("The limit there is [70 km/h]."))) == {(0, 1): {"same"}}
    other = reported(told_by_row(row.format("The limit there is [80 km/h].")))
    assert other == {(0, 1): {"contradiction"}}
