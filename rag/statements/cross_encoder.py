"""An optional vote: a cross-encoder for natural language inference, where one is configured.

It is any sentence-transformers CrossEncoder with one of its labels named for contradiction, read
from a folder or the local model cache and never fetched. It is slow to load (seconds), and loaded
when the first pair is judged.
"""

import threading
from typing import Any

import numpy as np

from index.errors import EncoderUnavailable

_HINT = (
    "name in RECOUPE_NLI the folder of a sentence-transformers cross-encoder for natural language "
    "inference, or a hub name that is in the local cache; models are never fetched here"
)


class CrossEncoder:
    """A cross-encoder that judges pairs of statements. Thread-safe."""

    def __init__(self, source: str) -> None:
        """Take the folder or hub name of the model, which is loaded when first needed."""
        self._source = source
        self._lock = threading.Lock()
        self._model: Any = None
        self._contradiction = 0

    def probability(self, a: str, b: str) -> float:
        """Return how likely the two contradict each other, the mean of both orders, 0 to 1.

        Raises EncoderUnavailable when the model cannot be loaded or names no such label.
        """
        with self._lock:
            if self._model is None:
                self._load()
            logits = np.asarray(self._model.predict([(a, b), (b, a)], show_progress_bar=False))
        shares = np.exp(logits - logits.max(axis=1, keepdims=True))
        return float((shares / shares.sum(axis=1, keepdims=True))[:, self._contradiction].mean())

    def _load(self) -> None:
        try:
            from sentence_transformers import CrossEncoder as Stock

            model: Any = Stock(self._source, device="cpu", local_files_only=True)
            labels = model.model.config.id2label
        # The libraries raise anything from OSError to KeyError for a folder that is no model.
        except Exception as error:
            reason = str(error).partition("\n")[0]
            raise EncoderUnavailable(
                f"the cross-encoder {self._source!r} cannot be loaded: {reason}", hint=_HINT
            ) from error
        named = [int(n) for n, label in labels.items() if "contradict" in label.lower()]
        if not named:
            raise EncoderUnavailable(
                f"the cross-encoder {self._source!r} has no label for contradiction among "
                f"{', '.join(labels.values())}",
                hint=_HINT,
            )
        self._model, self._contradiction = model, named[0]
