"""What must be done within some time is not told by what must be done within another."""

import pytest

from rag.finding import find
from rag.question import understand
from tests.heart import reading


@pytest.mark.parametrize(
    ("question", "text", "answers"),
    [
        ("What must the owner do within 30 days?", "Within 60 days: mend the roof.", False),
        ("What must the owner do within 30 days?", "Within 30 days: clear the yard.", True),
        ("What must the owner do within 30 days?", "The owner must clear the yard.", True),
        ("What must the owner do within 30 days?", "The yard was closed for 60 days.", True),
        (
            "Que doit faire le bailleur dans les 15 jours ?",
            "Le toit est refait sous 30 jours.",
            False,
        ),
        ("Que doit faire le bailleur dans les 15 jours ?", "Il vide la cour sous 15 jours.", True),
        ("Que doit comprendre le dépôt ?", "Le dépôt ne comprend que cinq pompes.", False),
        ("Que doit comprendre le dépôt ?", "Le dépôt doit ne comprendre que des pompes.", True),
        ("Que doit comprendre le dépôt ?", "Le dépôt comprend douze pompes.", True),
        ("What must the store hold?", "The store holds only five pumps.", False),
        ("What does the store hold?", "The store holds only five pumps.", True),
    ],
)
def test_what_is_required(question: str, text: str, answers: bool) -> None:
    _, (found,) = find(understand(question), [reading(text)])
    assert bool(found) is answers
