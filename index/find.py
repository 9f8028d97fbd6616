"""Find the files to read: those named, and those in the folders named that no rule ignores."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

from pathspec import GitIgnoreSpec

from index.errors import UnreadableDocument

SUFFIXES = (
    *(".txt", ".md", ".markdown", ".html", ".htm", ".xhtml", ".pdf", ".docx", ".eml"),
    *(".csv", ".tsv", ".jsonl", ".ndjson", ".zip"),
)

# Read in this order, so that the second can take back what the first ignores.
IGNORE_FILES = (".gitignore", ".recoupeignore")


def find_files(paths: Iterable[Path]) -> list[Path]:
    """Return the files named, and the readable files in the folders named, folders sorted.

    Hidden files and folders within a folder are passed over, and so is what its ignore files
    and those of the folders between say, with git's rules: the last that matches wins, `!` takes
    back. Links to folders are not followed, and a file found twice is listed once. Raises
    UnreadableDocument for a path that is not there.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += sorted(_files_within(path, []))
        elif path.exists():
            found.append(path)
        else:
            raise UnreadableDocument(f"{path}: there is no such file or folder")
    return list(dict.fromkeys(found))


def is_read(name: str) -> bool:
    """Whether a file of this name, found in a folder or an archive, is one to read."""
    path = Path(name)
    return not path.name.startswith(".") and path.suffix.lower() in SUFFIXES


def _files_within(folder: Path, above: list[tuple[Path, GitIgnoreSpec]]) -> Iterator[Path]:
    """Yield the files to read in a folder, given the rules of the folders above it."""
    rules = [*above, *_rules(folder)]
    folders = []
    try:
        with os.scandir(folder) as entries:
            for entry in entries:
                path = folder / entry.name
                if entry.name.startswith("."):
                    continue
                if entry.is_dir(follow_symlinks=False):
                    folders.append(path)
                elif entry.is_file() and is_read(entry.name) and not _is_ignored(path, "", rules):
                    yield path
    except OSError as error:
        raise UnreadableDocument(f"{error.filename}: {error.strerror}") from error
    for path in folders:
        if not _is_ignored(path, "/", rules):
            yield from _files_within(path, rules)


def _rules(folder: Path) -> list[tuple[Path, GitIgnoreSpec]]:
    """Return the rules that the folder's ignore files give for what lies in it."""
    written: list[str] = []
    for name in IGNORE_FILES:
        try:
            written += (folder / name).read_text(encoding="utf-8", errors="replace").splitlines()
        except OSError:  # most folders have none
            continue
    rules = [line for line in written if _is_rule(line)]
    return [(folder, GitIgnoreSpec.from_lines(rules))] if rules else []


def _is_rule(line: str) -> bool:
    """Whether the line is a rule; one that is not is passed over, as git does."""
    try:
        return bool(GitIgnoreSpec.from_lines([line]).patterns)
    except ValueError:
        return False


def _is_ignored(path: Path, ending: str, rules: list[tuple[Path, GitIgnoreSpec]]) -> bool:
    """Whether the nearest rule that matches ignores the path; `ending` is "/" for a folder."""
    for folder, spec in reversed(rules):
        said = spec.check_file(path.relative_to(folder).as_posix() + ending).include
        if said is not None:
            return said
    return False
