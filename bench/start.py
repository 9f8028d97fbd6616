"""Measure how long a user waits, over seeds/: for the command line, the service, and an answer.

    python bench/start.py

Times of commands are of a whole process, the median of three; the time of `recoupe serve` is until
/readyz answers 200. Answers are of the `quotes` writer in one warm process, to the questions that
the evaluation set asks of seeds/, each asked three times.
"""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median, quantiles
from tempfile import TemporaryDirectory
from urllib.error import URLError
from urllib.request import urlopen

from eval.cases import CASES, load_cases
from rag.answer import AskRequest
from rag.recoupe import Recoupe
from rag.settings import Settings

ROOT = Path(__file__).parent.parent
COMMAND = Path(sys.executable).parent / "recoupe"
PORT = "8766"


def main() -> None:
    """Measure and print all of it."""
    with TemporaryDirectory() as folder:
        data = Path(folder) / "data"
        os.environ["RECOUPE_DATA"] = os.fspath(data)
        command("--help")  # once for the cache of the disk
        report("recoupe --help", [timed(command, "--help") for _ in range(3)])
        report("recoupe ingest seeds, new", [timed(command, "ingest", "seeds")])
        again = [timed(command, "ingest", "seeds") for _ in range(3)]
        report("recoupe ingest seeds, unchanged", again)
        found = [timed(command, "search", "how long did it last?") for _ in range(3)]
        report("recoupe search", found)
        report("recoupe ask", [timed(command, "ask", "how long did it last?") for _ in range(3)])
        report("recoupe serve, until ready", [start() for _ in range(3)])
        report("an answer, warm", answers(data))


def report(name: str, seconds: list[float]) -> None:
    """Print the median of some times, and where there are many, their 95th percentile."""
    said = f"{name:34} {1000 * median(seconds):8.0f} ms"
    if len(seconds) > 20:
        said += f"   95th percentile {1000 * quantiles(seconds, n=20)[-1]:.0f} ms of {len(seconds)}"
    print(said, flush=True)  # noqa: T201


def timed(work: Callable[..., object], *arguments: str) -> float:
    """Return the seconds that some work took."""
    started = time.perf_counter()
    work(*arguments)
    return time.perf_counter() - started


def command(*arguments: str) -> None:
    """Run a command in the repository's root."""
    subprocess.run([COMMAND, *arguments], cwd=ROOT, check=True, capture_output=True)


def answers(data: Path) -> list[float]:
    """Return the seconds of each answer over the library in `data`, once it is warm."""
    recoupe = Recoupe.open(Settings(data=data))
    recoupe.warm_up()
    questions = [case.question for case in load_cases(CASES) if case.story == "seeds"]
    asked = [AskRequest(question=question, writer="quotes") for question in questions]
    seconds = [recoupe.ask(request).timings_ms.total / 1000 for request in asked * 3]
    recoupe.close()
    return seconds


def start() -> float:
    """Return the seconds until a service that was started answers questions; it is stopped."""
    started = time.perf_counter()
    service = subprocess.Popen([COMMAND, "serve", "--port", PORT], stderr=subprocess.DEVNULL)
    while not ready():
        if service.poll() is not None:
            sys.exit(f"recoupe serve ended by itself: is port {PORT} taken?")
        time.sleep(0.02)
    seconds = time.perf_counter() - started
    service.terminate()
    service.wait()
    return seconds


def ready() -> bool:
    """Return whether the service answers questions yet."""
    try:
        return bool(urlopen(f"http://127.0.0.1:{PORT}/readyz").status == 200)
    except URLError:
        return False


if __name__ == "__main__":
    main()
