"""What has to be on the disk, and not only on its way there."""

import os
from pathlib import Path


def sync(path: Path) -> None:
    """Have the bytes of a file, or the names in a folder, on the disk. Raises OSError."""
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
