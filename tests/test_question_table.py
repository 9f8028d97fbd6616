"""Questions as people type them, French and English, against `questions.tsv`."""

from pathlib import Path

import pytest

from rag.answer import Language
from rag.question import understand

_ROWS = [
    tuple(line.split("\t"))
    for line in (Path(__file__).parent / "questions.tsv").read_text(encoding="utf-8").splitlines()
    if line and not line.startswith("#")
]


def understood(question: str) -> tuple[str, ...]:
    """What a row of the table says of the question."""
    asked = understand(question)
    focus = " ".join(term.word.text for term in asked.focus)
    return (question, asked.language, asked.asks, (*asked.kinds, "")[0], focus)


def test_the_table_is_large_and_half_french() -> None:
    french = sum(row[1] == "fr" for row in _ROWS)
    assert len(_ROWS) >= 300
    assert 0.4 <= french / len(_ROWS) <= 0.6
    assert len({row[0] for row in _ROWS}) == len(_ROWS)


@pytest.mark.parametrize("language", ["fr", "en"])
def test_nearly_all_questions_are_understood(language: Language) -> None:
    rows = [row for row in _ROWS if row[1] == language]
    wrong = [(row, got) for row in rows if (got := understood(row[0])) != row]
    assert len(wrong) <= 0.02 * len(rows), wrong
