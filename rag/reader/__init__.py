"""The embedded reader: a small model that tells which sentences answer, and which answers agree."""

from rag.reader.leaner import Leaner, Leaning
from rag.reader.reader import Alike, Read, Reader, Text

__all__ = ["Alike", "Leaner", "Leaning", "Read", "Reader", "Text"]
