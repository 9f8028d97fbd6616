"""Dates and times of day in sentences: the table of dates.tsv, and what holds for every text."""

import datetime as dt

import pytest
from babel.dates import get_day_names, get_month_names
from hypothesis import given
from hypothesis import strategies as st

from rag.values.calendar_words import MONTHS, WEEKDAYS, Language
from rag.values.dates import find_dates, parse_day
from tests.expressions import PUBLISHED, Row, date_rows, dates_found, share


@pytest.mark.parametrize("row", date_rows(), ids=lambda row: row[1])
def test_row_of_the_table(row: Row) -> None:
    assert dates_found(row) == row[2]


def test_no_row_stands_twice() -> None:
    assert len({(code, text) for code, text, _ in date_rows()}) == len(date_rows())


def test_both_tables_are_long_half_french_and_read_right() -> None:
    right, rows, french = share()
    assert rows >= 400
    assert 0.45 <= french / rows <= 0.55
    assert right / rows >= 0.98


@pytest.mark.parametrize("language", ["fr", "en"])
def test_names_are_those_of_babel(language: Language) -> None:
    months = get_month_names("wide", locale=language)
    days = get_day_names("wide", locale=language)
    assert MONTHS[language] == tuple(months[number].lower() for number in range(1, 13))
    assert WEEKDAYS[language] == tuple(days[number].lower() for number in range(7))


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("15 août 2025", dt.date(2025, 8, 15)),
        (" 1er janvier 1958\n", dt.date(1958, 1, 1)),
        ("15/08/2025", dt.date(2025, 8, 15)),
        ("2025-08-15", dt.date(2025, 8, 15)),
        ("August 15, 2025", dt.date(2025, 8, 15)),
        ("Thursday, 16 October 2025", dt.date(2025, 10, 16)),
        ("15 août", None),
        ("août 2025", None),
        ("31 février 2024", None),
        ("le 15 août 2025 à Lyon", None),
        ("jeudi", None),
        ("", None),
    ],
)
def test_lone_day(text: str, day: dt.date | None) -> None:
    assert parse_day(text) == day


def test_day_of_a_leap_year_is_placed_in_one() -> None:
    [value] = find_dates("Il est né le 29 février.", "fr", PUBLISHED)
    assert value.day == dt.date(2024, 2, 29)


def test_reference_at_the_end_of_the_calendar_counts_as_unknown() -> None:
    assert find_dates("They met yesterday.", "en", dt.date.max) == []


def test_line_break_inside_a_date_is_a_space() -> None:
    [value] = find_dates("le 15\naoût\u00a02025", "fr", None)
    assert value.day == dt.date(2025, 8, 15)


def test_blank_line_ends_a_date() -> None:
    values = find_dates("Page 15\n\nAoût 2025", "fr", None)
    assert [value.text for value in values] == ["Août 2025"]


_WORDS = (
    "le 3 31 29 1er février mai May August , 2025 2024 15/08/2025 2025-02-30 à au et de du entre "
    "from to between jeudi Thursday nuit - week-end vers d'ici by the end of month fin début mi- "
    "mid- early 8 h heures 18:30 p.m. midi 9999 1000 avant dernier prochain last next il y a dans "
    "dix ans 999 two weeks ago in few quelques XXe siècle 1990s trimestre 2e Q3 été hiver winter "
    "semaine dernière this year . ; minuit half past six ² ٣ İ ß\u0301"
).split()
_TEXTS = st.text(max_size=60) | st.lists(st.sampled_from([*_WORDS, "\n"])).map(" ".join)


@given(_TEXTS, st.sampled_from(["fr", "en"]), st.none() | st.dates())
def test_any_text_gives_ordered_spans_of_itself(
    text: str, language: Language, reference: dt.date | None
) -> None:
    end = 0
    for value in find_dates(text, language, reference):
        assert end <= value.start < value.end
        assert text[value.start : value.end] == value.text
        assert value.unit == "month-day" or value.unit == "weekday" or value.low <= value.high
        end = value.end


@given(st.dates(dt.date(1000, 1, 1), dt.date(2099, 12, 31)))
def test_every_day_is_read_back(day: dt.date) -> None:
    written_out = [
        day.isoformat(),
        f"{day.day} {MONTHS['fr'][day.month - 1]} {day.year}",
        f"{MONTHS['en'][day.month - 1].capitalize()} {day.day}, {day.year}",
    ]
    assert [parse_day(text) for text in written_out] == [day] * 3
