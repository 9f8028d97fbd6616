"""Fitting the weights of the scorer: separable examples are told apart, other things are asked."""

from eval.cases import CASES, load_cases
from eval.fit import Example, _of_another_thing, fit, left_out, together
from index.document import Hit
from index.split import passages
from rag.candidates import Candidate
from rag.finding import find
from rag.question import understand
from rag.reading import read
from tests.letters import make_document


def candidate(traits: dict[str, float]) -> Candidate:
    document = make_document("a", "The hearing lasted three hours.")
    hits = [Hit(passage=p, document=document, score=1.0) for p in passages(document)]
    asked = understand("How long did the hearing last?")
    found = find(asked, read(hits))[1][0][0]
    return Candidate(
        found.hit, found.sentence, found.start, found.end, 0.5, "duration", traits=traits
    )


def examples() -> list[Example]:
    """Three stories whose answers have the trait `near`, and the others the trait `noise`."""
    return [
        Example(f"story {n}", f"{n}", document, "value", candidate(traits), answers)
        for n in range(3)
        for document, traits, answers in (
            ("a", {"near": 1.0}, True),
            ("b", {"noise": 1.0}, False),
            ("c", {"noise": 0.5}, False),
        )
    ]


def test_the_trait_of_answers_gets_a_weight_above_that_of_others() -> None:
    weights = fit(examples())
    assert weights.of["near"] > 0 > weights.of["noise"]
    assert weights.probability({"near": 1.0}) > weights.probability({"noise": 1.0})


def test_the_second_step_sees_what_the_first_gave() -> None:
    both = together(examples(), fit(examples()))
    assert len(both) == 9
    assert both[0].traits["alone"] > both[1].traits["alone"]
    assert both[1].traits["best elsewhere"] > both[0].traits["best elsewhere"]


def test_a_story_is_measured_on_the_weights_of_the_others() -> None:
    assert left_out(examples()).endswith("status 3 of 3")


def test_a_question_is_asked_of_another_storys_thing() -> None:
    cases = load_cases(CASES)
    case = next(c for c in cases if c.story == "whales" and "How many whales" in c.question)
    other = _of_another_thing(case, cases)
    assert other is not None
    assert (other.status, other.answers) == ("no_evidence", ())
    assert "whales" not in other.question
    assert other.question.startswith("How many ")
