"""Train the heads that judge two statements where the rules do not decide; seeded.

    python -m bench.train_statements DACCORD_DEV.tsv RTE3_FR_DEV.tsv

Two are trained. That of the kinds (`rag/statements/kinds.json`) is a multinomial logistic
regression over all features, learnt from our own pairs, those of `bench/compared.tsv` and
`tests/statements.tsv`, and a little from RTE3-FR: that a long text and a short statement on it are
no contradiction for what the one leaves out. Printed is how often the whole comparison tells
relation and kind rightly of the pairs of `bench/compared.tsv` that it has not learnt from,
cross-validated.

The other (`rag/statements/head.json`) tells contradictions of long French statements. It is a
logistic regression over five features (`rag.statements.head`), strongly regularised, since the
development part of DACCORD has 344 pairs. That of RTE3-FR is learnt from too, and weighs as much as
DACCORD does (less was worse), its few contradictions as much as all its others. The threshold is
that of DACCORD, half of whose pairs are contradictions. Printed are figures of repeated tenfold
cross-validation of the whole comparison, rules and head, the threshold chosen within the training
folds each time.
The weights go into these files; no text does.
"""

import argparse
import json
from collections.abc import Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score, roc_auc_score
from sklearn.model_selection import StratifiedKFold

from bench.statements import Labelled, Typed, labelled, typed
from index.encoder import EMBEDDED, Encoder, open_encoder
from rag.statements import Comparer, CompareRequest
from rag.statements.compare import decides, is_long
from rag.statements.head import FILE, KINDS_FILE, NONE, KindHead, kinds, look, whole
from rag.statements.kinds import verdict
from rag.statements.rules import find
from rag.statements.statement import pair, read_statement

ROOT = Path(__file__).parent.parent
OUT = ROOT / "rag" / "statements"
PAIRS, OWN = ROOT / "bench" / "compared.tsv", ROOT / "tests" / "statements.tsv"
LEAST = 0.01  # the deviation of a feature that is never or always there
OF_RTE3 = 0.1  # what a pair of RTE3-FR weighs, to one of ours
KIND_STRENGTH = 0.3  # the inverse of the regularisation of the kinds' head
STRENGTH = 0.1  # the inverse of the regularisation
THRESHOLDS = np.linspace(0.3, 0.6, 31)
ROUNDS = 5

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]


@dataclass(frozen=True)
class Examples:
    """Pairs as the head sees them; `sure` are those on which the rules decide alone, as `said`."""

    features: Floats
    contradicts: Flags
    sure: Flags
    said: Flags

    def judged(self, odds: Floats, threshold: float) -> Flags:
        """Return which pairs the whole comparison calls contradictions."""
        return np.where(self.sure, self.said, odds >= threshold)


def examples(rows: Sequence[Labelled], encoder: Encoder) -> Examples:
    """Return the pairs of a set as the head sees them; of those not long, what is said already."""
    seen, sure, said = [], [], []
    comparer = Comparer(encoder=encoder)
    for row in rows:
        pairing = pair(read_statement(row.a), read_statement(row.b))
        found = find(pairing)
        decided = verdict(pairing, found)
        looked, decides_alone = look(pairing, found, encoder), decides(pairing, decided)
        seen.append(looked.features)
        sure.append(decides_alone or not looked.related or not is_long(pairing))
        told = comparer.compare(CompareRequest(a=row.a, b=row.b)).relation if sure[-1] else ""
        said.append(told == "contradiction")
    contradicts = np.array([row.contradicts for row in rows])
    return Examples(np.array(seen), contradicts, np.array(sure), np.array(said))


@dataclass(frozen=True)
class Kinds:
    """Our own pairs as the head of the kinds sees them; `said` is what the rules alone decide."""

    features: Floats
    kinds: NDArray[np.str_]
    sure: Flags
    said: NDArray[np.str_]

    def part(self, which: NDArray[np.int64]) -> "Kinds":
        """Return some of the pairs."""
        parts = self.features, self.kinds, self.sure, self.said
        return Kinds(*(each[which] for each in parts))


def kind_examples(rows: Sequence[Typed], encoder: Encoder) -> Kinds:
    """Return our own pairs as the head of the kinds sees them."""
    seen, sure, said = [], [], []
    for row in rows:
        pairing = pair(read_statement(row.a), read_statement(row.b))
        found = find(pairing)
        decided = verdict(pairing, found)
        seen.append(whole(pairing, found, look(pairing, found, encoder)))
        sure.append(decides(pairing, decided))
        said.append(decided.kind or NONE)
    told = np.array([row.kind or NONE for row in rows])
    return Kinds(np.array(seen), told, np.array(sure), np.array(said))


def fit_kinds(of: Sequence[tuple[Kinds, float]], encoder: str) -> KindHead:
    """Return the head of the kinds that is learnt from pairs of several sources, each weighed."""
    features = np.vstack([pairs.features for pairs, _ in of])
    told = np.concatenate([pairs.kinds for pairs, _ in of])
    weights = np.concatenate([np.full(len(pairs.kinds), weight) for pairs, weight in of])
    mean, deviation = features.mean(axis=0), features.std(axis=0).clip(LEAST)
    model = LogisticRegression(C=KIND_STRENGTH, max_iter=5000)
    model.fit((features - mean) / deviation, told, sample_weight=weights)
    parts = [[round(float(x), 4) for x in part] for part in (mean, deviation, model.intercept_)]
    rows = tuple(tuple(round(float(x), 4) for x in row) for row in model.coef_)
    names = tuple(str(name) for name in model.classes_)
    return KindHead(encoder, names, tuple(parts[0]), tuple(parts[1]), rows, tuple(parts[2]))


def cross_validated_kinds(
    new: Kinds, others: Sequence[tuple[Kinds, float]], encoder: str
) -> dict[str, float]:
    """Return how often relation and kind of a pair are told rightly that is not learnt from."""
    told = new.said.copy()
    folds = StratifiedKFold(10, shuffle=True, random_state=0)
    for train, test in folds.split(new.features, new.kinds):
        made = fit_kinds([(new.part(train), 1.0), *others], encoder)
        for i in test[~new.sure[test]]:
            chances = made.chances(tuple(new.features[i]))
            told[i] = max(chances, key=lambda name: chances[name])
    against = (told == "contradiction") == (new.kinds == "contradiction")
    return {"relation": float(against.mean()), "kind": float((told == new.kinds).mean())}


def train_kinds(rte3: Sequence[Labelled], encoder: Encoder) -> None:
    """Train the head of the kinds, write it, and print its cross-validated figures."""
    new, own = (kind_examples(typed(path), encoder) for path in (PAIRS, OWN))
    rows = [Typed(row.a, row.b, "contradiction" if row.contradicts else "") for row in rte3]
    others = [(own, 1.0), (kind_examples(rows, encoder), OF_RTE3)]
    made = fit_kinds([(new, 1.0), *others], encoder.name)
    (OUT / KINDS_FILE).write_text(json.dumps(asdict(made)) + "\n", encoding="utf-8")
    kinds.cache_clear()
    figures = cross_validated_kinds(new, others, encoder.name)
    print(f"{len(new.kinds)} pairs of our own", {k: round(v, 3) for k, v in figures.items()})  # noqa: T201


def fit(
    found: Examples, part: NDArray[np.int64], more: Examples
) -> tuple[Floats, Floats, Floats, float]:
    """Return mean and deviation of the features, and the weights and the bias learnt."""
    rows = np.vstack([found.features[part], more.features])
    wanted = np.concatenate([found.contradicts[part], more.contradicts])
    shares = np.where(more.contradicts, more.contradicts.sum(), (~more.contradicts).sum())
    weights = np.concatenate([np.ones(len(part)), len(part) / 2 / shares])
    mean, deviation = rows.mean(axis=0), rows.std(axis=0) + 1e-9
    model = LogisticRegression(C=STRENGTH)
    model.fit((rows - mean) / deviation, wanted, sample_weight=weights)
    return mean, deviation, model.coef_[0], float(model.intercept_[0])


def chances(found: Examples, part: NDArray[np.int64], more: Examples) -> Floats:
    """Return the probabilities of all pairs by a head that is fitted to a part of them."""
    mean, deviation, weights, bias = fit(found, part, more)
    odds = (found.features - mean) / deviation @ weights + bias
    return np.asarray(1 / (1 + np.exp(-odds)))


def best_threshold(found: Examples, chance: Floats, part: NDArray[np.int64]) -> float:
    """Return the threshold of the best F1 over a part: the middle of the best run of three."""
    scores = [f1_score(found.contradicts[part], found.judged(chance, t)[part]) for t in THRESHOLDS]
    smooth = np.convolve(scores, np.ones(5) / 5, mode="same")[2:-2]
    return float(THRESHOLDS[2:-2][int(smooth.argmax())])


def cross_validated(found: Examples, more: Examples) -> dict[str, float]:
    """Return the mean figures of repeated tenfold cross-validation."""
    f1, accuracy, area = [], [], []
    for seed in range(ROUNDS):
        judged, chance = np.zeros(len(found.said), bool), np.zeros(len(found.said))
        folds = StratifiedKFold(10, shuffle=True, random_state=seed)
        for train, test in folds.split(found.features, found.contradicts):
            every = chances(found, train, more)
            threshold = best_threshold(found, every, train)
            judged[test], chance[test] = found.judged(every, threshold)[test], every[test]
        f1.append(f1_score(found.contradicts, judged))
        accuracy.append(float((judged == found.contradicts).mean()))
        area.append(roc_auc_score(found.contradicts, chance))
    return {
        name: float(np.mean(v)) for name, v in (("F1", f1), ("accuracy", accuracy), ("AUC", area))
    }


def main() -> None:
    """Read the command line, train and write the head."""
    parser = argparse.ArgumentParser(description="Train the head that judges two statements.")
    parser.add_argument("daccord", type=Path)
    parser.add_argument("rte3", type=Path)
    arguments = parser.parse_args()
    rows = labelled(arguments.daccord, contradiction=1)
    rte3 = labelled(arguments.rte3, contradiction=2)
    encoder = open_encoder(EMBEDDED)
    train_kinds(rte3, encoder)
    found = examples(rows, encoder)
    more = examples(rte3, encoder)
    every = np.arange(len(rows))
    threshold = best_threshold(found, chances(found, every, more), every)
    mean, deviation, weights, bias = fit(found, every, more)
    rounded = [[round(float(x), 5) for x in part] for part in (mean, deviation, weights)]
    names = ("mean", "deviation", "weights")
    written = {"encoder": encoder.name, **dict(zip(names, rounded, strict=True))}
    written |= {"bias": round(bias, 5), "threshold": round(threshold, 3)}
    (OUT / FILE).write_text(json.dumps(written, indent=1) + "\n", encoding="utf-8")
    print(f"{len(rows)} pairs, rules alone decide {found.sure.mean():.2f}")  # noqa: T201
    print({k: round(v, 3) for k, v in cross_validated(found, more).items()}, written)  # noqa: T201


if __name__ == "__main__":
    main()
