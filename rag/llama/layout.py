"""The layout of a GGUF file: its header, its metadata and the table of its tensors.

Read without llama.cpp, which ends the process on some damaged files. Every length is held against
the file's before it is used. Nothing is said here about whether the model makes sense: that is
`rag.llama.gguf`.
"""

import mmap
import struct
from dataclasses import dataclass
from math import prod
from pathlib import Path
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

# What a key can hold: text, the number type it was written as, or an array of either.
Value: TypeAlias = str | np.generic | NDArray[Any] | list[bytes]

MOST_KEYS = 10_000
MOST_TENSORS = 100_000
# llama.cpp keeps names in 64 bytes, with the zero at the end.
LONGEST_NAME = 63

_HEADER = struct.Struct("<4sIQQ")
_U32 = struct.Struct("<I")
_U64 = struct.Struct("<Q")
_PLACE = struct.Struct("<IQ")
_STRING, _ARRAY = 8, 9
_NUMBERS: dict[int, np.dtype[Any]] = {
    0: np.dtype("u1"), 1: np.dtype("i1"), 2: np.dtype("<u2"), 3: np.dtype("<i2"),
    4: np.dtype("<u4"), 5: np.dtype("<i4"), 6: np.dtype("<f4"), 7: np.dtype("?"),
    10: np.dtype("<u8"), 11: np.dtype("<i8"), 12: np.dtype("<f8"),
}  # fmt: skip
# The types that weights come in: name, weights in a block, bytes of a block. Types for intermediate
# results and integers are left out: llama.cpp ends the process when a weight has one.
WEIGHT_TYPES = {
    0: ("F32", 1, 4), 1: ("F16", 1, 2), 2: ("Q4_0", 32, 18), 3: ("Q4_1", 32, 20),
    6: ("Q5_0", 32, 22), 7: ("Q5_1", 32, 24), 8: ("Q8_0", 32, 34), 10: ("Q2_K", 256, 84),
    11: ("Q3_K", 256, 110), 12: ("Q4_K", 256, 144), 13: ("Q5_K", 256, 176),
    14: ("Q6_K", 256, 210), 16: ("IQ2_XXS", 256, 66), 17: ("IQ2_XS", 256, 74),
    18: ("IQ3_XXS", 256, 98), 19: ("IQ1_S", 256, 50), 20: ("IQ4_NL", 32, 18),
    21: ("IQ3_S", 256, 110), 22: ("IQ2_S", 256, 82), 23: ("IQ4_XS", 256, 136),
    29: ("IQ1_M", 256, 56), 30: ("BF16", 1, 2), 34: ("TQ1_0", 256, 54),
    35: ("TQ2_0", 256, 66), 39: ("MXFP4", 32, 17),
}  # fmt: skip


class Damaged(ValueError):
    """The file breaks the format; the message says where, and what was expected."""


@dataclass(frozen=True, slots=True)
class Tensor:
    """One tensor as the table describes it; `shape` is innermost first, as GGUF writes it."""

    name: str
    shape: tuple[int, ...]
    type: str
    offset: int
    size_bytes: int

    @property
    def weights(self) -> int:
        return prod(self.shape)


@dataclass(frozen=True, slots=True)
class Layout:
    """What a GGUF file declares. The data of its tensors lie whole within the file."""

    metadata: dict[str, Value]
    tensors: dict[str, Tensor]
    size_bytes: int


def read_layout(path: Path) -> Layout:
    """Read what stands before the weights. Raises Damaged, or OSError when it cannot be read."""
    with path.open("rb") as file:
        if path.stat().st_size < _HEADER.size:
            raise Damaged(
                f"it is not a GGUF file: shorter than the {_HEADER.size} bytes of a header"
            )
        with mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as data:
            return _Reader(data).layout()


class _Reader:
    """A place in the file, and what is read from there on."""

    def __init__(self, data: mmap.mmap) -> None:
        self._data = data
        self._size = len(data)
        self._at = 0

    def layout(self) -> Layout:
        tensors, keys = self._header()
        metadata: dict[str, Value] = {}
        for _ in range(keys):
            key = self._text("a metadata key")
            if key in metadata:
                raise Damaged(f"the metadata key {key} stands there twice")
            metadata[key] = self._value(key)
        align = _alignment(metadata)
        table = self._table(tensors, align)
        start = _padded(self._at, align)
        for tensor in table.values():
            if (end := start + tensor.offset + tensor.size_bytes) > self._size:
                raise Damaged(f"it ends at byte {self._size}, where {tensor.name} goes on to {end}")
        return Layout(metadata, table, self._size)

    def _table(self, count: int, align: int) -> dict[str, Tensor]:
        """The tensors by name. Their data follow one another without a gap but for alignment."""
        table: dict[str, Tensor] = {}
        end = 0
        for _ in range(count):
            tensor = self._tensor()
            if tensor.name in table:
                raise Damaged(f"the tensor {tensor.name} stands there twice")
            if tensor.offset != end:
                raise Damaged(f"{tensor.name} begins at {tensor.offset}, where {end} was expected")
            table[tensor.name] = tensor
            end = _padded(end + tensor.size_bytes, align)
        return table

    def _header(self) -> tuple[int, int]:
        """How many tensors and keys the header announces."""
        magic, version, tensors, keys = _HEADER.unpack_from(self._data)
        self._at = _HEADER.size
        if magic != b"GGUF":
            raise Damaged(f"it is not a GGUF file: it begins with {magic!r}")
        if version not in (2, 3):
            raise Damaged(f"it has GGUF version {version}, where 2 or 3 was expected")
        if not 0 < tensors <= MOST_TENSORS or not 0 < keys <= MOST_KEYS:
            raise Damaged(
                f"its header counts {tensors} tensors and {keys} keys, where 1 to {MOST_TENSORS}"
                f" and 1 to {MOST_KEYS} were expected"
            )
        return tensors, keys

    def _tensor(self) -> Tensor:
        name = self._text("a tensor's name")
        rank = self._number(_U32)
        if not name or len(name.encode()) > LONGEST_NAME or not 1 <= rank <= 4:
            raise Damaged(f"a tensor has the name {name[:80]!r} and {rank} dimensions")
        shape = tuple(self._number(_U64) for _ in range(rank))
        self._need(_PLACE.size, name)
        kind, offset = _PLACE.unpack_from(self._data, self._at)
        self._at += _PLACE.size
        if kind not in WEIGHT_TYPES:
            raise Damaged(f"{name} has type {kind}, which is none that weights come in")
        type_name, block, block_bytes = WEIGHT_TYPES[kind]
        if 0 in shape or shape[0] % block or prod(shape) > 1 << 48:
            raise Damaged(f"{name} has shape {shape}, which {type_name} does not come in")
        return Tensor(name, shape, type_name, offset, prod(shape) // block * block_bytes)

    def _value(self, key: str) -> Value:
        kind = self._number(_U32)
        if kind == _STRING:
            return self._text(key)
        if kind != _ARRAY:
            number: np.generic = self._numbers(key, kind, 1)[0]
            return number
        self._need(_PLACE.size, key)
        kind, count = _PLACE.unpack_from(self._data, self._at)
        self._at += _PLACE.size
        return self._strings(key, count) if kind == _STRING else self._numbers(key, kind, count)

    def _numbers(self, key: str, kind: int, count: int) -> NDArray[Any]:
        if kind not in _NUMBERS:
            raise Damaged(f"{key} has a value of type {kind}, which is none that GGUF has")
        self._need(count * _NUMBERS[kind].itemsize, key)
        # A copy, since the file is closed after reading.
        values = np.frombuffer(self._data, _NUMBERS[kind], count, self._at).copy()
        self._at += values.nbytes
        return values

    def _strings(self, key: str, count: int) -> list[bytes]:
        """The strings of an array. Vocabularies come this way, so it is written for speed."""
        data, at, size, length = self._data, self._at, self._size, _U64.unpack_from
        self._need(count * _U64.size, key)
        strings: list[bytes] = []
        for _ in range(count):
            if at + 8 > size:
                raise Damaged(f"{key} passes the end of the file")
            start = at + 8
            at = start + length(data, at)[0]
            if at > size:
                raise Damaged(f"{key} passes the end of the file")
            strings.append(data[start:at])
        self._at = at
        return strings

    def _text(self, what: str) -> str:
        length = self._number(_U64)
        self._need(length, what)
        text = self._data[self._at : self._at + length]
        self._at += length
        try:
            return text.decode()
        except UnicodeDecodeError:
            raise Damaged(f"{what} is not UTF-8: {text[:40]!r}") from None

    def _number(self, form: struct.Struct) -> int:
        self._need(form.size, "a number")
        (number,) = form.unpack_from(self._data, self._at)
        self._at += form.size
        return int(number)

    def _need(self, count: int, what: str) -> None:
        if count > self._size - self._at:
            raise Damaged(f"{what} at byte {self._at} passes the end of the file")


def _alignment(metadata: dict[str, Value]) -> int:
    """What the offsets of tensors are multiples of, in bytes."""
    align = metadata.get("general.alignment", np.uint32(32))
    if not isinstance(align, np.uint32) or align < 8 or align & (align - 1):
        raise Damaged(f"general.alignment is {align!r}, where a power of two was expected")
    return int(align)


def _padded(end: int, align: int) -> int:
    return -(-end // align) * align
