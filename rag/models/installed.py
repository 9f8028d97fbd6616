"""The folder of installed models, and which of them is in use.

Beside each `NAME.gguf` stands `NAME.gguf.json`, which says where the file came from and what its
checksum was. A GGUF put there by hand has none, and counts as well. The file `in-use` holds the
name of the model in use, or the path of one that stands elsewhere.
"""

import hashlib
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from rag.errors import BadModel, NoSuchModel, WriterUnavailable
from rag.llama.gguf import check
from rag.models.recommended import RECOMMENDED
from rag.settings import Settings

_IN_USE = "in-use"
_HINT = "`recoupe models list` shows what is installed; `recoupe models pull NAME` fetches one"


@dataclass(frozen=True, slots=True)
class Installed:
    """A model in the folder; `source` and `sha256` are None where the file was put by hand."""

    path: Path
    size_bytes: int
    source: str | None
    sha256: str | None

    @property
    def name(self) -> str:
        """The short name of a recommended model, else the name of the file."""
        short = (model.name for model in RECOMMENDED if self.source == model.source)
        return next(short, self.path.name)


@dataclass(frozen=True, slots=True)
class Check:
    """What looking at one model found; `fault` is None when nothing is wrong."""

    name: str
    fault: str | None
    has_checksum: bool


def models_folder(settings: Settings) -> Path:
    """Return the folder that models are installed in, made or not."""
    return settings.models or settings.data / "models"


def installed(folder: Path) -> list[Installed]:
    """Return the models in a folder, newest first."""
    ages = {path: path.stat().st_mtime_ns for path in folder.glob("*.gguf")}
    return [_read(path) for path in sorted(ages, key=lambda path: (-ages[path], path.name))]


def find(folder: Path, name: str) -> Installed:
    """Return the installed model of this short name or file name. Raises NoSuchModel."""
    for model in installed(folder):
        if name in (model.name, model.path.name, model.path.stem, model.source):
            return model
    raise NoSuchModel(f"no model {name!r} is installed in {folder}", hint=_HINT)


def write_origin(path: Path, source: str, sha256: str) -> None:
    """Note beside a model's file where it came from, and its checksum."""
    noted = {"source": source, "sha256": sha256}
    _origin(path).write_text(json.dumps(noted, indent=2) + "\n", encoding="utf-8")


def verify(folder: Path, name: str | None = None) -> Iterator[Check]:
    """Read each model whole, or the named one, and yield what is wrong. Raises NoSuchModel."""
    for model in installed(folder) if name is None else [find(folder, name)]:
        yield Check(model.name, _fault(model), has_checksum=model.sha256 is not None)


def remove(folder: Path, name: str) -> Installed:
    """Remove an installed model, and its use; returns what it was. Raises NoSuchModel."""
    model = find(folder, name)
    if _in_use(folder) == model.path:
        (folder / _IN_USE).unlink()
    model.path.unlink()
    _origin(model.path).unlink(missing_ok=True)
    for rest in folder.glob(f".{model.path.name}.*"):  # of downloads, whole or not
        rest.unlink()
    return model


def use(folder: Path, name: str) -> Path:
    """Have the `llama` writer use an installed model, or a GGUF file by its path; returns that.

    Raises NoSuchModel, or BadModel when llama.cpp could not load it.
    """
    try:
        path, noted = find(folder, name).path, find(folder, name).path.name
    except NoSuchModel:
        if not Path(name).is_file():
            raise
        path = Path(name).resolve()
        noted = str(path)
    check(path)
    folder.mkdir(parents=True, exist_ok=True)
    new = folder / f".{_IN_USE}.new"
    new.write_text(noted + "\n", encoding="utf-8")
    new.replace(folder / _IN_USE)
    return path


def chosen_model(settings: Settings) -> Path | None:
    """Return the GGUF file for the `llama` writer: configured, else in use, else the newest.

    None when there is none at all. Only names are looked at: whether llama.cpp can load the file is
    for `rag.llama` to say. Raises WriterUnavailable when the configured one is not there.
    """
    folder = models_folder(settings)
    if settings.model is not None:
        return _configured(folder, settings.model)
    if chosen := _in_use(folder):
        return chosen
    return next((model.path for model in installed(folder)), None)


def _configured(folder: Path, model: Path) -> Path:
    if model.is_file():
        return model
    try:
        return find(folder, str(model)).path
    except NoSuchModel as error:
        raise WriterUnavailable(
            f"the model {model} is neither a file nor installed in {folder}",
            hint="name a GGUF file or an installed model in RECOUPE_MODEL, or leave it out",
        ) from error


def _in_use(folder: Path) -> Path | None:
    """The model that `use` named, unless it has gone since."""
    try:
        noted = (folder / _IN_USE).read_text(encoding="utf-8").strip()
    except FileNotFoundError:
        return None
    path = folder / noted  # which is `noted` alone where that is a whole path
    return path if path.is_file() else None


def _read(path: Path) -> Installed:
    """What is known of a file; notes that cannot be read count as none."""
    try:
        noted = json.loads(_origin(path).read_text(encoding="utf-8"))
        return Installed(path, path.stat().st_size, str(noted["source"]), str(noted["sha256"]))
    except (OSError, ValueError, KeyError, TypeError):
        return Installed(path, path.stat().st_size, source=None, sha256=None)


def _fault(model: Installed) -> str | None:
    try:
        check(model.path)
    except BadModel as error:
        return str(error)
    if model.sha256 and model.sha256 != (found := sha256_of(model.path)):
        return (
            f"the model {model.path} has changed since it was installed: its sha256 is {found}, "
            f"where {model.sha256} was expected"
        )
    return None


def sha256_of(path: Path) -> str:
    """Return the checksum of a file, in hexadecimal; a gigabyte takes about a second."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _origin(path: Path) -> Path:
    return path.with_name(f"{path.name}.json")
