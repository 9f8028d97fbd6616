"""The number of which a question asks a part does not answer it."""

import pytest

from rag.question import understand
from tests.heart import answers, ask


@pytest.mark.parametrize(
    ("question", "whole", "counted"),
    [
        ("How many of the 37 missiles got through?", 37, "missiles"),
        ("Of the 96 workers, how many left?", 96, "workers"),
        ("Combien des cinq salles ont brûlé ?", 5, "salles"),
        ("Sur les 180 ouvriers, combien ont signé ?", 180, "ouvriers"),
    ],
)
def test_the_whole_and_what_is_counted(question: str, whole: float, counted: str) -> None:
    asked = understand(question)
    assert asked.whole is not None
    assert (asked.whole.low, [t.word.text for t in asked.counted]) == (whole, [counted])
    assert all(t.word.text not in ("37", "96", "cinq", "180") for t in asked.terms)


@pytest.mark.parametrize("question", ["How many missiles got through?", "Who are the 37 missing?"])
def test_no_whole(question: str) -> None:
    assert understand(question).whole is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The army fired 37 missiles. Nine missiles got through.", ["Nine missiles"]),
        ("All 37 missiles got through.", ["37 missiles"]),
        ("The army fired 37 missiles at the city.", []),
        ("Some 320 missiles got through in May.", []),
    ],
)
def test_a_part_answers_and_the_whole_does_not(text: str, expected: list[str]) -> None:
    assert answers(ask("How many of the 37 missiles got through?", text)) == expected
