"""A fake encoder that can be computed in the head, and documents made by hand."""

import datetime as dt
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from index.document import Document

LETTERS = "qxz"


class LetterEncoder:
    """Embeds a text as its counts of q, x and z, at length 1; remembers what it was asked.

    A text with none of them is embedded as zeros, which are as far from everything.
    """

    def __init__(self, name: str = "letters") -> None:
        self.name = name
        self.dimension = len(LETTERS)
        self.asked: list[str] = []

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        self.asked += texts
        rows = np.zeros((len(texts), len(LETTERS)), dtype=np.float32)
        for row, text in zip(rows, texts, strict=True):
            row[:] = [text.count(letter) for letter in LETTERS]
            row /= max(float(np.linalg.norm(row)), 1.0)
        return rows


def make_document(
    id: str,  # noqa: A002 - the contract's name for it
    text: str,
    title: str = "Untitled",
    publisher: str | None = None,
    published_at: dt.datetime | dt.date | None = None,
    tags: tuple[str, ...] = (),
    language: str = "en",
) -> Document:
    """Return a document whose body is all of its text."""
    return Document(
        id=id, text=text, source=f"{id}.txt", title=title, publisher=publisher,
        published_at=published_at, tags=tags, language=language, body_start=0,
        body_end=len(text),
    )  # fmt: skip
