"""Texts in rows: what a row gives, how it is named, and rows that cannot be read."""

import datetime as dt
import json
from collections.abc import Iterator

import pytest

from index.errors import UnreadableDocument
from index.formats import Extracted
from index.formats.tables import Row, rows_of_csv, rows_of_jsonl
from index.metadata import Metadata


def named(rows: Iterator[Row]) -> dict[str, str]:
    """Return the text of each row, or why it is not read, by its name."""
    return {row.name: row.holds if isinstance(row.holds, str) else row.holds.text for row in rows}


def test_a_row_gives_its_text_and_what_is_known_of_it() -> None:
    head = "Titre;Source;Date;Tags;Lang;Contenu;Colour"
    row = "A bridge;The Echo;2025-10-16;roads, towns;fr;Le pont est fermé.;blue"
    (found,) = rows_of_csv(f"{head}\n{row}\n".encode())
    assert found.holds == Extracted(
        "Le pont est fermé.",
        Metadata(
            title="A bridge",
            publisher="The Echo",
            published_at=dt.date(2025, 10, 16),
            tags=("roads", "towns"),
            language="fr",
        ),
    )


@pytest.mark.parametrize("name", ["text", "Body", "CONTENT", "texte", "contenu"])
@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_that_of_the_header(name: str, delimiter: str) -> None:
    data = f"n{delimiter}{name}\n1{delimiter}One.\n2{delimiter}Two.\n".encode()
    assert named(rows_of_csv(data)) == {"1": "One.", "2": "Two."}


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_a_table_is_read_in_its_encoding(encoding: str) -> None:
    data = "text\n" + "L’été, la forêt brûlée a été replantée près du château.\n" * 3
    assert set(named(rows_of_csv(data.encode(encoding)))) == {"1", "2", "3"}
    assert "forêt brûlée" in named(rows_of_csv(data.encode(encoding)))["1"]


def test_a_field_may_hold_newlines_and_delimiters() -> None:
    data = b'text,title\n"One, two.\nThree.",A\n'
    assert named(rows_of_csv(data)) == {"1": "One, two.\nThree."}


def test_a_row_is_named_by_its_id_or_else_its_number() -> None:
    assert named(rows_of_csv(b"id,text\na7,One.\n,Two.\n")) == {"a7": "One.", "2": "Two."}
    rows = [{"id": 12, "text": "One."}, {"text": "Two."}]
    assert named(rows_of_jsonl("\n\n".join(map(json.dumps, rows)).encode())) == {
        "12": "One.",
        "2": "Two.",
    }


def test_an_id_given_twice_is_refused() -> None:
    names = [(row.name, row.holds) for row in rows_of_csv(b"id,text\na,One.\na,Two.\n")]
    assert names[1] == ("2", "its id 'a' was given to a row above")


def test_a_table_without_a_text_says_what_it_has() -> None:
    with pytest.raises(
        UnreadableDocument, match="none of its columns is a text; it has year, cars"
    ):
        rows_of_csv(b"Year;Cars\n2023;12\n")


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (b"One.,2,3", "it has 3 fields where the header names 2"),
        (b'"One." x,2', "it is not CSV: ',' expected after '\"'"),
        (b'"' + b"x" * (21 << 20) + b'",2', "it is not CSV: field larger than field limit"),
    ],
    ids=["fields", "quotes", "giant"],
)
def test_a_row_that_is_no_csv_is_told_and_the_next_is_read(row: bytes, reason: str) -> None:
    found = named(rows_of_csv(b"text,n\n" + row + b"\nTwo.,2\n"))
    assert found["1"].startswith(reason)
    assert found["2"] == "Two."


def test_a_quotation_that_never_ends_is_told() -> None:
    assert named(rows_of_csv(b'text\n"One.\nTwo.\n')) == {
        "1": "it is not CSV: unexpected end of data"
    }


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("One.", "it is not JSON"),
        ("[" * 100_000, "it is not JSON: maximum recursion"),
        ('["One."]', "it is a list, not an object"),
        ('{"words": "One."}', "none of its fields is a text; it has words"),
        ('{"text": 5}', "its text is a int, expected a string"),
    ],
    ids=["text", "deep", "list", "fields", "number"],
)
def test_a_line_that_is_no_row_is_told_and_the_next_is_read(line: str, reason: str) -> None:
    found = named(rows_of_jsonl(f'{line}\n{{"text": "Two."}}\n'.encode()))
    assert found["1"].startswith(reason)
    assert found["2"] == "Two."


def test_a_line_of_thirty_megabytes_is_no_row() -> None:
    line = b'{"text": "' + b"x" * 30_000_000 + b'"}\n{"text": "Two."}\n'
    found = list(named(rows_of_jsonl(line)).values())
    assert found[-1] == "Two."
    assert all(reason.startswith("it is not JSON") for reason in found[:-1])


def test_a_date_that_is_none_is_passed_over() -> None:
    (row,) = rows_of_csv(b"text,date\nOne.,16/10/2025\n")
    assert isinstance(row.holds, Extracted)
    assert row.holds.metadata.published_at is None


@pytest.mark.parametrize(
    "date", ["2025-10-16T14:30:00Z", "Thu, 16 Oct 2025 14:30:00 GMT", "16 octobre 2025"]
)
def test_a_date_is_read_as_programs_and_people_write_it(date: str) -> None:
    (row,) = rows_of_jsonl(json.dumps({"text": "One.", "date": date}).encode())
    assert isinstance(row.holds, Extracted)
    assert str(row.holds.metadata.published_at).startswith("2025-10-16")
