"""Average what was learnt: `python -m rag.reader.average READER… --out FOLDER`.

Readers that were learnt one from the other agree in what they have learnt and err each in its own
way; the mean of their weights errs less than any of them, and is no slower (Wortsman et al. 2022).
Each reader is a folder with its changes and heads.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from rag.reader import changes
from rag.reader.files import CHANGES, HEADS


def average(readers: Sequence[Path], out: Path) -> None:
    """Write the mean of the readers' changes, in whole steps, and of their heads."""
    learnt = [changes.load(reader / CHANGES.name) for reader in readers]
    mean = {name: np.mean([one[name] for one in learnt], 0) for name in learnt[0]}
    heads = [np.load(reader / HEADS.name) for reader in readers]
    changes.save(mean, out / CHANGES.name)
    with (out / HEADS.name).open("wb") as file:
        np.savez(file, **{key: np.mean([one[key] for one in heads], 0) for key in heads[0].files})


def main() -> None:
    """Average the readers named on the command line."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("readers", type=Path, nargs="+", help="folders of changes and heads")
    parser.add_argument("--out", type=Path, default=CHANGES.parent)
    told = parser.parse_args()
    average(told.readers, told.out)


if __name__ == "__main__":
    main()
