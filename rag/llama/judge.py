"""Questions of yes or no, put to a model that has passed the examination in their form.

The probability of yes is read from the model's own, one token each, many endings at once over what
they have in common. Of two claims, both orders are asked, since small models lean to what comes
first; where the two orders disagree, nothing is made of it.
"""

import logging
import threading
from collections.abc import Sequence

from rag.advice import Judgement
from rag.claims import Claim
from rag.errors import WriterBusy, WriterUnavailable
from rag.llama import exam
from rag.llama.chat import Part, Prompt, Speaks
from rag.llama.exam import Form, Result
from rag.llama.listing import source_of
from rag.question import Question

_TIME_S = 60.0  # for an examination
_PAIR_S = 20.0  # for all pairs of one answer
_MOST_PAIRS = 4
_PAIR_FORMS: tuple[Form, Form] = ("same", "compatible")

logger = logging.getLogger(__name__)


class Judge:
    """Puts questions of yes or no to a model. Thread-safe; examines the model when first asked."""

    def __init__(self, model: Speaks) -> None:
        self._model = model
        self._results: dict[Form, Result] = {}
        self._examining = threading.Lock()

    def passes(self, form: Form) -> bool:
        """Return whether the model tells yes from no in this form. Raises what a model raises."""
        return self._result(form).passed

    def answers(
        self, prefix: Prompt, question: str, passages: int, *, timeout_s: float = _TIME_S
    ) -> list[float]:
        """Return how likely each passage listed in `prefix` answers, by a model that passes."""
        result = self._result("answers")
        branches = [
            exam.task("answers", self._model.dialect, question, n) for n in range(1, passages + 1)
        ]
        return [result.probability(yes) for yes in self._yes(prefix, branches, timeout_s)]

    def pairs(
        self, question: Question, pairs: Sequence[tuple[Claim, Claim]]
    ) -> list[Judgement] | None:
        """Return a judgement of each of the first few pairs; None from a model that is unfit.

        A model that is busy or fails is one that has nothing to say.
        """
        try:
            if not all(map(self.passes, _PAIR_FORMS)):
                return None
            return self._judged(question, pairs[:_MOST_PAIRS])
        except (WriterBusy, WriterUnavailable) as error:
            logger.warning("undecided claims stay undecided: %s", error)
            return None

    def alike(self, one: str, other: str) -> float:
        """Return how likely two sentences say one thing of one thing, in both orders."""
        dialect, texts = self._model.dialect, ([one, other], [other, one])
        branches = [exam.ending(form, dialect, "", pair) for form in _PAIR_FORMS for pair in texts]
        yes = self._yes(exam.prefix(dialect), branches, _PAIR_S)
        same, fits = (self._result(form) for form in _PAIR_FORMS)
        return min(_both(same, yes[0], yes[1]), _both(fits, yes[2], yes[3]))

    def _judged(self, question: Question, pairs: Sequence[tuple[Claim, Claim]]) -> list[Judgement]:
        dialect = self._model.dialect
        branches = [
            exam.ending(form, dialect, question.text, [_told(x), _told(y)])
            for a, b in pairs
            for form in _PAIR_FORMS
            for x, y in ((a, b), (b, a))
        ]
        yes = self._yes(exam.prefix(dialect), branches, _PAIR_S)
        same, fits = (self._result(form) for form in _PAIR_FORMS)
        return [
            Judgement(
                same=_both(same, *yes[at : at + 2]), compatible=_both(fits, *yes[at + 2 : at + 4])
            )
            for at in range(0, len(yes), 4)
        ]

    def _result(self, form: Form) -> Result:
        with self._examining:
            if form not in self._results:
                dialect = self._model.dialect
                asked = exam.questions(form, dialect)
                result = exam.marked(self._yes(exam.prefix(dialect), asked, _TIME_S))
                if not result.passed:
                    logger.warning("%s does not tell yes from no (%s)", self._model.name, form)
                self._results[form] = result
            return self._results[form]

    def _yes(
        self, prefix: Prompt, branches: Sequence[Sequence[Part]], timeout_s: float
    ) -> list[float]:
        found = self._model.likelihoods(prefix, branches, exam.YES_NO, timeout_s=timeout_s)
        return [asked[-1][0] for asked in found]


def _told(claim: Claim) -> str:
    """A claim's sentence with whence it is, for the eyes of the model."""
    return f"{claim.quote} ({source_of(claim.document)})"


def _both(result: Result, one: float, other: float) -> float:
    """The less decided of two orders; 0.5, undecided, where they disagree."""
    x, y = result.probability(one), result.probability(other)
    if (x > 0.5) != (y > 0.5):
        return 0.5
    return min(x, y, key=lambda p: abs(p - 0.5))
