"""Whose will a question asks for: what others want does not answer it, nor what is denied of it."""

import pytest

from rag.answer import Language
from rag.question import understand
from rag.reading import read
from rag.whose import Whose, asked_holders
from rag.wills import asked_will, who_wills
from tests.heart import hits_of, make


@pytest.mark.parametrize(
    ("question", "language", "whose"),
    [
        ("Que veut Marval pour rouvrir la mine ?", "fr", "Marval"),
        ("Que menace de faire le syndicat des mineurs ?", "fr", "le syndicat"),
        ("Qu'a promis le ministre aux éleveurs ?", "fr", "le ministre"),
        ("Qu’est-ce que les salariés réclamaient ?", "fr", "les salariés"),
        ("Que le maire veut-il ?", "fr", "le maire"),
        ("De quoi menace le syndicat ?", "fr", "le syndicat"),
        ("What did Ann Hill threaten if the mine closes?", "en", "Ann Hill"),
        ("What does the union want from the mayor?", "en", "the union"),
        ("What else is the union asking for?", "en", "the union"),
        ("what's the minister refusing to give up?", "en", "the minister"),
        ("What do they want?", "en", None),
        ("Que demande-t-on ?", "fr", None),
        ("Que veut dire préavis ?", "fr", None),
        ("What sentence had the prosecutor asked for?", "en", None),
        ("What does the box hold?", "en", None),
        ("What did the storm threaten?", "en", None),
    ],
)
def test_whose_will_is_asked_for(question: str, language: Language, whose: str | None) -> None:
    assert who_wills(question, language) == whose


TEXT_FR = (
    "Le ministre a promis une aide aux éleveurs. Le syndicat exige que le prix soit doublé. "
    "Le syndicat ne veut pas négocier, a lancé le ministre. L’élue refuse de céder. "
    "Le syndicat compte trente membres."
)
TEXT_EN = (
    "The minister promised the farmers aid. The union wants its pay doubled. "
    "The union does not want talks, the minister said. The minister said the union wants a vote. "
    "The union has thirty members."
)


@pytest.mark.parametrize(
    ("question", "text", "theirs"),
    [
        ("Que veut le syndicat ?", TEXT_FR, ["Le syndicat exige que le prix soit doublé."]),
        ("Que refuse l’élue ?", TEXT_FR, ["L’élue refuse de céder."]),
        (
            "What does the union want?",
            TEXT_EN,
            ["The union wants its pay doubled.", "The minister said the union wants a vote."],
        ),
    ],
)
def test_only_what_tells_of_their_will_is_theirs(
    question: str, text: str, theirs: list[str]
) -> None:
    asked = understand(question)
    readings = read(hits_of(make(text, "told")))
    whose = Whose(asked.holders, readings, asked_will(question, asked.language))
    found = [s.text for s in readings[0].sentences if whose.of(s, None)]
    assert found == theirs


def test_who_speaks_of_their_own_will_may_say_only_what_is_to_come() -> None:
    text = "Ann Hill said she would rebuild the pier. Ann Hill said it rained. Bob Reed came."
    readings = read(hits_of(make(text, "told")))
    question = "What did Ann Hill promise?"
    whose = Whose(asked_holders(question, "en"), readings, asked_will(question, "en"))
    assert [bool(whose.of(s, None)) for s in readings[0].sentences] == [True, False, False]


def test_what_would_come_of_something_demands_nothing() -> None:
    text = (
        "L’envoi de troupes « serait une faute », a dit Marc Orlan après la demande de la mairie. "
        "Marc Orlan exige un vote."
    )
    readings = read(hits_of(make(text, "told")))
    question = "Qu’exige Marc Orlan ?"
    whose = Whose(asked_holders(question, "fr"), readings, asked_will(question, "fr"))
    assert [bool(whose.of(s, None)) for s in readings[0].sentences] == [False, True]


@pytest.mark.parametrize(
    ("role", "theirs"),
    [("Le président russe", True), ("Le pianiste russe", False)],
)
def test_a_capital_speaks_for_the_head_of_its_state(role: str, theirs: bool) -> None:
    text = f"{role} Pavel Orlan est arrivé. Moscou exige un retrait. Kiev exige une aide."
    readings = read(hits_of(make(text, "told")))
    question = "Que veut Orlan ?"
    whose = Whose(asked_holders(question, "fr"), readings, asked_will(question, "fr"))
    assert [bool(whose.of(s, None)) for s in readings[0].sentences] == [False, theirs, False]
