"""Whether two claims are about one thing, and can both be true, as an embedded model reads them."""

import math
from collections.abc import Callable, Sequence

from rag.advice import Judgement, Wordless
from rag.claims import Claim
from rag.question import Question
from rag.reader import Alike
from rag.reader.context import told

Compare = Callable[[str, Sequence[tuple[str, str]]], list[Alike]]
_MOST = 10  # pairs of one answer, all there are of five positions: reading takes time


class ReadingAdviser(Wordless):
    """The embedded reader as the rules' adviser: it judges pairs, and has no words of its own."""

    def __init__(self, compare: Compare) -> None:
        self._compare = compare

    def judge(
        self, question: Question, pairs: Sequence[tuple[Claim, Claim]]
    ) -> list[Judgement] | None:
        """Return a judgement of each of the first few pairs."""
        return judged(self._compare, question, pairs[:_MOST])

    def read(self, question: Question, pairs: Sequence[tuple[Claim, Claim]]) -> list[Alike]:
        """Return what the reader makes of the sentences of each of the first few pairs."""
        return _read(self._compare, question, pairs[:_MOST])


def judged(
    compare: Compare, question: Question, pairs: Sequence[tuple[Claim, Claim]]
) -> list[Judgement]:
    """Return the judgement of each pair by what a model makes of their sentences in context."""
    return [
        Judgement(same=_likely(one.same), compatible=_likely(one.fits))
        for one in _read(compare, question, pairs)
    ]


def _read(
    compare: Compare, question: Question, pairs: Sequence[tuple[Claim, Claim]]
) -> list[Alike]:
    texts = [(in_context(a), in_context(b)) for a, b in pairs]
    return compare(question.text, texts) if texts else []


def in_context(claim: Claim) -> str:
    """Return the claim's sentence with its day and what stands before it."""
    document, sentence = claim.document, claim.sentence
    first = document.body_start if sentence.start >= document.body_start else 0
    body = document.text[first : document.body_end]
    return told(document.published_on, body, sentence.start - first, sentence.end - first)


def _likely(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
