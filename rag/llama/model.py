"""A GGUF model as the rest of Recoupe uses it: a queue of jobs, and a process that does them.

The process is started, and started again when it ends, by a thread that also hands out what it
says. Jobs wait until it has loaded; one that the process ends in is given up, the others are sent
again.
"""

import logging
import os
import pickle
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

from rag.asker import AskerLeft, on_leave
from rag.errors import BadModel, WriterBusy, WriterUnavailable
from rag.llama.chat import Dialect, Part, Prompt
from rag.llama.gguf import Gguf, check
from rag.llama.messages import (
    Cancel,
    Count,
    Ended,
    Failed,
    Generate,
    Job,
    Load,
    Loaded,
    Piece,
    Weigh,
)

__all__ = ["Closing", "Model", "Part", "Prompt"]

_LOADING_S = 300.0  # for a model to load; its chat template is run within it
_STUCK_S = 10.0  # for a cancelled job to end, which takes milliseconds
_CRASHES = 3  # without a single job done between them, after which the model is given up

_HINT = "use another GGUF, or the `quotes` writer, which needs none"
_State = Literal["loading", "ready", "failed", "closed"]
_Reply = Piece | Ended | Failed | Exception

logger = logging.getLogger(__name__)


class Closing(str):
    """The last piece of a text that had to be brought to its end: no choice of the model."""

    __slots__ = ()


@dataclass(slots=True, eq=False)
class _Waiting:
    """A job that is not over, and what came of it so far."""

    job: Job
    replies: "queue.SimpleQueue[_Reply]" = field(default_factory=queue.SimpleQueue)
    cancelled: bool = False


class Model:
    """A GGUF model in a process of its own, with a bounded queue. Thread-safe.

    `state` tells whether it can be asked; jobs may be given to it while it loads. It loads again
    when its process has ended.
    """

    def __init__(self, path: Path, *, context: int = 4096, depth: int = 8) -> None:
        """Load the model in the background, with room for `context` tokens.

        `depth` jobs may wait while one is done.
        """
        self.name = path.name
        self.state: _State = "loading"
        self._path, self._context, self._depth = path, context, depth
        self._why: WriterUnavailable | None = None
        self._info: Gguf | None = None
        self._loaded: Loaded | None = None
        self._process: subprocess.Popen[bytes] | None = None
        self._jobs: dict[int, _Waiting] = {}
        self._last = 0
        self._heard = time.monotonic()
        self._crashes = 0
        self._changed = threading.Condition()
        self._keeper = threading.Thread(target=self._keep, name=f"model {self.name}", daemon=True)
        self._keeper.start()

    def wait(self, timeout_s: float | None = None) -> None:
        """Wait until the model can be asked.

        WriterUnavailable when it cannot be loaded; WriterBusy when the time is up.
        """
        with self._changed:
            self._changed.wait_for(lambda: self.state != "loading", timeout_s)
            self._refuse_if_over()
            if self.state == "loading":
                raise WriterBusy(
                    f"the model {self.name} is still being loaded", hint="ask again in a while"
                )

    @property
    def info(self) -> Gguf:
        """What the file says of itself; waits for it, and raises what `wait` raises."""
        if self._info is None:
            self.wait()
        assert self._info
        return self._info

    @property
    def room(self) -> int:
        """How many tokens a prompt and its answer may have together; waits as `info` does."""
        return self._facts().room

    @property
    def dialect(self) -> Dialect:
        """How its turns are written; waits as `info` does."""
        return self._facts().dialect

    def count(self, texts: Sequence[str]) -> list[int]:
        """Return how many tokens each text has, control tokens written in it being plain text.

        Answered at once, whatever the model is doing. Raises what `wait` raises.
        """
        waiting = self._submit(lambda number: Count(number, tuple(texts)))
        counts: list[int] = self._result(waiting, time.monotonic() + _LOADING_S)  # type: ignore[assignment]
        return counts

    def generate(
        self, prompt: Prompt, grammar: str, limit: int, *, timeout_s: float = 60.0
    ) -> Generator[str, None, None]:
        """Queue a text, and yield it in pieces: the likeliest that the grammar (GBNF) admits.

        The pieces together always are a text of the grammar: where `limit` tokens or `timeout_s`
        seconds are used up, the last piece is a `Closing`, the shortest text that completes it.
        Closing or dropping the generator cancels the job.

        WriterBusy at once when the queue is full, and while iterating when the time is up before
        the first piece. WriterUnavailable when the model fails. ValueError, while iterating, when
        the grammar does not compile, or prompt and limit do not fit in `room`. AskerLeft.
        """
        until = time.monotonic() + timeout_s
        waiting = self._submit(
            lambda number: Generate(number, tuple(prompt), grammar, limit, until)
        )
        pieces = self._pieces(waiting, until)
        next(pieces)  # a generator that never began could not cancel
        return pieces

    def likelihoods(
        self,
        prefix: Prompt,
        branches: Sequence[Prompt],
        among: Sequence[str],
        *,
        timeout_s: float = 60.0,
    ) -> list[list[list[float]]]:
        """Return, for each branch and each of its parts that asks, how likely each alternative is.

        Each branch continues the prefix. An alternative is likely as its first token is, compared
        with those of the others only, so that the numbers sum to 1; one that is written as a
        control token is that token. Raises what `generate` raises, at once; ValueError also when
        two alternatives begin alike.
        """
        told = tuple(map(tuple, branches))
        waiting = self._submit(lambda n: Weigh(n, tuple(prefix), told, tuple(among)))
        found: list[list[list[float]]] = self._result(waiting, time.monotonic() + timeout_s)  # type: ignore[assignment]
        return found

    def close(self) -> None:
        """End the process; what waits and whatever is asked later raises WriterUnavailable."""
        with self._changed:
            self._give_up("closed", WriterUnavailable(f"the model {self.name} is closed"))
        self._keeper.join()

    def _facts(self) -> Loaded:
        if self._loaded is None:
            self.wait()
        assert self._loaded
        return self._loaded

    def _submit(self, make: Callable[[int], Job]) -> _Waiting:
        with self._changed:
            self._refuse_if_over()
            waiting = _Waiting(make(self._last + 1))
            if not isinstance(waiting.job, Count):
                self._refuse_if_full()
            self._last += 1
            self._jobs[self._last] = waiting
            if self.state == "ready":
                self._tell(waiting.job)
        return waiting

    def _refuse_if_over(self) -> None:
        if self._why:
            raise WriterUnavailable(str(self._why), hint=self._why.hint) from self._why

    def _refuse_if_full(self) -> None:
        running = next(iter(self._jobs.values()), None)
        if running and running.cancelled and time.monotonic() - self._heard > _STUCK_S:
            self._kill()  # llama.cpp does not come back: the others get another process
        asked = [w for w in self._jobs.values() if not w.cancelled and not isinstance(w.job, Count)]
        if len(asked) > self._depth:
            raise WriterBusy(
                f"{self._depth} requests are already waiting for the model {self.name}",
                hint="ask again in a few seconds",
            )

    def _pieces(self, waiting: _Waiting, until: float) -> Generator[str, None, None]:
        with self._awaited(waiting):
            yield ""
            reply = self._reply(waiting, until)
            while isinstance(reply, Piece):
                yield Closing(reply.text) if reply.closes else reply.text
                # The process looks at the clock itself, to bring the text to its end.
                reply = self._reply(waiting, until + _STUCK_S)

    def _result(self, waiting: _Waiting, until: float) -> object:
        with self._awaited(waiting):
            reply = self._reply(waiting, until)
            assert isinstance(reply, Ended)
            return reply.result

    @contextmanager
    def _awaited(self, waiting: _Waiting) -> Iterator[None]:
        """Cancel the job where it is not over when nobody waits for it any more."""

        def left() -> None:
            waiting.replies.put(AskerLeft("whoever asked has left"))
            self._cancel(waiting)

        try:
            with on_leave(left):
                yield
        finally:
            self._cancel(waiting)

    def _cancel(self, waiting: _Waiting) -> None:
        with self._changed:
            if waiting.job.id in self._jobs and not waiting.cancelled:
                waiting.cancelled = True
                if self.state == "ready":
                    self._tell(Cancel(waiting.job.id))
                else:
                    del self._jobs[waiting.job.id]

    def _reply(self, waiting: _Waiting, until: float) -> Piece | Ended:
        try:
            reply = waiting.replies.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            raise WriterBusy(
                f"the model {self.name} did not answer in time",
                hint="ask again, ask for fewer passages, or use a smaller model",
            ) from None
        if isinstance(reply, Exception):
            raise reply
        if isinstance(reply, Failed):
            if reply.kind == "value":
                raise ValueError(reply.message)
            raise self._unusable(reply.message)
        return reply

    def _tell(self, message: Load | Job | Cancel) -> None:
        assert self._process and self._process.stdin
        with suppress(OSError):  # it has ended, which the keeper sees too
            self._process.stdin.write(pickle.dumps(message))
            self._process.stdin.flush()

    def _keep(self) -> None:
        """The keeper: run one process after the other, until the model fails or is closed."""
        try:
            self._info = check(self._path)
        except BadModel as error:
            with self._changed:
                self._give_up("failed", error)
        while self._start():
            self._hand_out()
            self._ended()

    def _start(self) -> bool:
        """Start a process and load the model; False when that is over."""
        with self._changed:
            if self._why:
                return False
            self._process = _started()
            assert self._info
            self._tell(Load(self._path, self._context, self._info.template))
        timer = threading.Timer(_LOADING_S, self._process.kill)
        timer.start()
        said = self._hear()
        timer.cancel()
        with self._changed:
            if isinstance(said, Loaded):
                self._loaded = said
                if not self._why:
                    self.state = "ready"
                self._jobs = {n: w for n, w in self._jobs.items() if not w.cancelled}
                for waiting in self._jobs.values():
                    self._tell(waiting.job)
                self._changed.notify_all()
                return True
            reason = said.message if isinstance(said, Failed) else f"loading it {self._fate()}"
            self._give_up("failed", self._unusable(reason))
            self._reap()
        return False

    def _hear(self) -> object:
        """The next message of the process; None when it has ended."""
        assert self._process and self._process.stdout
        try:
            return pickle.load(self._process.stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            return None

    def _hand_out(self) -> None:
        """Give each reply to who waits for it, until the process ends."""
        while isinstance(reply := self._hear(), Piece | Ended | Failed):
            with self._changed:
                self._heard = time.monotonic()
                if isinstance(reply, Piece):
                    waiting = self._jobs.get(reply.id)
                else:
                    waiting = self._jobs.pop(reply.id, None)
                    self._crashes = 0
            if waiting:
                waiting.replies.put(reply)

    def _ended(self) -> None:
        """Give up the job that the process ended in, and all when it ends too often."""
        with self._changed:
            fate = self._fate()
            self._reap()
            if self._why:
                return
            self.state = "loading"
            self._crashes += 1
            error = self._unusable(f"running it {fate}")
            logger.warning("%s; it is started again", error)
            given_up = [w for w in self._jobs.values() if isinstance(w.job, Count)]
            given_up += [w for w in self._jobs.values() if w not in given_up][:1]
            for waiting in given_up:
                del self._jobs[waiting.job.id]
                waiting.replies.put(error)
            if self._crashes == _CRASHES:
                self._give_up("failed", error)

    def _give_up(self, state: Literal["failed", "closed"], why: WriterUnavailable) -> None:
        """Let nobody wait any more; the first reason stays, but a failed model can be closed."""
        self._why = why if self._why is None or state == "closed" else self._why
        self.state = state if self.state != "closed" else "closed"
        for waiting in self._jobs.values():
            waiting.replies.put(self._why)
        self._jobs.clear()
        self._kill()
        self._changed.notify_all()

    def _kill(self) -> None:
        if self._process:
            self._process.kill()

    def _fate(self) -> str:
        """How the process ended, in words."""
        assert self._process
        code = self._process.wait()
        return f"ended its process ({signal.Signals(-code).name if code < 0 else f'status {code}'})"

    def _reap(self) -> None:
        """Free what a process that has ended leaves."""
        assert self._process and self._process.stdin and self._process.stdout
        self._process.wait()
        with suppress(OSError):
            self._process.stdin.close()
        self._process.stdout.close()
        self._process = None

    def _unusable(self, reason: str) -> WriterUnavailable:
        return WriterUnavailable(f"the model {self._path} cannot be used: {reason}", hint=_HINT)


def _started() -> subprocess.Popen[bytes]:
    paths = os.pathsep.join(path for path in sys.path if path)
    return subprocess.Popen(
        [sys.executable, "-m", "rag.llama.child"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        env={**os.environ, "PYTHONPATH": paths},
    )
