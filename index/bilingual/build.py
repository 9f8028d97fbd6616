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

_WEIGHTS = "model.safetensors"
_CONFIG = "config.json"
_LISTED = "vocab.txt"
_EMBEDDINGS = "embeddings.word_embeddings.weight"


def build_model(stock: Path, folder: Path, artefact: Path = ARTEFACT) -> None:
    """Write into `folder` the sentence-transformers model `stock`, made bilingual.

    The rows of the artefact's table are appended to its vocabulary and its embeddings, and the
    changes of weights, where the artefact has some, are added; rows at the end of the table that
    came after the changes were learnt have none. The same input gives the same bytes.
    Raises OSError where the stock model cannot be read or the folder not be written.
    """
    rows = table.load(artefact / TABLE)
    _copy(stock, folder)
    numbers = pieces.vocabulary(stock)
    weights = load_file(stock / _WEIGHTS)
    weights[_EMBEDDINGS] = extended(weights[_EMBEDDINGS], rows, numbers)
    if (artefact / CHANGES).exists():
        for name, change in changes.load(artefact / CHANGES).items():
            if name == changes.ROWS:
                weights[_EMBEDDINGS][places(rows, numbers)[: len(change)]] += change
            else:
                weights[name] = weights[name] + change
    save_file(weights, folder / _WEIGHTS, metadata={"format": "pt"})
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


def _copy(stock: Path, folder: Path) -> None:
    """Copy a folder, but not its weights, and no permissions: a package may be read-only."""
    folder.mkdir(parents=True, exist_ok=True)
    for path in stock.iterdir():
        if path.is_dir():
            _copy(path, folder / path.name)
        elif path.name != _WEIGHTS:
            shutil.copyfile(path, folder / path.name)


def _write_vocabulary(stock: Path, folder: Path, new: list[str]) -> None:
    described = pieces.described_with(stock, new)
    numbers = described["model"]["vocab"]
    config = json.loads((stock / _CONFIG).read_text(encoding="utf-8"))
    config["vocab_size"] = len(numbers)
    (folder / _CONFIG).write_text(json.dumps(config, indent=2), encoding="utf-8")
    (folder / pieces.TOKENIZER).write_text(
        json.dumps(described, ensure_ascii=False), encoding="utf-8"
    )
    if (stock / _LISTED).exists():
        listed = "".join(f"{piece}\n" for piece in sorted(numbers, key=numbers.__getitem__))
        (folder / _LISTED).write_text(listed, encoding="utf-8")
