"""Fit of which kind two answers differ: `python -m eval.fit_kinds`.

Every question of the evaluation set, and of the dossiers that the readers have not learnt from, is
answered twice: by the `quotes` writer, and with the expected answers, since all are seldom found.
Each two answers are an example (`rag.probable`). The kind is what is expected of them; none where
either is not expected at all. What is printed is measured on stories that the weights were not
fitted on. Run it behind `eval.fit`, whose weights find the answers.
"""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import combinations, groupby
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Literal

import numpy as np
import typer

import rag
from eval.cases import CASES, Case, load_cases, story_files
from eval.dossiers import write_stories
from eval.fit import DOSSIERS
from eval.match import match
from eval.run import recoupe_over
from rag.answer import SearchRequest
from rag.compose import Composer
from rag.copies import mark_copies
from rag.heard import Heard
from rag.paired import Relating
from rag.positions import positions
from rag.probable import NONE, traits
from rag.question import Question, understand
from rag.recoupe import Hit, Recoupe
from rag.relate import OPPOSED, ruled
from rag.settings import Settings
from rag.weights import Choice, Weights
from rag.writers.quotes import QuotesWriter
from rag.writers.writer import Proposal, Writer

WEIGHTS = Path(rag.__file__).parent / "probable.json"
_OF_STORIES = 10.0  # what an example of a story weighs: those of dossiers were marked in haste
_TOLD = 0.25  # the same, of answers that were given, to those that were found
_REGULARISATION = 0.02  # scikit-learn's C: the inverse of how strongly weights are held to zero
_LEAST_SPREAD = 0.05  # that of a trait which one of 400 examples has
_PARTS = 6


@dataclass(frozen=True, slots=True)
class Pair:
    """Two answers: what the model sees of them, and of which kind they differ, or none.

    `source` tells where they are from, and whether they were found or given; `ruled` is the rules'
    own word.
    """

    story: str
    traits: Mapping[str, float]
    kind: str
    ruled: str
    source: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Telling:
    """A writer that proposes the expected answers of a case."""

    case: Case
    name: Literal["quotes"] = "quotes"
    model: str | None = None

    def proposals(self, question: Question, hits: Sequence[Hit]) -> Iterator[Proposal]:
        """Yield what is expected of the documents that were found."""
        by_name = {PurePath(hit.document.source).name: hit for hit in hits}
        for answer in self.case.answers:
            for quote in answer.quotes:
                if hit := by_name.get(quote.document):
                    said = next((text for text in answer.any if text in quote.text), quote.text)
                    yield Proposal(hit, quote.text, said)

    def close(self) -> None:
        """Nothing is held."""


def pairs(folder: Path, weight: float) -> Iterator[Pair]:
    """Yield each two answers to the questions of a folder of stories, found and given."""
    name = "stories" if folder == CASES else "dossiers"
    with recoupe_over(Settings()) as open_story:
        for story, cases in groupby(load_cases(folder), key=lambda case: case.story):
            with open_story(story_files(folder, story)) as recoupe:
                for case in cases:
                    for pair in _of_case(case, recoupe, QuotesWriter(recoupe.meaning)):
                        yield replace(pair, source=f"{name}, found", weight=weight)
                    for pair in _of_case(case, recoupe, _Telling(case)):
                        yield replace(pair, source=f"{name}, given", weight=_TOLD * weight)


def _of_case(case: Case, recoupe: Recoupe, writer: Writer) -> Iterator[Pair]:
    question = understand(case.question)
    assert recoupe.meaning, "the embedded encoder is the default"
    heard = Heard([writer])
    list(heard.verified(question, recoupe.search(SearchRequest(question=case.question))))
    held = positions(question, mark_copies(heard.claims))
    gold = match(case, Composer(question, question.language, held, []).positions)
    both = list(combinations(range(len(held)), 2))
    leads = [(held[i].lead, held[j].lead) for i, j in both]
    every = Relating(recoupe.meaning.relate).read(question, leads)
    for (i, j), read in zip(both, every, strict=True):
        if read is not None:
            verdict, ruling = ruled(question, held[i], held[j])
            seen = traits(question, held, (i, j), verdict, ruling, read)
            kind = _expected(case, gold[i], gold[j])
            yield Pair(case.story, seen, kind, ruling[0] if ruling else NONE)


def _expected(case: Case, a: int | None, b: int | None) -> str:
    """Of which kind two answers of a case differ, by their numbers; none where one is no answer."""
    if a is None or b is None or a == b:
        return NONE
    differing = (d.kind for d in case.disagreements if {a, b} <= {*d.answers})
    return next(differing, NONE)


def fit(examples: Sequence[Pair]) -> Choice:
    """Return the multinomial regression that fits the examples, for traits as they are."""
    from sklearn.linear_model import LogisticRegression

    names = sorted({name for one in examples for name in one.traits})
    rows = np.array([[one.traits.get(name, 0.0) for name in names] for one in examples])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + _LEAST_SPREAD
    model = LogisticRegression(C=_REGULARISATION, max_iter=3000)
    weight = [one.weight for one in examples]
    model.fit((rows - mean) / spread, [one.kind for one in examples], sample_weight=weight)
    found = {}
    for kind, row, bias in zip(model.classes_, model.coef_, model.intercept_, strict=True):
        of = row / spread
        told = {n: round(float(w), 3) for n, w in zip(names, of, strict=True) if abs(w) >= 0.001}
        found[str(kind)] = Weights(round(float(bias - of @ mean), 4), told)
    return Choice(found)


def left_out(examples: Sequence[Pair]) -> Iterator[str]:
    """Yield how many are told rightly, and how many opposed wrongly, on others' weights."""
    stories = sorted({one.story for one in examples})
    told: list[tuple[Pair, str]] = []
    for part in ({*stories[n::_PARTS]} for n in range(_PARTS)):
        model = fit([one for one in examples if one.story not in part])
        for one in (one for one in examples if one.story in part):
            likely = model.chances(one.traits)
            told.append((one, max(likely, key=lambda kind: likely[kind])))
    for source in sorted({one.source for one in examples}):
        its = [(one, kind) for one, kind in told if one.source == source]
        yield f"{source}: {len(its)} pairs, by the rules {_counts((o, o.ruled) for o, _ in its)}"
        yield f"{source}: {len(its)} pairs, by the model {_counts(iter(its))}"


def _counts(told: Iterator[tuple[Pair, str]]) -> str:
    of: Counter[str] = Counter()
    for one, kind in told:
        of["right"] += kind == one.kind
        of["opposed rightly"] += kind == one.kind in OPPOSED
        of["opposed wrongly"] += kind in OPPOSED and one.kind not in OPPOSED
        of["missed"] += kind not in OPPOSED and one.kind in OPPOSED
    return ", ".join(f"{name} {number}" for name, number in of.items())


def main() -> None:
    """Fit the weights and write them."""
    examples = list(pairs(CASES, _OF_STORIES))
    with TemporaryDirectory(prefix="recoupe-fit-") as stories:
        for path in sorted(DOSSIERS.glob("*.txt")):
            write_stories(path, Path(stories))
        examples += pairs(Path(stories), 1.0)
    for line in left_out(examples):
        typer.echo(line)
    found = {kind: asdict(weights) for kind, weights in fit(examples).of.items()}
    WEIGHTS.write_text(json.dumps(found, indent=1, sort_keys=True) + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
