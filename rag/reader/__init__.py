"""The embedded reader: a small model that tells which sentences of a text answer a question."""

from rag.reader.reader import Read, Reader, Text

__all__ = ["Read", "Reader", "Text"]
