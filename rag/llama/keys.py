"""Metadata of a GGUF file, asked for by key, by type and within bounds."""

from collections.abc import Mapping
from typing import Any

import numpy as np
from numpy.typing import NDArray

from rag.llama.layout import Damaged, Value


class Keys:
    """Metadata by key; whatever is absent, of another type or out of bounds raises Damaged."""

    def __init__(self, metadata: Mapping[str, Value]) -> None:
        self._metadata = metadata

    def __contains__(self, key: str) -> bool:
        return key in self._metadata

    def __getitem__(self, key: str) -> Value:
        if key not in self._metadata:
            raise Damaged(f"its metadata has no {key}")
        return self._metadata[key]

    def named(self, start: str, end: str) -> list[str]:
        """The keys whose names begin and end so."""
        return [key for key in self._metadata if key.startswith(start) and key.endswith(end)]

    def text(self, key: str, *, default: str | None = None) -> str:
        value = default if default is not None and key not in self else self[key]
        if not isinstance(value, str):
            raise Damaged(f"{key} is {value!r}, where text was expected")
        return value

    def integer(self, key: str, low: int, high: int, *, default: int | None = None) -> int:
        """An integer from `low` to `high`; llama.cpp reads nothing but unsigned 32 bits."""
        if default is not None and key not in self:
            return default
        value = self[key]
        if not isinstance(value, np.uint32) or not low <= value <= high:
            raise Damaged(f"{key} is {value!r}, where {low} to {high} was expected")
        return int(value)

    def number(self, key: str, low: float, high: float, *, default: float | None = None) -> float:
        """A number from `low` to `high`, which leaves out infinity and what is no number."""
        if default is not None and key not in self:
            return default
        value = self[key]
        if not isinstance(value, np.float32) or not low <= value <= high:
            raise Damaged(f"{key} is {value!r}, where {low:g} to {high:g} was expected")
        return float(value)

    def truth(self, key: str) -> bool:
        value = self[key]
        if not isinstance(value, np.bool_):
            raise Damaged(f"{key} is {value!r}, where true or false was expected")
        return bool(value)

    def strings(self, key: str) -> list[bytes]:
        """An array of UTF-8 strings; llama.cpp ends the process when it meets another byte."""
        value = self[key]
        if not isinstance(value, list):
            raise Damaged(f"{key} is no array of strings")
        try:
            b"\n".join(value).decode()
        except UnicodeDecodeError as error:
            raise Damaged(f"{key} is not UTF-8: {error.object[error.start :][:20]!r}") from None
        return value

    def array(self, key: str, kind: type[np.generic], length: int) -> NDArray[Any]:
        """An array of `length` numbers; llama.cpp reads that many, whatever is there."""
        value = self[key]
        if not isinstance(value, np.ndarray) or value.dtype != kind or len(value) != length:
            raise Damaged(f"{key} is no array of {length} {kind.__name__}")
        return value

    def scalars(self) -> dict[str, object]:
        """All that is no array, as plain Python values."""
        return {
            key: value.item() if isinstance(value, np.generic) else value
            for key, value in self._metadata.items()
            if isinstance(value, str | np.generic)
        }
