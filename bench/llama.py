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
    """What one contestant took in one turn: seconds to the first token, and for each later one."""

    tokens: int
    first: float
    each: float

    @property
    def read(self) -> float:
        return self.tokens / self.first


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
        return Turn(done["tokens"], done["reading"], done["writing"] / (count - 1))


def ours(model: Model, text: str, grammar: str, count: int) -> Turn:
    """Let our model read a text and write `count` tokens, each of which comes as a piece."""
    (tokens,) = model.count([text])
    began = time.perf_counter()
    pieces = model.generate([Part(text)], grammar, count)
    next(pieces)
    read = last = time.perf_counter()
    written = 0
    for _ in pieces:
        last = time.perf_counter()
        written += 1
    return Turn(tokens, read - began, (last - read) / written)


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
        pairs, second, batch = [], [], []
        for turn in range(turns):
            text = passages(turn)
            beside = raw.turn(text, WRITTEN)
            pairs.append((ours(model, text, ANYTHING, WRITTEN), beside))
            # The same passages, another question: the first is the text's last line.
            another = text.rpartition("\n")[0] + "\nqui a dit que le pont serait ferme ? "
            second.append(ours(model, another, ANYTHING, 4).first / pairs[-1][0].first)
            batch.append(_together(model, turn))
        every_core = [raw.turn("all cores ", WRITTEN, usable_cores()).each for _ in range(turns)]
        report(pairs)
        say("writing, raw, on all cores", f"{1 / median(every_core):.1f} tokens/s")
        reached = path.stat().st_size / bandwidth
        for who, each in (
            ("ours", median(one.each for one, _ in pairs)),
            ("raw", median(every_core)),
        ):
            say(f"writing, {who}, of the bandwidth's limit", f"{reached / each:.0%}")
        say("first token of a second question", f"{median(second):.3f} of the first's")
        say(f"{BRANCHES} branches in one batch", f"{median(batch):.2f} times as fast as in turn")
        own = memory_of(child_of(model))
        say("memory, ours / raw", f"{own / 1e6:.0f} / {raw.memory / 1e6:.0f} MB")


def report(pairs: Sequence[tuple[Turn, Turn]]) -> None:
    """Print tokens per second of ours and raw, and the median ratio of the turns."""
    tell(f"reading {pairs[0][0].tokens} tokens", [(one.read, raw.read) for one, raw in pairs])
    tell(f"writing {WRITTEN} tokens", [(1 / one.each, 1 / raw.each) for one, raw in pairs])


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
        count = len(list(model.generate([Part("a ")], grammar, 100)))
        for _ in range(3 * turns):
            beside.append(raw.turn("a ", count).each)
            free.append(ours(model, "a ", ANYTHING, 100).each)
            held.append(ours(model, "a ", grammar, 100).each)
    say("writing claims, ours / raw", f"{1 / median(held):.1f} / {1 / median(beside):.1f} tokens/s")
    ratios = [h / f - 1 for h, f in zip(held, free, strict=True)]
    say("the grammar's cost beside any text", f"{median(ratios):.1%}")
    ratios = [h / b - 1 for h, b in zip(held, beside, strict=True)]
    say("the cost of grammar, pipe and Python", f"{median(ratios):.1%} of raw writing")


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


def passages(turn: int) -> str:
    """Some 1,000 tokens and a question, with another beginning each turn, that none be read yet."""
    lines = [f"{turn}. {sentence(number)}" for number in range(SENTENCES)]
    return "\n".join(lines) + "\ncombien de temps le pont est-il reste ferme ? "


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
