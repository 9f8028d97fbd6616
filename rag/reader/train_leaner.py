"""Learn the leaner: `python -m rag.reader.train_leaner`.

From all that the dossiers tell of yes and no, and from sentences of theirs that answer neither.
What is learnt are two numbers for the end of a sentence, and low-rank changes of the reader
(`rag.reader.low_rank`), which stays as it is.
"""

import argparse
import logging
from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from rag.reader.dossiers import every_dossier
from rag.reader.files import LEANER_CHANGES
from rag.reader.leaner import of_both
from rag.reader.low_rank import join, learn, open_low_rank, own_share, save, stock
from rag.reader.model import LEANING, Layers
from rag.reader.train import Encoded, padded
from rag.reader.whether import Whether, others_of, whether_of

_RANK, _RATE = 16, 2.5e-3

_log = logging.getLogger(__name__)


def encode(tokenizer: Any, asked: Whether) -> Encoded:
    """Return an example as pieces: whether it says yes, and whether no, stands at its end."""
    parts = (asked.wording, asked.before, asked.sentence)
    ids = of_both(*(tokenizer.encode(part, add_special_tokens=False).ids for part in parts))
    unknown = [-1] * (len(ids) - 1)
    return Encoded(ids, ([*unknown, int(asked.says > 0)], [*unknown, int(asked.says < 0)]))


def loss(leaner: Layers, batch: Sequence[Encoded]) -> Tensor:
    """Return the cross-entropy of yes and no over a batch."""
    ids = padded([one.ids for one in batch], 0)
    mask = padded([[1] * len(one.ids) for one in batch], 0)
    ends = torch.tensor([len(one.ids) - 1 for one in batch])
    told = torch.tensor([[head[-1] for head in one.heads] for one in batch])
    words = leaner.bert.embeddings.word_embeddings(ids)
    with torch.autocast("cpu", torch.bfloat16):
        odds = leaner(words, mask)[torch.arange(len(batch)), ends]
    return LEANING * functional.binary_cross_entropy_with_logits(odds, told.float())


def main() -> None:
    """Learn from the dossiers, and write."""
    parser = argparse.ArgumentParser(description="Learn the embedded leaner.")
    parser.add_argument("--out", type=Path, default=LEANER_CHANGES)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    join()
    torch.manual_seed(asked.seed)
    tokenizer, reader = stock()
    leaner = Layers(reader.bert, LEANING)
    found = open_low_rank(leaner, _RANK)
    random = Random(asked.seed)
    examples = [one for d in every_dossier() for one in (*whether_of(d), *others_of(d, random))]
    encoded = [encode(tokenizer, one) for one in examples]
    losses: list[float] = []
    for value in learn(leaner, found, [encoded] * asked.epochs, loss, random, rate=_RATE):
        losses.append(value)
        if len(losses) % 50 == 0:
            _log.info("step %d, loss %.4f", len(losses), float(np.mean(losses[-50:])))
    if own_share()[0] == 0:
        save(leaner, found, asked.out)


if __name__ == "__main__":
    main()
