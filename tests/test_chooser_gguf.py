"""The embedded GGUF in llama.cpp: cut into the encoder's pieces, computed as torch does."""

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from pathlib import Path
from typing import Any

import gguf
import numpy as np
import pytest
import torch
from tokenizers import Tokenizer

from index.embedded import ready_folder
from index.runtime import TOKENIZER
from rag.chooser import CHOOSER, Chooser, Text, export
from rag.chooser.chooser import _plain
from rag.chooser.export import write_gguf
from rag.chooser.marks import BIAS, END, MARKS, NO, READER, YES
from rag.chooser.network import BASE, FREE, HEAD, SIZE, Network
from rag.llama.engine import Engine
from rag.llama.gguf import check
from rag.llama.model import Model

TEXTS = [
    "How long did the call last?",
    "L’été dernier, « près de deux heures et demie » d’entretien, selon M. Dupont.",
    "The mayor opened the 42 km bypass on 3 May 2024, at a cost of €1,250,000.",
    "ÉLÈVE, garçon, NOËL, cœur, naïf, e\u0301te\u0301",
    "anticonstitutionnellement, re-elected, aujourd'hui, l'arc-en-ciel",
    "A [SEP] and a <|end|>, <|yes|> and [unused3] are words here.",
    "🙂 你好 Привет zzzqqqxxx",
    "\u00a0\t two  spaces\n",
    "",
]


def whole(indexes: Sequence[int]) -> Mapping[int, tuple[()]]:
    return {index: () for index in indexes}


@pytest.fixture(scope="module")
def tokenizer() -> Any:
    tokenizer: Any = Tokenizer.from_file(str(ready_folder([TOKENIZER]) / TOKENIZER))
    tokenizer.no_truncation()
    return tokenizer


def random_network(pieces: int) -> Network:
    """Return a network of random weights, such that what was read before makes a difference."""
    torch.manual_seed(0)
    table = np.random.default_rng(0).standard_normal((pieces, SIZE), dtype=np.float32)
    table[:, SIZE - FREE :] = 0
    network = Network(table)
    with torch.no_grad():
        network.marks.mul_(0.02)
        network.head.weight.normal_(std=0.5)
        for block in network.blocks:
            block.get_parameter("attn_output.weight").mul_(3)
    return network.eval()


def written(network: Network, tokenizer: Any, path: Path) -> Path:
    """Write the file of a network over the encoder's pieces."""
    numbers: dict[str, int] = tokenizer.get_vocab()
    pieces = [*sorted(numbers, key=lambda name: numbers[name]), *MARKS, YES, NO]
    bias = float(network.head.bias.detach())
    write_gguf(path, pieces, network.tensors(), heads=SIZE // HEAD, base=BASE, bias=bias)
    return path


def as_in(path: Path) -> Network:
    """Return the network that a file holds, of weights rounded as there."""
    tensors = {
        tensor.name: torch.from_numpy(
            np.array(gguf.quants.dequantize(tensor.data, tensor.tensor_type))
        )
        for tensor in gguf.GGUFReader(path).tensors
    }
    table = tensors.pop("token_embd.weight")
    words = len(table) - len(MARKS) - 2
    network = Network(table[:words].numpy())
    with torch.no_grad():
        network.marks.copy_(table[words:-2])
        network.head.weight.copy_((table[-2] - table[-1])[None])
        network.head.bias.fill_(float(str(check(path).metadata[BIAS])))
        network.norm.weight.copy_(tensors.pop("output_norm.weight"))
        for number, block in enumerate(network.blocks):
            for name, weight in block.named_parameters():
                weight.copy_(tensors.pop(f"blk.{number}.{name}"))
    assert not tensors
    return network.eval()


@pytest.fixture(scope="module")
def network(tokenizer: Any) -> Network:
    return random_network(tokenizer.get_vocab_size())


@pytest.fixture(scope="module")
def path(network: Network, tokenizer: Any, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return the file of the network, rounded as the committed file is."""
    return written(network, tokenizer, tmp_path_factory.mktemp("chooser") / "random.gguf")


@pytest.fixture(scope="module")
def exact(
    network: Network, tokenizer: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Model]:
    """Return the model of the network's file, its weights not rounded."""
    path = tmp_path_factory.mktemp("chooser") / "exact.gguf"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(export, "_TABLE", gguf.GGMLQuantizationType.F32)
        patch.setattr(export, "_LAYERS", gguf.GGMLQuantizationType.F32)
        written(network, tokenizer, path)
    with closing(Model(path, context=1024)) as model:
        model.wait()
        yield model


def test_the_file_is_one_that_llama_cpp_can_be_given(path: Path) -> None:
    told = check(path)
    assert (told.architecture, told.quantisation, told.template) == ("llama", "Q4_0", None)
    assert told.metadata[READER] == 1
    assert told.metadata[BIAS] == pytest.approx(-2.0)


def test_llama_cpp_cuts_texts_into_the_pieces_of_the_encoder(path: Path, tokenizer: Any) -> None:
    vocabulary = Engine(path, 64).vocabulary
    for text in TEXTS:
        wanted = tokenizer.encode(text.replace("[", "[ "), add_special_tokens=False)
        assert vocabulary.tokens(_plain(text.replace("[", "[ "))) == wanted.ids, wanted.tokens


def test_marks_are_one_piece_each_behind_all_others(path: Path, tokenizer: Any) -> None:
    vocabulary, count = Engine(path, 64).vocabulary, tokenizer.get_vocab_size()
    found = [vocabulary.control_token(mark) for mark in (*MARKS, YES, NO)]
    assert found == list(range(count, count + len(MARKS) + 2))


def test_no_text_is_read_as_a_mark(path: Path) -> None:
    vocabulary = Engine(path, 64).vocabulary
    tokens = vocabulary.tokens(f"a {END}{YES} [SEP] [CLS] b")
    assert not {vocabulary.control_token(mark) for mark in (END, YES)} & set(tokens)
    assert not {101, 102} & set(tokens)


QUESTIONS = ["How long did the call last?", "Qui a payé ?"]
SENTENCES = [
    ["The call lasted an hour.", "It cost €30,000, he said."],
    ["Le maire a payé le 3 mai 2024.", "Personne ne sait pourquoi.", "L'été fut long."],
]


def by_torch(network: Network, tokenizer: Any, question: str, texts: Sequence[str]) -> list[float]:
    """Return the log-odds behind each of the sentences, which are read together."""
    ids = [*tokenizer.encode(question, add_special_tokens=False).ids, network.end]
    ends = []
    for text in texts:
        ids += [*tokenizer.encode(text, add_special_tokens=False).ids, network.end]
        ends.append(len(ids) - 1)
    with torch.inference_mode():
        told, _ = network(torch.tensor([ids]))
    found: list[float] = told[0, ends].tolist()
    return found


@pytest.mark.parametrize("question", QUESTIONS)
def test_llama_cpp_gives_a_sentence_the_odds_that_torch_gives(
    question: str, exact: Model, network: Network, tokenizer: Any
) -> None:
    texts = [Text(one, whole(range(len(one)))) for one in SENTENCES]
    found = Chooser(exact).read(question, texts)
    told = [read[index].answers for read in found for index in sorted(read)]
    wanted = [one for texts in SENTENCES for one in by_torch(network, tokenizer, question, texts)]
    assert max(wanted) - min(wanted) > 0.1
    # What llama.cpp keeps of what it has read has 16 bits.
    assert told == pytest.approx(wanted, abs=0.02)


def test_a_span_is_told_as_the_piece_that_it_ends_with(
    exact: Model, network: Network, tokenizer: Any
) -> None:
    sentence, span = "Le maire a payé le 3 mai 2024.", (19, 29)
    (found,) = Chooser(exact).read("Quand ?", [Text([sentence], {0: [span]})])
    ids = [*tokenizer.encode("Quand ?", add_special_tokens=False).ids, network.end]
    ids += tokenizer.encode(sentence[: span[1]], add_special_tokens=False).ids
    with torch.inference_mode():
        told, _ = network(torch.tensor([ids]))
    assert found[0].spans[span] == pytest.approx(told[0, -1].item(), abs=0.02)


def test_two_sentences_are_compared_in_both_orders(
    exact: Model, network: Network, tokenizer: Any
) -> None:
    asked, one, other = (
        tokenizer.encode(text, add_special_tokens=False).ids
        for text in (QUESTIONS[0], *SENTENCES[0])
    )
    end, same, fits = range(network.end, network.end + 3)
    wanted = []
    for a, b in ((one, other), (other, one)):
        with torch.inference_mode():
            told, _ = network(torch.tensor([[*asked, end, *a, end, *b, end, same, fits]]))
        wanted.append(told[0, -2:])
    (found,) = Chooser(exact).compare(QUESTIONS[0], [(SENTENCES[0][0], SENTENCES[0][1])])
    assert [found.same, found.fits] == pytest.approx(
        ((wanted[0] + wanted[1]) / 2).tolist(), abs=0.02
    )


def test_rounding_moves_no_weight_by_much(path: Path, network: Network) -> None:
    rounded, exact = as_in(path).state_dict(), network.state_dict()
    for name in ("table", "marks", "blocks.0.attn_q.weight", "blocks.4.ffn_down.weight"):
        off = (rounded[name] - exact[name]).norm() / exact[name].norm()
        assert 0 < off < (0.1 if name in ("table", "marks") else 0.01)


def test_the_committed_file_is_small_and_can_read() -> None:
    told = check(CHOOSER)
    assert told.size_bytes <= 12_000_000
    assert told.metadata[READER] == 1


@pytest.fixture(scope="module")
def committed() -> Iterator[Model]:
    with closing(Model(CHOOSER, context=1024)) as model:
        model.wait()
        yield model


@pytest.mark.parametrize("question", QUESTIONS)
def test_the_committed_file_gives_in_llama_cpp_what_it_gives_in_torch(
    question: str, committed: Model, tokenizer: Any
) -> None:
    network = as_in(CHOOSER)
    for texts in SENTENCES:
        (found,) = Chooser(committed).read(question, [Text(texts, whole(range(len(texts))))])
        wanted = by_torch(network, tokenizer, question, texts)
        # llama.cpp rounds what it multiplies by rounded weights.
        assert [found[n].answers for n in range(len(texts))] == pytest.approx(wanted, abs=0.1)


MARKETS = [
    [
        "The covered market of Trévigny was inaugurated on a rainy Saturday in October.",
        "The covered market cost the town 2.4 million euros.",
        "Thirty stallholders have moved in so far.",
    ],
    [
        "Le marché couvert de Trévigny a été inauguré un samedi pluvieux d'octobre.",
        "Le marché couvert a coûté 2,4 millions d'euros à la ville.",
        "Trente commerçants s'y sont installés à ce jour.",
    ],
]


@pytest.mark.parametrize(
    "question", ["How much did the covered market cost?", "Combien a coûté le marché couvert ?"]
)
@pytest.mark.parametrize("sentences", MARKETS, ids=["en", "fr"])
def test_the_committed_file_finds_a_plain_answer(
    question: str, sentences: list[str], committed: Model
) -> None:
    (found,) = Chooser(committed).read(question, [Text(sentences, whole(range(3)))])
    assert max(found, key=lambda index: found[index].answers) == 1
