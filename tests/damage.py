"""Damage done to a file: one bit, in place, as a failing disk or memory would."""

from pathlib import Path


def flip(path: Path, bit: int) -> None:
    """Flip one bit of a file, counted from its first byte's lowest."""
    with path.open("r+b") as file:
        file.seek(bit // 8)
        (byte,) = file.read(1)
        file.seek(bit // 8)
        file.write(bytes([byte ^ 1 << bit % 8]))
