"""One writer at a time over processes: a lock on a file, which the system frees when one dies."""

import os
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from filelock import FileLock, Timeout

from index.errors import CatalogError

WAIT_S = 5.0


class WriterLock:
    """The right to change a library, held by one thread of one process at a time.

    The thread that holds it may take it again. Without a path it is that of one process alone.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._threads = threading.RLock()
        self._processes = None if path is None else FileLock(path, poll_interval=0.02)

    @contextmanager
    def held(self) -> Iterator[None]:
        """Hold the lock; raise CatalogError when another process keeps it for WAIT_S seconds."""
        with self._threads:
            if self._path is None or self._processes is None:
                yield
                return
            self._take(self._path, self._processes)
            try:
                yield
            finally:
                self._processes.release()

    @staticmethod
    def _take(path: Path, lock: FileLock) -> None:
        try:
            lock.acquire(timeout=WAIT_S)
        except Timeout as error:
            raise CatalogError(
                f"the library in {path.parent} is being changed by process {_holder(path)}",
                hint="try again when it is done",
            ) from error
        except OSError as error:
            raise CatalogError(
                f"the data folder {str(path.parent)!r} cannot be written: {error.strerror}",
                hint="make room, or choose a folder that you may write with --data",
            ) from error
        # For whoever waits; that the file cannot be filled is no reason not to go on.
        with suppress(OSError), path.open("r+b") as file:
            # Over what stands there: to empty a file first makes some systems wait for the disk.
            file.write(f"{os.getpid():<10}\n".encode())


def _holder(path: Path) -> str:
    try:
        return path.read_text(encoding="ascii").strip() or "(unknown)"
    except (OSError, UnicodeDecodeError):
        return "(unknown)"
