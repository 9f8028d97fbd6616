"""Whether a sentence says yes or no, by the rules' word and the leaning together."""

from typing import get_args

import pytest

from eval.fit_leaning import Said, fitted, left_out, said_in
from rag.leaning import Models, models, settled, traits
from rag.polarity import Polarity
from rag.reader import Leaning
from rag.reader.dossiers import Asked, Dossier, Given, Text
from rag.recoupe import Recoupe
from rag.weights import Weights
from rag.writers.quotes import QuotesWriter

EVEN: Models = {"yes": Weights(0.0, {"yes": 1.0}), "no": Weights(0.0, {"no": 1.0})}
"""Likelier than not where it leans that way at all; three to one from log-odds of 1.1."""


@pytest.mark.parametrize("said", get_args(Polarity))
def test_without_a_leaning_the_rules_have_the_word(said: Polarity) -> None:
    assert settled(said, None, 0.9) == said


@pytest.mark.parametrize(
    ("yes", "no", "found"),
    [
        (1.5, -3.0, "affirms"),
        (-3.0, 1.5, "denies"),
        (2.0, 1.5, "affirms"),
        (1.5, 2.0, "denies"),
        (1.0, 1.0, "silent"),
        (-3.0, -3.0, "silent"),
    ],
)
def test_what_is_likely_enough_is_told(yes: float, no: float, found: Polarity) -> None:
    assert settled("silent", Leaning(yes, no), 0.9, EVEN) == found


def test_what_the_rules_leave_open_stays_so_unless_yes_or_no_is_likely() -> None:
    assert settled("open", Leaning(0.0, 0.0), 0.9, EVEN) == "open"
    assert settled("open", Leaning(2.0, 0.0), 0.9, EVEN) == "affirms"


@pytest.mark.parametrize(
    ("yes", "no", "found"), [(0.5, 0.0, "affirms"), (0.3, 0.0, "open"), (-2.0, 2.0, "denies")]
)
def test_what_the_rules_see_needs_less_and_is_open_if_not_borne_out(
    yes: float, no: float, found: Polarity
) -> None:
    assert settled("affirms", Leaning(yes, no), 0.9, EVEN) == found


def test_the_rules_are_seen_beside_the_leaning() -> None:
    seen = {"yes": -3.0, "no": 2.5, "likely": 0.9, "denies": 1.0}
    assert traits("denies", Leaning(-3.0, 2.5), 0.9) == seen


def test_the_fitted_models_believe_the_rules_where_the_leaner_does_not_lean() -> None:
    assert settled("denies", Leaning(-1.0, 1.0), 0.9, models()) == "denies"
    assert settled("affirms", Leaning(1.0, -1.0), 0.9, models()) == "affirms"
    assert settled("silent", Leaning(-2.0, -2.0), 0.9, models()) == "silent"


def test_the_fitted_models_believe_a_leaner_that_is_sure() -> None:
    assert settled("silent", Leaning(4.0, -4.0), 0.9, models()) == "affirms"
    assert settled("silent", Leaning(-4.0, 4.0), 0.9, models()) == "denies"


RULES: list[tuple[Polarity, int]] = [
    ("affirms", 1), ("denies", -1), ("denies", 1), ("silent", 0),
]  # fmt: skip


def told(dossier: str) -> list[Said]:
    """Sentences whose leaning is always right, and rules that are wrong once of three times."""
    return [
        Said(dossier, rules, Leaning(5.0 * whether, -5.0 * whether), 0.9, whether)
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


def test_what_is_given_in_answer_is_an_example(embedded: Recoupe) -> None:
    texts = [
        Text("en", None, ["It rained all week.", "The bridge has reopened."]),
        Text("en", None, ["The old bridge at Norbury has been closed since May."]),
    ]
    signs = {"Has the bridge reopened?": 1, "Is the bridge still closed?": -1}
    asked = Asked([], [Given(0, 1, "a", "*", whether=1)], signs=signs)
    found = list(said_in(Dossier("a", texts, [asked]), QuotesWriter(embedded.meaning)))
    told = [(one.rules, one.whether) for one in found]
    assert ("affirms", 1) in told
    assert {whether for _, whether in told} == {1, 0, -1}  # the second text answers nothing
