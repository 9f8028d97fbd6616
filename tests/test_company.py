"""What the candidates of other documents say for one."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

from rag.candidates import Candidate
from rag.company import is_near, seconded
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
        ("Nothing was told.", []),
    )[:3]
    assert [own["same elsewhere"] for (own,) in told] == [0.6, 0.9, 0.0]
    assert [own["near elsewhere"] for (own,) in told] == [0.6, 0.9, 0.9]
    assert [own["best elsewhere"] for (own,) in told] == [0.6, 0.9, 0.9]
    assert told[0][0]["alone"] == pytest.approx(math.log(9))


def test_what_its_own_document_says_besides_is_told() -> None:
    ((first, second),) = traits(("It cost 12 million euros, and 3 million more.", [0.4, 0.7]))
    assert [first["better here"], second["better here"]] == [1.0, 0.0]
    assert first["best alone"] == second["best alone"] == 0.7
    assert first["best elsewhere"] == 0.0


def test_values_of_another_kind_are_not_near() -> None:
    (money,) = found("How much did it cost?", "It cost 12 million euros.")
    (length,) = found("How long is the bridge?", "It is 12 metres long.")
    assert not is_near(money, length)
    assert is_near(money, money)
