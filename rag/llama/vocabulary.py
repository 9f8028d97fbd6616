"""The tokens of a model: from text to tokens and back."""

import ctypes
from collections.abc import Iterator

import llama_cpp.llama_cpp as llama
import numpy as np
from numpy.typing import NDArray

from rag.llama.chat import Dialect, Prompt, dialect_of

Told = tuple[list[int], list[int]]  # the tokens of a prompt, and the places where it asks


class Vocabulary:
    """What a loaded model reads and writes. It never changes, so threads may share it.

    `size` counts its tokens; `barred` are those that never stand in text.
    """

    def __init__(self, model: object) -> None:
        self.native = llama.llama_model_get_vocab(model)
        self.size = int(llama.llama_vocab_n_tokens(self.native))
        self.barred = self._barred()

    def dialect(self, template: str | None) -> Dialect:
        """Return how the turns of this model are written, by its chat template."""
        beginning, end = (
            self.bytes_of(token, special=True).decode("utf-8", "replace") if token >= 0 else ""
            for token in (llama.llama_vocab_bos(self.native), llama.llama_vocab_eos(self.native))
        )
        return dialect_of(
            template,
            beginning=beginning,
            end=end,
            adds_beginning=bool(self.beginning()),
            is_control=lambda text: self.control_token(text) is not None,
        )

    def tokens(self, text: str, *, control: bool = False) -> list[int]:
        """Return the tokens of a text; control tokens written in it count as such if `control`."""
        data = text.encode("utf-8", "replace")
        # No token is shorter than a byte, but a tokenizer may put a space or two in front.
        room = len(data) + 8
        array = (llama.llama_token * room)()
        count = llama.llama_tokenize(self.native, data, len(data), array, room, False, control)
        if count < 0:
            raise ValueError(f"its tokenizer makes {-count} tokens of {len(data)} bytes")
        return array[:count]

    def exactly(self, text: str) -> list[int]:
        """Return tokens that stand for this text and nothing else; none if there are no such.

        Some tokenizers put a space in front of what they are given.
        """
        tokens = self.tokens(text)
        return tokens if b"".join(map(self.bytes_of, tokens)) == text.encode() else []

    def ends(self, token: int) -> bool:
        """Return whether a text ends with this token."""
        return bool(llama.llama_vocab_is_eog(self.native, token))

    def prompt(self, prompt: Prompt, *, begins: bool = True) -> Told:
        """The tokens of a prompt, and the places in them behind which its parts ask.

        Parts are joined before they become tokens: a text cut in two has other tokens.
        """
        tokens = self.beginning() if begins else []
        asked: list[int] = []
        for control, texts, asks in _joined(prompt):
            tokens += self.tokens(texts, control=control)
            if asks:
                asked.append(len(tokens) - 1)
        if asked and asked[0] < 0:
            raise ValueError("a part asks where nothing was read")
        return tokens, asked

    def beginning(self) -> list[int]:
        """What this model's prompts begin with: one token, or none."""
        if llama.llama_vocab_get_add_bos(self.native):
            return [int(llama.llama_vocab_bos(self.native))]
        return []

    def control_token(self, text: str) -> int | None:
        """The control token written like this; None when the vocabulary has none."""
        found = self.tokens(text, control=True)
        if len(found) == 1 and llama.llama_vocab_is_control(self.native, found[0]):
            return found[0]
        return None

    def first_token(self, text: str) -> int:
        """The token that an alternative begins with: a control token where it is written as one."""
        control = self.control_token(text)
        tokens = self.tokens(text) if control is None else [control]
        if not tokens:
            raise ValueError("an alternative must begin with some text, and is empty")
        return tokens[0]

    def bytes_of(self, token: int, *, special: bool = False) -> bytes:
        """The bytes of one token, which may be part of a character."""
        size = 64
        while True:
            buffer = ctypes.create_string_buffer(size)
            count = llama.llama_token_to_piece(self.native, token, buffer, size, 0, special)
            if count >= 0:
                return buffer.raw[:count]
            size = -count

    def _barred(self) -> NDArray[np.int64]:
        """Tokens that never stand in text; a grammar reads "<|im_end|>" as ten characters."""
        bar = (
            llama.LLAMA_TOKEN_ATTR_CONTROL
            | llama.LLAMA_TOKEN_ATTR_UNKNOWN
            | llama.LLAMA_TOKEN_ATTR_UNUSED
        )
        return np.array(
            [
                token
                for token in range(self.size)
                if llama.llama_vocab_get_attr(self.native, token) & bar
                and not llama.llama_vocab_is_eog(self.native, token)
            ],
            dtype=np.int64,
        )


def _joined(prompt: Prompt) -> Iterator[tuple[bool, str, bool]]:
    """The prompt's parts as (control, text, asked), those that belong together in one."""
    text = ""
    for index, part in enumerate(prompt):
        text += part.text
        is_last = index + 1 == len(prompt) or prompt[index + 1].control != part.control
        if is_last or part.asked:
            yield part.control, text, part.asked
            text = ""
