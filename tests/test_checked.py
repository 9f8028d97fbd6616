"""Questions of yes or no that have a value checked, and what the values told make of it."""

from pathlib import Path

import pytest

from rag.question import understand
from rag.values import find_values
from rag.values.check import bears_out
from tests.heart import answers, ask, inline, kinds

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "checked.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def test_the_table_holds_both_languages() -> None:
    french = sum(understand(row[0]).language == "fr" for row in ROWS)
    assert 0.4 < french / len(ROWS) < 0.6


@pytest.mark.parametrize(
    ("question", "value", "kind", "asking"), [row for row in ROWS if row[1] != "-"]
)
def test_under_a_value_to_check_lies_the_question_for_it(
    question: str, value: str, kind: str, asking: str
) -> None:
    asked = understand(question)
    assert asked.checked is not None
    assert (asked.checked.text, asked.text) == (value, asking)
    assert (asked.asks, asked.kinds[0]) == ("value", kind)


@pytest.mark.parametrize("question", [row[0] for row in ROWS if row[1] == "-"])
def test_what_only_tells_of_something_is_not_checked(question: str) -> None:
    assert understand(question).checked is None


@pytest.mark.parametrize(
    ("told", "asked", "borne_out"),
    [
        ("an hour", "about an hour", True),
        ("nearly two hours", "two hours", True),
        ("five thousand people", "more than 200 people", True),
        ("200 people", "more than 200 people", None),
        ("more than 300 drones", "320 drones", None),
        ("several hundred drones", "320 drones", None),
        ("297 drones", "300 drones", None),
        ("280 drones", "300 drones", False),
        ("two and a half hours", "three hours", False),
        ("at least nine people", "six people", False),
        ("at least nine people", "more than six people", True),
        ("fewer than 50 people", "60 people", False),
        ("150 minutes", "two and a half hours", True),
        ("12 euros", "12 dollars", None),
        ("15 August 2021", "in August", True),
        ("15 August 2021", "August 2021", True),
        ("August 2021", "15 August 2021", None),
        ("15 August", "August 2021", None),
        ("15 August", "in 2021", None),
        ("in August", "August 2021", None),
        ("August 2021", "in August", True),
        ("15 July", "August 2021", False),
        ("3 May 2021", "3 June 2021", False),
    ],
)
def test_a_value_bears_out_another_or_not_or_leaves_it_open(
    told: str, asked: str, borne_out: bool | None
) -> None:
    (one,), (other,) = (find_values(text, "en", None) for text in (told, asked))
    assert bears_out(one, other) is borne_out


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Did the call last about an hour?", "The call lasted an hour.", "Yes: an hour [1]."),
        ("Did the call last an hour?", "The call lasted 20 minutes.", "No: 20 minutes [1]."),
        ("Did the call last an hour?", "The call did not last an hour but 20 minutes.",
         "No: “The call did not last an hour but 20 minutes” [1]."),
        ("Did the call last an hour?", "The call did not last an hour. It was short.",
         "No: “The call did not last an hour” [1]."),
        ("Was the summit held in 2015?", "The Norbury summit never took place.",
         "No: “The Norbury summit never took place” [1]."),
        ("Did the fire kill 12 people?", "The fire may have killed 12 people.", "12 people [1]."),
        ("Did more than 200 people march?", "Police counted 150 people at the march.",
         "No: 150 people, according to police [1]."),
        ("La grève a-t-elle duré trois semaines ?", "La grève a duré 12 jours, a dit Paul Roux.",
         "Non : 12 jours, selon Paul Roux [1]."),
        ("Le sommet a-t-il eu lieu en juin ?", "Le sommet a eu lieu le 3 juin 2021.",
         "Oui : le 3 juin 2021 [1]."),
        ("Le sommet a-t-il eu lieu en juin ?", "Le sommet de Norbourg n’a jamais eu lieu.",
         "Non : « Le sommet de Norbourg n’a jamais eu lieu » [1]."),
        ("L’incendie a-t-il fait 12 morts ?", "L’incendie n’a fait aucun mort.",
         "Non : aucun mort [1]."),
    ],
)  # fmt: skip
def test_an_answer_says_yes_or_no_by_its_value(question: str, text: str, expected: str) -> None:
    assert ask(question, text).answer == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Did the call last an hour?", "Hill called Moss on Monday. They spoke of trade."),
        ("Le sommet a-t-il eu lieu en juin ?", "Le sommet a porté sur le prix du blé."),
    ],
)
def test_a_sentence_without_such_a_value_is_no_answer(question: str, text: str) -> None:
    assert ask(question, text).status == "no_evidence"


def test_values_that_contradict_each_other_are_opposed_with_their_yes_and_no() -> None:
    answer = ask(
        "Is it true that the Norbury bridge opened in 1932?",
        inline("The Norbury bridge was opened in 1932.", id="a", title="The Echo"),
        inline("The Norbury bridge was opened in 1931.", id="b", title="The Mail"),
    )
    assert answers(answer) == ["1932", "1931"]
    assert kinds(answer) == ["contradiction"]
    assert answer.answer == (
        "Yes: 1932, according to the text “The Echo” [1]. Against that, no: 1931, according to the "
        "text “The Mail” [2]."
    )


def test_of_another_count_neither_yes_nor_no_is_said() -> None:
    answer = ask(
        "L’armée a-t-elle lancé 37 missiles ?",
        "L’armée a lancé 37 missiles sur Norbourg.",
        "L’armée a lancé plusieurs centaines de drones sur Norbourg.",
    )
    assert answer.answer.startswith("Oui : 37 missiles")
    assert "non" not in answer.answer
