"""Of which kind two answers differ: the rules' word weighed with what the relater reads."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest

import rag.probable
from rag.advice import Judgement
from rag.explain import Explainer
from rag.paired import Relating
from rag.phrases import phrases
from rag.positions import Position, positions
from rag.probable import chances, traits
from rag.question import understand
from rag.reader.relater import RELATIONS
from rag.reader.relater import Relation as Read
from rag.relate import OPPOSED, Relation, relations, ruled
from rag.sameness import Verdict
from rag.weights import Choice, Weights
from tests.heart import claims, make
from tests.test_advice import Says

COST = understand("How much did the organ cost?")
OPPOSED_TEXTS = (
    "The organ cost 30,000 euros, and plays since Sunday.",
    "In the end the organ cost 48,000 euros; the old bellows were kept.",
)
VIEWS = understand("What do people think of the organ?")
JUDGED = ("“A triumph,” said Anne Hill of the organ.", "“A disgrace,” said Tom Berg of the organ.")
SURE = Verdict(True, "same")
EVEN: Mapping[Read, float] = dict.fromkeys(RELATIONS, -2.2)


def held(text: str, *documents: tuple[str, str | None]) -> list[Position]:
    made = [make(words, str(n), published=day) for n, (words, day) in enumerate(documents)]
    return positions(understand(text), claims(text, *made))


def undated(text: str, *documents: str) -> list[Position]:
    return held(text, *((words, None) for words in documents))


def opposed(*found: Position) -> float:
    """How likely two answers that the rules take to contradict each other differ in earnest."""
    told = chances(traits(COST, found, (0, 1), SURE, ("contradiction", "values"), EVEN))
    return sum(told[kind] for kind in OPPOSED)


def test_an_answer_that_is_hardly_likely_opposes_less() -> None:
    a, b = undated(COST.text, *OPPOSED_TEXTS)
    doubtful = Position(tuple(replace(claim, score=0.2) for claim in b.claims))
    assert opposed(a, doubtful) < opposed(a, b)


def test_reports_far_apart_in_time_contradict_less() -> None:
    near, far = (
        held(COST.text, (OPPOSED_TEXTS[0], "2025-03-02"), (OPPOSED_TEXTS[1], day))
        for day in ("2025-03-01", "2022-03-01")
    )
    one, other = (
        chances(traits(COST, found, (0, 1), SURE, ("contradiction", "values"), EVEN))
        for found in (near, far)
    )
    assert other["contradiction"] < one["contradiction"]


def test_what_later_and_earlier_say_is_seen_from_the_later() -> None:
    found = held(COST.text, (OPPOSED_TEXTS[0], "2025-03-01"), (OPPOSED_TEXTS[1], "2025-03-02"))
    seen = traits(COST, found, (0, 1), SURE, None, EVEN)
    assert seen["grows"] == 1
    assert seen == traits(COST, found, (1, 0), SURE, None, EVEN)


def test_what_is_read_is_bounded() -> None:
    found = undated(COST.text, *OPPOSED_TEXTS)
    seen = traits(COST, found, (0, 1), SURE, None, {**EVEN, "scope": -30.0})
    assert (seen["read scope"], seen["read same"]) == (-8.0, -2.2)


class Likely:
    """Makes one outcome likelier than all others, or as likely as a share."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.monkeypatch = monkeypatch
        self.asked: list[tuple[str, str]] = []

    def relate(self, question: str, pairs: Sequence[tuple[str, str]]) -> list[Mapping[Read, float]]:
        """Return that all relations are as likely."""
        self.asked += pairs
        return [EVEN for _ in pairs]

    def told(self, asked: str, found: Sequence[Position], **odds: float) -> list[Relation]:
        """Return how positions differ where the kinds named have these odds, and all others -9."""
        kinds = (*OPPOSED, "scope", "precision", "different_subject", "none")
        choice = Choice({kind: Weights(odds.get(kind, -9.0), {}) for kind in kinds})
        self.monkeypatch.setattr(rag.probable, "choice", lambda: choice)
        return list(relations(understand(asked), found, relating=Relating(self.relate)))


@pytest.fixture
def likely(monkeypatch: pytest.MonkeyPatch) -> Likely:
    return Likely(monkeypatch)


def test_values_that_are_hardly_opposed_are_shown_as_perhaps_of_two_things(likely: Likely) -> None:
    found = undated(COST.text, *OPPOSED_TEXTS)
    assert ruled(COST, *found)[1] == ("contradiction", "values")
    (relation,) = likely.told(COST.text, found, different_subject=0)
    assert (relation.kind, relation.verdict.sure) == ("different_subject", False)
    assert relation.verdict.reason in phrases("fr").why
    assert relation.verdict.reason in phrases("en").why


def test_views_that_are_hardly_opposed_are_set_beside_each_other(likely: Likely) -> None:
    found = undated(VIEWS.text, *JUDGED)
    assert ruled(VIEWS, *found)[1] == ("assessment", "judgement")
    assert likely.told(VIEWS.text, found, none=0) == []


@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        ((OPPOSED_TEXTS[0], "The organ cost 48,000 euros, and not 30,000 euros."), "update"),
        (("The organ cost 30,000 euros.", "The organ cost 48,000 euros."), "contradiction"),
        (("The organ cost 30,000 euros.", "L’orgue a coûté 48 000 euros."), "contradiction"),
    ],
)
def test_what_the_texts_say_themselves_is_not_weighed(
    texts: tuple[str, str], kind: str, likely: Likely
) -> None:
    found = undated(COST.text, *texts)
    assert [relation.kind for relation in likely.told(COST.text, found, none=0)] == [kind]


def test_sentences_are_read_as_they_stand(likely: Likely) -> None:
    found = undated(COST.text, *OPPOSED_TEXTS)
    likely.told(COST.text, found, none=0)
    assert [text.rpartition("| ")[2] for text in likely.asked[0]] == [
        position.lead.sentence.text for position in found
    ]


@pytest.mark.parametrize(
    ("odds", "kind"),
    [
        ({"scope": 1.0, "contradiction": 0.0}, "scope"),
        ({"contradiction": 1.5, "scope": 0.0}, "contradiction"),
        ({"contradiction": 0.1, "scope": 0.0, "precision": 0.0}, "scope"),
        ({"contradiction": 0.0, "update": 0.1, "scope": 0.0}, "scope"),
        ({"contradiction": 0.7, "update": 0.8, "scope": 0.0}, "contradiction"),
        ({"assessment": 1.5, "scope": 0.0}, "assessment"),
        ({"none": 1.0, "scope": 0.0}, "scope"),
        ({"none": 1.2, "scope": 0.0}, None),
    ],
)
def test_two_are_opposed_where_that_is_likely_enough_and_can_be_shown(
    odds: dict[str, float], kind: str | None, likely: Likely
) -> None:
    found = undated(COST.text, *OPPOSED_TEXTS)
    told = likely.told(COST.text, found, **odds)
    assert [relation.kind for relation in told] == ([kind] if kind else [])


def test_a_kind_that_the_rules_have_not_seen_is_explained(likely: Likely) -> None:
    found = undated(COST.text, *OPPOSED_TEXTS)
    (relation,) = likely.told(COST.text, found, scope=0)
    said = Explainer(found, "en").why(relation)
    assert said.startswith("“30,000 euros” and “48,000 euros” probably do not measure the same")


def test_values_that_can_both_be_true_are_never_opposed(likely: Likely) -> None:
    found = undated(COST.text, "The organ cost 30,000 euros.", "The organ cost about 31,000 euros.")
    (relation,) = likely.told(COST.text, found, contradiction=0, precision=-1)
    assert relation.kind == "precision"


def test_a_model_that_is_sure_opposes_them_all_the_same(likely: Likely) -> None:
    found = undated(COST.text, *OPPOSED_TEXTS)
    likely.told(COST.text, found, different_subject=0)
    sure = Says(Judgement(same=0.98, compatible=0.02))
    told = relations(COST, found, sure, Relating(likely.relate))
    assert [relation.kind for relation in told] == ["contradiction"]


def test_shares_of_a_choice_add_up_to_one() -> None:
    choice = Choice({"one": Weights(0.0, {"far": 1.0}), "other": Weights(0.0, {})})
    assert choice.chances({}) == {"one": 0.5, "other": 0.5}
    told = choice.chances({"far": 2.0, "unknown": 9.0})
    assert told["one"] == pytest.approx(1 / (1 + math.exp(-2)))
    assert sum(told.values()) == pytest.approx(1)
