"""What befalls a disk: a flipped bit, no room left, no permission to write."""

import ctypes
import os
import resource
import struct
import subprocess
from pathlib import Path

# Gives a process a disk of 32 MB at the folder that follows; it needs no rights where user
# namespaces are allowed.
SMALL_DISK = [
    "unshare", "--map-root-user", "--mount", "sh", "-c",
    'mount -t tmpfs -o size=32m tmpfs "$0" && exec "$@"',
]  # fmt: skip
_BALLAST = "ballast"
_CAPABILITIES_V3 = 0x20080522


def flip(path: Path, bit: int) -> None:
    """Flip one bit of a file, counted from its first byte's lowest."""
    with path.open("r+b") as file:
        file.seek(bit // 8)
        (byte,) = file.read(1)
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))


def has_small_disks(folder: Path) -> bool:
    """Return whether SMALL_DISK works here."""
    try:
        return subprocess.run([*SMALL_DISK, folder, "true"], capture_output=True).returncode == 0
    except FileNotFoundError:
        return False


def fill(folder: Path, room: int) -> None:
    """Fill the disk that holds a folder, but for so many bytes."""
    free = os.statvfs(folder)
    (folder / _BALLAST).write_bytes(bytes(max(0, free.f_bavail * free.f_frsize - room)))


def empty(folder: Path) -> None:
    """Make room again after `fill`."""
    (folder / _BALLAST).unlink()


def limit(size: int | None) -> None:
    """Have this process write no file beyond so many bytes; None for any size again."""
    hard = resource.getrlimit(resource.RLIMIT_FSIZE)[1]
    resource.setrlimit(resource.RLIMIT_FSIZE, (hard if size is None else size, hard))


def obey_modes() -> None:
    """Take from root, where this is root, the right to overrule the modes of files.

    All capabilities are dropped (capset(2)); what root owns it can still read.
    """
    header, none = struct.pack("<Ii", _CAPABILITIES_V3, 0), bytes(24)
    libc = ctypes.CDLL(None, use_errno=True)
    if libc.capset(header, none) != 0:
        raise OSError(ctypes.get_errno(), "capset failed")
