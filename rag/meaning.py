"""How near texts are in meaning, and what the models make of them: embeddings and readers."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from rag.reader import Leaner, Leaning, Read, Reader, Relater, Text
from rag.reader.relater import Relation


class Meaning:
    """Embeds sentences, and reads texts. Thread-safe."""

    def __init__(self, encoder: Encoder, reader: Reader | None = None) -> None:
        self._encoder, self._reader = encoder, reader or Reader()
        self._leaner, self._relater = Leaner(), Relater()

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text (n x d)."""
        return self._encoder.encode(texts)

    def warm_up(self) -> None:
        """Load the models that read."""
        self._reader.read("", [])
        self._leaner.lean("", [])
        self._relater.relate("", [])

    def read(self, question: str, texts: Sequence[Text]) -> list[dict[int, Read]]:
        """Return what the reader makes of the wanted sentences of each text, by their indexes."""
        return self._reader.read(question, texts)

    def lean(self, question: str, texts: Sequence[tuple[str, str]]) -> list[Leaning]:
        """Return which of yes and no each sentence says, told behind the one before it."""
        return self._leaner.lean(question, texts)

    def relate(
        self, question: str, pairs: Sequence[tuple[str, str]]
    ) -> list[Mapping[Relation, float]]:
        """Return the log-probability of each relation of two sentences each, `told` in answer."""
        return self._relater.relate(question, pairs)
