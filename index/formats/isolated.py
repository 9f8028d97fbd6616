"""Readers that can hang or crash, kept in a process of their own with bounds on time and memory.

One child process serves all threads and all files one after the other. A file that crashes it or
takes too long costs that process, and the next file gets a new one.
"""

import atexit
import contextlib
import logging
import multiprocessing
import os
import threading
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path

from pebble import ProcessExpired, ProcessPool

from index.errors import UnreadableDocument
from index.formats import Attached, Extracted
from index.formats.extract import extract

SECONDS = 60
MEMORY = 2 * 1024**3

_lock = threading.Lock()
_pool: ProcessPool | None = None


def extracted(suffix: str, data: bytes | Path) -> list[Extracted | Attached]:
    """Return what `extract` does, within SECONDS and MEMORY bytes. Thread-safe.

    Raises UnreadableDocument also for a file that takes more, or that crashes its reader.
    """
    try:
        return _open().schedule(extract, args=(suffix, data), timeout=SECONDS).result()
    except TimeoutError as error:
        raise UnreadableDocument(f"it could not be read within {SECONDS} s") from error
    except MemoryError as error:
        raise UnreadableDocument(f"it takes more than {MEMORY} bytes of memory to read") from error
    except ProcessExpired as error:
        raise UnreadableDocument(f"it crashed the reader ({error.exitcode})") from error
    except (BrokenProcessPool, RuntimeError) as error:
        close()
        raise UnreadableDocument(
            f"the process that reads it could not be started: {error}",
            hint='In a script of yours, begin what runs with `if __name__ == "__main__":`.',
        ) from error


def close() -> None:
    """End the child process, if there is one; the next file starts another."""
    global _pool
    with _lock:
        pool, _pool = _pool, None
    if pool is not None:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _open() -> ProcessPool:
    global _pool
    with _lock:
        if _pool is None:
            # Spawned, not forked: this process may run threads and hold locks.
            context = multiprocessing.get_context("spawn")
            _pool = ProcessPool(max_workers=1, initializer=_bound, context=context)
        return _pool


def _bound() -> None:
    """Set the child's bounds before it reads anything."""
    logging.disable(logging.CRITICAL)  # what a reader says goes into the reason, not to a terminal
    os.environ["OMP_NUM_THREADS"] = os.environ["OPENBLAS_NUM_THREADS"] = "1"
    with contextlib.suppress(ImportError, ValueError, OSError):  # not every platform has them
        import resource

        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))


def _forget() -> None:
    """Leave the child process to the parent of a fork, whose it is."""
    global _lock, _pool
    _lock, _pool = threading.Lock(), None


atexit.register(close)
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
