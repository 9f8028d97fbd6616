"""An encoder that remembers what it embedded last, since a text is asked about more than once."""

from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
from numpy.typing import NDArray

from index.encoder import Encoder

_REMEMBERED = 20_000  # texts, of which 384 half-precision numbers each take some 15 MB in all


class Remembering:
    """Embeds as `encoder` does, but a text among the last 20,000 only once. Thread-safe.

    What it remembers is rounded to half precision, and so is what it returns.
    """

    def __init__(self, encoder: Encoder) -> None:
        self.name = encoder.name
        self._encoder = encoder
        self._known: OrderedDict[str, NDArray[np.float16]] = OrderedDict()
        self._lock = Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text (n x d); 0 rows for no texts.

        Raises what the encoder raises.
        """
        if not texts:
            return self._encoder.encode([])
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
