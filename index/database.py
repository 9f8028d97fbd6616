"""One SQLite connection that the threads of a process share, under a lock.

Statements take microseconds to milliseconds, so waiting for one another costs less than a
connection for each thread, and a catalog in memory needs no other treatment.
"""

import os
import sqlite3
import threading
from collections.abc import Iterable, Iterator, Sequence
from contextlib import AbstractContextManager, closing, contextmanager, suppress
from pathlib import Path
from typing import Self
from urllib.parse import quote

from index.errors import CatalogError
from index.migrations import is_current, migrate

BUSY_S = 5.0
RESTORE = "restore a backup with `recoupe index restore FILE`, or ingest into another --data folder"
_CHOOSE = "choose a folder that you may read and write with --data"
_HINTS = {
    "SQLITE_BUSY": "another process is writing; try again when it is done",
    "SQLITE_CANTOPEN": _CHOOSE,
    "SQLITE_READONLY": _CHOOSE,
    "SQLITE_FULL": "make room on the disk",
    "SQLITE_IOERR": "look at the disk: it may be full or failing",
    "SQLITE_NOTADB": RESTORE,
    "SQLITE_CORRUPT": RESTORE,
}
_VERIFY = f"see what is wrong with `recoupe index verify`, or {RESTORE}"
_Stat = tuple[int, ...]


class Damaged(sqlite3.DatabaseError):
    """What was read is not what was stored, though SQLite could not tell."""

    sqlite_errorname = "SQLITE_CORRUPT"


class Database:
    """An open catalog file. What SQLite refuses is raised as a CatalogError that says why.

    Where the file, or its folder, cannot be written, it is opened for reading alone.
    """

    def __init__(self, name: str, path: Path | None) -> None:
        self._name, self._path = name, path
        self._lock = threading.RLock()
        self._seen: _Stat = ()
        self.read_only = False
        self._db = self._connected()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the file at `path`, making it and its folder where there is none.

        Raises CatalogError when the file is damaged, not a catalog, of a newer version, locked,
        or cannot be made.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CatalogError(
                f"the data folder {str(path.parent)!r} cannot be made: {error.strerror}",
                hint=_CHOOSE,
            ) from error
        return cls(str(path), path)

    @classmethod
    def in_memory(cls) -> Self:
        """Return an empty database that lives as long as the object."""
        return cls(":memory:", None)

    def close(self) -> None:
        """Close the file; the database is not used again."""
        with self._lock:
            self._db.close()

    def explained(self) -> AbstractContextManager[None]:
        """Turn what SQLite reports inside, and Damaged, into a CatalogError."""
        return explained(self._name)

    def row(self, sql: str, *values: object) -> sqlite3.Row:
        """Run a statement that always has a row, and return the first."""
        with explained(self._name):
            for row in self.rows(sql, *values):
                return row
            raise Damaged("it lacks a row that every catalog has")

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Run a statement and return all its rows."""
        with self._lock, explained(self._name):
            return self._db.execute(sql, values).fetchall()

    def batches(self, sql: str, size: int, *values: object) -> Iterator[list[sqlite3.Row]]:
        """Run a statement and yield its rows, `size` at a time; to be used inside `reading()`."""
        with self._lock, explained(self._name):
            cursor = self._db.execute(sql, values)
            while rows := cursor.fetchmany(size):
                yield rows

    def insert(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
        """Insert rows, whose values stand in the order of `columns`."""
        names = ", ".join(f'"{column}"' for column in columns)
        marks = ", ".join("?" * len(columns))
        self.many(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)

    def many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each row of values."""
        with self._lock, explained(self._name):
            self._db.executemany(sql, rows)

    def copy_to(self, path: Path) -> None:
        """Copy one state of the catalog, whole, into a new file."""
        with self._lock, explained(self._name), closing(sqlite3.connect(path)) as target:
            self._db.backup(target)

    def copy_from(self, path: Path) -> None:
        """Take over all that another file holds, in one transaction; pages must be of one size."""
        with self._lock, explained(self._name), closing(sqlite3.connect(path)) as source:
            source.backup(self._db)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """Let everything that is read inside see one state of the catalog."""
        with self._transaction("BEGIN"):
            yield

    @contextmanager
    def changing(self) -> Iterator[None]:
        """Make what happens inside one transaction: all of it, or nothing.

        Inside another `changing()`, it is part of that transaction.
        """
        with self._lock:
            if self._db.in_transaction:
                yield
            else:
                with self._transaction("BEGIN IMMEDIATE"):
                    yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        with self._lock, explained(self._name):
            self._follow()
            self._db.execute(begin)
            try:
                yield
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")

    def _connected(self) -> sqlite3.Connection:
        self.read_only = self._path is not None and not _is_writable(self._path)
        name, is_uri = self._name, False
        if self._path is not None and self.read_only:
            name, is_uri = for_reading(self._path), True
        with explained(self._name), _log_told(self._path if self.read_only else None):
            db = sqlite3.connect(
                name, BUSY_S, isolation_level=None, check_same_thread=False, uri=is_uri
            )
            try:
                self._prepare(db)
                self._seen = self._stat()
            except BaseException:
                db.close()
                raise
        return db

    def _prepare(self, db: sqlite3.Connection) -> None:
        db.row_factory = sqlite3.Row
        # SQLite's own `lower` knows only ASCII.
        db.create_function("casefold", 1, _casefold, deterministic=True)
        db.execute("PRAGMA foreign_keys = ON")
        # Damage that would have a page read as another is noticed, at no cost that shows.
        db.execute("PRAGMA cell_size_check = ON")
        if not is_current(db, self._name):
            if self.read_only:
                raise CatalogError(
                    f"{self._name} is of an earlier version, and cannot be brought up to date here",
                    hint="make the file and its folder writable, and open it once",
                )
            db.execute("BEGIN IMMEDIATE")
            migrate(db)
            db.execute("COMMIT")
        # In how many passages each term stands; a view of the index, which takes no room.
        db.execute("CREATE VIRTUAL TABLE temp.vocabulary USING fts5vocab (main, terms, row)")
        if self.read_only:
            return
        # With a write-ahead log readers do not wait for writers. The switch is kept in the file,
        # and is refused while another process opens it: that one, or a later one, will make it.
        with suppress(sqlite3.OperationalError):
            db.execute("PRAGMA journal_mode = WAL")
        # What is reported as stored must outlive a power cut.
        db.execute("PRAGMA synchronous = FULL")
        # Zeros over what was deleted only where that writes no page more.
        db.execute("PRAGMA secure_delete = FAST")
        db.execute("PRAGMA journal_size_limit = 67108864")

    def _follow(self) -> None:
        """Open the file anew when another was put in its place; raise when there is none now."""
        if self._path is None or self._stat() == self._seen:
            return
        if not self._path.exists():
            raise CatalogError(f"the catalog {self._name} is no longer there", hint=RESTORE)
        self._db.close()
        self._db = self._connected()

    def _stat(self) -> _Stat:
        """Return by what the open file is known: the file itself, and where it is read without
        locks also its state, which another process may change."""
        if self._path is None:
            return ()
        try:
            found = os.stat(self._path)
        except OSError:
            return ()
        same = (found.st_dev, found.st_ino)
        if not self.read_only:
            return same
        return *same, found.st_size, found.st_mtime_ns, _log_size(self._path)


def _is_writable(path: Path) -> bool:
    """Return whether the file, which need not be there, can be written with its log beside it."""
    is_there = path.exists()
    return os.access(path.parent, os.W_OK) and (not is_there or os.access(path, os.W_OK))


def for_reading(path: Path) -> str:
    """Return the URI that opens a file which cannot be written.

    SQLite reads a file with a log only beside its shared memory, which it cannot make here. When
    no process has the file open there is neither, and `immutable` does without.
    """
    name = quote(str(path.resolve()))
    return f"file:{name}?mode=ro" + ("" if _log_size(path) else "&immutable=1")


def _log_size(path: Path) -> int:
    try:
        return path.with_name(path.name + "-wal").stat().st_size
    except OSError:
        return 0


@contextmanager
def _log_told(path: Path | None) -> Iterator[None]:
    """Say of a file that cannot be written why it cannot be read, when that is for its log."""
    try:
        yield
    except sqlite3.OperationalError as error:
        if path is None or not _log_size(path):
            raise
        raise CatalogError(
            f"the catalog {path} has changes in its log, {path.name}-wal, that cannot be read "
            f"where nothing can be written: {error}",
            hint="open it once where its folder can be written",
        ) from error


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()


@contextmanager
def explained(name: str) -> Iterator[None]:
    """Turn what SQLite reports into a CatalogError that names the file and says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        kind = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
        usual = "" if isinstance(error, sqlite3.ProgrammingError) else _VERIFY
        raise CatalogError(f"the catalog {name}: {error}", hint=_HINTS.get(kind, usual)) from error
    except UnicodeDecodeError as error:
        # Python cannot read SQLite's own message when that quotes a schema with a flipped bit.
        raise CatalogError(f"the catalog {name}: its schema is damaged", hint=RESTORE) from error
