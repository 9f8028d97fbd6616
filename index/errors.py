"""What can go wrong, said once for all layers: every error carries a stable code and a hint."""


class RecoupeError(Exception):
    """Any error that is the user's to mend.

    `str(error)` says what is wrong, the value, and what was expected; `code` is the stable
    machine name that stands in the HTTP error body; `hint` says what to do. Raised deep, and
    translated once at the edge: to a status by `api.errors`, to exit code 1 by `api.cli`.
    """

    code = "failed"

    def __init__(self, message: str, *, hint: str = "") -> None:
        super().__init__(message)
        self.hint = hint


class UnreadableDocument(RecoupeError):
    """A file or text that cannot become a document: not text, empty, too large, bad metadata."""

    code = "unreadable_document"


class UnknownDocument(RecoupeError):
    """No document of that id is in the catalog. HTTP answers 404."""

    code = "unknown_document"


class EncoderMismatch(RecoupeError):
    """The catalog was built with another encoder, so its embeddings cannot be compared."""

    code = "encoder_mismatch"


class EncoderUnavailable(RecoupeError):
    """The named encoder cannot be loaded: no such folder, or not a sentence-transformers model."""

    code = "encoder_unavailable"


class CatalogError(RecoupeError):
    """The catalog cannot be read or written: locked, damaged, read-only, of a newer version."""

    code = "catalog_error"
