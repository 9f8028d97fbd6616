"""Whether two claims are about one thing, and can both be true, as an embedded model reads them."""

import math
from collections.abc import Callable, Sequence

from rag.advice import Judgement, Wordless
from rag.claims import Claim
from rag.question import Question
from rag.reader import Alike
from rag.reader.context import told

Compare = Callable[[str, Sequence[tuple[str, str]]], list[Alike]]
_MOST = 4  # pairs of one answer: reading takes time
# What the reader leans to, in log-odds: two that contradict are of two things for sure (1 in 10)
# where it gives less than 1 for one thing. Two of one thing it is never sure of: two calls between
# the same people, in texts without a day, look to it like one.
_LEANING = -math.log(9) - 1


class ReadingAdviser(Wordless):
    """The embedded reader as the rules' adviser: it judges pairs, and has no words of its own."""

    def __init__(self, compare: Compare) -> None:
        self._compare = compare

    def judge(
        self, question: Question, pairs: Sequence[tuple[Claim, Claim]]
    ) -> list[Judgement] | None:
        """Return a judgement of each of the first few pairs."""
        return judged(self._compare, question, pairs[:_MOST], _LEANING)


def judged(
    compare: Compare,
    question: Question,
    pairs: Sequence[tuple[Claim, Claim]],
    leaning: float = 0.0,
) -> list[Judgement]:
    """Return the judgement of each pair by what a model makes of their sentences in context.

    `leaning`, in log-odds, is added to how likely the two are about one thing.
    """
    texts = [(in_context(a), in_context(b)) for a, b in pairs]
    found = compare(question.text, texts) if texts else []
    return [
        Judgement(same=_likely(one.same + leaning), compatible=_likely(one.fits)) for one in found
    ]


def in_context(claim: Claim) -> str:
    """Return the claim's sentence with its day and what stands before it."""
    document, sentence = claim.document, claim.sentence
    first = document.body_start if sentence.start >= document.body_start else 0
    body = document.text[first : document.body_end]
    return told(document.published_on, body, sentence.start - first, sentence.end - first)


def _likely(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
