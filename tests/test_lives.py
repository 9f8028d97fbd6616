"""Births and deaths: what spans of life, labels and verbs tell, and whose they are."""

import datetime as dt

import pytest

from index.document import Span
from rag.lives import end_asked, life_dates, life_value, lived
from rag.question import understand
from rag.writers.quotes import QuotesWriter
from tests.heart import reading


@pytest.mark.parametrize(
    ("question", "end"),
    [
        ("When was Ann Lee born?", "birth"),
        ("What is Ann Lee's date of birth?", "birth"),
        ("Quand est née Anne Lenoir ?", "birth"),
        ("En quelle année naît Anne Lenoir ?", "birth"),
        ("When did Ann Lee die?", "death"),
        ("Quand Anne Lenoir est-elle morte ?", "death"),
        ("Where was Ann Lee born?", None),
        ("When was the mill built?", None),
    ],
)
def test_which_end_of_a_life_a_question_asks(question: str, end: str | None) -> None:
    assert end_asked(understand(question)) == end


@pytest.mark.parametrize(
    ("text", "birth", "death"),
    [
        ("Ann Lee (22 April 1881 – 10 March 1960) was a poet.", "22 April 1881", "10 March 1960"),
        ("Ann Lee (1881–1960) was a poet.", "1881", "1960"),
        ("Ann Lee ( 1684 – 2 December 1716 ) was a poet.", "1684", "2 December 1716"),
        (
            "Ann Lee (6 July 1855, Dampierre – 24 December 1908, Blois) wrote.",
            "6 July 1855",
            "24 December 1908",
        ),
        ("Ann Lee (born 1958) is a poet.", "1958", None),
        ("Ann Lee (1958–) is a poet.", "1958", None),
        ("Born 15 May 1885 Lyon Died 3 June 1950 (aged 65)", "15 May 1885", "3 June 1950"),
        ("Born (1922-07-15) 15 July 1922 Paris", "15 July 1922", None),
        ("Ann Lee, née le 3 mai 1881 à Gand, morte le 4 mai 1960.", "3 mai 1881", "4 mai 1960"),
        ("Anne Lenoir (Lyon, 3 mai 1881 - Paris, 4 mai 1960) écrit.", "3 mai 1881", "4 mai 1960"),
        ("Naissance : 3 mai 1881 Décès : 1960", "3 mai 1881", "1960"),
        ("He died of a fever at Ghent on 4 May 1960.", None, "4 May 1960"),
        ("Ann Lee (reigned 1881–1960) was a queen.", None, None),
        ("The war (1914–1918) went on.", None, None),
        ("Born in Lyon, she left in 1920.", None, None),
    ],
)
def test_both_ends_of_a_life(text: str, birth: str | None, death: str | None) -> None:
    found = {d.end: d.value.text for d in life_dates(reading(text).sentences[0])}
    assert found.get("birth") == birth
    assert found.get("death") == death


def test_a_span_of_life_is_narrowed_to_the_end_asked_for() -> None:
    sentence = reading("Ann Lee (22 April 1881 – 10 March 1960) wrote from 1900 on.").sentences[0]
    values = [v for v in sentence.values if v.kind == "date"]
    died = lived(understand("When did Ann Lee die?"), sentence, values)
    assert died[0].text == "10 March 1960"
    assert died[0].day == dt.date(1960, 3, 10)
    assert "22 April 1881" not in [v.text for v in died]


def test_a_life_in_brackets_dates_nothing_else() -> None:
    sentence = reading("Ann Lee (22 April 1881 – 10 March 1960) wrote it in 1901.").sentences[0]
    for question, dates in [
        ("When did Ann Lee write it?", ["1901"]),
        ("When did Ann Lee live?", ["22 April 1881 – 10 March 1960", "1901"]),
    ]:
        kept = lived(understand(question), sentence, sentence.values)
        assert [v.text for v in kept] == dates


def test_years_in_brackets_may_be_a_term_of_office() -> None:
    for years, kept in [("1981–2001", True), ("1881–1960", False)]:
        sentence = reading(f"It was built under Mayor Lee ({years}).").sentences[0]
        found = lived(understand("When was the mill built?"), sentence, sentence.values)
        assert bool(found) is kept


def test_the_life_of_somebody_else_who_is_named_does_not_answer() -> None:
    text = "Ann Lee was brought up by Prince Andrei (24 January 1897 – 8 May 1981) at home."
    sentence = reading(text).sentences[0]
    assert lived(understand("When was Ann Lee born?"), sentence, sentence.values) == []
    told = lived(understand("When was Prince Andrei born?"), sentence, sentence.values)
    assert [v.text for v in told] == ["24 January 1897"]


def test_a_year_behind_born_is_a_value_at_its_span() -> None:
    text = "Ann Lee (born 1958) is a poet."
    start = text.index("1958")
    value = life_value(
        understand("When was Ann Lee born?"), reading(text).sentences[0], Span(start, start + 4)
    )
    assert value is not None
    assert value.day == dt.date(1958, 1, 1)


def test_the_writer_answers_with_the_end_that_is_asked_for() -> None:
    question = understand("Quand est morte Anne Lenoir ?")
    hits = reading("Anne Lenoir (3 mai 1881 – 4 mai 1960) est une poétesse.").hits
    assert [p.answer for p in QuotesWriter().proposals(question, hits)] == ["4 mai 1960"]
