"""Learn what makes the encoder bilingual: `python -m index.bilingual.train PAIRS.tsv.gz`.

First the table of word pieces, then the changes of weights. Both depend on the pairs, the seed
and the number of steps; the second also, in the last digits, on the processor.
"""

import argparse
import logging
import shutil
import tempfile
from collections.abc import Iterable
from pathlib import Path
from random import Random
from typing import TYPE_CHECKING

from index.bilingual import align, changes, pieces, table, texts, words
from index.bilingual.build import ARTEFACT, CHANGES, TABLE, build_model, places
from index.embedded import stock_model
from index.lexicon.written import Written, written_words

if TYPE_CHECKING:
    from transformers import BertModel

_TOLD = 25  # steps between two lines of the log

_log = logging.getLogger(__name__)


def learn_table(
    pairs: Iterable[texts.Pair], stock: Path, out: Path, written: Iterable[Written] = ()
) -> None:
    """Write into `out` the table of word pieces that (English, French) sentences teach.

    Behind them stand the words that were `written` with their English.
    """
    english, french = zip(*pairs, strict=True)
    learnt = pieces.learn(french, stock)
    new = [table.Row(piece, {}) for piece in pieces.french_only(learnt, french, english, stock)]
    fr = [ids[1:-1] for ids in pieces.encode(french, stock, new)]
    en = [ids[1:-1] for ids in pieces.encode(english, stock)]
    rows = align.rows([row.piece for row in new], pieces.vocabulary(stock), fr, en)
    of_words = words.rows(written, pieces.vocabulary(stock), (row.piece for row in rows))
    telling = {*pieces.french_only([row.piece for row in of_words], french, english, stock, rows)}
    rows += [row for row in of_words if row.piece in telling]
    table.save(rows, out / TABLE)
    _log.info("%d rows, %d bytes", len(rows), (out / TABLE).stat().st_size)


def learn_changes(
    sources: dict[str, list[texts.Pair]], stock: Path, out: Path, *, steps: int, seed: int
) -> None:
    """Write into `out` the changes of weights that the texts teach, on top of its table."""
    import torch

    from index.bilingual import distil

    torch.manual_seed(seed)
    random = Random(seed)
    rows = table.load(out / TABLE)
    found = texts.texts(sources, random)
    english = [text.english for text in found]
    targets = distil.embed_all(read_model(stock), pieces.encode(english, stock))
    _log.info("%d texts have the embeddings that are wanted", len(found))
    student = _with_table(stock, out)
    distil.open_to_change(student, places(rows, pieces.vocabulary(stock)))
    each = iter(pieces.encode([french for text in found for french in text.french], stock, rows))
    batches = distil.epochs(
        [distil.cut(ids) for ids in pieces.encode(english, stock, rows)],
        [[distil.cut(next(each)) for _ in text.french] for text in found],
        random,
    )
    cosines: list[float] = []
    for cosine in distil.learn(student, batches, targets, steps):
        cosines.append(cosine)
        if len(cosines) % _TOLD == 0:
            _log.info("step %d, cosine %.4f", len(cosines), sum(cosines[-_TOLD:]) / _TOLD)
    distil.temper(student)
    changes.save(distil.factors(student), out / CHANGES)


def read_model(folder: Path) -> "BertModel":
    """Return the model in a folder, for distil to read with or to change."""
    from transformers import BertModel

    # For texts as short as these, plain attention learns twice as fast as the fused one.
    return BertModel.from_pretrained(folder, add_pooling_layer=False, attn_implementation="eager")


def _with_table(stock: Path, out: Path) -> "BertModel":
    """Return the stock model with the table's rows and no changes."""
    with tempfile.TemporaryDirectory() as work:
        artefact, folder = Path(work, "artefact"), Path(work, "model")
        artefact.mkdir()
        shutil.copy(out / TABLE, artefact)
        build_model(stock, folder, artefact)
        return read_model(folder)


def main() -> None:
    """Read the pairs named on the command line, learn, and write."""
    parser = argparse.ArgumentParser(description="Make the embedded encoder bilingual.")
    parser.add_argument("pairs", type=Path, help="English TAB French TAB source, gzip")
    parser.add_argument("--out", type=Path, default=ARTEFACT)
    parser.add_argument("--only", choices=("table", "changes"), help="learn only this")
    parser.add_argument("--steps", type=int, default=1300)
    parser.add_argument("--seed", type=int, default=0)
    asked = parser.parse_args()
    logging.basicConfig(level=logging.INFO, format="%(asctime)s %(message)s")
    stock = stock_model()
    sources = texts.read(asked.pairs)
    if asked.only != "changes":
        learnt_from = (pair for pairs in sources.values() for pair in pairs)
        learn_table(learnt_from, stock, asked.out, written_words())
    if asked.only != "table":
        learn_changes(sources, stock, asked.out, steps=asked.steps, seed=asked.seed)


if __name__ == "__main__":
    main()
