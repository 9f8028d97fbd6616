"""Where nothing can be written, a library is searched as ever, and says that it cannot be changed.

The folder is looked at by a process that has no right to overrule the modes of files.
"""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from tests.letters import LetterEncoder, make_document

ROOT = Path(__file__).parent.parent
LOOK = """
import sys
from pathlib import Path
from index.errors import CatalogError
from index.library import Library
from index.verify import verify
from tests.damage import obey_modes
from tests.letters import LetterEncoder, make_document

obey_modes()
folder = Path(sys.argv[1])
try:
    with Library.open(folder, LetterEncoder()) as library:
        print([hit.document.id for hit in library.search("q")])
        print(library.status().vectors)
        try:
            library.add(make_document("b", "Two q."))
        except CatalogError as error:
            print(error)
    print([check.faults for check in verify(folder)])
except CatalogError as error:
    print(error)
"""


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    data = tmp_path / "data"
    with Library.open(data, LetterEncoder()) as library:
        library.add(make_document("a", "One q."))
    yield data
    data.chmod(0o755)


def _look(folder: Path) -> list[str]:
    for path in folder.iterdir():
        path.chmod(0o444)
    folder.chmod(0o555)
    before = sorted(os.listdir(folder))
    done = subprocess.run(
        [sys.executable, "-c", LOOK, str(folder)], cwd=ROOT, capture_output=True, text=True
    )
    assert done.stderr == ""
    assert sorted(os.listdir(folder)) == before
    return done.stdout.splitlines()


def test_a_library_is_searched_and_checked(folder: Path) -> None:
    found, vectors, refused, faults = _look(folder)
    assert (found, vectors) == ("['a']", "loaded")
    assert f"the data folder {str(folder)!r} cannot be written: Permission denied" in refused
    assert faults == "[(), (), (), (), ()]"


def test_a_library_without_vectors_is_searched(folder: Path) -> None:
    (folder / "vectors.faiss").unlink()
    assert _look(folder)[:2] == ["['a']", "rebuilt: there is none yet"]


def test_a_log_that_cannot_be_read_is_told(folder: Path, tmp_path: Path) -> None:
    with Library.open(folder, LetterEncoder()) as library:
        library.add(make_document("b", "Two q."))
        left = tmp_path / "left"
        left.mkdir()
        for name in ("catalog.sqlite", "catalog.sqlite-wal"):
            (left / name).write_bytes((folder / name).read_bytes())
    (said,) = _look(left)
    left.chmod(0o755)
    assert "has changes in its log, catalog.sqlite-wal, that cannot be read" in said
