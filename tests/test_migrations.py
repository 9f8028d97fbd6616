"""A catalog of an earlier version is brought up to date when it is opened, with all it holds."""

import sqlite3
import struct
from pathlib import Path

import pytest

from index.catalog import Catalog
from index.document import Filters
from index.errors import CatalogError
from index.library import Library
from index.migrations import APPLICATION_ID, VERSION, m001_documents
from index.verify import verify
from tests.letters import LetterEncoder


@pytest.fixture
def first(tmp_path: Path) -> Path:
    """A data folder with a catalog of version 1 that holds one document of two passages."""
    db = sqlite3.connect(tmp_path / "catalog.sqlite")
    m001_documents(db)
    db.execute("UPDATE meta SET generation = 7, encoder = 'letters', dimension = 3, probe = ?",
               (LetterEncoder().encode(["A quiet fox just jumped over my big whale; "
                                        "le zèbre exige six kiwis."])[0].tobytes(),))  # fmt: skip
    db.execute(
        "INSERT INTO document VALUES (5, 'a', 'x', 'One qq. Two xx.', 'a.txt', 'A', NULL,"
        " '2025-10-16', '[\"war\"]', 'en', 0, 15)"
    )
    for number, start, end, vector in ((8, 0, 7, (1, 0, 0)), (9, 8, 15, (0, 1, 0))):
        db.execute("INSERT INTO passage VALUES (?, 5, ?, ?, ?, NULL)",
                   (number, f"a-{number}", start, end))  # fmt: skip
        db.execute("INSERT INTO embedding VALUES (?, ?)", (number, struct.pack("<3f", *vector)))
        db.execute("INSERT INTO terms (rowid, text, title) VALUES (?, ?, 'a')",
                   (number, "one qq" if number == 8 else "two xx"))  # fmt: skip
    db.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    db.execute("PRAGMA user_version = 1")
    db.commit()
    db.close()
    return tmp_path


def test_what_an_earlier_catalog_holds_is_found(first: Path) -> None:
    with Library.open(first, LetterEncoder()) as library:
        assert library.document("a").tags == ("war",)
        assert [hit.passage.text for hit in library.search("xx")] == ["Two xx.", "One qq."]


def test_an_earlier_catalog_passes_every_check(first: Path) -> None:
    assert [check.faults for check in verify(first)] == [(), (), (), (), ()]


def test_words_are_kept(first: Path) -> None:
    catalog = Catalog.open(first / "catalog.sqlite")
    assert list(catalog.lexical([("two", 1.0)], 9, Filters())) == [9]


def test_the_steps_are_counted(first: Path) -> None:
    Catalog.open(first / "catalog.sqlite").close()
    db = sqlite3.connect(first / "catalog.sqlite")
    assert db.execute("PRAGMA user_version").fetchone() == (VERSION,)
    db.close()


def test_a_step_that_fails_leaves_the_catalog_as_it_was(
    first: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.migrations._renew_terms", lambda db: db.execute("SELEC"))
    with pytest.raises(CatalogError, match="syntax error"):
        Catalog.open(first / "catalog.sqlite")
    monkeypatch.undo()
    assert Catalog.open(first / "catalog.sqlite").count_passages() == 2


@pytest.mark.parametrize(
    ("name", "source"),
    [("embedded:all-MiniLM-L6-v2", "embedded"), ("folder:bge", None), ("org/model", "org/model")],
)
def test_how_the_encoder_was_named_is_told_from_its_name(
    first: Path, name: str, source: str | None
) -> None:
    db = sqlite3.connect(first / "catalog.sqlite")
    db.execute("UPDATE meta SET encoder = ?", (name,))
    db.commit()
    db.close()
    recorded = Catalog.open(first / "catalog.sqlite").recorded()
    assert recorded is not None
    assert (recorded.mark.name, recorded.mark.source) == (name, source)
