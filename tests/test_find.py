"""Which files are read: those named, and those in folders that no rule ignores."""

from pathlib import Path

import pytest

from index.errors import UnreadableDocument
from index.find import find_files


def test_folders_are_searched_for_readable_files(tmp_path: Path) -> None:
    for name in ["b.txt", "a/c.MD", "a.png", ".hidden.txt", ".git/x.txt", "a/d.markdown"]:
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_text("One.")
    found = [path.relative_to(tmp_path).as_posix() for path in find_files([tmp_path])]
    assert found == ["a/c.MD", "a/d.markdown", "b.txt"]


def test_a_file_named_is_listed_once_and_as_it_is(tmp_path: Path) -> None:
    named, other = tmp_path / "z.txt", tmp_path / "x.pdf"
    named.write_text("One.")
    other.write_text("Two.")
    assert find_files([other, named, tmp_path]) == [other, named]


def test_a_missing_path_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(UnreadableDocument, match=r"gone: there is no such file or folder"):
        find_files([tmp_path / "gone"])
