"""Distil the English encoder into its bilingual self, by low-rank changes of its weights.

A text and its translation are to have the embedding that the stock model gives the English
(Reimers and Gurevych 2020). The weights stay as they are; what is learnt is added to them: a
product of two narrow matrices for each linear map (LoRA, Hu et al. 2021), and one for the rows of
the table of word pieces.
"""

from collections.abc import Iterator, Sequence
from itertools import islice
from random import Random
from typing import NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional
from transformers import BertModel

from index.bilingual.changes import ROWS, Floats

RANK = 32  # of the change of a linear map
ROWS_RANK = 64
LONGEST = 256  # pieces of a text; the stock model reads no more

_TOKENS = 2048  # of a batch, padding included
BATCHES = 2  # of a step; each is of one length, so together they are of two
_ENGLISH = 0.4  # of the texts of an epoch are also read in English, so that it stays as it was
_RATE = 1e-3
_WARMING = 60
_LAST_RATE = 0.03
_KEPT = 0.7  # of the changes of linear maps, once learnt
_RELATIONS = 0.2
_TEMPERATURE = 0.05
_ENDING = 102  # [SEP]


class Example(NamedTuple):
    """The word pieces of a text, and the number of the embedding that it is to have."""

    pieces: Sequence[int]
    target: int


class Changed(nn.Module):
    """A linear map with a low-rank change, which begins as none."""

    def __init__(self, stock: nn.Linear, rank: int) -> None:
        super().__init__()
        self.stock = stock
        self.left = nn.Parameter(torch.zeros(stock.out_features, rank))
        self.right = nn.Parameter(torch.randn(rank, stock.in_features) / stock.in_features**0.5)

    def forward(self, x: Tensor) -> Tensor:
        """Return the stock map of x, and the change of it."""
        change = functional.linear(functional.linear(x, self.right), self.left)
        return self.stock(x) + change  # type: ignore[no-any-return]


class ChangedRows(nn.Module):
    """Embeddings of which the rows at `places` have a low-rank change, which begins as none."""

    def __init__(self, stock: nn.Embedding, places: Sequence[int], rank: int) -> None:
        super().__init__()
        self.stock = stock
        self.left = nn.Parameter(torch.zeros(len(places) + 1, rank))
        self.right = nn.Parameter(torch.randn(rank, stock.embedding_dim) / rank**0.5)
        row = torch.zeros(stock.num_embeddings, dtype=torch.long)  # 0 is that of no change
        row[list(places)] = torch.arange(1, len(places) + 1)
        self.row = row

    def forward(self, pieces: Tensor) -> Tensor:
        """Return the stock embeddings of the pieces, and the changes of them."""
        left = functional.embedding(self.row[pieces], self.left, padding_idx=0)
        return self.stock(pieces) + left @ self.right  # type: ignore[no-any-return]


def open_to_change(model: BertModel, places: Sequence[int]) -> None:
    """Freeze the model, and give it changes to learn; `places` are the rows of the table."""
    model.requires_grad_(False)
    changed = ChangedRows(model.embeddings.word_embeddings, places, ROWS_RANK)
    model.embeddings.word_embeddings = changed  # type: ignore[assignment]
    open_linears(model)


def open_linears(model: BertModel) -> None:
    """Give each linear map of a frozen model a low-rank change to learn."""
    named = [
        (name, module)
        for name, module in model.encoder.named_modules(prefix="encoder")
        if isinstance(module, nn.Linear)
    ]
    for name, module in named:
        parent, _, last = name.rpartition(".")
        setattr(model.get_submodule(parent), last, Changed(module, RANK))


def temper(model: BertModel) -> None:
    """Take back a part of the changes that the linear maps have learnt.

    Between the stock weights and the learnt ones lie better ones for texts unlike those learnt
    from (Wortsman et al. 2022): English keeps more of what it was, and French finds more passages.
    The rows are of French alone; their changes stay whole.
    """
    with torch.no_grad():
        for module in model.modules():
            if isinstance(module, Changed):
                module.left.mul_(_KEPT)


def factors(model: BertModel) -> dict[str, tuple[Floats, Floats]]:
    """Return what was learnt, in the form that `changes.save` takes."""
    found = {}
    for name, module in model.named_modules():
        if isinstance(module, Changed):
            found[f"{name}.weight"] = _array(module.left), _array(module.right)
        elif isinstance(module, ChangedRows):
            found[ROWS] = _array(module.left[1:]), _array(module.right)
    return found


def embed(model: BertModel, texts: Sequence[Sequence[int]]) -> Tensor:
    """Return the embedding of each text, of length 1: the mean of its pieces' last states."""
    longest = max(map(len, texts))
    pieces = torch.tensor([[*text, *[0] * (longest - len(text))] for text in texts])
    mask = torch.tensor([[1] * len(text) + [0] * (longest - len(text)) for text in texts])
    with torch.autocast("cpu", torch.bfloat16):
        states = model(input_ids=pieces, attention_mask=mask).last_hidden_state.float()
    return functional.normalize((states * mask[:, :, None]).sum(1), dim=1)


def embed_all(model: BertModel, texts: Sequence[Sequence[int]]) -> Tensor:
    """Return the embeddings of many texts, to compare with or to learn from, as float16."""
    found = torch.zeros(len(texts), model.config.hidden_size, dtype=torch.float16)
    examples = [Example(cut(text), number) for number, text in enumerate(texts)]
    model.train(mode=False)
    with torch.inference_mode():
        for batch in batches(examples, Random(0)):
            numbers = [example.target for example in batch]
            found[numbers] = embed(model, [example.pieces for example in batch]).half()
    return found.clone()


def cut(text: Sequence[int]) -> Sequence[int]:
    """Return a text's pieces without what the model would not read; the end mark stays."""
    return text if len(text) <= LONGEST else [*text[: LONGEST - 1], _ENDING]


def batches(examples: Sequence[Example], random: Random) -> list[list[Example]]:
    """Return the examples in batches of about one length each, in an order drawn anew."""
    drawn = random.sample(examples, len(examples))
    found: list[list[Example]] = [[]]
    for example in sorted(drawn, key=lambda example: len(example.pieces)):
        if len(example.pieces) * (len(found[-1]) + 1) > _TOKENS:
            found.append([])
        found[-1].append(example)
    random.shuffle(found)
    return found


def epochs(
    english: Sequence[Sequence[int]], french: Sequence[Sequence[Sequence[int]]], random: Random
) -> Iterator[list[Example]]:
    """Yield batches without end: in each epoch every text in one of its translations once.

    A share of the texts, drawn anew in each epoch, are also read in English.
    """
    while True:
        read = [Example(random.choice(translations), n) for n, translations in enumerate(french)]
        also = random.sample(range(len(english)), round(_ENGLISH * len(english)))
        yield from batches([*read, *(Example(english[n], n) for n in also)], random)


def loss(found: Tensor, wanted: Tensor) -> tuple[Tensor, Tensor]:
    """Return the loss of embeddings (n x d) against the wanted ones, and their mean cosine.

    Squared distance, and a share of how much the likenesses of each text to all wanted
    embeddings differ from what they should be: nearest neighbours are to stay the nearest.
    """
    cosine = (found * wanted).sum(1).mean()
    likeness = functional.log_softmax(found @ wanted.T / _TEMPERATURE, dim=1)
    should = functional.log_softmax(wanted @ wanted.T / _TEMPERATURE, dim=1)
    relations = functional.kl_div(likeness, should, reduction="batchmean", log_target=True)
    return 2 - 2 * cosine + _RELATIONS * relations, cosine.detach()


def learn(
    model: BertModel, read: Iterator[list[Example]], targets: Tensor, steps: int
) -> Iterator[float]:
    """Learn in so many steps from the batches read; yield the mean cosine of each step."""
    learning = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(learning, lr=_RATE, betas=(0.9, 0.98), weight_decay=0.0)
    model.train(mode=False)  # without dropout: there is little to learn, and much to learn it from
    for step in range(steps):
        for group in optimizer.param_groups:
            group["lr"] = rate(step, steps)
        optimizer.zero_grad()
        cosines = []
        for batch in islice(read, BATCHES):
            wanted = targets[[example.target for example in batch]].float()
            value, cosine = loss(embed(model, [example.pieces for example in batch]), wanted)
            (value / BATCHES).backward()  # type: ignore[no-untyped-call]
            cosines.append(float(cosine))
        nn.utils.clip_grad_norm_(learning, 1.0)
        optimizer.step()
        yield sum(cosines) / BATCHES


def rate(step: int, steps: int) -> float:
    """Return the learning rate of a step: quickly up, then slowly down to almost nothing."""
    return _RATE * min(1, (step + 1) / _WARMING) * max(_LAST_RATE, 1 - step / steps)


def _array(tensor: Tensor) -> Floats:
    array: Floats = tensor.detach().numpy().astype(np.float32)
    return array
