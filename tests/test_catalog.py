"""The catalog: one truth, changed in whole transactions, seen by every process."""

import datetime as dt
import sqlite3
import struct
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from index import lexical
from index.catalog import Catalog
from index.changes import Entry
from index.document import Document, Filters, Passage
from index.errors import CatalogError, EncoderMismatch, UnknownDocument
from index.marks import EncoderMark
from tests.letters import make_document

MARK = EncoderMark("letters", np.array([1, 0, 0], dtype=np.float32))


def _entries(document: Document, *spans: tuple[int, int]) -> list[Entry]:
    return [
        Entry(
            Passage(
                id=f"{document.id}-{i}", document_id=document.id, start=start, end=end,
                text=document.text[start:end],
            ),
            np.array([0, 1, i], dtype=np.float32),
        )
        for i, (start, end) in enumerate(spans)
    ]  # fmt: skip


def _put(catalog: Catalog, document: Document, *spans: tuple[int, int], digest: str = "1") -> str:
    spans = spans or ((0, len(document.text)),)
    return catalog.put(document, digest, _entries(document, *spans), MARK)


def _numbers(catalog: Catalog, **filters: Any) -> list[int]:
    return [int(number) for number in catalog.numbers(Filters(**filters))]


@pytest.mark.parametrize(
    "published_at",
    [
        None,
        dt.date(2025, 10, 16),
        dt.datetime(2025, 10, 16, 9, 30),
        dt.datetime(2025, 10, 16, 9, 30, tzinfo=dt.timezone(dt.timedelta(hours=2))),
    ],
)
def test_a_document_comes_back_as_it_was_put(published_at: dt.date | None) -> None:
    catalog = Catalog.in_memory()
    document = make_document(
        "a", "Un été, « œuvre » 🙂.\n", publisher="AFP", published_at=published_at, tags=("é", "b")
    )
    _put(catalog, document)
    assert catalog.document("a") == document
    assert type(catalog.document("a").published_at) is type(published_at)


def test_a_passage_is_cut_from_its_document() -> None:
    catalog = Catalog.in_memory()
    document = make_document("a", "🙂 été. Suite.")
    entries = _entries(document, (0, 6), (7, 13))
    catalog.put(document, "1", entries, MARK)
    back = catalog.entries(document)
    assert [entry.passage for entry in back] == [entry.passage for entry in entries]
    assert [entry.vector.tolist() for entry in back] == [[0, 1, 0], [0, 1, 1]]


def test_passages_of_one_document_share_its_object() -> None:
    catalog = Catalog.in_memory()
    _put(catalog, make_document("a", "One. Two."), (0, 4), (5, 9))
    (_, first), (_, second) = catalog.passages(_numbers(catalog)).values()
    assert first is second


def test_an_embedding_is_stored_as_little_endian_float32(tmp_path: Path) -> None:
    _put(Catalog.open(tmp_path / "c"), make_document("a", "One."))
    db = sqlite3.connect(tmp_path / "c")
    (stored,) = db.execute("SELECT vector FROM embedding").fetchone()
    assert struct.unpack("<3f", stored) == (0.0, 1.0, 0.0)
    db.close()


def test_an_update_replaces_passages_terms_and_embeddings_under_new_numbers() -> None:
    catalog = Catalog.in_memory()
    assert _put(catalog, make_document("a", "Old drones. Older."), (0, 11), (12, 18)) == "added"
    before = _numbers(catalog)
    assert _put(catalog, make_document("a", "New tanks."), digest="2") == "updated"
    after = _numbers(catalog)
    assert len(after) == 1 and not set(before) & set(after)
    assert catalog.vectors(np.array(before + after))[0].tolist() == after
    assert catalog.lexical([("drone", 1.0)], 9, Filters()) == {}
    assert list(catalog.lexical([("tank", 1.0)], 9, Filters())) == after


def test_the_same_digest_changes_nothing() -> None:
    catalog = Catalog.in_memory()
    _put(catalog, make_document("a", "One."))
    before = catalog.generation(), _numbers(catalog)
    assert _put(catalog, make_document("a", "One.")) == "unchanged"
    assert (catalog.generation(), _numbers(catalog)) == before


def test_every_change_moves_the_generation() -> None:
    catalog = Catalog.in_memory()
    seen = [catalog.generation()]
    _put(catalog, make_document("a", "One."))
    seen.append(catalog.generation())
    _put(catalog, make_document("a", "Two."), digest="2")
    seen.append(catalog.generation())
    catalog.remove("a")
    seen.append(catalog.generation())
    assert seen == [0, 1, 2, 3]


def test_removing_leaves_nothing_behind(tmp_path: Path) -> None:
    catalog = Catalog.open(tmp_path / "c")
    _put(catalog, make_document("a", "One."))
    catalog.remove("a")
    db = sqlite3.connect(tmp_path / "c")
    tables = ("document", "passage", "embedding", "terms")
    assert [db.execute(f"SELECT count(*) FROM {t}").fetchone()[0] for t in tables] == [0] * 4
    db.close()


def test_a_failure_half_way_leaves_everything_as_it_was() -> None:
    catalog = Catalog.in_memory()
    _put(catalog, make_document("a", "One drone."))
    changed = make_document("a", "Two. Three.")
    wrong = Passage(id="a-1", document_id="a", start=5, end=11, text="not what stands there")
    entries = [*_entries(changed, (0, 4)), Entry(wrong, MARK.probe)]
    with pytest.raises(ValueError, match="'a-1' is not what stands at its offsets"):
        catalog.put(changed, "2", entries, MARK)
    assert catalog.document("a").text == "One drone."
    assert catalog.digests(["a"]) == {"a": "1"}
    assert catalog.generation() == 1
    assert list(catalog.lexical([("drone", 1.0)], 9, Filters())) == _numbers(catalog)


def test_a_first_document_that_fails_leaves_no_encoder_on_record() -> None:
    catalog = Catalog.in_memory()
    wrong = Entry(Passage(id="x", document_id="a", start=0, end=1, text="?"), MARK.probe)
    with pytest.raises(ValueError, match="offsets"):
        catalog.put(make_document("a", "One."), "1", [wrong], MARK)
    assert (catalog.count(), catalog.encoder()) == (0, None)


def test_documents_are_paged_in_the_order_they_were_added() -> None:
    catalog = Catalog.in_memory()
    for name in "cab":
        _put(catalog, make_document(name, "One."))
    _put(catalog, make_document("c", "Updated."), digest="2")
    assert [d.id for d in catalog.documents(2)] == ["c", "a"]
    assert [d.id for d in catalog.documents(2, after="a")] == ["b"]
    assert catalog.documents(2, after="b") == []


@pytest.mark.parametrize("call", ["document", "remove"])
def test_an_unknown_document_is_named(call: str) -> None:
    with pytest.raises(UnknownDocument, match="no document has the id 'nope'"):
        getattr(Catalog.in_memory(), call)("nope")


def test_paging_behind_an_unknown_document_is_refused() -> None:
    with pytest.raises(UnknownDocument, match="'nope'"):
        Catalog.in_memory().documents(1, after="nope")


@pytest.mark.parametrize(
    ("filters", "expected"),
    [
        ({}, [1, 2, 3]),
        ({"document_ids": ("c", "a")}, [1, 3]),
        ({"publishers": ("ÉCLAIR",)}, [1]),
        ({"tags": ("Paix", "nothing")}, [1, 2]),
        ({"published_after": dt.date(2025, 10, 16)}, [2]),
        ({"published_before": dt.date(2025, 10, 16)}, [1, 2]),
        ({"published_before": dt.date(2025, 10, 15), "tags": ("paix",)}, [1]),
        ({"tags": ("x'; DROP TABLE document; --",)}, []),
    ],
)
def test_filters(filters: dict[str, Any], expected: list[int]) -> None:
    catalog = Catalog.in_memory()
    day, moment = dt.date(2025, 10, 15), dt.datetime(2025, 10, 16, 23, 59)
    _put(catalog, make_document("a", "One.", "", "Éclair", day, ("paix",)))
    _put(catalog, make_document("b", "One.", "", "AFP", moment, ("PAIX", "x")))
    _put(catalog, make_document("c", "One.", ""))
    assert _numbers(catalog, **filters) == expected
    assert sorted(catalog.lexical([("one", 1.0)], 9, Filters(**filters))) == expected


def test_terms_weigh_what_they_are_given() -> None:
    catalog = Catalog.in_memory()
    for name, text in [("a", "Tanks."), ("b", "Drones."), ("c", "Nothing.")]:
        _put(catalog, make_document(name, text, ""))
    scores = catalog.lexical([("tank", 1.0), ("drone", 0.5)], 9, Filters())
    assert scores == {1: pytest.approx(2 * scores[2]), 2: pytest.approx(scores[2])}


def test_a_word_in_the_title_counts_less_than_in_the_text() -> None:
    catalog = Catalog.in_memory()
    _put(catalog, make_document("a", "Other words.", "Drones"))
    _put(catalog, make_document("b", "Drones words.", "Other"))
    for name in "cdef":
        _put(catalog, make_document(name, "Other words.", "Other"))
    scores = catalog.lexical([("drone", 1.0)], 9, Filters())
    assert scores[2] > scores[1] > 0


def test_common_words_are_left_out_where_rarer_ones_are_enough(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(lexical, "_MOST_SCORED", 2)
    catalog = Catalog.in_memory()
    for name, text in (("a", "tank war"), ("b", "drone war"), ("c", "war")):
        _put(catalog, make_document(name, text))
    query = [("drone", 1.0), ("tank", 1.0), ("war", 1.0)]
    assert len(catalog.lexical(query, 9, Filters())) == 2
    assert len(catalog.lexical([("war", 1.0)], 9, Filters())) == 3


def test_another_process_sees_what_was_put(tmp_path: Path) -> None:
    reader, writer = Catalog.open(tmp_path / "c"), Catalog.open(tmp_path / "c")
    _put(writer, make_document("a", "One."))
    assert (reader.generation(), reader.count()) == (1, 1)


def test_reading_sees_one_state_while_another_process_writes(tmp_path: Path) -> None:
    reader, writer = Catalog.open(tmp_path / "c"), Catalog.open(tmp_path / "c")
    with reader.reading():
        assert reader.count() == 0
        _put(writer, make_document("a", "One."))
        assert reader.count() == 0
    assert reader.count() == 1


@pytest.mark.parametrize(
    ("mark", "match"),
    [
        (EncoderMark("other", MARK.probe), "'letters' .3 numbers.*'other' .3 numbers"),
        (EncoderMark("letters", MARK.probe[:2]), "'letters' .3 numbers.*'letters' .2 numbers"),
        (EncoderMark("letters", MARK.probe[::-1]), "'letters'"),
    ],
)
def test_embeddings_of_another_encoder_are_refused(mark: EncoderMark, match: str) -> None:
    catalog = Catalog.in_memory()
    _put(catalog, make_document("a", "One."))
    with pytest.raises(EncoderMismatch, match=match):
        catalog.put(make_document("b", "One."), "1", [], mark)
    assert catalog.count() == 1


def test_another_precision_is_the_same_encoder() -> None:
    catalog = Catalog.in_memory()
    _put(catalog, make_document("a", "One."))
    catalog.check_encoder(EncoderMark("letters", MARK.probe + np.float32(0.01)))


def test_an_emptied_catalog_takes_any_encoder() -> None:
    catalog = Catalog.in_memory()
    _put(catalog, make_document("a", "One."))
    catalog.remove("a")
    other = EncoderMark("other", np.array([1, 0], dtype=np.float32))
    assert catalog.put(make_document("b", "One."), "1", [], other) == "added"
    assert catalog.encoder() == "other"


def test_a_new_catalog_can_be_opened_by_several_at_once(tmp_path: Path) -> None:
    barrier = threading.Barrier(4)

    def count(path: Path) -> int:
        barrier.wait()
        return Catalog.open(path).count()

    with ThreadPoolExecutor(4) as pool:
        for i in range(30):
            assert list(pool.map(count, [tmp_path / str(i)] * 4)) == [0, 0, 0, 0]


def test_a_file_that_is_no_database_is_refused_and_kept(tmp_path: Path) -> None:
    (tmp_path / "c").write_bytes(b"not a database, but long enough to be looked at" * 100)
    with pytest.raises(CatalogError, match=r"c: file is not a database") as caught:
        Catalog.open(tmp_path / "c")
    assert "backup" in caught.value.hint
    assert (tmp_path / "c").read_bytes().startswith(b"not a database")


def test_a_database_of_another_program_is_refused(tmp_path: Path) -> None:
    db = sqlite3.connect(tmp_path / "c")
    db.execute("CREATE TABLE document (id)")
    db.close()
    with pytest.raises(CatalogError, match="not a Recoupe catalog"):
        Catalog.open(tmp_path / "c")


def test_a_newer_schema_is_refused(tmp_path: Path) -> None:
    Catalog.open(tmp_path / "c").close()
    db = sqlite3.connect(tmp_path / "c")
    db.execute("PRAGMA user_version = 99")
    db.close()
    with pytest.raises(CatalogError, match="schema version 99, and this Recoupe knows up to 2"):
        Catalog.open(tmp_path / "c")


def test_a_damaged_page_is_reported(tmp_path: Path) -> None:
    catalog = Catalog.open(tmp_path / "c")
    _put(catalog, make_document("a", "One drone. " * 2000))
    catalog.close()
    data = (tmp_path / "c").read_bytes()
    (tmp_path / "c").write_bytes(data[:4096] + b"\xff" * (len(data) - 4096))
    with pytest.raises(CatalogError, match="malformed"):
        Catalog.open(tmp_path / "c").document("a")


def test_a_folder_that_cannot_be_made_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(CatalogError, match=r"data folder '.*file/below' cannot be made"):
        Catalog.open(tmp_path / "file" / "below" / "c")


def test_a_folder_in_place_of_the_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(CatalogError, match="unable to open database file"):
        Catalog.open(tmp_path)


def test_a_closed_catalog_says_so() -> None:
    catalog = Catalog.in_memory()
    catalog.close()
    with pytest.raises(CatalogError, match="closed database"):
        catalog.count()


def test_a_locked_catalog_is_reported(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("index.database.BUSY_S", 0.0)
    catalog = Catalog.open(tmp_path / "c")
    other = sqlite3.connect(tmp_path / "c", isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    with pytest.raises(CatalogError, match="locked") as caught:
        _put(catalog, make_document("a", "One."))
    assert "another process" in caught.value.hint
    other.close()
