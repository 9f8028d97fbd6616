"""How two typed values relate."""

import datetime as dt
from dataclasses import replace

import pytest

from rag.values.compare import compare, excluded
from rag.values.dates import find_dates
from rag.values.quantities import find_quantities
from rag.values.value import Hedge, Value


def only(text: str, language: str = "fr") -> Value:
    """The one quantity of the text."""
    (value,) = find_quantities(text, "fr" if language == "fr" else "en")
    return value


def time(language: str, text: str) -> Value:
    (value,) = find_dates(text, "fr" if language == "fr" else "en", None)
    return value


def date(low: float, high: float, unit: str) -> Value:
    return Value("date", low, high, unit, "exact", 0, 1, "x")


def days(first: str, last: str) -> Value:
    low, high = (dt.date.fromisoformat(day).toordinal() for day in (first, last))
    return date(low, high, "day")


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("2 h 30", "150 minutes", "equal"),
        ("deux heures et demie", "2 h 30", "equal"),
        ("environ 300 drones", "autour de 300 drones", "equal"),
        ("320 drones", "plusieurs centaines de drones", "compatible"),
        ("environ 300 drones", "320 drones", "compatible"),
        ("près de 330 drones", "environ 300 drones", "compatible"),
        ("près de deux heures et demie", "environ une heure", "incompatible"),
        ("300 drones", "297 drones", "incompatible"),
        ("plus de 300 drones", "500 drones", "compatible"),
        ("plus de 300 drones", "5 000 drones", "incompatible"),
        ("au moins 300 drones", "5 000 drones", "compatible"),
        ("au moins 300 drones", "299 drones", "incompatible"),
        ("moins de 300 drones", "12 drones", "compatible"),
        ("entre 3 et 5 heures", "4 heures", "compatible"),
        ("entre 3 et 5 heures", "6 heures", "incompatible"),
        ("la moitié des voix", "50 %", "equal"),
        ("un tiers des voix", "50 %", "incompatible"),
        ("1 km", "1 000 m", "equal"),
        ("12 euros", "12,50 €", "incompatible"),
        ("plus de -5 °C", "-3 °C", "compatible"),
        ("au moins 1,4 million de comptes", "1 400 000 comptes", "compatible"),
        ("1,4 million de comptes", "1 400 000 comptes", "equal"),
        ("une dizaine de blessés", "11 blessés", "compatible"),
        ("une dizaine de blessés", "14 blessés", "incompatible"),
        ("jusqu'à 200 invités", "200 invités", "compatible"),
        ("jusqu'à 200 invités", "220 invités", "incompatible"),
        ("moins d'une heure", "50 minutes", "compatible"),
        ("de 300 à 400 morts", "plus de 350 morts", "compatible"),
        ("un tiers des voix", "33 %", "compatible"),
        ("les deux tiers des voix", "66 %", "compatible"),
        ("les deux tiers des voix", "60 %", "incompatible"),
        ("sept élus sur dix", "70 %", "equal"),
        ("2 h 03'14''", "7 394 secondes", "equal"),
        ("12 M€", "12 millions d'euros", "equal"),
        ("450 k€", "0,45 M€", "equal"),
        ("25 points de base", "0,25 point de pourcentage", "equal"),
        ("600 hectares", "6 km²", "equal"),
        ("100 km", "102 km", "incompatible"),
    ],
)
def test_relation_is_the_same_both_ways(a: str, b: str, relation: str) -> None:
    assert compare(only(a), only(b)) == compare(only(b), only(a)) == relation


def test_languages_meet() -> None:
    assert compare(only("près de deux heures et demie"), only("2.4 hours", "en")) == "compatible"


@pytest.mark.parametrize(
    ("french", "english", "relation"),
    [
        ("120 km/h", "75 mph", "compatible"),
        ("160 km", "100 miles", "compatible"),
        ("1,80 m", "5ft 11in", "compatible"),
        ("15 cm", "6 inches", "compatible"),
        ("600 hectares", "1,480 acres", "compatible"),
        ("120 km/h", "90 mph", "incompatible"),
        ("160 km", "160 miles", "incompatible"),
        ("40 °C", "104 °F", "equal"),
    ],
)
def test_other_measures_are_told_in_round_figures(french: str, english: str, relation: str) -> None:
    a, b = only(french), only(english, "en")
    assert compare(a, b) == compare(b, a) == relation


def test_nouns_are_left_to_the_caller() -> None:
    assert compare(only("12 personnes"), only("12 people", "en")) == "equal"


def test_an_age_is_set_against_years() -> None:
    assert compare(only("âgé de 42 ans"), only("42 ans")) == "equal"


def test_an_age_holds_until_the_next_birthday() -> None:
    age = only("âgé de 42 ans")
    assert compare(age, only("42 ans et six mois")) == "compatible"
    assert compare(only("43 ans"), age) == "incompatible"


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        ("fr: à 22 h 15", "en: at a quarter past ten in the evening", "equal"),
        ("fr: à 22 h 15", "en: at a quarter past ten", "compatible"),
        ("fr: à 10 h 15", "en: at a quarter past ten", "equal"),
        ("fr: à 22 h 15", "en: at 10.15 pm", "equal"),
        ("fr: à 22 h 15", "en: at 10:15", "compatible"),
        ("fr: à 22 h 15", "en: at 10.15 am", "incompatible"),
        ("fr: à 22 h 15", "en: at half past ten", "incompatible"),
        ("fr: à huit heures et demie", "fr: à 20 h 30", "compatible"),
        ("fr: à 8 h 30", "fr: à 20 h 30", "incompatible"),
        ("fr: à midi", "en: at noon", "equal"),
        ("fr: à minuit", "en: shortly before midnight", "compatible"),
        ("fr: vers 9 heures", "en: at 9:15 a.m.", "compatible"),
        ("fr: un peu avant midi", "en: at 12:00 GMT", "compatible"),
    ],
)
def test_times_of_day(a: str, b: str, relation: str) -> None:
    first, second = (time(*said.split(": ", 1)) for said in (a, b))
    assert compare(first, second) == compare(second, first) == relation


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("12 euros", "12 dollars"),
        ("12 euros", "12 drones"),
        ("3 points de pourcentage", "3 %"),
        ("3 km", "3 heures"),
        ("le troisième", "trois drones"),
        ("12 euros", "12 francs suisses"),
        ("12 francs", "12 francs suisses"),
        ("25 points de base", "25 %"),
        ("la moitié", "trois drones"),
    ],
)
def test_units_that_do_not_convert_are_refused_by_name(a: str, b: str) -> None:
    with pytest.raises(ValueError, match=f"{only(a).text}.*{only(b).text}"):
        compare(only(a), only(b))


@pytest.mark.parametrize(
    ("a", "b", "relation"),
    [
        (days("2025-10-16", "2025-10-16"), days("2025-10-16", "2025-10-16"), "equal"),
        (days("2025-08-01", "2025-08-31"), days("2025-08-15", "2025-08-15"), "compatible"),
        (days("2015-08-01", "2015-08-31"), days("2025-08-15", "2025-08-15"), "incompatible"),
        (days("2025-10-16", "2025-10-16"), date(1016, 1016, "month-day"), "equal"),
        (days("2025-10-16", "2025-10-16"), date(1017, 1017, "month-day"), "incompatible"),
        (days("2025-12-30", "2026-01-02"), date(101, 101, "month-day"), "compatible"),
        (days("2025-12-30", "2026-01-02"), date(201, 201, "month-day"), "incompatible"),
        (days("2025-01-01", "2025-12-31"), date(201, 228, "month-day"), "compatible"),
        (days("2024-05-01", "2026-05-01"), date(201, 228, "month-day"), "compatible"),
        (days("2025-10-16", "2025-10-16"), date(3, 3, "weekday"), "equal"),
        (days("2025-10-16", "2025-10-16"), date(4, 4, "weekday"), "incompatible"),
        (days("2025-10-18", "2025-10-20"), date(0, 0, "weekday"), "compatible"),
        (days("2025-10-01", "2025-10-31"), date(0, 0, "weekday"), "compatible"),
        (date(1016, 1016, "month-day"), date(3, 3, "weekday"), "compatible"),
        (date(1230, 102, "month-day"), date(101, 101, "month-day"), "compatible"),
        (date(1230, 102, "month-day"), date(201, 201, "month-day"), "incompatible"),
        (date(6, 0, "weekday"), date(0, 0, "weekday"), "compatible"),
        (days("2025-10-19", "2025-10-19"), date(6, 0, "weekday"), "compatible"),
    ],
)
def test_dates(a: Value, b: Value, relation: str) -> None:
    assert compare(a, b) == compare(b, a) == relation


@pytest.mark.parametrize(
    ("dated", "bare", "relation", "by_year"),
    [
        (days("2015-08-01", "2015-08-31"), date(815, 815, "month-day"), "incompatible", True),
        (days("2022-08-01", "2022-08-31"), date(815, 815, "month-day"), "compatible", False),
        (days("2015-09-01", "2015-09-30"), date(815, 815, "month-day"), "incompatible", False),
        (days("2015-01-01", "2023-12-31"), date(815, 815, "month-day"), "compatible", False),
        (days("2015-08-13", "2015-08-13"), date(3, 3, "weekday"), "incompatible", True),
        (days("2022-08-11", "2022-08-11"), date(3, 3, "weekday"), "equal", False),
        (days("2015-08-13", "2015-08-13"), date(-1, -1, "relative"), "incompatible", True),
        (days("2022-08-11", "2022-08-11"), date(-1, -1, "relative"), "compatible", False),
        (date(3, 3, "weekday"), date(-1, -1, "relative"), "compatible", False),
        (date(0, 0, "relative"), date(-1, -1, "relative"), "compatible", False),
        (date(-1, -1, "relative"), date(-1, -1, "relative"), "equal", False),
    ],
)
def test_a_day_before_the_earliest_is_another(
    dated: Value, bare: Value, relation: str, by_year: bool
) -> None:
    bare = replace(bare, since=dt.date(2021, 2, 1).toordinal())
    assert compare(dated, bare) == compare(bare, dated) == relation
    assert excluded(dated, bare) == excluded(bare, dated) == by_year


@pytest.mark.parametrize("hedge", ["exact", "range"])
def test_an_open_end_is_bounded_only_where_the_hedge_says_over(hedge: Hedge) -> None:
    open_end = Value("count", 3, float("inf"), "", hedge, 0, 1, "x")
    assert compare(open_end, only("5 000 drones")) == "compatible"
