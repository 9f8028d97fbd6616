"""Readers that can hang or crash, kept in a process of their own with bounds on time and memory.

One child process serves all threads and all files one after the other. A file that crashes it or
takes too long costs that process, and so does one that leaves it with little memory; the next
file gets a new one.
"""

import atexit
import contextlib
import logging
import multiprocessing
import os
import threading
from collections.abc import Callable
from concurrent.futures.process import BrokenProcessPool
from pathlib import Path
from typing import ParamSpec, TypeVar, cast

from pebble import ProcessExpired, ProcessPool

from index.errors import UnreadableDocument

P = ParamSpec("P")
T = TypeVar("T")

SECONDS = 60
MEMORY = 2 * 1024**3
# A child that still holds so much after a file is short of memory for the next.
_WORN = MEMORY // 2

_lock = threading.Lock()
_pool: ProcessPool | None = None


def isolated(read: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """Return what the function does, run in the child within SECONDS and MEMORY. Thread-safe.

    The function is one of a module, and what goes in and out of it can be pickled. Raises what
    it raises, and UnreadableDocument where it takes more or crashes.
    """
    with _lock:
        pool = _open()
        future = pool.schedule(_measured, (read, args, kwargs), timeout=SECONDS)
    try:
        found, held = future.result()
    except TimeoutError as error:
        raise UnreadableDocument(f"it could not be read within {SECONDS} s") from error
    except ProcessExpired as error:
        raise UnreadableDocument(f"it crashed the reader ({error.exitcode})") from error
    except BrokenProcessPool as error:
        _retire(pool)
        raise UnreadableDocument(
            f"the process that reads it could not be started: {error}",
            hint='In a script of yours, begin what runs with `if __name__ == "__main__":`.',
        ) from error
    if held > _WORN:
        _retire(pool)
    if isinstance(found, MemoryError):
        raise UnreadableDocument(f"it takes more than {MEMORY} bytes of memory to read")
    if isinstance(found, Exception):
        raise found
    return cast(T, found)


def close() -> None:
    """End the child process, if there is one; the next file starts another."""
    global _pool
    with _lock:
        pool, _pool = _pool, None
    if pool is not None:
        pool.stop()  # type: ignore[no-untyped-call]
        pool.join()


def _open() -> ProcessPool:
    """Return the pool, started where there is none; called with the lock held."""
    global _pool
    if _pool is None:
        # Spawned, not forked: this process may run threads and hold locks.
        context = multiprocessing.get_context("spawn")
        _pool = ProcessPool(max_workers=1, initializer=_bound, context=context)
    return _pool


def _retire(pool: ProcessPool) -> None:
    """Let the pool finish what it was given, and end; the next file starts another."""
    global _pool
    with _lock:
        if _pool is pool:
            _pool = None
    pool.close()  # type: ignore[no-untyped-call]
    threading.Thread(target=pool.join, daemon=True).start()


def _measured(
    read: Callable[..., T], args: tuple[object, ...], kwargs: dict[str, object]
) -> tuple[T | Exception, int]:
    """Return what the function does or raises, and the bytes of memory that are taken after it."""
    found: T | Exception
    try:
        found = read(*args, **kwargs)
    except Exception as error:
        found = error.with_traceback(None)
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except OSError:  # where there is no /proc, there is no bound on memory either
        return found, 0
    return found, pages * os.sysconf("SC_PAGE_SIZE")


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
