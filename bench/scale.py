"""Measure what grows with a library: vectors, words, ingest beside encoding, one more document.

    python bench/scale.py DIR [--work WORK] [vectors] [words] [store] [more]

DIR holds the peers' benchmark: 20,000 passages (passages.jsonl.gz) and questions (queries.jsonl).
WORK is where `bench/peers.py` left their embeddings (vec_20000.npy), and takes some 4 GB.

- `vectors`: a million of them, the index of Recoupe beside FAISS's exact one;
- `words`: BM25 over 200,000 passages, as a library looks up the words of a question;
- `store`: all of an ingest but encoding, for 20,000 passages in documents of one and of ten;
- `more`: from a new document to finding it, in a library of 20,000 passages and of 200,000.

Each runs in a process of its own. `memory` is what the index takes, the pages of files left out;
`peak` is the most that the whole process took. No time is spent on encoding.
"""

import argparse
import json
import random
import re
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from gzip import open as open_gzip
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from typing import Any

import faiss
import numpy as np
from numpy.typing import NDArray

from index.catalog import Catalog
from index.document import Document, Filters
from index.layout import CATALOG
from index.lexical import query_terms
from index.library import Library
from index.vectors import Numbers, VectorIndex, Vectors

MANY = 1_000_000
_QUESTIONS = 200
_BATCH = 10_000
_TOGETHER = 1000
Text = tuple[str, str]
Figures = dict[str, float]


class Ready:
    """An encoder that takes no time: each text is given the next of some rows."""

    name = "ready"

    def __init__(self, rows: Vectors) -> None:
        self._rows = rows
        self._next = 0

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text (n x d)."""
        self._next += len(texts)
        return self._rows[np.arange(self._next - len(texts), self._next) % len(self._rows)]


def texts(folder: Path, most: int) -> list[Text]:
    """Return texts with their languages: the passages, then their sentences put together anew."""
    with open_gzip(folder / "passages.jsonl.gz", "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    found = [(row["text"], row["lang"]) for row in rows][:most]
    sentences: dict[str, list[str]] = {"fr": [], "en": []}
    for text, language in found:
        parts = re.split(r"(?<=[.!?;:])\s+", text)
        sentences[language] += [part for part in parts if len(part.split()) > 3]
    chance = random.Random(1)
    while len(found) < most:
        language, said = chance.choice(("fr", "en")), list[str]()
        while sum(len(sentence.split()) for sentence in said) < 105:
            said.append(chance.choice(sentences[language]))
        found.append((" ".join(said), language))
    return found


def documents(given: Sequence[Text], together: int) -> list[Document]:
    """Return documents of `together` texts each, all of one language."""
    made = []
    for language in ("fr", "en"):
        its = [text for text, spoken in given if spoken == language]
        for start in range(0, len(its), together):
            text = "\n\n".join(its[start : start + together])
            number = f"{language}{start}"
            made.append(
                Document(
                    id=number, text=text, source=number, title="", language=language,
                    body_start=0, body_end=len(text),
                )
            )  # fmt: skip
    return made


def fill(library: Library, given: Sequence[Document]) -> None:
    """Add documents, some at a time."""
    for start in range(0, len(given), _TOGETHER):
        library.add_all(given[start : start + _TOGETHER])


def grow(base: Vectors, count: int, seed: int) -> Vectors:
    """Return new rows like some real ones: each is one, moved as two others differ, and noise."""
    chance = np.random.default_rng(seed)
    first, second, third = (base[chance.integers(0, len(base), count)] for _ in range(3))
    noise = chance.standard_normal(first.shape, dtype=np.float32)
    return _unit(first + 0.55 * _unit(second - third) + 0.25 * _unit(noise))


def _unit(rows: Vectors) -> Vectors:
    lengths = np.linalg.norm(rows, axis=1, keepdims=True)
    return np.asarray(rows / np.maximum(lengths, 1e-9), dtype=np.float32)


def many(work: Path) -> Iterator[tuple[Numbers, Vectors]]:
    """Yield a million rows in batches, the same each time."""
    base = np.load(work / "vec_20000.npy").astype(np.float32)
    for start in range(0, MANY, _BATCH):
        yield np.arange(start, start + _BATCH, dtype=np.int64), grow(base, _BATCH, start)


def exact_vectors(_: Path, work: Path) -> Figures:
    """Search a million vectors exactly, and leave the ten nearest of each question."""
    before = anonymous_mb()
    width = np.load(work / "vec_20000.npy", mmap_mode="r").shape[1]
    index = faiss.IndexFlatIP(width)
    kept = np.lib.format.open_memmap(work / "rows.npy", "w+", np.float32, (MANY, width))
    for numbers, rows in many(work):
        index.add(rows)
        kept[numbers] = rows
    kept.flush()
    memory = anonymous_mb() - before
    nearest: list[Numbers] = []
    seconds = timed(lambda row: nearest.append(index.search(row[None], 10)[1][0]), asked(work))
    np.save(work / "nearest.npy", np.stack(nearest[-_QUESTIONS:]))
    return {"memory MB": memory} | spread_ms(seconds)


def built_vectors(_: Path, work: Path) -> Figures:
    """Build Recoupe's index of the same vectors, and save it."""
    began = time.perf_counter()
    for _batch in many(work):
        pass
    making, began = time.perf_counter() - began, time.perf_counter()
    VectorIndex.build(many(work), MANY).save(work / "vectors", "scale", 1)
    return {"seconds": time.perf_counter() - began - making}


def loaded_vectors(_: Path, work: Path) -> Figures:
    """Load that index and search it, then add a row and find it.

    As a library does, the fifty that it proposes are compared by their own embeddings.
    """
    before, began = anonymous_mb(), time.perf_counter()
    index, _generation = VectorIndex.load(work / "vectors", "scale")
    loading, memory = time.perf_counter() - began, anonymous_mb() - before
    kept = np.load(work / "rows.npy", mmap_mode="r")
    found: list[set[int]] = []

    def search(row: Vectors) -> None:
        near = np.sort([number for number, _ in index.search(row, 50)])
        found.append(set(near[np.argsort(-(kept[near] @ row))[:10]].tolist()))

    seconds = timed(search, asked(work))
    pairs = zip(np.load(work / "nearest.npy"), found[-_QUESTIONS:], strict=True)
    common = sum(len(ours & set(best.tolist())) for best, ours in pairs)
    adding = []
    for i, row in enumerate(asked(work)[:50]):
        began = time.perf_counter()
        index.add(np.array([MANY + i]), row[None])
        assert index.search(row, 1)[0][0] == MANY + i
        adding.append(time.perf_counter() - began)
    figures = {"memory MB": memory} | spread_ms(seconds) | {"recall@10": common / 10 / _QUESTIONS}
    return figures | {"load s": loading, "one more ms": 1000 * median(adding)}


def asked(work: Path) -> Vectors:
    """Return rows to ask for, that are not among the million."""
    return grow(np.load(work / "vec_20000.npy").astype(np.float32), _QUESTIONS, seed=MANY + 1)


def words(folder: Path, work: Path) -> Figures:
    """Look up the words of real questions in 200,000 passages."""
    with TemporaryDirectory(dir=work) as data:
        with Library.open(Path(data), Ready(np.full((1, 4), 0.5, dtype=np.float32))) as library:
            fill(library, documents(texts(folder, 200_000), together=10))
        catalog = Catalog.open(Path(data) / CATALOG)
        passages = catalog.count_passages()
        queries = [query_terms(question) for question in questions(folder)]
        with catalog.reading():
            seconds = timed(lambda query: catalog.lexical(query, 50, Filters()), queries)
        catalog.close()
    return {"passages": passages} | spread_ms(seconds)


def store(folder: Path, work: Path, together: int) -> Figures:
    """Store 20,000 passages whose embeddings are there."""
    given = documents(texts(folder, 20_000), together)
    rows = np.load(work / "vec_20000.npy")
    with TemporaryDirectory(dir=work) as data:
        before, began, worked = peak_mb(), time.perf_counter(), time.process_time()
        with Library.open(Path(data), Ready(rows)) as library:
            fill(library, given)
            passages = library.count_passages()
        seconds, worked = time.perf_counter() - began, time.process_time() - worked
    each = 20_000 / passages
    return {
        "passages": passages, "s per 20,000": seconds * each, "of it CPU": worked * each,
        "peak MB": peak_mb(), "before": before,
    }  # fmt: skip


def more(folder: Path, work: Path, count: int) -> Figures:
    """Add documents to a library one by one, and find each."""
    rows = np.load(work / "vec_20000.npy")
    with TemporaryDirectory(dir=work) as data:
        with Library.open(Path(data), Ready(rows)) as library:
            fill(library, documents(texts(folder, count), together=10))
            library.search("warm")
            passages, seconds = library.count_passages(), []
            for i in range(50):
                text = f"Le zorgub {i} fut trouvé près de Trifouillis {i}."
                [document] = documents([(text, "fr")], together=1)
                began = time.perf_counter()
                library.add(document.model_copy(update={"id": f"new {i}"}))
                hits = library.search(f"zorgub {i}", 50)
                seconds.append(time.perf_counter() - began)
                assert any(hit.document.id == f"new {i}" for hit in hits)
    return {"passages": passages} | spread_ms(seconds)


def questions(folder: Path) -> list[str]:
    """Return the questions of the peers' benchmark."""
    lines = (folder / "queries.jsonl").read_text(encoding="utf-8").splitlines()
    return [json.loads(line)["text"] for line in lines]


def timed(work: Callable[[Any], object], given: Sequence[Any] | Vectors) -> list[float]:
    """Return the seconds that some work took with each thing given, after a few to warm up."""
    for each in given[:10]:
        work(each)
    seconds = []
    for each in given:
        began = time.perf_counter()
        work(each)
        seconds.append(time.perf_counter() - began)
    return seconds


def spread_ms(seconds: Sequence[float]) -> Figures:
    """Return the median and the 95th percentile in milliseconds."""
    return {"p50 ms": 1000 * median(seconds), "p95 ms": 1000 * quantiles(seconds, n=20)[-1]}


def anonymous_mb() -> float:
    """Return the memory that the process has, without the pages of files."""
    status = Path("/proc/self/status").read_text()
    return int(re.findall(r"RssAnon:\s*(\d+)", status)[0]) / 1024


def peak_mb() -> float:
    """Return the most memory that the process has had."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


PARTS: dict[str, dict[str, Callable[[Path, Path], Figures]]] = {
    "vectors": {
        "a million vectors, exact": exact_vectors,
        "a million vectors, building": built_vectors,
        "a million vectors, ours": loaded_vectors,
    },
    "words": {"BM25": words},
    "store": {
        "storing, documents of one text": partial(store, together=1),
        "storing, documents of ten": partial(store, together=10),
    },
    "more": {
        "one more document of 20,000": partial(more, count=20_000),
        "one more document of 200,000": partial(more, count=200_000),
    },
}


def main() -> None:
    """Measure what the command line names, each part in a process of its own."""
    parser = argparse.ArgumentParser(description="Measure what grows with a library.")
    parser.add_argument("folder", type=Path, metavar="DIR", help="the peers' benchmark")
    parser.add_argument("parts", nargs="*", metavar="PART", help=", ".join(PARTS))
    parser.add_argument("--work", type=Path, default=Path("bench-work"))
    parser.add_argument("--one", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    every = {name: part for parts in PARTS.values() for name, part in parts.items()}
    if arguments.one:
        print(json.dumps(every[arguments.one](arguments.folder, arguments.work)))  # noqa: T201
        return
    for part in arguments.parts or PARTS:
        for name in PARTS[part]:
            command = [sys.executable, __file__, arguments.folder, "--work", arguments.work]
            ran = subprocess.run([*command, "--one", name], stdout=subprocess.PIPE, check=True)
            figures: Figures = json.loads(ran.stdout.splitlines()[-1])
            said = "  ".join(f"{key} {value:,.4g}" for key, value in figures.items())
            print(f"{name:32} {said}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
