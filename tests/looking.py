"""Look at what a killed process left: it has to be one of the states that are possible, whole."""

import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from index.errors import EncoderMismatch
from index.library import Library
from index.verify import verify
from tests.deeds import BACKUP, State
from tests.stories import encoder_named, faults, mark, text_of


def look(folder: Path, possible: Sequence[State], did: Sequence[str]) -> dict[str, Any]:
    """Return what the library in `folder` holds, and what is wrong with it.

    `possible` are the states before and after what was in hand when the process died; `did` the
    files of it that were reported as ingested.
    """
    seen = _look_at_library(folder / "data", possible, did)
    seen["saved"] = len(possible) - 1
    if any(state.saved != possible[0].saved for state in possible):
        seen["saved"], wrong = _look_at_backup(folder, [state.saved for state in possible])
        seen["faults"] += wrong
    return seen


def _look_at_library(folder: Path, possible: Sequence[State], did: Sequence[str]) -> dict[str, Any]:
    library, name = _opened(folder, possible)
    with library:
        wrong = [f"verify: {check}" for check in verify(folder) if check.faults]
        texts = {d.source: d.text for d in library.documents(limit=10_000)}
        versions = {source: _version(source, text, possible) for source, text in texts.items()}
        if not _is_possible(versions, name, possible, did):
            wrong.append(f"holds {versions} of {name!r}, not one of {possible}; reported was {did}")
        else:
            every = {s: v for state in possible for s, v in state.versions.items()}
            gone = [mark(s, v) for s, v in every.items() if versions.get(s) != v]
            expected = {s: text_of(s, v) for s, v in versions.items()}
            wrong += faults(library, expected, gone, name)
    return {"versions": versions, "encoder": name, "faults": wrong}


def _opened(folder: Path, possible: Sequence[State]) -> tuple[Library, str]:
    """Return the library, opened with the encoder of one of the possible states, and its name."""
    for state in possible[:-1]:
        try:
            return Library.open(folder, state.encoder, encoder_named), state.encoder
        except EncoderMismatch:
            pass
    return Library.open(folder, possible[-1].encoder, encoder_named), possible[-1].encoder


def _version(source: str, text: str, possible: Sequence[State]) -> int:
    """Return which of the possible versions of a story a text is; -1 when it is none."""
    versions = [state.versions[source] for state in possible if source in state.versions]
    return next((v for v in versions if text_of(source, v) == text), -1)


def _is_possible(
    versions: Mapping[str, int], name: str, possible: Sequence[State], did: Sequence[str]
) -> bool:
    """Return whether these versions are those of a state, with all that was reported.

    Files are ingested in transactions of several: any of them may be done, and others not.
    """
    before, after = possible[0], possible[-1]
    if any(versions.get(source) != after.versions[source] for source in did):
        return False
    if any(versions == s.versions and (not versions or name == s.encoder) for s in possible):
        return True
    changed = {s for s, v in after.versions.items() if before.versions.get(s) != v}
    return all(source.startswith("/") for source in changed) and all(
        versions.get(s) in (before.versions.get(s), after.versions.get(s))
        for s in {*versions, *before.versions, *after.versions}
    )


def _look_at_backup(folder: Path, expected: Sequence[State | None]) -> tuple[int, list[str]]:
    """Return which of the states the backup is of, and what is wrong with it.

    None is expected where there may be none. It is opened as a catalog of its own.
    """
    if not (folder / BACKUP).exists():
        return (expected.index(None), []) if None in expected else (0, ["the backup is gone"])
    shutil.rmtree(folder / "saved", ignore_errors=True)
    (folder / "saved").mkdir()
    shutil.copy(folder / BACKUP, folder / "saved" / "catalog.sqlite")
    saved = [state for state in expected if state is not None]
    seen = _look_at_library(folder / "saved", saved, [])
    for i, state in enumerate(expected):
        if state is not None and seen["versions"] == state.versions:
            return i, seen["faults"]
    return 0, [f"the backup holds {seen}, not one of {expected}"]
