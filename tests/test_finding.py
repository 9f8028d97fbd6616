"""Where answers are looked for: with meaning at hand, in documents that lack the names too."""

import pytest

from rag.candidates import Candidate
from rag.finding import find
from rag.question import understand
from rag.reading import read
from tests.heart import hits_of, make

VALMONT = make("Ann Hill ran the strike at Valmont. It lasted 21 days.", "valmont")
LORME = make("Bob Dale ran the strike at Lorme. It lasted 40 days.", "lorme")
ASKED = "How long did the strike at Valmont last?"


def found(question: str, *, meant: bool) -> list[list[Candidate]]:
    readings = read([*hits_of(VALMONT), *hits_of(LORME)])
    return find(understand(question), readings, meant=meant)[1]


def test_by_words_alone_a_document_without_the_name_does_not_answer() -> None:
    here, there = found(ASKED, meant=False)
    assert [c.sentence.text[c.start : c.end] for c in here] == ["21 days"]
    assert there == []


def test_with_meaning_it_may_and_is_marked() -> None:
    here, there = found(ASKED, meant=True)
    assert [c.traits.get("of others", 0.0) for c in (*here, *there)] == [0.0, 1.0]
    assert there[0].score < here[0].score


@pytest.mark.parametrize("meant", [True, False])
def test_where_no_name_is_asked_of_every_document_may_answer(meant: bool) -> None:
    here, there = found("How long did the strike last?", meant=meant)
    assert [c.traits.get("of others", 0.0) for c in (*here, *there)] == [0.0, 0.0]


def test_a_count_of_something_else_is_kept_and_marked() -> None:
    text = "The mine at Valmont burned. Eleven men died. The fire took 3 days."
    question = understand("How many miners died at Valmont?")
    _, (candidates,) = find(question, read(hits_of(make(text))), meant=True)
    assert [(c.sentence.text[c.start : c.end], c.traits["never counted"]) for c in candidates] == [
        ("Eleven men", 1.0)
    ]


def test_of_two_speakers_asked_about_each_is_heard_and_nobody_else() -> None:
    said = (
        '"It is a gift," said Ann Hill of the vote.',
        '"It is a scandal," said Bob Dale of the vote.',
        '"It is a bore," said Cleo Marsh of the vote.',
    )
    question = understand("What did Ann Hill and Bob Dale say about the vote?")
    _, (candidates,) = find(question, read(hits_of(make(" ".join(said)))), meant=True)
    assert [c.sentence.text for c in candidates] == [*said[:2]]
