"""Look whether a library is whole: every row, every checksum, and what hangs together.

SQLite notices damage to its own pages; texts and embeddings have checksums; what no checksum
covers (words, the file of vectors) is compared with what it was made from.
"""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import NamedTuple

import numpy as np

from index import layout
from index.catalog import Catalog
from index.changes import terms_of
from index.database import Damaged, Database
from index.document import Document, Passage
from index.errors import CatalogError
from index.prepare import digest_of
from index.rows import DOCUMENT, PASSAGE, document_of, passage_of, vectors_of
from index.vector_cache import VectorCache
from index.vectors import Numbers

# How far a product of embeddings may be off in the file, which has fewer bits of each.
_ROUNDING = 0.02
_BATCH = 500
# Faults of one kind to tell; a damaged catalog can have one in every row.
_TOLD = 5
_DIGEST = "SELECT digest FROM document WHERE id = ?"


class Check(NamedTuple):
    """One thing that was looked at: what was seen, and what is wrong with it."""

    name: str
    seen: str
    faults: tuple[str, ...] = ()


def verify(folder: Path) -> Iterator[Check]:
    """Check the library in a data folder, one thing after the other.

    Raises CatalogError where there is none, or it cannot be read at all.
    """
    db = Database.open(layout.catalog_in(folder, must_exist=True))
    try:
        yield from verify_stored(db)
        yield _check("words", lambda: _words(db))
        yield _check("vectors", lambda: _vectors(db, folder))
    finally:
        db.close()


def verify_stored(db: Database) -> Iterator[Check]:
    """Check what an open catalog stores, but for what was made of it."""
    yield _check("pages", lambda: _pages(db))
    yield _check("documents", lambda: _documents(db))
    yield _check("embeddings", lambda: _embeddings(db))


def _check(name: str, look: Callable[[], tuple[str, list[str]]]) -> Check:
    try:
        seen, faults = look()
    except (CatalogError, Damaged) as error:
        return Check(name, "", (str(error),))
    more = len(faults) - _TOLD
    told = faults[:_TOLD] + ([f"and {more} more"] if more > 0 else [])
    return Check(name, seen, tuple(told))


def _pages(db: Database) -> tuple[str, list[str]]:
    """Let SQLite look at its pages and at the references between rows."""
    faults = [str(row[0]) for row in db.rows(f"PRAGMA integrity_check({_TOLD})")]
    faults = [] if faults == ["ok"] else faults
    for row in db.rows("PRAGMA foreign_key_check"):
        faults.append(f"row {row[1]} of {row[0]} refers to a row of {row[2]} that is not there")
    return f"{db.row('PRAGMA page_count')[0]} of SQLite", faults


def _documents(db: Database) -> tuple[str, list[str]]:
    """Compare documents and passages with their checksums."""
    faults: list[str] = []
    documents = passages = 0
    with db.reading():
        counted = int(db.row("SELECT passages FROM meta")[0])
        for document in _each_document(db, faults):
            documents += 1
            try:
                passages += len(_passages(db, document))
            except Damaged as error:
                faults.append(str(error))
    if passages != counted and not faults:
        faults.append(f"there are {passages} passages where {counted} were counted")
    return f"{documents}, of {passages} passages", faults


def _each_document(db: Database, faults: list[str]) -> Iterator[Document]:
    """Yield the documents that are as they were stored, and tell of the others."""
    for rows in db.batches(f"SELECT {DOCUMENT} FROM document ORDER BY number", _BATCH):
        for row in rows:
            try:
                yield document_of(row)
            except Damaged as error:
                faults.append(str(error))


def _passages(db: Database, document: Document) -> list[tuple[Passage, tuple[str, str]]]:
    """Return the passages of a document with the words they are indexed by. Raises Damaged."""
    rows = db.rows(
        f"SELECT {PASSAGE}, terms.text AS words, terms.title AS above FROM passage"
        " LEFT JOIN terms ON terms.rowid = passage.number"
        " WHERE document = (SELECT number FROM document WHERE id = ?)",
        document.id,
    )
    return [(passage_of(row, document), (row["words"], row["above"])) for row in rows]


def _embeddings(db: Database) -> tuple[str, list[str]]:
    """Check that every passage has one embedding of the encoder's size and of length 1."""
    faults: list[str] = []
    count = 0
    with db.reading():
        sizes = db.rows("SELECT dimension FROM encoder JOIN meta ON encoder.number = meta.encoder")
        size = int(sizes[0][0]) if sizes else 0
        missing = db.row(
            "SELECT count(*) FROM passage WHERE number NOT IN (SELECT passage FROM embedding)"
        )[0]
        for rows in db.batches("SELECT passage, vector, crc FROM embedding", _BATCH):
            count += len(rows)
            vectors = vectors_of(rows)
            if vectors.shape[1] != size:
                faults.append(f"embeddings have {vectors.shape[1]} numbers, not {size}")
            # An encoder may know nothing to say of a text: zeros, which are as far from all.
            lengths = np.linalg.norm(vectors, axis=1)
            for i in np.flatnonzero((np.abs(lengths - 1) > 1e-3) & (lengths != 0)):
                faults.append(f"the embedding of {rows[i]['passage']} has length {lengths[i]:.3f}")
    if missing:
        faults.append(f"{missing} passages have no embedding")
    return f"{count} of {size} numbers", faults


def _words(db: Database) -> tuple[str, list[str]]:
    """Check the index of words in itself, and that it has each passage once, by its words."""
    faults: list[str] = []
    with db.reading():
        for document in _each_document(db, []):
            # Of another version of this program, words may be made otherwise.
            if digest_of(document) == db.row(_DIGEST, document.id)[0]:
                faults += [
                    f"the passage {passage.id!r} is indexed by other words than it holds"
                    for passage, words in _passages(db, document)
                    if terms_of(document, passage) != words
                ]
        count = int(db.row("SELECT count(*) FROM terms_docsize")[0])
        for this, that in (("passage", "terms_docsize"), ("terms_docsize", "passage")):
            key = {"passage": "number", "terms_docsize": "id"}
            odd = db.row(
                f"SELECT count(*) FROM {this} WHERE {key[this]} NOT IN"
                f" (SELECT {key[that]} FROM {that})"
            )[0]
            if odd:
                faults.append(f"{odd} rows of {this} have none in {that}")
    if db.read_only:
        return f"of {count} passages; not checked in itself, which needs a writable folder", faults
    with db.changing():
        db.rows("INSERT INTO terms (terms) VALUES ('integrity-check')")
    return f"of {count} passages", faults


def _vectors(db: Database, folder: Path) -> tuple[str, list[str]]:
    """Compare the file of vectors, brought up to date, with the embeddings row by row."""
    catalog = Catalog(db)
    faults: list[str] = []
    with catalog.reading():
        cache = VectorCache(catalog, folder / layout.VECTORS)
        index = cache.current()
        if cache.damage:
            faults.append(f"{layout.VECTORS}: {cache.damage}; it is made anew when it is needed")
        held = np.sort(index.numbers())
        if not np.array_equal(held, _numbers(db)):
            faults.append("the vectors are not those of the passages there are")
            return cache.told, faults
        random = np.random.default_rng(0)
        for numbers, vectors in catalog.embeddings():
            towards = random.standard_normal((4, vectors.shape[1]), dtype=np.float32)
            for one in towards / np.linalg.norm(towards, axis=1, keepdims=True):
                off = np.abs(index.scores(one, numbers.tolist()) - vectors @ one)
                for i in np.flatnonzero(off > _ROUNDING):
                    faults.append(f"the vector of passage {numbers[i]} is not its embedding")
    return cache.told, faults


def _numbers(db: Database) -> Numbers:
    rows = db.rows("SELECT passage FROM embedding ORDER BY passage")
    return np.array([row[0] for row in rows], dtype=np.int64)
