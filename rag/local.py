"""The local model that a Recoupe runs, if any: which one, and when it is loaded.

Commands that ask nothing never load it. A service begins loading it when it warms up, and answers
with the built-in writer meanwhile; where nobody warmed up, the first question waits for it.
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rag.errors import WriterBusy, WriterUnavailable
from rag.meaning import Meaning
from rag.models import chosen_model, no_model_note
from rag.models.note import Standing
from rag.settings import Settings
from rag.writers.writer import Remark

if TYPE_CHECKING:
    from rag.writers.llama import LlamaWriter

ModelState = Literal["none", "loading", "ready", "failed", "closed"]

WAIT_S = 60.0

logger = logging.getLogger(__name__)


class LocalModel:
    """A GGUF file and the writer that runs it, or the lack of one. Thread-safe."""

    def __init__(
        self, path: Path | None, meaning: Callable[[], Meaning | None], *, required: bool = False
    ) -> None:
        """Take the file; with `required`, that it cannot be loaded is an error, not a remark."""
        self._path, self._meaning, self._required = path, meaning, required
        self._writer: LlamaWriter | None = None
        self._starting = threading.Lock()

    @classmethod
    def of(cls, settings: Settings, meaning: Callable[[], Meaning | None]) -> "LocalModel | None":
        """Return the model that the settings choose, None where they want the built-in writer.

        Raises WriterUnavailable where they want a model and there is none.
        """
        if settings.writer == "quotes":
            return None
        path = chosen_model(settings)
        required = settings.writer == "llama"
        if path is None and required:
            raise WriterUnavailable(
                "the writer `llama` needs a model", hint="name a GGUF file in RECOUPE_MODEL"
            )
        return cls(path, meaning, required=required)

    def warm_up(self) -> None:
        """Begin to load and examine the model in the background, where there is one."""
        if self.start() and self._writer:
            writer = self._writer
            threading.Thread(target=writer.examine, name="examine", daemon=True).start()

    def start(self) -> bool:
        """Begin to load the model; return whether it was this call that began."""
        with self._starting:
            if self._writer or self._path is None:
                return False
            from rag.llama.model import Model  # its process is started only where it is used
            from rag.writers.llama import LlamaWriter

            self._writer = LlamaWriter(Model(self._path), self._meaning)
            return True

    def writer(self, *, wanted: bool) -> "LlamaWriter | None":
        """Return the writer if its model is loaded, None where the built-in one is to answer.

        A `wanted` one is waited for: raises WriterUnavailable when it cannot be loaded, WriterBusy
        when that takes too long.
        """
        began = self.start()
        writer, needed = self._writer, wanted or self._required
        if writer is None:
            return None
        if wanted or began or (needed and writer.state != "loading"):
            try:
                writer.wait(WAIT_S)
            except (WriterUnavailable, WriterBusy) as error:
                if needed:
                    raise
                logger.warning("answering without a model: %s", error)
        return writer if writer.state == "ready" else None

    @property
    def state(self) -> ModelState:
        """How far the model is; the built-in writer answers alone until it is ready."""
        if self._path is None:
            return "none"
        return self._writer.state if self._writer else "loading"

    def remark(self) -> Remark:
        """Return why no model takes part, and how to get one."""
        standing: Standing = "absent"
        if self._path is not None:
            standing = "loading" if self._writer and self.state == "loading" else "failed"
        name = self._path.name if self._path else None
        return Remark(
            en=no_model_note("en", standing, name), fr=no_model_note("fr", standing, name)
        )

    def close(self) -> None:
        """Free the model."""
        if self._writer:
            self._writer.close()
