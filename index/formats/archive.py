"""Zip archives: their members one after the other, within limits that no bomb gets past."""

import io
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from index.errors import UnreadableDocument
from index.find import is_read

MAX_MEMBERS = 10_000
MAX_UNPACKED = 1024**3
# Text is seldom packed to less than a tenth; a small file may hold nothing but blanks.
MAX_RATIO = 100
_SMALL = 50 * 1024 * 1024
_DIRECTORY_BYTES = 16 * 1024 * 1024

_END = b"PK\x05\x06"
_END64 = b"PK\x06\x07"
_CHUNK = 1 << 20
_DAMAGE = (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, RuntimeError)


class Member(NamedTuple):
    """A file in an archive: its path there, and its bytes or why they cannot be read."""

    name: str
    holds: bytes | str


@dataclass
class Allowance:
    """What may still be unpacked of one file: of an archive with all archives within it."""

    members: int = MAX_MEMBERS
    bytes: int = MAX_UNPACKED

    def spend(self, infos: list[zipfile.ZipInfo]) -> None:
        """Take off what the members unpack to; raises UnreadableDocument where it is too much.

        What the directory declares can be trusted: zipfile unpacks no more of a member than that.
        """
        unpacked = sum(info.file_size for info in infos)
        packed = sum(info.compress_size for info in infos)
        self.members -= len(infos)
        self.bytes -= unpacked
        if self.members < 0:
            raise _too_many()
        if self.bytes < 0:
            raise UnreadableDocument(
                f"it unpacks to {unpacked} bytes; at most {MAX_UNPACKED} of a file are read",
                hint="Split it.",
            )
        if unpacked > _SMALL and unpacked > MAX_RATIO * packed:
            raise UnreadableDocument(
                f"it unpacks {packed} bytes to {unpacked}, more than {MAX_RATIO} times as many"
            )


def members(archive: bytes | Path, most: int, allowance: Allowance) -> Iterator[Member]:
    """Yield the members that are files to read, in the order of the archive's directory.

    A member of more than `most` bytes is not unpacked, and one that is encrypted or damaged is
    yielded with that as the reason. Nothing is ever written: paths are names and no places, and
    what would lead out of the archive is left out of them. Raises UnreadableDocument for what is
    no zip archive, and for one that unpacks to more than is allowed.
    """
    file = io.BytesIO(archive) if isinstance(archive, bytes) else archive.open("rb")
    with file:
        _check_directory(file)
        try:
            opened = zipfile.ZipFile(file)
        except (*_DAMAGE, ValueError, struct.error) as error:
            raise UnreadableDocument(f"it is not a readable zip archive: {error}") from error
        with opened:
            allowance.spend(opened.infolist())
            yield from _members(opened, most)


def label(name: str) -> str:
    """Return a member's path without what would lead out of the archive: `..`, a root, a drive."""
    parts = name.replace("\\", "/").split("/")
    kept = (part for part in parts if part not in ("", ".", "..") and not part.endswith(":"))
    return "/".join(" ".join(part.split()) for part in kept)


def _check_directory(file: io.BufferedIOBase | io.BytesIO) -> None:
    """Raise UnreadableDocument when the archive's directory is missing or too large to look at."""
    size = file.seek(0, io.SEEK_END)
    file.seek(max(0, size - 66_000))
    tail = file.read()
    at = tail.rfind(_END)
    if at < 0 or len(tail) < at + 22:
        raise UnreadableDocument("it is not a zip archive")
    count, length = struct.unpack_from("<HL", tail, at + 10)
    # The larger form of the directory is for more members, or more bytes, than are read.
    if count > MAX_MEMBERS or length > _DIRECTORY_BYTES or tail[max(0, at - 20) :][:4] == _END64:
        raise _too_many()


def _too_many() -> UnreadableDocument:
    return UnreadableDocument(f"it holds more than {MAX_MEMBERS} members", hint="Split it.")


def _members(archive: zipfile.ZipFile, most: int) -> Iterator[Member]:
    seen: set[str] = set()
    for info in archive.infolist():
        name = label(info.filename)
        hidden = any(part.startswith((".", "__MACOSX")) for part in name.split("/"))
        if info.is_dir() or hidden or not is_read(name):
            continue
        if name in seen:
            yield Member(name, "another member of the archive has the same name")
            continue
        seen.add(name)
        yield Member(name, _unpacked(archive, info, most))


def _unpacked(archive: zipfile.ZipFile, info: zipfile.ZipInfo, most: int) -> bytes | str:
    """Return a member's bytes, or why they cannot be read."""
    if info.flag_bits & 1:
        return "it is encrypted"
    if info.file_size > most:
        return f"it holds {info.file_size} bytes, at most {most} are read"
    found = bytearray()
    try:
        with archive.open(info) as file:
            while chunk := file.read(_CHUNK):
                found += chunk
                if len(found) > most:
                    return f"it holds more than the {most} bytes that are read"
    except _DAMAGE as error:
        return f"it is damaged: {error}"
    return bytes(found)
