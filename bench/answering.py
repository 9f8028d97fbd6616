"""Measure how well the reader tells which sentences of a report answer, and whether any does.

    python -m bench.answering eval/dossiers/*.txt [--most 12]

The dossiers named are of those that the reader has not learnt from. Every question is put, in each
of its wordings, to each report of its dossier. Printed are, over all sentences, the average
precision of the reader's log-odds; over all reports, how often one that answers gets more, at its
best sentence, than one that does not (the area under the ROC curve; .5 is chance); and of the
reports that answer, how many do at their best sentence.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from rag.reader import Reader, Text
from rag.reader.dossiers import Dossier, read_dossiers


class Report(NamedTuple):
    """A report as read under one wording: log-odds of its sentences, and which of them answer."""

    language: str
    odds: tuple[float, ...]
    answers: tuple[bool, ...]


def reports(reader: Reader, dossier: Dossier) -> Iterator[Report]:
    """Yield every report of a dossier under every wording of its questions."""
    texts = [Text(text.sentences, range(len(text.sentences))) for text in dossier.texts]
    for asked in dossier.asked:
        answering = {(given.text, given.sentence) for given in asked.answers}
        for _, wording in asked.wordings:
            for n, read in enumerate(reader.read(wording, texts)):
                odds = tuple(read[i].answers for i in sorted(read))
                answers = tuple((n, i) in answering for i in sorted(read))
                yield Report(dossier.texts[n].language, odds, answers)


def precision(read: list[Report]) -> float:
    """Return the average precision over all sentences."""
    from sklearn.metrics import average_precision_score

    right = [answers for report in read for answers in report.answers]
    return float(average_precision_score(right, [o for report in read for o in report.odds]))


def main() -> None:
    """Measure the files named on the command line."""
    from sklearn.metrics import roc_auc_score

    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("files", type=Path, nargs="+")
    parser.add_argument("--most", type=int, default=12, help="dossiers of each file")
    told = parser.parse_args()
    dossiers = [d for path in told.files for d in read_dossiers(path)[: told.most]]
    reader = Reader()
    read = [report for dossier in dossiers for report in reports(reader, dossier)]
    having = [report for report in read if any(report.answers)]
    area = roc_auc_score([any(r.answers) for r in read], [max(r.odds) for r in read])
    first = sum(r.answers[r.odds.index(max(r.odds))] for r in having) / len(having)
    each = {name: precision([r for r in read if r.language == name]) for name in ("fr", "en")}
    sys.stdout.write(
        f"{len(dossiers)} dossiers, {len(read)} reports read; sentences {precision(read):.3f} "
        f"(fr {each['fr']:.3f}, en {each['en']:.3f}), reports {area:.3f}, best first {first:.3f}\n"
    )


if __name__ == "__main__":
    main()
