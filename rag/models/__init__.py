"""The GGUF models of the `llama` writer: which to recommend, fetching them, which one is in use."""

from rag.models.fetch import pull
from rag.models.installed import (
    Check,
    Installed,
    chosen_model,
    find,
    installed,
    models_folder,
    remove,
    use,
    verify,
)
from rag.models.note import no_model_note
from rag.models.recommended import RECOMMENDED, Recommended

__all__ = [
    "RECOMMENDED",
    "Check",
    "Installed",
    "Recommended",
    "chosen_model",
    "find",
    "installed",
    "models_folder",
    "no_model_note",
    "pull",
    "remove",
    "use",
    "verify",
]
