"""What a sentence makes of a question of yes or no, over the table of wordings (`polarity.tsv`)."""

from pathlib import Path

import pytest

from rag.polarity import polarity
from rag.positions import positions
from rag.predicate import predicate
from rag.question import understand
from rag.relate import relations
from tests.heart import ask, claims, make, reading

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "polarity.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
SAID = {"affirms": "yes", "denies": "no", "open": "open", "silent": "open"}
RIGHT = 0.92  # the share of rows that must be right; a yes or no may be missed, never made up


def told(question: str, text: str) -> str:
    (sentence,) = reading(text).sentences
    return SAID[polarity(understand(question), sentence)]


def test_the_table_holds_both_languages_and_pairs_across_them() -> None:
    asked = [understand(row[0]) for row in ROWS]
    across = [
        row for row, q in zip(ROWS, asked, strict=True) if reading(row[1]).language != q.language
    ]
    assert {question.asks for question in asked} == {"yes_no"}
    assert 0.4 < sum(question.language == "fr" for question in asked) / len(ROWS) < 0.6
    assert len(across) >= 0.3 * len(ROWS)


def test_no_verdict_is_reversed_or_made_up() -> None:
    wrong = [row for row in ROWS if told(row[0], row[1]) not in (row[2], "open")]
    assert wrong == []


@pytest.mark.parametrize("expected", ["yes", "no", "open"])
def test_sentences_affirm_deny_or_leave_open_what_is_asked(expected: str) -> None:
    rows = [row for row in ROWS if row[2] == expected]
    wrong = [row for row in rows if told(row[0], row[1]) != expected]
    assert len(wrong) <= (1 - RIGHT) * len(rows), wrong


@pytest.mark.parametrize(
    ("question", "head"),
    [
        ("Le maire a-t-il démissionné ?", "démissionné"),
        ("La ministre exclut-elle une hausse ?", "exclut"),
        ("La banque a-t-elle exercé des pressions ?", "pressions"),
        ("Le concert a-t-il eu lieu ?", "concert"),
        ("Est-il vrai que le ferry a coulé ?", "coulé"),
        ("Est-ce que le pont ferme lundi ?", "ferme"),
        ("Did the former finance minister resign?", "resign"),
        ("Has Ann accepted Bob’s terms?", "accepted"),
        ("Have all the flats been sold?", "sold"),
        ("Do drivers have to pay a toll?", "pay"),
        ("Is it legal to swim in the canal?", "legal"),
        ("Is there a toll?", "toll"),
        ("Did the strike affect trains?", "affect"),
        ("Does the law ban smoking?", "ban"),
    ],
)
def test_the_word_that_carries_the_question_is_told(question: str, head: str) -> None:
    found = predicate(understand(question)).head
    assert found is not None
    assert found.text == head


@pytest.mark.parametrize(
    ("question", "text", "opening"),
    [
        ("Le pont a-t-il été réparé ?", "Le pont de Marle a été réparé en mars.", "Oui : « "),
        ("Le pont n’a-t-il pas été réparé ?", "Le pont de Marle a été réparé en mars.", "Si : « "),
        ("Le pont a-t-il été réparé ?", "Le pont de Marle n’a pas été réparé.", "Non : « "),
        ("Le pont a-t-il été réparé ?", "Le pont de Marle a peut-être été réparé.", "« "),
        ("Has the bridge not been repaired?", "The Marle bridge has been repaired.", "Yes: “"),
        ("Has the bridge been repaired?", "The Marle bridge has yet to be repaired.", "No: “"),
        ("Has the bridge been repaired?", "The Marle bridge may have been repaired.", "“"),
    ],
)
def test_an_answer_opens_with_yes_or_no_unless_it_is_left_open(
    question: str, text: str, opening: str
) -> None:
    assert ask(question, text).answer.startswith(opening)


@pytest.mark.parametrize(
    ("question", "text", "opening"),
    [
        ("Does Moss want to sell the port?",
         "“Moss does not want to sell the port,” Ann Hill said on Monday.",
         "No, according to Ann Hill: “"),
        ("Does Moss want to sell the port?", "Moss does not want to sell the port.", "No: “"),
        ("Le maire va-t-il vendre le port ?",
         "« Le maire ne va pas vendre le port », a affirmé lundi Paul Roux.",
         "Non, selon Paul Roux : « "),
        ("Le maire va-t-il vendre le port ?", "Le maire ne va pas vendre le port.", "Non : « "),
    ],
)  # fmt: skip
def test_the_word_of_one_who_is_quoted_is_told_as_theirs(
    question: str, text: str, opening: str
) -> None:
    assert ask(question, text).answer.startswith(opening)


@pytest.mark.parametrize(
    ("question", "one", "other", "expected"),
    [
        ("Has the mayor resigned?", "The mayor has resigned.", "Le maire n’a pas démissionné.",
         ["contradiction"]),
        ("Has the mayor resigned?", "The mayor has not resigned.",
         "Le maire refuse de démissionner.", []),
        ("Le maire va-t-il démissionner ?", "Le maire va démissionner.",
         "Le maire n’exclut pas de démissionner.", []),
    ],
)  # fmt: skip
def test_only_a_yes_and_a_no_oppose(
    question: str, one: str, other: str, expected: list[str]
) -> None:
    asked = understand(question)
    found = positions(asked, claims(question, make(one, "a"), make(other, "b")))
    assert [relation.kind for relation in relations(asked, found)] == expected


@pytest.mark.parametrize(
    ("speaker", "said"), [("Maud Le Goff", "denies"), ("Ann Lee", "silent"), (None, "silent")]
)
def test_whoever_is_asked_about_may_say_i(speaker: str | None, said: str) -> None:
    asked = understand("Maud Le Goff regrette-t-elle son vote ?")
    (sentence,) = reading("« Je ne regrette rien de tout cela. »").sentences
    assert polarity(asked, sentence, speaker) == said
