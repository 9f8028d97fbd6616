"""Reads a question of yes or no and a sentence together: which of the two does it say?

The model is the reader with low-rank changes more (`rag.reader.train_leaner`). It has learnt to
say neither of what answers nothing, but whether a sentence answers is the reader's to say. A
statement may stand in for the question: yes then bears it out, and no refutes it.
"""

import threading
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache

from rag.reader.files import LEANER
from rag.reader.loaded import QUESTION_PIECES, SENTENCE_PIECES, Loaded, joined

_MOST = 6.0  # log-odds beyond it say no more, either way


@dataclass(frozen=True, slots=True)
class Leaning:
    """In log-odds, whether a sentence says yes to a question, and whether it says no."""

    yes: float
    no: float


_lock = threading.Lock()


class Leaner:
    """The embedded leaner, loaded once in a process, when first needed. Thread-safe."""

    def lean(self, question: str, texts: Sequence[tuple[str, str]]) -> list[Leaning]:
        """Return what each sentence, told behind the one that stands before it, says.

        Nothing may stand before one; without texts the model is loaded all the same. Raises
        EncoderUnavailable when the model's files are missing and cannot be made.
        """
        with _lock:
            model = _model()
            asked = model.pieces(question)[0][:QUESTION_PIECES]
            read = [of_both(asked, *(model.pieces(part)[0] for part in both)) for both in texts]
            rows = model.rows(read)
        odds = (row[-1].clip(-_MOST, _MOST) for row in rows)
        return [Leaning(float(yes), float(no)) for yes, no in odds]


def of_both(asked: Sequence[int], before: Sequence[int], said: Sequence[int]) -> list[int]:
    """Return a question, a sentence and what stands before it, as they are read together."""
    parts = [before[:SENTENCE_PIECES]] if before else []
    return joined(asked[:QUESTION_PIECES], [*parts, said[:SENTENCE_PIECES]])


@cache
def _model() -> Loaded:
    return Loaded(LEANER)
