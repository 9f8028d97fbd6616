"""Learn the relater: `python -m rag.reader.train_relater`.

From all that the dossiers tell of how answers relate, and from statements (`rag.reader.relating`).
What is learnt are nine numbers for the beginning of two sentences, and low-rank changes of the
leaner (`rag.reader.low_rank`), which stays as it is.
"""

import argparse
import logging
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from rag.reader.dossiers import every_dossier
from rag.reader.files import LEANER_CHANGES, RELATER_CHANGES
from rag.reader.low_rank import join, learn, open_low_rank, own_share, save, stock
from rag.reader.model import Layers, adapt
from rag.reader.reader import of_pair
from rag.reader.relater import RELATIONS
from rag.reader.relating import Related, every_statement, of_dossier
from rag.reader.train import Encoded, padded

_EPOCHS = 3
_RANK, _RATE = 32, 1e-3
_HALF = 0.5

_log = logging.getLogger(__name__)


def encode(tokenizer: Any, wording: str, related: Related, *, turned: bool) -> Encoded:
    """Return two sentences as pieces, in either order, and all relations that may be theirs."""
    parts = (wording, *(related.texts[::-1] if turned else related.texts))
    ids = of_pair(*(tokenizer.encode(text, add_special_tokens=False).ids for text in parts))
    return Encoded(ids, ([RELATIONS.index(name) for name in related.relations],))


def examples(tokenizer: Any, related: Sequence[Related], random: Random) -> Iterator[Encoded]:
    """Yield statements in both orders, since there are fewer of them, and answers in either."""
    for one in related:
        if one.wordings:
            wording, turned = random.choice(one.wordings), random.random() < _HALF
            yield encode(tokenizer, wording, one, turned=turned)
        else:
            yield from (encode(tokenizer, "", one, turned=turned) for turned in (False, True))


def loss(relater: Layers, batch: Sequence[Encoded]) -> Tensor:
    """Return the cross-entropy of the relations over a batch."""
    ids = padded([one.ids for one in batch], 0)
    mask = padded([[1] * len(one.ids) for one in batch], 0)
    words = relater.bert.embeddings.word_embeddings(ids)
    with torch.autocast("cpu", torch.bfloat16):
        odds = relater(words, mask)[:, 0]
    likely = functional.log_softmax(odds, -1)
    found = [row[one.heads[0]].logsumexp(0) for row, one in zip(likely, batch, strict=True)]
    return -torch.stack(found).mean()


def epochs(tokenizer: Any, share: float, random: Random) -> Iterator[list[Encoded]]:
    """Yield what is learnt in each epoch: all statements, and a part of the answers.

    `share` is that of the dossiers whose answers are learnt from at all.
    """
    statements, every = list(every_statement()), list(every_dossier())
    drawn = random.sample(every, round(share * len(every)))
    answers = [one for dossier in drawn for one in of_dossier(dossier, random)]
    random.shuffle(answers)
    for part in range(_EPOCHS):
        related = [*statements, *answers[part::_EPOCHS]]
        _log.info("%d pairs", len(related))
        yield list(examples(tokenizer, related, random))


def main() -> None:
    """Learn from the dossiers and the statements, and write."""
    parser = argparse.ArgumentParser(description="Learn the embedded relater.")
    parser.add_argument("--out", type=Path, default=RELATER_CHANGES)
    parser.add_argument("--share", type=float, default=0.65, help="of the dossiers, drawn")
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    join()
    torch.manual_seed(asked.seed)
    random = Random(asked.seed)
    tokenizer, reader = stock()
    relater = Layers(adapt(reader, LEANER_CHANGES).bert, len(RELATIONS))
    found = open_low_rank(relater, _RANK)
    losses: list[float] = []
    every = epochs(tokenizer, asked.share, random)
    for value in learn(relater, found, every, loss, random, rate=_RATE, dropout=True):
        losses.append(value)
        if len(losses) % 50 == 0:
            _log.info("step %d, loss %.4f", len(losses), float(np.mean(losses[-50:])))
    if own_share()[0] == 0:
        save(relater, found, asked.out)


if __name__ == "__main__":
    main()
