"""The encoder: what turns a text into an embedding.

The index knows an embedding model by one method, so that a fake in a test and
sentence-transformers are equals. Nothing is ever fetched: a model is the embedded one
(`index.embedded`), a folder, or a hub name that is already in the local cache.
"""

import logging
import os
import threading
from collections.abc import Callable, Sequence
from functools import cached_property
from typing import Protocol

import numpy as np
from numpy.typing import NDArray

from index import embedded
from index.errors import EncoderUnavailable
from index.runtime import NEEDED, Engine, Exported, batches, best_engine
from index.threads import usable_cores

EMBEDDED = "embedded"
_TORCH = "sentence-transformers"

# What a token is taken for where only the characters are known, and a window where none is told.
_TOKEN_CHARACTERS = 3
_WINDOW = 512


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

    `encode([])` is enough to have it loaded. `engine` says what runs the model, loaded or not.
    """

    def __init__(self, name: str, engine: str, load: Callable[[], Model]) -> None:
        self.name = name
        cores = usable_cores()
        self.engine = f"{engine}, {cores} thread{'' if cores == 1 else 's'}"
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
            # Half of a surrogate pair is no character, and tokenizers refuse the whole text for it.
            return model.encode([text.encode(errors="replace").decode() for text in texts])

    @cached_property
    def _model(self) -> Model:
        try:
            return self._load()
        except EncoderUnavailable:
            raise
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
        import torch
        from sentence_transformers import SentenceTransformer

        torch.set_num_threads(usable_cores())
        self._model = SentenceTransformer(source, device="cpu", local_files_only=True)
        self.dimension: int = self._model.get_embedding_dimension() or 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        window = self._model.max_seq_length or _WINDOW
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for batch in batches([min(len(t) // _TOKEN_CHARACTERS + 1, window) for t in texts]):
            rows[batch] = self._model.encode(
                [texts[i] for i in batch],
                batch_size=len(batch),
                show_progress_bar=False,
                convert_to_numpy=True,
                normalize_embeddings=True,
            )
        return rows


def open_encoder(name: str) -> Encoder:
    """Return the encoder `name`, which loads its model when it first encodes.

    `embedded` is the bilingual MiniLM of `index.embedded`; else the folder of a
    sentence-transformers model, or a hub name that is in the local cache (HF_HOME says where). A
    folder is known by its own name, not by where it lies. Raises EncoderUnavailable, here where
    the name or folder is wrong, and from `encode` where its content is.
    """
    _keep_quiet_and_offline()
    if name == EMBEDDED:
        engine = best_engine()
        return LazyEncoder(embedded.name(), engine, lambda: _embedded_model(engine))
    if any(os.path.isfile(os.path.join(name, file)) for file in ("modules.json", "config.json")):
        known_as = f"folder:{os.path.basename(os.path.abspath(name))}"
        return LazyEncoder(known_as, _TORCH, lambda: _SentenceTransformer(name))
    if os.path.exists(name) or not _is_cached(name):
        raise EncoderUnavailable(
            f"the encoder {name!r} is no folder of a model, and not in the local model cache",
            hint="name a folder that holds modules.json or config.json, or `embedded`; models "
            "are never fetched here",
        )
    return LazyEncoder(name, _TORCH, lambda: _SentenceTransformer(name))


def _embedded_model(engine: Engine) -> Model:
    return Exported(embedded.ready_folder(NEEDED[engine]), engine)


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
