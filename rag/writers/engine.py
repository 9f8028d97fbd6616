"""One GGUF model in llama.cpp: tokens in, text that keeps to a grammar out.

llama.cpp is driven through its C interface. The Python class above it would redirect the standard
streams of the whole process while it loads, compile whatever chat template the file carries, ask
the grammar about the whole vocabulary at every token (which halves the speed), and let a token
that the grammar refuses end the process. An engine belongs to one thread at a time: two threads in
one context abort the process.
"""

import codecs
import ctypes
import logging
import os
import struct
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import llama_cpp.llama_cpp as llama
import numpy as np
from numpy.typing import NDArray

from index.threads import usable_cores
from rag.errors import WriterUnavailable

CONTEXT = 4096
# The prompt is read in pieces, so that a cancelled request stops within one of them.
PIECE = 128
# Tokens the grammar is asked about first; the rest only when it allows none of these.
CANDIDATES = 64

_HEADER = struct.Struct("<4sIQQ")
_CANDIDATE = np.dtype([("id", np.int32), ("logit", np.float32), ("p", np.float32)])

logger = logging.getLogger(__name__)


@llama.llama_log_callback  # type: ignore[untyped-decorator]
def _log(level: int, text: bytes, _: ctypes.c_void_p) -> None:
    logger.debug("llama.cpp: %s", text.decode("utf-8", "replace").rstrip())


class Engine:
    """A loaded model with its context, which keeps what it read last for the next request."""

    def __init__(self, path: Path) -> None:
        """Load the model. Raises WriterUnavailable, naming the file, when that is not possible."""
        _check_header(path)
        self.path = path
        # The library's own callback, installed on import, prints to standard error.
        llama.llama_log_set(_log, None)
        llama.llama_backend_init()
        self._model = llama.llama_model_load_from_file(
            os.fsencode(path), llama.llama_model_default_params()
        )
        self._context = None
        if self._model:
            self._vocab = llama.llama_model_get_vocab(self._model)
            self._size = llama.llama_vocab_n_tokens(self._vocab)
            self._context = llama.llama_init_from_model(self._model, self._parameters())
        if not self._context or not self._size:
            self.close()
            raise _refused(path, "llama.cpp cannot load it")
        self.room = llama.llama_n_ctx(self._context)
        self._memory = llama.llama_get_memory(self._context)
        self._read: list[int] = []
        self._barred = self._barred_tokens()

    def close(self) -> None:
        """Free the model; the engine is not used again."""
        if self._context:
            llama.llama_free(self._context)
        if self._model:
            llama.llama_model_free(self._model)
        self._context = self._model = None

    def tokens(self, text: str) -> list[int]:
        """The tokens of plain text; nothing in it becomes a control token."""
        return self._tokenize(text, special=False)

    def control_token(self, text: str) -> int | None:
        """The control token written like this, or None when the vocabulary has none."""
        found = self._tokenize(text, special=True)
        if len(found) == 1 and llama.llama_vocab_is_control(self._vocab, found[0]):
            return found[0]
        return None

    def beginning(self) -> list[int]:
        """What this model's prompts begin with: one token, or none."""
        if llama.llama_vocab_get_add_bos(self._vocab):
            return [int(llama.llama_vocab_bos(self._vocab))]
        return []

    def generate(
        self, prompt: Sequence[int], grammar: str, limit: int, check: Callable[[], None]
    ) -> Iterator[str]:
        """Yield the likeliest text that the grammar admits, piece by piece, up to `limit` tokens.

        `check` is called before every piece of work and stops it by raising. Only the part of the
        prompt that differs from the last request's is read again. ValueError when the prompt and
        `limit` do not fit in `room`, or the grammar does not compile.
        """
        if len(prompt) + limit > self.room:
            raise ValueError(f"{len(prompt)} + {limit} tokens exceed a context of {self.room}")
        rules = _Grammar(self._vocab, grammar)
        try:
            self._prefill(prompt, check)
            decoder = codecs.getincrementaldecoder("utf-8")("replace")
            for _ in range(limit):
                check()
                token = rules.pick(self._logits())
                if token is None or llama.llama_vocab_is_eog(self._vocab, token):
                    return
                rules.accept(token)
                if text := decoder.decode(self._bytes(token)):
                    yield text
                self._decode([token])
        finally:
            rules.close()

    def _parameters(self) -> llama.llama_context_params:
        """Context parameters: one thread less for decoding, which a busy core slows threefold."""
        threads = usable_cores()
        parameters: llama.llama_context_params = llama.llama_context_default_params()
        parameters.n_ctx = min(CONTEXT, llama.llama_model_n_ctx_train(self._model))
        parameters.n_batch = parameters.n_ubatch = PIECE
        parameters.n_threads = max(1, threads - 1)
        parameters.n_threads_batch = threads
        return parameters

    def _barred_tokens(self) -> NDArray[np.int64]:
        """Tokens that never stand in text; a grammar reads "<|im_end|>" as ten characters."""
        bar = (
            llama.LLAMA_TOKEN_ATTR_CONTROL
            | llama.LLAMA_TOKEN_ATTR_UNKNOWN
            | llama.LLAMA_TOKEN_ATTR_UNUSED
        )
        return np.array(
            [
                token
                for token in range(self._size)
                if llama.llama_vocab_get_attr(self._vocab, token) & bar
                and not llama.llama_vocab_is_eog(self._vocab, token)
            ],
            dtype=np.int64,
        )

    def _prefill(self, prompt: Sequence[int], check: Callable[[], None]) -> None:
        """Read the prompt, all but what the context already holds of it."""
        shared = 0
        # At least one token is read, since its logits are wanted.
        while shared < min(len(self._read), len(prompt) - 1):
            if self._read[shared] != prompt[shared]:
                break
            shared += 1
        if not llama.llama_memory_seq_rm(self._memory, 0, shared, -1):
            # A recurrent model cannot forget a part.
            llama.llama_memory_clear(self._memory, True)
            shared = 0
        self._read = self._read[:shared]
        for start in range(shared, len(prompt), PIECE):
            check()
            self._decode(prompt[start : start + PIECE])

    def _decode(self, tokens: Sequence[int]) -> None:
        array = (llama.llama_token * len(tokens))(*tokens)
        batch = llama.llama_batch_get_one(array, len(tokens))
        if code := llama.llama_decode(self._context, batch):
            # What the memory holds of a failed batch is not known.
            llama.llama_memory_clear(self._memory, True)
            self._read = []
            raise _refused(self.path, f"llama.cpp cannot run it (llama_decode returned {code})")
        self._read += tokens

    def _logits(self) -> NDArray[np.float32]:
        """The logits after the last token; shape (vocabulary,), valid until the next decode."""
        pointer = llama.llama_get_logits_ith(self._context, -1)
        logits = np.ctypeslib.as_array(pointer, shape=(self._size,))
        # A damaged model computes NaN, which has no order.
        logits[np.isnan(logits)] = np.finfo(np.float32).min
        logits[self._barred] = -np.inf
        return logits

    def _tokenize(self, text: str, *, special: bool) -> list[int]:
        data = text.encode("utf-8", "replace")
        # No token is shorter than a byte, but a tokenizer may put a space or two in front.
        room = len(data) + 8
        array = (llama.llama_token * room)()
        count = llama.llama_tokenize(self._vocab, data, len(data), array, room, False, special)
        if count < 0:
            raise _refused(self.path, f"its tokenizer makes {-count} tokens of {len(data)} bytes")
        return array[:count]

    def _bytes(self, token: int) -> bytes:
        """The bytes of one token, which may be part of a character."""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            count = llama.llama_token_to_piece(self._vocab, token, buffer, size, 0, False)
            if count >= 0:
                return buffer.raw[:count]
            size = -count


class _Grammar:
    """A compiled grammar and how far a text has come in it."""

    def __init__(self, vocab: object, text: str) -> None:
        # An empty grammar compiles, and ends the process when it is asked.
        compiled = text.strip() and llama.llama_sampler_init_grammar(vocab, text.encode(), b"root")
        if not compiled:
            raise ValueError(f"the grammar does not compile: {text[:200]!r}")
        self._sampler = compiled

    def pick(self, logits: NDArray[np.float32]) -> int | None:
        """The likeliest token that the grammar allows here; None when it allows none.

        Exact: the best few are asked first because asking is slow, and the whole vocabulary when
        none of them is allowed.
        """
        few = min(CANDIDATES, len(logits))
        for ids in (np.argpartition(logits, -few)[-few:], np.arange(len(logits))):
            kept = self._filter(ids, logits[ids])
            best = int(np.argmax(kept))
            if kept[best] > -np.inf:
                return int(ids[best])
        return None

    def accept(self, token: int) -> None:
        """Step over a token that `pick` gave; llama.cpp ends the process on any other."""
        llama.llama_sampler_accept(self._sampler, token)

    def close(self) -> None:
        llama.llama_sampler_free(self._sampler)

    def _filter(self, ids: NDArray[np.int64], logits: NDArray[np.float32]) -> NDArray[np.float32]:
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


def _check_header(path: Path) -> None:
    """Refuse what is plainly no GGUF, since llama.cpp can end the process on damaged files."""
    try:
        with path.open("rb") as file:
            head = file.read(_HEADER.size)
    except OSError as error:
        raise _refused(path, f"it cannot be read ({error.strerror})") from error
    if len(head) < _HEADER.size or not head.startswith(b"GGUF"):
        raise _refused(path, "it is not a GGUF file")
    _, version, tensors, keys = _HEADER.unpack(head)
    if version not in (2, 3):
        raise _refused(path, f"it has GGUF version {version}; 2 and 3 are read")
    if not 0 < tensors <= 100_000 or not 0 < keys <= 10_000:
        raise _refused(path, f"its header counts {tensors} tensors and {keys} keys")


def _refused(path: Path, reason: str) -> WriterUnavailable:
    return WriterUnavailable(
        f"the model {path} cannot be used: {reason}",
        hint="name another GGUF file, or use the `quotes` writer, which needs none",
    )
