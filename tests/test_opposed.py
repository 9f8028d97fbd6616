"""Two answers are set against each other only where both are likely enough to be answers at all."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

import rag.opposed
from rag.advice import Judgement
from rag.alike import ReadingAdviser
from rag.opposed import likelihood, traits
from rag.phrases import phrases
from rag.positions import Position, positions
from rag.question import understand
from rag.reader import Alike
from rag.relate import relations, ruled
from rag.sameness import Verdict
from rag.weights import Weights
from tests.heart import claims, make
from tests.test_advice import Says

COST = understand("How much did the organ cost?")
OPPOSED = (
    "The organ cost 30,000 euros, and plays since Sunday.",
    "In the end the organ cost 48,000 euros; the old bellows were kept.",
)
VIEWS = understand("What do people think of the organ?")
JUDGED = ("“A triumph,” said Anne Hill of the organ.", "“A disgrace,” said Tom Berg of the organ.")
SURE = Verdict(True, "same")


def held(text: str, *documents: tuple[str, str | None]) -> list[Position]:
    made = [make(words, str(n), published=day) for n, (words, day) in enumerate(documents)]
    return positions(understand(text), claims(text, *made))


def undated(text: str, *documents: str) -> list[Position]:
    return held(text, *((words, None) for words in documents))


@pytest.fixture
def nothing_is_likely(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(rag.opposed, "weights", lambda: Weights(-9.0, {}))


def likely(*found: Position) -> float:
    return likelihood(COST, found, (0, 1), SURE)


def test_an_answer_that_is_hardly_likely_opposes_less() -> None:
    a, b = undated(COST.text, *OPPOSED)
    doubtful = Position(tuple(replace(claim, score=0.2) for claim in b.claims))
    assert likely(a, doubtful) < likely(a, b)


def test_figures_far_from_each_other_are_opposed_less() -> None:
    far = undated(COST.text, "The organ cost 300 euros.", OPPOSED[1])
    assert likely(*far) < likely(*undated(COST.text, *OPPOSED))


def test_reports_far_apart_in_time_are_opposed_less() -> None:
    near, far = (
        held(COST.text, (OPPOSED[0], "2025-03-02"), (OPPOSED[1], day))
        for day in ("2025-03-01", "2022-03-01")
    )
    assert likely(*far) < likely(*near)


def test_what_later_and_earlier_say_is_seen_from_the_later() -> None:
    found = held(COST.text, (OPPOSED[0], "2025-03-01"), (OPPOSED[1], "2025-03-02"))
    seen = traits(COST, found, (0, 1), SURE)
    assert seen["grows"] == 1
    assert seen == traits(COST, found, (1, 0), SURE)


@pytest.mark.usefixtures("nothing_is_likely")
def test_values_that_are_hardly_opposed_are_shown_as_perhaps_of_two_things() -> None:
    found = undated(COST.text, *OPPOSED)
    assert [relation.kind for relation in ruled(COST, found)] == ["contradiction"]
    (relation,) = relations(COST, found)
    assert (relation.kind, relation.verdict.sure) == ("different_subject", False)
    assert relation.verdict.reason in phrases("fr").why
    assert relation.verdict.reason in phrases("en").why


@pytest.mark.usefixtures("nothing_is_likely")
def test_views_that_are_hardly_opposed_are_set_beside_each_other() -> None:
    found = undated(VIEWS.text, *JUDGED)
    assert [relation.kind for relation in ruled(VIEWS, found)] == ["assessment"]
    assert list(relations(VIEWS, found)) == []


@pytest.mark.usefixtures("nothing_is_likely")
@pytest.mark.parametrize(
    ("texts", "kind"),
    [
        (("The organ cost 30,000 euros.", "The organ cost about 31,000 euros."), "precision"),
        ((OPPOSED[0], "The organ cost 48,000 euros, and not 30,000 euros."), "update"),
        (("The organ cost 30,000 euros.", "The organ cost 48,000 euros."), "contradiction"),
        (("The organ cost 30,000 euros.", "L’orgue a coûté 48 000 euros."), "contradiction"),
    ],
)
def test_what_is_not_opposed_or_plainly_is_needs_no_belief(
    texts: tuple[str, str], kind: str
) -> None:
    found = undated(COST.text, *texts)
    assert [relation.kind for relation in relations(COST, found)] == [kind]


@pytest.mark.parametrize(
    ("alike", "kind"),
    [
        (Alike(same=4.0, fits=-4.0), "contradiction"),
        (Alike(same=-4.0, fits=-4.0), "different_subject"),
        (Alike(same=4.0, fits=4.0), "different_subject"),
    ],
)
def test_what_the_reader_makes_of_two_counts(
    alike: Alike, kind: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    weights = Weights(-6.0, {"one thing": 1.0, "both true": -1.0})
    monkeypatch.setattr(rag.opposed, "weights", lambda: weights)
    asked: list[tuple[str, str]] = []

    def compare(question: str, pairs: Sequence[tuple[str, str]]) -> list[Alike]:
        asked.extend(pairs)
        return [alike] * len(pairs)

    found = undated(COST.text, *OPPOSED)
    drawn = relations(COST, found, None, ReadingAdviser(compare))
    assert [relation.kind for relation in drawn] == [kind]
    assert [text.rpartition("| ")[2] for text in asked[0]] == [p.lead.sentence.text for p in found]


@pytest.mark.usefixtures("nothing_is_likely")
def test_a_model_that_is_sure_opposes_them_all_the_same() -> None:
    sure = Says(Judgement(same=0.98, compatible=0.02))
    found = undated(COST.text, *OPPOSED)
    assert [relation.kind for relation in relations(COST, found, sure)] == ["contradiction"]
