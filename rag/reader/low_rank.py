"""Learn low-rank changes of a model's linear maps (LoRA, Hu et al. 2021, arXiv:2106.09685).

Of a model that has learnt one thing already, few numbers more make one that tells another. Several
processes share each step: `torchrun --nproc-per-node 2 -m …` learns from twice as many examples at
once. Seeded; the last digits depend on the processor.
"""

import math
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from random import Random
from typing import Any

import torch
from torch import Tensor, distributed, nn
from torch.nn.utils import parametrize

from index.bilingual import build_model
from index.embedded import stock_model
from index.runtime import TOKENIZER
from rag.reader import changes
from rag.reader.files import CHANGES, HEADS
from rag.reader.model import Layers, maps, read_model
from rag.reader.train import Encoded, batches

_RATE_OF_HEADS = 1e-3
_WARMING = 40

Loss = Callable[[Layers, Sequence[Encoded]], Tensor]


class LowRank(nn.Module):
    """What is added to a map (n x m): the product of two small ones, nothing at first."""

    def __init__(self, weight: Tensor, rank: int) -> None:
        super().__init__()
        rows, columns = weight.shape
        self.down = nn.Parameter(torch.randn(rank, columns) / math.sqrt(columns))
        self.up = nn.Parameter(torch.zeros(rows, rank))

    def forward(self, weight: Tensor) -> Tensor:
        """Return the map as it is changed."""
        return weight + self.up @ self.down


def stock() -> tuple[Any, Layers]:
    """Return the tokenizer of the bilingual encoder, which cuts nothing short, and the reader."""
    from tokenizers import Tokenizer

    with tempfile.TemporaryDirectory() as folder:
        build_model(stock_model(), Path(folder))
        tokenizer: Any = Tokenizer.from_file(str(Path(folder) / TOKENIZER))
        tokenizer.no_truncation()
        tokenizer.no_padding()
        return tokenizer, read_model(Path(folder), CHANGES, HEADS)


def open_low_rank(layers: Layers, rank: int) -> dict[str, LowRank]:
    """Let all maps of a model be changed, and nothing else but the heads; return the changes."""
    layers.requires_grad_(False)
    layers.heads.requires_grad_(True)
    found = {}
    for name, weight in maps(layers).items():
        found[name] = LowRank(weight, rank)
        module = layers.bert.get_submodule(name.removesuffix(".weight"))
        parametrize.register_parametrization(module, "weight", found[name])
    return found


def learn(
    layers: Layers,
    found: dict[str, LowRank],
    epochs: Iterable[Sequence[Encoded]],
    loss: Loss,
    random: Random,
    *,
    rate: float,
    dropout: bool = False,
) -> Iterator[float]:
    """Learn from the examples of each epoch, each process from its share; yield every loss.

    `rate` is what the low-rank changes are learnt at, before it falls: the higher the rank, the
    less is good.
    """
    low = [parameter for one in found.values() for parameter in one.parameters()]
    learning = [*low, *layers.heads.parameters()]
    groups: list[dict[str, Any]] = [
        {"params": low, "rate": rate},
        {"params": list(layers.heads.parameters()), "rate": _RATE_OF_HEADS},
    ]
    optimizer = torch.optim.AdamW(groups, betas=(0.9, 0.98), weight_decay=0.0)
    layers.train(dropout)
    every = [batch for encoded in epochs for batch in batches(encoded, random)]
    share, shares = own_share()
    own = every[share : len(every) // shares * shares : shares]
    for step, batch in enumerate(own):
        now = min(1.0, (step + 1) / _WARMING) * (1 - step / len(own))
        for group in optimizer.param_groups:
            group["lr"] = group["rate"] * now
        optimizer.zero_grad()
        value = loss(layers, batch)
        value.backward()  # type: ignore[no-untyped-call]
        if shares > 1:
            _average(learning, shares)
        nn.utils.clip_grad_norm_(low, 1.0)
        optimizer.step()
        yield float(value.detach())
    layers.eval()


def join() -> None:
    """Let this process share each step with those that were started with it, if any were."""
    if distributed.is_torchelastic_launched():
        distributed.init_process_group("gloo")


def own_share() -> tuple[int, int]:
    """Return which of how many processes this is."""
    if not distributed.is_initialized():
        return 0, 1
    return distributed.get_rank(), distributed.get_world_size()


def _average(learning: Sequence[nn.Parameter], shares: int) -> None:
    """Put the mean over all processes in the place of each gradient."""
    for parameter in learning:
        distributed.all_reduce(parameter.grad)
        assert parameter.grad is not None, "every step uses every parameter"
        parameter.grad /= shares


def save(layers: Layers, found: dict[str, LowRank], path: Path) -> None:
    """Write what was learnt, which `rag.reader.model.adapt` reads."""
    arrays = {"heads": layers.heads.weight, "bias": layers.heads.bias[:, None]}
    for name, one in found.items():
        arrays |= {f"{name} up": one.up, f"{name} down": one.down}
    told = {name: array.detach().numpy() for name, array in arrays.items()}
    changes.save(told, path, finely=True)
