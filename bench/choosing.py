"""Measure how often the sentence that answers is chosen among those of its paragraph.

    python -m bench.choosing FILE.json… [--most 500]

The files are in SQuAD's format, like PIAF, of which nothing here has learnt. Every question is put
to its own paragraph; a choice is right when the answer stands in the chosen sentence. BM25 (with
the bilingual lexicon, as in the search) and the embeddings alone are what the embedded models have
to beat: the reader, which the `quotes` writer asks, and the chooser, the embedded GGUF, which runs
in llama.cpp.
"""

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

from bench.retrieval import Blind, document
from index.document import Filters
from index.encoder import EMBEDDED, open_encoder
from index.library import Library
from index.split import sentences
from rag.chooser import CHOOSER, Chooser
from rag.chooser import Text as Asked
from rag.llama.model import Model
from rag.reader import Reader, Text

Choose = Callable[[str, Sequence[str]], Sequence[float]]
"""From a question and the sentences of a paragraph to how well each answers."""


class Choice(NamedTuple):
    """A question with its paragraph's sentences, and those in which the answer stands."""

    question: str
    sentences: tuple[str, ...]
    right: frozenset[int]


def choices(path: Path) -> Iterator[Choice]:
    """Yield the questions of a file whose paragraphs have two sentences or more."""
    for article in json.loads(path.read_text(encoding="utf-8"))["data"]:
        for paragraph in article["paragraphs"]:
            text = paragraph["context"]
            spans = sentences(text, 0, len(text))
            for asked in paragraph["qas"]:
                starts = [answer["answer_start"] for answer in asked["answers"]]
                right = {
                    n for n, span in enumerate(spans) for s in starts if span.start <= s < span.end
                }
                if right and len(spans) > 1:
                    texts = tuple(text[span.start : span.end] for span in spans)
                    yield Choice(asked["question"], texts, frozenset(right))


def by_words(question: str, texts: Sequence[str]) -> list[float]:
    """Score by BM25 within the paragraph."""
    with Library.in_memory(Blind()) as library:
        library.add_all([document(str(n), text, "fr") for n, text in enumerate(texts)])
        hits = library.search(question, len(texts), Filters())
    scores = {int(hit.document.id): hit.score for hit in hits}
    return [scores.get(n, -1.0) for n in range(len(texts))]


def by_meaning() -> Choose:
    """Score by the cosine of the embeddings."""
    encoder = open_encoder(EMBEDDED)

    def choose(question: str, texts: Sequence[str]) -> list[float]:
        rows = encoder.encode([question, *texts])
        found: list[float] = (rows[1:] @ rows[0]).tolist()
        return found

    return choose


def by_reader() -> Choose:
    """Score by the reader."""
    reader = Reader()

    def choose(question: str, texts: Sequence[str]) -> list[float]:
        (read,) = reader.read(question, [Text(texts, range(len(texts)))])
        return [read[n].answers for n in range(len(texts))]

    return choose


def by_chooser(chooser: Chooser) -> Choose:
    """Score by the chooser."""

    def choose(question: str, texts: Sequence[str]) -> list[float]:
        (read,) = chooser.read(question, [Asked(texts, dict.fromkeys(range(len(texts)), ()))])
        return [read[n].answers for n in range(len(texts))]

    return choose


def measured(asked: Sequence[Choice], ways: Mapping[str, Choose]) -> dict[str, float]:
    """Return the share of right choices of each way."""
    right: dict[str, int] = defaultdict(int)
    for one in asked:
        for name, choose in ways.items():
            right[name] += int(np.argmax(choose(one.question, one.sentences))) in one.right
    return {name: right[name] / len(asked) for name in ways}


def main() -> None:
    """Measure the files named on the command line, and print a table."""
    parser = argparse.ArgumentParser(description="Measure the choice of the answering sentence.")
    parser.add_argument("files", type=Path, nargs="+", help="question sets in SQuAD's format")
    parser.add_argument("--most", type=int, default=10_000, help="questions of each file")
    told = parser.parse_args()
    chooser = Chooser(Model(CHOOSER))
    ways: dict[str, Choose] = {
        "BM25": by_words,
        "embeddings": by_meaning(),
        "reader": by_reader(),
        "chooser": by_chooser(chooser),
    }
    for path in told.files:
        every = list(choices(path))
        asked = every[:: max(1, -(-len(every) // told.most))]
        shares = measured(asked, ways)
        chance = sum(len(one.right) / len(one.sentences) for one in asked) / len(asked)
        shown = ", ".join(f"{name} {share:.3f}" for name, share in shares.items())
        sys.stdout.write(f"{path.name}: {len(asked)} questions; chance {chance:.3f}, {shown}\n")
    chooser.close()


if __name__ == "__main__":
    main()
