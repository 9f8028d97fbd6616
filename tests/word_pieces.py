"""A tokenizer whose pieces are whole words, and a small BERT for it: the reader in the small."""

from abc import abstractmethod
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np
import torch
from numpy.typing import NDArray
from tokenizers import Tokenizer
from tokenizers.models import WordLevel
from tokenizers.pre_tokenizers import Whitespace
from transformers import BertConfig, BertModel

from rag.reader.loaded import Loaded

FIRST = 103  # behind the marks, whose numbers are those of every vocabulary that grew from BERT's


class Numbers(Loaded):
    """A graph that reads numbers: the pieces of "7 8" are 7 and 8. `read` is what was read."""

    def __init__(self) -> None:
        self.read: list[list[int]] = []

    def pieces(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the numbers of a text."""
        return [int(word) for word in text.split()], []

    def rows(self, texts: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        """Return what is made of each piece of each text (`made`)."""
        self.read += [list(ids) for ids in texts]
        return [np.array(self.made(ids), dtype=np.float32) for ids in texts]

    @abstractmethod
    def made(self, ids: Sequence[int]) -> Sequence[Sequence[float]]:
        """Return the numbers for each piece."""
        ...


def word_pieces(texts: Iterable[str]) -> Any:
    """Return a tokenizer with a piece for each word of the texts, in the order of their letters."""
    words = sorted({word for text in texts for word, _ in Whitespace().pre_tokenize_str(text)})
    numbers = {"[UNK]": 100, "[CLS]": 101, "[SEP]": 102}
    numbers |= {word: number for number, word in enumerate(words, start=FIRST)}
    tokenizer: Any = Tokenizer(WordLevel(numbers, unk_token="[UNK]"))
    tokenizer.pre_tokenizer = Whitespace()
    return tokenizer


def small_bert(seed: int = 0) -> BertModel:
    """Return a BERT of random weights, which makes something of every word (no dropout)."""
    torch.manual_seed(seed)
    config = BertConfig(
        vocab_size=256,
        hidden_size=32,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
        initializer_range=0.3,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
    )
    bert = BertModel(config)
    bert.train(False)
    return bert
