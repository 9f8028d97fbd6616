"""Reading what a model says about numbered sentences, with no model in sight."""

import pytest

from rag.writers.grammar import answer_in, claims_grammar, read_claims


def test_a_grammar_needs_a_sentence() -> None:
    with pytest.raises(ValueError, match="at least one sentence"):
        claims_grammar([])


@pytest.mark.parametrize(
    ("text", "claims"),
    [
        ("", []),
        ("[]", []),
        ('[{"sentence": 1, "answer": "a"}]', [(1, "a")]),
        ('[{"sentence": 1, "answer": "a"}, {"sentence": 2, "answer": "b', [(1, "a")]),
        ('[{"sentence": 1, "answer": "}{\\"]"}]', [(1, '}{"]')]),
        ('[{"sentence": "1", "answer": "a"}, {"sentence": 2, "answer": null}, {}]', []),
        ('noise {"sentence": 3, "answer": "c"} noise', [(3, "c")]),
    ],
)
def test_claims_are_read_as_they_become_whole(text: str, claims: list[tuple[int, str]]) -> None:
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
