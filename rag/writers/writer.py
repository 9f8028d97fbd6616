"""What a writer is: whatever proposes, passage by passage, what the documents say in answer.

A writer proposes and the code disposes: every proposal's quote is looked up in the stored text
(`rag.quotes`), and positions, disagreements and figures are worked out by rules.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal, Protocol

from index.document import Hit
from rag.question import Question
from rag.reader import Leaning


@dataclass(frozen=True, slots=True)
class Proposal:
    """An unverified claim: this quote of this hit's document answers the question with `answer`.

    `answer` is a span of the quote ("près de deux heures et demie"), or the quote itself.
    `start` is where the quote is said to stand in the document's text; None when unknown. `about`
    are words of the quote for what it is about, `said_by` a name for who says it, as a model has
    them; both count only where the text bears them out. `leaning` is what the leaner makes of the
    quote's sentence where yes or no is asked.
    """

    hit: Hit
    quote: str
    answer: str
    start: int | None = None
    score: float = 1.0
    about: str | None = None
    said_by: str | None = None
    leaning: Leaning | None = None


@dataclass(frozen=True, slots=True)
class Remark:
    """What the reader of an answer should know of how it was written, in each language.

    `silent` says that the writer has no more to say, so that those before it answer alone.
    """

    en: str
    fr: str
    silent: bool = False


class Writer(Protocol):
    """Finds claims in passages. `model` is the GGUF's file name, None for a writer without one."""

    @property
    def name(self) -> Literal["quotes", "llama"]: ...

    @property
    def model(self) -> str | None: ...

    def proposals(self, question: Question, hits: Sequence[Hit]) -> Iterator[Proposal | Remark]:
        """Yield what the hits' documents say in answer, unverified, best first per document."""
        ...

    def close(self) -> None:
        """Free what the writer holds; a closed writer is not used again."""
        ...
