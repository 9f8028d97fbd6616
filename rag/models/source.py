"""Where a model is to come from: a recommended name, `org/repo:file.gguf`, an address or a path."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Literal
from urllib.parse import unquote, urlsplit

from rag.errors import NoSuchModel
from rag.models.recommended import RECOMMENDED

_REPOSITORY = re.compile(r"(?P<repository>[\w.-]+/[\w.-]+):(?P<path>[^:?#\\]+\.gguf)")
# What a model's file may be called here: names come from strangers' addresses.
_FILE = re.compile(r"[A-Za-z0-9][\w.+-]{0,200}\.gguf")


@dataclass(frozen=True, slots=True)
class Source:
    """A file to fetch, and what is known of it beforehand.

    `text` is how it is written in full; `path` is that of the file in its repository, or on disk.
    """

    kind: Literal["hub", "https", "local"]
    text: str
    file: str
    repository: str = ""
    revision: str = "main"
    path: str = ""
    size_bytes: int | None = None
    sha256: str | None = None


def source_of(name: str) -> Source:
    """Return the source that a name stands for. Raises NoSuchModel where it stands for none."""
    for model in RECOMMENDED:
        if name.lower() == model.name:
            return Source(
                kind="hub",
                text=model.source,
                file=model.file,
                repository=model.repository,
                revision=model.revision,
                path=model.file,
                size_bytes=model.size_bytes,
                sha256=model.sha256,
            )
    if urlsplit(name).scheme in ("http", "https"):
        return _address(name)
    if Path(name).is_file():
        path = Path(name).resolve()
        return Source("local", str(path), _file_name(path.name, name), path=str(path))
    if found := _REPOSITORY.fullmatch(name):
        path_there = found["path"]
        file = _file_name(path_there.rpartition("/")[2], name)
        return Source("hub", name, file, repository=found["repository"], path=path_there)
    raise _unknown(name)


def _address(name: str) -> Source:
    parts = urlsplit(name)
    if parts.scheme != "https" and parts.hostname not in ("127.0.0.1", "localhost", "::1"):
        raise NoSuchModel(
            f"{name} is not a safe address for a model: https was expected",
            hint="use an https address, or download the file yourself and give its path",
        )
    return Source("https", name, _file_name(unquote(parts.path).rpartition("/")[2], name))


def _file_name(file: str, name: str) -> str:
    if _FILE.fullmatch(file):
        return file
    raise NoSuchModel(
        f"{name} does not name a GGUF file: letters, digits and . _ + - before .gguf were expected",
        hint="rename the file, or name another",
    )


def _unknown(name: str) -> NoSuchModel:
    known = ", ".join(model.name for model in RECOMMENDED)
    return NoSuchModel(
        f"no model is called {name!r}: one of {known}, org/repository:file.gguf, an https address "
        "or the path of a GGUF file was expected",
        hint="`recoupe models list` says more of the recommended ones",
    )
