"""What a question names by a number of its kind."""

import pytest

from rag.candidates import sentences
from rag.labels import of_label
from rag.question import understand
from rag.support import Weigher
from tests.heart import reading


def kept(asked: str, text: str) -> list[str]:
    """The sentences of a text that may be on what the question names."""
    question = understand(asked)
    found = sentences(question, Weigher(question, reading(text)))
    (its,) = of_label(question, [found])
    return [candidate.sentence.text for candidate in its]


@pytest.mark.parametrize(
    ("asked", "on_it", "on_another"),
    [
        ("Was recommendation R1 accepted?", "R1 was accepted.", "R3 was accepted."),
        ("La recommandation R1 a-t-elle été acceptée ?", "R-1 : acceptée.", "R-3 : acceptée."),
        ("What does article 7.2 say?", "Article 7.2 says so.", "Article 7.3 says so."),
        ("Que dit l’article 5 ?", "L’article 5 le dit.", "L’article 6 le dit."),
        ("Why was train 8417 late?", "Train 8417 was late.", "Train no. 8419 was late."),
    ],
)
def test_a_sentence_on_another_of_its_kind_does_not_answer(
    asked: str, on_it: str, on_another: str
) -> None:
    assert kept(asked, on_it) == [on_it]
    assert kept(asked, on_another) == []


@pytest.mark.parametrize(
    ("asked", "text"),
    [
        ("Was recommendation R1 accepted?", "It was accepted in part."),
        ("Was recommendation R1 accepted?", "R1 and R3 were accepted."),
        ("Was the recommendation accepted?", "R3 was accepted."),
        ("Why was train 8417 late?", "Platform 3 was closed."),
    ],
)
def test_a_sentence_on_no_other_may(asked: str, text: str) -> None:
    assert kept(asked, text) == [text]
