"""The `llama` writer: a local model that is heard beside the built-in writer.

It proposes claims, judges what the rules leave undecided, and words what they have composed; what
each of these may come to is settled by code (`rag.llama.proposing`, `rag.doubts`,
`rag.llama.wording`). A model that fails a short examination is not asked at all.
"""

from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from typing import Literal

from index.document import Hit
from rag.advice import Judgement
from rag.answer import Language
from rag.claims import Claim
from rag.errors import WriterBusy, WriterUnavailable
from rag.llama.asking import completed, search_words
from rag.llama.exam import TASKS
from rag.llama.judge import Judge
from rag.llama.model import Model
from rag.llama.proposing import Proposing
from rag.llama.wording import reword
from rag.meaning import Meaning
from rag.question import Question
from rag.writers.writer import Proposal, Remark


class LlamaWriter:
    """Finds claims with a GGUF model, and advises the rules. Thread-safe; owns the model."""

    name: Literal["llama"] = "llama"

    def __init__(self, model: Model, meaning: Callable[[], Meaning | None] = lambda: None) -> None:
        """Take a model that may still be loading; where there is a `meaning`, claims are weighed
        by it too."""
        self.model = model.name
        self._model, self._judge = model, Judge(model)
        self._proposing = Proposing(model, self._judge, meaning)

    @property
    def state(self) -> Literal["loading", "ready", "failed", "closed"]:
        """How far the model is: only a ready one is asked."""
        return self._model.state

    def wait(self, timeout_s: float | None = None) -> None:
        """Wait until the model is ready.

        Raises WriterUnavailable when it cannot be loaded, WriterBusy when the time is up.
        """
        self._model.wait(timeout_s)

    def examine(self) -> None:
        """Examine the model before anybody asks; where that fails, the first question does."""
        with suppress(WriterBusy, WriterUnavailable):
            self._model.wait()
            for form in TASKS:
                self._judge.passes(form)

    def proposals(self, question: Question, hits: Sequence[Hit]) -> Iterator[Proposal | Remark]:
        """Yield the model's claims as it makes them; closing the iterator cancels the request.

        Raises WriterBusy when too many wait for the model or the time is up, WriterUnavailable
        when it cannot run.
        """
        return self._proposing.proposals(question, hits)

    def judge(
        self, question: Question, pairs: Sequence[tuple[Claim, Claim]]
    ) -> list[Judgement] | None:
        """Return a judgement of each pair, as far as there is time; None from an unfit model."""
        return self._judge.pairs(question, pairs)

    def reword(
        self, question: Question, sentence: str, claims: Sequence[Claim], language: Language
    ) -> str | None:
        """Return a composed sentence in other words, None where it had better stand."""
        return reword(self._model, self._judge, question, sentence, claims, language)

    def search_words(self, question: Question) -> list[str]:
        """Return words of the other language that the question is to be searched with too."""
        return search_words(self._model, self._judge, question)

    def completed(self, earlier: Sequence[str], question: str) -> str:
        """Return a follow-up to earlier questions as a question of its own."""
        return completed(self._model, self._judge, earlier, question)

    def close(self) -> None:
        """Stop what runs, refuse what waits, and free the model."""
        self._model.close()
