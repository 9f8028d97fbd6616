"""The local model that a Recoupe runs, if any: which one, and when it is loaded.

Commands that ask nothing never load it. A service begins loading it when it warms up, and answers
with the built-in writer meanwhile; where nobody warmed up, the first question waits for it. Where
none is installed, the embedded one (`rag.chooser`) is at hand.
"""

import logging
import threading
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from rag.chooser.marks import CHOOSER
from rag.errors import WriterBusy, WriterUnavailable
from rag.meaning import Meaning
from rag.models import chosen_model, no_model_note
from rag.models.note import Standing
from rag.settings import Settings
from rag.writers.writer import Remark

if TYPE_CHECKING:
    from rag.writers.chooser import ChooserWriter
    from rag.writers.llama import LlamaWriter

ModelState = Literal["none", "loading", "ready", "failed", "closed"]

WAIT_S = 60.0
# Whether the embedded model is heard where nobody asked for the writer by name. It has to earn
# that: with it no figure of the evaluation set may be worse (rag/chooser/README.md has them).
EMBEDDED_IS_HEARD = False

logger = logging.getLogger(__name__)


class LocalModel:
    """A GGUF file and the writer that runs it, or the lack of one. Thread-safe."""

    def __init__(
        self, path: Path | None, meaning: Callable[[], Meaning | None], *, required: bool = False
    ) -> None:
        """Take the file; with `required`, that it cannot be loaded is an error, not a remark.

        Without a file the embedded model is at hand, for who asks for the writer by name.
        """
        self._path, self._meaning, self._required = path or CHOOSER, meaning, required
        self._embedded = path is None
        self._writer: LlamaWriter | ChooserWriter | None = None
        self._starting = threading.Lock()

    @classmethod
    def of(cls, settings: Settings, meaning: Callable[[], Meaning | None]) -> "LocalModel | None":
        """Return the model that the settings choose, None where they want the built-in writer.

        Raises WriterUnavailable where the one that they name is not there.
        """
        if settings.writer == "quotes":
            return None
        return cls(chosen_model(settings), meaning, required=settings.writer == "llama")

    def warm_up(self) -> None:
        """Begin to load and examine the model in the background, where one is to be heard."""
        if self._is_heard(wanted=False) and self.start() and self._writer:
            writer = self._writer
            threading.Thread(target=writer.examine, name="examine", daemon=True).start()

    def _is_heard(self, *, wanted: bool) -> bool:
        return wanted or self._required or not self._embedded or EMBEDDED_IS_HEARD

    def start(self) -> bool:
        """Begin to load the model; return whether it was this call that began."""
        with self._starting:
            if self._writer:
                return False
            from rag.llama.model import Model  # its process is started only where it is used
            from rag.writers.chooser import ChooserWriter
            from rag.writers.llama import LlamaWriter

            kind = ChooserWriter if self._path == CHOOSER else LlamaWriter
            self._writer = kind(Model(self._path), self._meaning)
            return True

    def writer(self, *, wanted: bool) -> "LlamaWriter | ChooserWriter | None":
        """Return the writer if its model is loaded, None where the built-in one is to answer.

        A `wanted` one is waited for: raises WriterUnavailable when it cannot be loaded, WriterBusy
        when that takes too long.
        """
        if not self._is_heard(wanted=wanted):
            return None
        began = self.start()
        writer, needed = self._writer, wanted or self._required
        assert writer
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
        if self._writer:
            return self._writer.state
        return "loading" if self._is_heard(wanted=False) else "none"

    def remark(self) -> Remark:
        """Return why no model takes part, and how to get one."""
        standing: Standing = "absent"
        if self._is_heard(wanted=False):
            standing = "loading" if self._writer and self.state == "loading" else "failed"
        name = self._path.name
        return Remark(
            en=no_model_note("en", standing, name), fr=no_model_note("fr", standing, name)
        )

    def close(self) -> None:
        """Free the model."""
        if self._writer:
            self._writer.close()
