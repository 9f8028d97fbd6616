"""The embedded reader: what it reads together, what its graph computes, and that it can read."""

from collections.abc import Iterable, Sequence
from pathlib import Path

import numpy as np
import pytest
import torch
from numpy.typing import NDArray

from index.errors import EncoderUnavailable
from index.export import export_graph
from index.runtime import Engine, graph_files, open_graph
from rag.reader import Read, Reader, Text, changes, files, reader
from rag.reader.files import READER
from rag.reader.loaded import BEGINNING, END, SENTENCE_PIECES
from rag.reader.model import Layers, read_model, save_heads
from rag.reader.reader import RUN_PIECES, of_pair
from tests.word_pieces import small_bert

ENGINES: list[Engine] = ["OpenVINO bf16", "ONNX Runtime fp32"]
QUERY = "encoder.layer.0.attention.self.query.weight"


class Counting(reader._Model):
    """Reads numbers: the pieces of "7 8" are 7 and 8.

    What it says of a piece is the piece; of a sentence, how many pieces stand before its end.
    """

    def __init__(self) -> None:
        self.read: list[list[int]] = []

    def pieces(self, text: str) -> tuple[list[int], list[tuple[int, int]]]:
        """Return the numbers of a text and where they stand."""
        words, offsets = text.split(), list[tuple[int, int]]()
        for word in words:
            start = text.index(word, offsets[-1][1] if offsets else 0)
            offsets.append((start, start + len(word)))
        return [int(word) for word in words], offsets

    def rows(self, texts: Sequence[Sequence[int]]) -> list[NDArray[np.float32]]:
        """Return place and piece of every piece."""
        self.read += [list(ids) for ids in texts]
        return [np.array(list(enumerate(ids)), dtype=np.float32) for ids in texts]


@pytest.fixture
def model(monkeypatch: pytest.MonkeyPatch) -> Counting:
    counting = Counting()
    monkeypatch.setattr(reader, "_model", lambda: counting)
    return counting


def text(count: int, wanted: Iterable[int], length: int = 1) -> Text:
    """Return a text whose sentence n is n, so many times."""
    return Text([" ".join([str(n)] * length) for n in range(count)], tuple(wanted))


def together(model: Counting) -> list[list[int]]:
    """Return the sentences of each run, of which each is one number."""
    return [[piece for piece in read[2:] if piece != END] for read in model.read]


def test_question_and_sentences_are_read_as_one_text(model: Counting) -> None:
    Reader().read("31 32", [Text(["1 2", "3"], [0, 1])])
    assert model.read == [[BEGINNING, 31, 32, END, 1, 2, END, 3, END]]


def test_what_is_said_of_a_sentence_stands_behind_it(model: Counting) -> None:
    (found,) = Reader().read("31 32", [Text(["1 2", "3"], [0, 1])])
    assert {index: read.answers for index, read in found.items()} == {0: 6.0, 1: 8.0}


def test_what_is_said_of_pieces_stands_at_them(model: Counting) -> None:
    (found,) = Reader().read("31", [Text(["71  8", "9"], [0, 1])])
    assert found[0].pieces == ((0, 2, 71.0), (4, 5, 8.0))
    assert found[1].pieces == ((0, 1, 9.0),)


def test_only_what_is_wanted_is_told(model: Counting) -> None:
    found = Reader().read("31", [text(5, [3]), text(2, [])])
    assert [sorted(one) for one in found] == [[3], []]


@pytest.mark.parametrize(
    ("wanted", "runs"),
    [
        ([], []),
        ([0], [[0]]),
        ([2], [[1, 2]]),
        ([2, 3], [[1, 2, 3]]),
        ([3, 2], [[1, 2, 3]]),
        ([1, 3], [[0, 1, 2, 3]]),
        ([1, 5], [[0, 1], [4, 5]]),
    ],
)
def test_a_sentence_is_read_behind_the_one_before(
    model: Counting, wanted: list[int], runs: list[list[int]]
) -> None:
    Reader().read("99", [text(6, wanted)])
    assert together(model) == runs


def test_a_long_text_is_cut_between_sentences_and_none_is_without_what_comes_before(
    model: Counting,
) -> None:
    length = RUN_PIECES // 3
    (found,) = Reader().read("99", [text(5, range(5), length)])
    runs = [sorted(set(run)) for run in together(model)]
    assert runs == [[0, 1], [1, 2], [2, 3], [3, 4]]
    # Each as it is behind another: the first of a run is told of where it was read first.
    assert [read.answers for read in found.values()] == [3 + length] + [4 + 2 * length] * 4


def test_a_run_begins_no_earlier_than_what_comes_before(model: Counting) -> None:
    Reader().read("99", [text(6, [1, 3, 5], RUN_PIECES // 3)])
    assert [sorted(set(run)) for run in together(model)] == [[0, 1], [2, 3], [4, 5]]


def test_a_sentence_that_never_ends_is_read_so_far(model: Counting) -> None:
    (found,) = Reader().read("99", [text(1, [0], 10 * SENTENCE_PIECES)])
    assert len(found[0].pieces) == SENTENCE_PIECES


def test_a_question_that_never_ends_is_read_so_far(model: Counting) -> None:
    Reader().read("99 " * 1000, [text(1, [0])])
    assert len(model.read[0]) < 100


def test_a_sentence_without_pieces_is_read_too(model: Counting) -> None:
    (found,) = Reader().read("99", [Text(["", "1"], [0, 1])])
    assert found[0] == Read(3.0, ())


def test_of_long_sentences_the_end_is_compared(model: Counting) -> None:
    assert of_pair([31], range(1000), [8])[2:5] == [END, 880, 881]


@pytest.mark.parametrize(
    ("start", "end", "told"),
    [
        (0, 3, (2.0, 2.0)),
        (4, 9, (1.0, 4.0)),
        (6, 7, (-2.0, -2.0)),
        (5, 7, (1.0, 4.0)),
        (3, 4, None),
        (9, 20, None),
    ],
)
def test_a_span_is_worth_the_mean_and_the_best_of_its_pieces(
    start: int, end: int, told: tuple[float, float] | None
) -> None:
    assert Read(0.0, ((0, 3, 2.0), (4, 6, 4.0), (6, 9, -2.0))).span(start, end) == told


def test_a_span_is_never_worth_less_than_no_evidence() -> None:
    assert Read(0.0, ((0, 3, -30.0),)).span(0, 3) == (-8.0, -8.0)


@pytest.fixture(scope="module")
def layers() -> Layers:
    torch.manual_seed(1)
    return Layers(small_bert()).eval()


@pytest.fixture
def stored(layers: Layers, tmp_path: Path) -> Path:
    """Return a folder with the BERT of `layers`, a change of one weight, and the heads."""
    layers.bert.save_pretrained(tmp_path)
    change = np.zeros((32, 32), np.float32)
    change[:, 5] = 3.0
    changes.save({QUERY: change}, tmp_path / "changes.npz")
    save_heads(layers, tmp_path / "heads.npz")
    return tmp_path


def test_changes_are_added_to_the_weights_and_nothing_else(layers: Layers, stored: Path) -> None:
    read = read_model(stored, stored / "changes.npz", stored / "heads.npz")
    added = {
        name: weight - layers.bert.get_parameter(name)
        for name, weight in read.bert.named_parameters()
    }
    changed = added.pop(QUERY)
    assert torch.allclose(changed[:, 5], torch.tensor(3.0), atol=0.4)  # in whole steps
    assert changed.count_nonzero() == 32
    assert all(weight.count_nonzero() == 0 for weight in added.values())


def test_the_heads_are_those_that_were_saved(layers: Layers, stored: Path) -> None:
    read = read_model(stored, stored / "changes.npz", stored / "heads.npz")
    assert torch.equal(read.heads.weight, layers.heads.weight)
    assert torch.equal(read.heads.bias, layers.heads.bias)


def test_heads_weigh_the_last_states(layers: Layers) -> None:
    words, mask = torch.randn(1, 4, 32), torch.ones(1, 4, dtype=torch.int64)
    with torch.no_grad():
        states = layers.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
        told = layers(words, mask)
    by_hand = states[0, 2] @ layers.heads.weight[1] + layers.heads.bias[1]
    assert told[0, 2, 1].item() == pytest.approx(by_hand.item(), abs=1e-5)


@pytest.mark.parametrize("engine", ENGINES)
def test_an_engine_gives_for_each_token_what_torch_gives(
    engine: Engine, layers: Layers, tmp_path: Path
) -> None:
    export_graph(layers, layers.dimension, tmp_path, READER, by_token=True)
    mask = torch.ones(3, 40, dtype=torch.int64)
    mask[1, 25:] = 0
    words = torch.randn(3, 40, 32)
    with torch.inference_mode():
        wanted = layers(words, mask).numpy()
    found = open_graph(tmp_path, READER, engine)(words.numpy(), mask.numpy())
    assert {path.name for path in tmp_path.iterdir()} >= {*graph_files(READER, engine)}
    # bfloat16 has three digits, and whole numbers here.
    real = mask.numpy() == 1
    assert np.abs(found - wanted)[real].max() < (0.1 if engine == "OpenVINO bf16" else 1e-3)


def test_what_is_missing_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(files, "HEADS", tmp_path / "heads.npz")
    with pytest.raises(
        EncoderUnavailable, match=r"heads\.npz cannot be read: No such file"
    ) as told:
        files.ready_folder(READER, "ONNX Runtime fp32")
    assert told.value.hint


def test_other_weights_are_other_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    before = files._folder(tmp_path)
    heads = tmp_path / "heads.npz"
    heads.write_bytes(files.HEADS.read_bytes() + b" ")
    monkeypatch.setattr(files, "HEADS", heads)
    assert before.parent == files._folder(tmp_path).parent
    assert before != files._folder(tmp_path)


@pytest.fixture(scope="module")
def trained() -> Reader:
    return Reader()


ENGLISH = [
    "The covered market of Trévigny was inaugurated on a rainy Saturday in October.",
    "It cost the town 2.4 million euros, twice what had been planned.",
    "The architect, Maud Kerbrat, had already built the library.",
    "Thirty stallholders have moved in so far.",
]
FRENCH = [
    "Le marché couvert de Trévigny a été inauguré un samedi pluvieux d'octobre.",
    "Il a coûté 2,4 millions d'euros à la ville, le double de ce qui était prévu.",
    "L'architecte, Maud Kerbrat, avait déjà construit la bibliothèque.",
    "Trente commerçants s'y sont installés à ce jour.",
]
ASKED = [
    ("How much did the covered market cost?", 1, "2.4 million euros", "2,4 millions d'euros"),
    ("Combien a coûté le marché couvert ?", 1, "2.4 million euros", "2,4 millions d'euros"),
    ("Who designed the market?", 2, "Maud Kerbrat", "Maud Kerbrat"),
    ("Qui a conçu le marché ?", 2, "Maud Kerbrat", "Maud Kerbrat"),
]


@pytest.mark.parametrize(("question", "right", "english", "french"), ASKED)
def test_the_sentence_that_answers_beats_the_others(
    trained: Reader, question: str, right: int, english: str, french: str
) -> None:
    for found in trained.read(question, [Text(ENGLISH, range(4)), Text(FRENCH, range(4))]):
        assert max(found, key=lambda index: found[index].answers) == right


@pytest.mark.parametrize(("question", "right", "english", "french"), ASKED)
def test_the_words_that_answer_beat_the_others(
    trained: Reader, question: str, right: int, english: str, french: str
) -> None:
    texts = [Text(ENGLISH, [right]), Text(FRENCH, [right])]
    for text, said, found in zip(
        texts, (english, french), trained.read(question, texts), strict=True
    ):
        sentence = text.sentences[right]
        start, end = sentence.index(said), sentence.index(said) + len(said)
        span, before = found[right].span(start, end), found[right].span(0, start)
        after = found[right].span(end, len(sentence))
        assert span and all(span[0] > other[0] for other in (before, after) if other)
