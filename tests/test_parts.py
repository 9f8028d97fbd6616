"""Two questions in one, and what only looks like them, against `parts.tsv`."""

import time
from pathlib import Path

import pytest

from rag.parts import Part, parts
from rag.tongues import tongue_of

_ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "parts.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


def told(question: str) -> str:
    """What a row of the table says of the question; nothing where it is left as it is."""
    found = parts(question)
    if [part.text for part in found] == [question] and not found[0].credited:
        return ""
    mark = " !" if found[0].credited else ""
    return " | ".join(part.text for part in found) + mark


@pytest.mark.parametrize(("question", "apart"), _ROWS)
def test_a_question_is_taken_apart_or_not(question: str, apart: str) -> None:
    assert told(question) == apart


def test_the_table_is_large_and_half_french() -> None:
    for rows in ([r for r in _ROWS if r[1]], [r for r in _ROWS if not r[1]]):
        french = sum(tongue_of(row[0]).language == "fr" for row in rows)
        assert len(rows) >= 40
        assert 0.4 <= french / len(rows) <= 0.6


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Who signed the treaty, and when was it published?", "when was it published"),
        ("Who signed the treaty, and when?", "when"),
        ("Where and when will they meet?", "when will they meet"),
        ("Quand ferme le moulin et qui est concerné ?", "qui est concerné"),
    ],
)
def test_a_part_keeps_the_words_in_which_it_was_put(question: str, said: str) -> None:
    assert parts(question)[1].said == said


def test_a_single_question_is_its_own_part() -> None:
    assert parts("How long was it? ") == (Part("How long was it? ", "How long was it"),)


def test_too_many_questions_stay_one() -> None:
    assert len(parts("When was it built? " * 6)) == 1


@pytest.mark.parametrize("text", ["and when ", "where and ", "? and ", "et quand a-t-il "])
def test_a_long_text_of_joints_is_read_in_no_time(text: str) -> None:
    started = time.perf_counter()
    parts((text * 2000)[:2000])
    assert time.perf_counter() - started < 2
