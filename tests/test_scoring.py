"""Scores of candidates: traits in, a probability out."""

import datetime as dt

import pytest

from index.document import Hit
from index.split import passages
from rag.candidates import Candidate
from rag.finding import find
from rag.meaning import Meaning
from rag.question import understand
from rag.reading import read
from rag.scoring import described_all, scored, weights
from rag.weights import Weights
from tests.letters import LetterEncoder, make_document


def candidates(
    question: str, *texts: str, meaning: Meaning | None = None, day: dt.date | None = None
) -> list[list[Candidate]]:
    """Return the described candidates of each text."""
    documents = [make_document(str(n), text, published_at=day) for n, text in enumerate(texts)]
    hits = [Hit(passage=p, document=d, score=1.0) for d in documents for p in passages(d)]
    readings = read(hits)
    asked = understand(question)
    return described_all(asked, readings, find(asked, readings)[1], meaning)


def test_a_probability_is_the_squashed_sum_of_weighted_traits() -> None:
    model = Weights(-1.0, {"words": 3.0, "offset": -2.0})
    assert model.probability({"words": 1.0, "offset": 1.0, "unheard of": 9.0}) == 0.5


@pytest.mark.parametrize("form", ["value", "sentence", "verdict"])
@pytest.mark.parametrize("meant", [True, False])
@pytest.mark.parametrize("step", ["alone", "together"])
def test_every_form_that_is_scored_has_weights(form: str, meant: bool, step: str) -> None:
    assert weights(form, meant, step).of


def test_the_value_that_speaks_of_what_is_asked_is_likeliest() -> None:
    text = "The hearing lasted three hours. The lunch break before it took one hour."
    (found,) = candidates("How long did the hearing last?", text)
    by_words = {c.sentence.text[c.start : c.end]: c.traits["words here"] for c in found}
    assert by_words["three hours"] > by_words["one hour"]
    assert {c.traits["words here behind in document"] for c in found} >= {0.0}


def test_a_number_of_the_question_that_the_document_lacks_is_told() -> None:
    text = "Train 12 was nine minutes late. It left at noon."
    (lacking,) = candidates("How late was train 8417?", text)
    (having,) = candidates("How late was train 12?", text)
    assert {c.traits["number missing"] for c in lacking} == {1.0}
    assert {c.traits["number missing"] for c in having} == {0.0}


@pytest.mark.parametrize(("named", "lacking"), [("Falcon-3", 1.0), ("Falcon-2", 0.0)])
def test_a_number_is_looked_for_behind_the_name_that_it_belongs_to(
    named: str, lacking: float
) -> None:
    (found,) = candidates(f"How late was {named}?", "Falcon-2 was 3 minutes late.")
    assert {c.traits["number missing"] for c in found} == {lacking}


@pytest.mark.parametrize(("said", "lacking"), [("on Sunday", 0.0), ("on Monday", 1.0)])
def test_a_day_that_the_document_says_by_its_weekday_is_none_that_it_lacks(
    said: str, lacking: float
) -> None:
    text, day = f"The hearing {said} took two hours.", dt.date(2025, 9, 1)
    (found,) = candidates("How long was the hearing on 31 August?", text, day=day)
    assert {c.traits["number missing"] for c in found} == {lacking}


def test_meaning_is_the_cosine_of_question_and_sentence() -> None:
    meaning = Meaning(LetterEncoder())
    (found,) = candidates("How long did qq last?", "The qz took two hours.", meaning=meaning)
    assert found[0].traits["alike"] == pytest.approx(2**-0.5, abs=1e-3)


def test_a_score_is_a_probability() -> None:
    document = make_document("a", "The hearing lasted three hours.")
    hits = [Hit(passage=p, document=document, score=1.0) for p in passages(document)]
    asked, readings = understand("How long did the hearing last?"), read(hits)
    form, found = find(asked, readings)
    ((only,),) = scored(form, asked, readings, found, None)
    assert 0.5 < only.score < 1


@pytest.mark.parametrize(
    ("before", "told"),
    [
        # A report of the next day is dated by its own, and tells of the day before.
        ("The council met on 4 May 2024 to discuss the hearing. ", {}),
        ("The council met on 4 August 2024 to discuss the hearing. ", {"of other day": 1.0}),
        ("The hearing was on 3 May 2024. ", {"of that day": 1.0}),
    ],
)
def test_the_day_of_a_report_is_not_held_against_the_day_that_is_asked_of(
    before: str, told: dict[str, float]
) -> None:
    text = f"{before}The hearing lasted three hours."
    ((found,),) = candidates("How long did the hearing of 3 May 2024 last?", text)
    assert {k: v for k, v in found.traits.items() if k.endswith("day")} == told


@pytest.mark.parametrize(("last", "noun"), [("Nine were hit.", "other noun"), ("9.", "no noun")])
def test_a_bare_figure_that_opens_counts_what_was_counted_before(last: str, noun: str) -> None:
    text = f"Some boats were near. They sent 12 drones. {last}"
    (found,) = candidates("How many boats were hit?", text)
    (bare,) = [c for c in found if c.sentence.text == last]
    assert noun in bare.traits


def test_a_new_figure_is_no_less_likely_than_the_one_it_takes_the_place_of() -> None:
    old = "The fine is 900 euros. "
    texts = [old, old, "The court raised the fine from 900 to 1,300 euros."]
    documents = [make_document(str(n), text) for n, text in enumerate(texts)]
    hits = [Hit(passage=p, document=d, score=1.0) for d in documents for p in passages(d)]
    asked, readings = understand("How much is the fine?"), read(hits)
    form, found = find(asked, readings)
    told = {
        c.sentence.text[c.start : c.end]: c.score
        for c in scored(form, asked, readings, found, None)[2]
    }
    assert told["1,300 euros"] >= told["900"]
