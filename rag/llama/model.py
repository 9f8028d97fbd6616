"""A GGUF model as the rest of Recoupe uses it: prompts in, checked text or likelihoods out."""

import queue
import time
from collections.abc import Generator, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rag.asker import AskerLeft, on_leave
from rag.errors import WriterSlow, WriterUnavailable
from rag.llama.chat import Dialect, Part, Prompt
from rag.llama.gguf import Gguf
from rag.llama.keeper import LOADING_S, STUCK_S, Keeper, State, Waiting, again
from rag.llama.messages import Count, Ended, Failed, Generate, Loaded, Piece, Weigh

__all__ = ["Closing", "Model", "Part", "Prompt"]


class Closing(str):
    """The last piece of a text that had to be brought to its end: no choice of the model."""

    __slots__ = ()


class Model:
    """A GGUF model in a process of its own, with a bounded queue. Thread-safe.

    Jobs may be given to it while it loads. It loads again when its process has ended.
    """

    def __init__(self, path: Path, *, context: int = 4096, depth: int = 8) -> None:
        """Load the model in the background, with room for `context` tokens.

        `depth` jobs may wait while one is done.
        """
        self.name = path.name
        self._keeper = Keeper(path, context, depth)

    @property
    def state(self) -> State:
        """Whether it can be asked at once, yet, or no more."""
        return self._keeper.state

    def wait(self, timeout_s: float | None = None) -> None:
        """Wait until the model can be asked.

        WriterUnavailable when it cannot be loaded; WriterBusy when the time is up.
        """
        self._keeper.wait(timeout_s)

    @property
    def info(self) -> Gguf:
        """What the file says of itself; waits for it, and raises what `wait` raises."""
        if self._keeper.info is None:
            self.wait()
        assert self._keeper.info
        return self._keeper.info

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
        waiting = self._keeper.submit(lambda number: Count(number, tuple(texts)))
        counts: list[int] = self._result(waiting, time.monotonic() + LOADING_S)  # type: ignore[assignment]
        return counts

    def generate(
        self, prompt: Prompt, grammar: str, limit: int, *, timeout_s: float = 60.0
    ) -> Generator[str, None, None]:
        """Queue a text, and yield it in pieces: the likeliest that the grammar (GBNF) admits.

        The pieces together always are a text of the grammar: where `limit` tokens or `timeout_s`
        seconds are used up, the last piece is a `Closing`, the shortest text that completes it.
        Closing or dropping the generator cancels the job.

        WriterBusy at once when the queue is full, and WriterSlow while iterating when the time is
        up before the first piece. WriterUnavailable when the model fails. ValueError, while
        iterating, when the grammar does not compile, or prompt and limit do not fit in `room`.
        AskerLeft.
        """
        until = time.monotonic() + timeout_s
        waiting = self._keeper.submit(
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
        waiting = self._keeper.submit(lambda n: Weigh(n, tuple(prefix), told, tuple(among)))
        found: list[list[list[float]]] = self._result(waiting, time.monotonic() + timeout_s)  # type: ignore[assignment]
        return found

    def close(self) -> None:
        """End the process; what waits and whatever is asked later raises WriterUnavailable."""
        self._keeper.close()

    def _facts(self) -> Loaded:
        if self._keeper.loaded is None:
            self.wait()
        assert self._keeper.loaded
        return self._keeper.loaded

    def _pieces(self, waiting: Waiting, until: float) -> Generator[str, None, None]:
        with self._awaited(waiting):
            yield ""
            reply = self._reply(waiting, until)
            while isinstance(reply, Piece):
                yield Closing(reply.text) if reply.closes else reply.text
                # The process looks at the clock itself, to bring the text to its end.
                reply = self._reply(waiting, until + STUCK_S)

    def _result(self, waiting: Waiting, until: float) -> object:
        with self._awaited(waiting):
            reply = self._reply(waiting, until)
            assert isinstance(reply, Ended)
            return reply.result

    @contextmanager
    def _awaited(self, waiting: Waiting) -> Iterator[None]:
        """Cancel the job, where it is not over, when nobody waits for it any more."""

        def left() -> None:
            waiting.replies.put(AskerLeft("whoever asked has left"))
            self._keeper.cancel(waiting)

        try:
            with on_leave(left):
                yield
        finally:
            self._keeper.cancel(waiting)

    def _reply(self, waiting: Waiting, until: float) -> Piece | Ended:
        try:
            reply = waiting.replies.get(timeout=max(0.0, until - time.monotonic()))
        except queue.Empty:
            raise WriterSlow(
                f"the model {self.name} did not answer in time",
                hint="ask again, ask for fewer passages, or use a smaller model",
            ) from None
        match reply:
            case Failed(kind="value", message=message):
                raise ValueError(message)
            case Failed(message=message):
                raise self._keeper.unusable(message)
            case WriterUnavailable():
                raise again(reply)
            case AskerLeft():
                raise reply
        return reply
