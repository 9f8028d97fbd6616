"""The process of a model, seen from the process that asks it."""

import os
import pickle
import signal
import subprocess
import sys
import tempfile
from contextlib import suppress

from rag.llama.messages import Cancel, Job, Load

_LONGEST = 200  # characters of a complaint


class Process:
    """A process that runs `rag.llama.child`. One thread hears; any may tell, one at a time."""

    def __init__(self) -> None:
        # What this process imports from, and not the folder that it happens to run in (-P).
        paths = os.pathsep.join(path or os.getcwd() for path in sys.path)
        self._complaints = tempfile.TemporaryFile()
        self._child = subprocess.Popen(
            [sys.executable, "-P", "-m", "rag.llama.child"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._complaints,
            # A debugger that looks where llama.cpp aborted would only take time.
            env={**os.environ, "PYTHONPATH": paths, "GGML_NO_BACKTRACE": "1"},
        )
        assert self._child.stdin and self._child.stdout
        self._stdin, self._stdout = self._child.stdin, self._child.stdout

    def tell(self, message: Load | Job | Cancel) -> None:
        """Send a message; nothing happens when the process has ended, which `hear` tells."""
        with suppress(OSError, ValueError):
            self._stdin.write(pickle.dumps(message))
            self._stdin.flush()

    def hear(self) -> object:
        """Wait for the next message; None when the process has ended."""
        try:
            return pickle.load(self._stdout)
        except (EOFError, OSError, pickle.UnpicklingError):
            return None

    def kill(self) -> None:
        """End it, whatever it does."""
        self._child.kill()

    def end(self) -> str:
        """Free what a process that has ended leaves; return how it ended, in words."""
        code = self._child.wait()
        with suppress(OSError):
            self._stdin.close()
        self._stdout.close()
        fate = signal.Signals(-code).name if code < 0 else f"status {code}"
        return ": ".join([f"llama.cpp ended its process ({fate})", *self._last_words()])

    def _last_words(self) -> list[str]:
        """The last line that it wrote to its standard error, if any."""
        with self._complaints as file:
            file.seek(0)
            lines = file.read().decode("utf-8", "replace").split("\n")
        return [line.strip()[:_LONGEST] for line in lines if line.strip()][-1:]
