"""Learning the reader: what is told of each piece, the batches, and that a few steps teach."""

from pathlib import Path
from random import Random

import numpy as np
import pytest
import torch
from torch.nn import functional
from transformers import BertModel

from rag.reader.dossiers import Asked, Dossier, Given, Text
from rag.reader.examples import Example
from rag.reader.loaded import BEGINNING, END, QUESTION_PIECES, SENTENCE_PIECES
from rag.reader.model import Layers, maps, read_model, save_changes, save_heads
from rag.reader.pairs import Pair
from rag.reader.train import (
    LONGEST,
    Encoded,
    batches,
    encode,
    encode_pair,
    learn,
    loss,
    padded,
)
from tests.word_pieces import FIRST, small_bert, word_pieces

ASKED = "who paid ?"
EXAMPLES = [
    Example("a", (ASKED,), ("it rained", "the mayor paid"), (None, ((4, 9),))),
    Example("b", ("who fell ?",), ("a farmer fell", "the town slept"), (((2, 8),), None)),
    Example("c", ("qui dort ?",), ("le chat dort", "il pleut"), (((0, 7),), None)),
    Example("d", ("what then ?",), ("nothing", "the mayor slept"), (None, ())),
    Example("e", (ASKED,), ("the town slept", "il pleut"), (None, None)),
]
DOSSIER = Dossier(
    "rain",
    [Text("en", None, ["it rained", "the mayor paid"]), Text("fr", None, ["il pleut"])],
    [Asked([("en", "what then ?")], [Given(0, 0, "a", "rained", "1"), Given(1, 0, "a", "*", "1")])],
)
PAIR = Pair((ASKED,), ("it rained", "il pleut"), same=1, fits=0)
TOKENIZER = word_pieces(
    text for one in EXAMPLES for text in (*one.wordings, *one.sentences, "aaa bbb |")
)


def piece(word: str) -> int:
    number: int = TOKENIZER.token_to_id(word)
    assert number >= FIRST
    return number


@pytest.fixture(autouse=True)
def large_steps(monkeypatch: pytest.MonkeyPatch) -> None:
    """A small model has to learn in few steps."""
    monkeypatch.setattr("rag.reader.train._RATE", 3e-3)


@pytest.fixture
def opened() -> Layers:
    """Return layers over a small BERT, to learn."""
    return Layers(small_bert())


def steps(layers: Layers, epochs: int, seed: int = 0) -> list[float]:
    return list(learn(layers, TOKENIZER, EXAMPLES, [DOSSIER], epochs, Random(seed)))


def test_question_and_sentences_are_encoded_as_the_reader_reads_them() -> None:
    words = ["it", "rained"], ["the", "mayor", "paid"]
    assert encode(TOKENIZER, ASKED, EXAMPLES[0]).ids == [
        BEGINNING, *map(piece, ASKED.split()), END,
        *map(piece, words[0]), END, *map(piece, words[1]), END,
    ]  # fmt: skip


def test_a_sentence_is_told_about_behind_it() -> None:
    told = encode(TOKENIZER, ASKED, EXAMPLES[0]).heads[0]
    assert told == [-1] * 5 + [-1, -1, 0] + [-1, -1, -1, 1]


def test_the_pieces_of_the_answer_are_told_and_nothing_of_the_question() -> None:
    told = encode(TOKENIZER, ASKED, EXAMPLES[0]).heads[1]
    assert told == [-1] * 5 + [0, 0, -1] + [0, 1, 0, -1]


def test_a_sentence_that_answers_as_a_whole_has_no_piece_of_the_answer() -> None:
    told = encode(TOKENIZER, "what then ?", EXAMPLES[3])
    assert told.heads[0][-1] == 1
    assert 1 not in told.heads[1]


def test_a_piece_that_an_answer_cuts_is_of_it() -> None:
    cut = Example("f", (ASKED,), ("the mayor paid",), (((6, 11),),))
    assert encode(TOKENIZER, ASKED, cut).heads[1][5:] == [0, 1, 1, -1]


def test_long_questions_and_sentences_are_cut() -> None:
    long = Example("f", (ASKED,), ("aaa " * 1000,), (None,))
    found = encode(TOKENIZER, "bbb " * 1000, long)
    assert found.ids.count(piece("bbb")) == QUESTION_PIECES
    assert found.ids.count(piece("aaa")) == SENTENCE_PIECES


def test_sentences_that_find_no_room_are_left_out() -> None:
    long = Example("f", (ASKED,), ("aaa " * 100,) * 9, (None,) * 9)
    found = encode(TOKENIZER, ASKED, long)
    assert len(found.ids) <= LONGEST
    assert found.heads[0].count(0) == 3
    assert [len(found.ids)] * 4 == [len(told) for told in found.heads]


def test_batches_hold_every_example_and_are_not_too_large() -> None:
    encoded = [Encoded([number] * (5 + number % 90), ([], [], [], [])) for number in range(300)]
    found = batches(encoded, Random(0))
    assert sorted(one.ids[0] for batch in found for one in batch) == list(range(300))
    assert all(len(batch) * max(len(one.ids) for one in batch) <= 2100 for batch in found)
    assert len(found) > 3


def test_short_rows_are_filled_up() -> None:
    assert padded([[1, 2, 3], [4]], -1).tolist() == [[1, 2, 3], [4, -1, -1]]


def test_of_two_sentences_it_is_told_at_the_beginning() -> None:
    found = encode_pair(TOKENIZER, ASKED, PAIR)
    assert found.ids == [
        BEGINNING, *map(piece, ASKED.split()), END,
        *map(piece, ["it", "rained"]), END, *map(piece, ["il", "pleut"]), END,
    ]  # fmt: skip
    unknown = [-1] * (len(found.ids) - 1)
    assert [told[0] for told in found.heads] == [-1, -1, 1, 0]
    assert [told[1:] for told in found.heads] == [unknown] * 4


def test_the_loss_weighs_all_heads(opened: Layers) -> None:
    """With odds of 0 everywhere, it is what can be said without having read."""
    torch.nn.init.zeros_(opened.heads.weight)
    torch.nn.init.zeros_(opened.heads.bias)
    batch = [encode(TOKENIZER, ASKED, EXAMPLES[0]), encode_pair(TOKENIZER, ASKED, PAIR)]
    # One sentence of two answers and counts twice, one piece of five and counts three times, and
    # all that twice; two things are told of the pair. Either is half of the batch.
    even = np.log(2) * ((2 + 1) / 2 + 2 * (3 + 4) / 5 + 1 + 1) / 2
    assert loss(opened, batch).item() == pytest.approx(even, rel=0.01)


def test_padding_changes_nothing(opened: Layers) -> None:
    short, long = (encode(TOKENIZER, one.wordings[0], one) for one in EXAMPLES[:2])
    rows = padded([short.ids, [*long.ids, *[FIRST] * 20]], 0)
    mask = padded([[1] * len(short.ids), [1] * (len(long.ids) + 20)], 0)
    words = opened.bert.embeddings.word_embeddings(rows)
    with torch.no_grad():
        alone = opened(words[:1, : len(short.ids)], mask[:1, : len(short.ids)])
        beside = opened(words, mask)
    assert torch.allclose(alone[0], beside[0, : len(short.ids)], atol=1e-4)


def test_a_few_steps_make_the_loss_fall(opened: Layers) -> None:
    found = steps(opened, 60)
    assert np.mean(found[-8:]) < 0.6 * np.mean(found[:8])


def test_learning_is_the_same_each_time() -> None:
    assert steps(Layers(small_bert()), 4) == steps(Layers(small_bert()), 4)


def test_all_but_the_maps_and_the_heads_stays(opened: Layers) -> None:
    steps(opened, 10)
    stock, learnt = dict(small_bert().named_parameters()), maps(opened)
    changed = {n for n, p in opened.bert.named_parameters() if not torch.equal(p, stock[n])}
    assert changed == set(learnt)
    assert len(learnt) == 6 * opened.bert.config.num_hidden_layers


def test_what_was_learnt_is_what_is_read_again(opened: Layers, tmp_path: Path) -> None:
    small_bert().save_pretrained(tmp_path)
    steps(opened, 30)
    stock = Layers(BertModel.from_pretrained(tmp_path)).eval()
    save_changes(opened, stock, tmp_path / "changes.npz")
    save_heads(opened, tmp_path / "heads.npz")
    again = read_model(tmp_path, tmp_path / "changes.npz", tmp_path / "heads.npz")
    stock.heads = opened.heads
    ids = torch.tensor([encode(TOKENIZER, ASKED, EXAMPLES[0]).ids])
    with torch.no_grad():
        told, found, before = (
            layers.eval()(layers.bert.embeddings.word_embeddings(ids), torch.ones_like(ids))
            for layers in (opened, again, stock)
        )
    # In whole steps of 1.35 of what a row's numbers commonly are, a change is hardly known again.
    assert functional.mse_loss(found, told) < 0.2 * functional.mse_loss(before, told)
