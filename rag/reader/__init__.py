"""The embedded reader: a small model that tells which sentences answer, and which answers agree."""

from rag.reader.leaner import Leaner, Leaning
from rag.reader.reader import Read, Reader, Text
from rag.reader.relater import Relater

__all__ = ["Leaner", "Leaning", "Read", "Reader", "Relater", "Text"]
