"""Words, and how near they are in meaning."""

import pytest

from rag.answer import Language
from rag.cues import table
from rag.words import ALIKE, Word, events, fold, is_met, likeness, stem, words


def word(text: str, language: Language) -> Word:
    (only,) = words(text, language)
    return only


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("Été", "ete"),
        ("ŒUVRE", "oeuvre"),
        ("Ærø", "aero"),
        ("NAÏVE", "naive"),
        ("Straße", "strasse"),
        ("e\u0301te\u0301", "ete"),
        ("", ""),
    ],
)
def test_folding_leaves_lower_case_without_accents(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    ("one", "other", "language"),
    [
        ("abattu", "abattus", "fr"),
        ("grève", "Grèves", "fr"),
        ("bateau", "bateaux", "fr"),
        ("hearing", "Hearings", "en"),
        ("close", "closed", "en"),
    ],
)
def test_forms_of_one_word_share_a_stem(one: str, other: str, language: Language) -> None:
    assert stem(one, language) == stem(other, language)


def test_words_that_differ_keep_their_stems_apart() -> None:
    assert stem("pont", "fr") != stem("port", "fr")


def test_words_stand_at_their_offsets() -> None:
    text = "😀 L’été, à 18 h : 1 200,5 €…\nfin_de"
    found = words(text, "fr")
    assert [w.text for w in found] == [text[w.start : w.end] for w in found]
    assert [w.text for w in found] == "L été à 18 h 1 200,5 fin de".split(" ")


def test_a_stretch_gives_its_words_with_offsets_into_the_whole() -> None:
    found = words("one two three four", "en", 4, 13)
    assert [(w.text, w.start, w.end) for w in found] == [("two", 4, 7), ("three", 8, 13)]


def test_a_text_without_words_has_none() -> None:
    assert words(" … 😀 —\n", "en") == []


def test_a_capital_makes_a_name() -> None:
    assert [w.name for w in words("the mayor Ilse Été", "en")] == [False, False, True, True]


def test_a_phrase_gives_its_concept_to_all_its_words() -> None:
    found = words("an industrial action", "en")
    assert ["strike" in w.concepts for w in found] == [False, True, True]


def test_the_events_are_things_that_happen() -> None:
    assert {"strike", "call", "fire"} <= events()
    assert not {"cost", "mayor", "age"} & events()


@pytest.mark.parametrize(
    ("a", "a_language", "b", "b_language"),
    [
        ("strike", "en", "strike", "en"),
        ("hearing", "en", "Hearings", "en"),
        ("Genève", "fr", "Geneve", "fr"),
        ("Tokyo", "fr", "Tokyo", "en"),
    ],
)
def test_the_same_word_is_wholly_alike(
    a: str, a_language: Language, b: str, b_language: Language
) -> None:
    assert likeness(word(a, a_language), word(b, b_language)) == 1.0


@pytest.mark.parametrize(
    ("a", "a_language", "b", "b_language"),
    [
        ("strike", "en", "walkout", "en"),
        ("grève", "fr", "débrayage", "fr"),
        ("strike", "en", "grève", "fr"),
        ("fire", "en", "incendie", "fr"),
        ("killed", "en", "tués", "fr"),
        ("bridge", "en", "pont", "fr"),
        ("hospital", "en", "hôpital", "fr"),
        ("Putin", "en", "Poutine", "fr"),
        ("Ushakov", "en", "Ouchakov", "fr"),
        ("Chernihiv", "en", "Tchernihiv", "fr"),
        ("Zelenskyy", "en", "Zelensky", "fr"),
        ("Zelensky", "en", "Zelenskiy", "en"),
        ("Nicholas", "en", "Nick", "en"),
        ("Bob", "fr", "Robert", "en"),
        ("négociateur", "fr", "négociation", "fr"),
        ("Germany", "en", "Allemagne", "fr"),
        ("Peru", "en", "Pérou", "fr"),
        ("Hungary", "en", "Budapest", "fr"),
        ("Turkey", "en", "turc", "fr"),
        ("Polish", "en", "Varsovie", "fr"),
    ],
)
def test_kindred_words_are_alike(
    a: str, a_language: Language, b: str, b_language: Language
) -> None:
    assert likeness(word(a, a_language), word(b, b_language)) > 0.5


@pytest.mark.parametrize(
    ("a", "a_language", "b", "b_language"),
    [
        ("bread", "en", "parliament", "en"),
        ("pain", "fr", "parlement", "fr"),
        ("bread", "en", "parlement", "fr"),
        ("bridge", "en", "hôpital", "fr"),
        ("Germany", "en", "Espagne", "fr"),
        ("Dupont", "fr", "Dupond", "fr"),
        ("Marchetti", "fr", "Brandt", "en"),
        ("Nick", "en", "Robert", "en"),
        ("bob", "en", "robert", "en"),
        ("1921", "en", "1934", "fr"),
    ],
)
def test_strange_words_are_not_alike(
    a: str, a_language: Language, b: str, b_language: Language
) -> None:
    assert likeness(word(a, a_language), word(b, b_language)) == 0.0


@pytest.mark.parametrize(
    ("a", "b"), [("strike", "grève"), ("Putin", "Poutine"), ("bread", "parlement")]
)
def test_likeness_is_the_same_both_ways(a: str, b: str) -> None:
    english, french = word(a, "en"), word(b, "fr")
    assert likeness(english, french) == likeness(french, english)


@pytest.mark.parametrize(
    ("a", "b", "language"),
    [
        ("pris", "prendre", "fr"),
        ("ouverte", "ouvrir", "fr"),
        ("disparues", "disparaître", "fr"),
        ("caught", "catch", "en"),
        ("sank", "sunk", "en"),
    ],
)
def test_irregular_forms_are_of_one_verb(a: str, b: str, language: Language) -> None:
    (one,), (other,) = words(a, language), words(b, language)
    assert likeness(one, other) >= ALIKE


@pytest.mark.parametrize(
    ("a", "b", "language"), [("court", "courir", "fr"), ("lay", "lie", "en"), ("tu", "taire", "fr")]
)
def test_forms_that_are_rather_another_word_are_not(a: str, b: str, language: Language) -> None:
    (one,), (other,) = words(a, language), words(b, language)
    assert likeness(one, other) < ALIKE


@pytest.mark.parametrize(
    ("a", "b", "language"),
    [
        ("descendre", "abattre", "fr"),
        ("engueuler", "réprimander", "fr"),
        ("promettre", "engagement", "fr"),
        ("sack", "dismiss", "en"),
        ("pledge", "promise", "en"),
        ("loan", "credit", "en"),
    ],
)
def test_words_that_say_much_the_same_are_met(a: str, b: str, language: Language) -> None:
    assert is_met(word(a, language), [word(b, language)])


def test_every_concept_has_words_in_both_languages() -> None:
    for group in table("concepts").values():
        for concept, sides in group.items():
            assert [bool(side.strip()) for side in sides.split("|")] == [True, True], concept
