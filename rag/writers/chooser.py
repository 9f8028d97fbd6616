"""The `llama` writer with the embedded GGUF: what the rules find, weighed by what the model reads.

The chooser (`rag.chooser`) writes nothing: it tells of sentences and spans how likely they answer.
That moves the rules' own weight of each candidate up or down, by a bounded step; what is likely
enough then is proposed, beside what the built-in writer proposes. Of two claims about which the
rules are undecided it tells how likely they are about one thing, and can both be true.
"""

import logging
import math
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from typing import Literal

from index.document import Hit
from rag.advice import Judgement, Wordless
from rag.candidates import Candidate
from rag.chooser import Chooser, Read, Text
from rag.claims import Claim
from rag.errors import WriterBusy, WriterUnavailable
from rag.finding import find
from rag.llama.model import Model
from rag.meaning import Meaning
from rag.paired import judged
from rag.question import Question
from rag.reading import Reading, read
from rag.scoring import scored
from rag.writers.quotes import Found, chosen, of_holders, proposed
from rag.writers.writer import Proposal

_MOVES = 0.5  # log-odds: the most that the chooser moves a candidate
_EVEN = -1.5  # log-odds that the chooser gives a sentence of which it knows nothing
_CERTAIN = 1e-6

logger = logging.getLogger(__name__)


class ChooserWriter(Wordless):
    """Finds claims with the embedded GGUF. Thread-safe; owns the model."""

    name: Literal["llama"] = "llama"

    def __init__(self, model: Model, meaning: Callable[[], Meaning | None] = lambda: None) -> None:
        """Take the model, which may still be loading."""
        self.model = model.name
        self._model, self._chooser, self._meaning = model, Chooser(model), meaning

    @property
    def state(self) -> Literal["loading", "ready", "failed", "closed"]:
        """How far the model is: only a ready one is asked."""
        return self._model.state

    def wait(self, timeout_s: float | None = None) -> None:
        """Wait until the model is ready. Raises WriterUnavailable and WriterBusy."""
        self._model.wait(timeout_s)

    def examine(self) -> None:
        """Nothing is to be examined: what the model can do was measured."""

    def proposals(self, question: Question, hits: Sequence[Hit]) -> Iterator[Proposal]:
        """Yield what answers by the rules and the model together, the likeliest first.

        Raises WriterUnavailable and WriterBusy.
        """
        readings, meaning = read(hits), self._meaning()
        form, found = find(question, readings, meant=meaning is not None)

        def choose(found: Found) -> list[Candidate]:
            weighed = scored(form, question, readings, found, meaning)
            texts = [_asked(*pair) for pair in zip(readings, weighed, strict=True)]
            reads = self._chooser.read(question.text, texts)
            moved = [
                [_moved(c, its[reading.sentences.index(c.sentence)]) for c in candidates]
                for reading, candidates, its in zip(readings, weighed, reads, strict=True)
            ]
            return chosen(question, form, moved, meant=meaning is not None)

        yield from proposed(question, of_holders(question, readings, found, choose))

    def judge(
        self, question: Question, pairs: Sequence[tuple[Claim, Claim]]
    ) -> list[Judgement] | None:
        """Return a judgement of each pair; None where the model is busy or fails."""
        try:
            return judged(self._chooser.compare, question, pairs)
        except (WriterBusy, WriterUnavailable) as error:
            logger.warning("undecided claims stay undecided: %s", error)
            return None

    def close(self) -> None:
        """Free the model."""
        self._model.close()


def _asked(reading: Reading, candidates: Sequence[Candidate]) -> Text:
    """The sentences of the candidates, with the spans that may answer in them."""
    spans: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for candidate in candidates:
        index = reading.sentences.index(candidate.sentence)
        spans[index].append((candidate.start, candidate.end))
    return Text([sentence.text for sentence in reading.sentences], spans)


def _moved(candidate: Candidate, read: Read) -> Candidate:
    """The candidate with the rules' weight moved by what the model reads, from 0 to 1."""
    weight = min(max(candidate.score, _CERTAIN), 1 - _CERTAIN)
    odds = max(read.answers, read.spans.get((candidate.start, candidate.end), read.answers))
    by = min(max(odds - _EVEN, -_MOVES), _MOVES)
    return replace(candidate, score=1 / (1 + math.exp(-math.log(weight / (1 - weight)) - by)))
