"""Damage GGUF files, and see whether the check refuses what llama.cpp does not survive.

    python -m tests.gguf_fuzz [COUNT [SEED]]

Each damaged file is refused by our check, or given to llama.cpp in a process of its own. Printed
are how many were refused, loaded, and refused by llama.cpp alone, and what killed it.
"""

import subprocess
import sys
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory

import gguf

from rag.errors import BadModel
from rag.llama.gguf import check
from tests.gguf_files import random_gguf, scripted_gguf

# What stands in damaged numbers: nothing, one, all bits, a large number, infinity, no number.
ODD = [
    bytes(8), b"\x01" + bytes(7), b"\xff" * 8, b"\xe8\x03" + bytes(6), b"\xff\xff\xff\x7f" * 2,
    b"\x00\x00\x80\x7f" * 2, b"\x00\x00\xc0\x7f" * 2, b"\x00\x00\x00\x80" * 2,
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class Spot:
    """Some bytes of a file that mean something together: a length, a key, a value, a type."""

    name: str
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a damaged file came to: our refusal, or how llama.cpp took it."""

    damage: str
    refusal: str | None = None
    llama: str | None = None


def fuzz(count: int, seed: int, folder: Path) -> list[Outcome]:
    """Damage `count` files, in `folder`, and return what became of each."""
    whole = [(path, list(spots_of(path))) for path in bases(folder)]
    outcomes: list[Outcome] = []
    passed: dict[int, Path] = {}
    for number in range(count):
        noise = Random(f"{seed}/{number}")
        path = folder / f"{number}-damaged.gguf"
        base, spots = noise.choice(whole)
        damage = f"{number}: {base.stem}, {_spoil(base, spots, path, noise)}"
        try:
            check(path)
            passed[number] = path
            outcomes.append(Outcome(damage))
        except BadModel as error:
            outcomes.append(Outcome(damage, refusal=str(error)))
            path.unlink()
    for number, answer in zip(passed, load_all(passed.values()), strict=True):
        outcomes[number] = replace(outcomes[number], llama=answer)
    return outcomes


def bases(folder: Path) -> list[Path]:
    """Undamaged files, of each kind that the check tells apart."""
    return [
        random_gguf(folder / "qwen2.gguf"),
        random_gguf(folder / "llama.gguf", architecture="llama", blocks=2, seed=1),
        random_gguf(folder / "quantised.gguf", architecture="llama", quantised=True, seed=2),
        random_gguf(folder / "gemma3.gguf", architecture="gemma3", seed=3),
        random_gguf(folder / "phi3.gguf", architecture="phi3", seed=4),
        scripted_gguf(folder / "scripted.gguf", "The call lasted two hours and a half."),
    ]


def load_all(paths: Iterable[Path]) -> list[str]:
    """How llama.cpp takes each file: `loaded`, `refused`, or `died` with the signal."""
    command = [sys.executable, "-m", "tests.gguf_loader"]
    listed = "".join(f"{path}\n" for path in paths)
    done = subprocess.run(command, input=listed, capture_output=True, text=True, check=True)
    return done.stdout.splitlines()


def _spoil(base: Path, spots: list[Spot], path: Path, noise: Random) -> str:
    """Write `base` to `path` with one kind of damage; returns what it is."""
    data = bytearray(base.read_bytes())
    spoil = noise.choices([_spoil_spot, _spoil_span, _spoil_token], [6, 3, 1])[0]
    damage = spoil(data, spots, noise)
    path.write_bytes(data)
    return damage


def _spoil_spot(data: bytearray, spots: list[Spot], noise: Random) -> str:
    """Another number, or another byte, in one place that means something."""
    name = noise.choice(sorted({spot.name for spot in spots}))
    spot = noise.choice([spot for spot in spots if spot.name == name])
    size = spot.end - spot.start
    if noise.random() < 0.5 and size <= 8:
        data[spot.start : spot.end] = noise.choice(ODD)[:size]
        return f"{name} became {data[spot.start : spot.end].hex()}"
    at = noise.randrange(spot.start, max(spot.end, spot.start + 1))
    data[at] = (data[at] + noise.choice([1, -1, 2, 4, 32, 128, noise.randrange(256)])) % 256
    return f"byte {at - spot.start} of {name} became {data[at]}"


def _spoil_span(data: bytearray, spots: list[Spot], noise: Random) -> str:
    """Bytes cut off, left out, doubled, blanked or scrambled."""
    head = max(spot.end for spot in spots)
    start = noise.randrange(noise.choice([head, len(data)]))
    end = min(len(data), start + noise.choice([1, 4, 8, 100, 4096]))
    span = data[start:end]
    kinds: dict[str, Callable[[], None]] = {
        "cut off": lambda: data.__delitem__(slice(start, None)),
        "left out": lambda: data.__delitem__(slice(start, end)),
        "doubled": lambda: data.__setitem__(slice(start, end), span + span),
        "blanked": lambda: data.__setitem__(slice(start, end), bytes(len(span))),
        "scrambled": lambda: data.__setitem__(slice(start, end), noise.randbytes(len(span))),
    }
    kind = noise.choice(sorted(kinds))
    kinds[kind]()
    return f"bytes {start} to {end} {kind}"


def _spoil_token(data: bytearray, spots: list[Spot], noise: Random) -> str:
    """One token of the vocabulary in another's place."""
    tokens = [spot for spot in spots if spot.name == "tokenizer.ggml.tokens value"]
    one = noise.choice(tokens)
    other = noise.choice([spot for spot in tokens if spot.end - spot.start == one.end - one.start])
    data[one.start : one.end] = data[other.start : other.end]
    return f"the token at {one.start} became that at {other.start}"


def spots_of(path: Path) -> Iterator[Spot]:
    """The meaningful places of an undamaged file, as another reader of the format finds them."""
    reader = gguf.GGUFReader(path)
    for field in [*reader.fields.values(), *(tensor.field for tensor in reader.tensors)]:
        at = field.offset
        # What the header counts has no key.
        names = ["key length", "key", "type"] if len(field.parts) > 1 else []
        names += ["value"] * (len(field.parts) - len(names))
        for name, part in zip(names, field.parts, strict=True):
            yield Spot(f"{field.name} {name}", at, at + part.nbytes)
            at += part.nbytes


def main() -> None:
    """Fuzz as often as the command line says, and print what came of it."""
    count, seed = map(int, [*sys.argv[1:], *["300", "0"][len(sys.argv) - 1 :]])
    with TemporaryDirectory() as folder:
        outcomes = fuzz(count, seed, Path(folder))
    for outcome in outcomes:
        if outcome.llama not in (None, "loaded"):
            print(f"{outcome.llama}: {outcome.damage}")  # noqa: T201
    came = Counter(f"{one.llama} by llama.cpp" if one.llama else "refused" for one in outcomes)
    print(", ".join(f"{number} {what}" for what, number in came.most_common()))  # noqa: T201


if __name__ == "__main__":
    main()
