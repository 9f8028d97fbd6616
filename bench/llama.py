"""Measure the local model: how far from raw llama.cpp it is, and what takes the time.

    python -m bench.llama [--short]

Random weights at the shapes of Qwen2.5-0.5B and 1.5B, packed as Q4_K_M, are made in a temporary
folder (`bench/big_gguf.py`). Ours (`rag.llama.model`) and raw llama.cpp (`bench/raw_llama.py`), in
processes of their own, take turns with the same prompts on the same number of threads; told are
medians, and the median of the ratios of the turns. Close what else runs: one busy core halves all.
`--short` takes one turn with one model, to see that it works.
"""

import json
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory
from typing import Any, Self

import numpy as np

from bench.big_gguf import SHAPES, Shape, make
from bench.raw_llama import memory_of
from index.threads import usable_cores
from rag.llama.grammar import Offered, claims_grammar
from rag.llama.model import Model, Part

TURNS, WRITTEN, SENTENCES = 3, 48, 28
ANYTHING = "root ::= [ -~]*"
BRANCHES = 8
DECODING = max(1, usable_cores() - 1)  # as many threads as `rag.llama.context` writes with


@dataclass(frozen=True, slots=True)
class Turn:
    """What one contestant did in one turn: tokens read, seconds to the first token, and after it.

    `rest` seconds went by until the last of `written` tokens.
    """

    tokens: int
    first: float
    written: int
    rest: float

    @property
    def each(self) -> float:
        """Seconds for a token behind the first."""
        return self.rest / (self.written - 1)


class Raw:
    """llama.cpp in a process of its own."""

    def __init__(self, path: Path) -> None:
        command = [sys.executable, "-m", "bench.raw_llama", str(path)]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )
        self.memory = 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def turn(self, text: str, count: int, threads: int = DECODING) -> Turn:
        """Read a text and write `count` tokens."""
        assert self._process.stdin and self._process.stdout
        task = {"text": text, "count": count, "threads": threads}
        print(json.dumps(task), file=self._process.stdin, flush=True)
        done: dict[str, Any] = json.loads(self._process.stdout.readline())
        self.memory = done["memory"]
        return Turn(done["tokens"], done["reading"], count, done["writing"])


def ours(model: Model, text: str, grammar: str, count: int) -> Turn:
    """Let our model read a text and write `count` tokens, each of which is a piece."""
    (tokens,) = model.count([text])
    began = time.perf_counter()
    pieces = model.generate([Part(text)], grammar, count)
    next(pieces)
    read = last = time.perf_counter()
    written = 1
    for _ in pieces:
        last = time.perf_counter()
        written += 1
    return Turn(tokens, read - began, written, last - read)


def main() -> None:
    """Measure and print all of it."""
    short = "--short" in sys.argv
    began = time.perf_counter()
    with TemporaryDirectory() as name:
        folder = Path(name)
        bandwidth = _bandwidth()
        say("memory bandwidth, all cores", f"{bandwidth / 1e9:.1f} GB/s")
        for shape in SHAPES[: 1 if short else None]:
            compare(make(folder, shape), shape, 1 if short else TURNS, bandwidth)
        grammar_cost(folder, 1 if short else TURNS)
    say("in all", f"{time.perf_counter() - began:.0f} s")


def compare(path: Path, shape: Shape, turns: int, bandwidth: float) -> None:
    """Reading and writing beside raw llama.cpp, the second question, batches, and memory."""
    print(f"\n{shape.billions}, Q4_K_M, {path.stat().st_size / 1e6:.0f} MB")  # noqa: T201
    with closing(Model(path)) as model, Raw(path) as raw:
        model.wait()
        ours(model, "warm ", ANYTHING, 4)
        raw.turn("warm ", 4)
        pairs, second = [], []
        for turn in range(turns):
            pairs.append(_pair(model, raw, turn))
            again = ours(model, asked(turn, "qui a dit que le pont etait ferme ? "), ANYTHING, 4)
            second.append(again.first / pairs[-1][0].first)
        best = raw.turn(asked(0, ""), WRITTEN, usable_cores()).each
        report(pairs, best, bandwidth / path.stat().st_size)
        say("first token of a second question", f"{median(second):.3f} of the first's")
        batch = median(_together(model, turn) for turn in range(turns))
        say(f"{BRANCHES} branches in one batch", f"{batch:.2f} times as fast as in turn")
        memory = memory_of(child_of(model))
        say("memory, ours / raw", f"{memory / 1e6:.0f} / {raw.memory / 1e6:.0f} MB")


def report(pairs: Sequence[tuple[Turn, Turn]], best: float, limit: float) -> None:
    """Print tokens per second of ours and raw, on the same threads and at raw's best.

    `best` is raw's seconds for a token on all cores, `limit` the tokens per second at which memory
    is read as fast as it can be: each token takes every weight once.
    """
    reading = [(own.tokens / own.first, raw.tokens / raw.first) for own, raw in pairs]
    writing = [(1 / own.each, 1 / raw.each) for own, raw in pairs]
    tell(f"reading {pairs[0][0].tokens} tokens", reading)
    tell(f"writing {WRITTEN} tokens, threads: {DECODING}", writing)
    say(f"writing, raw, threads: {usable_cores()}", f"{1 / best:.1f} tokens/s")
    own, raw = median(rate for rate, _ in writing) / limit, 1 / best / limit
    say("of the bandwidth's limit, ours / raw at best", f"{own:.0%} / {raw:.0%}")


def _pair(model: Model, raw: Raw, turn: int) -> tuple[Turn, Turn]:
    """One turn of ours and of raw llama.cpp, each the first in every other turn."""
    text = asked(turn, "combien de temps le pont est-il reste ferme ? ")
    if turn % 2:
        beside = raw.turn(text, WRITTEN)
        return ours(model, text, ANYTHING, WRITTEN), beside
    return ours(model, text, ANYTHING, WRITTEN), raw.turn(text, WRITTEN)


def tell(what: str, rates: Sequence[tuple[float, float]]) -> None:
    """Print the medians of ours and raw, and of their ratios."""
    own, raw = (median(side) for side in zip(*rates, strict=True))
    ratio = median(one / other for one, other in rates)
    say(f"{what}, ours / raw", f"{own:.1f} / {raw:.1f} tokens/s = {ratio:.3f}")


def grammar_cost(folder: Path, turns: int) -> None:
    """A model that proposes claims as a trained one would: with its grammar, any text, and raw."""
    offered = [Offered(number, sentence(number)) for number in range(1, SENTENCES + 1)]
    claims = [
        {"sentence": number, "about": "le pont", "answer": answer(number), "by": None}
        for number in (3, 11, 27)
    ]
    says = json.dumps(claims, ensure_ascii=False)
    path = make(folder, SHAPES[0], says)
    print(f"\n{SHAPES[0].billions}, claims of {SENTENCES} sentences: {says[:60]}…")  # noqa: T201
    with closing(Model(path)) as model, Raw(path) as raw:
        model.wait()
        grammar = claims_grammar(offered)
        said = "".join(model.generate([Part("a ")], grammar, 100))
        if said != says:
            sys.exit(f"the model says {said!r}, where {says!r} was expected")
        free, held, beside = [], [], []
        for _ in range(3 * turns):
            free.append(ours(model, "a ", ANYTHING, 100))
            held.append(ours(model, "a ", grammar, 100).rest)
            beside.append(raw.turn("a ", free[0].written).rest)
    # The same text, whatever its pieces: what is compared is the time of all of it.
    count = free[0].written - 1
    tell(
        "writing claims",
        [(count / own, count / raw) for own, raw in zip(held, beside, strict=True)],
    )
    costs = [own / one.rest - 1 for own, one in zip(held, free, strict=True)]
    say("the grammar's cost beside any text", f"{median(costs):.1%}")


def _together(model: Model, turn: int) -> float:
    """How many times as fast branches are when read in one batch as one after the other."""
    prefix = [Part(f"question {turn} : combien de temps le pont est-il reste ferme ? ")]
    branches = [[Part(sentence(n) + sentence(-n), asked=True)] for n in range(BRANCHES)]
    model.likelihoods(prefix, [[Part(" x", asked=True)]], ["a", "b"])  # reads the prefix
    began = time.perf_counter()
    model.likelihoods(prefix, branches, ["a", "b"])
    middle = time.perf_counter()
    for branch in branches:
        model.likelihoods(prefix, [branch], ["a", "b"])
    return (time.perf_counter() - middle) / (middle - began)


def asked(turn: int, question: str) -> str:
    """Some 1,000 tokens and a question, with another beginning each turn, that none be read yet."""
    lines = [f"{turn}. {sentence(number)}" for number in range(SENTENCES)]
    return "\n".join([*lines, question])


def sentence(number: int) -> str:
    return f"le pont de la ville est reste ferme pendant {answer(number)} selon la mairie."


def answer(number: int) -> str:
    return f"{10 + number} heures"


def child_of(model: Model) -> int:
    """The process of a model: the one of our children that runs it."""
    children = Path("/proc/self/task").glob("*/children")
    for child in " ".join(file.read_text() for file in children).split():
        command = Path(f"/proc/{child}/cmdline").read_bytes()
        if b"rag.llama.child" in command:
            return int(child)
    raise ProcessLookupError(f"no process runs {model.name}")


def _bandwidth() -> float:
    """Bytes per second that all cores together read from memory, at best."""
    values = np.ones(1 << 27, np.float32)
    best = 0.0
    for _ in range(5):
        parts = np.array_split(values, usable_cores())
        threads = [threading.Thread(target=np.dot, args=(part, part)) for part in parts]
        began = time.perf_counter()
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        best = max(best, values.nbytes / (time.perf_counter() - began))
    return best


def say(what: str, value: str) -> None:
    """Print one line of the results."""
    print(f"  {what:46} {value}", flush=True)  # noqa: T201


if __name__ == "__main__":
    main()
