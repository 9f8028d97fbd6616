"""Kill a process that works on a library, again and again, and look at what is left.

`python -m tests.killing FOLDER SEED ROUNDS` prints what it saw as JSON. It loads everything once,
and forks a process for each life, which costs milliseconds.
"""

import json
import sys
import time
from collections import Counter, defaultdict
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from statistics import median

from index.library import Library
from tests.deeds import KINDS, Deed, State, do, plan
from tests.forks import Fork
from tests.looking import look
from tests.stories import encoder_named, text_of

_NEW_LIBRARY_EVERY = 25
OPENING = "open"


@dataclass
class Life:
    """What a process reported before it was killed: the deed in hand is not `done`, or none is."""

    begun: int = -2
    done: int = -2
    did: list[str] = field(default_factory=list)
    error: str = ""


class Campaign:
    """Lives of a library, of which all but the first few are cut short."""

    def __init__(self, root: Path, seed: str) -> None:
        self._root, self._seed = root, seed
        self._state = State()
        self._lasted: defaultdict[str, list[float]] = defaultdict(lambda: [0.01])
        self.killed_in: Counter[str] = Counter()
        self.faults: list[str] = []

    def run(self, rounds: int) -> None:
        """Live through some lives to learn how long deeds last; then through `rounds`, killed."""
        kinds = (OPENING, *KINDS)
        for i in range(-len(kinds), rounds):
            if i % _NEW_LIBRARY_EVERY == 0 or i == -len(kinds):
                self._folder = self._root / str(i)
                self._folder.mkdir()
                self._state = State()
            rng = Random(f"{self._seed} {i}")
            self._round(rng, kinds[i % len(kinds)], i >= 0)
            if self.faults:
                self.faults.insert(0, f"seed {self._seed}, round {i}, {kinds[i % len(kinds)]}")
                return

    def _round(self, rng: Random, victim: str, deadly: bool) -> None:
        before = rng.choices(KINDS, k=rng.randrange(3))
        after = rng.choices(KINDS, k=2)
        at = len(before) if victim != OPENING else -1
        own = [] if victim == OPENING else [victim]
        deeds = plan(rng, (*before, *own, *after), self._state, self._folder)
        delay = rng.random() * 1.1 * median(self._lasted[victim][-9:]) if deadly else None
        life = self._live(deeds, at, delay)
        if life.error:
            self.faults.append(life.error)
            return
        reached = deeds[life.done].after if life.done >= 0 else self._state
        in_hand = deeds[life.begun] if life.begun > life.done and life.begun >= 0 else None
        if deadly:
            self.killed_in[in_hand.kind if in_hand else OPENING if life.done < -1 else "rest"] += 1
        self._look(reached, in_hand, life.did)

    def _live(self, deeds: list[Deed], at: int, delay: float | None) -> Life:
        """Let a process do the deeds, and kill it `delay` seconds after the deed `at` has begun."""
        child = Fork.begin(lambda report: do(deeds, self._state, self._folder, report))
        life, began, until = Life(), 0.0, None
        while True:
            line = child.line() if until is None else child.line(max(0.0, until - time.monotonic()))
            if line is None and until is not None:
                child.kill()
                until = None
            elif not line:
                break
            else:
                began = self._note(line, life, deeds, began)
                if line == f"begun {at}" and delay is not None:
                    until = time.monotonic() + delay
        child.end()
        return life

    def _note(self, line: str, life: Life, deeds: list[Deed], began: float) -> float:
        what, _, rest = line.partition(" ")
        if what == "begun":
            life.begun, life.did = int(rest), []
            return time.monotonic()
        if what == "done":
            life.done = int(rest)
            kind = deeds[life.done].kind if life.done >= 0 else OPENING
            self._lasted[kind].append(time.monotonic() - began)
        elif what == "did":
            life.did.append(rest)
        else:
            life.error = line
        return began

    def _look(self, reached: State, in_hand: Deed | None, did: list[str]) -> None:
        """Look at the library from a new process, and take what it holds for the state."""
        possible = [reached, in_hand.after] if in_hand else [reached]
        child = Fork.begin(lambda report: report(json.dumps(look(self._folder, possible, did))))
        (line,) = child.lines()
        child.end()
        if line.startswith("error"):
            self.faults.append(line)
            return
        seen = json.loads(line)
        self.faults += seen["faults"]
        saved = possible[seen["saved"]].saved
        self._state = State(seen["versions"], seen["encoder"], saved)


def _warm_up(folder: Path) -> None:
    """Have all loaded that a library loads when it is first used, for the forks to share."""
    (folder / "warm.txt").write_text(text_of("warm.txt", 1))
    with Library.in_memory(encoder_named("letters")) as library:
        list(library.ingest([folder / "warm.txt"]))
        library.search("warm")


def main() -> None:
    """Run a campaign as the command line says, and print what came of it."""
    campaign = Campaign(Path(sys.argv[1]), sys.argv[2])
    _warm_up(Path(sys.argv[1]))
    campaign.run(int(sys.argv[3]))
    seen = {"faults": campaign.faults, "killed_in": campaign.killed_in}
    sys.stdout.write(json.dumps(seen))


if __name__ == "__main__":
    main()
