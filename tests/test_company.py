"""What the candidates of other documents say for one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from rag.candidates import Candidate
from rag.company import seconded
from rag.finding import find
from rag.question import understand
from tests.heart import reading


def found(question: str, text: str) -> list[Candidate]:
    """Return the candidates of a text."""
    return find(understand(question), [reading(text)])[1][0]


def traits(*documents: tuple[str, Sequence[float]]) -> list[list[Mapping[str, float]]]:
    """Return what is told of each candidate of texts whose candidates have these scores alone."""
    given = [
        [replace(c, score=score) for c, score in zip(found("How much?", text), scores, strict=True)]
        for text, scores in documents
    ]
    return [[c.traits for c in its] for its in seconded(given)]


def test_what_another_document_says_too_is_told() -> None:
    told = traits(
        ("The bridge cost 12 million euros.", [0.9]),
        ("The bridge cost 12 million euros in all.", [0.6]),
        ("The bridge cost 13 million euros.", [0.3]),
    )
    assert [own["same elsewhere"] for (own,) in told] == [0.6, 0.9, 0.0]
    assert [own["near elsewhere"] for (own,) in told] == [0.6, 0.9, 0.9]
    assert [own["best elsewhere"] for (own,) in told] == [0.6, 0.9, 0.9]
    assert [own["sure elsewhere"] for (own,) in told] == [0, 1, 1]  # .6 is no more than likely
    assert {own["documents"] for (own,) in told} == {math.log(3)}
    assert told[0][0]["same elsewhere in odds"] == pytest.approx(math.log(0.6 / 0.4))
    assert told[0][0]["same elsewhere times alone"] == pytest.approx(0.6 * math.log(9))


def test_how_far_what_the_others_say_lies_is_told() -> None:
    told = traits(
        ("The bridge cost 12 million euros.", [0.5]),
        ("The bridge cost 30 million euros.", [0.6]),
        ("The lamps cost 4,000 euros.", [0.7]),
        ("It took three years.", []),
    )
    assert told[0][0]["near elsewhere"] == 0.0
    assert told[0][0]["akin elsewhere"] == 0.6
    assert told[0][0]["far elsewhere"] == 0.7


def test_what_its_own_document_says_besides_is_told() -> None:
    ((first, second),) = traits(("It cost 12 million euros, and 3 million more.", [0.4, 0.7]))
    assert [first["better here"], second["better here"]] == [1.0, 0.0]
    assert first["best alone"] == second["best alone"] == 0.7
    assert first["one document"] == second["one document"] == 1.0


def test_a_silent_document_is_no_company() -> None:
    silent = ("Nothing was told.", ())
    told = traits(("It cost 12 million euros.", [0.5]), silent, silent)
    assert told[0][0]["documents"] == 0.0
    assert told[0][0]["one document"] == 1.0
    assert told[0][0]["alone"] == 0.0


@pytest.mark.parametrize("score", [0.0, 1.0])
def test_a_score_that_leaves_no_doubt_has_odds_all_the_same(score: float) -> None:
    ((own,),) = traits(("It cost 12 million euros.", [score]))
    assert abs(own["alone"]) == pytest.approx(math.log(999))
