"""What a model has read: the memory of its attention, which the next request takes over."""

import ctypes
import os
from collections.abc import Iterator, Sequence

import llama_cpp.llama_cpp as llama
import numpy as np
from numpy.typing import NDArray

from index.threads import usable_cores
from rag.llama.branches import BRANCHES, batches, native, rows_of
from rag.llama.shelf import Shelf, common
from rag.llama.vocabulary import Told

# Tokens that are read at once, and places in them whose logits are wanted: llama.cpp sets memory
# aside for the whole vocabulary at each.
BATCH = 512
ASKED = 64
_SMALL = 2_000_000  # weights


class EngineError(Exception):
    """llama.cpp cannot load the model or cannot run it; says why."""


class Stopped(Exception):
    """The work was stopped from outside."""


class Context:
    """A context of llama.cpp. `room` counts the tokens it holds, `read` are those it holds."""

    def __init__(self, model: object, size: int, context: int) -> None:
        """Set memory aside for `context` tokens, or for as many as the model was trained on."""
        self._native = llama.llama_init_from_model(model, _parameters(model, context))
        if not self._native:
            raise EngineError("llama.cpp cannot set memory aside for it")
        self.room = int(llama.llama_n_ctx(self._native))
        self.read: list[int] = []
        self._size = size
        self._memory = llama.llama_get_memory(self._native)
        self._shelf = Shelf(self._native)
        self.stop = _Flag(self._native)

    def recall(self, tokens: list[int], most: int) -> list[int]:
        """Go back to where these tokens were read last; return those of them still to be read.

        At least those behind the first `most` are.
        """
        kept = min(common(self.read, tokens), most)
        if state := self._shelf.better(tokens, kept, self.read):
            self.read = self._shelf.take(state, self.read)
            kept = min(common(self.read, tokens), most)
        else:
            self._shelf.put(self.read, kept)
        if not llama.llama_memory_seq_rm(self._memory, 0, kept, -1):
            # A recurrent model cannot forget a part.
            llama.llama_memory_clear(self._memory, True)
            kept = 0
        self.read = self.read[:kept]
        return tokens[kept:]

    def append(self, tokens: Sequence[int]) -> None:
        """Read tokens behind what was read. `logits(-1)` are those after the last one."""
        for start in range(0, len(tokens), BATCH):
            piece = tokens[start : start + BATCH]
            array = (llama.llama_token * len(piece))(*piece)
            self._decode(llama.llama_batch_get_one(array, len(piece)))
            self.read += piece

    def branch(self, branches: Sequence[Told]) -> Iterator[tuple[int, NDArray[np.float32]]]:
        """Read branches behind what was read, and forget them.

        Yields the number of the branch and the logits at each place that it asks at, as often as
        it does. At most `BRANCHES`, of as many tokens together as there is room for.
        """
        sequences = range(1, len(branches) + 1)
        try:
            for sequence in sequences:
                llama.llama_memory_seq_cp(self._memory, 0, sequence, -1, -1)
            for batch in batches(rows_of(branches, len(self.read)), BATCH, ASKED):
                self._decode(native(batch))
                for index, row in enumerate(batch):
                    for _ in range(row.asked):
                        yield row.sequence - 1, self.logits(index)
        finally:
            for sequence in sequences:
                llama.llama_memory_seq_rm(self._memory, sequence, -1, -1)

    def logits(self, index: int) -> NDArray[np.float32]:
        """Return the logits after a token of what was read last; valid until more is read."""
        pointer = llama.llama_get_logits_ith(self._native, index)
        logits = np.ctypeslib.as_array(pointer, shape=(self._size,))
        # A damaged model computes NaN, which has no order.
        logits[np.isnan(logits)] = np.finfo(np.float32).min
        return logits

    def _decode(self, batch: llama.llama_batch) -> None:
        code = llama.llama_decode(self._native, batch)
        if code == 2 and self.stop.is_set():
            raise Stopped
        if code:
            # What the memory holds of a failed batch is not known.
            llama.llama_memory_clear(self._memory, True)
            self.read = []
            raise EngineError(f"llama.cpp cannot run it (llama_decode returned {code})")


class _Flag:
    """A flag that llama.cpp looks at between any two steps of its work, without Python.

    What it calls is the C library's `strlen`: the length of a text, 0 or 1, is the answer. So it
    costs nothing, and needs no lock of the interpreter.
    """

    def __init__(self, context: object) -> None:
        self._text = ctypes.create_string_buffer(2)
        library = ctypes.CDLL(None) if os.name == "posix" else ctypes.CDLL("msvcrt")
        self._callback = ctypes.cast(library.strlen, llama.ggml_abort_callback)
        llama.llama_set_abort_callback(context, self._callback, ctypes.addressof(self._text))

    def set(self, up: bool) -> None:
        """Make what runs raise Stopped within milliseconds, and what is begun, until unset."""
        self._text.value = b"1" if up else b""

    def is_set(self) -> bool:
        return self._text.value != b""


def _parameters(model: object, context: int) -> llama.llama_context_params:
    """Context parameters: one thread less for decoding, which a busy core slows threefold."""
    # In a very small model, threads do little but wait for each other.
    threads = usable_cores() if llama.llama_model_n_params(model) > _SMALL else 1
    parameters: llama.llama_context_params = llama.llama_context_default_params()
    parameters.n_ctx = min(context, llama.llama_model_n_ctx_train(model))
    parameters.n_batch = parameters.n_ubatch = BATCH
    parameters.n_outputs_max = ASKED
    parameters.n_seq_max = 1 + BRANCHES
    parameters.kv_unified = True
    parameters.n_threads = max(1, threads - 1)
    parameters.n_threads_batch = threads
    return parameters
