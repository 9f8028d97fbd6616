"""Learn the leaner: `python -m rag.reader.train_leaner`.

From all that the dossiers tell of yes and no, and from sentences of theirs that answer neither.
What is learnt are two numbers for the end of a sentence, and low-rank changes of the reader's
linear maps (LoRA, Hu et al. 2021, arXiv:2106.09685). The reader itself stays as it is.

Several processes share each step: `torchrun --nproc-per-node 2 -m rag.reader.train_leaner` learns
from twice as many examples at once. Seeded; the last digits depend on the processor.
"""

import argparse
import logging
import math
import tempfile
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import numpy as np
import torch
from torch import Tensor, distributed, nn
from torch.nn import functional
from torch.nn.utils import parametrize

from index.bilingual import build_model
from index.embedded import stock_model
from index.runtime import TOKENIZER
from rag.reader import changes
from rag.reader.dossiers import every_dossier
from rag.reader.files import CHANGES, HEADS, LOW_RANK
from rag.reader.leaner import of_both
from rag.reader.model import LEANING, Layers, maps, read_model
from rag.reader.train import Encoded, batches, padded
from rag.reader.whether import Whether, others_of, whether_of

_RANK = 16
_RATE, _RATE_OF_HEADS = 2.5e-3, 1e-3
_WARMING = 40

_log = logging.getLogger(__name__)


class LowRank(nn.Module):
    """What is added to a map (n x m): the product of two small ones, nothing at first."""

    def __init__(self, weight: Tensor) -> None:
        super().__init__()
        rows, columns = weight.shape
        self.down = nn.Parameter(torch.randn(_RANK, columns) / math.sqrt(columns))
        self.up = nn.Parameter(torch.zeros(rows, _RANK))

    def forward(self, weight: Tensor) -> Tensor:
        """Return the map as it is changed."""
        return weight + self.up @ self.down


def open_low_rank(leaner: Layers) -> dict[str, LowRank]:
    """Let all maps of a leaner be changed, and nothing else but the heads; return the changes."""
    leaner.requires_grad_(False)
    leaner.heads.requires_grad_(True)
    found = {}
    for name, weight in maps(leaner).items():
        found[name] = LowRank(weight)
        module = leaner.bert.get_submodule(name.removesuffix(".weight"))
        parametrize.register_parametrization(module, "weight", found[name])
    return found


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


def learn(
    leaner: Layers,
    found: dict[str, LowRank],
    encoded: Sequence[Encoded],
    epochs: int,
    random: Random,
) -> Iterator[float]:
    """Learn from examples, each process from its share; yield the loss of each step."""
    low = [parameter for one in found.values() for parameter in one.parameters()]
    learning = [*low, *leaner.heads.parameters()]
    groups: list[dict[str, Any]] = [
        {"params": low, "rate": _RATE},
        {"params": list(leaner.heads.parameters()), "rate": _RATE_OF_HEADS},
    ]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.0)
    leaner.eval()
    every = [batch for _ in range(epochs) for batch in batches(encoded, random)]
    share, shares = _share()
    own = every[share : len(every) // shares * shares : shares]
    for step, batch in enumerate(own):
        rate = min(1.0, (step + 1) / _WARMING) * (1 - step / len(own))
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * rate
        optimizer.zero_grad()
        value = loss(leaner, batch)
        value.backward()  # type: ignore[no-untyped-call]
        if shares > 1:
            _average(learning, shares)
        nn.utils.clip_grad_norm_(low, 1.0)
        optimizer.step()
        yield float(value.detach())


def _share() -> tuple[int, int]:
    """Which of how many processes this is."""
    if not distributed.is_initialized():
        return 0, 1
    return distributed.get_rank(), distributed.get_world_size()


def _average(learning: Sequence[nn.Parameter], shares: int) -> None:
    """Put the mean over all processes in the place of each gradient."""
    for parameter in learning:
        distributed.all_reduce(parameter.grad)
        assert parameter.grad is not None, "every step uses every parameter"
        parameter.grad /= shares


def save(leaner: Layers, found: dict[str, LowRank], path: Path) -> None:
    """Write what was learnt, which `rag.reader.model.lean` reads."""
    arrays = {"heads": leaner.heads.weight, "bias": leaner.heads.bias[:, None]}
    for name, one in found.items():
        arrays |= {f"{name} up": one.up, f"{name} down": one.down}
    told = {name: array.detach().numpy() for name, array in arrays.items()}
    changes.save(told, path, finely=True)


def main() -> None:
    """Learn from the dossiers, and write."""
    parser = argparse.ArgumentParser(description="Learn the embedded leaner.")
    parser.add_argument("--out", type=Path, default=LOW_RANK)
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--seed", type=int, default=5)
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    if distributed.is_torchelastic_launched():
        distributed.init_process_group("gloo")
    torch.manual_seed(asked.seed)
    with tempfile.TemporaryDirectory() as folder:
        from tokenizers import Tokenizer

        build_model(stock_model(), Path(folder))
        tokenizer: Any = Tokenizer.from_file(str(Path(folder) / TOKENIZER))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        leaner = Layers(read_model(Path(folder), CHANGES, HEADS).bert, LEANING)
    found = open_low_rank(leaner)
    random = Random(asked.seed)
    examples = [one for d in every_dossier() for one in (*whether_of(d), *others_of(d, random))]
    encoded = [encode(tokenizer, one) for one in examples]
    losses: list[float] = []
    for value in learn(leaner, found, encoded, asked.epochs, random):
        losses.append(value)
        if len(losses) % 50 == 0:
            _log.info("step %d, loss %.4f", len(losses), float(np.mean(losses[-50:])))
    if _share()[0] == 0:
        save(leaner, found, asked.out)


if __name__ == "__main__":
    main()
