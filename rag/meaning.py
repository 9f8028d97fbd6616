"""How near texts are in meaning, and what the models make of them: embeddings, reader, leaner."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from rag.reader import Alike, Leaner, Leaning, Read, Reader, Text


class Meaning:
    """Embeds sentences, and reads texts. Thread-safe."""

    def __init__(self, encoder: Encoder, reader: Reader | None = None) -> None:
        self._encoder, self._reader, self._leaner = encoder, reader or Reader(), Leaner()

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text (n x d)."""
        return self._encoder.encode(texts)

    def warm_up(self) -> None:
        """Load the reader and the leaner."""
        self._reader.read("", [])
        self._leaner.lean("", [])

    def read(self, question: str, texts: Sequence[Text]) -> list[dict[int, Read]]:
        """Return what the reader makes of the wanted sentences of each text, by their indexes."""
        return self._reader.read(question, texts)

    def lean(self, question: str, texts: Sequence[tuple[str, str]]) -> list[Leaning]:
        """Return which of yes and no each sentence says, told behind the one before it."""
        return self._leaner.lean(question, texts)

    def compare(self, question: str, pairs: Sequence[tuple[str, str]]) -> list[Alike]:
        """Return what the reader makes of two sentences each (`rag.reader.context.told`)."""
        return self._reader.compare(question, pairs)
