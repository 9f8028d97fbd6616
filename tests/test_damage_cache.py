"""Whatever stands where the file of vectors should, the library answers as its catalog says."""

import os
import re
import shutil
from collections.abc import Callable
from pathlib import Path
from random import Random

import pytest

from index.library import Library
from tests.damage import flip
from tests.letters import LetterEncoder
from tests.other import Other
from tests.stories import encoder_named, faults, mark, story, text_of

FLIPS = 60
VERSIONS = {f"a{i}.txt": i + 1 for i in range(5)}
TEXTS = {source: text_of(source, version) for source, version in VERSIONS.items()}
VECTORS = "vectors.faiss"


def _fill(folder: Path, versions: dict[str, int], encoder: str = "letters") -> Path:
    with Library.open(folder, encoder_named(encoder)) as library:
        library.add_all([story(source, version) for source, version in versions.items()])
        library.warm_up()
    return folder


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a data folder with five stories and their vectors."""
    folder = _fill(tmp_path / "data", VERSIONS)
    assert (folder / VECTORS).stat().st_size > 0
    return folder


def _faults(folder: Path) -> list[str]:
    with Library.open(folder, LetterEncoder()) as library:
        return faults(library, TEXTS, [mark("a0.txt", 9)], "letters")


def _of_another_library(folder: Path) -> None:
    other = _fill(folder.with_name("other"), {s: v + 7 for s, v in VERSIONS.items()})
    shutil.copy(other / VECTORS, folder)


def _of_another_encoder(folder: Path) -> None:
    other = _fill(folder.with_name("other"), VERSIONS, "more")
    shutil.copy(other / VECTORS, folder)


def _of_another_future(folder: Path) -> None:
    """The catalog was copied, and both went on, to as many changes with the same numbers."""
    _fill(folder, {"a0.txt": 3, "a1.txt": 3})
    other = Path(shutil.copytree(folder, folder.with_name("other")))
    _fill(other, {"a0.txt": 9, "a1.txt": 9})
    _fill(folder, VERSIONS)
    shutil.copy(other / VECTORS, folder)


def _of_an_earlier_state(folder: Path) -> None:
    before = (folder / VECTORS).read_bytes()
    with Library.open(folder, LetterEncoder()) as library:
        library.remove("a0")
        library.add(story("a0.txt", 9))
        library.warm_up()
        library.add(story("a0.txt", VERSIONS["a0.txt"]))
    (folder / VECTORS).write_bytes(before)


def _empty(folder: Path) -> None:
    os.truncate(folder / VECTORS, 0)


def _cut_off(folder: Path) -> None:
    os.truncate(folder / VECTORS, (folder / VECTORS).stat().st_size - 1)


def _gone(folder: Path) -> None:
    (folder / VECTORS).unlink()


def _a_folder(folder: Path) -> None:
    (folder / VECTORS).unlink()
    (folder / VECTORS).mkdir()


def _a_text(folder: Path) -> None:
    (folder / VECTORS).write_text("A shopping list: eggs, milk, a catalog. " * 20)


@pytest.mark.parametrize(
    ("replace", "told"),
    [
        (_of_another_library, "rebuilt: .*another state"),
        (_of_another_encoder, "rebuilt: .*another state"),
        (_of_another_future, "rebuilt: .*another state"),
        (_of_an_earlier_state, "caught up"),
        (_empty, "rebuilt: .*not a file of vectors"),
        (_cut_off, "rebuilt: .*checksum"),
        (_gone, "rebuilt: .*none"),
        (_a_folder, "rebuilt: .*cannot be read"),
        (_a_text, "rebuilt: .*not a file of vectors"),
    ],
)
def test_vectors_that_are_not_those_of_the_catalog_never_answer(
    folder: Path, replace: Callable[[Path], None], told: str
) -> None:
    replace(folder)
    with Library.open(folder, LetterEncoder()) as library:
        assert re.match(told, library.status().vectors)
    assert _faults(folder) == []
    assert _faults(folder) == []  # of the file that took its place, if one could


def test_a_flipped_bit_never_answers(folder: Path) -> None:
    sound = (folder / VECTORS).read_bytes()
    for bit in Random(2026).sample(range(8 * len(sound)), FLIPS):
        (folder / VECTORS).write_bytes(sound)
        flip(folder / VECTORS, bit)
        assert _faults(folder) == [], bit


def test_vectors_that_may_not_be_read_are_made_anew(folder: Path) -> None:
    (folder / VECTORS).chmod(0)
    with Other(folder.with_name("elsewhere")) as other:
        other("damage.obey_modes()")
        other.let("library", f"Library.open(Path({str(folder)!r}), encoder_named('letters'))")
        assert other(f"faults(library, {TEXTS!r}, [], 'letters')") == []
