"""Who says it, and in what role, over the table of wordings (`speakers.tsv`)."""

from dataclasses import replace
from pathlib import Path

import pytest

from index.document import Span
from rag.reading import Reading, Sentence
from rag.roles import role
from rag.speaker import speaker
from tests.heart import reading

ROWS = [
    line.split("\t")
    for line in (Path(__file__).parent / "speakers.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]
RIGHT = 0.98  # the share of rows that must be right; one is known not to be


def read_as(text: str, language: str, part: str) -> tuple[Reading, Sentence, Span]:
    """The text read as written in a language, the sentence that holds the part, and where."""
    whole = reading(text.replace("¶", "\n\n"))
    document = whole.document.model_copy(update={"language": language})
    sentences = tuple(replace(sentence, document=document) for sentence in whole.sentences)
    sentence = next(sentence for sentence in sentences if part in sentence.text)
    at = sentence.text.index(part)
    return (
        replace(whole, document=document, sentences=sentences),
        sentence,
        Span(at, at + len(part)),
    )


def told(row: list[str]) -> tuple[str, str]:
    text, language, part, _, _ = row
    whole, sentence, at = read_as(text, language, part)
    holder = speaker(whole, sentence, at)
    return holder or "-", (role(holder, sentence) if holder else None) or "-"


def test_the_table_holds_both_languages() -> None:
    languages = [row[1] for row in ROWS]
    assert len(ROWS) >= 140
    assert 0.4 < languages.count("fr") / len(languages) < 0.6


@pytest.mark.parametrize("language", ["fr", "en"])
def test_holders_and_roles_are_told_as_the_text_names_them(language: str) -> None:
    rows = [row for row in ROWS if row[1] == language]
    wrong = [(row, told(row)) for row in rows if told(row) != (row[3], row[4])]
    assert len(wrong) <= (1 - RIGHT) * len(rows), wrong
