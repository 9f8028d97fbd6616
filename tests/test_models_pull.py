"""Fetching a model over real HTTP, from a stand-in for the hub: whole, checked, or not at all."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.errors import BadModel, NoSuchModel, PullFailed
from rag.models import RECOMMENDED, find, installed, pull
from tests.gguf_files import random_gguf
from tests.hub_standin import REPOSITORY, Hub, serving

FILE = "tiny-q8.gguf"
NAME = f"{REPOSITORY}:{FILE}"


@pytest.fixture(scope="module")
def content(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """The bytes of a small model that llama.cpp can load."""
    return random_gguf(tmp_path_factory.mktemp("made") / FILE).read_bytes()


@pytest.fixture
def hub(content: bytes, monkeypatch: pytest.MonkeyPatch) -> Iterator[Hub]:
    """A hub with the model, which HF_ENDPOINT names; whoever waits for it does not wait long."""
    files = {FILE: content, f"deep/{FILE}": content, "broken.gguf": b"GGUF" + bytes(400)}
    with serving(files) as hub:
        monkeypatch.setenv("HF_ENDPOINT", hub.url)
        # An encoder that a test before opened has put this process offline.
        monkeypatch.delenv("HF_HUB_OFFLINE", raising=False)
        monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
        monkeypatch.setattr("rag.models.fetch.PAUSE_S", 0.001)
        yield hub


def kept(folder: Path) -> list[int]:
    """The sizes of the partial files in a folder."""
    return [part.stat().st_size for part in folder.glob(".*.part")]


def test_a_model_comes_whole_with_its_checksum(hub: Hub, content: bytes, tmp_path: Path) -> None:
    model = pull(NAME, tmp_path)
    assert model.path == tmp_path / FILE
    assert model.path.read_bytes() == content
    assert (model.source, model.sha256) == (NAME, hashlib.sha256(content).hexdigest())
    assert kept(tmp_path) == []


def test_progress_ends_with_the_size(hub: Hub, content: bytes, tmp_path: Path) -> None:
    told: list[tuple[int, int | None]] = []
    pull(NAME, tmp_path, lambda done, of: told.append((done, of)))
    assert told[0] == (0, len(content))
    assert told[-1] == (len(content), len(content))


def test_a_model_that_is_there_is_not_fetched_again(hub: Hub, tmp_path: Path) -> None:
    first = pull(NAME, tmp_path)
    hub.asked.clear()
    assert pull(NAME, tmp_path) == first
    assert hub.asked == []


def test_a_file_in_a_folder_of_the_repository_keeps_its_name(hub: Hub, tmp_path: Path) -> None:
    assert pull(f"{REPOSITORY}:deep/{FILE}", tmp_path).path == tmp_path / FILE


def test_another_file_of_the_same_name_is_not_overwritten(hub: Hub, tmp_path: Path) -> None:
    pull(NAME, tmp_path)
    with pytest.raises(PullFailed, match=r"is there already, from acme/tiny-GGUF:tiny-q8\.gguf"):
        pull(f"{REPOSITORY}:deep/{FILE}", tmp_path)


def test_what_is_cut_off_is_taken_up_again_at_once(
    hub: Hub, content: bytes, tmp_path: Path
) -> None:
    hub.cut_after, hub.cuts = len(content) // 2, 1
    assert pull(NAME, tmp_path).path.read_bytes() == content
    assert [request.range for request in hub.bodies()] == [None, f"bytes={hub.cut_after}-"]


def test_what_is_cut_off_for_good_is_taken_up_by_the_next_pull(
    hub: Hub, content: bytes, tmp_path: Path
) -> None:
    hub.cut_after, hub.cuts = len(content) // 2, 1
    hub.status_after_cut = 503
    with pytest.raises(PullFailed, match=f"127.0.0.1 answered 503; {hub.cut_after} bytes came"):
        pull(NAME, tmp_path)
    assert (kept(tmp_path), installed(tmp_path)) == ([hub.cut_after], [])
    hub.status = hub.status_after_cut = 0
    hub.asked.clear()
    assert pull(NAME, tmp_path).path.read_bytes() == content
    assert [request.range for request in hub.bodies()] == [f"bytes={hub.cut_after}-"]
    assert kept(tmp_path) == []


def test_a_download_goes_on_as_long_as_each_attempt_brings_something(
    hub: Hub, content: bytes, tmp_path: Path
) -> None:
    hub.cut_after, hub.cuts = len(content) // 10, 9
    assert pull(NAME, tmp_path).path.read_bytes() == content
    assert len(hub.bodies()) == 10


def test_an_early_end_that_looks_like_the_end_is_noticed(
    hub: Hub, content: bytes, tmp_path: Path
) -> None:
    """Without a length, only what the hub told before shows that something is missing."""
    hub.cut_after, hub.cuts, hub.says_size = len(content) // 2, 1, False
    assert pull(NAME, tmp_path).path.read_bytes() == content
    assert [request.range for request in hub.bodies()] == [None, f"bytes={hub.cut_after}-"]


def test_a_recommended_model_that_is_another_file_now_is_refused(
    hub: Hub, content: bytes, tmp_path: Path
) -> None:
    hub.files = {RECOMMENDED[0].file: content}
    with pytest.raises(PullFailed, match=f"its size is {len(content)}, where 1117320736 was"):
        pull("qwen2.5-1.5b", tmp_path)
    assert hub.bodies() == []
    assert f"/resolve/{RECOMMENDED[0].revision}/" in hub.asked[0].path


def test_a_server_without_ranges_is_read_from_the_start(
    hub: Hub, content: bytes, tmp_path: Path
) -> None:
    hub.cut_after, hub.cuts, hub.knows_ranges = len(content) // 2, 1, False
    assert pull(NAME, tmp_path).path.read_bytes() == content


def test_another_version_does_not_go_on_from_a_partial_file(
    hub: Hub, content: bytes, tmp_path: Path
) -> None:
    hub.cut_after, hub.cuts, hub.status_after_cut = 1000, 1, 503
    with pytest.raises(PullFailed, match="1000 bytes came"):
        pull(NAME, tmp_path)
    hub.status = hub.status_after_cut = 0
    other = random_gguf(tmp_path / "other", seed=7).read_bytes()
    hub.files = {FILE: other}
    assert pull(NAME, tmp_path).path.read_bytes() == other
    assert hub.bodies()[-1].range is None
    assert kept(tmp_path) == []


def test_damage_on_the_way_is_found_and_thrown_away(hub: Hub, tmp_path: Path) -> None:
    hub.flip = True
    with pytest.raises(PullFailed, match="came damaged: its sha256 is"):
        pull(NAME, tmp_path)
    assert (kept(tmp_path), installed(tmp_path)) == ([], [])


def test_what_llama_cpp_could_not_load_is_thrown_away(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(BadModel, match=f"the model {REPOSITORY}:broken.gguf cannot be used"):
        pull(f"{REPOSITORY}:broken.gguf", tmp_path)
    assert (kept(tmp_path), installed(tmp_path)) == ([], [])


@pytest.mark.parametrize("status", [401, 403])
def test_a_refusal_says_what_to_do(hub: Hub, tmp_path: Path, status: int) -> None:
    hub.status = status
    with pytest.raises(PullFailed, match=f"was refused: 127.0.0.1 answered {status}") as raised:
        pull(NAME, tmp_path)
    assert "HF_TOKEN" in raised.value.hint


def test_a_refusal_is_not_tried_again(hub: Hub, tmp_path: Path) -> None:
    hub.status = 403
    with pytest.raises(PullFailed, match="refused"):
        pull(NAME, tmp_path)
    assert len(hub.asked) == 1


def test_a_file_that_is_not_there_is_told(hub: Hub, tmp_path: Path) -> None:
    with pytest.raises(PullFailed, match=r"none\.gguf cannot be had: 127\.0\.0\.1 answered 404"):
        pull(f"{REPOSITORY}:none.gguf", tmp_path)


def test_a_busy_hub_is_asked_five_times(hub: Hub, tmp_path: Path) -> None:
    hub.status = 503
    with pytest.raises(PullFailed, match="answered 503; 0 bytes came"):
        pull(NAME, tmp_path)
    assert len(hub.asked) == 5


def test_a_hub_that_is_not_there_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("HF_ENDPOINT", "http://127.0.0.1:9")
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", False)
    monkeypatch.setattr("rag.models.fetch.PAUSE_S", 0.001)
    with pytest.raises(PullFailed, match="could not be fetched: ConnectError"):
        pull(NAME, tmp_path)


def test_nothing_is_fetched_when_the_hub_is_to_be_left_alone(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("huggingface_hub.constants.HF_HUB_OFFLINE", True)
    with pytest.raises(PullFailed, match="HF_HUB_OFFLINE is set"):
        pull(NAME, tmp_path)
    assert hub.asked == []


def test_the_token_goes_to_the_hub_and_not_to_another_host(
    hub: Hub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    pull(NAME, tmp_path)
    assert [request.authorization for request in hub.asked[:2]] == ["Bearer hf_secret"] * 2
    assert [request.authorization for request in hub.bodies()] == [None]


def test_a_file_at_an_address_is_fetched_without_a_token(
    hub: Hub, content: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("HF_TOKEN", "hf_secret")
    model = pull(f"{hub.url}/storage/{FILE}", tmp_path)
    assert model.path.read_bytes() == content
    assert model.sha256 == hashlib.sha256(content).hexdigest()
    assert {request.authorization for request in hub.asked} == {None}


def test_an_address_that_does_not_tell_a_size_is_fetched_too(
    hub: Hub, content: bytes, tmp_path: Path
) -> None:
    hub.says_size = False
    assert pull(f"{hub.url}/storage/{FILE}", tmp_path).path.read_bytes() == content


def test_a_file_of_this_disk_is_copied(content: bytes, tmp_path: Path) -> None:
    (tmp_path / FILE).write_bytes(content)
    model = pull(str(tmp_path / FILE), tmp_path / "models")
    assert (model.path.read_bytes(), model.source) == (content, str(tmp_path / FILE))
    assert (tmp_path / FILE).exists()


def test_an_installed_file_pulled_by_its_path_stays_as_it_is(
    content: bytes, tmp_path: Path
) -> None:
    (tmp_path / FILE).write_bytes(content)
    model = pull(str(tmp_path / FILE), tmp_path)
    assert (model.path.read_bytes(), model.source) == (content, None)


@pytest.mark.parametrize(
    "name",
    [
        "no-such-model",
        "acme/tiny-GGUF",
        "acme/tiny-GGUF:weights.bin",
        "acme/tiny-GGUF:../../.gguf",
        "https://127.0.0.1/",
        "https://127.0.0.1/%2e%2e%2fx.gguf%00",
        "",
    ],
)
def test_a_name_that_stands_for_no_model_is_refused(name: str, tmp_path: Path) -> None:
    with pytest.raises(NoSuchModel, match="expected"):
        pull(name, tmp_path)


def test_an_address_without_encryption_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NoSuchModel, match="not a safe address for a model: https was expected"):
        pull("http://models.example/a.gguf", tmp_path)


def test_two_pulls_of_one_file_do_not_mix(hub: Hub, tmp_path: Path) -> None:
    def again(done: int, of: int | None) -> None:
        with pytest.raises(PullFailed, match="is being fetched already"):
            pull(NAME, tmp_path)

    assert pull(NAME, tmp_path, again) == find(tmp_path, FILE)
