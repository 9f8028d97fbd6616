"""The `llama` writer: a GGUF model names the sentences that answer, and never writes a quote.

The model reads numbered sentences and answers with numbers and words of those sentences, held to
a grammar (`rag.writers.grammar`). The code looks the sentence up and quotes it from the document,
so what comes out is verbatim whatever the model, the documents or the question try.
"""

import logging
import queue
import threading
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, Self

from index.document import Hit
from rag.errors import WriterBusy, WriterUnavailable
from rag.question import Question
from rag.writers.engine import Engine
from rag.writers.grammar import answer_in, claims_grammar, read_claims
from rag.writers.prompt import NumberedSentence, build_prompt
from rag.writers.writer import Proposal

QUEUE_DEPTH = 8

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Job:
    """One request; `found` ends with None, an exception before it when the request failed."""

    question: Question
    hits: Sequence[Hit]
    deadline: float
    cancelled: threading.Event = field(default_factory=threading.Event)
    found: "queue.SimpleQueue[Proposal | Exception | None]" = field(
        default_factory=queue.SimpleQueue
    )


class _Results:
    """The proposals of a job as they come. A generator that never began could not cancel it."""

    def __init__(self, job: _Job) -> None:
        self._job = job

    def __iter__(self) -> Self:
        return self

    def __next__(self) -> Proposal:
        item = None if self._job.cancelled.is_set() else self._job.found.get()
        if isinstance(item, Proposal):
            return item
        self.close()
        raise item or StopIteration

    def close(self) -> None:
        self._job.cancelled.set()

    __del__ = close


class _Stopped(Exception):
    """Nobody waits for the request any more, or its time is up."""


class LlamaWriter:
    """Finds claims with a GGUF model; one thread runs it, and requests wait in a short queue."""

    name: Literal["llama"] = "llama"

    def __init__(self, path: Path, *, answer_tokens: int = 512, timeout_s: float = 60.0) -> None:
        """Load the model.

        A request gets `answer_tokens` tokens (at most half of the context), and `timeout_s`
        seconds from when it is made. Raises WriterUnavailable when the file cannot be loaded.
        """
        self.model = path.name
        self._timeout_s = timeout_s
        self._engine = Engine(path)
        self._answer_tokens = min(answer_tokens, self._engine.room // 2)
        self._jobs: queue.Queue[_Job | None] = queue.Queue(QUEUE_DEPTH)
        self._closed = threading.Event()
        self._submitting = threading.Lock()
        self._worker = threading.Thread(target=self._work, name="llama-writer", daemon=True)
        self._worker.start()

    def proposals(self, question: Question, hits: Sequence[Hit]) -> Iterator[Proposal]:
        """Queue the request, and yield the model's claims as it makes them.

        Closing or dropping the iterator cancels the request. WriterBusy is raised at once when the
        queue is full, and while iterating when the time is up before the first claim;
        WriterUnavailable when the writer is closed, or the model cannot run or its context holds
        no passage.
        """
        job = _Job(question, hits, time.monotonic() + self._timeout_s)
        with self._submitting:
            if self._closed.is_set():
                raise self._was_closed()
            try:
                self._jobs.put_nowait(job)
            except queue.Full:
                raise WriterBusy(
                    f"{QUEUE_DEPTH} requests are already waiting for the model {self.model}",
                    hint="ask again in a few seconds",
                ) from None
        return _Results(job)

    def close(self) -> None:
        """Stop what runs, refuse what waits, and free the model."""
        with self._submitting:
            if self._closed.is_set():
                return
            self._closed.set()
        self._jobs.put(None)
        self._worker.join()

    def _work(self) -> None:
        """The worker thread: answer the jobs one by one until the writer is closed."""
        while (job := self._jobs.get()) is not None:
            try:
                self._answer(job)
            except Exception as error:  # the worker must outlive any one job
                job.found.put(error)
            finally:
                job.found.put(None)
        self._engine.close()

    def _answer(self, job: _Job) -> None:
        """Put the job's proposals as they are found."""
        count = 0
        try:
            for proposal in self._claims(job):
                job.found.put(proposal)
                count += 1
        except _Stopped:
            if self._closed.is_set():
                raise self._was_closed() from None
            if job.cancelled.is_set():
                logger.info("request cancelled after %d claims", count)
            elif count:
                logger.warning("%.0f s are up: stopped after %d claims", self._timeout_s, count)
            else:
                raise WriterBusy(
                    f"the model {self.model} found no claim in {self._timeout_s:.0f} s",
                    hint="ask again, ask for fewer passages, or use a smaller model",
                ) from None

    def _claims(self, job: _Job) -> Iterator[Proposal]:
        """Ask the model, and turn the sentences it names into proposals, each once."""

        def check() -> None:
            if job.cancelled.is_set() or self._closed.is_set() or time.monotonic() > job.deadline:
                raise _Stopped

        check()
        tokens, numbered = build_prompt(self._engine, job.question, job.hits, self._answer_tokens)
        if not numbered:
            return
        grammar = claims_grammar([sentence.text for sentence in numbered])
        text = self._engine.generate(tokens, grammar, self._answer_tokens, check)
        named = set()
        for number, answer in read_claims(text):
            claim = (number, answer)
            if claim not in named and 1 <= number <= len(numbered):
                named.add(claim)
                yield _proposal(numbered[number - 1], answer)

    def _was_closed(self) -> WriterUnavailable:
        return WriterUnavailable(f"the writer of {self.model} is closed", hint="open it again")


def _proposal(sentence: NumberedSentence, answer: str) -> Proposal:
    return Proposal(
        hit=sentence.hit,
        quote=sentence.text,
        answer=answer_in(sentence.text, answer),
        start=sentence.span.start,
    )
