"""Whether a sentence says yes or no, by the rules' word and the leaning together."""

from typing import get_args

import pytest

from eval.fit_leaning import Said, fitted, left_out
from rag.leaning import Models, models, settled, traits
from rag.polarity import Polarity
from rag.reader import Leaning
from rag.weights import Weights

EVEN: Models = {"yes": Weights(0.0, {"yes": 1.0}), "no": Weights(0.0, {"no": 1.0})}
"""Likelier than not where it leans that way at all; four to one from log-odds of 1.4."""


@pytest.mark.parametrize("said", get_args(Polarity))
def test_without_a_leaning_the_rules_have_the_word(said: Polarity) -> None:
    assert settled(said, None) == said


@pytest.mark.parametrize(
    ("yes", "no", "found"),
    [
        (1.5, -3.0, "affirms"),
        (-3.0, 1.5, "denies"),
        (2.0, 1.5, "affirms"),
        (1.5, 2.0, "denies"),
        (1.3, 1.3, "silent"),
        (-3.0, -3.0, "silent"),
    ],
)
def test_what_is_likely_enough_is_told(yes: float, no: float, found: Polarity) -> None:
    assert settled("silent", Leaning(yes, no), EVEN) == found


def test_what_the_rules_leave_open_stays_so_unless_yes_or_no_is_likely() -> None:
    assert settled("open", Leaning(0.0, 0.0), EVEN) == "open"
    assert settled("open", Leaning(2.0, 0.0), EVEN) == "affirms"


@pytest.mark.parametrize(
    ("yes", "no", "found"), [(0.7, 0.0, "affirms"), (0.5, 0.0, "open"), (-2.0, 2.0, "denies")]
)
def test_what_the_rules_see_needs_less_and_is_open_if_not_borne_out(
    yes: float, no: float, found: Polarity
) -> None:
    assert settled("affirms", Leaning(yes, no), EVEN) == found


def test_the_rules_are_seen_beside_the_leaning() -> None:
    assert traits("denies", Leaning(-3.0, 2.5)) == {"yes": -3.0, "no": 2.5, "denies": 1.0}


def test_the_fitted_models_believe_the_rules_where_the_leaner_does_not_lean() -> None:
    assert settled("denies", Leaning(-1.0, 1.0), models()) == "denies"
    assert settled("affirms", Leaning(1.0, -1.0), models()) == "affirms"
    assert settled("silent", Leaning(-2.0, -2.0), models()) == "silent"


def test_the_fitted_models_believe_a_leaner_that_is_sure() -> None:
    assert settled("silent", Leaning(4.0, -4.0), models()) == "affirms"
    assert settled("silent", Leaning(-4.0, 4.0), models()) == "denies"


RULES: list[tuple[Polarity, int]] = [
    ("affirms", 1), ("denies", -1), ("denies", 1), ("silent", 0),
]  # fmt: skip


def told(dossier: str) -> list[Said]:
    """Sentences whose leaning is always right, and rules that are wrong once of three times."""
    return [
        Said(dossier, rules, Leaning(5.0 * whether, -5.0 * whether), whether)
        for rules, whether in RULES
        for _ in range(5)
    ]


EXAMPLES = [said for dossier in "abcdef" for said in told(dossier)]


def test_fitting_weighs_what_tells() -> None:
    model = fitted(EXAMPLES)
    assert model["yes"].of["yes"] > 0 > model["yes"].of["no"]
    assert model["no"].of["no"] > 0 > model["no"].of["yes"]


def test_dossiers_are_measured_on_the_weights_of_the_others() -> None:
    assert list(left_out(EXAMPLES)) == [
        "120 sentences, rules and leaner: right 90, wrong 0",
        "120 sentences, rules alone: right 60, wrong 30",
    ]
