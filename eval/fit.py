"""Fit the weights by which candidates are scored: `python -m eval.fit FOLDER…`.

Every candidate of every question is an example: it answers if its span gives an expected answer
inside an expected quote. A logistic regression is fitted for each form of candidate, with and
without the traits of meaning; with them, also on the dossiers of `dossiers/`, which the reader has
not learnt from. What is printed before is measured on weights fitted without the stories that it is
measured on, so it tells what unseen stories may expect. Seeded by nothing: the fit is convex, so
the same stories give the same weights.
"""

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from itertools import groupby
from pathlib import Path, PurePath
from tempfile import TemporaryDirectory
from typing import Annotated, Any, Protocol

import numpy as np
import typer

import rag
from eval.cases import CASES, Case, GoldAnswer, load_cases, read_story, story_files
from eval.dossiers import write_stories
from eval.match import fold
from eval.run import recoupe_over
from rag.answer import SearchRequest
from rag.candidates import Candidate
from rag.company import seconded
from rag.finding import find
from rag.question import Question, understand
from rag.reading import read
from rag.recoupe import Hit, Recoupe
from rag.scoring import SHAPED, described_all, fitted
from rag.settings import Settings
from rag.weights import Weights
from rag.words import Word

DOSSIERS = Path(__file__).parent / "dossiers"
WEIGHTS = Path(rag.__file__).parent / "weights.json"
_REGULARISATION = 0.3  # scikit-learn's C: the inverse of how strongly weights are held to zero
_OF_DOSSIERS = 1 / 6  # what their examples weigh: their answers were marked in haste
_OTHER_THING = 0.1  # the same, of a story's question that was made to ask of something else
_LEAST_SPREAD = 0.03  # that of a trait which one of 1,000 examples has
_LEAST = 0.4
_HALF = 0.5  # of an expected answer, to count as giving it
_PARTS = 25


@dataclass(frozen=True, slots=True)
class Example:
    """A candidate's traits and whether it answers; `group` is left out as one when measuring."""

    group: str
    case: str
    document: str
    form: str
    candidate: Candidate
    answers: bool
    weight: float = 1.0

    @property
    def traits(self) -> Mapping[str, float]:
        """What the model sees of the candidate."""
        return self.candidate.traits


def of_dossiers(folder: Path) -> Iterator[Example]:
    """Yield the examples of the dossiers in a folder, with the traits of meaning."""
    with TemporaryDirectory(prefix="recoupe-fit-") as stories:
        for path in sorted(folder.glob("*.txt")):
            write_stories(path, Path(stories))
        for example in of_stories(Path(stories), meant=True, altered=False):
            yield replace(example, weight=_OF_DOSSIERS)


def of_stories(folder: Path, *, meant: bool, altered: bool = True) -> Iterator[Example]:
    """Yield the examples of a folder of stories; `meant` with the traits of meaning.

    Where `altered`, each question is also asked of something that its story does not tell of.
    """
    everything = load_cases(folder)
    with recoupe_over(Settings()) as open_story:
        for story, of_story in groupby(everything, key=lambda case: case.story):
            cases = list(of_story)
            if altered:
                cases += [c for case in cases if (c := _of_another_thing(case, everything))]
            texts = read_story(folder, story)
            with open_story(story_files(folder, story)) as recoupe:
                for case in cases:
                    found = recoupe.search(SearchRequest(question=case.question))
                    for hits in _readings(case, found):
                        yield from _of_case(case, hits, recoupe, texts, meant=meant)


def _of_another_thing(case: Case, everything: Sequence[Case]) -> Case | None:
    """The case's question asked of something that its story does not tell of.

    "How many passengers use the port?" after "How many boats use the port?": the telling word is
    that of another story's question, so that all that the story says is no answer.
    """
    word = _telling(understand(case.question))
    others = [c for c in everything if c.story != case.story and c.language == case.language]
    start = sum(map(ord, case.id)) % len(others)
    for other in others[start:] + others[:start]:
        instead = _telling(understand(other.question))
        if word and instead and bool(word.stem) and word.stem != instead.stem:
            text = case.question[: word.start] + instead.text + case.question[word.end :]
            return case.model_copy(
                update={
                    "id": f"{case.id} of {instead.text}",
                    "question": text,
                    "status": "no_evidence",
                    "answers": (),
                    "disagreements": (),
                }
            )
    return None


def _telling(question: Question) -> Word | None:
    """The word that names what is counted, or the first that says what is asked of."""
    full = [t for t in question.terms if t.weight >= 1 and not t.word.name]
    return next((t.word for t in (*question.counted, *full)), None)


def _readings(case: Case, hits: Sequence[Hit]) -> Iterator[list[Hit]]:
    """The passages found, then those of each document alone, and those without any answer.

    Where all that is read is silent, the best of it must not pass for an answer.
    """
    yield list(hits)
    answering = {quote.document for answer in case.answers for quote in answer.quotes}
    by_document: dict[str, list[Hit]] = defaultdict(list)
    for hit in hits:
        by_document[PurePath(hit.document.source).name].append(hit)
    if len(by_document) > 1 and case.answers:
        yield from by_document.values()
    silent = [hit for hit in hits if PurePath(hit.document.source).name not in answering]
    if answering and silent:
        yield silent


def _of_case(
    case: Case, hits: Sequence[Hit], recoupe: Recoupe, texts: Mapping[str, str], *, meant: bool
) -> Iterator[Example]:
    places = list(_places(case, texts))
    for form, document, candidate in _candidates(case.question, hits, recoupe, meant=meant):
        name = PurePath(document).name
        said = fold(candidate.sentence.text[candidate.start : candidate.end])
        start, end = candidate.sentence.start, candidate.sentence.end
        gives = [_gives(said, answer) for answer in case.answers]
        here = [i for i, doc, a, b in places if doc == name and a < end and start < b]
        if any(gives) and not any(gives[i] for i in here):
            continue  # the answer again, where the case does not list it
        answers = any(gives[i] for i in here)
        read = f"{case.id} over {len({hit.document.id for hit in hits})} {hits[0].document.id}"
        weight = _OTHER_THING if " of " in case.id else 1.0
        yield Example(case.story, read, name, form, candidate, answers, weight)


def _gives(said: str, answer: GoldAnswer) -> bool:
    """Whether a span holds an expected answer, or at least half of it."""
    folded = [fold(text) for text in answer.any]
    return any(t in said or (said in t and len(said) >= _HALF * len(t)) for t in folded)


def _places(case: Case, texts: Mapping[str, str]) -> Iterator[tuple[int, str, int, int]]:
    for index, answer in enumerate(case.answers):
        for quote in answer.quotes:
            for found in re.finditer(re.escape(quote.text), texts[quote.document]):
                yield index, quote.document, *found.span()


def _candidates(
    text: str, hits: Sequence[Hit], recoupe: Recoupe, *, meant: bool
) -> Iterator[tuple[str, str, Candidate]]:
    question, readings = understand(text), read(hits)
    form, found = find(question, readings, meant=meant)
    if form in SHAPED and not meant:
        return
    meaning = recoupe.meaning if meant else None
    full = described_all(question, readings, found, meaning)
    for reading, candidates in zip(readings, full, strict=True):
        for candidate in candidates:
            yield fitted(form), reading.document.source, candidate


class Weighed(Protocol):
    """What a model is fitted on: traits, whether it is so, and how much that counts."""

    @property
    def traits(self) -> Mapping[str, float]:
        """What the model sees."""
        ...

    @property
    def answers(self) -> bool:
        """What it is to tell."""
        ...

    @property
    def weight(self) -> float:
        """How much it counts."""
        ...


def fit(examples: Sequence[Weighed]) -> Weights:
    """Return the regression that fits the examples, for traits as they are, not scaled.

    What hardly any of them have, or have more or less of, is held to little weight (_LEAST_SPREAD).
    """
    from sklearn.linear_model import LogisticRegression

    names = sorted({name for example in examples for name in example.traits})
    rows = np.array([[float(e.traits.get(name, 0)) for name in names] for e in examples])
    mean, spread = rows.mean(axis=0), rows.std(axis=0) + _LEAST_SPREAD
    model = LogisticRegression(C=_REGULARISATION, max_iter=2000)
    model.fit(
        (rows - mean) / spread,
        [e.answers for e in examples],
        sample_weight=[e.weight for e in examples],
    )
    of = model.coef_[0] / spread
    bias = round(float(model.intercept_[0] - of @ mean), 4)
    return Weights(bias, {n: round(float(w), 4) for n, w in zip(names, of, strict=True)})


def together(examples: Sequence[Example], alone: Weights) -> list[Example]:
    """Return the examples with the traits of the second step, by the scores of the first."""
    found: list[Example] = []
    for _, its in groupby(examples, key=lambda e: (e.group, e.case)):
        by_document: dict[str, list[Example]] = defaultdict(list)
        for example in its:
            score = alone.probability(example.traits)
            scored = replace(example.candidate, score=score)
            by_document[example.document].append(replace(example, candidate=scored))
        groups = list(by_document.values())
        full = seconded([[e.candidate for e in group] for group in groups])
        for group, candidates in zip(groups, full, strict=True):
            found += [replace(e, candidate=c) for e, c in zip(group, candidates, strict=True)]
    return found


def left_out(examples: Sequence[Example]) -> str:
    """Return how the best candidates of documents do, stories on the weights of the others."""
    right = wrong = missed = status = asked = 0
    groups = sorted({e.group for e in examples if e.weight == 1})
    for part in (groups[n::_PARTS] for n in range(min(_PARTS, len(groups)))):
        others = [e for e in examples if e.group not in part]
        alone = fit(others)
        model = fit(together(others, alone))
        own = together([e for e in examples if e.group in part], alone)
        cases: dict[str, dict[str, list[tuple[float, bool]]]] = defaultdict(
            lambda: defaultdict(list)
        )
        for example in own:
            scored = model.probability(example.traits), example.answers
            cases[example.case][example.document].append(scored)
        for documents in cases.values():
            best = [max(scored) for scored in documents.values()]
            having = [any(answers for _, answers in scored) for scored in documents.values()]
            found = [p >= _LEAST and answers for p, answers in best]
            right += sum(found)
            wrong += sum(p >= _LEAST and not answers for p, answers in best)
            missed += sum(h and not f for h, f in zip(having, found, strict=True))
            status += any(p >= _LEAST for p, _ in best) == any(having)
            asked += 1
    return f"documents right {right}, wrong {wrong}, missed {missed}; status {status} of {asked}"


def main(
    folders: Annotated[list[Path] | None, typer.Argument()] = None,
    measure: Annotated[bool, typer.Option(help="measure each story on the others' weights")] = True,
    write: Annotated[bool, typer.Option(help="write the weights")] = True,
) -> None:
    """Fit the weights on folders of stories, by default the evaluation set's, and write them."""
    weights: dict[str, dict[str, Any]] = defaultdict(dict)
    for meant in (True, False):
        examples = [e for folder in folders or [CASES] for e in of_stories(folder, meant=meant)]
        if meant:
            examples += of_dossiers(DOSSIERS)
        for form, its in _by_form(examples):
            name = "meant" if meant else "worded"
            alone = fit(its)
            model = fit(together(its, alone))
            weights[form][name] = {"alone": asdict(alone), "together": asdict(model)}
            told = f"; {left_out(its)}" if measure else ""
            typer.echo(f"{form} ({name}): {len(its)} candidates{told}")
    if write:
        WEIGHTS.write_text(json.dumps(weights, indent=1, sort_keys=True) + "\n", encoding="utf-8")


def _by_form(examples: Iterable[Example]) -> list[tuple[str, list[Example]]]:
    found: dict[str, list[Example]] = {}
    for example in examples:
        found.setdefault(example.form, []).append(example)
    return list(found.items())


if __name__ == "__main__":
    typer.run(main)
