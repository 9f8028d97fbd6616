"""The leaner: what it reads, that a few steps teach it, and that it can tell yes from no."""

from collections.abc import Sequence
from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch

from rag.reader import Leaner, Leaning, leaner
from rag.reader.leaner import of_both
from rag.reader.loaded import BEGINNING, END, QUESTION_PIECES, SENTENCE_PIECES
from rag.reader.low_rank import learn, open_low_rank, save
from rag.reader.model import LEANING, Layers, adapt, maps
from rag.reader.train_leaner import encode, loss
from rag.reader.whether import Whether
from tests.word_pieces import FIRST, Numbers, small_bert, word_pieces

RATE = 2.5e-3
ASKED = "who paid ?"
EXAMPLES = [
    Whether(ASKED, "", "the mayor paid", 1),
    Whether(ASKED, "it rained", "nobody paid", -1),
    Whether(ASKED, "it rained", "the town may pay", 0),
]
TOKENIZER = word_pieces(
    text for one in EXAMPLES for text in (one.wording, one.before, one.sentence)
)


class Counting(Numbers):
    """Reads numbers. Yes is the first of all, no the last."""

    def made(self, ids: Sequence[int]) -> Sequence[Sequence[float]]:
        """Return nothing but for the last piece."""
        return [*[(0, 0)] * (len(ids) - 1), (ids[1], ids[-2])]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Counting:
    counting = Counting()
    monkeypatch.setattr(leaner, "_model", lambda: counting)
    return counting


def test_a_sentence_is_read_behind_the_one_before_it(model: Counting) -> None:
    Leaner().lean("3 4", [("1", "2 2"), ("", "5")])
    assert model.read == [
        [BEGINNING, 3, 4, END, 1, END, 2, 2, END],
        [BEGINNING, 3, 4, END, 5, END],
    ]


def test_yes_and_no_stand_at_the_end_and_are_bounded(model: Counting) -> None:
    assert Leaner().lean("3", [("", "2"), ("", "-9")]) == [Leaning(3.0, 2.0), Leaning(3.0, -6.0)]


def test_long_texts_are_cut() -> None:
    found = of_both([31] * 1000, [32] * 1000, [33] * 1000)
    counts = [found.count(number) for number in (31, 32, 33)]
    assert counts == [QUESTION_PIECES, SENTENCE_PIECES, SENTENCE_PIECES]


@pytest.fixture
def opened() -> Layers:
    torch.manual_seed(1)
    return Layers(small_bert(), LEANING)


def steps(layers: Layers, count: int) -> list[float]:
    encoded = [encode(TOKENIZER, one) for one in EXAMPLES]
    return list(
        learn(layers, open_low_rank(layers, 16), [encoded] * count, loss, Random(0), rate=RATE)
    )


def test_an_example_is_told_at_its_end() -> None:
    yes, no, neither = (encode(TOKENIZER, one) for one in EXAMPLES)
    assert [[head[-1] for head in one.heads] for one in (yes, no, neither)] == [
        [1, 0], [0, 1], [0, 0],
    ]  # fmt: skip
    assert all(set(head[:-1]) == {-1} for one in (yes, no, neither) for head in one.heads)
    assert min(yes.ids[1:4]) >= FIRST
    assert [ids.ids.count(END) for ids in (yes, no)] == [2, 3]


def test_with_odds_of_0_the_loss_is_what_can_be_said_without_having_read(opened: Layers) -> None:
    torch.nn.init.zeros_(opened.heads.weight)
    torch.nn.init.zeros_(opened.heads.bias)
    batch = [encode(TOKENIZER, one) for one in EXAMPLES]
    assert loss(opened, batch).item() == pytest.approx(2 * np.log(2), rel=0.01)


def test_steps_make_the_loss_fall(opened: Layers) -> None:
    found = steps(opened, 60)
    assert np.mean(found[-8:]) < 0.6 * np.mean(found[:8])


def test_what_was_learnt_is_what_is_read_again(opened: Layers, tmp_path: Path) -> None:
    found = open_low_rank(opened, 16)
    encoded = [encode(TOKENIZER, one) for one in EXAMPLES]
    list(learn(opened, found, [encoded] * 30, loss, Random(0), rate=RATE))
    save(opened, found, tmp_path / "leaner.npz")
    again = adapt(Layers(small_bert()), tmp_path / "leaner.npz")
    words, mask = torch.randn(1, 6, 32), torch.ones(1, 6, dtype=torch.int64)
    with torch.no_grad():
        learnt, read = opened(words, mask), again(words, mask)
    assert read.shape == (1, 6, LEANING)
    assert torch.allclose(learnt, read, atol=0.05)


def test_nothing_but_low_rank_changes_and_heads_is_learnt(opened: Layers) -> None:
    before = {name: weight.clone() for name, weight in maps(opened).items()}
    found = open_low_rank(opened, 16)
    learning = {name for name, one in opened.named_parameters() if one.requires_grad}
    assert len(learning) == 2 * len(found) + 2
    encoded = [encode(TOKENIZER, one) for one in EXAMPLES]
    list(learn(opened, found, [encoded] * 5, loss, Random(0), rate=RATE))
    for name, weight in before.items():
        changed = opened.bert.get_submodule(name.removesuffix(".weight"))
        added = changed.get_parameter("parametrizations.weight.original") - weight
        assert added.count_nonzero() == 0
        assert found[name].up.count_nonzero() > 0


TOLD = [
    ("Is the bridge open again?", "The bridge reopened to traffic on Monday.", "yes"),
    ("Is the bridge open again?", "Le pont restera fermé jusqu'en mai.", "no"),
    ("Did both sides get what they wanted?", "Neither the union nor the firm had its way.", "no"),
    ("Le maire a-t-il démissionné ?", "He has no intention of leaving the town hall.", "no"),
    ("Le maire a-t-il démissionné ?", "The mayor handed in his resignation on Friday.", "yes"),
    ("The crew was paid.", "The sailors received their wages on Friday.", "yes"),
    ("The crew was paid.", "Not a cent has reached the sailors.", "no"),
    ("Les prix ont-ils augmenté ?", "Bread now costs twice as much as in spring.", "yes"),
    ("Les prix ont-ils augmenté ?", "Le pain coûte moins cher qu'au printemps.", "no"),
]


@pytest.mark.parametrize(("question", "sentence", "said"), TOLD)
def test_what_is_said_in_other_words_is_told(question: str, sentence: str, said: str) -> None:
    (leaning,) = Leaner().lean(question, [("", sentence)])
    assert (leaning.yes > leaning.no) == (said == "yes")
