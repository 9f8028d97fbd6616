"""What is required, and within which time: what merely is, or must be by another time, is not.

"What must the operator do within 30 days?" is not answered by what it must do within 60, nor "What
must the stock hold?" by "It holds only five".
"""

from collections.abc import Sequence

from rag.candidates import Candidate
from rag.cues import cue
from rag.question import Question
from rag.reading import Sentence
from rag.values import find_values
from rag.values.value import Value

_IN_WORDS = ("thing", "open", "quotation")
_BEFORE = 24  # characters in which what leads to a term stands


def as_required(question: Question, found: Sequence[Sequence[Candidate]]) -> list[list[Candidate]]:
    """Return the candidates, document by document, that tell of what the question requires."""
    if question.asks not in _IN_WORDS:
        return [list(its) for its in found]
    terms = _terms(question.text, find_values(question.text, question.language, None))
    duty = cue("duty").search(question.text) is not None
    return [[c for c in its if _fits(terms, duty, c.sentence)] for its in found]


def _fits(asked: Sequence[Value], duty: bool, sentence: Sentence) -> bool:
    """Whether a sentence is of the terms asked, and tells a duty rather than that it is not met."""
    told = _terms(sentence.text, sentence.values) if asked else []
    if told and not any((a.low, a.high) == (t.low, t.high) for a in asked for t in told):
        return False
    short = duty and cue("falls_short").search(sentence.text)
    return not short or cue("duty").search(sentence.text) is not None


def _terms(text: str, values: Sequence[Value]) -> list[Value]:
    """The times within which something is to be: "within 30 days", "dans un délai de 30 jours"."""
    return [
        v
        for v in values
        if v.kind == "duration" and cue("term").search(text[max(0, v.start - _BEFORE) : v.start])
    ]
