"""A grammar that llama.cpp has compiled, and how far a text has come in it."""

import codecs
import ctypes
from typing import Self

import llama_cpp.llama_cpp as llama
import numpy as np
from numpy.typing import NDArray

from rag.llama.vocabulary import Vocabulary
from rag.llama.walk import Grammar, Walk

# How many tokens the grammar is asked about at a time, the likeliest first: asking is slow, and a
# trained model's first choice is allowed most of the time.
_FEW, _MANY = 64, 2048

_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])


class Constraint:
    """Picks tokens of a text that keeps to a grammar. Closed on leaving its `with` block."""

    def __init__(self, vocabulary: Vocabulary, grammar: Grammar) -> None:
        self._vocabulary, self._walk = vocabulary, Walk(grammar)
        self._decoder = codecs.getincrementaldecoder("utf-8")("strict")
        self._sampler = llama.llama_sampler_init_grammar(
            vocabulary.native, grammar.text.encode(), b"root"
        )
        if not self._sampler:
            raise ValueError(f"the grammar does not compile: {grammar.text[:200]!r}")

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        llama.llama_sampler_free(self._sampler)

    @property
    def is_over(self) -> bool:
        """Whether nothing may follow."""
        return self._walk.is_over

    def ending(self) -> tuple[str, str]:
        """Return what must come next, and the shortest text that completes it then."""
        must = self._walk.forced()
        self._walk.step(must)
        return must, self._walk.ending()

    def pick(self, logits: NDArray[np.float32], most: int) -> tuple[list[int], str] | None:
        """Step over the likeliest token that is allowed; return it, and the text it makes whole.

        Several tokens, up to `most`, where the model wants something else than what must come
        next. None where the text ends, because the model ends it or nothing is allowed. The logits
        are changed.
        """
        logits[self._vocabulary.barred] = -np.inf
        picked = (
            self._best_of(np.array([np.argmax(logits)]), logits)
            or self._best_of(_likeliest(logits, _FEW), logits)
            or self._must(most)
            or self._best_of(_likeliest(logits, _MANY), logits)
            or self._best_of(np.arange(len(logits)), logits)
        )
        return picked if picked and not self._vocabulary.ends(picked[0][-1]) else None

    def _best_of(
        self, ids: NDArray[np.int64], logits: NDArray[np.float32]
    ) -> tuple[list[int], str] | None:
        """The likeliest of these tokens that is allowed; None where none is."""
        allowed = self._allowed(ids, logits[ids])
        while allowed[best := int(np.argmax(allowed))] > -np.inf:
            token = int(ids[best])
            if self._vocabulary.ends(token):
                return [token], ""
            text = self._decoded(self._vocabulary.bytes_of(token))
            if text is not None:
                # llama.cpp ends the process on a token that the grammar refuses.
                llama.llama_sampler_accept(self._sampler, token)
                self._walk.step(text)
                return [token], text
            allowed[best] = -np.inf
        return None

    def _must(self, most: int) -> tuple[list[int], str] | None:
        """What must come next; None where it has no tokens, or more than `most`."""
        text = "" if self._decoder.getstate()[0] else self._walk.forced()
        tokens = self._vocabulary.exactly(text)
        if not 0 < len(tokens) <= most:
            return None
        for token in tokens:
            llama.llama_sampler_accept(self._sampler, token)
        self._walk.step(text)
        return tokens, text

    def _decoded(self, data: bytes) -> str | None:
        """The characters that are whole with these bytes; None where they are no UTF-8.

        A grammar counts characters by their first byte, well formed or not.
        """
        before = self._decoder.getstate()
        try:
            return self._decoder.decode(data)
        except UnicodeDecodeError:
            self._decoder.setstate(before)
            return None

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


def _likeliest(logits: NDArray[np.float32], count: int) -> NDArray[np.int64]:
    """The tokens with the highest logits, so many of them, in any order."""
    count = min(count, len(logits))
    return np.argpartition(logits, -count)[-count:]
