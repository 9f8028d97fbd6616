"""What is done to a library while it is being killed: planned by a seed, done, reported.

A plan says beforehand what will be true after each deed, so that whoever kills the process can say
what must be found.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from index.backup import backup, restore
from index.library import Library
from index.rebuild import rebuild
from tests.stories import ENCODERS, encoder_named, story, text_of

KINDS = (
    "add", "update", "batch", "ingest", "remove", "search", "reopen",
    "backup", "restore", "rebuild", "switch",
)  # fmt: skip
BACKUP = "backup.sqlite"
_STORIES = 8
_FILES = 4


@dataclass(frozen=True)
class State:
    """What a library holds: versions by source; the name of its encoder; what its backup holds."""

    versions: Mapping[str, int] = field(default_factory=dict)
    encoder: str = "letters"
    saved: "State | None" = None


@dataclass(frozen=True)
class Deed:
    """One of KINDS; the stories that it writes, or removes (None); the state that it leads to.

    To switch is to rebuild with another encoder.
    """

    kind: str
    stories: Mapping[str, int | None]
    after: State


def plan(rng: Random, kinds: tuple[str, ...], before: State, folder: Path) -> list[Deed]:
    """Return one deed for each kind, drawn by `rng`; what is not possible becomes an add."""
    deeds = []
    for kind in kinds:
        deeds.append(_drawn(rng, kind, before, folder))
        before = deeds[-1].after
    return deeds


def _drawn(rng: Random, kind: str, before: State, folder: Path) -> Deed:
    made = [source for source in before.versions if not source.startswith("/")]
    if kind in ("update", "remove", "switch") and not made:
        kind = "add"
    if kind == "restore" and before.saved is None:
        kind = "backup"
    stories: dict[str, int | None] = {}
    if kind in ("add", "update"):
        source = rng.choice(made) if kind == "update" else f"a{rng.randrange(_STORIES)}.txt"
        stories = {source: rng.randrange(1, 1000)}
    elif kind == "batch":
        drawn = rng.sample(range(_STORIES), 3)
        stories = {f"a{i}.txt": rng.randrange(1, 1000) for i in drawn}
    elif kind == "ingest":
        stories = {f"{folder}/in/f{i}.txt": rng.randrange(1, 1000) for i in range(_FILES)}
    elif kind == "remove":
        stories = {rng.choice(made): None}
    if kind == "backup":
        return Deed(kind, {}, replace(before, saved=replace(before, saved=None)))
    if kind == "restore" and before.saved is not None:
        return Deed(kind, {}, replace(before.saved, saved=before.saved))
    if kind == "switch":
        other = next(name for name in ENCODERS if name != before.encoder)
        return Deed(kind, {}, replace(before, encoder=other))
    versions = {s: v for s, v in {**before.versions, **stories}.items() if v is not None}
    return Deed(kind, stories, replace(before, versions=versions))


def do(deeds: list[Deed], before: State, folder: Path, report: Callable[[str], None]) -> None:
    """Open the library in `folder` and do the deeds, reporting "begun i" and "done i" of each.

    Of an ingest, "did SOURCE" is reported of each file as well.
    """
    report("begun -1")
    library = Library.open(folder / "data", before.encoder, encoder_named)
    report("done -1")
    for i, deed in enumerate(deeds):
        if deed.kind == "ingest":
            _write_files(deed, folder / "in")
        report(f"begun {i}")
        library = _do(deed, library, folder, report)
        report(f"done {i}")


def _do(deed: Deed, library: Library, folder: Path, report: Callable[[str], None]) -> Library:
    """Do a deed, and return the library to go on with."""
    if deed.kind in ("add", "update", "batch"):
        library.add_all([story(source, version or 0) for source, version in deed.stories.items()])
    elif deed.kind == "ingest":
        for done in library.ingest([folder / "in"]):
            report(f"did {done.source}")
    elif deed.kind == "remove":
        for source in deed.stories:
            library.remove(source.removesuffix(".txt"))
    elif deed.kind == "search":
        library.search("qqx")
    else:
        return _look_after(deed, library, folder)
    return library


def _look_after(deed: Deed, library: Library, folder: Path) -> Library:
    """Do to the whole library what is done beside it while it is open."""
    if deed.kind == "backup":
        backup(folder / "data", folder / BACKUP)
    elif deed.kind == "restore":
        restore(folder / "data", folder / BACKUP)
    elif deed.kind in ("rebuild", "switch"):
        name = deed.after.encoder if deed.kind == "switch" else None
        list(rebuild(folder / "data", name, encoder_named))
    if deed.kind in ("reopen", "restore", "switch"):
        library.close()
        library = Library.open(folder / "data", deed.after.encoder, encoder_named)
    return library


def _write_files(deed: Deed, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for source, version in deed.stories.items():
        Path(source).write_text(text_of(source, version or 0))
