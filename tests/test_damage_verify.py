"""Damage that SQLite cannot see is found by verify, and mended by a rebuild or a restore."""

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path
from random import Random

import pytest

from index.backup import backup, restore
from index.errors import CatalogError
from index.library import Library
from index.rebuild import rebuild
from index.verify import verify
from tests.damage import flip
from tests.letters import LetterEncoder
from tests.stories import encoder_named, faults, story, text_of

TEXTS = {f"a{i}.txt": text_of(f"a{i}.txt", i + 1) for i in range(4)}


def _open(folder: Path) -> Library:
    return Library.open(folder, "letters", encoder_named)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a data folder with four stories, and beside it a backup of them."""
    with _open(tmp_path / "data") as library:
        library.add_all([story(f"a{i}.txt", i + 1) for i in range(4)])
        library.warm_up()
    backup(tmp_path / "data", tmp_path / "backup.sqlite")
    return tmp_path / "data"


def _found(folder: Path) -> list[str]:
    return [check.name for check in verify(folder) if check.faults]


def _flip_in(folder: Path, sought: bytes, file: str = "catalog.sqlite") -> None:
    """Flip a bit in the middle of the only place that holds these bytes."""
    data = (folder / file).read_bytes()
    assert data.count(sought) == 1
    flip(folder / file, 8 * (data.index(sought) + len(sought) // 2))


def _damage_text(folder: Path) -> None:
    _flip_in(folder, b"The story of a2v3 jjjj z went")


def _damage_embedding(folder: Path) -> None:
    first = TEXTS["a1.txt"].split("\n\n")[0]
    _flip_in(folder, LetterEncoder().encode([first])[0].astype("<f4").tobytes())


def _damage_words(folder: Path) -> None:
    _flip_in(folder, b"stori a2v3 jjjj z went")


def _damage_index_of_words(folder: Path) -> None:
    """A leaf of the inverted lists says that its words stand elsewhere."""
    with closing(sqlite3.connect(folder / "catalog.sqlite")) as db:
        (block,) = db.execute("SELECT max(block) FROM terms_data WHERE id > 10").fetchone()
    _flip_in(folder, block[:100])


def _damage_vectors(folder: Path) -> None:
    flip(folder / "vectors.faiss", 8 * 200)


ALL = {
    "documents": _damage_text,
    "embeddings": _damage_embedding,
    "words": _damage_words,
    "index": _damage_index_of_words,
    "vectors": _damage_vectors,
}


def test_nothing_is_found_in_a_sound_library(folder: Path) -> None:
    assert _found(folder) == []


@pytest.mark.parametrize("damage", ALL.values(), ids=ALL)
def test_verify_finds_a_flipped_bit(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder)
    assert len(_found(folder)) >= 1


@pytest.mark.parametrize("damage", ALL.values(), ids=ALL)
def test_a_restore_mends_all(folder: Path, damage: Callable[[Path], None]) -> None:
    damage(folder)
    restore(folder, folder.with_name("backup.sqlite"))
    with _open(folder) as library:
        assert faults(library, TEXTS, [], "letters") == []
    assert _found(folder) == []


@pytest.mark.parametrize(
    "damage", [_damage_embedding, _damage_words, _damage_index_of_words, _damage_vectors]
)
def test_a_rebuild_mends_what_was_made_of_the_texts(
    folder: Path, damage: Callable[[Path], None]
) -> None:
    damage(folder)
    list(rebuild(folder, open_encoder=encoder_named))
    assert _found(folder) == []
    with _open(folder) as library:
        assert faults(library, TEXTS, [], "letters") == []


def test_a_damaged_text_is_neither_shown_nor_searched_nor_backed_up(folder: Path) -> None:
    _damage_text(folder)
    with _open(folder) as library:
        for ask in (library.documents, lambda: library.document("a2"), lambda: library.search("z")):
            with pytest.raises(CatalogError, match=r"catalog\.sqlite.*'a2'.*damaged") as caught:
                ask()
            assert "restore" in caught.value.hint
    before = folder.with_name("backup.sqlite").read_bytes()
    with pytest.raises(CatalogError, match="is damaged"):
        backup(folder, folder.with_name("backup.sqlite"))
    assert folder.with_name("backup.sqlite").read_bytes() == before


def test_a_damaged_backup_is_not_put_back(folder: Path) -> None:
    _flip_in(folder, b"The story of a2v3 jjjj z went", "../backup.sqlite")
    with pytest.raises(CatalogError, match=r"backup\.sqlite is damaged"):
        restore(folder, folder.with_name("backup.sqlite"))
    with _open(folder) as library:
        assert faults(library, TEXTS, [], "letters") == []


def test_a_backup_with_any_flipped_bit_loses_nothing(folder: Path) -> None:
    """It is refused, or what is put back is right: the bit was in a place that holds nothing."""
    file = folder.with_name("backup.sqlite")
    for bit in Random(2026).sample(range(8 * file.stat().st_size), 25):
        flip(file, bit)
        try:
            restore(folder, file)
        except CatalogError as error:
            assert "backup.sqlite" in str(error), bit
        with _open(folder) as library:
            assert faults(library, TEXTS, [], "letters") == [], bit
        flip(file, bit)
