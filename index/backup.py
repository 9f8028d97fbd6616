"""Take a copy of a catalog while it is used, and put one back.

Both go through SQLite's backup interface, which copies one state whole. What is put back is one
transaction on the live catalog: who reads it sees the old state or the new one, and whose vectors
are of the old one finds that their stamp is not in the journal.
"""

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from index import layout
from index.changes import new_generation
from index.database import Database, explained, for_reading
from index.disk import sync
from index.errors import CatalogError
from index.lock import WriterLock
from index.migrations import APPLICATION_ID, is_current
from index.verify import verify_stored

_MAGIC = b"SQLite format 3\0"
_HEADER = 72


def backup(folder: Path, to: Path) -> None:
    """Write all that the library in `folder` holds into the file `to`, whole or not at all.

    It can be used meanwhile. An earlier backup at `to` is replaced, any other file is not. Raises
    CatalogError, with `to` left as it was, when the library is damaged.
    """
    if to.exists() and (not _is_catalog(to) or _is_live(to)):
        raise CatalogError(
            f"{to} is there, and is not a backup of a library", hint="choose another name"
        )
    source = Database.open(layout.catalog_in(folder, must_exist=True))
    new = to.with_name(f"{to.name}.new")
    with closing(source), _written(to), _passing(new):
        source.copy_to(new)
        _check(new, f"the library in {folder}")
        _make_complete(new)
        sync(new)
        new.replace(to)
        sync(to.parent)


def restore(folder: Path, file: Path) -> None:
    """Put what a backup holds in place of all that the library in `folder` holds.

    The backup is checked first, and is put back whole or not at all. Processes that have the
    library open go on with what was put back. A catalog too damaged to be opened is kept beside
    it, as `catalog.sqlite.damaged`. Raises CatalogError.
    """
    if not file.is_file() or not _is_catalog(file):
        raise CatalogError(
            f"{file} is not a backup of a library",
            hint="name a file that `recoupe index backup FILE` wrote",
        )
    path = folder / layout.CATALOG
    new = path.with_name(f"{path.name}.new")
    with _written(folder):
        folder.mkdir(parents=True, exist_ok=True)
        with WriterLock(folder / layout.LOCK).held(), _passing(new):
            _copy(file, new)
            _check(new, f"the backup {file}")
            _put_back(new, path)


def _put_back(new: Path, path: Path) -> None:
    """Make a checked catalog the live one."""
    try:
        live = Database.open(path)
    except CatalogError:
        _make_complete(new)
        sync(new)
        _replace(path, new)
        return
    with closing(live):
        _succeed(new, live)
        live.copy_from(new)


def _succeed(new: Path, live: Database) -> None:
    """Let what is put back be a later state than all that the live catalog has been in."""
    last = live.row("SELECT generation FROM meta")[0]
    used = live.rows("SELECT seq, name FROM sqlite_sequence")
    size = live.row("PRAGMA page_size")[0]
    db = Database.open(new)
    with closing(db):
        with db.changing():
            db.rows("UPDATE meta SET generation = max(generation, ?)", last)
            new_generation(db)
            # Numbers that were given to passages since the backup do not come to mean others.
            db.many(
                "UPDATE sqlite_sequence SET seq = max(seq, ?) WHERE name = ?",
                [(row["seq"], row["name"]) for row in used],
            )
    _make_complete(new, size)


def _replace(path: Path, new: Path) -> None:
    """Put a new file in place of one that cannot be opened, of which a copy is kept.

    At no moment is there none: an empty library would be made in its place.
    """
    if path.exists():
        shutil.copyfile(path, path.with_name(f"{path.name}.damaged"))
    # A log of the old file would be taken for one of the new.
    for suffix in ("-wal", "-shm"):
        path.with_name(path.name + suffix).unlink(missing_ok=True)
    new.replace(path)
    sync(path.parent)


def _copy(file: Path, new: Path) -> None:
    """Copy a catalog that is only read: it may be of an earlier version, or not be writable."""
    with (
        explained(str(file)),
        closing(sqlite3.connect(for_reading(file), uri=True)) as source,
        closing(sqlite3.connect(new)) as target,
    ):
        is_current(source, str(file))
        source.backup(target)


def _check(new: Path, what: str) -> None:
    """Bring a copy up to date and look whether it is whole; raise CatalogError if not."""
    with closing(Database.open(new)) as db:
        faults = [fault for check in verify_stored(db) for fault in check.faults]
    if faults:
        raise CatalogError(
            f"{what} is damaged: {faults[0]}", hint="take an earlier backup of it, if there is one"
        )


def _make_complete(new: Path, page_size: int | None = None) -> None:
    """Have a file hold all there is, without a log beside it; with pages of a size, if given."""
    with explained(str(new)), closing(sqlite3.connect(new)) as db:
        db.execute("PRAGMA journal_mode = DELETE")
        if page_size not in (None, db.execute("PRAGMA page_size").fetchone()[0]):
            db.execute(f"PRAGMA page_size = {page_size}")
            db.execute("VACUUM")


def _is_catalog(file: Path) -> bool:
    """Return whether a file begins as a catalog does."""
    header = _header(file)
    return header.startswith(_MAGIC) and header[68:72] == APPLICATION_ID.to_bytes(4, "big")


def _is_live(file: Path) -> bool:
    """Return whether a catalog is one that is used: with a log, and not complete in itself."""
    return _header(file)[18:20] != b"\x01\x01"


def _header(file: Path) -> bytes:
    with file.open("rb") as content:
        return content.read(_HEADER)


@contextmanager
def _passing(new: Path) -> Iterator[None]:
    """Clear the way for a file, and leave none of it behind that was not moved to its place."""
    names = [new.name + suffix for suffix in ("", "-journal", "-wal", "-shm")]
    try:
        for name in names:
            new.with_name(name).unlink(missing_ok=True)
        yield
    finally:
        for name in names:
            new.with_name(name).unlink(missing_ok=True)


@contextmanager
def _written(to: Path) -> Iterator[None]:
    """Turn what the system refuses into a CatalogError that names what was to be written."""
    try:
        yield
    except OSError as error:
        raise CatalogError(
            f"{error.filename or to} cannot be written: {error.strerror}",
            hint="make room, or choose a place that you may write",
        ) from error
