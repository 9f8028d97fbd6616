"""The measures, worked by hand on one story of two documents; each has its empty row."""

import pytest

from eval.measures import (
    Figures,
    document_recall,
    figures,
    passage_recall,
    percentile,
    reciprocal_rank,
)
from tests.judged import (
    CITED,
    LOW,
    RIGHT,
    SILENT,
    answer,
    case,
    hit,
    verdict,
)


def test_hits_are_ranked_by_expected_quote_and_document() -> None:
    hits = [hit("1-a.md", 22, 32), hit("2-b.md", 0, 21), hit("1-a.md", 0, 21)]
    judged = verdict(case(), RIGHT, hits)
    assert (judged.quote_ranks, judged.document_ranks) == ((3, 2), (1, 2))
    assert [passage_recall([judged], k) for k in (1, 2, 3)] == [0, 0.5, 1]
    assert [document_recall([judged], k) for k in (1, 2)] == [0.5, 1]
    assert reciprocal_rank([judged]) == 0.5


def test_a_search_that_finds_nothing_scores_nought() -> None:
    judged = verdict(case(), RIGHT, [])
    assert passage_recall([judged], 10) == 0
    assert reciprocal_rank([judged]) == 0


def test_abstentions() -> None:
    abstains, speaks = answer(), answer(LOW, citations=CITED[:1])
    given = figures([verdict(SILENT, abstains), verdict(SILENT, speaks), verdict(case(), abstains)])
    assert given["abstention_accuracy"] == pytest.approx(1 / 3)
    assert given["abstention_precision"] == 0.5
    assert given["abstention_recall"] == 0.5
    assert given["fully_right"] == pytest.approx(1 / 3)


def test_measures_over_no_cases_are_none() -> None:
    assert set(figures([]).values()) == {None}


def test_an_abstention_where_there_is_an_answer_scores_nought_and_not_nothing() -> None:
    given: Figures = figures([verdict(case("contradiction"), answer(), [])])
    worth_nothing = {"answer_accuracy", "answer_recall", "citation_recall", "disagreement_recall"}
    assert {name: given[name] for name in worth_nothing} == dict.fromkeys(worth_nothing, 0)
    assert given["citation_precision"] is None


@pytest.mark.parametrize(
    ("values", "share", "expected"),
    [([], 0.5, None), ([7.0], 0.95, 7.0), ([3.0, 1.0, 2.0], 0.5, 2.0), ([1.0, 2.0], 0.95, 2.0)],
)
def test_percentile_is_one_of_the_values(
    values: list[float], share: float, expected: float | None
) -> None:
    assert percentile(values, share) == expected
