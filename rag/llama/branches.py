"""Branches of a prompt: what continues one beginning, read together as sequences of one batch."""

import ctypes
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

import llama_cpp.llama_cpp as llama

from rag.llama.vocabulary import Told

# Branches that are read together; sequence 0 of the memory is what they have in common.
BRANCHES = 15


@dataclass(frozen=True, slots=True)
class Row:
    """A token of a batch, its place in its sequence, and how many parts ask behind it."""

    token: int
    place: int
    sequence: int
    asked: int


def fitting(branches: Sequence[Told], room: int) -> int:
    """Return how many of the branches fit in a room of so many tokens together, at least one."""
    taken = 0
    for count, (tokens, _) in enumerate(branches[:BRANCHES]):
        taken += len(tokens)
        if count and taken > room:
            return count
    return min(len(branches), BRANCHES)


def rows_of(branches: Sequence[Told], begin: int) -> Iterator[Row]:
    """Yield the tokens of the branches, which begin at this place, as sequences from 1 on."""
    for sequence, (tokens, asked) in enumerate(branches, start=1):
        for place, token in enumerate(tokens):
            yield Row(token, begin + place, sequence, asked.count(place))


def batches(rows: Iterator[Row], most: int, most_asked: int) -> Iterator[list[Row]]:
    """Yield the rows in batches of `most` tokens at most, `most_asked` of them asked behind."""
    batch: list[Row] = []
    asked = 0
    for row in rows:
        if len(batch) == most or (row.asked and asked == most_asked):
            yield batch
            batch, asked = [], 0
        batch.append(row)
        asked += row.asked > 0
    if batch:
        yield batch


def native(rows: Sequence[Row]) -> llama.llama_batch:
    """Return the rows as llama.cpp takes them."""
    count = len(rows)
    sequences = [(llama.llama_seq_id * 1)(row.sequence) for row in rows]
    pointer = ctypes.POINTER(llama.llama_seq_id)
    return llama.llama_batch(
        n_tokens=count,
        token=(llama.llama_token * count)(*(row.token for row in rows)),
        pos=(llama.llama_pos * count)(*(row.place for row in rows)),
        n_seq_id=(ctypes.c_int32 * count)(*[1] * count),
        seq_id=(pointer * count)(*(ctypes.cast(one, pointer) for one in sequences)),
        logits=(ctypes.c_int8 * count)(*(row.asked > 0 for row in rows)),
    )
