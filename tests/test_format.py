"""docs/format.md tells what is on the disk: a stranger's few lines read it, with nothing of ours.

Only the fixture uses Recoupe. The tests know SQLite, JSON, struct and the page.
"""

import json
import re
import sqlite3
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import pytest

from tests.letters import LetterEncoder, make_document

PAGE = (Path(__file__).parent.parent / "docs" / "format.md").read_text()
FIRST = "A quiet q.\n\n# Les zèbres\n\nUn zèbre 🦓 passa, xx.\n"
SECOND = "Only zebras."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the parent of a folder `data` with two documents, a third removed, and vectors."""
    from index.library import Library

    parent = tmp_path_factory.mktemp("format")
    with Library.open(parent / "data", LetterEncoder()) as library:
        library.add(make_document("a", FIRST, "Première", tags=("paix",), language="fr"))
        library.add(make_document("gone", "Soon gone."))
        second = make_document("b", SECOND, "Second", publisher="AFP")
        library.add(second.model_copy(update={"origin": {"title": "given"}, "pages": (0, 5)}))
        library.remove("gone")
        library.search("q")
    return parent


@pytest.fixture
def db(folder: Path) -> sqlite3.Connection:
    """Return the catalog, opened to be read."""
    return sqlite3.connect(f"file:{folder}/data/catalog.sqlite?mode=ro", uri=True)


def _vector(blob: bytes) -> list[float]:
    return [round(x, 4) for x in struct.unpack(f"<{len(blob) // 4}f", blob)]


def test_the_catalog_says_what_it_is(db: sqlite3.Connection) -> None:
    (application,) = db.execute("PRAGMA application_id").fetchone()
    (version,) = db.execute("PRAGMA user_version").fetchone()
    assert (application, f"describes version {version}." in PAGE) == (0x52435045, True)
    assert db.execute("PRAGMA journal_mode").fetchone() == ("wal",)


def test_texts_and_spans_are_read_as_the_page_says(db: sqlite3.Connection) -> None:
    rows = db.execute(
        """SELECT document.id, text, "start", "end", substr(text, "start" + 1, "end" - "start"),
            heading FROM passage JOIN document ON document.number = document
            ORDER BY passage.number"""
    ).fetchall()
    assert {row[:2] for row in rows} == {("a", FIRST), ("b", SECOND)}
    passages = [(text[start:end], heading) for _, text, start, end, _, heading in rows]
    assert passages == [
        ("A quiet q.", None),
        ("Un zèbre 🦓 passa, xx.", "Les zèbres"),
        (SECOND, None),
    ]
    assert [row[4] for row in rows] == [text for text, _ in passages]


def test_embeddings_are_rows_of_little_endian_float32(db: sqlite3.Connection) -> None:
    rows = db.execute("SELECT vector FROM embedding ORDER BY passage").fetchall()
    # The letters q, x and z are counted, in the second passage those of its heading as well.
    assert [_vector(vector) for (vector,) in rows] == [[1, 0, 0], [0, 0.7071, 0.7071], [0, 0, 1]]


def test_checksums_are_what_zlib_computes(db: sqlite3.Connection) -> None:
    columns = (
        "id, text, source, title, publisher, language, body_start, body_end, published_at, tags,"
        " origin, pages"
    )
    for crc, *values in db.execute(f"SELECT crc, {columns} FROM document"):
        assert crc == zlib.crc32(json.dumps(values, ensure_ascii=False).encode())
    for crc, blob in db.execute("SELECT crc, vector FROM embedding"):
        assert crc == zlib.crc32(blob)
    passages = db.execute(
        """SELECT passage.crc, passage.id, heading, substr(text, "start" + 1, "end" - "start")
            FROM passage JOIN document ON document.number = document"""
    )
    for crc, name, heading, text in passages:
        assert crc == zlib.crc32(f"{name}\n{heading or ''}\n{text}".encode())


def test_what_is_known_of_a_document_is_read_as_the_page_says(db: sqlite3.Connection) -> None:
    rows = db.execute(
        "SELECT id, title, publisher, published_at, tags, language, origin, pages FROM document"
    ).fetchall()
    assert [(*row[:4], *row[5:6], *map(json.loads, (row[4], *row[6:]))) for row in rows] == [
        ("a", "Première", None, None, "fr", ["paix"], {}, []),
        ("b", "Second", "AFP", None, "en", [], {"title": "given"}, [0, 5]),
    ]


def test_terms_are_found_under_the_number_of_their_passage(db: sqlite3.Connection) -> None:
    sql = "SELECT id FROM passage WHERE number IN (SELECT rowid FROM terms WHERE terms MATCH ?)"
    assert (
        db.execute(sql, ["zebr"]).fetchall()
        == db.execute("SELECT id FROM passage WHERE heading = 'Les zèbres'").fetchall()
    )
    assert len(db.execute(sql, ["text: zebra"]).fetchall()) == 1


def test_the_encoder_is_on_record(db: sqlite3.Connection) -> None:
    (name, dimension, probe) = db.execute(
        "SELECT name, dimension, probe FROM encoder JOIN meta ON meta.encoder = encoder.number"
    ).fetchone()
    assert (name, dimension, len(_vector(probe))) == ("letters", 3, 3)


def test_the_journal_tells_what_was_taken_away(db: sqlite3.Connection) -> None:
    (generation, passages) = db.execute("SELECT generation, passages FROM meta").fetchone()
    held = [number for (number,) in db.execute("SELECT number FROM passage")]
    dropped = db.execute("SELECT generation, passage FROM dropped").fetchall()
    assert passages == len(held) == 3
    assert [(at, number in held) for at, number in dropped] == [(generation, False)]
    assert len(db.execute("SELECT DISTINCT stamp FROM change").fetchall()) == generation + 1


def test_the_file_of_vectors_is_read_as_the_page_says(folder: Path, db: sqlite3.Connection) -> None:
    data = (folder / "data" / "vectors.faiss").read_bytes()
    assert data[:8] == b"RCPVEC\0\1"
    checksum, length = struct.unpack("<II", data[8:16])
    assert checksum == zlib.crc32(data[12:])
    header = json.loads(data[16 : 16 + length])
    state = db.execute(
        "SELECT 'stamp', stamp, passages FROM meta JOIN change USING (generation)"
    ).fetchone()
    assert (header["key"], header["generation"], header["rows"], header["codes"]) == (*state, False)
    numbers = struct.unpack(f"<{header['rows']}q", data[16 + length :][: 8 * header["rows"]])
    assert sorted(numbers) == [n for (n,) in db.execute("SELECT number FROM passage ORDER BY 1")]


def test_copies_are_told_by_their_signatures(tmp_path: Path) -> None:
    from index.library import Library

    text = " ".join(f"word{i}" for i in range(200)) + "."
    with Library.open(tmp_path, LetterEncoder()) as library:
        library.add_all([make_document(name, text) for name in ("first", "again")])
    db = sqlite3.connect(f"file:{tmp_path}/catalog.sqlite?mode=ro", uri=True)
    rows = db.execute("SELECT number, signature, copy_of FROM document ORDER BY number").fetchall()
    (first, signature, _), (again, same, _) = rows
    numbers = struct.unpack(f"<{len(signature) // 4}I", signature)
    assert [copy_of for *_, copy_of in rows] == [None, first]
    assert signature == same
    assert sorted(set(numbers)) == list(numbers)
    bands = db.execute("SELECT band FROM band WHERE document = ?", [again]).fetchall()
    assert {band for (band,) in bands} < set(numbers)
    db.close()


def _tables() -> dict[str, dict[str, str]]:
    """Return the types of the columns, by table, as the page gives them."""
    tables: dict[str, dict[str, str]] = {}
    for section in re.split(r"^### ", PAGE.partition("\n## The catalog")[2], flags=re.MULTILINE)[
        1:
    ]:
        name, _, rest = section.partition("\n")
        rows = re.findall(r"^\| (`.+?) \| (\w*) ?\|", rest.partition("\n## ")[0], re.MULTILINE)
        tables[name] = {c: kind for columns, kind in rows for c in re.findall(r"`(\w+)`", columns)}
    return tables


def test_the_page_names_every_table_and_column_and_no_other(db: sqlite3.Connection) -> None:
    names = [name for (name,) in db.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    inner = {name for name in names if name.startswith(("sqlite_", "terms_"))}
    assert all(f"`{name}`" in PAGE for name in inner if name.startswith("terms_"))
    real = {
        name: {column: kind for _, column, kind, *_ in db.execute(f"PRAGMA table_info({name})")}
        for name in names
        if name not in inner
    }
    assert _tables() == real


def test_the_page_names_every_file(folder: Path) -> None:
    held = {path.name for path in (folder / "data").iterdir()}
    table = PAGE.partition("\n## ")[0]
    assert {name for name in held if f"`{name}`" not in table} == set()
    assert {"catalog.sqlite", "vectors.faiss", "write.lock"} <= held


def test_the_lines_of_python_on_the_page_run_as_they_stand(folder: Path) -> None:
    (lines,) = re.findall(r"```python\n(.+?)```", PAGE, re.DOTALL)
    done = subprocess.run(
        [sys.executable, "-c", lines], cwd=folder, capture_output=True, text=True, check=True
    )
    assert done.stdout.splitlines() == [
        "Première: 'A quiet q.' [1. 0. 0.]",
        "Première: 'Un zèbre 🦓 passa, xx.' [0.   0.71 0.71]",
        "Second: 'Only zebras.' [0. 0. 1.]",
    ]
