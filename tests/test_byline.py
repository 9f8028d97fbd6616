"""Who published a text, and when, as a line at its head says."""

import datetime as dt

import pytest

from index.byline import publisher_of
from index.metadata import date_line


@pytest.mark.parametrize(
    ("line", "publisher"),
    [
        ("Le Courrier avec AFP, publié le 16 octobre 2025", "Le Courrier"),
        ("Le Courrier – Publié le 16 octobre 2025 à 10h12", "Le Courrier"),
        ("The Echo | Published on 16 October 2025", "The Echo"),
        ("Par Anne Petit – Le Courrier, publié le 16 octobre 2025", "Le Courrier"),
        ("Par Anne Petit – Reuters", "Reuters"),
        ("By Anne Hill | The Echo", "The Echo"),
        ("Source : Le Courrier", "Le Courrier"),
        ("PARIS (AFP) – Le pont a été fermé lundi, dit la mairie.", "AFP"),
        ("LUTRINE, Oct 16 (Reuters) - The bridge closed.", "Reuters"),
    ],
)
def test_a_line_that_names_the_publisher(line: str, publisher: str) -> None:
    assert publisher_of(line) == publisher


@pytest.mark.parametrize(
    "line",
    [
        "Par Anne Petit",
        "Par Anne Petit, à Lutrine",
        "By Anne Hill, Lutrine",
        "Par Anne Petit – envoyée spéciale",
        "By Anne Hill | Staff writer",
        "By Anne Hill – 16 October 2025",
        "Anne Petit (PS) – La maire a fermé le pont.",
        "Le pont – un désastre",
        "Publié le 16 octobre 2025",
        "La source : un mystère",
        "Par ailleurs – et c’est nouveau – le pont est fermé.",
        "Le rapport que la ville attendait depuis neuf ans, publié le 16 octobre 2025, est court.",
    ],
)
def test_a_line_that_names_none(line: str) -> None:
    assert publisher_of(line) is None


@pytest.mark.parametrize(
    "line",
    [
        "Le Courrier avec AFP, publié le 16 octobre 2025 à 10h12",
        "By Anne Hill, 16 October 2025",
        "Par Anne Petit – le 16 octobre 2025",
        "The Echo (updated 16 October 2025)",
    ],
)
def test_a_line_of_publisher_or_author_may_hold_the_date(line: str) -> None:
    assert date_line(line, 0, len(line)) == (dt.date(2025, 10, 16), len(line))


@pytest.mark.parametrize(
    "line",
    [
        "Press release, 16 October 2025",
        "Communiqué de presse – 16 octobre 2025",
        "Communiqué du jeudi 16 octobre 2025",
        "Conseil municipal de Lutrine – procès-verbal de la séance du 16 octobre 2025",
        "Minutes of the meeting of 16 October 2025",
        "Lutrine, le 16 octobre 2025",
        "Saint-Aubin, 16 octobre 2025.",
        "Communiqué, jeudi 16 octobre 2025, 14 h",
        "*The Quiet Echo, 16 October 2025*",
        "*The Quiet Echo, 16 October 2025. By Anne Hill, who keeps bees.*",
    ],
)
def test_a_line_of_what_a_text_is_or_whence_it_comes_may_end_in_its_date(line: str) -> None:
    assert date_line(line, 0, len(line)) == (dt.date(2025, 10, 16), len(line))


def test_a_dispatch_is_dated_where_it_begins_and_keeps_its_first_line() -> None:
    line = "LUTRINE, 16 October 2025 (Reuters) - The bridge closed on Thursday."
    assert date_line(line, 0, len(line)) == (dt.date(2025, 10, 16), 0)


@pytest.mark.parametrize(
    "line",
    [
        "Le pont, publié le 16 octobre 2025, est un livre sur les ponts de la ville de Lutrine.",
        "Par un froid de loup, le 16 octobre 2025, le pont a été fermé.",
        "La ville, le 16 octobre 2025",
        "Le communiqué du 16 octobre 2025 ne disait rien du pont.",
        "LUTRINE, 16 octobre 2025, le pont ferme à la circulation, dit la mairie",
        "Lutrine closed its bridge on 16 October 2025",
    ],
)
def test_a_date_within_a_sentence_is_none(line: str) -> None:
    assert date_line(line, 0, len(line)) is None
