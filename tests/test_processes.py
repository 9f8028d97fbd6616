"""Several processes at one library: one writes at a time, and all see whole documents."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from index.backup import backup
from index.errors import CatalogError
from index.library import Library
from tests.other import Other
from tests.stories import encoder_named, faults, mark, story, text_of


@pytest.fixture(scope="module")
def process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Other]:
    """Return another process, which takes half a second to start."""
    with Other(tmp_path_factory.mktemp("other")) as process:
        yield process


@pytest.fixture
def other(process: Other, tmp_path: Path) -> Other:
    """Return another process that has the library in `tmp_path` open."""
    process.enter(tmp_path)
    return process


@pytest.fixture
def library(tmp_path: Path, other: Other) -> Iterator[Library]:
    """Return the library that `other` has open, opened in this process as well."""
    with Library.open(tmp_path, open_encoder=encoder_named) as library:
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
    other.result()
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


def test_a_killed_writer_holds_nobody_up(tmp_path: Path) -> None:
    with Other(tmp_path) as other, Library.open(tmp_path, "letters", encoder_named) as library:
        other.begin("[library.add(story('a.txt', i)) for i in range(1_000_000)]")
        while library.count() == 0:
            assert other.is_busy()
        other.kill()
        assert library.add(story("b.txt", 1)) == "added"
        (text,) = {d.text for d in library.documents() if d.source == "a.txt"}
        texts = {"a.txt": text, "b.txt": text_of("b.txt", 1)}
        assert faults(library, texts, [], "letters") == []


def test_what_another_process_restores_is_there_without_reopening(
    library: Library, other: Other
) -> None:
    library.add_all([story("a.txt", 1), story("b.txt", 1)])
    other("backup(folder, folder / 'backup.sqlite')")
    library.add_all([story("a.txt", 2), story("c.txt", 1)])
    assert _words(library, mark("c.txt", 1)) == [mark("c.txt", 1)]
    other("restore(folder, folder / 'backup.sqlite')")
    texts = {source: text_of(source, 1) for source in ("a.txt", "b.txt")}
    assert faults(library, texts, [mark("a.txt", 2), mark("c.txt", 1)], "letters") == []


def test_what_is_changed_after_a_restore_is_seen_by_who_was_there_before(
    library: Library, other: Other
) -> None:
    """As many changes were made before the restore as after it, so that counting does not tell."""
    library.add(story("a.txt", 1))
    other("backup(folder, folder / 'backup.sqlite')")
    for version in (2, 3, 4):
        library.add(story("a.txt", version))
        library.search("story")
    other("restore(folder, folder / 'backup.sqlite')")
    for version in (5, 6):
        other(f"library.add(story('a.txt', {version}))")
    assert faults(library, {"a.txt": text_of("a.txt", 6)}, [mark("a.txt", 4)], "letters") == []


def test_a_restore_in_between_is_seen_whole(library: Library, other: Other) -> None:
    library.add(story("a.txt", 1))
    other("backup(folder, folder / 'backup.sqlite')")
    library.add(story("a.txt", 2))
    other.begin("[restore(folder, folder / 'backup.sqlite') for _ in range(5)]")
    while other.is_busy():
        hits = library.search("story", limit=100)
        assert len(hits) == 3
        assert {hit.document.text for hit in hits} <= {text_of("a.txt", v) for v in (1, 2)}
    other.result()
    assert faults(library, {"a.txt": text_of("a.txt", 1)}, [], "letters") == []


def test_a_library_goes_over_to_the_encoder_that_another_process_rebuilt_it_with(
    library: Library, other: Other
) -> None:
    other("library.add_all([story('a.txt', 1), story('b.txt', 3)])")
    assert len(library.search("story")) == 6
    other("list(rebuild(folder, 'more', encoder_named)) and None")
    texts = {"a.txt": text_of("a.txt", 1), "b.txt": text_of("b.txt", 3)}
    assert faults(library, texts, [], "more") == []


def test_the_old_encoder_serves_until_the_new_one_is_complete(
    library: Library, other: Other
) -> None:
    other("library.add_all([story(f'a{i}.txt', i) for i in range(8)])")
    texts = {f"a{i}.txt": text_of(f"a{i}.txt", i) for i in range(8)}
    other.let("steps", "rebuild(folder, 'more', encoder_named)")
    assert other("next(steps)")[0] == "passages"
    assert library.status().encoder == "letters"
    assert faults(library, texts, [], "letters") == []
    other("list(steps)")
    assert library.status().encoder == "more"
    assert faults(library, texts, [], "more") == []


def test_a_backup_is_taken_while_another_process_writes(
    library: Library, other: Other, tmp_path: Path
) -> None:
    library.add(story("a.txt", 0))
    other.begin("[library.add(story('a.txt', i)) for i in range(1, 40)] and None")
    backups = 0
    while other.is_busy() or backups == 0:
        backup(tmp_path, tmp_path / "backup.sqlite")
        backups += 1
    other.result()
    (tmp_path / "copy").mkdir()
    shutil.copy(tmp_path / "backup.sqlite", tmp_path / "copy" / "catalog.sqlite")
    with Library.open(tmp_path / "copy", open_encoder=encoder_named) as copy:
        (document,) = copy.documents()
        assert document.text in [text_of("a.txt", i) for i in range(40)]
        assert faults(copy, {"a.txt": document.text}, [], "letters") == []


def test_who_waits_too_long_for_the_writer_is_told_who_writes(
    library: Library, other: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("index.lock.WAIT_S", 0.0)
    other("library.add(story('a.txt', 1))")
    other.let("steps", "rebuild(folder, 'more', encoder_named)")
    other("next(steps)")
    pid = other("__import__('os').getpid()")
    with pytest.raises(CatalogError, match=f"is being changed by process {pid}") as caught:
        library.add(story("b.txt", 1))
    assert "try again" in caught.value.hint
    assert len(library.search("story")) == 3
    other("list(steps)")
    assert library.add(story("b.txt", 1)) == "added"
