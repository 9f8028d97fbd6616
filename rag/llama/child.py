"""The process of one model: `python -m rag.llama.child`, with messages on its standard streams.

A damaged model or a fault in llama.cpp ends the process that it runs in, so it gets one of its own.
Jobs are worked off one after the other; a second thread reads the messages, so that a job can be
cancelled while llama.cpp works, and ends the process when Recoupe is gone.
"""

import os
import pickle
import queue
import signal
import sys
import threading
from typing import BinaryIO

from rag.llama.context import EngineError, Stopped
from rag.llama.engine import Engine
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


class Child:
    """What the process does with the messages that it gets."""

    def __init__(self, source: BinaryIO, target: BinaryIO) -> None:
        self._source, self._target = source, target
        self._choosing = threading.Lock()
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._said: queue.SimpleQueue[object] = queue.SimpleQueue()
        self._running = 0
        self._cancelled: set[int] = set()

    def run(self) -> None:
        """Load the model, and work until the messages end."""
        load: Load = pickle.load(self._source)
        try:
            self._engine = Engine(load.path, load.context)
            loaded = Loaded(self._engine.room, self._engine.vocabulary.dialect(load.template))
        except EngineError as error:
            pickle.dump(Failed(0, "model", str(error)), self._target)
            self._target.flush()
            return
        self._said.put(loaded)
        for work in (self._listen, self._write):
            threading.Thread(target=work, daemon=True).start()
        while True:
            self._work(self._jobs.get())

    def _listen(self) -> None:
        """Take messages in, and end the process with them; what needs no waiting is done here."""
        try:
            while True:
                match pickle.load(self._source):
                    case Cancel(id=number):
                        with self._choosing:
                            self._cancelled.add(number)
                            if number == self._running:
                                self._engine.stop(True)
                    case Count() as count:
                        self._do(count)
                    case job:
                        self._jobs.put(job)
        finally:
            os._exit(0)

    def _work(self, job: Job) -> None:
        """Do a job, unless it was cancelled while it waited."""
        with self._choosing:
            # Jobs come in the order of their numbers: what is older is over.
            self._cancelled = {number for number in self._cancelled if number >= job.id}
            self._running = job.id
            self._engine.stop(job.id in self._cancelled)
        self._do(job)

    def _do(self, job: Job) -> None:
        """Answer a job, and say how it ended."""
        try:
            self._said.put(Ended(job.id, self._answer(job)))
        except Stopped:
            self._said.put(Ended(job.id))
        except ValueError as error:
            self._said.put(Failed(job.id, "value", str(error)))
        except EngineError as error:
            self._said.put(Failed(job.id, "model", str(error)))

    def _answer(self, job: Job) -> object:
        match job:
            case Count(texts=texts):
                return [len(self._engine.vocabulary.tokens(text)) for text in texts]
            case Generate():
                pieces = self._engine.generate(job.prompt, job.grammar, job.limit, job.until)
                for text, closes in pieces:
                    self._said.put(Piece(job.id, text, closes))
                return None
            case Weigh():
                return self._engine.likelihoods(job.prefix, job.branches, job.among)

    def _write(self) -> None:
        """Send what is to be said. A thread of its own, so that nobody who reads ever waits."""
        while True:
            pickle.dump(self._said.get(), self._target)
            self._target.flush()


def main() -> None:
    """Serve the process that started this one, over standard input and output."""
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints must not stand between the messages
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for Recoupe, which ends this process
    Child(sys.stdin.buffer, target).run()


if __name__ == "__main__":
    main()
