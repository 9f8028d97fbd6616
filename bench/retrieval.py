"""Measure how well questions find the documents that answer them.

    python bench/retrieval.py --questions Q.jsonl S.jsonl --squad FILE.json --pairs FILE.tsv

Three searches: the words alone (BM25), the embeddings alone, and both as `Library.search` ranks
them. The data are read from where they lie:

- `--questions`: questions `{"question", "lang", "gold": [id]}` and sentences `{"id", "text"}`;
- `--squad`: paragraphs with their questions in SQuAD's form, `lang:path`;
- `--pairs`: `English TAB French` sentences, each of which must find the other.

MRR@10 is the mean of 1 / rank of the first right document, 0 past rank 10; R@1 and R@10 are the
share of questions with a right document that high. Of pairs, R@1 is how often the nearest sentence
is the translation.
"""

import argparse
import json
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from index.document import Document
from index.encoder import Encoder, open_encoder
from index.library import Library
from index.split import passages

_DEPTH = 10


class Question(NamedTuple):
    """A question and the ids of the documents that answer it."""

    text: str
    gold: frozenset[str]


class Task(NamedTuple):
    """Questions of one language over documents of one language."""

    name: str
    documents: list[Document]
    questions: list[Question]


class Blind:
    """An encoder to which all texts are the same, so that only their words are left to rank by."""

    name = "blind"

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return the same row of length 1 for each text (n x 1)."""
        return np.ones((len(texts), 1), dtype=np.float32)


def document(number: str, text: str, language: str) -> Document:
    """Return a document without a title, so that nothing but its text counts."""
    return Document(
        id=number, text=text, source=number, title="", language=language,
        body_start=0, body_end=len(text),
    )


def question_tasks(questions: Path, sentences: Path) -> Iterator[Task]:
    """Yield one task for each language of the questions, over all the (French) sentences."""
    found = [json.loads(line) for line in sentences.read_text(encoding="utf-8").splitlines()]
    documents = [document(row["id"], row["text"], "fr") for row in found]
    asked = [json.loads(line) for line in questions.read_text(encoding="utf-8").splitlines()]
    for language in sorted({row["lang"] for row in asked}):
        yield Task(
            f"{questions.stem} {language}>fr",
            documents,
            [Question(r["question"], frozenset(r["gold"])) for r in asked if r["lang"] == language],
        )


def squad_task(language: str, path: Path, most: int) -> Task:
    """Return the task of finding the paragraph of each of the first `most` questions."""
    articles = json.loads(path.read_text(encoding="utf-8"))["data"]
    paragraphs = [paragraph for article in articles for paragraph in article["paragraphs"]]
    return Task(
        f"{path.stem} {language}>{language}",
        [document(str(i), p["context"], language) for i, p in enumerate(paragraphs)],
        [
            Question(asked["question"], frozenset({str(i)}))
            for i, paragraph in enumerate(paragraphs)
            for asked in paragraph["qas"]
        ][:most],
    )


def pair_tasks(path: Path, most: int) -> Iterator[Task]:
    """Yield English to French and French to English, over the first `most` pairs."""
    rows = [line.split("\t") for line in path.read_text(encoding="utf-8").splitlines()[:most]]
    for asked, read, name in ((0, 1, "en>fr"), (1, 0, "fr>en")):
        yield Task(
            f"{path.stem} {name}",
            [document(str(i), row[read], name[-2:]) for i, row in enumerate(rows)],
            [Question(row[asked], frozenset({str(i)})) for i, row in enumerate(rows)],
        )


def searched(task: Task, encoder: Encoder) -> Iterator[list[str]]:
    """Yield, for each question, the ids of the documents that `Library.search` finds."""
    with Library.in_memory(encoder) as library:
        library.add_all(task.documents)
        for question in task.questions:
            hits = library.search(question.text, 4 * _DEPTH)
            yield list(dict.fromkeys(hit.document.id for hit in hits))[:_DEPTH]


def nearest(task: Task, encoder: Encoder) -> Iterator[list[str]]:
    """Yield, for each question, the ids of the documents whose embeddings are nearest."""
    found = [passage for each in task.documents for passage in passages(each)]
    rows = encoder.encode([passage.text for passage in found])
    asked = encoder.encode([question.text for question in task.questions])
    for order in np.argsort(-asked @ rows.T, axis=1, kind="stable"):
        ids = (found[i].document_id for i in order[: 4 * _DEPTH])
        yield list(dict.fromkeys(ids))[:_DEPTH]


def report(task: Task, name: str, rankings: Iterator[list[str]]) -> None:
    """Print one line of figures."""
    began = time.perf_counter()
    ranks = [
        next((i for i, number in enumerate(ids, start=1) if number in question.gold), 0)
        for question, ids in zip(task.questions, rankings, strict=True)
    ]
    took = time.perf_counter() - began
    mrr = sum(1 / rank for rank in ranks if rank) / len(ranks)
    first, ten = (sum(0 < rank <= most for rank in ranks) / len(ranks) for most in (1, 10))
    print(  # noqa: T201
        f"{task.name:24} {name:10} MRR@10 {mrr:.3f}  R@1 {first:.3f}  R@10 {ten:.3f}"
        f"  ({len(ranks)} questions, {took:.1f} s)",
        flush=True,
    )


def main() -> None:
    """Measure what the command line names."""
    parser = argparse.ArgumentParser(description="Measure retrieval.")
    parser.add_argument("--questions", nargs=2, type=Path, metavar=("QUESTIONS", "SENTENCES"))
    parser.add_argument("--squad", action="append", default=[], metavar="LANG:PATH")
    parser.add_argument("--pairs", type=Path)
    parser.add_argument("--encoder", default="embedded", help="'' to measure words alone")
    parser.add_argument("--most", type=int, default=10_000, help="questions of a task at most")
    arguments = parser.parse_args()
    tasks = [*(question_tasks(*arguments.questions) if arguments.questions else ())]
    for named in arguments.squad:
        language, _, path = named.partition(":")
        tasks.append(squad_task(language, Path(path), arguments.most))
    tasks += pair_tasks(arguments.pairs, arguments.most) if arguments.pairs else ()
    encoder = open_encoder(arguments.encoder) if arguments.encoder else None
    for task in tasks:
        report(task, "words", searched(task, Blind()))
        if encoder is not None:
            report(task, "embeddings", nearest(task, encoder))
            report(task, "both", searched(task, encoder))


if __name__ == "__main__":
    main()
