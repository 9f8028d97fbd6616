"""The embedded encoder at work: tokens, batches, and the engine that suits this machine's CPU.

The model is BERT (Devlin et al., 2019, arXiv:1810.04805) whose embedding is the mean of the last
layer's rows (Reimers and Gurevych, 2019, arXiv:1908.10084), in files that `index.export` writes.
"""

import importlib.util
import os
import sys
import weakref
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any, Literal, cast

import numpy as np
from numpy.typing import NDArray
from tokenizers import Tokenizer

from index.threads import usable_cores

Engine = Literal["OpenVINO bf16", "ONNX Runtime fp32"]

# The files of an export. In half precision the table and OpenVINO's weights take half the memory,
# and no embedding turns by more than a cosine of .99999.
TOKENIZER = "tokenizer.json"
WORDS = "words.npy"
LAYERS = "layers"


def graph_files(name: str, engine: Engine) -> tuple[str, ...]:
    """Return the files of the graph `name` that an engine reads."""
    if engine == "OpenVINO bf16":
        return f"{name}.xml", f"{name}.bin"
    return (f"{name}.onnx",)


NEEDED: dict[Engine, tuple[str, ...]] = {
    engine: (TOKENIZER, WORDS, *graph_files(LAYERS, engine))
    for engine in ("OpenVINO bf16", "ONNX Runtime fp32")
}

# Tokens in a batch, padding included: more spill the cache of a small CPU and are not faster.
BATCH_TOKENS = 1024
# Padding that a batch may hold before a further one is begun, which costs about as much.
_PADDING = 32
# Lengths are rounded up to a multiple of this: what an engine keeps for each shape it has met would
# otherwise take more memory than the weights.
_STEP = 16
# Texts that are tokenised and sorted together.
_BLOCK = 512

_CPU_INFO = Path("/proc/cpuinfo")
_BFLOAT16 = frozenset({"avx512_bf16", "amx_bf16"})

# From word embeddings (n x tokens x d) and which are real (n x tokens) to what the graph gives:
# the encoder's embeddings (n x d), or numbers for each token (n x tokens x m).
Graph = Callable[[NDArray[np.float32], NDArray[np.int64]], NDArray[np.float32]]


def best_engine() -> Engine:
    """Return the fastest engine for this CPU, by what the CPU reports; nothing heavy is imported.

    bfloat16 pays only where the CPU multiplies in it.
    """
    if has_bfloat16(_CPU_INFO) and importlib.util.find_spec("openvino") is not None:
        return "OpenVINO bf16"
    return "ONNX Runtime fp32"


def has_bfloat16(cpu_info: Path) -> bool:
    """Return whether a file like Linux's /proc/cpuinfo reports bfloat16; False without the file."""
    try:
        with cpu_info.open() as lines:
            flags = next((line for line in lines if line.startswith("flags")), "")
    except OSError:
        return False
    return not _BFLOAT16.isdisjoint(flags.split())


class Exported:
    """An exported model, loaded. Not to be used by two threads at once."""

    def __init__(self, folder: Path, engine: Engine) -> None:
        self._tokenizer: Tokenizer = Tokenizer.from_file(os.fspath(folder / TOKENIZER))
        self._words = Words(folder / WORDS)
        self._layers = open_graph(folder, LAYERS, engine)
        self.dimension = self._words.dimension

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """Return one row of length 1 for each text (n x d)."""
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for start in range(0, len(texts), _BLOCK):
            block = self._tokenizer.encode_batch_fast(list(texts[start : start + _BLOCK]))
            tokens = [encoding.ids for encoding in block]
            for batch in batches([-(-len(ids) // _STEP) * _STEP for ids in tokens]):
                rows[[start + i for i in batch]] = self._embed([tokens[i] for i in batch])
        return rows

    def _embed(self, tokens: Sequence[Sequence[int]]) -> NDArray[np.float32]:
        length = -(-max(len(ids) for ids in tokens) // _STEP) * _STEP
        numbers = np.zeros((len(tokens), length), dtype=np.int64)
        mask = np.zeros_like(numbers)
        for i, ids in enumerate(tokens):
            numbers[i, : len(ids)] = ids
            mask[i, : len(ids)] = 1
        return self._layers(self._words.rows(numbers), mask)


class Words:
    """The table of word embeddings, of which only the rows that are asked for come into memory.

    A mapping would bring their neighbours too, which is soon all of it.
    """

    def __init__(self, file: Path) -> None:
        table = np.load(file, mmap_mode="r")
        self.dimension: int = table.shape[1]
        self._start: int = table.offset
        self._file = os.open(file, os.O_RDONLY)
        weakref.finalize(self, os.close, self._file)

    def rows(self, numbers: NDArray[np.int64]) -> NDArray[np.float32]:
        """Return the embeddings of words (n x tokens) by their numbers (n x tokens x d)."""
        wanted = numbers.ravel().tolist()
        places = {number: place for place, number in enumerate(dict.fromkeys(wanted))}
        rows = np.empty((len(places), self.dimension), dtype=np.float16)
        for row, number in zip(rows, places, strict=True):
            os.preadv(self._file, [row.data], self._start + number * row.nbytes)
        found = rows.astype(np.float32)[[places[number] for number in wanted]]
        return found.reshape(*numbers.shape, self.dimension)


def batches(lengths: Sequence[int]) -> Iterator[list[int]]:
    """Yield the indexes of texts of like length, so many at a time as fit the token budget."""
    batch: list[int] = []
    padding = 0
    for i in sorted(range(len(lengths)), key=lambda i: (-lengths[i], i)):
        if batch:
            longest = lengths[batch[0]]
            padding += longest - lengths[i]
            if padding > _PADDING or (len(batch) + 1) * longest > BATCH_TOKENS:
                yield batch
                batch, padding = [], 0
        batch.append(i)
    if batch:
        yield batch


def import_openvino() -> Any:
    """Return the module, without its converter, which would load a package that reports usage."""
    cast(dict[str, Any], sys.modules).setdefault("openvino.tools.ovc", None)
    import openvino

    return openvino


def open_graph(folder: Path, name: str, engine: Engine) -> Graph:
    """Return the graph `name` of a folder, loaded. Not to be used by two threads at once."""
    load = _openvino_graph if engine == "OpenVINO bf16" else _onnx_graph
    return load(folder / graph_files(name, engine)[0])


def _openvino_graph(file: Path) -> Graph:
    core = import_openvino().Core()
    settings = {
        "INFERENCE_PRECISION_HINT": "bf16",
        "INFERENCE_NUM_THREADS": usable_cores(),
        "PERFORMANCE_HINT": "LATENCY",
        "NUM_STREAMS": "1",
        # A thread bound to one core waits there for whoever else runs on it.
        "ENABLE_CPU_PINNING": False,
        # Where maps are in bytes (`index.coarse`), so many numbers are brought to bytes at a time.
        "DYNAMIC_QUANTIZATION_GROUP_SIZE": 128,
    }
    model = core.read_model(file)
    request = core.compile_model(model, "CPU", settings).create_infer_request()

    def run(words: NDArray[np.float32], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        rows: NDArray[np.float32] = request.infer({0: words, 1: mask}, share_inputs=True)[0]
        return rows

    return run


def _onnx_graph(file: Path) -> Graph:
    import onnxruntime

    onnxruntime.disable_telemetry_events()  # which only its Windows build has
    onnxruntime.set_default_logger_severity(3)
    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = usable_cores()
    options.inter_op_num_threads = 1
    # A spinning pool takes the core that FAISS or llama.cpp would work on.
    options.add_session_config_entry("session.intra_op.allow_spinning", "0")
    session = onnxruntime.InferenceSession(
        os.fspath(file), options, providers=["CPUExecutionProvider"]
    )

    def run(words: NDArray[np.float32], mask: NDArray[np.int64]) -> NDArray[np.float32]:
        rows: NDArray[np.float32] = session.run(None, {"words": words, "mask": mask})[0]
        return rows

    return run
