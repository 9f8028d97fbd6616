"""Processes forked from this one, which report line by line through a pipe.

For a process of one thread that has imported all it needs: threads do not survive a fork.
"""

import os
import select
import signal
import time
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Self

HUNG_S = 60.0


class Fork:
    """A child process at work, and the lines that it has reported."""

    def __init__(self, pid: int, pipe: int) -> None:
        self.pid = pid
        self._pipe = pipe
        self._unread = b""

    @classmethod
    def begin(cls, work: Callable[[Callable[[str], None]], None]) -> Self:
        """Fork a child that calls `work` with a function that reports a line.

        What it raises is reported as a line "error: …", with the traceback in one line.
        """
        assert len(_threads()) == 1, "the child would miss threads"
        pipe, report = os.pipe()
        pid = os.fork()
        if pid:
            os.close(report)
            return cls(pid, pipe)
        try:
            os.close(pipe)
            work(lambda line: _write(report, line))
        except BaseException:
            _write(report, f"error: {traceback.format_exc()!r}")
        finally:
            os._exit(0)

    def line(self, timeout: float = HUNG_S) -> str | None:
        """Return the next line; "" when there will be none, None after `timeout` seconds."""
        until = time.monotonic() + timeout
        while b"\n" not in self._unread:
            if not select.select([self._pipe], [], [], max(0.0, until - time.monotonic()))[0]:
                return None
            read = os.read(self._pipe, 1 << 16)
            if not read:
                return ""
            self._unread += read
        line, self._unread = self._unread.split(b"\n", 1)
        return line.decode()

    def lines(self) -> list[str]:
        """Return the lines until the child ends or dies; AssertionError when it hangs."""
        lines = []
        while line := self.line():
            lines.append(line)
        if line is None:
            self.kill()
            raise AssertionError(f"process {self.pid} hung after {lines}")
        return lines

    def kill(self) -> None:
        """Kill the child, as `kill -9` does."""
        os.kill(self.pid, signal.SIGKILL)

    def end(self) -> bool:
        """Wait until the child is gone; return whether it was killed."""
        os.close(self._pipe)
        return os.WIFSIGNALED(os.waitpid(self.pid, 0)[1])


def _threads() -> list[str]:
    """Return the ids of the threads of this process, those of libraries too, where it is told."""
    tasks = Path("/proc/self/task")
    return [task.name for task in tasks.iterdir()] if tasks.exists() else ["main"]


def _write(report: int, line: str) -> None:
    os.write(report, line.encode() + b"\n")
