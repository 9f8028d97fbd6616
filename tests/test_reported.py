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
        *(
            ("What did the mayor say?", whole, whole)
            for whole in (
                "The mayor denied that the bridge fell.",
                "The mayor never said that the bridge fell.",
                "The mayor said the man that stole the boat was ill.",
                "The mayor said she knew that the bridge fell.",
            )
        ),
        *(
            ("Qu’a dit la maire ?", whole, whole)
            for whole in (
                "La maire a nié que le pont soit tombé.",
                "La maire a réfuté samedi que le pont soit tombé.",
                "La maire a dit vouloir le bateau que le port vend.",
                "La maire a dit l’inquiétude que le pont cause.",
            )
        ),
        (
            "What did the mayor say?",
            "The mayor warned again on Monday that it rained.",
            "it rained.",
        ),
        ("Qu’a dit la maire ?", "La maire a dit samedi au préfet qu’il pleuvait.", "il pleuvait."),
        ("Qu’a dit la maire ?", "La maire a dit hier qu’il pleuvait.", "il pleuvait."),
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
