"""What a question sets apart is no answer; what is told in one breath with it is."""

import pytest

from rag.conditions import excepted_words
from rag.excepted import without_excepted
from rag.finding import find
from rag.question import understand
from tests.heart import reading


@pytest.mark.parametrize(
    ("question", "apart"),
    [
        ("Apart from the price, what did they discuss?", "price"),
        ("Besides the old mayor who voted?", "old mayor"),
        ("Who other than Ann Hill has spoken?", "Ann Hill"),
        ("What is banned, except for fires?", "fires"),
        ("De quoi ont-ils parlé à part l’usine ?", "usine"),
        ("Qui d’autre que le maire a voté ?", "maire"),
        ("Outre le prix, de quoi ont-ils discuté ?", "prix"),
        ("En dehors de la grève, que prévoit le syndicat ?", "grève"),
        ("Quelle part du capital détient le groupe ?", ""),
        ("Que vend-on hors taxes ?", "taxes"),
        ("What lies beside the river?", ""),
    ],
)
def test_what_a_question_sets_apart(question: str, apart: str) -> None:
    asked = understand(question)
    assert " ".join(w.text for w in excepted_words(question, asked.language)) == apart
    assert not {term.word.start for term in asked.terms} & {w.start for w in asked.excepted}


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        (
            "Apart from the price, what did they discuss?",
            "The boards discussed the price, the calendar and the jobs.",
            ["the calendar and the jobs"],
        ),
        (
            "Outre le prix, de quoi ont-ils discuté ?",
            "Les conseils ont discuté du calendrier et du prix.",
            ["Les conseils ont discuté du calendrier"],
        ),
        (
            "Outre le prix, de quoi ont-ils discuté ?",
            "Le prix des maisons a été au centre de la réunion, selon le maire.",
            [],
        ),
        (
            "Outre le prix, de quoi ont-ils discuté ?",
            "Outre le prix, ils ont discuté du calendrier.",
            ["Outre le prix, ils ont discuté du calendrier."],
        ),
        (
            "Apart from the price, what did they discuss?",
            "The boards discussed the calendar.",
            ["The boards discussed the calendar."],
        ),
        ("What did they discuss?", "They discussed the price.", ["They discussed the price."]),
    ],
)
def test_what_is_left_of_a_sentence(question: str, text: str, told: list[str]) -> None:
    _, (found,) = find(understand(question), [reading(text)])
    (left,) = without_excepted(understand(question), [found], "none")
    assert [c.sentence.text[c.start : c.end] for c in left] == told
