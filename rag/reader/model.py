"""The reader's models as torch knows them: the bilingual encoder's layers, numbers for each piece.

The reader has four. The leaner is the reader with small low-rank changes more (LoRA, Hu et al.
2021), and has two; the relater is the leaner with such changes, and has one for each relation.
"""

from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import torch
from torch import Tensor, nn

from rag.reader import changes

if TYPE_CHECKING:
    from transformers import BertModel

# Whether the sentence that ends here answers; whether this piece is of the answer; and at the
# beginning of two sentences, whether they are about one thing, and whether both can be true of it.
HEADS = 4
# Whether the sentence that ends here says yes to what is asked, and whether it says no.
LEANING = 2


class Layers(nn.Module):
    """From word embeddings (n x tokens x d) to log-odds (n x tokens x heads)."""

    def __init__(self, bert: "BertModel", heads: int = HEADS) -> None:
        super().__init__()
        self.bert = bert
        self.dimension = int(bert.config.hidden_size)
        self.heads = nn.Linear(self.dimension, heads)

    def forward(self, words: Tensor, mask: Tensor) -> Tensor:
        """Return the log-odds; `mask` tells which tokens are real (n x tokens)."""
        states = self.bert(inputs_embeds=words, attention_mask=mask).last_hidden_state
        return self.heads(states.float())  # type: ignore[no-any-return]


def read_model(bilingual: Path, changed: Path, heads: Path) -> Layers:
    """Return the layers of the bilingual model in a folder, with the reader's changes and heads."""
    from index.export import read_bert

    layers = Layers(read_bert(bilingual))
    weights = dict(layers.bert.named_parameters())
    with torch.no_grad():
        for name, change in changes.load(changed).items():
            weights[name].add_(torch.from_numpy(change))
    load_heads(layers, heads)
    return layers.eval()


def adapt(layers: Layers, changed: Path) -> Layers:
    """Return a model of its own heads: that of some layers, which it changes, low-rank."""
    found = changes.load(changed)
    adapted = Layers(layers.bert, len(found["heads"]))
    with torch.no_grad():
        for name, weight in maps(adapted).items():
            weight.add_(torch.from_numpy(found[f"{name} up"] @ found[f"{name} down"]))
        adapted.heads.weight.copy_(torch.from_numpy(found["heads"]))
        adapted.heads.bias.copy_(torch.from_numpy(found["bias"][:, 0]))
    return adapted.eval()


def maps(layers: Layers) -> dict[str, nn.Parameter]:
    """Return the weights of the encoder's linear maps, by their names: what a reader changes."""
    encoder = layers.bert.encoder
    linear = (name for name, module in encoder.named_modules() if isinstance(module, nn.Linear))
    return {f"encoder.{name}.weight": encoder.get_parameter(f"{name}.weight") for name in linear}


def save_changes(layers: Layers, stock: Layers, path: Path) -> None:
    """Write how the maps differ from those of `stock`, as near as whole steps allow."""
    before = maps(stock)
    with torch.no_grad():
        found = {name: (weight - before[name]).numpy() for name, weight in maps(layers).items()}
    changes.save(found, path)


def load_heads(layers: Layers, path: Path) -> None:
    """Read the rows of the heads that `save_heads` wrote."""
    with torch.no_grad(), np.load(path) as arrays:
        layers.heads.weight.copy_(torch.from_numpy(arrays["weight"].astype(np.float32)))
        layers.heads.bias.copy_(torch.from_numpy(arrays["bias"].astype(np.float32)))


def save_heads(layers: Layers, path: Path) -> None:
    """Write the rows of the heads, which `read_model` reads."""
    weight, bias = layers.heads.weight.detach().numpy(), layers.heads.bias.detach().numpy()
    with path.open("wb") as file:
        np.savez(file, weight=weight, bias=bias)
