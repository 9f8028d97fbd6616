"""What a question calls the event that it is about."""

import pytest

from rag.dating import event_term
from rag.eventname import event_name
from rag.question import understand
from tests.test_compose import compose


@pytest.mark.parametrize(
    ("question", "name"),
    [
        ("How long did the hearing last?", "hearing"),
        ("How long did the phone call last?", "phone call"),
        ("How many were hurt in the bus crash?", "crash"),
        ("When did the strike end?", "strike"),
        ("What did the July call change?", "call"),
        ("Who attended Ann’s wedding?", "wedding"),
        ("Quand a eu lieu l’appel ?", "appel"),
        ("Combien de temps a duré la dernière rencontre ?", "rencontre"),
        ("Quel accord a été signé ?", "accord"),
        ("How many drones did the navy shoot down?", None),
        ("When did the two men meet?", None),
        ("When were they launched?", None),
        ("Did the army fire on the crowd?", None),
        ("What does the mayor threaten?", None),
        ("What does Arlay threaten?", None),
        ("L’équipe peut-elle gagner ?", None),
        ("Combien de drones ont été abattus ?", None),
        ("Quand se sont-ils rencontrés ?", None),
    ],
)
def test_an_event_is_named_by_a_noun(question: str, name: str | None) -> None:
    asked = understand(question)
    term = event_term(asked)
    assert term is not None
    assert event_name(asked, term) == name


@pytest.mark.parametrize(
    ("question", "text", "subject"),
    [
        (
            "How many drones were shot down?",
            "The navy shot down 30 drones on 4 May 2024.",
            "4 May 2024",
        ),
        (
            "Combien de drones a-t-on abattus ?",
            "Le 4 mai 2024, on a abattu 30 drones.",
            "4 mai 2024",
        ),
    ],
)
def test_what_a_verb_tells_of_is_known_by_its_day(question: str, text: str, subject: str) -> None:
    assert [p.subject for p in compose(question, text).positions] == [subject]
