"""Questions of yes and no: who passes the examination, and what is made of two orders."""

from dataclasses import dataclass

import pytest

from rag.advice import Judgement
from rag.errors import WriterBusy, WriterUnavailable
from rag.llama import exam
from rag.llama.chat import CHATML
from rag.llama.exam import Form, Result, marked
from rag.llama.judge import Judge
from rag.question import understand
from rag.writers.llama import LlamaWriter
from tests.fake_model import FakeModel
from tests.heart import claims, make

ASKED = "How much did the organ cost?"
(A,) = claims(ASKED, make("The organ cost 30,000 euros."))
(B,) = claims(ASKED, make("The organ cost 48,000 euros.", id="b"))
FORMS: tuple[Form, ...] = ("answers", "same", "compatible")


@pytest.mark.parametrize("form", FORMS)
def test_the_examination_asks_as_much_in_french_as_in_english(form: Form) -> None:
    items = exam.questions(form, CHATML)
    french = [q for q in items if any(c in "éèàùçêâ’" for part in q for c in part.text)]
    assert len(items) == 24
    assert 10 <= len(french) <= 14


@pytest.mark.parametrize("form", FORMS)
def test_no_question_of_the_examination_comes_twice(form: Form) -> None:
    asked = ["".join(part.text for part in q) for q in exam.questions(form, CHATML)]
    assert len(set(asked)) == len(asked)


@pytest.mark.parametrize(
    ("yes", "passed"),
    [
        ([0.9, 0.1] * 12, True),
        ([0.6, 0.55] * 12, True),
        ([0.9, 0.1] * 11 + [0.1, 0.9], True),
        ([0.9, 0.1] * 10 + [0.1, 0.9] * 2, False),
        ([0.5, 0.5] * 12, False),
        ([1.0, 1.0] * 12, False),
        ([0.1, 0.9] * 12, False),
    ],
)
def test_who_tells_right_from_wrong_passes(yes: list[float], passed: bool) -> None:
    assert marked(yes).passed is passed


def test_what_a_model_leans_to_is_taken_off() -> None:
    leans = marked([0.99, 0.9] * 12)
    assert leans.probability(0.99) > 0.7
    assert leans.probability(0.9) < 0.3


def test_a_model_that_does_not_lean_is_taken_at_its_word() -> None:
    assert marked([0.9, 0.1] * 12).probability(0.7) == pytest.approx(0.7)


def test_certainty_is_bounded() -> None:
    assert 0 < Result(True, 0.0).probability(0.0) < Result(True, 0.0).probability(1.0) < 1


def test_a_model_is_examined_once_in_each_form() -> None:
    @dataclass
    class Counted(FakeModel):
        batches: int = 0

        def likelihoods(self, *arguments: object, **named: object) -> list[list[list[float]]]:
            self.batches += 1
            return super().likelihoods(*arguments, **named)  # type: ignore[arg-type]

    model = Counted()
    judge = Judge(model)
    assert [judge.passes("same") for _ in range(3)] == [True] * 3
    assert model.batches == 1


def test_an_unfit_model_judges_nothing() -> None:
    model = FakeModel(fit=False)
    assert Judge(model).pairs(understand(ASKED), [(A, B)]) is None
    assert model.endings == []


def test_a_pair_is_asked_about_in_both_orders() -> None:
    model = FakeModel(yes=lambda _: 0.9)
    Judge(model).pairs(understand(ASKED), [(A, B)])
    orders = [ending.index("30,000") < ending.index("48,000") for ending in model.endings]
    assert orders == [True, False, True, False]


def test_where_both_orders_agree_the_less_sure_counts() -> None:
    def yes(ending: str) -> float:
        sure = ending.index("30,000") < ending.index("48,000")
        return (0.95 if sure else 0.8) if "about the same" in ending else 0.05

    (found,) = Judge(FakeModel(yes=yes)).pairs(understand(ASKED), [(A, B)]) or []
    assert found.same < 0.8 < found.same + 0.2
    assert found.compatible < 0.1


def test_where_the_orders_disagree_nothing_is_made_of_it() -> None:
    def yes(ending: str) -> float:
        return 0.99 if ending.index("30,000") < ending.index("48,000") else 0.01

    assert Judge(FakeModel(yes=yes)).pairs(understand(ASKED), [(A, B)]) == [Judgement(0.5, 0.5)]


def test_a_model_that_is_busy_judges_nothing() -> None:
    judge = Judge(FakeModel(failure=WriterBusy("full")))
    assert judge.pairs(understand(ASKED), [(A, B)]) is None


def test_more_pairs_than_a_few_are_not_judged() -> None:
    found = Judge(FakeModel()).pairs(understand(ASKED), [(A, B)] * 20)
    assert found is not None
    assert len(found) == 4


def test_each_passage_is_asked_about_by_its_number() -> None:
    model = FakeModel(yes=lambda ending: 0.9 if "passage [2]" in ending else 0.1)
    likely = Judge(model).answers([], ASKED, 3)
    assert [probability > 0.5 for probability in likely] == [False, True, False]


def test_a_writer_can_be_examined_before_it_is_asked() -> None:
    model = FakeModel(fit=False)
    writer = LlamaWriter(model)  # type: ignore[arg-type]
    writer.examine()
    model.failure = WriterUnavailable("asked again")
    assert writer.judge(understand(ASKED), [(A, B)]) is None


@pytest.mark.parametrize("error", [WriterBusy("loading"), WriterUnavailable("broken")])
def test_an_examination_that_cannot_be_held_is_held_later(error: Exception) -> None:
    model = FakeModel(failure=error)
    writer = LlamaWriter(model)  # type: ignore[arg-type]
    writer.examine()
    model.failure = None
    assert writer.judge(understand(ASKED), [(A, B)]) is not None
