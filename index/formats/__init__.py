"""What the files of a format hold: a module for each, that returns text and what is known of it."""

import datetime as dt
from dataclasses import dataclass

from index.metadata import Metadata

NOTHING_SAID = Metadata()


@dataclass(frozen=True, slots=True)
class Extracted:
    """The text of a file, and what its format says of it in fields of its own.

    `pages` holds the offset in the text at which each page begins. `made_at` is when the file was
    made, which dates a text only where nothing says when it was published.
    """

    text: str
    metadata: Metadata = NOTHING_SAID
    pages: tuple[int, ...] = ()
    made_at: dt.datetime | dt.date | None = None


@dataclass(frozen=True, slots=True)
class Attached:
    """A file inside another: its name there, and its bytes."""

    name: str
    data: bytes
