"""Two sentences that answer, as the embedded models learn to compare them, and are asked to."""

import datetime as dt
from collections.abc import Sequence
from random import Random

import pytest

from rag.chooser.chooser import Alike
from rag.paired import in_context, judged
from rag.question import understand
from rag.reader.context import told
from rag.reader.dossiers import Asked, Dossier, Given, Text
from rag.reader.pairs import UNKNOWN, drawn, pairs_of, strangers
from tests.heart import claims, make

FIRST = Text("en", "2025-03-14", ["The yard is shut.", "The strike lasted 21 days.", "It rained."])
SECOND = Text(
    "fr", None, ["Le débrayage aura duré un mois.", "Celui de 2011 avait duré deux jours."]
)
ANSWERS = [
    Given(0, 1, "a", "21 days", "1"),
    Given(1, 0, "a", "un mois", "2"),
    Given(1, 1, "b", "deux jours", "1"),
]


def dossier(kind: str | None = None) -> Dossier:
    kinds = {("a2", "a1"): kind} if kind else {}
    asked = Asked([("en", "How long?"), ("fr", "Combien ?")], list(ANSWERS), kinds, closed=True)  # type: ignore[arg-type]
    return Dossier("a strike", [FIRST, SECOND], [asked])


def test_a_sentence_is_told_with_its_day_and_what_stands_before_it() -> None:
    text = "The yard is shut. It lasted 21 days."
    assert told("2025-03-14", text, 18, 36) == "2025-03-14 The yard is shut. | It lasted 21 days."
    assert told(None, text, 0, 17) == "| The yard is shut."


def test_far_into_a_text_its_head_is_told_and_what_comes_just_before() -> None:
    text = "The yard is shut. " + "It rained again and again. " * 20 + "It lasted 21 days."
    found = told(dt.date(2025, 3, 14), text, len(text) - 18, len(text))
    assert found.startswith("2025-03-14 The yard is shut. It rained")
    assert " … " in found
    assert found.endswith("again. | It lasted 21 days.")
    assert len(found) < 320


@pytest.mark.parametrize(
    ("kind", "fits"),
    [("contradiction", 0), ("update", 0), ("precision", 1), ("scope", 1), ("assessment", UNKNOWN)],
)
def test_two_of_one_subject_can_both_be_true_or_not(kind: str, fits: int) -> None:
    first, *_ = pairs_of(dossier(kind))
    assert (first.same, first.fits) == (1, fits)
    assert [text.partition("| ")[2] for text in first.texts] == [
        "The strike lasted 21 days.", "Le débrayage aura duré un mois.",
    ]  # fmt: skip


def test_of_two_subjects_it_is_unknown_whether_both_can_be_true() -> None:
    assert [(pair.same, pair.fits) for pair in pairs_of(dossier())] == [
        (1, UNKNOWN), (0, UNKNOWN), (0, UNKNOWN),
    ]  # fmt: skip


def test_what_says_the_same_can_both_be_true() -> None:
    told_same = [Given(0, 1, "a", "21 days", "1"), Given(1, 0, "a", "un mois", "1")]
    asked = Asked([("en", "How long?")], told_same, closed=True)
    (pair,) = pairs_of(Dossier("a strike", [FIRST, SECOND], [asked]))
    assert (pair.same, pair.fits) == (1, 1)


def test_a_stranger_is_a_sentence_that_does_not_answer() -> None:
    found = [pair for seed in range(20) for pair in strangers(dossier(), Random(seed))]
    assert {(pair.same, pair.fits) for pair in found} == {(0, UNKNOWN)}
    others = {pair.texts[1].partition("| ")[2] for pair in found}
    assert others == {"The yard is shut.", "It rained."}


def test_pairs_are_drawn_in_either_order() -> None:
    firsts = {pair.texts[0] for n in range(20) for _, pair in drawn([dossier()], Random(n))}
    assert {pair.texts[0] for pair in pairs_of(dossier())} < firsts


def test_claims_are_judged_by_their_sentences_in_context() -> None:
    seen: list[tuple[str, str]] = []

    def compare(question: str, pairs: list[tuple[str, str]]) -> list[Alike]:
        seen.extend(pairs)
        return [Alike(same=0.0, fits=-100.0) for _ in pairs]

    question = understand("How long did the strike last?")
    text = "The yard is shut. The strike lasted 21 days."
    (claim,) = claims(question.text, make(text))
    (found,) = judged(compare, question, [(claim, claim)])  # type: ignore[arg-type]
    assert (found.same, found.compatible) == pytest.approx((0.5, 0.0), abs=1e-6)
    assert seen == [(in_context(claim), in_context(claim))]
    assert in_context(claim).endswith("The yard is shut. | The strike lasted 21 days.")
    assert judged(compare, question, []) == []  # type: ignore[arg-type]


@pytest.mark.parametrize(("odds", "same"), [(0.0, 0.5), (-9.0, 0.0), (4.0, 0.982)])
def test_a_model_judges_by_its_log_odds(odds: float, same: float) -> None:
    def compare(question: str, pairs: Sequence[tuple[str, str]]) -> list[Alike]:
        return [Alike(same=odds, fits=0.0) for _ in pairs]

    text = "The strike lasted 21 days."
    (claim,) = claims("How long did the strike last?", make(text))
    question = understand("How long did the strike last?")
    (found,) = judged(compare, question, [(claim, claim)])
    assert found.same == pytest.approx(same, abs=0.001)
    assert found.compatible == 0.5
