"""One GGUF model in llama.cpp: prompts in, text that keeps to a grammar or likelihoods out.

llama.cpp is driven through its C interface. The Python class above it would redirect the standard
streams of the whole process while it loads, compile whatever chat template the file carries, ask
the grammar about the whole vocabulary at every token (which halves the speed), and let a token
that the grammar refuses end the process. An engine belongs to one thread at a time: two threads in
one context abort the process. Only `tokens` and `stop` may be called meanwhile.
"""

import ctypes
import os
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import llama_cpp.llama_cpp as llama
import numpy as np
from numpy.typing import NDArray

from index.threads import usable_cores
from rag.llama.chat import Dialect, Prompt, dialect_of
from rag.llama.constraint import Constraint, Utf8
from rag.llama.gbnf import Grammar

# Tokens that are read at once, and places in them that likelihoods are asked for: llama.cpp sets
# memory aside for the logits of the whole vocabulary at each.
BATCH = 512
ASKED = 64
_ERROR = 4  # of llama.cpp's levels of log messages
# Branches that are read together, one sequence each; sequence 0 is what they have in common.
BRANCHES = 15


_Told = tuple[list[int], list[int]]  # the tokens of a prompt, and the places where it asks


@dataclass(frozen=True, slots=True)
class _Row:
    """A token of a batch: its place in its sequence, and how often is asked behind it."""

    token: int
    place: int
    sequence: int
    asked: int


class EngineError(Exception):
    """llama.cpp cannot load the model or cannot run it; says why."""


class Stopped(Exception):
    """`stop` was called."""


class _Flag:
    """A flag that llama.cpp looks at between any two steps of its work, without Python.

    What it calls is the C library's `strlen`: the length of a text, 0 or 1, is the answer.
    """

    def __init__(self, context: object) -> None:
        self._text = ctypes.create_string_buffer(2)
        library = ctypes.CDLL(None) if os.name == "posix" else ctypes.CDLL("msvcrt")
        self._callback = ctypes.cast(library.strlen, llama.ggml_abort_callback)
        llama.llama_set_abort_callback(context, self._callback, ctypes.addressof(self._text))

    def set(self, up: bool) -> None:
        self._text.value = b"1" if up else b""

    def is_set(self) -> bool:
        return self._text.value != b""


class Engine:
    """A loaded model with its context, which keeps what it read last for the next request."""

    def __init__(self, path: Path, context: int) -> None:
        """Load the model, with room for `context` tokens or for as many as it was trained on."""
        self._complaints: list[str] = []
        self._log = llama.llama_log_callback(self._heard)
        # The library's own callback, installed on import, prints to standard error.
        llama.llama_log_set(self._log, None)
        llama.llama_backend_init()
        self._model = llama.llama_model_load_from_file(
            os.fsencode(path), llama.llama_model_default_params()
        )
        if not self._model:
            raise self._error("llama.cpp cannot load it")
        self._context = llama.llama_init_from_model(self._model, self._parameters(context))
        if not self._context:
            raise self._error("llama.cpp cannot set memory aside for it")
        self._vocab = llama.llama_model_get_vocab(self._model)
        self._size = llama.llama_vocab_n_tokens(self._vocab)
        self._memory = llama.llama_get_memory(self._context)
        self._read: list[int] = []
        self._barred = self._barred_tokens()
        self.room = int(llama.llama_n_ctx(self._context))
        self._stop = _Flag(self._context)

    def dialect(self, template: str | None) -> Dialect:
        """Return how the turns of this model are written, by its chat template."""
        beginning, end = (
            self._bytes(token, special=True).decode("utf-8", "replace") if token >= 0 else ""
            for token in (llama.llama_vocab_bos(self._vocab), llama.llama_vocab_eos(self._vocab))
        )
        return dialect_of(
            template,
            beginning=beginning,
            end=end,
            adds_beginning=bool(self._beginning()),
            is_control=lambda text: self._control_token(text) is not None,
        )

    def tokens(self, text: str, *, control: bool = False) -> list[int]:
        """Return the tokens of a text; control tokens written in it count as such if `control`."""
        data = text.encode("utf-8", "replace")
        # No token is shorter than a byte, but a tokenizer may put a space or two in front.
        room = len(data) + 8
        array = (llama.llama_token * room)()
        count = llama.llama_tokenize(self._vocab, data, len(data), array, room, False, control)
        if count < 0:
            raise EngineError(f"its tokenizer makes {-count} tokens of {len(data)} bytes")
        return array[:count]

    def stop(self, wanted: bool) -> None:
        """Make whatever runs raise Stopped within milliseconds, until called with False."""
        self._stop.set(wanted)

    def generate(
        self, prompt: Prompt, grammar: str, limit: int, until: float
    ) -> Iterator[tuple[str, bool]]:
        """Yield the likeliest text that the grammar admits, in pieces, with False.

        Where `limit` tokens or the time (`until`, as `time.monotonic` counts) are used up, the
        shortest text that completes it comes last, with True. ValueError when prompt and limit do
        not fit in `room`, or the grammar does not compile.
        """
        rules, tokens = _grammar(grammar), self._prompt(prompt)[0]
        if not tokens or len(tokens) + limit > self.room:
            raise ValueError(f"{len(tokens)} + {limit} tokens do not fit in {self.room}")
        with Constraint(self._vocab, rules) as constraint:
            self._recall(tokens, len(tokens) - 1)
            unread, said, utf8 = tokens[len(self._read) :], "", Utf8()
            for _ in range(limit):
                self._append(unread)
                token, text = self._pick(constraint, utf8)
                if token is None or time.monotonic() > until:
                    break
                if llama.llama_vocab_is_eog(self._vocab, token):
                    return
                constraint.accept(token)
                unread, said = [token], said + text
                if text:
                    yield text, False
        if ending := rules.ending(said):
            yield ending, True

    def likelihoods(
        self, prefix: Prompt, branches: Sequence[Prompt], among: Sequence[str]
    ) -> list[list[list[float]]]:
        """Return, for each branch and each of its parts that asks, how likely each of `among` is.

        The branches share the prefix and are read together. ValueError when prefix and branch do
        not fit in `room`, or two alternatives begin alike.
        """
        alternatives = [self._first_token(text) for text in among]
        if not among or len(set(alternatives)) < len(among):
            raise ValueError(f"alternatives must begin differently: {list(among)}")
        shared = self._prompt(prefix)[0]
        told = [self._prompt(branch, begins=not shared) for branch in branches]
        longest = max((len(tokens) for tokens, _ in told), default=0)
        if len(shared) + longest > self.room:
            raise ValueError(f"{len(shared)} + {longest} tokens do not fit in {self.room}")
        self._recall(shared, len(shared))
        self._append(shared[len(self._read) :])
        found: list[list[list[float]]] = []
        while len(found) < len(told):
            count = _fitting(told[len(found) :], self.room - len(shared))
            found += self._together(told[len(found) : len(found) + count], alternatives)
        return found

    def _parameters(self, context: int) -> llama.llama_context_params:
        """Context parameters: one thread less for decoding, which a busy core slows threefold."""
        threads = usable_cores()
        parameters: llama.llama_context_params = llama.llama_context_default_params()
        parameters.n_ctx = min(context, llama.llama_model_n_ctx_train(self._model))
        parameters.n_batch = parameters.n_ubatch = BATCH
        parameters.n_outputs_max = ASKED
        parameters.n_seq_max = 1 + BRANCHES
        parameters.kv_unified = True
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

    def _prompt(self, prompt: Prompt, *, begins: bool = True) -> _Told:
        """The tokens of a prompt, and the places in them behind which its parts ask.

        Parts are joined before they become tokens: a text cut in two has other tokens.
        """
        tokens = self._beginning() if begins else []
        asked: list[int] = []
        for control, texts, asks in _joined(prompt):
            tokens += self.tokens(texts, control=control)
            if asks:
                asked.append(len(tokens) - 1)
        if asked and asked[0] < 0:
            raise ValueError("a part asks where nothing was read")
        return tokens, asked

    def _beginning(self) -> list[int]:
        """What this model's prompts begin with: one token, or none."""
        if llama.llama_vocab_get_add_bos(self._vocab):
            return [int(llama.llama_vocab_bos(self._vocab))]
        return []

    def _control_token(self, text: str) -> int | None:
        """The control token written like this; None when the vocabulary has none."""
        found = self.tokens(text, control=True)
        if len(found) == 1 and llama.llama_vocab_is_control(self._vocab, found[0]):
            return found[0]
        return None

    def _first_token(self, text: str) -> int:
        """The token that an alternative begins with: a control token where it is written as one."""
        control = self._control_token(text)
        return self.tokens(text)[0] if control is None else control

    def _recall(self, tokens: list[int], most: int) -> None:
        """Forget what was read behind the first `most` tokens, or where it differs from these."""
        kept = 0
        while kept < min(len(self._read), most) and self._read[kept] == tokens[kept]:
            kept += 1
        if not llama.llama_memory_seq_rm(self._memory, 0, kept, -1):
            # A recurrent model cannot forget a part.
            llama.llama_memory_clear(self._memory, True)
            kept = 0
        self._read = self._read[:kept]

    def _append(self, tokens: list[int]) -> None:
        """Read tokens behind what was read; the logits are those after the last one."""
        for start in range(0, len(tokens), BATCH):
            piece = tokens[start : start + BATCH]
            array = (llama.llama_token * len(piece))(*piece)
            self._decode(llama.llama_batch_get_one(array, len(piece)))
            self._read += piece

    def _together(self, branches: Sequence[_Told], among: list[int]) -> list[list[list[float]]]:
        """How likely the alternatives are in each branch, read as sequences of one batch."""
        found: list[list[list[float]]] = [[] for _ in branches]
        begin = len(self._read)
        rows = [
            _Row(token, begin + place, sequence, asked.count(place))
            for sequence, (tokens, asked) in enumerate(branches, start=1)
            for place, token in enumerate(tokens)
        ]
        try:
            for sequence in range(1, len(branches) + 1):
                llama.llama_memory_seq_cp(self._memory, 0, sequence, -1, -1)
            for batch in _batches(rows):
                self._decode(_native(batch))
                for index, row in enumerate(batch):
                    if row.asked:
                        shares = self._shares(index, among)
                        found[row.sequence - 1] += [shares] * row.asked
        finally:
            for sequence in range(1, len(branches) + 1):
                llama.llama_memory_seq_rm(self._memory, sequence, -1, -1)
        return found

    def _decode(self, batch: llama.llama_batch) -> None:
        code = llama.llama_decode(self._context, batch)
        if code == 2 and self._stop.is_set():
            raise Stopped
        if code:
            # What the memory holds of a failed batch is not known.
            llama.llama_memory_clear(self._memory, True)
            self._read = []
            raise self._error(f"llama.cpp cannot run it (llama_decode returned {code})")

    def _pick(self, constraint: Constraint, utf8: Utf8) -> tuple[int | None, str]:
        """The likeliest token that may come next, and the text that is whole with it."""
        logits = self._logits(-1)
        logits[self._barred] = -np.inf
        while (token := constraint.pick(logits)) is not None:
            text = utf8.decode(self._bytes(token))
            if text is not None:
                return token, text
            logits[token] = -np.inf
        return None, ""

    def _logits(self, index: int) -> NDArray[np.float32]:
        """The logits after a token of the last batch; valid until the next."""
        pointer = llama.llama_get_logits_ith(self._context, index)
        logits = np.ctypeslib.as_array(pointer, shape=(self._size,))
        # A damaged model computes NaN, which has no order.
        logits[np.isnan(logits)] = np.finfo(np.float32).min
        return logits

    def _shares(self, index: int, among: list[int]) -> list[float]:
        """How likely each alternative is after a token of the last batch; the sum is 1."""
        logits = self._logits(index)[among].astype(np.float64)
        weights = np.exp(logits - logits.max())
        shares: list[float] = (weights / weights.sum()).tolist()
        return shares

    def _bytes(self, token: int, *, special: bool = False) -> bytes:
        """The bytes of one token, which may be part of a character."""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            count = llama.llama_token_to_piece(self._vocab, token, buffer, size, 0, special)
            if count >= 0:
                return buffer.raw[:count]
            size = -count

    def _heard(self, level: int, text: bytes, _: ctypes.c_void_p) -> None:
        if level == _ERROR:
            self._complaints = [*self._complaints[-1:], text.decode("utf-8", "replace").strip()]

    def _error(self, what: str) -> EngineError:
        return EngineError(": ".join([what, *self._complaints[-1:]]))


@lru_cache(maxsize=4)
def _grammar(text: str) -> Grammar:
    """The grammar; requests over the same passages have the same."""
    return Grammar(text)


def _joined(prompt: Prompt) -> Iterator[tuple[bool, str, bool]]:
    """The prompt's parts as (control, text, asked), those that belong together in one."""
    text = ""
    for index, part in enumerate(prompt):
        text += part.text
        is_last = index + 1 == len(prompt) or prompt[index + 1].control != part.control
        if is_last or part.asked:
            yield part.control, text, part.asked
            text = ""


def _fitting(branches: Sequence[_Told], room: int) -> int:
    """How many of the branches fit in the room together, at least one."""
    taken = 0
    for count, (tokens, _) in enumerate(branches[:BRANCHES]):
        taken += len(tokens)
        if count and taken > room:
            return count
    return min(len(branches), BRANCHES)


def _batches(rows: Sequence[_Row]) -> Iterator[list[_Row]]:
    """The rows in batches of as many tokens and as many asked places as llama.cpp takes."""
    batch: list[_Row] = []
    asked = 0
    for row in rows:
        if len(batch) == BATCH or (row.asked and asked == ASKED):
            yield batch
            batch, asked = [], 0
        batch.append(row)
        asked += row.asked > 0
    if batch:
        yield batch


def _native(rows: Sequence[_Row]) -> llama.llama_batch:
    """The rows as llama.cpp takes them; the arrays live as long as the batch."""
    count = len(rows)
    tokens = (llama.llama_token * count)(*(row.token for row in rows))
    places = (llama.llama_pos * count)(*(row.place for row in rows))
    sequences = [(llama.llama_seq_id * 1)(row.sequence) for row in rows]
    batch = llama.llama_batch(
        n_tokens=count,
        token=tokens,
        pos=places,
        n_seq_id=(ctypes.c_int32 * count)(*[1] * count),
        seq_id=(ctypes.POINTER(llama.llama_seq_id) * count)(
            *(ctypes.cast(one, ctypes.POINTER(llama.llama_seq_id)) for one in sequences)
        ),
        logits=(ctypes.c_int8 * count)(*(row.asked > 0 for row in rows)),
    )
    return batch
