"""all-MiniLM-L6-v2 in plain torch: the same embeddings as sentence-transformers, loaded at once.

Importing sentence-transformers takes some four seconds, and torch one: the default encoder is what
every command waits for. The architecture is BERT (Devlin et al., 2019, arXiv:1810.04805) with the
mean of the last layer's rows as the embedding (Reimers and Gurevych, 2019, arXiv:1908.10084).
"""

import json
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import torch
from numpy.typing import NDArray
from safetensors.torch import load_file
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional as fn

# Tokens in a batch, padding included: more spill the cache of a small CPU and take longer.
_BATCH_TOKENS = 2048


class MiniLM:
    """The model in a folder of sentence-transformers' layout, loaded for the CPU."""

    def __init__(self, folder: Path) -> None:
        config = json.loads((folder / "config.json").read_text())
        limits = json.loads((folder / "sentence_bert_config.json").read_text())
        self._heads: int = config["num_attention_heads"]
        self._layers: int = config["num_hidden_layers"]
        self._epsilon: float = config["layer_norm_eps"]
        self._weights: dict[str, Tensor] = load_file(folder / "model.safetensors")
        self._tokenizer: Tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self._tokenizer.no_padding()
        self._tokenizer.enable_truncation(limits["max_seq_length"])
        self.dimension: int = config["hidden_size"]

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text (n x d)."""
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        tokens = [encoding.ids for encoding in self._tokenizer.encode_batch(list(texts))]
        for batch in _batches([len(ids) for ids in tokens]):
            with torch.inference_mode():
                rows[batch] = self._embed([tokens[i] for i in batch]).numpy()
        return rows

    def _embed(self, tokens: Sequence[Sequence[int]]) -> Tensor:
        length = max(len(ids) for ids in tokens)
        ids = torch.tensor([[*row, *[0] * (length - len(row))] for row in tokens])
        real = torch.tensor([[i < len(row) for i in range(length)] for row in tokens])
        states = (
            self._weights["embeddings.word_embeddings.weight"][ids]
            + self._weights["embeddings.position_embeddings.weight"][:length]
            + self._weights["embeddings.token_type_embeddings.weight"][0]
        )
        states = self._normed("embeddings.LayerNorm", states)
        for number in range(self._layers):
            states = self._layer(f"encoder.layer.{number}", states, real)
        weight = real.unsqueeze(-1).to(states.dtype)
        return fn.normalize((states * weight).sum(1) / weight.sum(1))

    def _layer(self, name: str, states: Tensor, real: Tensor) -> Tensor:
        """Attention over the real tokens, then a feed-forward step, each added and normed."""
        n, length, width = states.shape
        query, key, value = (
            self._linear(f"{name}.attention.self.{part}", states)
            .view(n, length, self._heads, -1)
            .transpose(1, 2)
            for part in ("query", "key", "value")
        )
        seen = fn.scaled_dot_product_attention(query, key, value, attn_mask=real[:, None, None, :])
        mixed = seen.transpose(1, 2).reshape(n, length, width)
        mixed = self._linear(f"{name}.attention.output.dense", mixed)
        states = self._normed(f"{name}.attention.output.LayerNorm", states + mixed)
        inner = fn.gelu(self._linear(f"{name}.intermediate.dense", states))
        outer = self._linear(f"{name}.output.dense", inner)
        return self._normed(f"{name}.output.LayerNorm", states + outer)

    def _linear(self, name: str, states: Tensor) -> Tensor:
        return fn.linear(states, self._weights[f"{name}.weight"], self._weights[f"{name}.bias"])

    def _normed(self, name: str, states: Tensor) -> Tensor:
        weight, bias = self._weights[f"{name}.weight"], self._weights[f"{name}.bias"]
        return fn.layer_norm(states, (self.dimension,), weight, bias, self._epsilon)


def _batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the indexes of texts of like length, so many at a time as fit the token budget."""
    batch: list[int] = []
    for i in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        if batch and (len(batch) + 1) * lengths[batch[0]] > _BATCH_TOKENS:
            yield batch
            batch = []
        batch.append(i)
    if batch:
        yield batch
