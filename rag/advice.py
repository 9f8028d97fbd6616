"""What a local model is asked beside its claims: questions of yes or no, and wording.

The rules ask it only where they are undecided, and whatever it says is checked before it counts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from rag.answer import Language
from rag.claims import Claim
from rag.question import Question


@dataclass(frozen=True, slots=True)
class Judgement:
    """How likely two claims are about one thing, and can both be true, each from 0 to 1."""

    same: float
    compatible: float


class Adviser(Protocol):
    """A local model as the rules see it: each method returns None, or nothing, if it is unfit."""

    def judge(
        self, question: Question, pairs: Sequence[tuple[Claim, Claim]]
    ) -> list[Judgement] | None:
        """Return a judgement of each pair; None where the model cannot judge."""
        ...

    def reword(
        self, question: Question, sentence: str, claims: Sequence[Claim], language: Language
    ) -> str | None:
        """Return a composed sentence in other words; None where it had better stand."""
        ...

    def search_words(self, question: Question) -> list[str]:
        """Return words of the other language that the question is to be searched with too."""
        ...


class Wordless:
    """What an adviser that only judges says of all else: nothing."""

    def reword(
        self, question: Question, sentence: str, claims: Sequence[Claim], language: Language
    ) -> str | None:
        """Return None: the composed sentence stands."""
        return None

    def search_words(self, question: Question) -> list[str]:
        """Return no words: the lexicon has them."""
        return []
