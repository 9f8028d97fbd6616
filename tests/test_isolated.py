"""The child process that reads: what crashes it, outlasts it or fills it costs the file alone."""

import os
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.errors import UnreadableDocument
from index.formats import isolated as isolation
from index.formats.isolated import MEMORY, close, isolated

ROOT = Path(__file__).parent.parent


@pytest.fixture(autouse=True, scope="module")
def ended() -> Iterator[None]:
    """End the child process after the tests here."""
    yield
    close()


def test_files_are_read_in_one_other_process() -> None:
    first, second = isolated(os.getpid), isolated(os.getpid)
    assert first == second != os.getpid()


def test_what_the_reader_raises_is_raised() -> None:
    with pytest.raises(ValueError, match="invalid literal"):
        isolated(int, "one")


def test_a_reader_that_takes_too_long_is_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    before = isolated(os.getpid)
    monkeypatch.setattr(isolation, "SECONDS", 0.2)
    with pytest.raises(UnreadableDocument, match=r"could not be read within 0\.2 s"):
        isolated(time.sleep, 1000)
    monkeypatch.undo()
    assert isolated(os.getpid) != before


def test_a_reader_that_crashes_is_replaced() -> None:
    before = isolated(os.getpid)
    with pytest.raises(UnreadableDocument, match="it crashed the reader"):
        isolated(os.abort)
    assert isolated(os.getpid) != before


def test_a_reader_may_take_so_much_memory_and_no_more() -> None:
    with pytest.raises(UnreadableDocument, match=f"more than {MEMORY} bytes of memory"):
        isolated(bytearray, MEMORY)


def test_a_process_short_of_memory_is_replaced(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(isolation, "_WORN", 0)
    assert isolated(os.getpid) != isolated(os.getpid)


def test_threads_share_the_process() -> None:
    found: list[int] = []
    threads = [threading.Thread(target=lambda: found.append(isolated(os.getpid))) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(found) == 8
    assert len(set(found)) == 1


def test_after_a_close_the_next_file_starts_another() -> None:
    before = isolated(os.getpid)
    close()
    assert isolated(os.getpid) != before


def test_the_process_ends_with_its_parent_and_says_nothing() -> None:
    code = "import os\nfrom index.formats.isolated import isolated\nprint(isolated(os.getpid))"
    done = subprocess.run(
        [sys.executable, "-W", "error", "-c", code],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stderr == ""
    with pytest.raises(ProcessLookupError, match="No such process"):
        os.kill(int(done.stdout), 0)
