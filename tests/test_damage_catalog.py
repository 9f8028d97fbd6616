"""A damaged catalog is refused, or found out by verify; it never answers wrongly unnoticed."""

import os
import shutil
import sqlite3
from pathlib import Path
from random import Random
from typing import Any

import pytest

from index.errors import CatalogError, EncoderMismatch
from index.library import Library
from index.verify import verify
from tests.damage import flip
from tests.letters import LetterEncoder
from tests.other import Other
from tests.stories import ALL_PASSAGES, faults, mark, story, text_of

FLIPS = 400
VERSIONS = {f"a{i}.txt": i + 1 for i in range(6)}
QUESTIONS = ["qqx", "zj", "story", *(mark(s, v) for s, v in VERSIONS.items())]


@pytest.fixture(scope="module")
def sound(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder with six stories, one of them updated, one of eight removed."""
    folder = tmp_path_factory.mktemp("sound") / "data"
    with Library.open(folder, LetterEncoder()) as library:
        library.add_all([story(f"a{i}.txt", 9) for i in range(5, 8)])
        library.add_all([story(source, version) for source, version in VERSIONS.items()])
        library.remove("a6")
        library.remove("a7")
        library.search("story")
    return folder


@pytest.fixture(scope="module")
def answers(sound: Path, tmp_path_factory: pytest.TempPathFactory) -> Any:
    """Return all that the library in `sound` says."""
    with Library.open(_copy(sound, tmp_path_factory.mktemp("asked")), LetterEncoder()) as library:
        return _answers(library)


def _copy(sound: Path, folder: Path) -> Path:
    shutil.rmtree(folder / "data", ignore_errors=True)
    return Path(shutil.copytree(sound, folder / "data"))


def _answers(library: Library) -> Any:
    documents = library.documents()
    found = [
        [
            (hit.passage, hit.document, round(hit.score, 3))
            for hit in library.search(q, ALL_PASSAGES)
        ]
        for q in QUESTIONS
    ]
    return library.count(), library.count_passages(), documents, found


def _is_sound(folder: Path) -> bool:
    try:
        return not any(check.faults for check in verify(folder))
    except CatalogError:
        return False


def _outcome(folder: Path, answers: Any) -> str:
    """Return "right", "refused", "noticed" for what verify alone finds, or what is wrong."""
    is_sound = _is_sound(folder)
    try:
        with Library.open(folder, LetterEncoder()) as library:
            if _answers(library) == answers:
                return "right"
            return "wrong answers" if is_sound else "noticed"
    except EncoderMismatch:
        return "refused"
    except CatalogError as error:
        is_clear = str(folder) in str(error) and error.hint
        return "refused" if is_clear else f"not clear: {error} ({error.hint})"


def test_any_one_bit_flipped_is_harmless_or_noticed(
    sound: Path, answers: Any, tmp_path: Path
) -> None:
    rng = Random(2026)
    bits = rng.sample(range(8 * (sound / "catalog.sqlite").stat().st_size), FLIPS)
    outcomes = {}
    for bit in bits:
        folder = _copy(sound, tmp_path)
        flip(folder / "catalog.sqlite", bit)
        outcomes[bit] = _outcome(folder, answers)
    assert {bit: o for bit, o in outcomes.items() if o not in ("right", "refused", "noticed")} == {}
    assert {"right", "refused"} <= set(outcomes.values())


def test_a_schema_that_is_no_longer_text_is_refused(
    sound: Path, answers: Any, tmp_path: Path
) -> None:
    """SQLite quotes it in its messages, which are then no UTF-8."""
    start = (sound / "catalog.sqlite").read_bytes().index(b"CREATE TABLE document")
    outcomes = {}
    for byte in range(start, start + 100, 3):
        folder = _copy(sound, tmp_path)
        flip(folder / "catalog.sqlite", 8 * byte + 7)
        outcomes[byte] = _outcome(folder, answers)
    assert set(outcomes.values()) <= {"right", "refused"}, outcomes
    assert "refused" in outcomes.values()


def test_a_catalog_cut_off_anywhere_is_refused_or_whole(
    sound: Path, answers: Any, tmp_path: Path
) -> None:
    size = (sound / "catalog.sqlite").stat().st_size
    lengths = {0, 1, 99, 100, 4095, 4097, size - 1, size - 4097, *range(4096, size, 4096)}
    outcomes = {}
    for length in sorted(lengths):
        folder = _copy(sound, tmp_path)
        os.truncate(folder / "catalog.sqlite", length)
        outcomes[length] = _outcome(folder, answers)
    assert set(outcomes.values()) <= {"right", "refused"}, outcomes


def test_pages_of_zeros_are_refused_or_harmless(sound: Path, answers: Any, tmp_path: Path) -> None:
    """What a file system can leave of a page that was not synced before the power went."""
    outcomes = {}
    for start in range(0, (sound / "catalog.sqlite").stat().st_size, 4096):
        folder = _copy(sound, tmp_path)
        with (folder / "catalog.sqlite").open("r+b") as file:
            file.seek(start)
            file.write(bytes(4096))
        outcomes[start] = _outcome(folder, answers)
    assert set(outcomes.values()) == {"right", "refused"}, outcomes


def test_a_text_in_place_of_the_catalog_is_refused_and_kept(sound: Path, tmp_path: Path) -> None:
    folder = _copy(sound, tmp_path)
    (folder / "catalog.sqlite").write_text("A shopping list: eggs, milk, a catalog. " * 200)
    assert _outcome(folder, None) == "refused"
    assert (folder / "catalog.sqlite").read_text().startswith("A shopping list")


def test_a_database_of_another_program_is_refused_and_kept(sound: Path, tmp_path: Path) -> None:
    folder = _copy(sound, tmp_path)
    (folder / "catalog.sqlite").unlink()
    db = sqlite3.connect(folder / "catalog.sqlite")
    db.execute("CREATE TABLE document (id TEXT, text TEXT)")
    before = db.execute("SELECT * FROM sqlite_master").fetchall()
    assert _outcome(folder, None) == "refused"
    assert db.execute("SELECT * FROM sqlite_master").fetchall() == before
    db.close()


def test_a_catalog_of_a_newer_version_is_refused_and_kept(sound: Path, tmp_path: Path) -> None:
    folder = _copy(sound, tmp_path)
    db = sqlite3.connect(folder / "catalog.sqlite")
    db.execute("PRAGMA user_version = 99")
    assert _outcome(folder, None) == "refused"
    assert db.execute("PRAGMA user_version").fetchone() == (99,)
    db.close()


def test_a_catalog_that_is_gone_is_not_taken_for_an_empty_one(sound: Path, tmp_path: Path) -> None:
    folder = _copy(sound, tmp_path)
    (folder / "catalog.sqlite").unlink()
    assert _outcome(folder, None) == "refused"
    assert not (folder / "catalog.sqlite").exists()


@pytest.fixture(scope="module")
def crashed(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a folder as a killed process leaves it: six stories committed, in the log alone."""
    parent = tmp_path_factory.mktemp("crashed")
    with Other(parent / "live") as other:
        for source, version in VERSIONS.items():
            other(f"library.add(story({source!r}, {version}))")
        shutil.copytree(parent / "live", parent / "data")
        other.kill()
    assert (parent / "data" / "catalog.sqlite-wal").stat().st_size > 0
    return parent / "data"


def _held(folder: Path) -> dict[str, str]:
    with Library.open(folder, LetterEncoder()) as library:
        texts = {document.source: document.text for document in library.documents()}
        assert faults(library, texts, [], "letters") == []
    return texts


def test_what_a_killed_process_left_in_the_log_is_there(crashed: Path, tmp_path: Path) -> None:
    assert _held(_copy(crashed, tmp_path)) == {s: text_of(s, v) for s, v in VERSIONS.items()}


def test_a_log_that_is_lost_or_cut_off_leaves_whole_documents(
    crashed: Path, tmp_path: Path
) -> None:
    """What is committed stands in order in the log, so that only the newest can be lost."""
    size = (crashed / "catalog.sqlite-wal").stat().st_size
    found = []
    for length in sorted({0, 31, 32, *range(0, size, size // 30), size}):
        folder = _copy(crashed, tmp_path)
        os.truncate(folder / "catalog.sqlite-wal", length)
        texts = _held(folder)
        assert texts == {s: text_of(s, v) for s, v in list(VERSIONS.items())[: len(texts)]}
        found.append(len(texts))
    assert found == sorted(found)
    assert found[0] == 0 and found[-1] == len(VERSIONS)


def test_a_bit_flipped_in_the_log_leaves_whole_documents(crashed: Path, tmp_path: Path) -> None:
    bits = 8 * (crashed / "catalog.sqlite-wal").stat().st_size
    for bit in Random(2026).sample(range(bits), 40):
        folder = _copy(crashed, tmp_path)
        flip(folder / "catalog.sqlite-wal", bit)
        texts = _held(folder)
        assert texts == {s: text_of(s, v) for s, v in list(VERSIONS.items())[: len(texts)]}
