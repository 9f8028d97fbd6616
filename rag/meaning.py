"""How near texts are in meaning, and what the models make of them: embeddings, reader, leaner."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder
from rag.reader import Alike, Leaner, Leaning, Read, Reader, Text

_REMEMBERED = 20_000  # texts; 384 half-precision numbers each, some 15 MB in all


class Meaning:
    """Embeds sentences, and remembers those embedded last; reads texts. Thread-safe."""

    def __init__(self, encoder: Encoder, reader: Reader | None = None) -> None:
        self._encoder, self._reader, self._leaner = encoder, reader or Reader(), Leaner()
        self._known: OrderedDict[str, NDArray[np.float16]] = OrderedDict()
        self._lock = Lock()

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text (n x d)."""
        with self._lock:
            known = {text: self._known[text] for text in texts if text in self._known}
        new = [text for text in dict.fromkeys(texts) if text not in known]
        rows = self._encoder.encode(new).astype(np.float16)
        known.update(zip(new, rows, strict=True))
        with self._lock:
            for text, row in known.items():
                self._known[text] = row
                self._known.move_to_end(text)
            while len(self._known) > _REMEMBERED:
                self._known.popitem(last=False)
        return np.stack([known[text] for text in texts]).astype(np.float32)

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
