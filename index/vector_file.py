"""The file of a vector index: a cache on disk that is either whole or refused.

    8 bytes   MAGIC, with the version of this format
    4 bytes   CRC-32 of all that follows, little-endian
    4 bytes   length of the header, little-endian
    header    JSON: key, generation, rows, and whether small codes follow
    numbers   `rows` little-endian int64, by position; -1 where the row was removed
    rows      the embeddings, as FAISS writes an index; nothing when there are no rows
    codes     the small codes, likewise; nothing when the header says so
"""

import json
import os
import struct
from pathlib import Path
from typing import IO, Any, NamedTuple, TypeAlias
from zlib import crc32

import faiss
import numpy as np
from numpy.typing import NDArray

from index.disk import sync

MAGIC = b"RCPVEC\x00\x01"
_FIXED = struct.Struct("<II")
_BLOCK = 1 << 20

# One of FAISS's indexes, or None; its own type stubs lack half of what Recoupe uses.
FaissIndex: TypeAlias = Any


class VectorsUnusable(Exception):
    """A file of vectors that cannot be used; the text is the reason. The library builds anew."""


class Stored(NamedTuple):
    """What a file holds: `numbers` (n) by position, and FAISS's indexes of n rows, if any."""

    generation: int
    numbers: NDArray[np.int64]
    rows: FaissIndex
    codes: FaissIndex


def write(path: Path, key: str, stored: Stored) -> None:
    """Put a file at `path`, whole or not at all, in place of an earlier one. Raises OSError."""
    new = path.with_name(path.name + ".new")
    try:
        with new.open("wb") as file:
            _write(file, key, stored)
            file.flush()
            os.fsync(file.fileno())
        new.replace(path)
    except BaseException:
        new.unlink(missing_ok=True)
        raise
    sync(path.parent)


def read(path: Path, key: str) -> Stored:
    """Return what the file at `path` holds. Raises VectorsUnusable."""
    try:
        with path.open("rb") as file:
            return _read(file, key)
    except FileNotFoundError as error:
        raise VectorsUnusable("there is none yet") from error
    except OSError as error:
        raise VectorsUnusable(f"it cannot be read: {error.strerror}") from error


def _write(file: IO[bytes], key: str, stored: Stored) -> None:
    checksum = 0

    def put(data: bytes) -> int:
        nonlocal checksum
        checksum = crc32(data, checksum)
        return file.write(data)

    header = json.dumps(
        {
            "key": key,
            "generation": stored.generation,
            "rows": len(stored.numbers),
            "codes": stored.codes is not None,
        }
    ).encode()
    file.write(MAGIC + bytes(4))
    put(struct.pack("<I", len(header)) + header)
    put(stored.numbers.astype("<i8").tobytes())
    for index in (stored.rows, stored.codes):
        if index is not None:
            writer = faiss.PyCallbackIOWriter(put, _BLOCK)  # type: ignore[attr-defined]
            faiss.write_index(index, writer)
    file.seek(len(MAGIC))
    file.write(struct.pack("<I", checksum))


def _read(file: IO[bytes], key: str) -> Stored:
    if file.read(len(MAGIC)) != MAGIC:
        raise VectorsUnusable("it is not a file of vectors, or one of another version")
    fixed = file.read(_FIXED.size)
    if len(fixed) < _FIXED.size:
        raise VectorsUnusable("it ends too early")
    checksum, length = _FIXED.unpack(fixed)
    found = crc32(fixed[4:])
    while block := file.read(_BLOCK):
        found = crc32(block, found)
    if found != checksum:
        raise VectorsUnusable("it is damaged: its checksum is wrong")
    file.seek(len(MAGIC) + _FIXED.size)
    header = json.loads(file.read(length))
    if header["key"] != key:
        raise VectorsUnusable(f"it is of {header['key']!r}, not of {key!r}")
    numbers = np.frombuffer(file.read(8 * header["rows"]), dtype="<i8").astype(np.int64)
    rows = _index(file) if header["rows"] else None
    codes = _index(file) if header["codes"] else None
    return Stored(header["generation"], numbers, rows, codes)


def _index(file: IO[bytes]) -> FaissIndex:
    """Return the index that FAISS wrote there, and leave the file behind it."""
    try:
        reader = faiss.PyCallbackIOReader(file.read, _BLOCK)  # type: ignore[attr-defined]
        return faiss.read_index(reader)
    except RuntimeError as error:
        raise VectorsUnusable("it was written by another version of FAISS") from error
