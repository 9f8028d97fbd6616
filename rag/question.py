"""Understanding a question: its language, what it asks for, and the words that carry it."""

from dataclasses import dataclass

from rag.answer import Language


@dataclass(frozen=True, slots=True)
class Question:
    """A question as understood (fields grow here as the understanding does)."""

    text: str
    language: Language
