"""What the RAMDocs measure counts as present, and as a strict match."""

import pytest

from bench.ramdocs import Asked, Present, normalised, present
from tests.heart import ask


def asked(gold: list[str], wrong: list[str]) -> Asked:
    """Return a question with its answers; what was answered is not looked at here."""
    return Asked("Who?", gold, wrong, ask("Who?", "Nothing was said on that day in the town."))


@pytest.mark.parametrize(
    ("said", "gold"),
    [
        ("1,251 people", "1,251 people"),
        ("The film is a COMEDY.", "a comedy"),
        ("from 1975 to 1980", "1980"),
    ],
)
def test_an_answer_is_present_without_case_articles_and_punctuation(said: str, gold: str) -> None:
    assert present(asked([gold], []), [said]).gold == [True]


@pytest.mark.parametrize(("said", "gold"), [("1975", "75"), ("rugby", "rugby union")])
def test_an_answer_is_present_only_as_whole_words_in_a_row(said: str, gold: str) -> None:
    assert present(asked([gold], []), [said]).gold == [False]


def test_an_answer_does_not_reach_over_two_positions() -> None:
    assert present(asked(["Ann Lee"], []), ["Ann", "Lee"]).gold == [False]


@pytest.mark.parametrize(
    ("gold", "wrong", "strict"),
    [
        ([True, True], [], True),
        ([True, False], [], False),
        ([True], [True], False),
        ([True], [False], True),
    ],
)
def test_a_strict_match_has_all_that_is_right_and_nothing_wrong(
    gold: list[bool], wrong: list[bool], strict: bool
) -> None:
    assert Present(gold, wrong).strict is strict


def test_nothing_is_left_of_articles_alone() -> None:
    assert normalised("The a an.").strip() == ""
