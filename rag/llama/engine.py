"""One GGUF model in llama.cpp: prompts in, text that keeps to a grammar or likelihoods out.

llama.cpp is driven through its C interface. The Python class above it would redirect the standard
streams of the whole process while it loads, compile whatever chat template the file carries, ask
the grammar about the whole vocabulary at every token (which halves the speed), and let a token
that the grammar refuses end the process. An engine belongs to one thread at a time: two threads in
one context abort the process. Only `vocabulary` and `stop` may be used meanwhile.
"""

import ctypes
import os
import time
from collections.abc import Iterator, Sequence
from functools import lru_cache
from pathlib import Path

import llama_cpp.llama_cpp as llama
import numpy as np
from numpy.typing import NDArray

from rag.llama.branches import fitting
from rag.llama.chat import Prompt
from rag.llama.constraint import Constraint
from rag.llama.context import Context, EngineError
from rag.llama.vocabulary import Vocabulary
from rag.llama.walk import Grammar

_ERROR = 4  # of llama.cpp's levels of log messages


class Engine:
    """A loaded model, which keeps what it read last for the next request."""

    def __init__(self, path: Path, context: int) -> None:
        """Load the model, with room for `context` tokens or for as many as it was trained on.

        EngineError when llama.cpp cannot.
        """
        complaints: list[str] = []

        def heard(level: int, text: bytes, _: ctypes.c_void_p) -> None:
            if level == _ERROR:
                complaints.append(text.decode("utf-8", "replace").strip())

        self._log = llama.llama_log_callback(heard)
        # The library's own callback, installed on import, prints to standard error.
        llama.llama_log_set(self._log, None)
        llama.llama_backend_init()
        model = llama.llama_model_load_from_file(
            os.fsencode(path), llama.llama_model_default_params()
        )
        if not model:
            raise EngineError(": ".join(["llama.cpp cannot load it", *complaints[:1]]))
        self.vocabulary = Vocabulary(model)
        self._context = Context(model, self.vocabulary.size, context)
        self.room = self._context.room
        self.stop = self._context.stop.set

    def generate(
        self, prompt: Prompt, grammar: str, limit: int, until: float
    ) -> Iterator[tuple[str, bool]]:
        """Yield the likeliest text that the grammar admits, in pieces, with False.

        Where `limit` tokens or the time (`until`, as `time.monotonic` counts) are used up, the
        shortest text that completes it comes last, with True. ValueError when prompt and limit do
        not fit in `room`, or the grammar does not compile.
        """
        rules, tokens = _grammar(grammar), self.vocabulary.prompt(prompt)[0]
        if not tokens or len(tokens) + limit > self.room:
            raise ValueError(f"{len(tokens)} + {limit} tokens do not fit in {self.room}")
        unread = self._context.recall(tokens, len(tokens) - 1)
        with Constraint(self.vocabulary, rules) as constraint:
            yield from self._text(unread, constraint, limit, until)
            must, may = constraint.ending()
            if must:
                yield must, False
            if may:
                yield may, True

    def likelihoods(
        self, prefix: Prompt, branches: Sequence[Prompt], among: Sequence[str]
    ) -> list[list[list[float]]]:
        """Return, for each branch and each of its parts that asks, how likely each of `among` is.

        The branches share the prefix and are read together. ValueError when prefix and branch do
        not fit in `room`, or two alternatives begin alike.
        """
        alternatives = [self.vocabulary.first_token(text) for text in among]
        if not among or len(set(alternatives)) < len(among):
            raise ValueError(f"alternatives must begin differently: {list(among)}")
        shared = self.vocabulary.prompt(prefix)[0]
        told = [self.vocabulary.prompt(branch, begins=not shared) for branch in branches]
        longest = max((len(tokens) for tokens, _ in told), default=0)
        if len(shared) + longest > self.room:
            raise ValueError(f"{len(shared)} + {longest} tokens do not fit in {self.room}")
        self._context.append(self._context.recall(shared, len(shared)))
        found: list[list[list[float]]] = []
        while len(found) < len(told):
            together = told[len(found) :]
            together = together[: fitting(together, self.room - len(shared))]
            shares: list[list[list[float]]] = [[] for _ in together]
            for branch, logits in self._context.branch(together):
                shares[branch].append(_shares(logits[alternatives]))
            found += shares
        return found

    def _text(
        self, unread: list[int], constraint: Constraint, limit: int, until: float
    ) -> Iterator[tuple[str, bool]]:
        """What comes behind a prompt, up to `limit` tokens."""
        while limit > 0 and not constraint.is_over:
            self._context.append(unread)
            picked = constraint.pick(self._context.logits(-1), limit)
            if picked is None:
                break
            unread, text = picked
            limit -= len(unread)
            if text:
                yield text, False
            if time.monotonic() > until:
                break


@lru_cache(maxsize=4)
def _grammar(text: str) -> Grammar:
    """The grammar; requests over the same passages have the same."""
    return Grammar(text)


def _shares(logits: NDArray[np.float32]) -> list[float]:
    """How likely each alternative is by its logit; the sum is 1."""
    weights = np.exp(logits.astype(np.float64) - logits.max())
    shares: list[float] = (weights / weights.sum()).tolist()
    return shares
