"""Another process that has a library open and does what it is told, one expression at a time.

`python -m tests.other FOLDER ENCODER` reads Python expressions line by line from standard input,
and prints what each comes to as JSON.
"""

import json
import select
import subprocess
import sys
from pathlib import Path
from typing import Any, Self

from index.library import Library
from tests.letters import make_document
from tests.stories import encoder_named, story

ROOT = Path(__file__).parent.parent


class Other:
    """The process, as a context manager; calling it returns what an expression comes to there.

    An expression may speak of `library`, `story`, `make_document` and `Path`.
    """

    def __init__(self, folder: Path, encoder: str = "letters") -> None:
        command = [sys.executable, "-m", "tests.other", str(folder), encoder]
        self._process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, cwd=ROOT
        )

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate()

    def __call__(self, expression: str) -> Any:
        self.begin(expression)
        return self.result()

    def begin(self, expression: str) -> None:
        """Have an expression worked out while this process goes on."""
        assert self._process.stdin is not None
        self._process.stdin.write(expression + "\n")
        self._process.stdin.flush()

    def result(self) -> Any:
        """Wait for what the expression begun comes to; AssertionError when it raised."""
        assert self._process.stdout is not None
        answer = json.loads(self._process.stdout.readline())
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def is_busy(self) -> bool:
        """Return whether the expression begun has not come to anything yet."""
        assert self._process.stdout is not None
        return not select.select([self._process.stdout], [], [], 0)[0]

    def kill(self) -> None:
        """Kill the process, as `kill -9` does."""
        self._process.kill()


def main() -> None:
    """Answer expressions until standard input ends."""
    with Library.open(Path(sys.argv[1]), encoder_named(sys.argv[2])) as library:
        known = {"library": library, "story": story, "make_document": make_document, "Path": Path}
        for line in sys.stdin:
            try:
                answer = {"value": eval(line, known)}
            except Exception as error:
                answer = {"error": f"{type(error).__name__}: {error}"}
            sys.stdout.write(json.dumps(answer, default=str) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
