"""What is learnt of questions of yes or no."""

from random import Random

from rag.reader.dossiers import Asked, Dossier, Given, Text
from rag.reader.whether import Whether, others_of, whether_of

OPEN, SHUT = "Is it open?", "Is it shut?"
TEXTS = [Text("en", None, ["It opened.", "It rained.", "It may close."]), Text("en", None, ["No."])]


def asked(*answers: Given, signs: dict[str, int]) -> list[Whether]:
    one = Asked([("en", OPEN), ("en", SHUT), ("en", "And?")], list(answers), signs=signs)
    return list(whether_of(Dossier("a", TEXTS, [one])))


def test_each_sentence_that_answers_is_told_behind_the_one_before_it() -> None:
    first, second = Given(0, 0, "a", "*", whether=1), Given(0, 2, "a", "*", whether=0)
    assert asked(first, second, Given(0, 1, "a", "*"), signs={OPEN: 1}) == [
        Whether(OPEN, "", "It opened.", 1),
        Whether(OPEN, "It rained.", "It may close.", 0),
    ]


def test_a_wording_that_asks_the_reverse_is_told_the_reverse() -> None:
    assert asked(Given(1, 0, "a", "*", whether=-1), signs={OPEN: 1, SHUT: -1}) == [
        Whether(OPEN, "", "No.", -1),
        Whether(SHUT, "", "No.", 1),
    ]


def test_a_sentence_that_answers_twice_is_told_once() -> None:
    told = asked(*[Given(1, 0, "a", "*", whether=1)] * 2, signs={OPEN: 1})
    assert len(told) == 1


def test_what_answers_nothing_says_neither_and_is_the_most_like_the_wording() -> None:
    wordings = {f"Will the harbour close in week {week}?": 1 for week in range(50)}
    texts = [Text("en", None, ["It may.", "Gulls came.", "The harbour is deep.", "It shuts."])]
    one = Asked([], [Given(0, 0, "a", "*", whether=1), Given(0, 3, "a", "*")], signs=wordings)
    told = list(others_of(Dossier("a", texts, [one]), Random(1)))
    assert 20 < len(told) < 40  # not of every wording
    assert {other.wording for other in told} < set(wordings)
    assert {(t.before, t.sentence, t.says) for t in told} == {
        ("Gulls came.", "The harbour is deep.", 0)
    }
