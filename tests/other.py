"""Another process that has a library open and does what it is told, one expression at a time.

`python -m tests.other FOLDER` reads Python expressions line by line from standard input, and prints
what each comes to as JSON.
"""

import json
import select
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Any, Self

from index.backup import backup, restore
from index.errors import RecoupeError
from index.library import Library
from index.rebuild import rebuild
from index.verify import verify
from tests import damage
from tests.stories import encoder_named, faults, story, text_of

ROOT = Path(__file__).parent.parent
KNOWN = {
    "Library": Library,
    "Path": Path,
    "backup": backup,
    "damage": damage,
    "encoder_named": encoder_named,
    "faults": faults,
    "rebuild": rebuild,
    "restore": restore,
    "story": story,
    "text_of": text_of,
    "verify": verify,
}


class Other:
    """The process, as a context manager; calling it returns what an expression comes to there.

    An expression may speak of all that KNOWN names, and of `library` and `folder`. `within` is a
    command that the process is to be run by.
    """

    def __init__(self, folder: Path, within: Sequence[str] = ()) -> None:
        command = [*within, sys.executable, "-m", "tests.other", str(folder)]
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

    def let(self, name: str, expression: str) -> None:
        """Have a name stand for what an expression comes to there."""
        self(f"globals().update({name}=({expression}))")

    def enter(self, folder: Path) -> None:
        """Go over to the library in another folder, which follows the encoder on record."""
        self("library.close()")
        self.let("folder", f"Path({str(folder)!r})")
        self.let("library", "Library.open(folder, None, encoder_named)")

    def begin(self, expression: str) -> None:
        """Have an expression worked out while this process goes on."""
        assert self._process.stdin is not None
        self._process.stdin.write(expression + "\n")
        self._process.stdin.flush()

    def result(self) -> Any:
        """Wait for what the expression begun comes to; AssertionError when it raised."""
        answer = self._answer()
        assert "error" not in answer, answer["error"]
        return answer["value"]

    def attempt(self, expression: str) -> str | None:
        """Return the error that an expression raises, with its type and hint; None when none."""
        self.begin(expression)
        error = self._answer().get("error")
        return None if error is None else str(error)

    def is_busy(self) -> bool:
        """Return whether the expression begun has not come to anything yet."""
        assert self._process.stdout is not None
        return not select.select([self._process.stdout], [], [], 0)[0]

    def _answer(self) -> dict[str, Any]:
        assert self._process.stdout is not None
        answer: dict[str, Any] = json.loads(self._process.stdout.readline())
        return answer

    def kill(self) -> None:
        """Kill the process, as `kill -9` does."""
        self._process.kill()


def main() -> None:
    """Answer expressions until standard input ends."""
    folder = Path(sys.argv[1])
    with Library.open(folder, "letters", encoder_named) as library:
        names = KNOWN | {"library": library, "folder": folder}
        for line in sys.stdin:
            try:
                answer = {"value": eval(line, names)}
            except Exception as error:
                hint = f" ({error.hint})" if isinstance(error, RecoupeError) else ""
                answer = {"error": f"{type(error).__name__}: {error}{hint}"}
            sys.stdout.write(json.dumps(answer, default=str) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
