"""Who waits for an answer, and may leave before it is there.

A client that hangs up must stop the work that is done for it, also while a thread is deep inside
it. The edge makes an `Asker`, does the work inside `asking`, and calls `leave` from another thread.
Whatever can be stopped is told by `on_leave`; threads that anyio starts see their starter's asker.
"""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Self

from rag.errors import RecoupeError

_current: ContextVar["Asker | None"] = ContextVar("asker", default=None)


class AskerLeft(RecoupeError):
    """The asker left before the answer was there; raised to whoever works for them."""

    code = "asker_left"


class Asker:
    """Somebody who waits; thread-safe."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._stops: list[Callable[[], None]] = []
        self._has_left = False

    @contextmanager
    def asking(self) -> Iterator[Self]:
        """Do what stands in the `with` block for this asker."""
        token = _current.set(self)
        try:
            yield self
        finally:
            _current.reset(token)

    def leave(self) -> None:
        """Stop what is done for this asker, and what will be begun."""
        with self._lock:
            self._has_left = True
            stops = list(self._stops)
        for stop in stops:
            stop()

    @contextmanager
    def stopping(self, stop: Callable[[], None]) -> Iterator[None]:
        """Call `stop` on leaving, at once when this asker has left."""
        with self._lock:
            self._stops.append(stop)
            has_left = self._has_left
        if has_left:
            stop()
        try:
            yield
        finally:
            with self._lock:
                self._stops.remove(stop)


@contextmanager
def on_leave(stop: Callable[[], None]) -> Iterator[None]:
    """Call `stop` if the current asker leaves while the `with` block runs, or has left already."""
    asker = _current.get()
    if asker is None:
        yield
        return
    with asker.stopping(stop):
        yield
