"""What can go wrong between a question and its answer."""

from index.errors import (
    CatalogError,
    EncoderMismatch,
    EncoderUnavailable,
    RecoupeError,
    UnknownDocument,
    UnreadableDocument,
)

__all__ = [
    "BadCases",
    "BadModel",
    "CatalogError",
    "EncoderMismatch",
    "EncoderUnavailable",
    "NoSuchModel",
    "PullFailed",
    "RecoupeError",
    "UnknownDocument",
    "UnreadableDocument",
    "WriterBusy",
    "WriterSlow",
    "WriterUnavailable",
]


class WriterBusy(RecoupeError):
    """The writer's queue is full. HTTP answers 503 with `Retry-After`; asking again helps."""

    code = "writer_busy"
    retry_after_s = 5


class WriterSlow(WriterBusy):
    """The time was up before the model said anything; where others answer, they do alone."""


class WriterUnavailable(RecoupeError):
    """The named writer cannot run: no GGUF is configured, or llama.cpp cannot load it."""

    code = "writer_unavailable"


class BadModel(WriterUnavailable):
    """A file is no GGUF, is damaged, or holds a model that llama.cpp may not survive."""

    code = "bad_model"


class NoSuchModel(RecoupeError):
    """A name that stands for no model: not recommended, not installed, no address, no file."""

    code = "no_such_model"


class PullFailed(RecoupeError):
    """A model could not be fetched whole. What came so far is kept where that helps."""

    code = "pull_failed"


class BadCases(RecoupeError):
    """An evaluation set, its stories or its baseline cannot be read or do not fit together."""

    code = "bad_cases"
