"""`recoupe models …` as it is typed: what it prints, and what a pull that is stopped leaves."""

import os
import resource
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from rag.errors import BadModel, NoSuchModel, PullFailed
from rag.models import RECOMMENDED
from tests.gguf_files import random_gguf
from tests.hub_standin import REPOSITORY, Hub, serving

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-c", "from api.cli import main; main()"]
FILE = "tiny-q8.gguf"
NAME = f"{REPOSITORY}:{FILE}"


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that is not there yet, and no model configured."""
    for name in ("RECOUPE_MODEL", "RECOUPE_MODELS"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path / "data"


@pytest.fixture
def hub(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub that holds one small model."""
    with serving({FILE: random_gguf(tmp_path / "made.gguf").read_bytes()}) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        # An encoder that a test before opened has put this process offline.
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
        yield hub


def models(*arguments: object, data: Path) -> Result:
    """Run a command in this process; errors that `main` would put on one line are raised."""
    return CliRunner().invoke(
        app, ["models", *map(str, arguments), "--data", str(data)], catch_exceptions=False
    )


def rows(data: Path) -> list[list[str]]:
    return [row.split("\t") for row in models("list", data=data).stdout.splitlines()]


def begun(data: Path, before: Callable[[], object] | None = None) -> "subprocess.Popen[str]":
    """Begin to pull the model in another process, which calls `before` first."""
    return subprocess.Popen(
        [*COMMAND, "models", "pull", NAME, "--data", str(data)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        preexec_fn=before,
    )


def heeding() -> None:
    """Heed an interrupt again: a shell that starts tests in the background has it ignored."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_list_tells_the_recommended_models(data: Path) -> None:
    told = rows(data)
    assert [row[0] for row in told] == [model.name for model in RECOMMENDED]
    name, state, size, memory, licence, source, why = told[0]
    assert (name, state, size) == ("qwen2.5-1.5b", "", "1.1 GB")
    assert (memory, licence) == ("for 2 GB", "Apache-2.0")
    assert source == "Qwen/Qwen2.5-1.5B-Instruct-GGUF:qwen2.5-1.5b-instruct-q4_k_m.gguf"
    assert why == RECOMMENDED[0].why
    assert not data.exists()


def test_pull_prints_the_file_and_list_tells_it_first(data: Path, hub: Hub) -> None:
    path = data / "models" / FILE
    pulled = models("pull", NAME, data=data)
    assert pulled.stdout == f"{path}\n"
    assert rows(data)[0] == [FILE, "in use", "0.0 GB", "", "", NAME, ""]


def test_use_moves_the_use(data: Path, hub: Hub, tmp_path: Path) -> None:
    models("pull", NAME, data=data)
    models("pull", tmp_path / "made.gguf", data=data)
    assert [row[:2] for row in rows(data)[:2]] == [["made.gguf", "in use"], [FILE, "installed"]]
    assert models("use", FILE, data=data).stdout == f"{data / 'models' / FILE}\n"
    assert [row[:2] for row in rows(data)[:2]] == [["made.gguf", "installed"], [FILE, "in use"]]


def test_list_tells_a_model_in_use_that_stands_elsewhere(data: Path, tmp_path: Path) -> None:
    made = random_gguf(tmp_path / "made.gguf")
    models("use", made, data=data)
    assert rows(data)[0][:3] == [str(made), "in use", "0.0 GB"]
    assert len(rows(data)) == len(RECOMMENDED) + 1


def test_verify_tells_each_model(data: Path, hub: Hub) -> None:
    models("pull", NAME, data=data)
    random_gguf(data / "models" / "by-hand.gguf")
    told = set(models("verify", data=data).stdout.splitlines())
    assert told == {f"{FILE}: sound", "by-hand.gguf: well-formed, of unknown origin"}


def test_verify_fails_when_a_model_is_damaged(data: Path, hub: Hub) -> None:
    models("pull", NAME, data=data)
    os.truncate(data / "models" / FILE, 1000)
    with pytest.raises(BadModel, match=f"damaged: {FILE}"):
        models("verify", data=data)


def test_remove_takes_the_model_away(data: Path, hub: Hub) -> None:
    models("pull", NAME, data=data)
    assert models("remove", FILE, data=data).stdout == ""
    assert list((data / "models").iterdir()) == []


def test_remove_of_what_is_not_there_is_told(data: Path) -> None:
    with pytest.raises(NoSuchModel, match="no model 'gone' is installed"):
        models("remove", "gone", data=data)


def test_an_error_is_one_line_and_exit_code_1(data: Path, hub: Hub) -> None:
    hub.status = 403
    process = begun(data)
    out, err = process.communicate(timeout=60)
    assert (process.returncode, out) == (1, "")
    assert err.startswith(f"{NAME} was refused: 127.0.0.1 answered 403; check its name")
    assert err.count("\n") == 1


def test_too_little_room_is_told_before_anything_is_fetched(
    data: Path, hub: Hub, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.models.fetch._SPARE", 1 << 62)
    with pytest.raises(PullFailed, match=r"there is no room in .* MB are free"):
        models("pull", NAME, data=data)
    assert hub.bodies() == []


def test_a_disk_that_fills_up_keeps_what_came_and_the_next_pull_goes_on(
    data: Path, hub: Hub
) -> None:
    """A limit for the size of a file stands for the end of the disk."""
    room = 100_000
    process = begun(data, lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (room, room)))
    _, err = process.communicate(timeout=60)
    assert (process.returncode, err.count("\n")) == (1, 1)
    assert err.startswith(f"there is no room in {data / 'models'}: ")
    (part,) = (data / "models").glob(".*.part")
    came = part.stat().st_size
    assert 0 < came <= room
    models("pull", NAME, data=data)
    assert hub.bodies()[-1].range == f"bytes={came}-"
    assert (data / "models" / FILE).read_bytes() == hub.files[FILE]


@pytest.mark.parametrize("by", [signal.SIGINT, signal.SIGKILL])
def test_a_pull_that_is_stopped_leaves_no_model_and_the_next_goes_on(
    data: Path, hub: Hub, by: signal.Signals
) -> None:
    hub.cut_after, hub.cuts, hub.holds = 100_000, 1, True
    process = begun(data, before=heeding)
    while not any(part.stat().st_size for part in (data / "models").glob(".*.part")):
        assert process.poll() is None, process.communicate()
        time.sleep(0.01)
    process.send_signal(by)
    process.communicate(timeout=60)
    assert process.returncode != 0
    hub.let_go()
    assert list((data / "models").glob("*.gguf")) == []
    (part,) = (data / "models").glob(".*.part")
    came = part.stat().st_size
    models("pull", NAME, data=data)
    assert hub.bodies()[-1].range == f"bytes={came}-"
    assert (data / "models" / FILE).read_bytes() == hub.files[FILE]


def test_no_command_but_pull_reaches_the_network(data: Path, hub: Hub) -> None:
    models("pull", NAME, data=data)
    hub.asked.clear()
    for arguments in (("list",), ("verify",), ("use", FILE), ("remove", FILE)):
        models(*arguments, data=data)
    assert hub.asked == []


def test_list_and_use_do_not_load_what_is_slow_to_import() -> None:
    """llama.cpp, the hub's client and torch are for those who need them."""
    code = (
        "import sys; from api.models_commands import list_models; from pathlib import Path;"
        "list_models(Path('none'));"
        "print(*({'llama_cpp', 'huggingface_hub', 'torch', 'index.library'} & {*sys.modules}))"
    )
    done = subprocess.run([sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True)
    assert done.stderr == ""
    assert done.stdout.splitlines()[-1] == ""
