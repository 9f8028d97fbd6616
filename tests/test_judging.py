"""What gives a judgement, by its words, and what is left beside it of mere facts."""

import pytest

from rag.candidates import Candidate, sentences
from rag.judging import judges
from rag.question import understand
from rag.support import Weigher
from rag.writers.quotes import chosen
from tests.heart import reading


@pytest.mark.parametrize(
    "text",
    [
        "« C’est une occasion unique », dit-elle.",
        "« Un coup de massue », lâche le patron.",
        "Il juge la mesure « taillée à la serpe ».",
        "Il s’est agi d’un « coup monté ».",
        "Le préfet estime que la fermeture s’imposait.",
        "Les renforts ont été bien organisés.",
        'She called the deal "a leap in the dark".',
        '"It is just," said the lawyer.',
        '"A slap in the face," says the union.',
        "The measure is out of all proportion.",
        "The search was well run.",
    ],
)
def test_a_verdict_is_told_by_its_words_or_by_how_it_is_quoted(text: str) -> None:
    assert judges(text)


@pytest.mark.parametrize(
    "text",
    [
        "La note porte la mention « frais divers ».",
        "Le conseil a voté une amende de 12 millions d’euros.",
        "Le film « Les Sources » sort mercredi.",
        "« Nous nous reverrons mardi », a dit le maire.",
        "« C’est mardi que nous partons », dit-elle.",
        'The line was marked "sundry services".',
        'The council imposed a fine for "late filing".',
        '"We will meet on Tuesday", said the mayor.',
        '"It is raining," she said.',
        "The ban is effective from Monday.",
    ],
)
def test_a_fact_a_title_or_a_term_is_no_verdict(text: str) -> None:
    assert not judges(text)


def weighed(question: str, text: str) -> list[Candidate]:
    asked, told = understand(question), reading(text)
    return [
        Candidate(c.hit, c.sentence, c.start, c.end, 0.9, c.kind, traits=c.traits)
        for c in sentences(asked, Weigher(asked, told))
    ]


FLOOD = (
    "The dam broke at noon.\n\nHelp was a shambles, said Ada Berg, the mayor. "
    "“People saw a blanket on Thursday.”\n\nThe council sent four boats in the evening."
)


def test_beside_a_verdict_facts_are_left_out() -> None:
    asked = understand("Was the help well organised?")
    kept = chosen(asked, "verdict", [weighed(asked.text, FLOOD)], meant=True)
    assert [c.sentence.text for c in kept] == ["Help was a shambles, said Ada Berg, the mayor."]


def test_of_those_asked_for_all_words_count() -> None:
    asked = understand("What does Ada Berg think of the help?")
    kept = chosen(asked, "verdict", [weighed(asked.text, FLOOD)], meant=True)
    assert len(kept) > 1


@pytest.mark.parametrize("heading", ["**The help.**", "**Who came first?**"])
def test_what_only_heads_a_paragraph_is_no_answer(heading: str) -> None:
    found = weighed("Was the help good?", f"{heading} Help was a shambles, said Ada Berg.")
    assert [c.sentence.text for c in found] == ["Help was a shambles, said Ada Berg."]


@pytest.mark.parametrize(
    ("text", "coming"),
    [
        ("Oscar Lind will have none of it: to him the help was “a shambles”.", 0.0),
        ("The help will be a shambles, said Oscar Lind.", 1.0),
    ],
)
def test_a_verdict_is_of_the_time_that_its_own_clause_tells(text: str, coming: float) -> None:
    (found,) = weighed("Was the help good?", text)
    assert found.traits["yet to come"] == coming
