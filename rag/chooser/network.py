"""The chooser as torch knows it: a causal transformer of llama's shape (Touvron et al. 2023).

Its word embeddings are not learnt: each is what the bilingual encoder makes of that piece alone
(as Model2Vec does), brought to fewer dimensions, so that it knows words that no example has. Some
dimensions are left free, for the layers to write in.
"""

import math

import numpy as np
import torch
from numpy.typing import NDArray
from torch import Tensor, nn
from torch.nn import functional

from rag.chooser.marks import MARKS

SIZE, HEAD, LAYERS, WIDTH = 256, 64, 5, 768
FREE = 64  # dimensions that no word uses
BASE = 1e6  # of the rotary positions: half of each head hardly turns, and can compare words
EPSILON = 1e-5
TOLD = 2  # blocks behind which the words of a text are to know how near the question's are


class Norm(nn.Module):
    """Root mean square normalisation, with one weight a dimension."""

    def __init__(self) -> None:
        super().__init__()
        self.weight = nn.Parameter(torch.ones(SIZE))

    def forward(self, x: Tensor) -> Tensor:
        """Return x at length sqrt(SIZE), times the weights."""
        return functional.rms_norm(x, (SIZE,), self.weight, EPSILON)


class Block(nn.Module):
    """Attention to what stands before, then a gated layer, each added to what was there."""

    def __init__(self) -> None:
        super().__init__()
        self.attn_norm, self.ffn_norm = Norm(), Norm()
        self.attn_q, self.attn_k, self.attn_v, self.attn_output = (
            nn.Linear(SIZE, SIZE, bias=False) for _ in range(4)
        )
        self.ffn_gate, self.ffn_up = (nn.Linear(SIZE, WIDTH, bias=False) for _ in range(2))
        self.ffn_down = nn.Linear(WIDTH, SIZE, bias=False)
        spread = 1 / math.sqrt(SIZE)
        for layer in (self.attn_q, self.attn_v, self.ffn_gate, self.ffn_up):
            nn.init.normal_(layer.weight, std=spread)
        # Queries and keys begin alike, so that words look at words that are like them.
        self.attn_k.weight.data.copy_(self.attn_q.weight.data)
        nn.init.normal_(self.attn_output.weight, std=0.3 * spread)
        nn.init.normal_(self.ffn_down.weight, std=0.3 / math.sqrt(WIDTH))

    def forward(self, x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
        """Return the states behind the block (n x tokens x SIZE)."""
        count, length, _ = x.shape
        normed = self.attn_norm(x)
        query, key, value = (
            layer(normed).view(count, length, SIZE // HEAD, HEAD).transpose(1, 2)
            for layer in (self.attn_q, self.attn_k, self.attn_v)
        )
        query, key = (turned(part, cosine, sine).to(value.dtype) for part in (query, key))
        seen = functional.scaled_dot_product_attention(query, key, value, is_causal=True)
        x = x + self.attn_output(seen.transpose(1, 2).reshape(count, length, SIZE))
        normed = self.ffn_norm(x)
        gated = functional.silu(self.ffn_gate(normed)) * self.ffn_up(normed)
        return x + self.ffn_down(gated)  # type: ignore[no-any-return]


class Network(nn.Module):
    """From pieces to log-odds: whether what ends with each of them answers, or what a mark asks."""

    def __init__(self, table: NDArray[np.float32]) -> None:
        """Take the embeddings of the words (pieces x SIZE); the marks are learnt, behind them."""
        super().__init__()
        self.end = len(table)
        self.register_buffer("table", torch.from_numpy(table))
        marks = torch.zeros(len(MARKS), SIZE)
        marks[:, SIZE - FREE :] = 2 * torch.randn(len(MARKS), FREE)
        self.marks = nn.Parameter(marks)
        self.blocks = nn.ModuleList(Block() for _ in range(LAYERS))
        self.norm = Norm()
        self.head = nn.Linear(SIZE, 1)
        self.near = nn.Linear(SIZE, 1)  # for learning alone: how near a word is to the question's
        nn.init.constant_(self.head.bias, -2.0)

    def forward(self, pieces: Tensor) -> tuple[Tensor, Tensor]:
        """Return log-odds and nearness of each piece (both n x tokens)."""
        rates = BASE ** (-torch.arange(0, HEAD, 2) / HEAD)
        angles = torch.arange(pieces.shape[1])[:, None] * rates
        table: Tensor = self.table  # type: ignore[assignment]
        words = functional.embedding(pieces.clamp(max=self.end - 1), table)
        marks = functional.embedding((pieces - self.end).clamp(min=0), self.marks)
        x = torch.where((pieces >= self.end)[..., None], marks, words)
        near = x
        for number, block in enumerate(self.blocks, start=1):
            x = block(x, angles.cos(), angles.sin())
            near = x if number == TOLD else near
        return self.head(self.norm(x).float())[..., 0], self.near(near.float())[..., 0]

    def tensors(self) -> dict[str, NDArray[np.float32]]:
        """Return the weights by llama.cpp's names; the table ends with the marks, yes and no.

        The odds of yes against no are the head's, without its bias.
        """
        head = self.head.weight.detach()[0] / 2
        table: Tensor = self.table  # type: ignore[assignment]
        rows = torch.cat([table, self.marks.detach(), torch.stack([head, -head])])
        found = {"token_embd.weight": rows, "output_norm.weight": self.norm.weight}
        for number, block in enumerate(self.blocks):
            for name, weight in block.named_parameters():
                found[f"blk.{number}.{name}"] = weight
        return {name: weight.detach().float().numpy() for name, weight in found.items()}


def turned(x: Tensor, cosine: Tensor, sine: Tensor) -> Tensor:
    """Return x with rotary positions (Su et al. 2021), on neighbouring pairs as llama.cpp has."""
    even, odd = x[..., 0::2], x[..., 1::2]
    return torch.stack([even * cosine - odd * sine, even * sine + odd * cosine], -1).flatten(-2)


def narrowed(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Return embeddings of words (n x d) as rows of the table (n x SIZE), FREE of them zero."""
    centred = vectors - vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(centred, full_matrices=False)
    used = SIZE - FREE
    rows = centred @ axes[:used].T
    rows *= math.sqrt(used) / (np.linalg.norm(rows, axis=1, keepdims=True) + 1e-6)
    return np.pad(rows, ((0, 0), (0, FREE))).astype(np.float32)
