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

from rag.llama.engine import Engine, EngineError, Stopped
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
        self._sending, self._choosing = threading.Lock(), threading.Lock()
        self._jobs: queue.SimpleQueue[Job] = queue.SimpleQueue()
        self._running = 0
        self._cancelled: set[int] = set()

    def run(self) -> None:
        """Load the model, and work until the messages end."""
        load: Load = pickle.load(self._source)
        try:
            self._engine = Engine(load.path, load.context)
            loaded = Loaded(self._engine.room, self._engine.dialect(load.template))
        except EngineError as error:
            self._send(Failed(0, "model", str(error)))
            return
        threading.Thread(target=self._listen, daemon=True).start()
        self._send(loaded)
        while True:
            self._work(self._jobs.get())

    def _listen(self) -> None:
        """Take messages in; what needs no waiting for is answered here."""
        while True:
            try:
                message = pickle.load(self._source)
            except EOFError:
                os._exit(0)
            match message:
                case Cancel(id=number):
                    with self._choosing:
                        self._cancelled.add(number)
                        if number == self._running:
                            self._engine.stop(True)
                case Count():
                    self._do(message)
                case _:
                    self._jobs.put(message)

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
            self._send(Ended(job.id, self._answer(job)))
        except Stopped:
            self._send(Ended(job.id))
        except ValueError as error:
            self._send(Failed(job.id, "value", str(error)))
        except EngineError as error:
            self._send(Failed(job.id, "model", str(error)))

    def _answer(self, job: Job) -> object:
        match job:
            case Count(texts=texts):
                return [len(self._engine.tokens(text)) for text in texts]
            case Generate():
                pieces = self._engine.generate(job.prompt, job.grammar, job.limit, job.until)
                for text, closes in pieces:
                    self._send(Piece(job.id, text, closes))
                return None
            case Weigh():
                return self._engine.likelihoods(job.prefix, job.branches, job.among)

    def _send(self, message: object) -> None:
        with self._sending:
            pickle.dump(message, self._target)
            self._target.flush()


def main() -> None:
    """Serve the process that started this one, over standard input and output."""
    target = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # whatever else prints must not stand between the messages
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for Recoupe, which ends this process
    Child(sys.stdin.buffer, target).run()


if __name__ == "__main__":
    main()
