"""Fetching a model: taken up again where it was cut off, checked, and only then put in its place.

A partial file, `.NAME.gguf.TAG.part`, outlives whatever stops a download. It bears a tag of what it
is a part of, so that another version of the file never continues it.
"""

import errno
import shutil
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

from filelock import FileLock, Timeout

from index.disk import sync
from rag.errors import BadModel, PullFailed
from rag.llama.gguf import check
from rag.models.installed import Installed, find, sha256_of, write_origin
from rag.models.origin import Cut, Local, Offer, Remote
from rag.models.source import Source, source_of

# Told how many bytes are there, and of how many; None where that is not known.
Progress = Callable[[int, int | None], None]

_ATTEMPTS = 5  # in a row without a single byte
PAUSE_S = 0.5  # before the second of them; twice as long before each further one
_SPARE = 64 << 20  # what is left free on the disk


def pull(name: str, folder: Path, progress: Progress = lambda done, of: None) -> Installed:
    """Fetch a model into a folder and return it; one that is there already is returned as it is.

    `name` is a recommended one, `org/repository:file.gguf`, an https address or a path. Raises
    NoSuchModel, PullFailed, or BadModel when llama.cpp could not load what came.
    """
    source = source_of(name)
    final = folder / source.file
    folder.mkdir(parents=True, exist_ok=True)
    try:
        with FileLock(folder / f".{source.file}.lock", timeout=0):
            if not _is_there(final, source):
                _install(source, final, progress)
    except Timeout:
        raise PullFailed(
            f"{source.file} is being fetched already", hint="wait until that is done"
        ) from None
    return find(folder, source.file)


def _is_there(final: Path, source: Source) -> bool:
    if not final.exists():
        return False
    there = find(final.parent, final.name)
    if there.source == source.text or source.path == str(final.resolve()):
        return True
    raise PullFailed(
        f"{final} is there already, from {there.source or 'an unknown place'}",
        hint=f"to have the one of {source.text}, run `recoupe models remove {final.name}` first",
    )


def _install(source: Source, final: Path, progress: Progress) -> None:
    origin = Local(source) if source.kind == "local" else Remote(source)
    part, offer = _fetch(source, origin, final, progress)
    sha256 = _checked(part, source, offer)
    sync(part)
    write_origin(final, source.text, sha256)
    part.replace(final)
    sync(final.parent)
    for other in final.parent.glob(f".{final.name}.*.part"):
        other.unlink()


def _fetch(
    source: Source, origin: Local | Remote, final: Path, progress: Progress
) -> tuple[Path, Offer]:
    """Fetch what is missing, and go on while attempts bring something; returns the whole file."""
    reached, failures = 0, 0

    def tell(done: int, of: int | None) -> None:
        nonlocal reached
        reached = done
        progress(done, of)

    while True:
        before = reached
        try:
            offer = _fitting(origin.offer(), source)
            part = final.with_name(f".{final.name}.{offer.tag}.part")
            _append(origin, part, offer, tell)
            return part, offer
        except Cut as cut:
            failures = 1 if reached > before else failures + 1
            if failures == _ATTEMPTS:
                raise PullFailed(
                    f"{source.text} could not be fetched: {cut}; {reached} bytes came",
                    hint="the same command goes on from there",
                ) from cut
            time.sleep(PAUSE_S * 2 ** (failures - 1))


def _fitting(offer: Offer, source: Source) -> Offer:
    """The offer, with what is known of the file beforehand. Raises PullFailed if they differ."""
    for what, known, told in (
        ("size", source.size_bytes, offer.size_bytes),
        ("sha256", source.sha256, offer.sha256),
    ):
        if known and told and known != told:
            raise PullFailed(
                f"{source.text} is not the file it was: its {what} is {told}, where {known} was "
                "expected",
                hint="do not use it; other models are listed by `recoupe models list`",
            )
    return replace(
        offer,
        size_bytes=offer.size_bytes or source.size_bytes,
        sha256=source.sha256 or offer.sha256,
    )


def _append(origin: Local | Remote, part: Path, offer: Offer, progress: Progress) -> None:
    """Write what the partial file lacks; one of unknown length is begun anew."""
    size = offer.size_bytes
    with part.open("wb" if size is None else "ab") as file:
        done = file.tell()
        progress(done, size)
        _see_room(part, (size or 0) - done)
        if done == size:
            return
        try:
            for chunk in origin.chunks(done):
                file.write(chunk)
                done += len(chunk)
                progress(done, size)
            file.flush()
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT, errno.EFBIG):
                raise _no_room(part, (size or done) - done) from error
            raise
    if size is not None and done < size:
        raise Cut(f"it ended after {done} of {size} bytes")


def _see_room(part: Path, missing: int) -> None:
    if shutil.disk_usage(part.parent).free < missing + _SPARE:
        raise _no_room(part, missing)


def _no_room(part: Path, missing: int) -> PullFailed:
    free = shutil.disk_usage(part.parent).free
    return PullFailed(
        f"there is no room in {part.parent}: {missing / 1e6:.0f} MB are missing of the model, "
        f"{free / 1e6:.0f} MB are free",
        hint="make room, or name another folder in RECOUPE_MODELS; the same command goes on",
    )


def _checked(part: Path, source: Source, offer: Offer) -> str:
    """The checksum of what came; what is not the file, or no model for llama.cpp, is removed."""
    sha256 = sha256_of(part)
    if offer.sha256 not in (None, sha256):
        part.unlink()
        raise PullFailed(
            f"{source.text} came damaged: its sha256 is {sha256}, where {offer.sha256} was "
            "expected; it was removed",
            hint="run the same command again",
        )
    try:
        check(part)
    except BadModel as error:
        part.unlink()
        raise BadModel(str(error).replace(str(part), source.text), hint=error.hint) from error
    return sha256
