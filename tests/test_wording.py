"""Values, days and sources in words."""

import datetime as dt

import pytest

from rag.answer import Language
from rag.figures import say_value
from rag.question import understand
from rag.values import find_values
from rag.values.value import Value
from rag.wording import say_day, say_days, say_language, say_on, say_source, typed
from tests.heart import evenly_spaced
from tests.letters import make_document


def only(text: str, language: Language) -> Value:
    (value,) = find_values(text, language, None)
    return value


def said(text: str, language: Language, into: Language, question: str = "?") -> str | None:
    """The value of a text in words, the no-break spaces of French made plain."""
    words = say_value(only(text, language), understand(question), into)
    return evenly_spaced(words) if words else words


@pytest.mark.parametrize(
    ("french", "english"),
    [
        ("trois heures", "three hours"),
        ("une heure", "one hour"),
        ("un mois", "one month"),
        ("deux heures et demie", "two and a half hours"),
        ("un an et demi", "one and a half years"),
        ("près de deux heures et demie", "nearly two and a half hours"),
        ("environ trois heures", "about three hours"),
        ("plus de trois heures", "more than three hours"),
        ("au moins trois heures", "at least three hours"),
    ],
)
def test_a_duration_is_said_in_either_language(french: str, english: str) -> None:
    assert said(french, "fr", "en") == english
    assert said(english, "en", "fr") == french


@pytest.mark.parametrize(
    ("text", "english"),
    [
        ("36 heures", "36 hours"),
        ("1 h 20", "1 hour and 20 minutes"),
        ("45 minutes", "45 minutes"),
        ("quatorze jours", "14 days"),
        ("trois semaines", "three weeks"),
        ("un mois et demi", "one and a half months"),
        ("4 h 30 du matin", "4:30 am"),
        ("à 23 h", "11 pm"),
        ("3 150 hectares", "3,150 hectares"),
        ("80 km", "80 kilometres"),
        ("2,1 millions de passagers", "2.1 million"),
        ("4,2 %", "4.2%"),
        ("48 millions d’euros", "48 million euros"),
        ("2 500 euros", "2,500 euros"),
        ("le 9 juin 1998", "9 June 1998"),
        ("en juin 1998", "June 1998"),
    ],
)
def test_a_french_value_is_said_in_english(text: str, english: str) -> None:
    assert said(text, "fr", "en") == english


@pytest.mark.parametrize(
    ("text", "french"),
    [
        ("150 minutes", "deux heures et demie"),
        ("80 km", "80 kilomètres"),
        ("4.2%", "4,2 %"),
        ("on 1 May 2025", "1er mai 2025"),
        ("in May 2025", "mai 2025"),
        ("at 11 pm", "23 h"),
        ("4:30 am", "4 h 30"),
        ("30 miles", "30 miles"),
    ],
)
def test_an_english_value_is_said_in_french(text: str, french: str) -> None:
    assert said(text, "en", "fr") == french


def test_a_count_is_said_with_what_is_asked_for() -> None:
    assert said("320 drones", "fr", "en", "How many drones were launched?") == "320 drones"


def test_a_count_of_something_else_is_said_by_its_figure_alone() -> None:
    assert said("320 missiles", "fr", "en", "How many drones were launched?") == "320"


def test_millions_are_said_in_words() -> None:
    question = "Combien de passagers a-t-elle transportés ?"
    assert said("2.1 million passengers", "en", "fr", question) == "2,1 millions de passagers"


@pytest.mark.parametrize(
    ("into", "question", "words"),
    [
        ("en", "How many drones were launched?", "several hundred drones"),
        ("fr", "Combien de drones ont été lancés ?", "plusieurs centaines de drones"),
    ],
)
def test_a_vague_count_stays_vague(into: Language, question: str, words: str) -> None:
    assert said("several hundred drones", "en", into, question) == words


_VAGUE: list[tuple[str, str]] = [
    ("quelques jours", "a few days"),
    ("plusieurs semaines", "several weeks"),
    ("quelques années", "a few years"),
    ("plusieurs kilomètres", "several kilometres"),
    ("quelques euros", "a few euros"),
    ("trois à cinq heures", "three to five hours"),
    ("10 à 20 %", "10% to 20%"),
    ("plus de la moitié", "more than half"),
    ("plus de deux tiers", "more than two thirds"),
    ("jeudi", "Thursday"),
    ("15 août", "15 August"),
]


@pytest.mark.parametrize(("french", "english"), _VAGUE)
def test_what_is_vague_or_partly_told_is_said_in_either_language(french: str, english: str) -> None:
    assert said(french, "fr", "en") == english
    assert said(english, "en", "fr") == french


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("entre trois et cinq heures", "fr", "three to five hours"),
        ("2 à 3 millions d’euros", "fr", "2 to 3 million euros"),
        ("août dernier", "fr", "August"),
        ("vendredi soir", "fr", "Friday"),
        ("le 1er août", "fr", "1 August"),
        ("du 3 au 5 mai", "fr", "3 May – 5 May"),
        ("entre vendredi et lundi", "fr", "Friday – Monday"),
        ("sa sixième visite", "fr", "6th"),
        ("her 22nd visit", "en", "22e"),
        ("a couple of days", "en", "deux ou trois jours"),
        ("in June", "en", "juin"),
        ("on 1 June", "en", "1er juin"),
    ],
)
def test_what_is_told_in_part_is_said_as_far(text: str, language: Language, words: str) -> None:
    assert said(text, language, "en" if language == "fr" else "fr") == words


def test_a_vague_number_is_said_with_what_is_asked_for() -> None:
    assert said("plusieurs blessés", "fr", "en", "How many injured were there?") == (
        "several injured"
    )
    assert said("quelques maisons", "fr", "en", "How many boats were lost?") == "a few"


@pytest.mark.parametrize(
    "text",
    [
        "à la mi-mai",
        "l’été dernier",
        "250 m3",
        "plusieurs millions d’euros",
        "quelques centaines de dollars",
        "plusieurs dizaines de milliers de personnes",
        "quelques milliards de personnes",
    ],
)
def test_what_has_no_wording_of_its_own_is_left_to_its_own_words(text: str) -> None:
    assert said(text, "fr", "en") is None


@pytest.mark.parametrize(
    ("day", "language", "words"),
    [
        ("2025-05-01", "fr", "1er mai 2025"),
        ("2025-05-11", "fr", "11 mai 2025"),
        ("2025-08-02", "fr", "2 août 2025"),
        ("2025-05-01", "en", "1 May 2025"),
    ],
)
def test_a_day_in_words(day: str, language: Language, words: str) -> None:
    assert say_day(dt.date.fromisoformat(day), language) == words


@pytest.mark.parametrize(
    ("first", "last", "words"),
    [
        ("2025-05-04", "2025-05-04", "4 May 2025"),
        ("2024-02-01", "2024-02-29", "February 2024"),
        ("2023-02-01", "2023-02-28", "February 2023"),
        ("2025-01-01", "2025-12-31", "2025"),
        ("2025-12-01", "2025-12-31", "December 2025"),
        ("2025-05-04", "2025-05-06", "4 May 2025 – 6 May 2025"),
        ("2024-01-01", "2025-12-31", "1 January 2024 – 31 December 2025"),
    ],
)
def test_a_stretch_of_days_in_words(first: str, last: str, words: str) -> None:
    low, high = (dt.date.fromisoformat(day).toordinal() for day in (first, last))
    assert say_days(low, high, "en") == words


@pytest.mark.parametrize(
    ("text", "language", "words"),
    [
        ("3 juillet 2025", "fr", "le 3 juillet 2025"),
        ("3 July 2025", "en", "3 July 2025"),
        ("juillet 2025", "fr", "juillet 2025"),
        ("jeudi 3 juillet 2025", "fr", "jeudi 3 juillet 2025"),
        ("en 2025", "fr", "en 2025"),
    ],
)
def test_a_french_day_has_its_article(text: str, language: Language, words: str) -> None:
    assert say_on(text, only(text, language), language) == words


def test_a_language_is_named_in_either() -> None:
    assert (say_language("es", "fr"), say_language("es", "en")) == ("espagnol", "Spanish")


def test_inside_brackets_the_date_follows_a_comma() -> None:
    document = make_document("a", "x", "Rain falls", "The Echo", dt.date(2025, 5, 1))
    assert say_source(document, "en", aside=True) == "The Echo, 1 May 2025"


@pytest.mark.parametrize(
    ("publisher", "published", "language", "words"),
    [
        ("The Echo", dt.date(2025, 5, 1), "en", "The Echo (1 May 2025)"),
        ("L’Écho", dt.datetime(2025, 5, 1, 8, 30), "fr", "L’Écho (1er mai 2025)"),
        ("The Echo", None, "en", "The Echo"),
        (None, None, "en", "the text “Rain falls”"),
    ],
)
def test_a_source_is_named_by_its_publisher_else_by_its_title(
    publisher: str | None, published: dt.date | None, language: Language, words: str
) -> None:
    document = make_document("a", "x", "Rain falls", publisher, published)
    assert say_source(document, language) == words


def test_no_value_is_no_typed_value() -> None:
    assert typed(None) is None


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("three hours", ("duration", 10800, 10800, "s")),
        ("45 euros", ("money", 45, 45, "EUR")),
        ("4.5%", ("percentage", 4.5, 4.5, "%")),
        ("320 drones", ("count", 320, 320, "drones")),
        ("on 9 June 1998", ("date", "1998-06-09", "1998-06-09", "day")),
        ("in June 1998", ("date", "1998-06-01", "1998-06-30", "day")),
        ("at least 300 drones", ("count", 300, None, "drones")),
    ],
)
def test_a_value_as_the_contract_gives_it(text: str, expected: tuple[object, ...]) -> None:
    value = typed(only(text, "en"))
    assert value is not None
    assert (value.kind, value.low, value.high, value.unit) == expected
