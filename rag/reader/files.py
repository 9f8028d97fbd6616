"""The files of the reader's graphs: made once, on this machine, from the embedded encoder.

`python -m rag.reader.files` makes them at set-up, beside the encoder's (`index.embedded`).
"""

import hashlib
import sys
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import TYPE_CHECKING

from index import embedded
from index.errors import EncoderUnavailable
from index.runtime import Engine, graph_files

if TYPE_CHECKING:
    from rag.reader.model import Layers

READER, LEANER, RELATER = "reader", "leaner", "relater"  # the graphs
CHANGES = Path(__file__).parent / "changes.npz"
HEADS = Path(__file__).parent / "heads.npz"
LEANER_CHANGES = Path(__file__).parent / "leaner.npz"
RELATER_CHANGES = Path(__file__).parent / "relater.npz"

_FILES = 2  # grows when the same weights are now made into other files


def ready_folder(graph: str, engine: Engine) -> Path:
    """Return the folder of a graph's files, made where they are missing or damaged.

    Raises EncoderUnavailable when they cannot be made.
    """
    return embedded.ready(_folder(embedded.SHARE), graph_files(graph, engine), "rag.reader.files")


def _folder(share: Path) -> Path:
    """Where the files are or will be: a folder named after all that they depend on."""
    made_from = f"{embedded.model_digest()} {_FILES} {version('torch')} {version('openvino')}"
    digest = hashlib.sha256(made_from.encode())
    for file in (CHANGES, HEADS, LEANER_CHANGES, RELATER_CHANGES):
        try:
            digest.update(file.read_bytes())
        except OSError as error:
            raise EncoderUnavailable(
                f"the reader's file {file} cannot be read: {error.strerror}",
                hint="install Recoupe again",
            ) from error
    return share / f"reader-{digest.hexdigest()[:16]}"


def _write(folder: Path) -> None:
    """Write the graphs' files into an empty folder."""
    from index.bilingual import build_model
    from rag.reader.model import adapt, read_model

    with TemporaryDirectory(dir=folder.parent) as model:
        build_model(embedded.stock_model(), Path(model))
        reader = read_model(Path(model), CHANGES, HEADS)
        _export(reader, folder, READER)
        leaner = adapt(reader, LEANER_CHANGES)
        _export(leaner, folder, LEANER)
        _export(adapt(leaner, RELATER_CHANGES), folder, RELATER)


def _export(layers: "Layers", folder: Path, graph: str) -> None:
    from index.export import export_graph

    export_graph(layers, layers.dimension, folder, graph, by_token=True, coarse=True)


def main() -> None:
    """Make the files where they are missing or damaged: `python -m rag.reader.files [FOLDER]`."""
    share = Path(sys.argv[1]) if len(sys.argv) > 1 else embedded.SHARE
    every: tuple[Engine, ...] = ("OpenVINO bf16", "ONNX Runtime fp32")
    graphs = READER, LEANER, RELATER
    files = {file for engine in every for graph in graphs for file in graph_files(graph, engine)}
    embedded.make(_folder(share), files, _write)


if __name__ == "__main__":
    main()
