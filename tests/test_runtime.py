"""The runtimes of the embedded encoder against sentence-transformers, and how one is chosen."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from index.bilingual import build_model
from index.embedded import ready_folder, stock_model
from index.encoder import open_encoder
from index.runtime import (
    BATCH_TOKENS,
    NEEDED,
    Engine,
    Exported,
    batches,
    best_engine,
    has_bfloat16,
    import_openvino,
)

ROOT = Path(__file__).parent.parent
ENGINES: list[Engine] = ["OpenVINO bf16", "ONNX Runtime fp32"]
TEXTS = [
    "How long did the call last?",
    "Combien de temps l’appel a-t-il duré ?",
    "L’été dernier, « près de deux heures et demie » d’entretien, selon M. Dupont.",
    "The mayor opened the 42 km bypass on 3 May 2024, at a cost of €1,250,000.",
    "Oui.",
    "",
    " ",
    "\n\t",
    "🙂🙂 🚀",
    "Привет, мир; 你好世界; مرحبا",
    "cœur naïf ŒUVRE e\u0301te\u0301 \u00a0\u202f\u200b",
    "-" * 2000,
    "anticonstitutionnellement" * 40,
    "Le conseil municipal a voté le budget de la piscine. " * 5,
    "The council has voted the budget of the swimming pool, after a long debate. " * 12,
    "Un texte bien plus long que ce que le modèle lit d’un coup. " * 100,
]


@pytest.fixture(scope="module")
def reference(tmp_path_factory: pytest.TempPathFactory) -> NDArray[np.float32]:
    folder = tmp_path_factory.mktemp("bilingual")
    build_model(stock_model(), folder)
    return open_encoder(str(folder)).encode(TEXTS)


@pytest.mark.parametrize("engine", ENGINES)
def test_it_encodes_as_sentence_transformers_does(
    engine: Engine, reference: NDArray[np.float32]
) -> None:
    rows = Exported(ready_folder(NEEDED[engine]), engine).encode(TEXTS)
    assert (rows * reference).sum(axis=1).min() > 0.999


def test_many_texts_keep_their_order() -> None:
    engine = best_engine()
    exported = Exported(ready_folder(NEEDED[engine]), engine)
    texts = [f"Number {n}." for n in range(600)]
    rows = exported.encode(texts)
    for n in (0, 511, 512, 599):
        assert exported.encode([texts[n]])[0] @ rows[n] == pytest.approx(1.0, abs=1e-3)


def test_batches_hold_like_lengths_and_every_text_once() -> None:
    half = BATCH_TOKENS // 2
    assert list(batches([16, half, 32, half, half - 16])) == [[1, 3], [4], [2, 0]]


def test_a_batch_ends_before_it_is_padded_by_more_than_a_batch_costs() -> None:
    assert list(batches([96, 80, 80, 64, 32])) == [[0, 1, 2], [3, 4]]


def test_a_text_over_the_budget_is_a_batch_of_its_own() -> None:
    assert list(batches([BATCH_TOKENS + 1, BATCH_TOKENS + 1])) == [[0], [1]]


def test_no_texts_are_no_batches() -> None:
    assert list(batches([])) == []


@pytest.mark.parametrize(
    ("flags", "has"),
    [
        ("fpu sse2 avx512f avx512_bf16", True),
        ("fpu amx_bf16 amx_tile", True),
        ("fpu sse2 avx2 avx512f avx512_vnni", False),
    ],
)
def test_the_flags_of_the_cpu_tell_bfloat16(tmp_path: Path, flags: str, has: bool) -> None:
    (tmp_path / "cpuinfo").write_text(f"model name\t: Some CPU\nflags\t\t: {flags}\nbugs\t:\n")
    assert has_bfloat16(tmp_path / "cpuinfo") is has


@pytest.mark.parametrize("text", ["processor : 0\nFeatures : fp asimd bf16\n", ""])
def test_a_cpu_of_another_kind_has_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "cpuinfo").write_text(text)
    assert not has_bfloat16(tmp_path / "cpuinfo")


def test_where_nothing_is_reported_there_is_none(tmp_path: Path) -> None:
    assert not has_bfloat16(tmp_path / "cpuinfo")


def test_openvino_finds_what_the_flags_tell() -> None:
    found = import_openvino().Core().get_property("CPU", "OPTIMIZATION_CAPABILITIES")
    assert has_bfloat16(Path("/proc/cpuinfo")) is ("BF16" in found)


@pytest.mark.parametrize("engine", ENGINES)
def test_no_engine_opens_a_connection_or_loads_what_reports_usage(engine: Engine) -> None:
    script = (
        "import socket, sys\n"
        "def refuse(*a, **k): raise SystemExit('a socket was opened')\n"
        "socket.socket.__init__ = socket.getaddrinfo = refuse\n"
        "from index.embedded import ready_folder\n"
        "from index.runtime import NEEDED, Exported\n"
        f"Exported(ready_folder(NEEDED[{engine!r}]), {engine!r}).encode(['Un appel.', 'Deux.'])\n"
        "print([m for m in sys.modules if 'telemetry' in m or m == 'torch'])\n"
    )
    assert run(engine, script) == (0, "[]\n", "")


def run(engine: Engine, script: str) -> tuple[int, str, str]:
    """Return what became of a script in a process of its own, the engine's files being there."""
    ready_folder(NEEDED[engine])
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False
    )
    return ran.returncode, ran.stdout, ran.stderr
