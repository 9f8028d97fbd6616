"""Proper names in a sentence."""

import pytest

from rag.names import names
from tests.heart import reading


def found(text: str, sentence: int = 0) -> list[tuple[str, str]]:
    return [(name.text, name.kind) for name in names(reading(text).sentences[sentence])]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("One Ann Lee ran the mill.", [("Ann Lee", "person")]),
        ("On Monday Ann Lee came.", [("Ann Lee", "person")]),
        ("Lundi Claire Fabre a parlé.", [("Claire Fabre", "person")]),
        ("In March Ann Lee came.", [("Ann Lee", "person")]),
        ("It is said that April Jones came.", [("April Jones", "person")]),
        ("She told the Sunday Herald.", [("Sunday Herald", "person")]),
        ("Le vice-président JD Hill est venu.", [("JD Hill", "person")]),
        ("It is said that AB Hill lost.", [("AB Hill", "organisation")]),
        ("Hier, Claire Fabre a parlé à Lyon.", [("Claire Fabre", "person"), ("Lyon", "place")]),
        (
            "The lawyer Anna Kroll met the mayor of Ghent, Piet Smets, in Antwerp.",
            [("Anna Kroll", "person"), ("Ghent", "place"), ("Piet Smets", "person"),
             ("Antwerp", "place")],
        ),
        (
            "The company Hydrolux built the dam near Torvald.",
            [("Hydrolux", "organisation"), ("Torvald", "place")],
        ),
        ("Le pont et M. Paul Hill.", [("Paul Hill", "person")]),
        ("M. Baker a signé.", [("Baker", "person")]),
        ("Selon MM. Baker et Roux, oui.", [("Baker", "person"), ("Roux", "unknown")]),
        ("Selon l’Université de Gand, l’eau baisse.", [("Université de Gand", "organisation")]),
        (
            "Le syndicat Force a appelé à la grève à Lille.",
            [("Force", "organisation"), ("Lille", "place")],
        ),
        ("Mme Roussel est arrivée à New York.", [("Roussel", "person"), ("New York", "place")]),
        ("Marie-Claire Dupont-Aignan a parlé.", [("Marie-Claire Dupont-Aignan", "person")]),
        ("• Effectif : 2 140 salariés", []),
        ("- Dette nette : 96 millions", []),
        ("7.2 Penalty for delay", []),
        ("3. Claire Fabre préside.", [("Claire Fabre", "person")]),
        ("Full-year sales of EUR 41m beat forecasts.", []),
    ],
)  # fmt: skip
def test_names_are_found_with_their_kind(text: str, expected: list[tuple[str, str]]) -> None:
    assert found(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        "Rain fell.",
        "Hundreds came.",
        "Des centaines de gens sont venus.",
        "« Quelle pluie ! »",
        "On Monday in March it rained.",
        "Hier, le Premier ministre est venu.",
        "il a plu lundi",
        "It is 5.",
        "…",
        "😀",
    ],
)
def test_what_is_no_name_is_not_found(text: str) -> None:
    assert found(text) == []


def test_what_a_minister_is_in_charge_of_is_no_part_of_a_name() -> None:
    text = "Hier, la ministre du Commerce Claire Fabre a rencontré le ministre de la Défense."
    assert [name for name, _ in found(text)] == ["Claire Fabre", "Défense"]


def test_a_name_stands_at_its_offsets() -> None:
    sentence = reading("😀 Hier, l’avocate Élise Œhler a rencontré D’Arcy à Évry.").sentences[0]
    for name in names(sentence):
        assert sentence.text[name.start : name.end] == name.text


def test_a_lone_word_that_opens_is_a_name_if_it_is_one_elsewhere() -> None:
    text = "Berg won. The crowd cheered Berg."
    assert [name for name, _ in found(text)] == ["Berg"]


def test_the_parts_of_a_name_leave_out_particles() -> None:
    (name,) = names(reading("Hier, Élise de La Tour a parlé.").sentences[0])
    assert name.parts == {"elise", "la", "tour"}


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Markets liked Haruka Tachiba's victory.", "Haruka Tachiba"),
        ("Le patron de Brandy’s est parti.", "Brandy’s"),
    ],
)
def test_the_possessive_is_not_of_the_name(text: str, name: str) -> None:
    assert [own for own, _ in found(text)] == [name]
