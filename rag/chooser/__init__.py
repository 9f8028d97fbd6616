"""The embedded GGUF: a small llama-shaped model that tells which sentences answer a question."""

from rag.chooser.chooser import Chooser, Read, Text
from rag.chooser.marks import CHOOSER

__all__ = ["CHOOSER", "Chooser", "Read", "Text"]
