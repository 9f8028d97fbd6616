"""The guard: what no cited quote bears out is found, what is only reworded is let through."""

import datetime as dt
import re
from dataclasses import replace

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from rag.answer import Language
from rag.claims import Claim
from rag.figures import say_value
from rag.guard import unsupported
from rag.question import understand
from rag.quotes import quotations
from tests.heart import claims, make

LASTED = "How long did the hearing last?"
HEARING = (
    "The hearing of 4 May 2024 in Corbel, chaired by Ann Reeve, lasted nearly three hours and was "
    "watched by 320 people from 37 towns."
)
AUDIENCE = (
    "L’audience du 4 mai 2024, en Allemagne, a duré trois heures et a coûté 2,4 millions d’euros."
)


def claim(text: str = HEARING, question: str = LASTED) -> Claim:
    (only,) = claims(question, make(text, title="The Corbel case", published="2024-05-06"))
    return only


def wrong(text: str, language: Language = "en", source: str = HEARING) -> list[str]:
    return unsupported(text, [claim(source)], language)


@pytest.mark.parametrize(
    "text",
    [
        "Nearly three hours",
        "Nearly 180 minutes",
        "The hearing lasted nearly three hours on 4 May 2024",
        "In May 2024, 320 people watched",
        "In 2024, 320 people from 37 towns watched Ann Reeve in Corbel",
        "On Saturday, in Corbel",
        "On 6 May 2024, “The Corbel case” gave nearly three hours",
        "“lasted nearly three hours”",
        "“The hearing of 4 May 2024 … watched by 320 people”",
        "",
    ],
)
def test_what_the_quote_says_is_let_through(text: str) -> None:
    assert wrong(text) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("Nearly four hours", "Nearly four hours"),
        ("More than three hours", "More than three hours"),
        ("On 5 May 2024", "5 May 2024"),
        ("On 4 June 2024", "4 June 2024"),
        ("On 4 May 2023", "4 May 2023"),
        ("On 31 September 2024", "September"),
        ("In May 2023", "May 2023"),
        ("It was 321 people", "321 people"),
        ("37 people watched", "37 people"),
        ("The hearing was number 9.1.4", "9.1.4"),
        ("It was watched by 12%", "12%"),
        ("Chaired by Ann Moore", "Moore"),
        ("Chaired by Marc Reeve", "Marc"),
        ("The hearing in Dorval", "Dorval"),
        ("“lasted nearly three days”", "lasted nearly three days"),
        ("“watched by 37 people”", "watched by 37 people"),
    ],
)
def test_what_the_quote_does_not_say_is_found(text: str, found: str) -> None:
    assert found in wrong(text)


@pytest.mark.parametrize(
    "text",
    [
        "Three hours",
        "The hearing of 4 May 2024, in Germany, lasted three hours",
        "It cost 2.4 million euros",
        "It cost €2,400,000",
        "Three hours (“trois heures”)",
    ],
)
def test_what_is_translated_is_let_through(text: str) -> None:
    assert wrong(text, source=AUDIENCE) == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("The hearing, in Austria, lasted three hours", "Austria"),
        ("It cost 2.4 million dollars", "2.4 million dollars"),
        ("It cost 2.5 million euros", "2.5 million euros"),
        ("Three hours (“quatre heures”)", "quatre heures"),
    ],
)
def test_what_is_translated_wrongly_is_found(text: str, found: str) -> None:
    assert found in wrong(text, source=AUDIENCE)


def test_a_claim_that_is_not_cited_bears_nothing_out() -> None:
    other = claim("The hearing lasted nine hours.")
    assert unsupported("Nine hours", [claim()], "en") == ["Nine hours"]
    assert unsupported("Nine hours", [claim(), other], "en") == []


def test_without_claims_only_words_without_figures_and_names_stand() -> None:
    assert unsupported("None of the documents answers this question", [], "en") == []
    assert unsupported("Three hours", [], "en") == ["Three hours"]


@pytest.mark.parametrize("into", ["en", "fr"])
@pytest.mark.parametrize("source", [HEARING, AUDIENCE])
def test_a_value_as_the_answer_says_it_is_let_through(into: Language, source: str) -> None:
    one = claim(source)
    assert one.value is not None
    said = say_value(one.value, understand(LASTED), into)
    assert said is not None
    assert unsupported(said, [one], into) == []


@pytest.mark.parametrize(
    ("source", "said", "language"),
    [
        ("La grève a duré plusieurs semaines.", "several weeks", "en"),
        ("La grève a duré quelques jours.", "a few days", "en"),
        ("La grève a duré trois à cinq heures.", "three to five hours", "en"),
        ("La grève a commencé en août dernier.", "August", "en"),
        ("La grève a commencé vendredi.", "Friday", "en"),
        ("Un tiers des bus roulait.", "a third", "en"),
        ("The strike lasted several weeks.", "plusieurs semaines", "fr"),
        ("The strike began in August.", "août", "fr"),
    ],
)
def test_a_vague_value_may_be_said_in_the_other_language(
    source: str, said: str, language: Language
) -> None:
    one = replace(claim(), document=make(source), start=0, end=len(source), answer=source)
    assert unsupported(said, [replace(one, value=None)], language) == []


@pytest.mark.parametrize(
    ("source", "said"),
    [
        ("La grève a duré plusieurs semaines.", "several months"),
        ("La grève a commencé en août dernier.", "July"),
        ("La grève a commencé vendredi.", "Saturday"),
        ("Un tiers des bus roulait.", "a fifth"),
    ],
)
def test_another_vague_value_is_found(source: str, said: str) -> None:
    one = replace(claim(), document=make(source), start=0, end=len(source), answer=source)
    other = replace(one, value=None, subject=replace(one.subject, when=None, published=None))
    assert unsupported(said, [other], "en") == [said.split()[-1] if said[:2] == "a " else said]


@given(st.integers(min_value=0, max_value=10**7))
@example(320)
@example(2024)
def test_any_other_figure_is_found(figure: int) -> None:
    known = {"4", "2024", "320", "37", "180"}
    assert bool(wrong(f"It was watched by {figure} people")) == (str(figure) != "320")
    assert bool(wrong(f"Seat {figure}")) == (str(figure) not in known - {"180"})


@given(st.dates())
@example(dt.date(2024, 5, 4))
@example(dt.date(2024, 5, 6))
@example(dt.date(320, 5, 4))
def test_any_other_day_is_found(day: dt.date) -> None:
    words = f"{day:%d %B %Y}".lstrip("0")
    expected = words in ("4 May 2024", "6 May 2024")
    assert (wrong(f"It was held on {words}") == []) == expected


def test_a_day_and_a_figure_of_the_source_make_no_date() -> None:
    assert wrong("The hearing of 4 May") == []
    assert wrong("The hearing of 4 May 320") == ["4 May 320"]
    assert wrong("On 4 May 320 people watched") == []


@given(st.text(alphabet="«»“”ab ", max_size=40))
def test_quotations_lie_between_their_marks_and_do_not_overlap(text: str) -> None:
    at = 0
    for start, end in quotations(text):
        assert at < start <= end
        assert text[start - 1] in "«“"
        assert text[end] in "»”"
        at = end


def test_any_quotation_of_the_quote_stands() -> None:
    one = claim()
    words = one.quote.split()
    for i in range(len(words)):
        assert unsupported(f"“{' '.join(words[i : i + 5])}”", [one], "en") == []


def test_a_mark_that_is_never_closed_opens_no_quotation() -> None:
    assert quotations("a « b") == []
    assert re.findall(r"\d", HEARING)
    assert wrong("“ nearly four hours") == ["nearly four hours"]


def test_the_speaker_may_be_named_by_what_the_document_calls_them() -> None:
    text = "The hearing lasted three hours, said Reeve. Ann Reeve, a lawyer, chaired it."
    one = replace(claim(text), speaker="Ann Reeve")
    assert unsupported("Three hours, according to Ann Reeve, lawyer", [one], "en") == []
