"""The clause in which the one asked about says something."""

import pytest

from rag.question import understand
from rag.reported import said_from
from tests.heart import reading


@pytest.mark.parametrize(
    ("question", "text", "said"),
    [
        (
            "What did the Corbel Echo report?",
            "The Corbel Echo reported on Monday that the port had been sold.",
            "the port had been sold.",
        ),
        (
            "Qu’a rapporté le Courrier ?",
            "Le Courrier de Corbel a rapporté lundi que la ville avait vendu le port.",
            "la ville avait vendu le port.",
        ),
        ("Qu’a dit la maire ?", "Elle a assuré qu’il pleuvait.", "il pleuvait."),
        ("What did the mayor say?", "“It rains,” the mayor said.", "“It rains,” the mayor said."),
        (
            "What did the mayor say?",
            "The mayor said nothing. The prefect said that it rained.",
            "The mayor said nothing.",
        ),
        (
            "Qu’a dit la maire ?",
            "Le préfet a dit que la maire pleurait.",
            "Le préfet a dit que la maire pleurait.",
        ),
    ],
)
def test_what_is_said_begins_behind_the_verb(question: str, text: str, said: str) -> None:
    sentence = reading(text).sentences[0]
    assert sentence.text[said_from(understand(question), sentence) :] == said
