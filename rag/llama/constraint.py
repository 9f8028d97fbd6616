"""A grammar that llama.cpp has compiled, and how far a text has come in it."""

import codecs
import ctypes
from typing import Self

import llama_cpp.llama_cpp as llama
import numpy as np
from numpy.typing import NDArray

from rag.llama.ending import Grammar

# How many tokens the grammar is asked about at a time, the likeliest first: asking is slow, and a
# trained model's first choice is allowed most of the time.
_FEW = 64

_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class Constraint:
    """Picks the likeliest token that a grammar allows. Closed on leaving its `with` block."""

    def __init__(self, vocab: object, grammar: Grammar) -> None:
        self._sampler = llama.llama_sampler_init_grammar(vocab, grammar.text.encode(), b"root")
        if not self._sampler:
            raise ValueError(f"the grammar does not compile: {grammar.text[:200]!r}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        llama.llama_sampler_free(self._sampler)

    def pick(self, logits: NDArray[np.float32]) -> int | None:
        """Return the likeliest token that is allowed here; None when none is.

        Exact: the whole vocabulary is asked about when none of the likeliest is allowed.
        """
        first = np.array([np.argmax(logits)])
        if logits[first[0]] > -np.inf and self._allowed(first, logits[first])[0] > -np.inf:
            return int(first[0])
        few = min(_FEW, len(logits))
        for ids in (np.argpartition(logits, -few)[-few:], np.arange(len(logits))):
            allowed = self._allowed(ids, logits[ids])
            best = int(np.argmax(allowed))
            if allowed[best] > -np.inf:
                return int(ids[best])
        return None

    def accept(self, token: int) -> None:
        """Step over a token that `pick` gave; llama.cpp ends the process on any other."""
        llama.llama_sampler_accept(self._sampler, token)

    def _allowed(self, ids: NDArray[np.int64], logits: NDArray[np.float32]) -> NDArray[np.float32]:
        """The logits, minus infinity where the grammar refuses the token."""
        table = np.zeros(len(ids), _CANDIDATE)
        table["id"], table["logit"] = ids, logits
        data = table.ctypes.data_as(ctypes.POINTER(llama.llama_token_data))
        candidates = llama.llama_token_data_array(
            data=data, size=len(table), selected=-1, sorted=False
        )
        llama.llama_sampler_apply(self._sampler, ctypes.byref(candidates))
        kept: NDArray[np.float32] = table["logit"]
        return kept


class Utf8:
    """Text from the bytes of tokens, each of which may end within a character."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")

    def decode(self, data: bytes) -> str | None:
        """Return the characters that are whole now; None, as if nothing came, where UTF-8 ends.

        A grammar counts characters by their first byte, well formed or not.
        """
        before = self._decoder.getstate()
        try:
            return self._decoder.decode(data)
        except UnicodeDecodeError:
            self._decoder.setstate(before)
            return None
