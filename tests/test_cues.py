"""The tables of words, and the patterns made of them."""

import re

import pytest

from rag.cues import cue, pattern, table

CUES = sorted(table("cues"))


@pytest.mark.parametrize("name", ["concepts", "cues", "forms", "phrases"])
def test_every_table_holds_something(name: str) -> None:
    assert table(name)


@pytest.mark.parametrize("name", ["forms", "phrases"])
def test_both_languages_are_served(name: str) -> None:
    assert {"fr", "en"} <= set(table(name))


def test_both_languages_have_the_same_phrases() -> None:
    french, english = (table("phrases")[language] for language in ("fr", "en"))
    assert set(french) == set(english)
    for name, group in french.items():
        if isinstance(group, dict):
            assert set(group) == set(english[name]), name


def test_a_phrase_has_the_same_places_in_both_languages() -> None:
    french, english = (table("phrases")[language] for language in ("fr", "en"))
    for group in ("further", "why", "subject"):
        for name, phrase in french[group].items():
            places = [
                set(re.findall(r"\{(\w+)\}", text)) for text in (phrase, english[group][name])
            ]
            assert places[0] == places[1], name


@pytest.mark.parametrize("text", ["l'eau", "l’eau"])
def test_an_apostrophe_stands_for_both_its_forms(text: str) -> None:
    assert re.fullmatch(pattern("l’eau"), text)


@pytest.mark.parametrize("text", ["d'", "d’", "de"])
def test_an_apostrophe_among_letters_stands_for_both_too(text: str) -> None:
    assert re.fullmatch(pattern("d[e’]"), text)


@pytest.mark.parametrize("name", CUES)
def test_no_cue_is_found_in_nothing(name: str) -> None:
    assert cue(name).search("") is None


@pytest.mark.parametrize("name", CUES)
def test_no_cue_is_found_in_a_plain_word(name: str) -> None:
    assert cue(name).search("xylophone") is None


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cause", "fermée parce que le toit fuit"),
        ("cause", "fermée en raison d'une fuite"),
        ("cause", "closed because the roof leaks"),
        ("cause", "closed due to a leak"),
        ("judging", "un désastre"),
        ("judging", "a DISASTER"),
        ("not_told", "il n’a pas été précisé"),
        ("not_told", "she declined to comment"),
        ("later_news", "le bilan s’alourdit"),
        ("later_news", "it was postponed"),
        ("measure", "hors taxes"),
        ("measure", "including slip roads"),
        ("forecast", "la banque prévoit"),
        ("forecast", "the bank forecasts"),
        ("negation", "il n’a pas démissionné"),
        ("negation", "she didn't resign"),
    ],
)
def test_a_cue_is_found_in_both_languages(name: str, text: str) -> None:
    assert cue(name).search(text)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("cause", "a carpet"),
        ("judging", "the goods train"),
        ("measure", "the internet"),
        ("negation", "le pont est ouvert"),
        ("negation", "the bridge is open"),
    ],
)
def test_a_cue_is_a_whole_word(name: str, text: str) -> None:
    assert cue(name).search(text) is None


def test_a_cue_that_is_in_no_table_is_an_error() -> None:
    with pytest.raises(KeyError, match="no_such_cue"):
        cue("no_such_cue")
