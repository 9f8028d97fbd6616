"""Fit how likely two opposed answers really are: `python -m eval.fit_opposed`.

Every question of the evaluation set, and of the dossiers that the reader has not learnt from, is
answered twice: by the `quotes` writer, and with the expected answers, since names and places are
seldom both found. Each two answers that the rules then set against each other are an example. They
are so rightly where both are expected answers, and a contradiction, an update or an assessment is
expected between them. What is printed is measured on stories that the weights were not fitted on,
of answers that were found. Run it behind `eval.fit`, whose weights find the answers.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from itertools import groupby, zip_longest
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Literal

import typer

import rag
from eval.cases import CASES, Case, load_cases, story_files
from eval.dossiers import write_stories
from eval.fit import DOSSIERS, fit
from eval.match import match
from eval.run import recoupe_over
from rag.alike import ReadingAdviser
from rag.answer import SearchRequest
from rag.compose import Composer
from rag.copies import mark_copies
from rag.heard import Heard
from rag.opposed import OPPOSED, traits
from rag.positions import positions
from rag.question import Question, understand
from rag.recoupe import Hit, Recoupe
from rag.relate import ruled
from rag.settings import Settings
from rag.writers.quotes import QuotesWriter
from rag.writers.writer import Proposal, Writer

WEIGHTS = Path(rag.__file__).parent / "opposed.json"
_OF_STORIES = 4.0  # what an example of a story weighs: those of dossiers were marked in haste
_TOLD = 0.5  # the same, of answers that were given, to those that were found
_PARTS = 6
_SHOWN = (0.4, 0.5, 0.6, 0.7)


@dataclass(frozen=True, slots=True)
class Pair:
    """Two opposed answers: what the model sees of them, and whether they are rightly opposed."""

    story: str
    traits: Mapping[str, float]
    answers: bool
    weight: float


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
    """Yield the opposed answers to the questions of a folder of stories, found and given."""
    with recoupe_over(Settings()) as open_story:
        for story, cases in groupby(load_cases(folder), key=lambda case: case.story):
            with open_story(story_files(folder, story)) as recoupe:
                for case in cases:
                    yield from _of_case(case, recoupe, QuotesWriter(recoupe.meaning), weight)
                    yield from _of_case(case, recoupe, _Telling(case), _TOLD * weight)


def _of_case(case: Case, recoupe: Recoupe, writer: Writer, weight: float) -> Iterator[Pair]:
    question = understand(case.question)
    assert recoupe.meaning, "the embedded encoder is the default"
    heard = Heard([writer])
    list(heard.verified(question, recoupe.search(SearchRequest(question=case.question))))
    held = positions(question, mark_copies(heard.claims))
    found = list(ruled(question, held))
    gold = match(case, Composer(question, question.language, held, found).positions)
    expected = {
        frozenset((a, b))
        for disagreement in case.disagreements
        if disagreement.kind in OPPOSED
        for a in disagreement.answers
        for b in disagreement.answers
        if a != b
    }
    opposed = [relation for relation in found if relation.kind in OPPOSED]
    leads = [(held[relation.a].lead, held[relation.b].lead) for relation in opposed]
    reader = ReadingAdviser(recoupe.meaning.compare)
    for relation, alike in zip_longest(opposed, reader.read(question, leads)):
        pair = relation.a, relation.b
        seen = traits(question, held, pair, relation.verdict, alike)
        right = frozenset(gold[index] for index in pair) in expected
        yield Pair(case.story, seen, right, weight)


def left_out(examples: Sequence[Pair]) -> Iterator[str]:
    """Yield how many stay opposed, rightly and wrongly, on the weights of other stories."""
    stories = sorted({one.story for one in examples})
    scored = []
    for part in (stories[n::_PARTS] for n in range(_PARTS)):
        model = fit([one for one in examples if one.story not in part])
        own = [one for one in examples if one.story in part]
        scored += [(model.probability(one.traits), one) for one in own]
    for name, chosen in (("stories", _OF_STORIES), ("dossiers", 1.0)):
        for least in (0.0, *_SHOWN):
            kept = [one for p, one in scored if p >= least and one.weight == chosen]
            right = sum(one.answers for one in kept)
            yield f"{name}, at least {least}: rightly {right}, wrongly {len(kept) - right}"


def main() -> None:
    """Fit the weights and write them."""
    examples = list(pairs(CASES, _OF_STORIES))
    with TemporaryDirectory(prefix="recoupe-fit-") as stories:
        for path in sorted(DOSSIERS.glob("*.txt")):
            write_stories(path, Path(stories))
        examples += pairs(Path(stories), 1.0)
    for line in left_out(examples):
        typer.echo(line)
    text = json.dumps(asdict(fit(examples)), indent=1, sort_keys=True)
    WEIGHTS.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    typer.run(main)
