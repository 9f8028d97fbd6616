"""Beginnings of prompts that were read before, kept aside for when they come again.

One question is several requests with different rules, and reading a long prompt takes seconds: what
the memory held of each is put on a shelf before another takes its place.
"""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass

import llama_cpp.llama_cpp as llama
import numpy as np
from numpy.typing import NDArray

_ROOM = 256 << 20  # bytes
_WORTH = 64  # tokens; fewer are read again before they are put aside and brought back


@dataclass(frozen=True, slots=True, eq=False)
class _State:
    """What the memory held when these tokens were read."""

    tokens: list[int]
    data: NDArray[np.uint8]


class Shelf:
    """States of a context's sequence 0, those that were used last at the end."""

    def __init__(self, context: object) -> None:
        self._context = context
        self._states: list[_State] = []

    def better(self, tokens: Sequence[int], kept: int, read: Sequence[int]) -> _State | None:
        """Return the state that spares reading most of these tokens, if much more than `kept`."""
        best = max(self._states, key=lambda state: common(state.tokens, tokens), default=None)
        return best if best and common(best.tokens, tokens) >= kept + _WORTH else None

    def take(self, state: _State, read: list[int]) -> list[int]:
        """Put what is `read` aside, and bring back a state; returns its tokens."""
        self.put(read, 0)
        llama.llama_memory_seq_rm(llama.llama_get_memory(self._context), 0, -1, -1)
        data = state.data.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8))
        if not llama.llama_state_seq_set_data(self._context, data, len(state.data), 0):
            self._states.remove(state)
            return []
        return list(state.tokens)

    def put(self, read: list[int], kept: int) -> None:
        """Put aside what is read, if much of it is to be lost: all behind the first `kept`."""
        if not _differs(read, kept):
            return
        self._states = [s for s in self._states if _differs(s.tokens, common(s.tokens, read))]
        size = llama.llama_state_seq_get_size(self._context, 0)
        data = np.empty(size, np.uint8)
        pointer = data.ctypes.data_as(ctypes.POINTER(ctypes.c_uint8))
        if llama.llama_state_seq_get_data(self._context, pointer, size, 0) == size:
            self._states.append(_State(list(read), data))
        while sum(len(state.data) for state in self._states) > _ROOM:
            del self._states[0]


def _differs(tokens: Sequence[int], kept: int) -> bool:
    """Whether much is lost where only the first `kept` stay: more than a question and its answer.

    Questions over the same passages would fill the shelf with what is nearly the same.
    """
    return len(tokens) - kept >= max(_WORTH, len(tokens) // 8)


def common(a: Sequence[int], b: Sequence[int]) -> int:
    """Return how many tokens two sequences have in common, from the first on."""
    length = min(len(a), len(b))
    return next((place for place in range(length) if a[place] != b[place]), length)
