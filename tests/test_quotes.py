"""Checking quotes: what is not in the stored text, letter for letter, is no quote."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index.document import Hit, Passage
from rag.quotes import locate, locate_answer
from rag.writers.writer import Proposal
from tests.letters import make_document

TEXT = (
    "The bill was 45 euros (VAT included).\n"
    "L’été, « rien » n’est\u00a0sûr.\n\n"
    "It rained 😀 a lot.\tThen it rained\n  a lot more. The end: f(x) = [a+b]*c?"
)


def propose(
    text: str, quote: str, start: int | None = None, passage: tuple[int, int] | None = None
) -> Proposal:
    """A proposal of the quote, from the passage at these offsets; all of the text unless told."""
    first, last = passage or (0, len(text))
    part = Passage(id="p", document_id="a", start=first, end=last, text=text[first:last])
    return Proposal(
        Hit(passage=part, document=make_document("a", text), score=1.0), quote, quote, start
    )


def found(quote: str, start: int | None = None) -> str | None:
    """What of the text the quote is found to be, or None."""
    span = locate(propose(TEXT, quote, start))
    return TEXT[span.start : span.end] if span else None


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param(TEXT, id="all of it"),
        pytest.param("The bill", id="the beginning"),
        pytest.param("]*c?", id="the end"),
        pytest.param("45 euros (VAT included).", id="brackets"),
        pytest.param("f(x) = [a+b]*c?", id="signs that a pattern would take for its own"),
        pytest.param("L’été, « rien » n’est", id="French signs"),
        pytest.param("😀", id="an astral character"),
        pytest.param(".", id="a single stop"),
    ],
)
def test_what_stands_there_is_found(quote: str) -> None:
    assert found(quote) == quote


@pytest.mark.parametrize(
    ("quote", "own"),
    [
        ("n’est sûr", "n’est\u00a0sûr"),
        ("rained a lot more", "rained\n  a lot more"),
        ("a  lot. Then\nit", "a lot.\tThen it"),
        ("sûr. It rained", "sûr.\n\nIt rained"),
        ("  The bill\n", "The bill"),
    ],
)
def test_white_space_is_free_and_the_quote_is_the_documents_own(quote: str, own: str) -> None:
    assert found(quote) == own


@pytest.mark.parametrize(
    "quote",
    [
        pytest.param("The bill was 95 euros", id="another figure"),
        pytest.param("the bill was 45 euros", id="another case"),
        pytest.param("L'été", id="another apostrophe"),
        pytest.param("“ rien ”", id="other quotation marks"),
        pytest.param("L’ete", id="no accents"),
        pytest.param("L’e\u0301te\u0301", id="accents composed otherwise"),
        pytest.param("The bill … included", id="a gap"),
        pytest.param("The bill was was 45", id="a word twice"),
        pytest.param("Thebill", id="white space left out"),
        pytest.param("The b ill", id="white space put in"),
        pytest.param("f.x.", id="a pattern"),
        pytest.param(".*", id="a pattern for anything"),
        pytest.param(TEXT + " more", id="more than there is"),
        pytest.param("", id="nothing"),
        pytest.param(" \n\t\u00a0", id="white space alone"),
    ],
)
def test_what_does_not_stand_there_is_not_found(quote: str) -> None:
    assert found(quote) is None


TWICE = "Nobody came. Nobody came. Nobody came."


def test_the_stated_place_is_taken() -> None:
    assert locate(propose(TWICE, "Nobody came.", start=13)) == (13, 25)


@pytest.mark.parametrize("start", [1, 12, 14, 38, 10_000])
def test_a_wrong_place_does_not_matter(start: int) -> None:
    assert locate(propose(TWICE, "Nobody came.", start=start)) == (0, 12)


def test_the_passage_is_searched_before_the_rest() -> None:
    assert locate(propose(TWICE, "Nobody came.", passage=(26, 38))) == (26, 38)


def test_a_quote_outside_of_its_passage_is_found_in_the_document() -> None:
    assert locate(propose("First this. Then that.", "Then that.", passage=(0, 11))) == (12, 22)


def test_offsets_count_code_points() -> None:
    assert locate(propose("😀𝄞é — oui", "oui")) == (6, 9)


@given(st.text(max_size=60), st.data())
@settings(max_examples=150)
def test_every_stretch_of_a_text_is_found_as_it_stands(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    quote = text[start : data.draw(st.integers(start, len(text)))]
    span = locate(propose(text, quote, start))
    assert span == ((start, start + len(quote)) if quote.strip() else None)


@given(st.text(max_size=30), st.text(max_size=10))
@settings(max_examples=150)
def test_what_is_found_has_the_words_of_the_quote(text: str, quote: str) -> None:
    span = locate(propose(text, quote))
    if span is not None:
        assert text[span.start : span.end].split() == quote.split()


@pytest.mark.parametrize(
    ("quote", "answer", "part"),
    [
        ("It lasted three hours.", "three hours", "three hours"),
        ("It lasted three\n hours.", "three hours", "three\n hours"),
        ("Three hours it was.", "three hours", "Three hours"),
        ("It cost (45) euros.", "(45)", "(45)"),
        ("It lasted three hours.", "five hours", "It lasted three hours."),
        ("It lasted three hours.", "", "It lasted three hours."),
        ("It lasted three hours.", " ", "It lasted three hours."),
        ("It lasted three hours.", ".", "It lasted three hours."),
        ("It lasted three hours.", ".*hours", "It lasted three hours."),
        ("It lasted three hours.", "It lasted three hours.", "It lasted three hours."),
    ],
)
def test_an_answer_is_a_part_of_its_quote_or_all_of_it(quote: str, answer: str, part: str) -> None:
    span = locate_answer(quote, answer)
    assert quote[span.start : span.end] == part
