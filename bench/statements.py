"""Measure comparing two statements on the sets of a folder, and on our own table.

    python -m bench.statements FOLDER [--own tests/statements.tsv] [--nli MODEL]

FOLDER holds `daccord/dev.tsv`, `rte3fr/RTE3-FR-*-3class.tsv` and `gqnlifr/gqnli.test.fr.tsv`, or
some of them. For each are printed how many pairs it has, how many contradict, and accuracy,
precision, recall and F1 of contradiction; beside them F1 of calling every pair a contradiction. The
head's weights are learnt from DACCORD's and RTE3-FR's development parts: what counts of those is
the cross-validated figure of `bench/train_statements.py`.
"""

import argparse
import csv
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

from rag.statements import Comparer, CompareRequest, Comparison

SETS = (
    ("DACCORD dev", "daccord/dev.tsv", 1),
    ("RTE3-FR dev", "rte3fr/RTE3-FR-dev-set-3class.tsv", 2),
    ("RTE3-FR test", "rte3fr/RTE3-FR-test-gold-3class.tsv", 2),
    ("GQNLI-FR", "gqnlifr/gqnli.test.fr.tsv", 2),
)
LONGEST = 2000


class Labelled(NamedTuple):
    """Two statements, and whether they contradict each other."""

    a: str
    b: str
    contradicts: bool


def labelled(path: Path, contradiction: int) -> list[Labelled]:
    """Return the pairs of a set whose class `contradiction` is that of contradictions."""
    with path.open(encoding="utf-8", newline="") as file:
        return [
            Labelled(
                row["premise"].strip(' "')[:LONGEST],
                row["hypothesis"].strip(' "')[:LONGEST],
                int(row["label"]) == contradiction,
            )
            for row in csv.DictReader(file, delimiter="\t")
        ]


class Typed(NamedTuple):
    """Two statements, and of which of the contract's kinds their difference is; "" for none."""

    a: str
    b: str
    kind: str


def typed(path: Path) -> list[Typed]:
    """Return the pairs of a table of ours."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t", quoting=csv.QUOTE_NONE)
        return [Typed(row["a"], row["b"], row["kind"]) for row in rows]


def judged(rows: Sequence[Labelled], compare: Callable[[CompareRequest], Comparison]) -> list[bool]:
    """Return which pairs are called contradictions."""
    return [compare(CompareRequest(a=r.a, b=r.b)).relation == "contradiction" for r in rows]


def figures(wanted: Sequence[bool], found: Sequence[bool]) -> str:
    """Return the figures of one set as a line."""
    hits = sum(w and f for w, f in zip(wanted, found, strict=True))
    right = sum(w == f for w, f in zip(wanted, found, strict=True)) / len(wanted)
    precision, recall = hits / max(1, sum(found)), hits / max(1, sum(wanted))
    f1 = 2 * hits / max(1, sum(found) + sum(wanted))
    blind = 2 * sum(wanted) / max(1, len(wanted) + sum(wanted))
    return (
        f"{len(wanted)} pairs, {sum(wanted)} contradict: accuracy {right:.3f}, precision "
        f"{precision:.3f}, recall {recall:.3f}, F1 {f1:.3f} (all called so: {blind:.3f})"
    )


def own(path: Path, compare: Callable[[CompareRequest], Comparison]) -> Iterator[str]:
    """Yield what is wrong in our own table, and then its figures."""
    wanted, found, kinds = list[bool](), list[bool](), list[bool]()
    for row in typed(path):
        got = compare(CompareRequest(a=row.a, b=row.b))
        wanted.append(row.kind == "contradiction")
        found.append(got.relation == "contradiction")
        kinds.append((got.kind or "") == row.kind)
        if not kinds[-1]:
            yield f"  {row.kind or 'none'} / {got.kind}: {row.a} | {row.b}"
    yield f"{figures(wanted, found)}; kind right {sum(kinds) / len(kinds):.3f}"


def main() -> None:
    """Read the command line and print the figures."""
    parser = argparse.ArgumentParser(description="Measure comparing two statements.")
    parser.add_argument("folder", type=Path, nargs="?")
    parser.add_argument("--own", type=Path, help="a table of a, b, relation and kind")
    parser.add_argument("--nli", help="a cross-encoder that votes too")
    arguments = parser.parse_args()
    compare = Comparer(arguments.nli).compare
    for name, path, contradiction in SETS if arguments.folder else ():
        if (arguments.folder / path).exists():
            rows = labelled(arguments.folder / path, contradiction)
            start = time.perf_counter()
            line = figures([r.contradicts for r in rows], judged(rows, compare))
            each = (time.perf_counter() - start) / len(rows) * 1000
            print(f"{name}: {line}; {each:.0f} ms a pair")  # noqa: T201
    if arguments.own:
        for line in own(arguments.own, compare):
            print(line)  # noqa: T201


if __name__ == "__main__":
    main()
