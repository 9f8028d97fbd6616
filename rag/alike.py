"""Whether two claims are about one thing, and can both be true, as an embedded model reads them."""

import math
from collections.abc import Callable, Sequence

from rag.advice import Judgement
from rag.answer import Language
from rag.claims import Claim
from rag.question import Question
from rag.reader import Alike
from rag.reader.context import told

Compare = Callable[[str, Sequence[tuple[str, str]]], list[Alike]]
_MOST = 4  # pairs of one answer: reading takes time
# Log-odds of the reader's at which it counts as sure that two are of one thing, and of two (9 in
# 10). It leans to two: what is wrongly set apart misleads less than a contradiction that is none.
_ONE, _TWO = 2.0, 1.0


class ReadingAdviser:
    """The embedded reader as the rules' adviser: it judges pairs, and has no words of its own."""

    def __init__(self, compare: Compare) -> None:
        self._compare = compare

    def judge(
        self, question: Question, pairs: Sequence[tuple[Claim, Claim]]
    ) -> list[Judgement] | None:
        """Return a judgement of each of the first few pairs."""
        return judged(self._compare, question, pairs[:_MOST], _calibrated)

    def reword(
        self, question: Question, sentence: str, claims: Sequence[Claim], language: Language
    ) -> str | None:
        """Return None: the composed sentence stands."""
        return None

    def search_words(self, question: Question) -> list[str]:
        """Return no words: the lexicon has them."""
        return []


def judged(
    compare: Compare,
    question: Question,
    pairs: Sequence[tuple[Claim, Claim]],
    calibrate: Callable[[float], float] = float,
) -> list[Judgement]:
    """Return the judgement of each pair by what a model makes of their sentences in context.

    `calibrate` turns the model's log-odds of their being about one thing into fair ones.
    """
    texts = [(in_context(a), in_context(b)) for a, b in pairs]
    found = compare(question.text, texts) if texts else []
    return [
        Judgement(same=_likely(calibrate(one.same)), compatible=_likely(one.fits)) for one in found
    ]


def _calibrated(odds: float) -> float:
    """The reader's log-odds, stretched so that `_ONE` is 9 in 10 and `_TWO` 1 in 10."""
    return (2 * (odds - _TWO) / (_ONE - _TWO) - 1) * math.log(9)


def in_context(claim: Claim) -> str:
    """Return the claim's sentence with its day and what stands before it."""
    document, sentence = claim.document, claim.sentence
    first = document.body_start if sentence.start >= document.body_start else 0
    body = document.text[first : document.body_end]
    return told(document.published_on, body, sentence.start - first, sentence.end - first)


def _likely(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
