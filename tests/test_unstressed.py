"""Questions of yes or no in a plain form."""

import pytest

from rag.answer import Language
from rag.question import understand
from rag.unstressed import affirmed, unstressed


@pytest.mark.parametrize(
    ("language", "question", "plain"),
    [
        ("fr", "Est-ce bien 30 vélos qui ont disparu ?", "Est-ce que 30 vélos ont disparu ?"),
        ("fr", "Ce sont bien 30 vélos qui ont disparu ?", "Est-ce que 30 vélos ont disparu ?"),
        ("fr", "C’est vraiment Ann qui a signé ?", "Est-ce que Ann a signé ?"),
        ("fr", "C’est bien à 15 h que le train est parti ?",
         "Est-ce que le train est parti à 15 h ?"),
        ("fr", "Le pont est bien fermé ?", "Le pont est fermé ?"),
        ("fr", "Le maire a vraiment quitté la ville ?", "Le maire a quitté la ville ?"),
        ("fr", "La visite remontait bien à mai ?", "La visite remontait à mai ?"),
        ("fr", "A-t-elle bien lancé 37 fusées ?", "A-t-elle lancé 37 fusées ?"),
        ("fr", "Ann n’a pas signé, c’est vrai ?", "Est-il vrai que Ann n’a pas signé ?"),
        ("en", "Was it really 30 bikes that were stolen?",
         "Is it true that 30 bikes were stolen?"),
        ("en", "Did the call really last an hour?", "Did the call last an hour?"),
        ("en", "The bridge is shut, right?", "Is it true that The bridge is shut ?"),
    ],
)  # fmt: skip
def test_what_stresses_it_is_left_out(language: Language, question: str, plain: str) -> None:
    assert unstressed(question, language) == plain


@pytest.mark.parametrize(
    ("language", "question"),
    [
        ("fr", "Le projet est bien géré ?"),
        ("fr", "La réforme est-elle vraiment utile ?"),
        ("fr", "C’est quand que ça reprend ?"),
        ("fr", "C’est qui qui a gagné ?"),
        ("fr", "Est-ce que le pont est fermé ?"),
        ("en", "Is it true that he left?"),
        ("en", "Is it really necessary?"),
        ("en", "Was it Ann or Bob who signed?"),
        ("en", "Who is right?"),
    ],
)
def test_a_judgement_a_choice_and_a_plain_question_stay(language: Language, question: str) -> None:
    assert unstressed(question, language) == question


@pytest.mark.parametrize(
    ("language", "question", "positive"),
    [
        ("en", "Didn’t the talks last an hour?", "Did the talks last an hour?"),
        ("en", "Won’t it rain?", "will it rain?"),
        ("fr", "Ann n’avait-elle pas signé ?", "Ann avait-elle signé ?"),
        ("fr", "Ann avait-elle signé ?", "Ann avait-elle signé ?"),
        ("en", "The talks didn’t last?", "The talks didn’t last?"),
    ],
)
def test_a_negative_question_as_its_positive_one(
    language: Language, question: str, positive: str
) -> None:
    assert affirmed(question, language) == positive


def test_a_stressed_statement_asks_for_yes_or_no() -> None:
    assert understand("Le pont est bien fermé ?").asks == "yes_no"
    assert understand("Le projet est bien géré ?").asks == "judgement"
