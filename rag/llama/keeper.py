"""Keeps the process of a model running, and the jobs that wait for it.

A thread starts the process, hands out what it says, and starts another when it ends. Jobs wait
until the model has loaded; the one that the process ends in is given up, the others are sent again.
"""

import logging
import queue
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rag.asker import AskerLeft
from rag.errors import WriterBusy, WriterUnavailable
from rag.llama.gguf import Gguf, check
from rag.llama.messages import Cancel, Count, Ended, Failed, Job, Load, Loaded, Piece
from rag.llama.process import Process

State = Literal["loading", "ready", "failed", "closed"]
Reply = Piece | Ended | Failed | WriterUnavailable | AskerLeft

LOADING_S = 300.0  # for a model to load; its chat template is run within it
STUCK_S = 10.0  # for a cancelled job to end, which takes milliseconds
_CRASHES = 3  # with no job done between them, after which the model is given up

logger = logging.getLogger(__name__)


@dataclass(slots=True, eq=False)
class Waiting:
    """A job, and what came of it so far."""

    job: Job
    replies: "queue.SimpleQueue[Reply]" = field(default_factory=queue.SimpleQueue)
    cancelled: bool = False


class Keeper:
    """One model file, its process and its jobs. Thread-safe."""

    def __init__(self, path: Path, context: int, depth: int) -> None:
        """Begin to load; see `Model`."""
        self.state: State = "loading"
        self.info: Gguf | None = None
        self.loaded: Loaded | None = None
        self._path, self._context, self._depth = path, context, depth
        self._why: WriterUnavailable | None = None
        self._process: Process | None = None
        self._jobs: dict[int, Waiting] = {}
        self._last = 0
        self._heard = time.monotonic()
        self._crashes = 0
        self._changed = threading.Condition()
        self._thread = threading.Thread(target=self._run, name=f"keeper {path.name}", daemon=True)
        self._thread.start()

    def wait(self, timeout_s: float | None) -> None:
        """Wait until the model is loaded; raises what `Model.wait` raises."""
        with self._changed:
            self._changed.wait_for(lambda: self.state != "loading", timeout_s)
            self._refuse_if_over()
            if self.state == "loading":
                raise WriterBusy(
                    f"the model {self._path.name} is still being loaded",
                    hint="ask again in a while",
                )

    def submit(self, make: Callable[[int], Job]) -> Waiting:
        """Queue the job that `make` makes with its number. WriterBusy when the queue is full."""
        with self._changed:
            self._refuse_if_over()
            waiting = Waiting(make(self._last + 1))
            if not isinstance(waiting.job, Count):
                self._refuse_if_full()
            self._last += 1
            self._jobs[self._last] = waiting
            if self._process and self.state == "ready":
                self._process.tell(waiting.job)
        return waiting

    def cancel(self, waiting: Waiting) -> None:
        """End a job that nobody waits for any more; nothing when it is over."""
        with self._changed:
            if waiting.job.id not in self._jobs or waiting.cancelled:
                return
            waiting.cancelled = True
            if self._process and self.state == "ready":
                self._process.tell(Cancel(waiting.job.id))
            else:
                del self._jobs[waiting.job.id]

    def close(self) -> None:
        """End the process, and let nobody wait for it."""
        with self._changed:
            self._give_up("closed", WriterUnavailable(f"the model {self._path.name} is closed"))
        self._thread.join()

    def unusable(self, reason: str) -> WriterUnavailable:
        """Return the error that names the model and says why it cannot be used."""
        return WriterUnavailable(
            f"the model {self._path} cannot be used: {reason}",
            hint="use another GGUF, or the `quotes` writer, which needs none",
        )

    def _refuse_if_over(self) -> None:
        if self._why:
            raise again(self._why)

    def _refuse_if_full(self) -> None:
        running = next(iter(self._jobs.values()), None)
        if running and running.cancelled and time.monotonic() - self._heard > STUCK_S:
            assert self._process
            self._process.kill()  # llama.cpp does not come back: the others get another process
        asked = [w for w in self._jobs.values() if not w.cancelled and not isinstance(w.job, Count)]
        if len(asked) > self._depth:
            raise WriterBusy(
                f"{self._depth} requests are already waiting for the model {self._path.name}",
                hint="ask again in a few seconds",
            )

    def _run(self) -> None:
        """The thread: run one process after the other, until the model fails or is closed."""
        try:
            self.info = check(self._path)
            while process := self._start(self.info.template):
                self._hand_out(process)
                self._ended(process)
        except Exception as error:  # nobody may wait for a thread that has ended
            why = error if isinstance(error, WriterUnavailable) else self.unusable(repr(error))
            with self._changed:
                self._give_up("failed", why)

    def _start(self, template: str | None) -> Process | None:
        """Start a process and load the model; None when it was closed meanwhile."""
        with self._changed:
            if self._why:
                return None
            self._process = process = Process()
            process.tell(Load(self._path, self._context, template))
        began, timer = time.monotonic(), threading.Timer(LOADING_S, process.kill)
        timer.start()
        said = process.hear()
        timer.cancel()
        if not isinstance(said, Loaded):
            reason = f"{process.end()} while it was loaded"
            if time.monotonic() - began > LOADING_S:
                reason = f"it is not loaded, or its chat template not read, in {LOADING_S:.0f} s"
            raise self.unusable(said.message if isinstance(said, Failed) else reason)
        with self._changed:
            self.loaded = said
            if not self._why:
                self.state = "ready"
            self._heard = time.monotonic()
            for waiting in self._jobs.values():
                process.tell(waiting.job)
            self._changed.notify_all()
        return process

    def _hand_out(self, process: Process) -> None:
        """Give each reply to who waits for it, until the process ends."""
        while isinstance(reply := process.hear(), Piece | Ended | Failed):
            with self._changed:
                self._heard = time.monotonic()
                waiting = self._jobs.get(reply.id)
                if not isinstance(reply, Piece):
                    self._jobs.pop(reply.id, None)
                    self._crashes = 0
            if waiting:
                waiting.replies.put(reply)

    def _ended(self, process: Process) -> None:
        """Give up the job that the process ended in, and all when it ends too often."""
        process.kill()
        error = self.unusable(process.end())
        with self._changed:
            if self._why:
                return
            logger.warning("%s; it is started again", error)
            self.state = "loading"
            self._crashes += 1
            running = next((w for w in self._jobs.values() if not isinstance(w.job, Count)), None)
            for waiting in list(self._jobs.values()):
                if waiting is running or waiting.cancelled or isinstance(waiting.job, Count):
                    del self._jobs[waiting.job.id]
                    waiting.replies.put(error)
            if self._crashes == _CRASHES:
                self._give_up("failed", error)

    def _give_up(self, state: Literal["failed", "closed"], why: WriterUnavailable) -> None:
        """Let nobody wait any more. What is closed stays so, whatever fails in it afterwards."""
        if self.state == "closed":
            return
        self.state, self._why = state, why
        for waiting in self._jobs.values():
            waiting.replies.put(why)
        self._jobs.clear()
        if self._process:
            self._process.kill()
        self._changed.notify_all()


def again(error: WriterUnavailable) -> WriterUnavailable:
    """Return the error anew: one that several threads raise would gather all their traces."""
    return type(error)(str(error), hint=error.hint)
