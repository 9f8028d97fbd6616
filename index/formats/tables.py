"""Texts in rows: CSV with a header, and JSON Lines; each row is a document of its own."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from index.decode import coding_of, storable
from index.errors import UnreadableDocument
from index.formats import Extracted
from index.metadata import Metadata, parse_stamp

MAX_FIELD = 20 * 1024 * 1024

# What a column may be called, in the order in which they are looked for.
_NAMES = {
    "text": ("text", "body", "content", "texte", "contenu"),
    "title": ("title", "titre", "headline"),
    "publisher": ("publisher", "source", "éditeur", "editeur"),
    "published_at": ("published_at", "date", "published"),
    "tags": ("tags", "keywords", "mots-clés"),
    "language": ("language", "lang", "langue"),
    "id": ("id",),
}
_DELIMITERS = (",", ";", "\t", "|")
_NO_DELIMITER = "\x1f"
_ID_CHARACTERS = 200
_SHOWN = 20


@dataclass(frozen=True, slots=True)
class Row:
    """One row: what it is called after the file's name, and what it holds or why it cannot be.

    The name is the row's own id where it has one, so that it stays the same when rows are put
    before it, and else its number from 1, which counts neither the header nor blank lines.
    """

    name: str
    holds: Extracted | str


def rows_of_csv(data: bytes) -> Iterator[Row]:
    """Yield the rows of a CSV file; the delimiter is the one under which the header has a text.

    Raises UnreadableDocument when no column is named as texts are.
    """
    # The one setting of its kind in the process; its default is less than a long article.
    csv.field_size_limit(MAX_FIELD)
    file = _opened(data)
    head = file.readline(MAX_FIELD)
    columns, delimiter = _columns(head)
    lines = csv.reader(file, delimiter=delimiter, strict=True)
    return _distinct(_fields_of_csv(lines, columns))


def rows_of_jsonl(data: bytes) -> Iterator[Row]:
    """Yield the rows of a JSON Lines file. Raises UnreadableDocument where it is no text."""
    return _distinct(_fields_of_jsonl(_opened(data)))


def _opened(data: bytes) -> io.TextIOWrapper:
    """Return the file of the bytes, decoded as it is read and its newlines as they are."""
    return io.TextIOWrapper(io.BytesIO(data), coding_of(data), errors="replace", newline="")


def _columns(head: str) -> tuple[list[str], str]:
    """Return the names in the header, and the delimiter between them."""
    found: list[list[str]] = []
    for delimiter in _DELIMITERS:
        try:
            names = next(csv.reader([head], delimiter=delimiter), [])
        except csv.Error:
            continue
        names = [name.strip().lower() for name in names]
        if any(name in _NAMES["text"] for name in names):
            # With one column there is nothing to part, whatever signs a text holds.
            return names, delimiter if len(names) > 1 else _NO_DELIMITER
        found.append(names)
    named = ", ".join(max(found, key=len, default=[])[:_SHOWN])[:500]
    raise UnreadableDocument(
        f"none of its columns is a text; it has {named or 'none'}",
        hint=f"Name the column that holds the texts one of {', '.join(_NAMES['text'])}.",
    )


def _fields_of_csv(lines: Any, columns: list[str]) -> Iterator[dict[str, Any] | str]:
    """Yield the fields of each row by the names of their columns, or why it cannot be read."""
    while True:
        try:
            row = next(lines)
        except StopIteration:
            return
        except csv.Error as error:
            yield f"it is not CSV: {error}"
            continue
        if len(row) > len(columns):
            yield f"it has {len(row)} fields where the header names {len(columns)}"
        elif row:
            yield dict(zip(columns, row, strict=False))


def _fields_of_jsonl(file: io.TextIOWrapper) -> Iterator[dict[str, Any] | str]:
    """Yield the fields of each line that is not blank, or why it cannot be read."""
    while line := file.readline(MAX_FIELD):
        if not line.strip():
            continue
        try:
            fields = json.loads(line)
        except (ValueError, RecursionError) as error:
            yield f"it is not JSON: {error}"[:200]
            continue
        if not isinstance(fields, dict):
            yield f"it is a {type(fields).__name__}, not an object with fields"
            continue
        fields = {name.strip().lower(): value for name, value in fields.items()}
        if any(name in fields for name in _NAMES["text"]):
            yield fields
        else:
            yield f"none of its fields is a text; it has {', '.join(list(fields)[:_SHOWN])}"[:500]


def _distinct(rows: Iterator[dict[str, Any] | str]) -> Iterator[Row]:
    """Yield the rows under their names; one whose name was given before is not read."""
    given: set[str] = set()
    for number, fields in enumerate(rows, 1):
        name = str(number)
        if isinstance(fields, str):
            yield Row(name, fields)
            continue
        said = _word(fields, "id")
        name = said or name
        if len(name) > _ID_CHARACTERS:
            yield Row(str(number), f"its id has {len(name)} characters, at most {_ID_CHARACTERS}")
        elif name in given:
            yield Row(str(number), f"its id {name!r} was given to a row above")
        else:
            given.add(name)
            yield Row(name, _extracted(fields))


def _extracted(fields: Mapping[str, Any]) -> Extracted | str:
    text = _value(fields, "text")
    if not isinstance(text, str):
        return f"its text is a {type(text).__name__}, expected a string"
    return Extracted(
        storable(text),
        Metadata(
            title=_word(fields, "title"),
            publisher=_word(fields, "publisher"),
            published_at=parse_stamp(_word(fields, "published_at")),
            tags=_tags(_value(fields, "tags")),
            language=_word(fields, "language"),
        ),
    )


def _value(fields: Mapping[str, Any], known: str) -> Any:
    return next((fields[name] for name in _NAMES[known] if name in fields), None)


def _word(fields: Mapping[str, Any], known: str) -> str | None:
    """Return a field's words on one line; None for a missing or blank one, or one of no words."""
    value = _value(fields, known)
    if isinstance(value, int) and not isinstance(value, bool):
        value = str(value)
    return " ".join(storable(value).split()) or None if isinstance(value, str) else None


def _tags(value: Any) -> tuple[str, ...]:
    written = value.split(",") if isinstance(value, str) else value
    if not isinstance(written, list):
        return ()
    tags = (storable(tag).strip() for tag in written if isinstance(tag, str))
    return tuple(dict.fromkeys(tag for tag in tags if tag))
