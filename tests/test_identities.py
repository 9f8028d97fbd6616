"""What somebody or something is said to be, beside its name."""

import pytest

from rag.identities import identities
from rag.question import understand
from rag.support import Weigher
from tests.heart import reading

FRENCH = "La ville attendait depuis lundi la réponse des services de l’État et celle du maire. "
ENGLISH = "The town had been waiting since Monday for what the mayor and the council would say. "


def said(question: str, text: str) -> list[str]:
    """Return what is said of the one asked about, surest first."""
    asked = understand(question)
    found = identities(asked, Weigher(asked, reading(text)))
    return [c.sentence.text[c.start : c.end] for c in sorted(found, key=lambda found: -found.score)]


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Ines Valdrin is the harbour master of Dunmore.", "the harbour master of Dunmore"),
        ("Ines Valdrin (born 1966) is a harbour master, who sails.", "a harbour master"),
        ("Ines Valdrin, harbour master in Dunmore, left.", "harbour master in Dunmore"),
        ("“No,” said Valdrin, 52, the harbour master.", "the harbour master"),
        ("The harbour master Ines Valdrin left.", "The harbour master"),
        ("For Ines Valdrin, the harbour master, it is late.", "the harbour master"),
    ],
)
def test_an_english_text_says_who_somebody_is(text: str, answer: str) -> None:
    assert said("Who is Ines Valdrin?", ENGLISH + text)[0] == answer


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("Inès Valdrin est la capitaine du port.", "la capitaine du port"),
        ("Inès Valdrin, capitaine du port, a refusé.", "capitaine du port"),
        ("Inès Valdrin, qui dirige le port, a refusé.", "dirige le port"),
        ("La capitaine du port Inès Valdrin a refusé.", "La capitaine du port"),
        ("« Non », a dit Mme Valdrin, 52 ans, capitaine du port.", "capitaine du port"),
        ("Selon Inès Valdrin, la capitaine du port, il est tard.", "la capitaine du port"),
    ],
)
def test_a_french_text_says_who_somebody_is(text: str, answer: str) -> None:
    assert said("Qui est Inès Valdrin ?", FRENCH + text)[0] == answer


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("What is the Karabor?", ENGLISH + "The Karabor is a drilling ship.", "a drilling ship"),
        ("What is Kell?", ENGLISH + "They climbed a rocky hill named Kell.", "a rocky hill"),
        (
            "What is the SMJ?",
            ENGLISH + "The sapheno-medial junction (SMJ) hurt.",
            "sapheno-medial junction",
        ),
        (
            "What does SMJ mean?",
            ENGLISH + "SMJ stands for sapheno-medial junction.",
            "sapheno-medial junction",
        ),
        (
            "C’est quoi le Karabor ?",
            FRENCH + "Le Karabor est un navire de forage.",
            "un navire de forage",
        ),
        (
            "Qu’est-ce que le SIR ?",
            FRENCH + "Le syndicat des rivières (SIR) a dit non.",
            "syndicat des rivières",
        ),
        ('What is "Blue Hour"?', ENGLISH + "“Blue Hour” became the state song.", "the state song"),
    ],
)
def test_a_text_says_what_something_is(question: str, text: str, answer: str) -> None:
    assert said(question, text)[0] == answer


@pytest.mark.parametrize(
    "text",
    [
        "Ines Valdrin was appointed on Monday.",
        "Ines Valdrin refused, and the strike goes on.",
        "Ines Valdrin said the harbour is closed.",
        "According to Ines Valdrin, the harbour is closed.",
    ],
)
def test_what_somebody_does_is_not_who_they_are(text: str) -> None:
    assert said("Who is Ines Valdrin?", ENGLISH + text) == []


def test_a_source_s_sentence_is_not_who_they_are_in_french() -> None:
    assert said("Qui est Inès Valdrin ?", FRENCH + "Selon Inès Valdrin, la grève continue.") == []


def test_a_long_definition_ends_with_its_first_phrase() -> None:
    text = ENGLISH + (
        "Ines Valdrin is a harbour master and pilot trained on the long grey coast of Dunmore "
        "under captains whose ships had carried stone before the war came."
    )
    assert said("Who is Ines Valdrin?", text)[0] == "a harbour master and pilot"


@pytest.mark.parametrize(
    "text",
    [
        "They made a second season of “Blue Hour” in May.",
        "In a different realm, “Blue Hour” went well.",
        "They wrote the title “Blue Hour” in red.",
        "She told a friend about “Blue Hour” in May.",
    ],
)
def test_not_all_that_stands_before_a_name_says_what_it_is(text: str) -> None:
    assert said("What is “Blue Hour”?", ENGLISH + text) == []


@pytest.mark.parametrize(
    ("text", "answer"),
    [
        ("“Blue Hour” is also known as a protest song.", "a protest song"),
        ("Blue Hour (1979 film) was shown.", "1979 film"),
        ("Blue Hour (band) played.", "band"),
        ("Blue Hour may refer to a film.", "a film"),
    ],
)
def test_titles_and_lists_of_names_say_what_something_is(text: str, answer: str) -> None:
    assert said("What is “Blue Hour”?", ENGLISH + text) == [answer]


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (
            "Who is Valdrin?",
            ENGLISH + "The harbour master Ines Valdrin left.",
            "The harbour master",
        ),
        (
            "c’est qui Valdrin ?",
            FRENCH
            + "La capitaine du port Inès Valdrin a refusé. Selon Valdrin, la grève, qui dure "
            "depuis lundi, est finie.",
            "La capitaine du port",
        ),
    ],
)
def test_who_is_asked_for_by_the_last_name_is_told_before_the_first(
    question: str, text: str, answer: str
) -> None:
    assert said(question, text) == [answer]
