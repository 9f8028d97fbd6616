"""The unit of a bare figure, by what its text tells of others."""

import pytest

from bench.relations import reported, told_by_row
from rag.claims import verify
from rag.reading import read
from rag.values import Value, find_values
from rag.values.unsaid import in_unit_of, of_like_size


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


@pytest.mark.parametrize(
    ("bare", "others", "alike"),
    [
        ("92 million", ("85 million euros", "12 euros"), ["85 million euros"]),
        ("15", ("12 euros", "85 million euros"), ["12 euros"]),
        ("9", ("85 million euros",), []),
    ],
)
def test_a_sum_is_told_in_the_unit_of_those_of_its_size(
    bare: str, others: tuple[str, ...], alike: list[str]
) -> None:
    assert [v.text for v in of_like_size(only(bare), map(only, others))] == alike


@pytest.mark.parametrize(
    ("question", "text", "currency"),
    [
        ("What will the ferry cost?", "A bid put it at £40 million. It will be [46 million].",
         "GBP"),
        ("Que coûtera le bac ?", "On disait 40 millions d’euros. Ce sera [46 millions].", "EUR"),
        ("What will the ferry cost?", "A bid put it at £40 million. It will be [46].", ""),
        ("What will the ferry cost?", "Bids were £40m and €44m. It will be [46 million].",
         ""),
    ],
)  # fmt: skip
def test_a_bare_sum_is_in_the_currency_beside_it(question: str, text: str, currency: str) -> None:
    told = told_by_row(f"same\t{question}\t{text}\t{text}")
    (claim, *_) = filter(
        None, verify([p for _, p in told.proposals], told.question, read(told.hits))
    )
    assert claim.value and claim.value.unit == currency
