"""The heads that judge two statements where the rules do not: what they see, and how they weigh."""

import math
from pathlib import Path

import pytest

from bench.statements import Typed, typed
from index.encoder import EMBEDDED, open_encoder
from rag.statements import Comparer, CompareRequest
from rag.statements.features import NAMES, features
from rag.statements.head import KindHead, kinds, look, whole
from rag.statements.rules import find
from rag.statements.statement import pair, read_statement

UNSEEN = Path(__file__).parent / "statements_unseen.tsv"


def seen(a: str, b: str) -> dict[str, float]:
    pairing = pair(read_statement(a), read_statement(b))
    return dict(zip(NAMES, features(pairing, find(pairing)), strict=False))


def test_a_head_of_kinds_weighs_its_features() -> None:
    made = KindHead("e", ("none", "update"), (1.0,), (2.0,), ((0.0,), (3.0,)), (0.0, 0.5))
    odds = math.exp(3.0 * (2.0 - 1.0) / 2.0 + 0.5)
    chances = made.chances((2.0,))
    assert chances["update"] == pytest.approx(odds / (1 + odds))
    assert sum(chances.values()) == pytest.approx(1)


def test_the_head_was_learnt_from_these_features_and_this_encoder() -> None:
    assert kinds().encoder == open_encoder(EMBEDDED).name
    assert len(kinds().mean) == len(kinds().deviation) == len(NAMES)
    assert all(len(row) == len(NAMES) for row in kinds().weights)
    assert [*seen("It rained.", "It rained.")][-1] == "length"
    assert len(kinds().kinds) == len(kinds().weights) == len(kinds().bias) == 7


@pytest.mark.parametrize(
    ("a", "b", "name", "value"),
    [
        ("The club paid £18 million.", "The club paid £31 million.", "lone_amount", 1.0),
        ("The club paid £18 million.", "The club paid £18 million.", "lone_amount", 0.0),
        ("The club paid £18 million.", "The club paid £18 million.", "equal_values", 1.0),
        ("In 1996 the fire killed 4.", "In 2011 the fire killed 15.", "dates_and_amounts", 1.0),
        ("Only the pilot survived.", "The pilot and others survived.", "only_and_more", 1.0),
        ("The bridge is not open.", "The bridge is open.", "odd_negations", 1.0),
        ("Neuf blessés.", "Neuf morts.", "of_two", 1.0),
        ("Ann Lee praised it.", "Bo Hall dismissed it.", "deemed_both", 1.0),
    ],
)
def test_what_is_seen_of_a_pair(a: str, b: str, name: str, value: float) -> None:
    assert seen(a, b)[name] == value


@pytest.mark.parametrize("row", typed(UNSEEN)[::40], ids=lambda row: row.a[:30])
def test_what_is_seen_does_not_change_when_the_statements_change_over(row: Typed) -> None:
    encoder = open_encoder(EMBEDDED)
    both = []
    for a, b in ((row.a, row.b), (row.b, row.a)):
        pairing = pair(read_statement(a), read_statement(b))
        found = find(pairing)
        both.append(whole(pairing, found, look(pairing, found, encoder)))
    assert both[0] == pytest.approx(both[1], abs=0.05)


def test_pairs_that_nothing_was_learnt_from_are_told() -> None:
    comparer = Comparer()
    told = [(row, comparer.compare(CompareRequest(a=row.a, b=row.b))) for row in typed(UNSEEN)]
    against = [(row.kind == "contradiction") == (c.relation == "contradiction") for row, c in told]
    assert sum(against) >= 0.75 * len(told)
    assert sum((c.kind or "") == row.kind for row, c in told) >= 0.68 * len(told)


def test_a_kind_without_a_located_difference_is_explained_all_the_same() -> None:
    found = Comparer().compare(
        CompareRequest(
            a="The coach described his side’s performance as the finest of the season.",
            b="Pour le capitaine, l’équipe a livré une prestation indigne et sans envie.",
        )
    )
    assert (found.relation, found.kind, found.differences) == ("compatible", "assessment", ())
    assert "judgements" in found.explanation
