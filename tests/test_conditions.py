"""What a question says of the time that it asks of: dates, tense, a place in a series."""

import datetime as dt

import pytest

from rag.answer import Language
from rag.conditions import named_dates, running_time
from rag.question import understand


@pytest.mark.parametrize(
    ("text", "first", "last"),
    [
        ("la grève de 2016", "2016-01-01", "2016-12-31"),
        ("the 2016 strike", "2016-01-01", "2016-12-31"),
        ("the strike of 4 May 2016", "2016-05-04", "2016-05-04"),
        ("la grève du 4 mai 2016", "2016-05-04", "2016-05-04"),
        ("the strike of May 2016", "2016-05-01", "2016-05-31"),
    ],
)
def test_a_date_is_a_condition(text: str, first: str, last: str) -> None:
    (when,) = understand(text).when
    assert when.low == dt.date.fromisoformat(first).toordinal()
    assert when.high == dt.date.fromisoformat(last).toordinal()


@pytest.mark.parametrize(
    ("text", "low", "high"),
    [
        ("Combien de fois depuis 2016 ?", dt.date(2016, 1, 1).toordinal(), dt.date.max.toordinal()),
        ("How many times since 2016?", dt.date(2016, 1, 1).toordinal(), dt.date.max.toordinal()),
        ("Combien de fois depuis le mois de mars ?", 101, 1231),
        ("How many times since early March?", 101, 1231),
    ],
)
def test_since_a_date_is_from_it_on(text: str, low: float, high: float) -> None:
    (when,) = understand(text).when
    assert (when.low, when.high) == (low, high)


@pytest.mark.parametrize("text", ["How many of the 2,016 strikers?", "What cost 20.25 euros?"])
def test_a_figure_is_no_year(text: str) -> None:
    assert understand(text).when == ()


@pytest.mark.parametrize(
    ("text", "future"),
    [
        ("Quand le pont ouvrira-t-il ?", True),
        ("When will the bridge open?", True),
        ("Quand le pont a-t-il ouvert ?", False),
        ("When did the bridge open?", False),
        ("Quand le pont ouvre-t-il ?", True),
        ("Quand est-ce que le pont ouvre ?", True),
        ("Quand ouvrit le pont ?", None),
        ("Quand ferma-t-on le pont ?", None),
        ("quand a ferme le pont", None),
        ("Pourquoi ?", None),
    ],
)
def test_the_tense_tells_past_from_future(text: str, future: bool | None) -> None:
    assert understand(text).future is future


@pytest.mark.parametrize(
    ("text", "ordinal"),
    [
        ("What was decided at the third hearing?", 3),
        ("Que s’est-il passé à la troisième audience ?", 3),
        ("Who came third in the second round?", 2),
        ("Where were the first two paintings found?", None),
        ("Le premier ministre a-t-il démissionné ?", None),
        ("When was the bridge first opened?", None),
    ],
)
def test_only_a_place_in_a_series_is_an_ordinal(text: str, ordinal: float | None) -> None:
    assert understand(text).ordinal == ordinal


@pytest.mark.parametrize(
    "text", ["When was the launch due?", "Quand le lancement devait-il avoir lieu ?"]
)
def test_what_was_to_come_then_may_be_past_or_future(text: str) -> None:
    assert understand(text).future is None


def test_a_month_in_small_letters_is_a_date() -> None:
    (when,) = understand("injured in the crash of november 2024").when
    assert when.text == "November 2024"


@pytest.mark.parametrize(
    ("text", "language", "days"),
    [
        ("What opened between March and September?", "en", [(301, 930)]),
        ("Qu’a-t-on ouvert de mars à octobre ?", "fr", [(301, 1031)]),
        ("What opened this winter?", "en", []),
        ("Qu’a-t-on ouvert cet été ?", "fr", []),
    ],
)
def test_months_are_named_and_a_season_of_no_year_is_not(
    text: str, language: Language, days: list[tuple[int, int]]
) -> None:
    assert [(v.low, v.high) for v in named_dates(text, language)] == days


@pytest.mark.parametrize(
    ("text", "language", "running"),
    [
        ("How many fires were there this winter?", "en", "this winter"),
        ("How many goals has she scored this season?", "en", "this season"),
        ("What is this year’s budget?", "en", "this year’s"),
        ("Combien de feux cet été ?", "fr", "cet été"),
        ("Combien de cas ce mois-ci ?", "fr", "ce mois-ci"),
        ("Combien de cas cette année ?", "fr", "cette année"),
        ("Combien de cas cette année-là ?", "fr", None),
        ("Combien de cas au cours de l’hiver ?", "fr", None),
        ("How many fires in the winter of 2022?", "en", None),
        ("How many fires this summer 2022?", "en", None),
    ],
)
def test_the_time_that_runs_is_named(text: str, language: Language, running: str | None) -> None:
    at = running_time(text, language)
    assert (text[slice(*at)] if at else None) == running


@pytest.mark.parametrize(
    ("text", "language", "opens"),
    [
        ("since 2020 and before 2023", "en", [True, False]),
        ("since the fire in May 2024", "en", [True]),
        ("between 2020 and 2022", "en", [False]),
        ("depuis l’été 2023", "fr", [True]),
        ("depuis la grève du 5 mai 2023", "fr", [True]),
        ("depuis 2020 ou en 2023", "fr", [True, False]),
    ],
)
def test_only_the_date_behind_since_is_open(
    text: str, language: Language, opens: list[bool]
) -> None:
    latest = dt.date.max.toordinal()
    assert [v.high == latest for v in named_dates(text, language)] == opens
