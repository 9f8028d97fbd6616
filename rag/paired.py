"""What embedded models make of two claims: how they relate, or whether they are about one thing."""

import math
from collections.abc import Callable, Mapping, Sequence

from rag.advice import Judgement
from rag.chooser.chooser import Alike
from rag.claims import Claim
from rag.question import Question
from rag.reader.context import told
from rag.reader.relater import Relation

Compare = Callable[[str, Sequence[tuple[str, str]]], list[Alike]]
Relate = Callable[[str, Sequence[tuple[str, str]]], list[Mapping[Relation, float]]]
_MOST = 10  # pairs of one answer, all there are of five positions: reading takes time


class Relating:
    """The embedded relater at work on claims."""

    def __init__(self, relate: Relate) -> None:
        self._relate = relate

    def read(
        self, question: Question, pairs: Sequence[tuple[Claim, Claim]]
    ) -> list[Mapping[Relation, float] | None]:
        """Return the log-probability of each relation of the first pairs; None of the others."""
        texts = [(in_context(a), in_context(b)) for a, b in pairs[:_MOST]]
        found = self._relate(question.text, texts) if texts else []
        return [*found, *[None] * (len(pairs) - len(texts))]


def judged(
    compare: Compare, question: Question, pairs: Sequence[tuple[Claim, Claim]]
) -> list[Judgement]:
    """Return the judgement of each pair by what a model makes of their sentences in context."""
    texts = [(in_context(a), in_context(b)) for a, b in pairs]
    return [
        Judgement(same=_likely(one.same), compatible=_likely(one.fits))
        for one in (compare(question.text, texts) if texts else ())
    ]


def in_context(claim: Claim) -> str:
    """Return the claim's sentence with its day and what stands before it."""
    document, sentence = claim.document, claim.sentence
    first = document.body_start if sentence.start >= document.body_start else 0
    body = document.text[first : document.body_end]
    return told(document.published_on, body, sentence.start - first, sentence.end - first)


def _likely(odds: float) -> float:
    return 1 / (1 + math.exp(-odds))
