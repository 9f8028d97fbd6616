"""One SQLite connection that the threads of a process share, under a lock.

Statements take microseconds to milliseconds, so waiting for one another costs less than a
connection for each thread, and a catalog in memory needs no other treatment.
"""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Self

from index.errors import CatalogError
from index.migrations import is_current, migrate

BUSY_S = 5.0
_HINTS = {
    "SQLITE_BUSY": "another process is writing; try again when it is done",
    "SQLITE_CANTOPEN": "choose a folder that you may read and write with --data",
    "SQLITE_READONLY": "choose a folder that you may read and write with --data",
    "SQLITE_FULL": "make room on the disk",
    "SQLITE_NOTADB": "restore a backup, or move the file away and ingest again",
    "SQLITE_CORRUPT": "restore a backup, or move the file away and ingest again",
}


class Database:
    """An open catalog file. What SQLite refuses is raised as a CatalogError that says why."""

    def __init__(self, db: sqlite3.Connection, name: str) -> None:
        self._db = db
        self._name = name
        self._lock = threading.RLock()

    @classmethod
    def open(cls, path: Path) -> Self:
        """Open the file at `path`, making it and its folder where there is none.

        Raises CatalogError when the file is damaged, not a catalog, of a newer version, locked,
        or cannot be written.
        """
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise CatalogError(
                f"the data folder {str(path.parent)!r} cannot be made: {error.strerror}",
                hint=_HINTS["SQLITE_CANTOPEN"],
            ) from error
        return cls._connect(str(path))

    @classmethod
    def in_memory(cls) -> Self:
        """Return an empty database that lives as long as the object."""
        return cls._connect(":memory:")

    @classmethod
    def _connect(cls, name: str) -> Self:
        with _explained(name):
            db = sqlite3.connect(
                name, timeout=BUSY_S, isolation_level=None, check_same_thread=False
            )
            try:
                database = cls(db, name)
                database._prepare()
            except BaseException:
                db.close()
                raise
        return database

    def _prepare(self) -> None:
        self._db.row_factory = sqlite3.Row
        # SQLite's own `lower` knows only ASCII.
        self._db.create_function("casefold", 1, _casefold, deterministic=True)
        self._db.execute("PRAGMA foreign_keys = ON")
        if not is_current(self._db, self._name):
            with self.changing():
                migrate(self._db)
        # With a write-ahead log readers do not wait for writers. The switch is kept in the file,
        # and is refused while another process opens it: that one, or a later one, will make it.
        with suppress(sqlite3.OperationalError):
            self._db.execute("PRAGMA journal_mode = WAL")
        self._db.execute("PRAGMA synchronous = NORMAL")

    def close(self) -> None:
        """Close the file; the database is not used again."""
        with self._lock:
            self._db.close()

    def rows(self, sql: str, *values: object) -> list[sqlite3.Row]:
        """Run a statement and return all its rows."""
        with self._lock, _explained(self._name):
            return self._db.execute(sql, values).fetchall()

    def insert(self, table: str, row: dict[str, object]) -> int:
        """Insert a row, given by column, and return its number."""
        columns = ", ".join(f'"{column}"' for column in row)
        marks = ", ".join("?" * len(row))
        sql = f"INSERT INTO {table} ({columns}) VALUES ({marks})"
        with self._lock, _explained(self._name):
            return self._db.execute(sql, tuple(row.values())).lastrowid or 0

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
        with self._lock, _explained(self._name):
            self._db.execute(begin)
            try:
                yield
                self._db.execute("COMMIT")
            finally:
                if self._db.in_transaction:
                    self._db.execute("ROLLBACK")


def _casefold(text: str | None) -> str | None:
    return None if text is None else text.casefold()


@contextmanager
def _explained(name: str) -> Iterator[None]:
    """Turn what SQLite reports into a CatalogError that names the file and says what to do."""
    try:
        yield
    except sqlite3.Error as error:
        kind = "_".join(getattr(error, "sqlite_errorname", "").split("_")[:2])
        raise CatalogError(f"the catalog {name}: {error}", hint=_HINTS.get(kind, "")) from error
