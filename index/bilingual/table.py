"""The table of word pieces: which to add to a vocabulary, and of what to make their embeddings."""

import gzip
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

# What a line begins with whose piece is in the stock vocabulary already, to get a new embedding.
_KNOWN = "="
_WHOLE = 100


@dataclass(frozen=True)
class Row:
    """A word piece and the stock pieces whose embeddings, so weighted, make its own.

    The weights are hundredths. A `known` piece is one of the stock vocabulary.
    """

    piece: str
    mixture: Mapping[str, int]
    known: bool = False


def hundredths(weights: Mapping[str, float]) -> dict[str, int]:
    """Return the weights' shares of their sum in hundredths, without those that round to 0."""
    total = sum(weights.values())
    shares = {piece: round(_WHOLE * weight / total) for piece, weight in weights.items()}
    return {piece: share for piece, share in shares.items() if share}


def embeddings(
    rows: Iterable[Row], stock: NDArray[np.float32], numbers: Mapping[str, int]
) -> NDArray[np.float32]:
    """Return an embedding for each row (rows x width), from the stock ones.

    `numbers` says at which row of `stock` a piece's embedding is. Raises KeyError for a piece
    that has none.
    """
    made = []
    for row in rows:
        weights = np.array(list(row.mixture.values()), dtype=np.float32)
        made.append(weights @ stock[[numbers[piece] for piece in row.mixture]] / weights.sum())
    return np.array(made, dtype=np.float32).reshape(-1, stock.shape[1])


def save(rows: Iterable[Row], path: Path) -> None:
    """Write the rows, a line each: `piece TAB stock:weight stock:weight`, and `=` for a known."""
    lines = (
        f"{_KNOWN if row.known else ''}{row.piece}\t"
        + " ".join(f"{piece}:{weight}" for piece, weight in row.mixture.items())
        + "\n"
        for row in rows
    )
    path.write_bytes(gzip.compress("".join(lines).encode("utf-8"), mtime=0))


def load(path: Path) -> list[Row]:
    """Return the rows that `save` wrote. Raises ValueError for a line of another form."""
    rows = []
    for line in gzip.decompress(path.read_bytes()).decode("utf-8").splitlines():
        piece, _, mixture = line.partition("\t")
        weights = [named.rpartition(":") for named in mixture.split(" ")]
        rows.append(
            Row(
                piece.removeprefix(_KNOWN),
                {stock: int(weight) for stock, _, weight in weights},
                known=piece.startswith(_KNOWN),
            )
        )
    return rows
