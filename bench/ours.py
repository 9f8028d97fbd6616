"""Recoupe as one more contestant of the peers' benchmark; `bench/peers.py` puts it there.

Each text is a document of its own, as it is for the peers; a long one becomes two passages. The
language of a text is not told but found out, as it is for a user's texts.
"""

import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from index.document import Document, Hit
from index.encoder import Encoder, open_encoder
from index.language import language_of
from index.library import Library

# Documents to store in one transaction.
_TOGETHER = 1000


class Timed:
    """The embedded encoder, whose time is counted where the benchmark counts that of the peers.

    Where the benchmark has embeddings ready, they are taken instead, by their texts. They are of
    another model, and a passage that is only part of a text is given that of any: what is found
    then means nothing, but finding it takes as long.
    """

    def __init__(self, encoder: Encoder, counted: dict[str, Any]) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._counted = counted

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text (n x d)."""
        began = time.perf_counter()
        cache = self._counted["cache"]
        if cache is None or len(texts) < 2:
            rows = self._encoder.encode(texts)
        else:
            any_row = next(iter(cache.values()))
            keys = [text.replace("\n", " ").strip() for text in texts]
            rows = np.stack([cache.get(key, any_row) for key in keys])
        self._counted["t"] += time.perf_counter() - began
        return rows


class Ours:
    """The methods that the benchmark calls; see `Peer` there."""

    def setup(self) -> None:
        """Import and load what the first text would have to wait for."""
        encoder = open_encoder("embedded")
        encoder.encode([])
        self._encoder = Timed(encoder, vars(sys.modules["__main__"])["EMB"])

    def ingest(self, ids: Sequence[int], texts: Sequence[str], folder: str) -> None:
        """Make a library of texts on the disk."""
        with Library.open(Path(folder), self._encoder) as library:
            for start in range(0, len(texts), _TOGETHER):
                stop = start + _TOGETHER
                pairs = zip(ids[start:stop], texts[start:stop], strict=True)
                library.add_all([_document(str(number), text) for number, text in pairs])

    def load(self, folder: str) -> None:
        """Open the library in a folder."""
        self._library = Library.open(Path(folder), self._encoder)
        self._library.warm_up()

    def search(self, question: str) -> list[Hit]:
        """Return ten hits."""
        return self._library.search(question, 10)


def _document(number: str, text: str) -> Document:
    return Document(
        id=number, text=text, source=number, title="", language=language_of(text),
        body_start=0, body_end=len(text),
    )  # fmt: skip
