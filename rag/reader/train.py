"""Learn the reader: `python -m rag.reader.train SQUAD.json…`.

From the dossiers beside this file, and from question sets in SQuAD's format that are named on the
command line (XQuAD's English part was; the card, README.md, says more). What is learnt are the
encoder's linear maps and four numbers a piece; how the maps have changed is kept in coarse steps
(`rag.reader.changes`). Seeded; the last digits depend on the processor.

A processor with several cores learns most in the same time from several of these at once, of other
seeds and each from a share of the dossiers, whose mean is taken then (`rag.reader.average`).
"""

import argparse
import logging
import math
import tempfile
from collections.abc import Iterator, Sequence
from copy import deepcopy
from pathlib import Path
from random import Random
from typing import Any, NamedTuple

import numpy as np
import torch
from torch import Tensor, nn
from torch.nn import functional

from index.bilingual import build_model
from index.bilingual.train import read_model as read_bert
from index.embedded import stock_model
from index.runtime import TOKENIZER
from rag.reader import pairs
from rag.reader.dossiers import Dossier, every_dossier, read_dossiers
from rag.reader.examples import Example, drawn, of_dossier, of_squad
from rag.reader.files import CHANGES, HEADS
from rag.reader.loaded import BEGINNING, END, QUESTION_PIECES, SENTENCE_PIECES
from rag.reader.model import Layers, maps, read_model, save_changes, save_heads
from rag.reader.pairs import Pair
from rag.reader.reader import of_pair

LONGEST = 320  # pieces of a question and a text
_TOKENS = 2048  # of a batch, padding included
_RATE = 1e-4
_WARMING = 40
_PAIRS = 0.5  # of the pairs are learnt from in an epoch
# For each head, the weight of what is so against what is not, since what answers is rarer than what
# does not, and the weight of its loss where every example has it.
_WEIGHTS = ((2.0, 1.0), (3.0, 2.0), (1.0, 1.0), (1.0, 1.0))

_log = logging.getLogger(__name__)


class Encoded(NamedTuple):
    """An example as the model reads it: its pieces, and what is known of each, for each head.

    That is 1, 0, or -1 for nothing: of sentences behind them, of pieces in the text, of two
    sentences at the beginning.
    """

    ids: list[int]
    heads: tuple[list[int], ...]


def encode(tokenizer: Any, wording: str, example: Example) -> Encoded:
    """Return the example as pieces, without the sentences that find no room."""
    asked = tokenizer.encode(wording, add_special_tokens=False).ids[:QUESTION_PIECES]
    ids = [BEGINNING, *asked, END]
    sentence, piece = [-1] * len(ids), [-1] * len(ids)
    for text, answers in zip(example.sentences, example.answers, strict=True):
        found = tokenizer.encode(text, add_special_tokens=False)
        pieces, offsets = found.ids[:SENTENCE_PIECES], found.offsets[:SENTENCE_PIECES]
        if len(ids) + len(pieces) >= LONGEST:
            break
        ids += [*pieces, END]
        piece += [
            int(any(a < end and b > start for start, end in answers or ())) for a, b in offsets
        ]
        sentence += [-1] * len(pieces) + [int(answers is not None)]
        piece.append(-1)
    unknown = [-1] * len(ids)
    return Encoded(ids, (sentence, piece, unknown, unknown))


def encode_pair(tokenizer: Any, wording: str, pair: Pair) -> Encoded:
    """Return two sentences as pieces: what is known of them stands at the beginning."""
    asked, one, other = (
        tokenizer.encode(text, add_special_tokens=False).ids for text in (wording, *pair.texts)
    )
    ids = of_pair(asked, one, other)
    unknown = [-1] * len(ids)
    return Encoded(ids, (unknown, unknown, [pair.same, *unknown[1:]], [pair.fits, *unknown[1:]]))


def batches(encoded: Sequence[Encoded], random: Random) -> list[list[Encoded]]:
    """Return the examples in batches of about one length each, in an order drawn anew."""
    found: list[list[Encoded]] = [[]]
    for one in sorted(encoded, key=lambda one: len(one.ids) + random.random()):
        if found[-1] and len(one.ids) * (len(found[-1]) + 1) > _TOKENS:
            found.append([])
        found[-1].append(one)
    random.shuffle(found)
    return found


def padded(rows: Sequence[Sequence[int]], filler: int) -> Tensor:
    """Return rows of unequal length as one table."""
    longest = max(map(len, rows))
    return torch.tensor([[*row, *[filler] * (longest - len(row))] for row in rows])


def loss(layers: Layers, batch: Sequence[Encoded]) -> Tensor:
    """Return the cross-entropy of the heads over a batch, of pairs in as far as it has some."""
    ids = padded([one.ids for one in batch], 0)
    mask = padded([[1] * len(one.ids) for one in batch], 0)
    words = layers.bert.embeddings.word_embeddings(ids)
    with torch.autocast("cpu", torch.bfloat16):
        odds = layers(words, mask)
    total = torch.zeros(())
    for head, (weight, share) in enumerate(_WEIGHTS):
        told = padded([one.heads[head] for one in batch], -1)
        known = told >= 0
        if known.any():
            some = share * known.any(1).float().mean()
            total = total + some * functional.binary_cross_entropy_with_logits(
                odds[..., head][known], told[known].float(), pos_weight=torch.tensor(weight)
            )
    return total


def open_maps(layers: Layers) -> list[nn.Parameter]:
    """Freeze all but the linear maps and the heads; return these."""
    learning = [*maps(layers).values(), *layers.heads.parameters()]
    layers.requires_grad_(False)
    for parameter in learning:
        parameter.requires_grad_(True)
    return learning


def learn(
    layers: Layers,
    tokenizer: Any,
    examples: Sequence[Example],
    dossiers: Sequence[Dossier],
    epochs: int,
    random: Random,
) -> Iterator[float]:
    """Learn from examples, and from the pairs of dossiers; yield the loss of each step."""
    learning = open_maps(layers)
    optimizer = torch.optim.AdamW(learning, betas=(0.9, 0.98), weight_decay=0.0)
    layers.eval()  # without dropout: it learns too little rather than too much by heart
    for epoch in range(epochs):
        two = list(pairs.drawn(dossiers, random))
        read = [encode(tokenizer, *one) for one in drawn(examples, random)]
        read += [encode_pair(tokenizer, *one) for one in two[: math.ceil(_PAIRS * len(two))]]
        cut = batches(read, random)
        for step, batch in enumerate(cut):
            done = (epoch + step / len(cut)) / epochs
            warm = min(1.0, (epoch * len(cut) + step + 1) / _WARMING)
            for group in optimizer.param_groups:
                group["lr"] = _RATE * warm * (1 - done)
            optimizer.zero_grad()
            value = loss(layers, batch)
            value.backward()  # type: ignore[no-untyped-call]
            nn.utils.clip_grad_norm_(learning, 1.0)
            optimizer.step()
            yield float(value.detach())


def train(
    dossiers: Sequence[Dossier],
    asked: Sequence[Example],
    out: Path,
    *,
    epochs: int,
    seed: int,
    begin: Path | None = None,
) -> None:
    """Write into `out` the changes and the heads that dossiers and other examples teach.

    `begin` is a folder of those to go on from.
    """
    from tokenizers import Tokenizer

    torch.manual_seed(seed)
    with tempfile.TemporaryDirectory() as folder:
        build_model(stock_model(), Path(folder))
        tokenizer: Any = Tokenizer.from_file(str(Path(folder) / TOKENIZER))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        stock = Layers(read_bert(Path(folder)))
        layers = (
            read_model(Path(folder), begin / CHANGES.name, begin / HEADS.name)
            if begin
            else deepcopy(stock)
        )
    examples = [*(one for dossier in dossiers for one in of_dossier(dossier)), *asked]
    _log.info("%d examples", len(examples))
    losses: list[float] = []
    for value in learn(layers, tokenizer, examples, dossiers, epochs, Random(seed)):
        losses.append(value)
        if len(losses) % 50 == 0:
            _log.info("step %d, loss %.4f", len(losses), float(np.mean(losses[-50:])))
    save_changes(layers, stock, out / CHANGES.name)
    save_heads(layers, out / HEADS.name)


def main() -> None:
    """Read the dossiers and the sets named on the command line, learn, and write."""
    parser = argparse.ArgumentParser(description="Learn the embedded reader.")
    parser.add_argument("sets", type=Path, nargs="*", help="question sets in SQuAD's format")
    parser.add_argument("--dossiers", type=Path, nargs="*", help="files, instead of all")
    parser.add_argument("--share", type=float, default=1, help="of the dossiers, drawn by the seed")
    parser.add_argument("--out", type=Path, default=CHANGES.parent)
    parser.add_argument("--begin", type=Path, help="a folder of changes and heads to go on from")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--threads", type=int, default=0, help="of torch; 0: as it likes")
    asked = parser.parse_args()
    if asked.threads:
        torch.set_num_threads(asked.threads)
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    others = [example for path in asked.sets for example in of_squad(path)]
    named = (dossier for path in asked.dossiers or () for dossier in read_dossiers(path))
    every = list(named if asked.dossiers else every_dossier())
    learnt_from = Random(asked.seed).sample(every, round(asked.share * len(every)))
    train(
        learnt_from,
        others,
        asked.out,
        epochs=asked.epochs,
        seed=asked.seed,
        begin=asked.begin,
    )


if __name__ == "__main__":
    main()
