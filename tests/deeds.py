"""What is done to a library while it is being killed: planned by a seed, done, reported.

A plan says beforehand what will be true after each deed, so that whoever kills the process can say
what must be found.
"""

import shutil
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from random import Random

from index.library import Library
from tests.stories import encoder_named, story, text_of

KINDS = ("add", "update", "batch", "ingest", "remove", "search", "reopen")
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
    """One of KINDS; the stories that it writes, or removes (None); the state that it leads to."""

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
    if kind in ("update", "remove") and not made:
        kind = "add"
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
    versions = {s: v for s, v in {**before.versions, **stories}.items() if v is not None}
    return Deed(kind, stories, replace(before, versions=versions))


def do(deeds: list[Deed], before: State, folder: Path, report: Callable[[str], None]) -> None:
    """Open the library in `folder` and do the deeds, reporting "begun i" and "done i" of each.

    Of an ingest, "did SOURCE" is reported of each file as well.
    """
    report("begun -1")
    library = Library.open(folder / "data", encoder_named(before.encoder))
    report("done -1")
    for i, deed in enumerate(deeds):
        if deed.kind == "ingest":
            _write_files(deed, folder / "in")
        report(f"begun {i}")
        library = _do(deed, library, folder, report)
        report(f"done {i}")


def _do(deed: Deed, library: Library, folder: Path, report: Callable[[str], None]) -> Library:
    if deed.kind in ("add", "update", "batch"):
        library.add_all([story(source, version or 0) for source, version in deed.stories.items()])
    elif deed.kind == "ingest":
        for done in library.ingest([folder / "in"]):
            report(f"did {done.path.as_posix()}")
    elif deed.kind == "remove":
        for source in deed.stories:
            library.remove(source.removesuffix(".txt"))
    elif deed.kind == "search":
        library.search("qqx")
    elif deed.kind == "reopen":
        library.close()
        library = Library.open(folder / "data", encoder_named(deed.after.encoder))
    return library


def _write_files(deed: Deed, folder: Path) -> None:
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir()
    for source, version in deed.stories.items():
        Path(source).write_text(text_of(source, version or 0))
