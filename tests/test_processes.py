"""Several processes at one library: one writes at a time, and all see whole documents."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from index.library import Library
from tests.letters import LetterEncoder
from tests.other import Other
from tests.stories import faults, mark, story, text_of


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Other]:
    """Return another process that has the library in `tmp_path` open."""
    with Other(tmp_path) as other:
        assert other("library.count()") == 0
        yield other


@pytest.fixture
def library(tmp_path: Path, other: Other) -> Iterator[Library]:
    """Return the library that `other` has open, opened in this process as well."""
    with Library.open(tmp_path, LetterEncoder()) as library:
        yield library


def _words(library: Library, question: str) -> list[str]:
    return [hit.passage.text.split()[3] for hit in library.search(question, limit=1)]


def test_two_processes_that_write_at_once_both_succeed(library: Library, other: Other) -> None:
    other.begin("[library.add(story(f'b{i}.txt', 1)) for i in range(30)]")
    mine = [library.add(story(f"a{i}.txt", 1)) for i in range(30)]
    assert other.result() == mine == ["added"] * 30
    texts = {f"{name}{i}.txt": text_of(f"{name}{i}.txt", 1) for name in "ab" for i in range(30)}
    assert {d.source: d.text for d in library.documents(limit=100)} == texts


def test_two_processes_that_write_the_same_document_leave_one_whole(
    library: Library, other: Other
) -> None:
    other.begin("[library.add(story('a.txt', 2 * i)) for i in range(30)]")
    for i in range(30):
        library.add(story("a.txt", 2 * i + 1))
    other.result()
    (document,) = library.documents()
    versions = [v for v in range(60) if text_of("a.txt", v) == document.text]
    assert len(versions) == 1
    assert faults(library, {"a.txt": document.text}, [], "letters") == []


def test_a_reader_sees_only_whole_documents_while_another_process_writes(
    library: Library, other: Other
) -> None:
    library.add(story("a.txt", 0))
    other.begin("[library.add(story('a.txt', i)) for i in range(1, 60)] and 'done'")
    seen: set[str] = set()
    while other.is_busy():
        hits = library.search("story", limit=100)
        assert len(hits) == 3
        (text,) = {hit.document.text for hit in hits}
        assert all(text[h.passage.start : h.passage.end] == h.passage.text for h in hits)
        seen.add(text)
    assert seen <= {text_of("a.txt", i) for i in range(60)}


def test_what_another_process_ingests_is_found_without_reopening(
    library: Library, other: Other, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "f.txt").write_text(text_of("f.txt", 3))
    assert library.search("story") == []
    outcomes = f"[done.outcome for done in library.ingest([Path({str(tmp_path / 'in')!r})])]"
    assert other(outcomes) == ["added"]
    assert _words(library, mark("f.txt", 3)) == [mark("f.txt", 3)]


def test_what_another_process_updates_or_removes_is_no_longer_found(
    library: Library, other: Other
) -> None:
    library.add_all([story("a.txt", 1), story("b.txt", 1)])
    assert _words(library, mark("a.txt", 1)) == [mark("a.txt", 1)]
    other("[library.add(story('a.txt', 2)), library.remove('b')]")
    gone = [mark("a.txt", 1), mark("b.txt", 1)]
    assert faults(library, {"a.txt": text_of("a.txt", 2)}, gone, "letters") == []


def test_a_killed_writer_holds_nobody_up(library: Library, other: Other) -> None:
    other.begin("[library.add(story('a.txt', i)) for i in range(1_000_000)]")
    while library.count() == 0:
        assert other.is_busy()
    other.kill()
    assert library.add(story("b.txt", 1)) == "added"
    (text,) = {d.text for d in library.documents() if d.source == "a.txt"}
    assert faults(library, {"a.txt": text, "b.txt": text_of("b.txt", 1)}, [], "letters") == []
