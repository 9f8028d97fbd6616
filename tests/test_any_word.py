"""Questions whether somebody has said anything: what they are read as, how they are answered."""

import pytest

from rag.question import understand
from rag.recoupe import Recoupe
from tests.heart import answers, ask, evenly_spaced


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        (
            "Has the ministry said anything about the leak?",
            "What did the ministry say about the leak?",
        ),
        ("Did Ann Hill comment on the verdict?", "What did Ann Hill say about the verdict?"),
        ("Has Moss responded yet?", "What did Moss say?"),
        ("Is there any reaction from Norbury on the call?", "What did Norbury say about the call?"),
        (
            "Has the prefect said what caused the fire?",
            "What did the prefect say about what caused the fire?",
        ),
        ("Le ministère a-t-il réagi à la fuite ?", "Qu’a dit Le ministère sur la fuite ?"),
        ("Est-ce que le club a commenté la défaite ?", "Qu’a dit le club sur la défaite ?"),
        ("Moss s’est-elle déjà exprimée ?", "Qu’a dit Moss ?"),
        ("la mairie a reagi ?", "Qu’a dit la mairie ?"),
        ("Y a-t-il une réaction du syndicat sur la grève ?", "Qu’a dit syndicat sur la grève ?"),
    ],
)
def test_under_it_lies_what_was_said(question: str, asked: str) -> None:
    read = understand(question)
    assert (read.text, read.asks, read.asks_any_word) == (asked, "quotation", True)


@pytest.mark.parametrize(
    "question",
    [
        "Did the union respond within 30 days?",
        "Has the White House spoken to Moss?",
        "Did Ann say that Bob lied?",
        "Le syndicat a-t-il répondu par écrit ?",
    ],
)
def test_how_or_to_whom_it_was_said_is_another_question(question: str) -> None:
    assert not understand(question).asks_any_word


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        ("Has the mayor commented on the fire?", "“The fire was an accident,” said the mayor.",
         "Yes: “The fire was an accident”, according to the mayor [1]."),
        ("Has the mayor commented on the fire?", "The mayor declined to comment on the fire.",
         "No: “The mayor declined to comment on the fire” [1]."),
        ("La maire a-t-elle réagi à la fuite ?", "La maire n’a pas souhaité commenter la fuite.",
         "Non : « La maire n’a pas souhaité commenter la fuite » [1]."),
        ("La Maison Verte a-t-elle réagi à la fuite ?",
         "Ni la Maison Verte ni la mairie n’ont réagi à la fuite.",
         "Non : « Ni la Maison Verte ni la mairie n’ont réagi à la fuite » [1]."),
    ],
)  # fmt: skip
def test_words_say_yes_and_that_there_are_none_says_no(
    question: str, text: str, expected: str, embedded: Recoupe
) -> None:
    assert evenly_spaced(ask(question, text, recoupe=embedded).answer) == expected


def test_words_on_something_else_do_not_answer(embedded: Recoupe) -> None:
    text = "The mayor of Norbury said: “The carnival was a joy.” Nobody was hurt."
    assert answers(ask("Has the mayor commented on the leak?", text, recoupe=embedded)) == []


def test_what_was_said_goes_before_that_nothing_was(embedded: Recoupe) -> None:
    silent = "The ministry did not comment on the leak."
    spoken = "“The leak is grave,” the ministry said of the leak."
    found = ask("Has the ministry commented on the leak?", silent, spoken, recoupe=embedded)
    assert answers(found)[0] == spoken
