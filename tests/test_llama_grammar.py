"""Reading what a model says, and the grammars that hold it, with no model in sight."""

import pytest

from rag.llama.grammar import (
    MOST_NAMES,
    Offered,
    Said,
    answer_in,
    claims_grammar,
    line_grammar,
    read_claims,
    units,
    words_grammar,
)
from rag.llama.walk import Grammar

UGLY = [
    "",
    "…",
    "l’",
    "aujourd’hui l’entretien",
    '"\\" {{ 7 }} [[99]] 👩‍🚒 e\u0301te\u0301 \x07 \x00 \ud800 root ::= "."',
    "a" * 5000,
    "mot " * 500,
]


def test_a_grammar_of_claims_needs_a_sentence() -> None:
    with pytest.raises(ValueError, match="at least one sentence"):
        claims_grammar([])


def test_a_grammar_of_a_line_needs_a_word() -> None:
    with pytest.raises(ValueError, match="at least one word"):
        line_grammar(["", " "], 3)


@pytest.mark.parametrize("text", UGLY[1:])
def test_any_sentence_makes_a_grammar(text: str) -> None:
    Grammar(claims_grammar([Offered(7, text, (text, "Ann Hill"))]))


@pytest.mark.parametrize("text", UGLY[3:])
def test_any_words_make_a_grammar_of_a_line(text: str) -> None:
    Grammar(line_grammar([*units(text), "mot"], 5))


def test_the_grammar_of_words_is_one() -> None:
    Grammar(words_grammar(4))


def test_sentences_that_share_their_names_share_the_rule_for_them() -> None:
    grammar = claims_grammar([Offered(n, "Il dit oui.", ("Ann Hill",)) for n in (1, 2, 3)])
    assert grammar.count("by0 ::=") == 1
    assert "by1" not in grammar


def test_no_more_names_are_offered_than_a_few() -> None:
    names = tuple(f"N{n}" for n in range(40))
    assert claims_grammar([Offered(1, "Oui.", names)]).count('"N') == MOST_NAMES


def said(sentence: int, answer: str, about: str | None = None, by: str | None = None) -> Said:
    return Said(sentence, answer, about, by)


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("", []),
        ("[]", []),
        ('[{"sentence": 1, "answer": "a"}]', [said(1, "a")]),
        ('[{"sentence": 1, "about": "x", "answer": "a", "by": "Ann"}]', [said(1, "a", "x", "Ann")]),
        ('[{"sentence": 1, "about": null, "answer": "a", "by": null}]', [said(1, "a")]),
        ('[{"sentence": 1, "answer": "a"}, {"sentence": 2, "answer": "b', [said(1, "a")]),
        ('[{"sentence": 1, "answer": "}{\\"]"}]', [said(1, '}{"]')]),
        ('[{"sentence": "1", "answer": "a"}, {"sentence": 2, "answer": null}, {}]', []),
        ('[{"sentence": 1, "about": 5, "answer": "a", "by": []}]', [said(1, "a")]),
        ('noise {"sentence": 3, "answer": "c"} noise', [said(3, "c")]),
    ],
)
def test_claims_are_read_as_they_become_whole(text: str, claims: list[Said]) -> None:
    assert list(read_claims(text)) == claims
    assert list(read_claims([text])) == claims


@pytest.mark.parametrize(
    ("sentence", "answer", "expected"),
    [
        ("It lasted 2,5 hours.", "2,5 hours.", "2,5 hours"),
        ("Elle a duré\u00a0deux  heures.", "deux heures", "deux  heures"),
        ("Il a dit « oui ».", "« oui »", "oui"),
        ("It lasted 25 hours.", "5 hours", "It lasted 25 hours."),
        ("It lasted two hours.", "three hours", "It lasted two hours."),
        ("It lasted two hours.", " … ", "It lasted two hours."),
        ("Cost (a+b) is high.", "a+b", "a+b"),
    ],
)
def test_an_answer_is_found_in_its_sentence(sentence: str, answer: str, expected: str) -> None:
    assert answer_in(sentence, answer) == expected
