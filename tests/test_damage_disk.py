"""No room on the disk, and no permission to write: a clear error, and nothing lost."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.damage import SMALL_DISK, has_small_disks
from tests.other import Other
from tests.stories import text_of

# How many bytes are left, or how large a file may become, before there is no more room.
ROOMS = (0, 4_096, 30_000, 100_000)
TEXTS = {f"a{i}.txt": text_of(f"a{i}.txt", 1) for i in range(5)}
FAULTS = (
    "faults(library, {d.source: text_of(d.source, 1) for d in library.documents()}, [], 'letters')"
)
SOURCES = "sorted(d.source for d in library.documents())"


@pytest.fixture(params=["limit", "disk"])
def cramped(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Other]:
    """Return a process with five stories, which knows `cramp(bytes)` and `relax()`.

    Room ends at a limit for the size of a file, or on a real small disk where one can be had.
    """
    is_disk = request.param == "disk" and has_small_disks(tmp_path)
    with Other(tmp_path, [*SMALL_DISK, str(tmp_path)] if is_disk else []) as other:
        other("[library.add(story(f'a{i}.txt', 1)) for i in range(5)]")
        if is_disk:
            other.let("cramp", "lambda room: damage.fill(folder, room)")
            other.let("relax", "lambda: damage.empty(folder)")
        else:
            other.let("cramp", "damage.limit")
            other.let("relax", "lambda: damage.limit(None)")
        yield other


def test_a_full_disk_refuses_a_document_and_keeps_the_others(cramped: Other) -> None:
    for room in ROOMS:
        cramped(f"cramp({room})")
        error = cramped.attempt("library.add(story('new.txt', 1))")
        assert cramped(FAULTS) == []
        cramped("relax()")
        assert error or room
        if error is None:
            break
        assert error.startswith("CatalogError: ") and "disk" in error, error
        assert cramped(SOURCES) == sorted(TEXTS)
    cramped("library.add(story('new.txt', 1))")
    assert cramped(SOURCES) == [*sorted(TEXTS), "new.txt"]
    assert cramped(FAULTS) == []
