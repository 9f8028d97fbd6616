"""Build the bilingual model from the stock one: the table's rows appended, the changes merged."""

import json
import shutil
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from safetensors.numpy import load_file, save_file

from index.bilingual import changes, pieces, table

ARTEFACT = Path(__file__).parent
TABLE = "pieces.tsv.gz"
CHANGES = "changes.npz"
WEIGHTS = "model.safetensors"

_EMBEDDINGS = "embeddings.word_embeddings.weight"


def build_model(stock: Path, folder: Path, artefact: Path = ARTEFACT) -> None:
    """Write into `folder` the sentence-transformers model `stock`, made bilingual.

    The rows of the artefact's table are appended to its vocabulary and its embeddings, and the
    changes of weights, where the artefact has some, are added. The same input gives the same
    bytes. Raises OSError where the stock model cannot be read or the folder not be written.
    """
    rows = table.load(artefact / TABLE)
    shutil.copytree(stock, folder, dirs_exist_ok=True)
    numbers = pieces.vocabulary(stock)
    weights = load_file(stock / WEIGHTS)
    weights[_EMBEDDINGS] = extended(weights[_EMBEDDINGS], rows, numbers)
    if (artefact / CHANGES).exists():
        for name, change in changes.load(artefact / CHANGES).items():
            if name == changes.ROWS:
                weights[_EMBEDDINGS][places(rows, numbers)] += change
            else:
                weights[name] = weights[name] + change
    save_file(weights, folder / WEIGHTS, metadata={"format": "pt"})
    _write_vocabulary(stock, folder, [row.piece for row in rows if not row.known])


def extended(
    stock: NDArray[np.float32], rows: list[table.Row], numbers: dict[str, int]
) -> NDArray[np.float32]:
    """Return the stock embeddings with the rows' own: known pieces in their place, new at the end.

    `numbers` are the stock vocabulary's.
    """
    new = sum(not row.known for row in rows)
    embeddings = np.concatenate([stock, np.zeros((new, stock.shape[1]), dtype=np.float32)])
    embeddings[places(rows, numbers)] = table.embeddings(rows, stock, numbers)
    return embeddings


def places(rows: list[table.Row], numbers: dict[str, int]) -> list[int]:
    """Return at which row of the extended embeddings each row of the table is."""
    new = iter(range(len(numbers), len(numbers) + len(rows)))
    return [numbers[row.piece] if row.known else next(new) for row in rows]


def _write_vocabulary(stock: Path, folder: Path, new: list[str]) -> None:
    described = pieces.described_with(stock, new)
    (folder / pieces.TOKENIZER).write_text(
        json.dumps(described, ensure_ascii=False), encoding="utf-8"
    )
    if (stock / "vocab.txt").exists():
        numbers = described["model"]["vocab"]
        listed = "".join(f"{piece}\n" for piece in sorted(numbers, key=numbers.__getitem__))
        (folder / "vocab.txt").write_text(listed, encoding="utf-8")
    config = json.loads((stock / "config.json").read_text(encoding="utf-8"))
    config["vocab_size"] = len(described["model"]["vocab"])
    (folder / "config.json").write_text(json.dumps(config, indent=2), encoding="utf-8")
