"""Learning the chooser: examples made of pairs of sentences, what is told of pieces, the steps."""

import gzip
from collections.abc import Callable, Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

import numpy as np
import pytest
import torch
from numpy.typing import NDArray
from torch import Tensor
from torch.nn import functional

from rag.chooser import train
from rag.chooser.marks import MARKS
from rag.chooser.matching import made
from rag.chooser.network import FREE, SIZE, Network, narrowed
from rag.chooser.train import Encoded, Source, Words, learn, loss, nearness, read_pairs
from rag.reader.dossiers import Asked, Dossier, Given, Text
from rag.reader.examples import Example, of_dossier
from rag.reader.pairs import Pair
from tests.word_pieces import FIRST, word_pieces

# Subjects and what is said of them: every word is seen with different neighbours.
_SUBJECTS = [("cat", "chat"), ("dog", "chien"), ("mayor", "maire"), ("farmer", "fermier")]
_SAID = [
    ("slept in the barn", "dort dans la grange"), ("ate a whole cake", "mange tout un gateau"),
    ("left the town yesterday", "quitte la ville hier"), ("bought two boats", "achete une barque"),
]  # fmt: skip
PAIRS = [(f"the {e} {said}", f"le {f} {dit}") for e, f in _SUBJECTS for said, dit in _SAID]
_PIECES = SIZE  # more than the words have, so that narrowing them leaves as many dimensions
NEAR = [[(number + step) % len(PAIRS) for step in range(8)] for number in range(len(PAIRS))]
DOSSIER = Dossier(
    "a",
    [Text("en", None, ["it rained", "the cat slept"]), Text("en", None, ["the cat slept"])],
    [Asked([("en", "who slept?")], [Given(0, 1, "a", "cat", "1"), Given(1, 0, "a", "cat", "1")])],
)
ANSWERED = Example("a", ("who slept?",), ("it rained", "the cat slept"), (None, ((4, 7),)))


class Few(Words):
    """Whole words for pieces, each of a direction of its own, but for what is asked with."""

    def __init__(self) -> None:
        self._tokenizer = word_pieces(
            [*(text for pair in PAIRS for text in pair), "who slept it rained"]
        )
        numbers: dict[str, int] = self._tokenizer.get_vocab()
        self.names = [""] * _PIECES
        for name, number in numbers.items():
            self.names[number] = name
        noise = np.random.default_rng(0).standard_normal((len(self.names), SIZE))
        self.vectors = noise.astype(np.float32)
        self.encode = self._mean

    def _mean(self, texts: Sequence[str]) -> NDArray[np.float32]:
        rows = [self.vectors[self._tokenizer.encode(text).ids].mean(axis=0) for text in texts]
        return np.stack(rows)


@pytest.fixture(scope="module")
def words() -> Few:
    return Few()


def examples(count: int) -> list[Example]:
    random = Random(0)
    return [made(PAIRS, NEAR, random) for _ in range(count)]


def test_what_is_made_names_the_sentence_that_it_is_about() -> None:
    for one in examples(300):
        (question,) = one.wordings
        answering = [
            text for text, told in zip(one.sentences, one.answers, strict=True) if told is not None
        ]
        assert len(answering) <= 1
        for text in answering:
            (pair,) = (pair for pair in PAIRS if text in pair)
            assert set(question.rstrip("?").split()) & set(" ".join(pair).split())


def test_a_sentence_that_answers_answers_as_a_whole() -> None:
    assert {told for one in examples(300) for told in one.answers} == {None, ()}


def test_now_and_then_the_sentence_is_missing() -> None:
    missing = sum(set(one.answers) == {None} for one in examples(300))
    assert 20 < missing < 80


def test_a_question_is_asked_in_either_language_of_sentences_in_either() -> None:
    english, french = {pair[0] for pair in PAIRS}, {pair[1] for pair in PAIRS}
    seen = {
        (
            bool(set(one.wordings[0].split()) & {"cat", "dog", "mayor", "farmer"}),
            one.sentences[0] in english,
        )
        for one in examples(300)
    }
    assert {(True, True), (True, False), (False, True), (False, False)} <= seen
    assert all(
        set(one.sentences) <= english or set(one.sentences) <= french for one in examples(300)
    )


def test_its_company_is_near_it_or_drawn_from_all() -> None:
    strangers = 0
    for one in examples(300):
        numbers = [n for text in one.sentences for n, pair in enumerate(PAIRS) if text in pair]
        told = zip(numbers, one.answers, strict=True)
        chosen = next((n for n, answers in told if answers is not None), None)
        strangers += chosen is not None and not set(numbers) <= set(NEAR[chosen])
    assert 10 < strangers < 100


def test_what_is_made_is_the_same_each_time() -> None:
    assert examples(20) == examples(20)


def test_marks_end_the_question_and_every_sentence(words: Few) -> None:
    encoded, end = words.encoded(ANSWERED.wordings[0], ANSWERED), len(words.names)
    assert [place for place, piece in enumerate(encoded.ids) if piece == end] == [3, 6, 10]
    assert encoded.asked == 3


def test_a_sentence_is_told_about_behind_it(words: Few) -> None:
    told = words.encoded(ANSWERED.wordings[0], ANSWERED).sentence
    assert told == [-1] * 6 + [0] + [-1] * 3 + [1]


def test_pieces_of_the_answer_are_told_apart(words: Few) -> None:
    told = words.encoded(ANSWERED.wordings[0], ANSWERED).piece
    assert told == [-1] * 4 + [0, 0, -1] + [0, 1, 0, -1]


def test_of_a_sentence_that_answers_as_a_whole_no_piece_is_told(words: Few) -> None:
    whole = Example("a", ("who slept?",), ("the cat slept",), ((),))
    assert words.encoded("who slept?", whole).piece == [-1] * 8


def test_sentences_that_find_no_room_are_left_out(words: Few) -> None:
    long = Example("a", ("who?",), ("the cat " * 50,) * 9, (None,) * 9)
    encoded = words.encoded("who?", long)
    assert len(encoded.ids) <= train.LONGEST
    assert encoded.sentence.count(0) == 3


def test_nearness_is_to_the_nearest_word_of_the_question() -> None:
    rows = [[1.0, 0.0], [0.6, 0.8], [0.0, 1.0], [-1.0, 0.0], *[[0.0, 0.0]] * len(MARKS)]
    vectors = torch.tensor(rows)
    one = Encoded([0, 1, 4, 2, 3, 4], 2, [], [])
    near, known = nearness(torch.tensor([one.ids]), [one], vectors)
    assert near[0].tolist() == pytest.approx([0, 0, 0, 0.8, 0, 0])
    assert known[0].tolist() == [False, False, False, True, True, False]


def test_of_two_sentences_it_is_told_at_the_marks_behind_them(words: Few) -> None:
    pair = Pair(("who slept?",), ("it rained", "the cat slept"), same=0, fits=-1)
    encoded, end = words.encoded_pair(pair.wordings[0], pair), len(words.names)
    assert [place for place, piece in enumerate(encoded.ids) if piece == end] == [3, 6, 10]
    assert encoded.ids[11:] == [end + 1, end + 2]
    assert encoded.sentence == [-1] * 11 + [0, -1]
    assert encoded.piece == [-1] * 13


def test_a_row_of_the_table_keeps_free_dimensions_and_one_length() -> None:
    rows = narrowed(np.random.default_rng(0).standard_normal((400, 384)).astype(np.float32))
    assert rows.shape == (400, SIZE)
    assert not rows[:, SIZE - FREE :].any()
    assert np.linalg.norm(rows, axis=1) == pytest.approx((SIZE - FREE) ** 0.5, abs=1e-3)


def test_nothing_behind_a_piece_changes_what_is_said_of_it(words: Few) -> None:
    torch.manual_seed(0)
    network = Network(narrowed(words.vectors)).eval()
    ids = torch.tensor([[FIRST, FIRST + 1, network.end, FIRST + 2]])
    other = torch.tensor([[FIRST, FIRST + 1, network.end, FIRST + 9]])
    with torch.inference_mode():
        told, found = network(ids)[0], network(other)[0]
    assert torch.allclose(told[0, :3], found[0, :3], atol=1e-5)
    assert not torch.allclose(told[0, 3], found[0, 3], atol=1e-4)


class Small(NamedTuple):
    """A network and what it learns from, in small batches of what PAIRS and one question make."""

    network: Network
    source: Source
    vectors: Tensor


@pytest.fixture
def small(words: Few, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Small]:
    monkeypatch.setattr(train, "_BLOCK", 24)
    monkeypatch.setattr(train, "_TOKENS", 300)
    monkeypatch.setattr(train, "_WARMING", 3)
    monkeypatch.setattr(train, "_NEAR", 8)

    def make() -> Small:
        torch.manual_seed(0)
        vectors = torch.from_numpy(np.pad(words.vectors, ((0, len(MARKS)), (0, 0))))
        source = Source(words, PAIRS, [DOSSIER], [ANSWERED], seed=0)
        return Small(Network(narrowed(words.vectors)), source, functional.normalize(vectors, dim=1))

    return make


def test_learning_makes_the_loss_fall(small: Callable[[], Small]) -> None:
    made = small()
    batches = small().source.batches(0.5)

    def mean() -> float:
        with torch.no_grad():
            return float(np.mean([float(loss(made.network, b, made.vectors)) for b in batches]))

    before = mean()
    assert len(list(learn(*made, steps=24))) == 24
    assert mean() < 0.7 * before


def test_learning_is_the_same_each_time(small: Callable[[], Small]) -> None:
    assert list(learn(*small(), steps=3)) == list(learn(*small(), steps=3))


def test_questions_of_sets_come_in_by_the_share_asked_for(
    words: Few, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "_BLOCK", 200)
    monkeypatch.setattr(train, "_NEAR", 8)
    source = Source(words, PAIRS, [DOSSIER], [ANSWERED], seed=0)
    wanted = [words.encoded(one.wordings[0], one) for one in (ANSWERED, *of_dossier(DOSSIER))]
    ends = len(words.names) + 2  # the last mark, behind a pair
    counts = [
        sum(
            one in wanted or one.ids[-1] == ends for batch in source.batches(share) for one in batch
        )
        for share in (0.0, 0.5, 1.0)
    ]
    assert counts[0] == 0
    assert 70 < counts[1] < 130
    assert counts[2] == 200


def test_a_batch_is_of_about_one_length_and_not_too_large(
    words: Few, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(train, "_BLOCK", 200)
    monkeypatch.setattr(train, "_TOKENS", 400)
    monkeypatch.setattr(train, "_NEAR", 8)
    found = Source(words, PAIRS, [], [ANSWERED], seed=0).batches(0.0)
    sizes = [(len(batch), [len(one.ids) for one in batch]) for batch in found]
    assert sum(count for count, _ in sizes) == 200
    assert all(count * max(lengths) <= 400 for count, lengths in sizes)


def test_short_pairs_are_not_matched(tmp_path: Path) -> None:
    path = tmp_path / "pairs.tsv.gz"
    long = ("the cat slept in the barn", "le chat dort dans la grange")
    short = ("the cat slept", "le chat dort dans la grange")
    lines = [(*long, "europarl"), (*short, "europarl"), (*long, "ntrex"), (*long, "elsewhere")]
    text = "".join("\t".join(line) + "\n" for line in lines)
    path.write_bytes(gzip.compress(text.encode("utf-8")))
    assert read_pairs(path, Random(0)) == [long, long]
