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


def found_in(folder: Path, **files: str) -> list[str]:
    """Write the files, of which the names have `__` for a slash, and return which are found."""
    for name, text in files.items():
        path = folder / name.replace("__", "/")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return [path.relative_to(folder).as_posix() for path in find_files([folder])]


@pytest.mark.parametrize("name", [".gitignore", ".recoupeignore"])
def test_what_a_rule_names_is_passed_over(tmp_path: Path, name: str) -> None:
    rules = {name: "# drafts\n\n*.md\n/only.txt\nold/\n"}
    names = ["a.txt", "b.md", "only.txt", "in__only.txt", "in__old__c.txt", "in__d.md"]
    assert found_in(tmp_path, **rules, **dict.fromkeys(names, "x")) == ["a.txt", "in/only.txt"]


def test_the_last_rule_that_matches_wins(tmp_path: Path) -> None:
    rules = "*.txt\n!keep.txt\n"
    assert found_in(tmp_path, **{".gitignore": rules, "a.txt": "x", "keep.txt": "x"}) == [
        "keep.txt"
    ]


def test_the_rules_of_the_nearest_folder_win(tmp_path: Path) -> None:
    files = {".gitignore": "*.txt", "in__.gitignore": "!b.txt", "a.txt": "x", "in__b.txt": "x"}
    assert found_in(tmp_path, **files) == ["in/b.txt"]


def test_recoupe_s_rules_come_after_those_of_git(tmp_path: Path) -> None:
    files = {".gitignore": "*.txt", ".recoupeignore": "!a.txt", "a.txt": "x", "b.txt": "x"}
    assert found_in(tmp_path, **files) == ["a.txt"]


def test_nothing_comes_back_from_a_folder_that_is_ignored(tmp_path: Path) -> None:
    files = {".gitignore": "old/\n!old/a.txt\n", "old__a.txt": "x", "b.txt": "x"}
    assert found_in(tmp_path, **files) == ["b.txt"]


def test_what_is_no_rule_is_passed_over(tmp_path: Path) -> None:
    assert found_in(tmp_path, **{".gitignore": "!\n*.md\n", "a.md": "x", "b.txt": "x"}) == ["b.txt"]


def test_a_file_named_is_read_whatever_the_rules_say(tmp_path: Path) -> None:
    found_in(tmp_path, **{".gitignore": "*", "a.txt": "x"})
    assert find_files([tmp_path / "a.txt"]) == [tmp_path / "a.txt"]


def test_links_to_folders_are_not_followed(tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(tmp_path)
    assert found_in(tmp_path, **{"a.txt": "x"}) == ["a.txt"]
