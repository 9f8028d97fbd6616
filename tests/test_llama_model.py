"""A model in a process of its own: its queue, its deadlines, and how it outlives what goes wrong.

The models are tiny GGUF files made here, run by the real llama.cpp.
"""

import json
import os
import queue
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from rag.asker import Asker, AskerLeft
from rag.errors import BadModel, WriterBusy, WriterSlow, WriterUnavailable
from rag.llama.chat import CHATML
from rag.llama.gguf import check
from rag.llama.model import Closing, Model, Part
from tests.gguf_files import random_gguf, scripted_gguf

LIST = 'root ::= "[" ([1-9]{1,3} ", "){0,400} [1-9] "]"'
ENDLESS = "root ::= [a-z] root"
LONG = [Part("a long prompt " * 100)]
SHORT = [Part("a")]


@pytest.fixture(scope="module")
def path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_gguf(tmp_path_factory.mktemp("random") / "random.gguf", seed=1)


@pytest.fixture(scope="module")
def model(path: Path) -> Iterator[Model]:
    with closing(Model(path)) as model:
        model.wait()
        yield model


def is_idle(model: Model) -> bool:
    """Whether the process of the model has nothing to do, within ten seconds."""
    end = time.monotonic() + 10
    while model._keeper._jobs and time.monotonic() < end:
        time.sleep(0.001)
    return not model._keeper._jobs


def end_process(model: Model, how: signal.Signals = signal.SIGABRT) -> None:
    """End the process as a fault in llama.cpp does."""
    process = model._keeper._process
    assert process
    os.kill(process._child.pid, how)


def test_a_loaded_model_says_what_it_is(model: Model, path: Path) -> None:
    assert (model.name, model.state, model.room) == ("random.gguf", "ready", 4096)
    assert model.info.path == path
    assert model.dialect == CHATML


def test_text_keeps_to_its_grammar(model: Model) -> None:
    pieces = list(model.generate(LONG, LIST, 200))
    assert len(pieces) > 1
    assert isinstance(json.loads("".join(pieces)), list)


@pytest.mark.parametrize("limit", range(1, 12))
def test_text_is_whole_whatever_the_limit(model: Model, limit: int) -> None:
    grammar = 'root ::= "[" "{\\"é\\": [" [1-9]{8,} "]}" "]"'
    pieces = list(model.generate(SHORT, grammar, limit))
    assert json.loads("".join(pieces))
    assert isinstance(pieces[-1], Closing)
    assert not any(isinstance(piece, Closing) for piece in pieces[:-1])


def test_a_text_that_ends_by_itself_is_not_closed(tmp_path: Path) -> None:
    with closing(Model(scripted_gguf(tmp_path / "said.gguf", "[1, 2]"))) as model:
        pieces = list(model.generate(SHORT, LIST, 50))
    assert "".join(pieces) == "[1, 2]"
    assert not any(isinstance(piece, Closing) for piece in pieces)


def test_time_up_before_the_first_piece_is_busy(model: Model) -> None:
    with pytest.raises(WriterSlow, match=r"random\.gguf did not answer in time"):
        list(model.generate(LONG, ENDLESS, 100, timeout_s=0))
    assert is_idle(model)


def test_likelihoods_sum_to_one_for_each_place_asked(model: Model) -> None:
    branches = [[Part("one", asked=True)], [Part("two", asked=True), Part("three", asked=True)], []]
    found = model.likelihoods(LONG, branches, ["yes", "no", "<|im_end|>"])
    assert [len(branch) for branch in found] == [1, 2, 0]
    assert [sum(shares) for branch in found for shares in branch] == pytest.approx([1, 1, 1])


def test_likelihoods_out_of_time_are_busy(model: Model) -> None:
    with pytest.raises(WriterSlow, match="did not answer in time"):
        model.likelihoods(LONG, [[Part("one", asked=True)]], ["yes", "no"], timeout_s=0)


def test_counts_are_of_plain_text_and_come_while_the_model_works(model: Model) -> None:
    with closing(model.generate(SHORT, ENDLESS, 4000)) as working:
        next(working)
        assert model.count(["", "aé", "<|im_end|>"]) == [0, 3, 10]
        assert not is_over(model)


def is_over(model: Model) -> bool:
    return not model._keeper._jobs


@pytest.mark.parametrize("grammar", ["", "root ::= other", 'root ::= "a', "root ::= root | root"])
def test_a_grammar_that_does_not_compile_is_an_error(model: Model, grammar: str) -> None:
    with pytest.raises(ValueError, match="the grammar does not compile"):
        list(model.generate(SHORT, grammar, 1))


def test_a_prompt_that_leaves_no_room_is_an_error(model: Model) -> None:
    with pytest.raises(ValueError, match=r"1 \+ 4096 tokens do not fit in 4096"):
        list(model.generate(SHORT, ENDLESS, 4096))


def test_a_full_queue_is_busy_at_once(path: Path) -> None:
    with closing(Model(path, depth=2)) as model:
        running = [model.generate(SHORT, ENDLESS, 4000) for _ in range(3)]
        with pytest.raises(WriterBusy, match=r"2 requests are already waiting .*random\.gguf"):
            model.generate(SHORT, ENDLESS, 1)
        for pieces in running:
            pieces.close()
        assert list(model.generate(SHORT, 'root ::= "b"', 5)) == ["b"]


@pytest.mark.parametrize("has_begun", [True, False])
def test_closing_the_generator_cancels(model: Model, has_begun: bool) -> None:
    pieces = model.generate([Part("b" * 3000)], ENDLESS, 1000)
    if has_begun:
        next(pieces)
    pieces.close()
    assert is_idle(model)


def test_dropping_a_generator_that_was_never_read_cancels(model: Model) -> None:
    pieces = model.generate(LONG, ENDLESS, 1000)
    del pieces
    assert is_idle(model)


def test_a_job_cancelled_while_it_waits_is_not_done(model: Model) -> None:
    with closing(model.generate(SHORT, ENDLESS, 4000)) as running:
        next(running)
        waiting = model.generate(SHORT, ENDLESS, 4000)
        job = list(model._keeper._jobs.values())[-1]
        waiting.close()
    assert is_idle(model)
    assert type(job.replies.get_nowait()).__name__ == "Ended"
    with pytest.raises(queue.Empty):
        job.replies.get_nowait()


def test_an_asker_who_leaves_stops_the_work(model: Model) -> None:
    asker, raised = Asker(), []

    def work() -> None:
        with asker.asking():
            try:
                list(model.generate([Part("c" * 3000)], ENDLESS, 1000))
            except AskerLeft as error:
                raised.append(error)

    thread = threading.Thread(target=work)
    thread.start()
    while is_over(model):
        time.sleep(0.001)
    asker.leave()
    thread.join(10)
    assert raised and is_idle(model)


def test_nothing_is_begun_for_an_asker_who_has_left(model: Model) -> None:
    asker = Asker()
    asker.leave()
    with asker.asking(), pytest.raises(AskerLeft, match="has left"):
        model.likelihoods(SHORT, [[Part("one", asked=True)]], ["yes", "no"])
    assert is_idle(model)


def test_the_model_outlives_its_process(path: Path) -> None:
    with closing(Model(path)) as model:
        running = model.generate(SHORT, ENDLESS, 4000)
        next(running)
        waiting = model.generate(SHORT, 'root ::= "b"', 5)
        end_process(model)
        with pytest.raises(WriterUnavailable, match=r"cannot be used: .*SIGABRT"):
            list(running)
        assert list(waiting) == ["b"]
        assert model.state == "ready"


def test_a_process_that_ends_idle_is_started_again(path: Path) -> None:
    with closing(Model(path)) as model:
        model.wait()
        first = model._keeper._process
        end_process(model, signal.SIGKILL)
        while model._keeper._process is first:
            time.sleep(0.001)
        assert list(model.generate(SHORT, 'root ::= "b"', 5)) == ["b"]


def test_the_last_words_of_a_process_are_passed_on(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "jinja2.py").write_text("raise SystemExit('no such thing')")
    monkeypatch.syspath_prepend(tmp_path)
    with closing(Model(path)) as model:
        with pytest.raises(WriterUnavailable, match=r"\(status 1\): no such thing while it was"):
            model.wait()


def test_a_process_that_ends_again_and_again_is_given_up(path: Path) -> None:
    with closing(Model(path)) as model:
        for _ in range(3):
            pieces = model.generate(SHORT, ENDLESS, 4000)
            next(pieces)
            end_process(model)
            with pytest.raises(WriterUnavailable, match="SIGABRT"):
                list(pieces)
        with pytest.raises(WriterUnavailable, match="SIGABRT"):
            model.wait()
        assert model.state == "failed"


def test_a_process_that_does_not_come_back_is_replaced(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.llama.keeper.STUCK_S", 0.05)
    with closing(Model(path)) as model:
        model.wait()
        end_process(model, signal.SIGSTOP)
        model.generate(SHORT, ENDLESS, 4000).close()
        time.sleep(0.1)
        pieces = model.generate(SHORT, 'root ::= "b"', 5)
        assert list(pieces) == ["b"]


def test_closing_the_model_ends_what_runs_and_what_waits(path: Path) -> None:
    model = Model(path)
    jobs = [model.generate(SHORT, ENDLESS, 4000) for _ in range(2)]
    next(jobs[0])
    model.close()
    for pieces in jobs:
        with pytest.raises(WriterUnavailable, match=r"random\.gguf is closed"):
            list(pieces)
    with pytest.raises(WriterUnavailable, match="is closed"):
        model.generate(SHORT, ENDLESS, 1)
    with pytest.raises(WriterUnavailable, match="is closed"):
        model.wait()
    assert model.state == "closed"


def test_a_damaged_file_fails_with_its_reason(tmp_path: Path) -> None:
    file = tmp_path / "damaged.gguf"
    file.write_bytes(b"GGUF")
    with closing(Model(file)) as model:
        with pytest.raises(BadModel, match=r"damaged\.gguf cannot be used"):
            model.wait()
        assert model.state == "failed"
        with pytest.raises(BadModel, match=r"damaged\.gguf"):
            model.generate(SHORT, ENDLESS, 1)


def test_what_llama_cpp_says_of_a_file_is_passed_on(
    tmp_path: Path, path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "cut.gguf"
    file.write_bytes(path.read_bytes()[:20_000])
    info = check(path)
    monkeypatch.setattr("rag.llama.keeper.check", lambda path: info)
    with closing(Model(file)) as model:
        with pytest.raises(WriterUnavailable, match=r"cut\.gguf .*cannot load it: .+"):
            model.wait()


def test_a_chat_template_that_does_not_end_is_not_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.llama.keeper.LOADING_S", 1.5)
    loop = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    with closing(Model(random_gguf(tmp_path / "endless.gguf", template=loop))) as model:
        with pytest.raises(WriterUnavailable, match="its chat template not read, in 2 s"):
            model.wait()


def test_the_folder_it_runs_in_is_not_imported_from(
    path: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "queue.py").write_text("raise SystemExit('imported from the wrong place')")
    monkeypatch.syspath_prepend(Path(__file__).parent.parent)
    monkeypatch.chdir(tmp_path)
    with closing(Model(path)) as model:
        model.wait()


def test_waiting_ends_when_its_time_is_up(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = threading.Event()
    monkeypatch.setattr("rag.llama.keeper.check", lambda path: gate.wait(10))
    model = Model(path)
    with pytest.raises(WriterBusy, match="still being loaded"):
        model.wait(0)
    assert model.state == "loading"
    gate.set()
    model.close()


def test_the_process_ends_with_the_one_that_asks(path: Path) -> None:
    script = (
        "import sys; from pathlib import Path; from rag.llama.model import Model, Part\n"
        f"model = Model(Path({str(path)!r})); model.wait()\n"
        "next(model.generate([Part('a')], 'root ::= [a-z]*', 4000))\n"
        "print(model._keeper._process._child.pid)"
    )
    ran = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True)
    pid, end = int(ran.stdout), time.monotonic() + 10
    while Path(f"/proc/{pid}").exists() and time.monotonic() < end:
        time.sleep(0.01)
    assert (Path(f"/proc/{pid}").exists(), ran.stderr) == (False, "")
