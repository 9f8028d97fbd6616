"""The chooser: what it asks of its model, and what it makes of the answers."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace

import pytest

from rag.chooser import Chooser, Text
from rag.chooser.marks import BIAS, END, NO, READER, YES
from rag.llama.chat import Prompt


@dataclass
class Asked:
    """A model that is as sure as a text is long: yes with 1 in (characters read + 2)."""

    bias: float = 0.0
    prefixes: list[str] = field(default_factory=list)
    branches: list[list[str]] = field(default_factory=list)
    closed: bool = False

    @property
    def info(self) -> SimpleNamespace:
        """Return what the file would say of itself."""
        return SimpleNamespace(metadata={READER: 1, BIAS: self.bias})

    def likelihoods(
        self, prefix: Prompt, branches: Sequence[Prompt], among: Sequence[str]
    ) -> list[list[list[float]]]:
        """Return how sure it is where it is asked; remember what it read."""
        assert list(among) == [YES, NO]
        self.prefixes.append("".join(part.text for part in prefix))
        found = []
        for branch in branches:
            assert all(part.control == (part.text == END) for part in branch)
            self.branches.append([part.text for part in branch])
            told, length = [], 0
            for part in branch:
                length += len(part.text.replace(END, ""))
                told += [[1 / (length + 2), 1 - 1 / (length + 2)]] if part.asked else []
            found.append(told)
        return found

    def close(self) -> None:
        """Be closed."""
        self.closed = True


def odds(length: int) -> float:
    """The log-odds that `Asked` gives behind so many characters."""
    return -math.log(length + 1)


def together(model: Asked) -> list[list[str]]:
    """Return the sentences that were read together, each in one piece."""
    return ["".join(branch).split(END)[:-1] for branch in model.branches]


def chooser(model: Asked) -> Chooser:
    return Chooser(model)  # type: ignore[arg-type]


def whole(indexes: Sequence[int]) -> Mapping[int, tuple[()]]:
    return {index: () for index in indexes}


def test_a_question_is_read_once_and_ends_with_the_mark() -> None:
    model = Asked()
    chooser(model).read("When?", [Text(["a"], whole([0])), Text(["b"], whole([0]))])
    assert model.prefixes == ["when?" + END]


def test_a_sentence_is_asked_about_behind_its_end() -> None:
    (found,) = chooser(Asked()).read("When?", [Text(["four", "and"], whole([0, 1]))])
    assert [found[0].answers, found[1].answers] == pytest.approx([odds(4), odds(7)])


def test_a_span_is_asked_about_where_it_ends() -> None:
    asked = {0: [(0, 2), (3, 6)]}
    (found,) = chooser(Asked()).read("When?", [Text(["in 1911."], asked)])
    assert found[0].answers == pytest.approx(odds(8))
    assert found[0].spans == pytest.approx({(0, 2): odds(2), (3, 6): odds(6)})


def test_spans_that_end_together_are_told_alike() -> None:
    (found,) = chooser(Asked()).read("When?", [Text(["in 1911."], {0: [(0, 7), (3, 7)]})])
    assert found[0].spans == pytest.approx({(0, 7): odds(7), (3, 7): odds(7)})


def test_a_span_may_end_with_its_sentence() -> None:
    (found,) = chooser(Asked()).read("When?", [Text(["1911"], {0: [(0, 4)]})])
    assert found[0].spans == pytest.approx({(0, 4): odds(4)})


def test_a_span_beyond_what_is_read_is_left_out() -> None:
    (found,) = chooser(Asked()).read("When?", [Text(["a" * 2000], {0: [(0, 1), (1990, 2000)]})])
    assert set(found[0].spans) == {(0, 1)}


def test_the_bias_of_the_file_is_added() -> None:
    (found,) = chooser(Asked(bias=1.5)).read("When?", [Text(["four"], whole([0]))])
    assert found[0].answers == pytest.approx(odds(4) + 1.5)


def test_certainty_is_bounded(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Asked, "likelihoods", lambda *_: [[[0.0, 1.0]]])
    (found,) = chooser(Asked()).read("When?", [Text(["four"], whole([0]))])
    assert -20 < found[0].answers < -10


def test_what_the_model_reads_has_neither_capitals_nor_accents() -> None:
    model = Asked()
    chooser(model).read("Où ?", [Text(["À Nîmes, l’ÉTÉ."], whole([0]))])
    assert model.prefixes == ["ou ?" + END]
    assert together(model) == [["a nimes, l’ete."]]


def test_half_a_surrogate_pair_is_read_as_something_else() -> None:
    model = Asked()
    chooser(model).read("When \ud800?", [Text(["a \udfff"], whole([0]))])
    assert together(model) == [["a ?"]]


@pytest.mark.parametrize(
    ("asked", "runs"),
    [
        ([], []),
        ([0], ["0"]),
        ([2], ["12"]),
        ([2, 3], ["123"]),
        ([3, 2], ["123"]),
        ([1, 3], ["0123"]),
        ([1, 5], ["01", "45"]),
    ],
)
def test_a_sentence_is_read_behind_the_one_before(asked: list[int], runs: list[str]) -> None:
    model = Asked()
    chooser(model).read("When?", [Text(list("012345"), whole(asked))])
    assert ["".join(run) for run in together(model)] == runs


def test_a_long_text_is_cut_and_a_sentence_is_told_as_it_was_read_behind_another() -> None:
    model = Asked()
    sentences = [str(n) * 500 for n in range(4)]
    (found,) = chooser(model).read("When?", [Text(sentences, whole(range(4)))])
    assert [[one[0] for one in run] for run in together(model)] == [
        ["0", "1"],
        ["1", "2"],
        ["2", "3"],
    ]
    assert [found[n].answers for n in range(4)] == pytest.approx([odds(500), *[odds(1000)] * 3])


def test_a_run_begins_no_earlier_than_what_comes_before() -> None:
    model = Asked()
    chooser(model).read("When?", [Text([str(n) * 500 for n in range(6)], whole([1, 3, 5]))])
    assert [[one[0] for one in run] for run in together(model)] == [
        ["0", "1"],
        ["2", "3"],
        ["4", "5"],
    ]


def test_each_text_has_its_own_answers() -> None:
    texts = [Text(["a", "bb"], whole([1])), Text(["a"], {}), Text(["cccc"], whole([0]))]
    found = chooser(Asked()).read("When?", texts)
    assert [sorted(one) for one in found] == [[1], [], [0]]
    assert found[2][0].answers == pytest.approx(odds(4))


def test_a_model_is_not_asked_about_nothing() -> None:
    model = Asked()
    assert chooser(model).read("When?", [Text(["a"], {})]) == [{}]
    assert model.prefixes == []


def test_closing_closes_the_model() -> None:
    model = Asked()
    chooser(model).close()
    assert model.closed
