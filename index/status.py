"""What a library holds and how it stands, for people to read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Status:
    """What a library holds. `size` is in bytes, of all files of the data folder.

    `engine` says what runs the encoder, None when that is not known; `vectors` how the vectors
    were had; `generation` counts the changes; `version` is that of the catalog's schema.
    """

    documents: int
    passages: int
    copies: int
    encoder: str
    engine: str | None
    vectors: str
    generation: int
    version: int
    size: int
