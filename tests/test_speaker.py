"""Who says it."""

import pytest

from rag.speaker import speaker
from tests.heart import reading


def said_by(text: str, sentence: int = 0) -> str | None:
    whole = reading(text)
    return speaker(whole, whole.sentences[sentence])


@pytest.mark.parametrize(
    "text",
    [
        "Selon Claire Fabre, le pont est sûr.",
        "D’après Claire Fabre, le pont est sûr.",
        "D'après Claire Fabre, le pont est sûr.",
        "Pour Claire Fabre, le pont est sûr.",
        "Le pont est sûr, a déclaré Claire Fabre.",
        "« Le pont est sûr », a déclaré Claire Fabre.",
        "« Le pont est sûr », affirme Claire Fabre.",
        "Claire Fabre a indiqué que le pont était sûr.",
        "Claire Fabre, la maire, a indiqué que le pont était sûr.",
        "According to Claire Fabre, the bridge is safe.",
        "The bridge is safe, according to Claire Fabre.",
        "“The bridge is safe,” said Claire Fabre.",
        "“The bridge is safe,” Claire Fabre said.",
        "Claire Fabre said the bridge was safe.",
        "The bridge is safe, Claire Fabre told reporters.",
    ],
)
def test_a_person_is_named(text: str) -> None:
    assert said_by(text) == "Claire Fabre"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("La préfecture a indiqué que le pont était sûr.", "la préfecture"),
        ("Selon la police, le pont est sûr.", "la police"),
        ("The police said the bridge was safe.", "the police"),
        ("The bridge is safe, according to the ministry of works.", "the ministry of works"),
        ("The Dorhampton Times reported that the bridge was safe.", "Dorhampton Times"),
    ],
)
def test_a_body_is_named_as_the_text_names_it(text: str, body: str) -> None:
    assert said_by(text) == body


@pytest.mark.parametrize(
    "text",
    [
        "Le pont est sûr.",
        "The bridge is safe.",
        "Claire Fabre a traversé le pont.",
        "Claire Fabre crossed the bridge.",
        "Il a déclaré que le pont était sûr.",
        "He said the bridge was safe.",
    ],
)
def test_nobody_is_named_where_the_document_itself_speaks(text: str) -> None:
    assert said_by(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Claire Fabre a estimé que le pont était sûr. « Il tiendra », a-t-elle ajouté.",
        "Claire Fabre said the bridge was safe. “It will hold,” she added.",
    ],
)
def test_a_pronoun_stands_for_who_spoke_before(text: str) -> None:
    assert said_by(text, 1) == "Claire Fabre"


def test_a_surname_is_completed_from_the_document() -> None:
    text = "Claire Fabre crossed the bridge. “It will hold,” said Fabre."
    assert said_by(text, 1) == "Claire Fabre"


def test_what_another_says_later_is_not_taken_up() -> None:
    text = "“It will hold,” she added. Claire Fabre said the bridge was safe."
    assert said_by(text, 0) is None
