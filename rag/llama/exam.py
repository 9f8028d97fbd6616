"""Whether a model can be believed: questions of yes or no whose answers are known.

A small model may say yes to everything, and one with damaged or random weights says anything. So
before a model's yes and no count, it is examined once, in the very form in which it will be asked,
in French and in English: where it does not tell right from wrong, it is not asked. What it leans
to, yes or no whatever is asked, is found by the same examination, and taken off.
"""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal, NamedTuple

from rag.cues import table
from rag.llama.chat import Dialect, Part
from rag.llama.listing import RULES, asked, list_quotes

Form = Literal["answers", "same", "compatible"]
YES_NO = ("yes", "no")
TASKS: Mapping[Form, str] = {
    "answers": "Does passage [{n}] say what answers the question? Answer yes or no.",
    "same": "Are sentences 1 and 2 about the same event or thing? Answer yes or no.",
    "compatible": "Can sentences 1 and 2 both be true of one and the same event or thing? "
    "Answer yes or no.",
}
_WRONG = 1  # pairs that a model may get wrong and pass
_CERTAIN = 1e-4  # no model is surer than this


class Item(NamedTuple):
    """Sentences to which yes is right, and others to which no is, with the question if any."""

    yes: list[str]
    no: list[str]
    question: str = ""


@dataclass(frozen=True, slots=True)
class Result:
    """Whether a model passed, and what it leans to: the log odds at which yes and no part."""

    passed: bool
    leaning: float

    def probability(self, yes: float) -> float:
        """Return how likely yes is, with what the model leans to taken off."""
        return 1 / (1 + math.exp(self.leaning - log_odds(yes)))


def log_odds(probability: float) -> float:
    """Return the log odds of a probability, which is never quite 0 or 1."""
    held = min(max(probability, _CERTAIN), 1 - _CERTAIN)
    return math.log(held / (1 - held))


def prefix(dialect: Dialect) -> list[Part]:
    """Return what all prompts of the examination begin with."""
    return dialect.opening(RULES)


def questions(form: Form, dialect: Dialect) -> list[list[Part]]:
    """Return the endings to ask, those to which yes is right before those where no is, in pairs."""
    return [
        ending(form, dialect, item.question, texts)
        for item in _items(form)
        for texts in (item.yes, item.no)
    ]


def ending(form: Form, dialect: Dialect, question: str, sentences: Sequence[str]) -> list[Part]:
    """Return sentences, the question and the task of one yes or no, the last part `asked`."""
    listing = list_quotes([(f"Text {n}", text) for n, text in enumerate(sentences, start=1)])
    return [Part(listing), *task(form, dialect, question)]


def task(form: Form, dialect: Dialect, question: str, passage: int = 1) -> list[Part]:
    """Return the question and the task alone, behind a listing that stands already."""
    *before, last = asked(dialect, question, TASKS[form].format(n=passage))
    return [*before, Part(last.text, last.control, asked=True)]


def marked(yes: Sequence[float]) -> Result:
    """Return the result of the answers to `questions`, given how likely each was a yes."""
    pairs = [(log_odds(a), log_odds(b)) for a, b in zip(yes[::2], yes[1::2], strict=True)]
    failed = sum(right <= wrong for right, wrong in pairs)
    leaning = sum(right + wrong for right, wrong in pairs) / (2 * len(pairs))
    return Result(failed <= _WRONG, leaning)


@cache
def _items(form: Form) -> list[Item]:
    return [Item(**item) for item in table("llama/exam")[form]]
