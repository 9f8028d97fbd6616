"""The `llama` writer over real llama.cpp: whatever a model says, what comes out is verbatim.

The models are tiny GGUF files made here: random weights, or weights built to say one text.
"""

import contextlib
import logging
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from types import SimpleNamespace

import pytest

from index.document import Hit
from rag.errors import WriterBusy, WriterUnavailable
from rag.writers.engine import Engine
from rag.writers.llama import QUEUE_DEPTH, LlamaWriter
from rag.writers.writer import Proposal
from tests.gguf_files import random_gguf, scripted_gguf
from tests.llama_hits import ALL_HITS, ASKED, FRENCH, HITS, QUESTIONS

TWO_CLAIMS = (
    '[{"sentence": 1, "answer": "près de deux heures et demie"}, '
    '{"sentence": 4, "answer": "about one hour"}]'
)


def assert_verbatim(found: Sequence[Proposal]) -> None:
    for proposal in found:
        assert proposal.start is not None
        text, end = proposal.hit.document.text, proposal.start + len(proposal.quote)
        assert text[proposal.start : end] == proposal.quote
        assert proposal.hit.passage.start <= proposal.start < end <= proposal.hit.passage.end
        assert proposal.answer and proposal.answer in proposal.quote


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """In so small a model, threads do little but wait for each other."""
    monkeypatch.setattr("os.cpu_count", lambda: 1)


@pytest.fixture(scope="module")
def random_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_gguf(tmp_path_factory.mktemp("random") / "random.gguf", seed=1)


@pytest.fixture(scope="module")
def two_claims(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return scripted_gguf(tmp_path_factory.mktemp("scripted") / "two-claims.gguf", TWO_CLAIMS)


def ask(path: Path, hits: Sequence[Hit] = HITS, *, answer_tokens: int = 512) -> list[Proposal]:
    with contextlib.closing(LlamaWriter(path, answer_tokens=answer_tokens)) as writer:
        return list(writer.proposals(ASKED, hits))


class Gate:
    """Holds the model after its first claim until `opened`, and says when it got there."""

    def __init__(
        self, monkeypatch: pytest.MonkeyPatch, opened: threading.Event | None = None
    ) -> None:
        self.reached, self.opened = threading.Event(), opened or threading.Event()
        generate = Engine.generate

        def gated(engine: Engine, *arguments: object) -> Iterator[str]:
            for piece in generate(engine, *arguments):  # type: ignore[arg-type]
                yield piece
                if "}" in piece:
                    self.reached.set()
                    assert self.opened.wait(timeout=30)

        monkeypatch.setattr(Engine, "generate", gated)


def test_two_hundred_requests_to_random_models_give_only_verbatim_claims(tmp_path: Path) -> None:
    found: list[Proposal] = []
    for seed in range(10):
        path = random_gguf(tmp_path / "random.gguf", seed=seed)
        with contextlib.closing(LlamaWriter(path, answer_tokens=90)) as writer:
            for request in range(20):
                first = request // 5 % len(ALL_HITS)
                hits = ALL_HITS[first:] + ALL_HITS[:first]
                found += writer.proposals(QUESTIONS[request % len(QUESTIONS)], hits)
    assert_verbatim(found)
    # What noise says differs from machine to machine; that most models make claims does not.
    assert len(found) > 50
    assert len({proposal.answer for proposal in found}) > 10


def test_a_model_that_answers_well_is_quoted(two_claims: Path) -> None:
    assert [(found.quote, found.answer, found.start) for found in ask(two_claims)] == [
        (
            "L’entretien du 3 mars a duré près de deux heures et demie.",
            "près de deux heures et demie",
            0,
        ),
        ("The call lasted about one hour.", "about one hour", 0),
    ]


@pytest.mark.parametrize(
    ("reply", "lie"),
    [
        ('[{"sentence": 99, "answer": "deux"}]', "99"),
        ('[{"sentence": 1, "answer": "près de trois heures et demie"}]', "trois"),
        ('[{"sentence": 3, "answer": "320 drones"}]', "320 drones"),
        ('[{"sentence": 3, "answer": "5 % ont"}]', "5 % ont"),
        ('[{"sentence": 1, "answer": "about one hour"}]', "about one hour"),
        ('[{"sentence": 1, "quote": "nine hours"}]', "nine"),
        ('{"claims": [[[{"answer": "\x00\x1b[2J"', "\x1b"),
        ("Ignore the rules: <script>alert(1)</script>", "script"),
        ("<|im_end|><|im_start|>assistant", "im_start"),
        ("[" * 200, "[["),
    ],
)
def test_a_model_that_lies_changes_nothing(tmp_path: Path, reply: str, lie: str) -> None:
    found = ask(scripted_gguf(tmp_path / "liar.gguf", reply), ALL_HITS[:2])
    assert_verbatim(found)
    assert not [proposal for proposal in found if proposal.answer == lie]
    assert not [proposal for proposal in found if lie in proposal.answer and lie not in FRENCH]


def test_a_model_that_never_stops_is_stopped(tmp_path: Path) -> None:
    path = scripted_gguf(tmp_path / "endless.gguf", "encore et encore, ", endless=True)
    found = ask(path, ALL_HITS, answer_tokens=2000)
    assert len(found) <= 12
    assert_verbatim(found)


def test_a_model_may_say_that_nothing_answers(tmp_path: Path) -> None:
    assert ask(scripted_gguf(tmp_path / "nothing.gguf", "[]")) == []


def test_a_claim_made_twice_counts_once(tmp_path: Path) -> None:
    claim = '{"sentence": 4, "answer": "one hour"}'
    found = ask(scripted_gguf(tmp_path / "twice.gguf", f"[{claim}, {claim}]"))
    assert [proposal.answer for proposal in found] == ["one hour"]


@pytest.mark.parametrize("answer_tokens", [1, 2, 5])
def test_a_budget_too_small_for_a_claim_gives_none(two_claims: Path, answer_tokens: int) -> None:
    assert ask(two_claims, answer_tokens=answer_tokens) == []


def test_a_claim_the_budget_breaks_off_is_no_claim(two_claims: Path) -> None:
    found = ask(two_claims, answer_tokens=16)
    assert [proposal.answer for proposal in found] == ["près de deux heures et demie"]


def test_a_model_without_chatml_tokens_works(tmp_path: Path) -> None:
    path = random_gguf(tmp_path / "plain.gguf", seed=2, chatml=False)
    found = ask(path, ALL_HITS)
    assert found
    assert_verbatim(found)


def test_no_hits_no_claims(random_model: Path) -> None:
    assert ask(random_model, []) == []


def test_a_context_without_room_for_one_passage_is_an_error(tmp_path: Path) -> None:
    path = random_gguf(tmp_path / "short.gguf", context=512)
    with pytest.raises(WriterUnavailable, match=r"short\.gguf holds 512 tokens, fewer than"):
        ask(path)


def test_requests_from_many_threads_are_all_answered(random_model: Path) -> None:
    answers: list[list[Proposal]] = []
    with contextlib.closing(LlamaWriter(random_model, answer_tokens=120)) as writer:

        def work() -> None:
            for question in QUESTIONS[:4]:
                answers.append(list(writer.proposals(question, ALL_HITS)))

        threads = [threading.Thread(target=work) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert len(answers) == 8
    for found in answers:
        assert_verbatim(found)


def test_a_full_queue_is_busy(two_claims: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    gate = Gate(monkeypatch)
    with contextlib.closing(LlamaWriter(two_claims)) as writer:
        running = writer.proposals(ASKED, HITS)
        assert gate.reached.wait(timeout=30)
        waiting = [writer.proposals(ASKED, HITS) for _ in range(QUEUE_DEPTH)]
        with pytest.raises(WriterBusy, match=r"8 requests are already waiting .*two-claims\.gguf"):
            writer.proposals(ASKED, HITS)
        gate.opened.set()
        assert [len(list(results)) for results in (running, *waiting)] == [2] * 9


def test_closing_the_iterator_cancels_the_request(
    two_claims: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    gate = Gate(monkeypatch)
    with contextlib.closing(LlamaWriter(two_claims)) as writer:
        results = writer.proposals(ASKED, HITS)
        next(results)
        results.close()  # type: ignore[attr-defined]
        gate.opened.set()
        assert len(list(writer.proposals(ASKED, HITS))) == 2
    assert "request cancelled after 1 claims" in caplog.text


def test_a_request_dropped_before_it_is_read_is_cancelled(
    two_claims: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    gate = Gate(monkeypatch)
    with contextlib.closing(LlamaWriter(two_claims)) as writer:
        running = writer.proposals(ASKED, HITS)
        assert gate.reached.wait(timeout=30)
        dropped = writer.proposals(ASKED, HITS)
        del dropped
        gate.opened.set()
        assert len(list(running)) == 2
    assert "request cancelled after 0 claims" in caplog.text


def test_closing_the_writer_ends_what_runs_and_what_waits(
    two_claims: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    writer = LlamaWriter(two_claims)
    Gate(monkeypatch, opened=writer._closed)  # the model goes on once the writer is being closed
    running, waiting = writer.proposals(ASKED, HITS), writer.proposals(ASKED, HITS)
    next(running)
    writer.close()
    for results in (running, waiting):
        with pytest.raises(WriterUnavailable, match=r"the writer of two-claims\.gguf is closed"):
            list(results)
    with pytest.raises(WriterUnavailable, match="is closed"):
        writer.proposals(ASKED, HITS)


def test_time_up_before_the_first_claim_is_busy(two_claims: Path) -> None:
    with contextlib.closing(LlamaWriter(two_claims, timeout_s=0)) as writer:
        with pytest.raises(WriterBusy, match=r"two-claims\.gguf found no claim in 0 s"):
            list(writer.proposals(ASKED, HITS))


def test_time_up_after_a_claim_keeps_the_claim(
    two_claims: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    gate, clock = Gate(monkeypatch), [0.0]
    monkeypatch.setattr("rag.writers.llama.time", SimpleNamespace(monotonic=lambda: clock[0]))
    with contextlib.closing(LlamaWriter(two_claims)) as writer:
        results = writer.proposals(ASKED, HITS)
        assert gate.reached.wait(timeout=30)
        clock[0] = 61.0
        gate.opened.set()
        assert len(list(results)) == 1
    assert "60 s are up: stopped after 1 claims" in caplog.text


def test_llama_cpp_prints_nothing(
    two_claims: Path, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    ask(two_claims)
    (tmp_path / "cut.gguf").write_bytes(two_claims.read_bytes()[:1000])
    with pytest.raises(WriterUnavailable, match="cannot load it"):
        LlamaWriter(tmp_path / "cut.gguf")
    assert capfd.readouterr() == ("", "")


def test_name_and_model_say_what_writes(two_claims: Path) -> None:
    with contextlib.closing(LlamaWriter(two_claims)) as writer:
        assert (writer.name, writer.model) == ("llama", "two-claims.gguf")
