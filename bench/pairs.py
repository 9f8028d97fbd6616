"""Measure how well two answers are told apart: of one thing or of two, and can both be true?

    python -m bench.pairs eval/dossiers/*.txt [--most 1000]

The dossiers named are of those that nothing has learnt to compare sentences from. Of every two
answers to a question, the relater and the chooser say how likely they are about one event or thing,
and how likely both can be true of it. What is printed is how often a pair of which that is so gets
more than one of which it is not (the area under the ROC curve; .5 is chance).
"""

import argparse
import math
import sys
from collections import defaultdict
from collections.abc import Mapping, Sequence
from pathlib import Path
from random import Random

from rag.chooser import CHOOSER, Chooser
from rag.chooser.chooser import Alike
from rag.llama.model import Model
from rag.paired import Compare
from rag.reader import Relater
from rag.reader.dossiers import read_dossiers
from rag.reader.pairs import UNKNOWN, Pair, pairs_of
from rag.reader.relater import RELATIONS, Relation

_OF_TWO: tuple[Relation, ...] = ("different_subject", "unrelated")
_OF_ONE = tuple(name for name in RELATIONS if name not in _OF_TWO)
_FIT: tuple[Relation, ...] = ("same", "adds", "scope", "precision")
_OPPOSED: tuple[Relation, ...] = ("contradiction", "update")


def compared(compare: Compare, pairs: Sequence[Pair]) -> list[Alike]:
    """Return what is made of each pair, under the first wording of its question."""
    asked: dict[str, list[int]] = defaultdict(list)
    for number, pair in enumerate(pairs):
        asked[pair.wordings[0]].append(number)
    found: dict[int, Alike] = {}
    for question, numbers in asked.items():
        told = compare(question, [pairs[number].texts for number in numbers])
        found.update(zip(numbers, told, strict=True))
    return [found[number] for number in range(len(pairs))]


def related(question: str, pairs: Sequence[tuple[str, str]]) -> list[Alike]:
    """Return what the relater makes of pairs, as the chooser tells it."""
    return [
        Alike(_log(one, _OF_ONE) - _log(one, _OF_TWO), _log(one, _FIT) - _log(one, _OPPOSED))
        for one in Relater().relate(question, pairs)
    ]


def _log(told: Mapping[Relation, float], names: Sequence[Relation]) -> float:
    return math.log(sum(math.exp(told[name]) for name in names))


def area(odds: Sequence[float], so: Sequence[int]) -> float:
    """Return how often what is so gets more than what is not, of what is known."""
    from sklearn.metrics import roc_auc_score

    known = [(one, right) for one, right in zip(odds, so, strict=True) if right != UNKNOWN]
    return float(roc_auc_score([right for _, right in known], [one for one, _ in known]))


def main() -> None:
    """Print both areas for the relater and for the chooser."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=1000, help="pairs, drawn at random")
    told = parser.parse_args()
    every = [p for path in told.files for d in read_dossiers(path) for p in pairs_of(d)]
    pairs = Random(0).sample(every, min(told.most, len(every)))
    model = Model(CHOOSER)
    model.wait()
    write = sys.stdout.write
    write(f"{len(pairs)} pairs, {sum(p.same for p in pairs)} of one thing\n")
    for name, compare in (("relater", related), ("chooser", Chooser(model).compare)):
        found = compared(compare, pairs)
        same = area([one.same for one in found], [pair.same for pair in pairs])
        fits = area([one.fits for one in found], [pair.fits for pair in pairs])
        write(f"{name:10} one thing {same:.3f}, both true {fits:.3f}\n")
    model.close()


if __name__ == "__main__":
    main()
