"""How well a stretch of a document supports a question."""

import pytest

from rag.question import understand
from rag.support import Weigher, best_match
from tests.heart import reading


def weigher(question: str, text: str, title: str | None = None) -> Weigher:
    return Weigher(understand(question), reading(text, title=title))


def at(whole: Weigher, index: int, span: str) -> tuple[int, int]:
    start = whole.reading.sentences[index].text.index(span)
    return start, start + len(span)


def test_a_sentence_that_says_all_is_wholly_supported() -> None:
    whole = weigher("How long did the hearing last?", "The hearing lasted three hours.")
    assert whole.sentence(0).score == whole.sentence(0).local == pytest.approx(1.0)


def test_a_sentence_that_says_nothing_of_it_is_not() -> None:
    whole = weigher("How long did the hearing last?", "Roses need sun.", title="Gardening")
    assert whole.sentence(0).score == whole.sentence(0).local == 0.0


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Who designed the bridge?", "Rain fell. The bridge was designed by her. He left."),
        ("Qui a dessiné le pont ?", "Il pleut. Le pont a été dessiné par elle. Il part."),
        ("Who designed the bridge?", "Il pleut. Le pont a été dessiné par elle. Il part."),
        ("Qui a dessiné le pont ?", "Rain fell. The bridge was designed by her. He left."),
    ],
)
def test_the_sentence_that_speaks_of_it_is_supported_best(question: str, text: str) -> None:
    whole = weigher(question, text)
    scores = [whole.sentence(i).score for i in range(3)]
    assert max(scores) == scores[1] > scores[0]


def test_the_place_in_the_document_counts_in_the_score_but_is_not_local() -> None:
    whole = weigher("How long did the hearing last?", "The hearing ended. Three hours passed.")
    support = whole.sentence(1)
    assert support.score > support.local


def test_a_value_is_supported_by_the_words_that_stand_nearer_to_it_than_to_its_rivals() -> None:
    text = "The trial lasted eleven days, and the jury deliberated for six hours."
    whole = weigher("How long did the jury deliberate?", text)
    days, hours = at(whole, 0, "eleven days"), at(whole, 0, "six hours")
    assert whole.value(0, *hours, [days]).local > whole.value(0, *days, [hours]).local


def test_a_name_that_the_document_never_has_is_missing() -> None:
    whole = weigher("How long was the strike at Valmont?", "The strike in Dorf lasted nine days.")
    assert [term.word.text for term in whole.sentence(0).missing] == ["Valmont"]


def test_a_name_in_the_title_is_not_missing() -> None:
    whole = weigher("How long was the strike at Valmont?", "It lasted nine days.", title="Valmont")
    assert whole.sentence(0).missing == ()


@pytest.mark.parametrize(("name", "has"), [("Poutine", True), ("Merkel", False)])
def test_a_name_is_known_in_another_spelling(name: str, has: bool) -> None:
    whole = weigher(f"Qui a appelé {name} ?", "The president called Putin on Monday.")
    (term,) = whole.question.names
    assert whole.names(term) is has


def test_support_lies_between_nothing_and_all() -> None:
    text = "\n\n".join(
        ["The hearing lasted.", "Hearing, hearing, last!", "Roses.", "It lasted."] * 3
    )
    whole = weigher("How long did the hearing last?", text, title="The hearing")
    for index in range(len(whole.reading.sentences)):
        support = whole.sentence(index)
        assert 0.0 <= support.local <= 1.0
        assert 0.0 <= support.score <= 1.0


def test_a_question_without_terms_is_supported_by_nothing() -> None:
    assert weigher("Why?", "The hearing lasted.").sentence(0).score == 0.0


def test_nothing_is_like_a_term_in_no_words() -> None:
    (term, *_) = understand("How long did the hearing last?").terms
    assert best_match(term, ()) == 0.0
