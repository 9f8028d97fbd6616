"""No room on the disk, and no permission to write: a clear error, and nothing lost."""

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.damage import SMALL_DISK, has_small_disks
from tests.other import Other
from tests.stories import text_of

# How many bytes are left, or how large a file may become, before there is no more room.
ROOMS = (0, 4_096, 30_000, 100_000)
TEXTS = {f"a{i}.txt": text_of(f"a{i}.txt", 1) for i in range(5)}
FAULTS = (
    "faults(library, {d.source: text_of(d.source, 1) for d in library.documents()}, [],"
    " library.status().encoder)"
)
SOURCES = "sorted(d.source for d in library.documents())"


@pytest.fixture(scope="module", params=["limit", "disk"])
def process(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Yield a process that knows `cramp(bytes)` and `relax()`, and the folder that it works in.

    Room ends at a limit for the size of a file, or on a real small disk where one can be had.
    """
    disk = tmp_path_factory.mktemp("disk")
    is_disk = request.param == "disk" and has_small_disks(disk)
    with Other(disk, [*SMALL_DISK, str(disk)] if is_disk else []) as other:
        if is_disk:
            other.let("cramp", f"lambda room: damage.fill(Path({str(disk)!r}), room)")
            other.let("relax", f"lambda: damage.empty(Path({str(disk)!r}))")
        else:
            other.let("cramp", "damage.limit")
            other.let("relax", "lambda: damage.limit(None)")
        yield other, disk


@pytest.fixture
def cramped(process: tuple[Other, Path], tmp_path: Path) -> Other:
    """Return the process with a library of five stories, which follows its encoder."""
    other, disk = process
    other.enter(disk / tmp_path.name)
    other("[library.add(story(f'a{i}.txt', 1)) for i in range(5)]")
    return other


def _attempts(cramped: Other, expression: str) -> None:
    """Try with ever more room until it is done; what fails has said why, and harmed nothing."""
    errors = []
    for room in ROOMS:
        cramped(f"cramp({room})")
        error = cramped.attempt(expression)
        assert cramped(FAULTS) == []
        cramped("relax()")
        if error is None:
            break
        errors.append(error)
        assert error.startswith("CatalogError: "), error
        assert re.search(r"disk|room|No space|too large", error), error
        assert cramped("[check for check in verify(folder) if check.faults]") == []
        assert cramped(SOURCES) == sorted(TEXTS)
    assert errors
    if error is not None:
        cramped(expression)


def test_a_full_disk_refuses_a_document_and_keeps_the_others(cramped: Other) -> None:
    _attempts(cramped, "library.add(story('new.txt', 1))")
    assert cramped(SOURCES) == [*sorted(TEXTS), "new.txt"]
    assert cramped(FAULTS) == []


def test_a_full_disk_stops_an_ingest_without_a_half_document(cramped: Other) -> None:
    cramped.let("source", "folder / 'new.txt'")
    cramped("source.write_text(text_of('new.txt', 1))")
    _attempts(cramped, "[done.outcome for done in library.ingest([source])]")
    assert cramped("library.count()") == len(TEXTS) + 1


def test_a_full_disk_refuses_a_removal_and_keeps_the_document(cramped: Other) -> None:
    _attempts(cramped, "library.remove('a2')")
    assert cramped(SOURCES) == [source for source in sorted(TEXTS) if source != "a2.txt"]
    assert cramped(FAULTS) == []


def test_a_full_disk_stops_a_backup_and_keeps_the_one_before(cramped: Other) -> None:
    cramped("backup(folder, folder / 'backup.sqlite')")
    cramped.let("before", "(folder / 'backup.sqlite').read_bytes()")
    cramped("cramp(0)")
    error = cramped.attempt("backup(folder, folder / 'backup.sqlite')")
    assert error is not None and error.startswith("CatalogError: "), error
    assert cramped("(folder / 'backup.sqlite').read_bytes() == before")
    cramped("relax()")
    _attempts(cramped, "backup(folder, folder / 'backup.sqlite')")
    cramped("restore(folder, folder / 'backup.sqlite')")
    assert cramped(SOURCES) == sorted(TEXTS)


def test_a_full_disk_stops_a_restore_and_keeps_what_was_there(cramped: Other) -> None:
    cramped("backup(folder, folder / 'backup.sqlite')")
    _attempts(cramped, "restore(folder, folder / 'backup.sqlite')")
    assert cramped(FAULTS) == []


def test_a_full_disk_stops_a_rebuild_and_one_encoder_or_the_other_serves(cramped: Other) -> None:
    _attempts(cramped, "list(rebuild(folder, 'more', encoder_named)) and None")
    assert cramped("library.status().encoder") == "more"
    assert cramped(FAULTS) == []


def test_vectors_that_find_no_room_do_no_harm(cramped: Other) -> None:
    """They are a cache: the search is answered, and the status says what could not be written."""
    cramped("(folder / 'vectors.faiss').unlink(missing_ok=True)")
    cramped("cramp(0)")
    assert cramped.attempt("library.close()") is None
    cramped("relax()")
    cramped.let("library", "Library.open(folder, 'letters', encoder_named)")
    assert cramped(FAULTS) == []


@pytest.fixture(scope="module")
def obedient(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Other]:
    """Return a process that may do no more than the modes of files say, even as root."""
    with Other(tmp_path_factory.mktemp("obedient")) as other:
        other("damage.obey_modes()")
        yield other


@pytest.fixture
def read_only(obedient: Other, tmp_path: Path) -> Iterator[Other]:
    """Return that process with five stories in a folder where it may write nothing."""
    folder = tmp_path / "data"
    obedient.enter(folder)
    obedient("[library.add(story(f'a{i}.txt', 1)) for i in range(5)]")
    obedient("backup(folder, folder.with_name('backup.sqlite'))")
    obedient("library.close()")
    for path in [*folder.iterdir(), folder]:
        path.chmod(0o555 if path.is_dir() else 0o444)
    obedient.let("library", "Library.open(folder, 'letters', encoder_named)")
    yield obedient
    folder.chmod(0o755)


def test_a_read_only_folder_is_read_and_searched(read_only: Other) -> None:
    assert read_only(SOURCES) == sorted(TEXTS)
    assert read_only(FAULTS) == []
    assert read_only("[check for check in verify(folder) if check.faults]") == []


@pytest.mark.parametrize(
    "change",
    [
        "library.add(story('new.txt', 1))",
        "library.remove('a2')",
        "list(rebuild(folder, 'more', encoder_named))",
        "restore(folder, folder.with_name('backup.sqlite'))",
    ],
)
def test_a_read_only_folder_refuses_changes_and_stays_as_it_is(
    read_only: Other, change: str
) -> None:
    error = read_only.attempt(change)
    assert error is not None and error.startswith("CatalogError: "), error
    assert re.search("cannot be written|readonly|read-only", error), error
    assert "may" in error and "write" in error
    assert read_only(FAULTS) == []


def test_a_backup_of_a_read_only_folder_goes_elsewhere(read_only: Other) -> None:
    read_only("backup(folder, folder.with_name('second.sqlite'))")
    error = read_only.attempt("backup(folder, folder / 'inside.sqlite')")
    assert error is not None and error.startswith("CatalogError: "), error
