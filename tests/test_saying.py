"""How one claim is said: cut where it is long, quoted whatever it is."""

from dataclasses import replace

import pytest

from rag.question import understand
from rag.saying import Saying
from tests.heart import Recited, ask, claims, make, open_recoupe

LONG = "the dam will hold, since its dyke is new, " * 9


@pytest.mark.parametrize(
    ("text", "opening", "end"),
    [
        (f"“{LONG}” the mayor said.", "““the dam will hold", "…””"),
        (f"She said: “{LONG}”", "“She said: “the dam will hold", "…””"),
        (f"« {LONG} », dit-elle.", "“« the dam will hold", "… »”"),
        (f"{LONG}“at last”", "“the dam will hold", "…”"),
    ],
)
def test_a_long_quotation_is_cut_and_closed(text: str, opening: str, end: str) -> None:
    asked = understand("Did the dam hold?")
    claim = replace(claims(asked.text, make("The dam held."))[0], answer=text)
    said = Saying(asked, "en").answer(claim, brief=True)
    assert said.startswith(opening)
    assert said.endswith(end)
    assert 150 < len(said) < 300


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("“The dam will hold.", "“The dam will hold”"),
        ("It will hold for years.”", "“It will hold for years”"),
        ("“The dam will hold”", "“The dam will hold”"),
        ("The dam “will hold", "“The dam “will hold”"),
    ],
)
def test_a_mark_that_another_sentence_closes_or_opens_is_left_out(text: str, said: str) -> None:
    asked = understand("Will the dam hold?")
    claim = replace(claims(asked.text, make("The dam will hold."))[0], answer=text)
    assert Saying(asked, "en").answer(claim) == said


@pytest.mark.parametrize("quote", ["The mayor said: no.", ".", ":"])
@pytest.mark.parametrize("answer", [".", ":"])
def test_an_answer_without_a_word_is_no_error(quote: str, answer: str) -> None:
    proposed = Recited([("a", quote, answer)])
    assert ask("Who spoke?", "The mayor said: no.", recoupe=open_recoupe(proposed)).answer


@pytest.mark.parametrize("mark", ["“", "”", '"', "«"])
def test_an_answer_that_is_one_mark_is_no_error(mark: str) -> None:
    asked = understand("Will the dam hold?")
    claim = replace(claims(asked.text, make("The dam will hold."))[0], answer=mark)
    assert mark in Saying(asked, "en").answer(claim)
