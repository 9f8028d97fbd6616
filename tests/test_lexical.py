"""What counts as a term: the words of both languages, their numbers, and nothing of syntax."""

import re
import sqlite3
import unicodedata

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from index import lexical
from index.lexical import STOP_WORDS, affordable, match_expression, query_terms, stem, terms


@pytest.mark.parametrize(
    ("text", "language", "expected"),
    [
        ("", "fr", []),
        ("…?!", "fr", []),
        ("Les appels", "fr", ["appel"]),
        ("l’appel, d'Ukraine, qu’Ouchakov", "fr", ["appel", "ukrain", "ouchakov"]),
        ("jusqu’à lundi", "fr", ["lund"]),
        ("Aujourd’hui", "fr", ["aujourdhui"]),
        ("est-ce que la trêve a-t-elle duré", "fr", ["trev", "dur"]),
        ("2 500 chars", "fr", ["2500", "char"]),
        ("2\u202f161\u00a0000 euros", "fr", ["2161000", "euro"]),
        ("2,5 millions", "fr", ["2.5", "million"]),
        ("le 16 320 drones", "fr", ["16320", "dron"]),
        ("en 2025 320 drones", "fr", ["2025", "320", "dron"]),
        ("abattu abattus étranger étrangers", "fr", ["abattu", "abattu", "etrang", "etrang"]),
        ("16h30", "fr", ["16h30"]),
        ("œuvre", "fr", ["oeuvr"]),
        ("de\u0301fense", "fr", ["defens"]),
        ("2,500 tanks", "en", ["2500", "tank"]),
        ("$1,234,567.50", "en", ["1234567.50"]),
        ("Trump's calls didn't last", "en", ["trump", "call", "last"]),
        ("the 14th", "en", ["14th"]),
        ("Die Gespräche", "de", ["die", "gesprache"]),
        ("Les appels", None, ["les", "appels"]),
    ],
)
def test_terms(text: str, language: str | None, expected: list[str]) -> None:
    assert terms(text, language) == expected


def _terms_by_the_book(text: str, language: str | None) -> list[str]:
    """Return what `terms` promises, without its shortcuts."""
    plain = re.sub("[’‘ʼ`´]", "'", unicodedata.normalize("NFC", text)).lower()
    comma = "," if language == "en" else ""
    groups = rf"(?<![\w.,])[0-9]{{1,3}}(?:[ \u00a0\u202f\u2009{comma}][0-9]{{3}})+(?!\w)"
    plain = re.sub(groups, lambda group: re.sub("[^0-9]", "", group[0]), plain)
    plain = re.sub(r"(?<![^\W_])aujourd'hui(?![^\W_])", "aujourdhui", plain)
    words = re.findall(r"[0-9]+(?:[.,][0-9]+)?[^\W_]*|[^\W_]+", plain)
    stop = STOP_WORDS.get(language or "", frozenset())
    known = language if language in STOP_WORDS else None
    kept = [word for each in words if (word := each.replace(",", ".")) not in stop]
    return [stem(word, known) for word in kept]


# What texts are made of, and what goes wrong where they meet.
PIECES = st.sampled_from(
    ["2", "16", "500", "000", "1234", ",", ".", " ", "\u00a0", "\u202f", "_", "-", "\n", "\x01",
     "’", "'", "ʼ", "l", "le", "the", "était", "e\u0301", "œuvres", "Appels", "calls", "aujourd",
     "hui", "Aujourd’hui", "°", "²", "→", "中", "İ", "٣", "½", "\x81"]
)  # fmt: skip
TEXTS = st.lists(PIECES | st.characters(), max_size=14).map("".join)


@given(text=TEXTS, language=st.sampled_from(["fr", "en", None]))
@settings(max_examples=500)
@example(text="1,5,7 _2 500_ 3.000.1", language="en")
@example(text="2\x01222", language="fr")
def test_terms_are_those_that_the_plain_way_finds(text: str, language: str | None) -> None:
    assert terms(text, language) == _terms_by_the_book(text, language)


def test_more_words_than_are_remembered_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lexical, "_MOST_KNOWN", 3)
    found = terms("un deux trois quatre cinq six un deux", "fr")
    assert found == ["deux", "troi", "quatr", "cinq", "six", "deux"]


def test_stop_words_of_one_language_are_words_of_the_other() -> None:
    assert terms("car", "fr") == []
    assert terms("car", "en") == ["car"]


def test_question_finds_terms_of_passages_in_both_languages() -> None:
    found = {term for term, _ in query_terms("Which calls about Kriegsgespräche?")}
    assert {"call", "calls", "kriegsgesprache"} <= found


@pytest.mark.parametrize(
    ("question", "said", "translation"),
    [
        ("Who paid for the bridge?", "bridg", "pont"),
        ("Qui a payé le pont ?", "pont", "bridg"),
        ("London bridge", "bridg", "pont"),
    ],
)
def test_translation_weighs_less_than_the_word(question: str, said: str, translation: str) -> None:
    weights = dict(query_terms(question))
    assert 0 < weights[translation] < weights[said] == 1.0


def test_translations_are_those_of_the_question_s_language() -> None:
    # "pain" is bread in French; "bread" would be wrong for a question in English.
    assert "bread" not in dict(query_terms("Does the pain last?"))
    assert "bread" in dict(query_terms("Où est le pain ?"))


def test_question_leaves_its_own_stop_words_out_of_every_reading() -> None:
    found = {term for term, _ in query_terms("Quand est-ce que le Monde a été fondé ?")}
    assert "mond" in found
    assert found.isdisjoint({"le", "que", "est", "ete"})


def test_question_of_stop_words_has_no_terms() -> None:
    assert query_terms("Which of them is it?") == []


def test_query_terms_are_distinct_and_weigh_one() -> None:
    assert query_terms("drone drone") == [("dron", 1.0), ("drone", 1.0)]


@pytest.mark.parametrize("term", ['"', '" OR *', "NEAR(", "a:b", "^x", "-", "AND"])
def test_no_term_can_become_syntax(term: str) -> None:
    db = sqlite3.connect(":memory:")
    db.execute("CREATE VIRTUAL TABLE t USING fts5 (text)")
    db.execute("INSERT INTO t VALUES ('drone')")
    query = match_expression([term, "drone"])
    assert db.execute("SELECT text FROM t WHERE t MATCH ?", (query,)).fetchall() == [("drone",)]
    db.close()


def test_the_rarest_terms_are_looked_for_as_far_as_passages_may_be_scored() -> None:
    passages = {"pont": 8_000, "detruit": 2_000, "guerr": 8_001, "ukrain": 15_000}
    query = [(term, 1.0) for term in passages]
    assert affordable(query, passages) == [("detruit", 1.0), ("pont", 1.0)]


def test_the_rarest_term_is_looked_for_whatever_it_costs() -> None:
    assert affordable([("war", 1.0), ("guerr", 0.7)], {"war": 10**6, "guerr": 10**7}) == [
        ("war", 1.0)
    ]


def test_terms_of_no_passage_are_not_looked_for() -> None:
    assert affordable([("xyz", 1.0)], {}) == []
