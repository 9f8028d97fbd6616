"""Where what is known of a document comes from: given, front matter, metadata, or the text."""

import datetime as dt

import pytest

from index.article import document_of
from index.document import Document
from index.formats import Extracted
from index.metadata import Metadata

DAY, OTHER = dt.date(2025, 10, 16), dt.date(2024, 1, 2)
TEXT = (
    "Le vieux pont ferme\n\nLe Courrier, publié le 3 mars 2023\n\nLe vieux pont a été fermé lundi."
)
FRONT = "---\ntitle: In front\npublisher: The Front\ndate: 2024-01-02\ntags: a\nlanguage: en\n---\n"
META = Metadata(
    title="In fields", publisher="The Field", published_at=DAY, tags=("b",), language="en-GB"
)


def made(
    text: str = TEXT,
    metadata: Metadata = Metadata(),  # noqa: B008 - frozen
    given: Metadata = Metadata(),  # noqa: B008 - frozen
    made_at: dt.date | None = None,
) -> Document:
    found = Extracted(text, metadata, made_at=made_at)
    return document_of(found, id="d", source="s", given=given, is_saved=True)


def test_what_only_the_text_says_comes_from_the_text() -> None:
    document = made()
    assert (document.title, document.publisher) == ("Le vieux pont ferme", "Le Courrier")
    assert document.published_at == dt.date(2023, 3, 3)
    assert document.language == "fr"
    assert document.origin == dict.fromkeys(
        ("title", "publisher", "published_at", "language"), "text"
    )


@pytest.mark.parametrize(
    ("document", "title", "origin"),
    [
        (made(metadata=META), "In fields", "metadata"),
        (made(FRONT + TEXT, metadata=META), "In front", "front_matter"),
        (made(FRONT + TEXT, metadata=META, given=META), "In fields", "given"),
    ],
    ids=["metadata", "front matter", "given"],
)
def test_the_nearer_to_the_author_wins(document: Document, title: str, origin: str) -> None:
    assert document.title == title
    assert set(document.origin.values()) == {origin}


def test_what_is_not_known_has_no_origin() -> None:
    assert set(made("It rained.").origin) == {"title", "language"}


def test_a_language_that_is_not_read_is_told_from_the_text() -> None:
    document = made(metadata=Metadata(language="de"))
    assert (document.language, document.origin["language"]) == ("fr", "text")


def test_the_day_of_making_dates_what_nothing_else_does() -> None:
    assert made(made_at=OTHER).published_at == dt.date(2023, 3, 3)
    document = made("It rained.", made_at=OTHER)
    assert (document.published_at, document.origin["published_at"]) == (OTHER, "metadata")
