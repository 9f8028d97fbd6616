"""One writer at a time, and who it is."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from index.errors import CatalogError
from index.library import Library
from index.lock import WriterLock
from tests.letters import LetterEncoder, make_document

ROOT = Path(__file__).parent.parent
HOLD = """
import sys
from pathlib import Path
from index.lock import WriterLock
with WriterLock(Path(sys.argv[1])).held():
    print("held", flush=True)
    sys.stdin.read()
"""


def test_a_second_writer_is_told_who_the_first_is(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with Library.open(tmp_path, LetterEncoder()) as library:
        library.add(make_document("a", "One q."))
        command = [sys.executable, "-c", HOLD, str(tmp_path / "write.lock")]
        with subprocess.Popen(
            command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        ) as other:
            assert other.stdout is not None and other.stdout.readline() == "held\n"
            monkeypatch.setattr("index.lock.WAIT_S", 0.0)
            with pytest.raises(CatalogError, match=f"changed by process {other.pid}$"):
                library.add(make_document("b", "Two q."))
            assert [hit.document.id for hit in library.search("q")] == ["a"]
            other.kill()
        monkeypatch.undo()
        assert library.add(make_document("b", "Two q.")) == "added"


def test_a_thread_that_holds_the_lock_may_take_it_again(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "lock")
    with lock.held(), lock.held():
        assert (tmp_path / "lock").read_text().split() == [str(os.getpid())]


def test_a_folder_that_cannot_be_locked_is_named(tmp_path: Path) -> None:
    (tmp_path / "lock").mkdir()
    lock = WriterLock(tmp_path / "lock")
    with pytest.raises(CatalogError, match=r"the data folder .* cannot be written"), lock.held():
        pass


def test_without_a_path_there_is_nothing_to_wait_for() -> None:
    with WriterLock(None).held():
        pass
