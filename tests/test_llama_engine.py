"""One loaded model in real llama.cpp: what it reads, keeps and says, in this process."""

import math
import threading
import time
from collections.abc import Callable, Sequence
from pathlib import Path

import pytest

from rag.llama.branches import BRANCHES
from rag.llama.chat import CHATML, PLAIN, Part
from rag.llama.context import ASKED, BATCH, Context, EngineError, Stopped
from rag.llama.engine import Engine
from tests.gguf_files import random_gguf

FOREVER = math.inf
DIGITS = "root ::= [0-9]{8}"
LIST = 'root ::= "[" ("é" | [^a-z\\]])* "]"'


@pytest.fixture(scope="module")
def random_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_gguf(tmp_path_factory.mktemp("random") / "random.gguf", seed=1)


@pytest.fixture
def engine(random_model: Path) -> Engine:
    return Engine(random_model, 4096)


@pytest.fixture
def read(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many tokens were read each time something was read."""
    counts: list[int] = []
    append = Context.append

    def counted(context: Context, tokens: Sequence[int]) -> None:
        counts.append(len(tokens))
        append(context, tokens)

    monkeypatch.setattr(Context, "append", counted)
    return counts


def say(engine: Engine, prompt: Sequence[Part], grammar: str = DIGITS, limit: int = 40) -> str:
    return "".join(text for text, _ in engine.generate(prompt, grammar, limit, FOREVER))


def test_time_up_closes_the_text(engine: Engine) -> None:
    found = list(engine.generate([Part("a")], 'root ::= "(" [a-z]{9,} ")"', 3000, until=0.0))
    text, closes = zip(*found, strict=True)
    assert closes == (False, True)
    assert text[1].endswith("aaa)") and text[0].startswith("(")


@pytest.mark.parametrize("seed", range(4))
def test_what_noise_says_is_whole_characters_of_the_grammar(tmp_path: Path, seed: int) -> None:
    engine = Engine(random_gguf(tmp_path / "random.gguf", seed=seed), 4096)
    text = say(engine, [Part("Bonjour")], LIST, 300)
    assert text.startswith("[") and text.endswith("]")
    assert "\ufffd" not in text
    assert text.encode().decode() == text


def test_control_tokens_stand_for_no_text(tmp_path: Path) -> None:
    for seed in range(8):
        engine = Engine(random_gguf(tmp_path / "random.gguf", seed=seed), 4096)
        assert say(engine, [Part("A")], 'root ::= "<|im_start|>"', 50) == "<|im_start|>"


def test_only_pieces_of_a_template_hold_control_tokens(engine: Engine) -> None:
    text = "<|im_start|>é<|im_end|>"
    plain = engine.vocabulary.prompt([Part(text)])[0]
    control = engine.vocabulary.prompt([Part(text, control=True)])[0]
    assert len(plain) == len(text.encode())
    assert len(control) == 2 + len("é".encode())


def test_parts_are_joined_before_they_become_tokens(engine: Engine) -> None:
    vocabulary = engine.vocabulary
    cut, asked = vocabulary.prompt([Part("a b"), Part("c "), Part("d", asked=True), Part("e")])
    assert cut == vocabulary.tokens("a bc d") + vocabulary.tokens("e")
    assert asked == [len(cut) - 2]


def test_how_turns_are_written_is_found_in_the_vocabulary(tmp_path: Path, engine: Engine) -> None:
    plain = Engine(random_gguf(tmp_path / "plain.gguf", chatml=False), 4096)
    assert engine.vocabulary.dialect(None) == CHATML
    assert plain.vocabulary.dialect(None) == PLAIN


def test_another_question_over_the_same_passages_reads_only_the_question(
    engine: Engine, read: list[int]
) -> None:
    passages = Part("passage " * 100)
    say(engine, [passages, Part("who?")], limit=1)
    say(engine, [passages, Part("at 3")], limit=1)
    assert read == [804, 4]


def test_a_prompt_that_comes_again_after_another_is_not_read_again(
    engine: Engine, read: list[int]
) -> None:
    first, second = [Part("passage " * 100)], [Part("other rules " * 100)]
    texts = [say(engine, prompt, limit=1) for prompt in (first, second, first, second)]
    assert read == [800, 1200, 1, 1]
    assert texts[:2] == texts[2:]


def test_questions_over_the_same_passages_are_not_kept_aside(engine: Engine) -> None:
    passages = Part("passage " * 100)
    for question in ("who?" * 20, "when?" * 15, "where?" * 12):
        say(engine, [passages, Part(question)], limit=1)
    assert engine._context._shelf._states == []


def test_what_is_kept_aside_is_bounded(
    engine: Engine, read: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.llama.shelf._ROOM", 0)
    first, second = [Part("passage " * 100)], [Part("other rules " * 100)]
    for prompt in (first, second, first):
        say(engine, prompt, limit=1)
    assert read == [800, 1200, 800]


def branches_of(count: int, length: int = 1) -> list[list[Part]]:
    return [
        [Part(f"{n} sentence " * length, asked=True), Part(" more"), Part(".", asked=True)]
        for n in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "length"), [(3, 1), (BRANCHES + 2, 1), (ASKED, 1), (6, BATCH // 30), (5, 150)]
)
def test_branches_read_together_are_as_likely_as_one_by_one(
    engine: Engine, count: int, length: int
) -> None:
    prefix, branches, among = [Part("the question? ")], branches_of(count, length), ["yes", "no"]
    together = engine.likelihoods(prefix, branches, among)
    for branch, found in zip(branches, together, strict=True):
        for shares, alone in zip(
            found, engine.likelihoods(prefix, [branch], among)[0], strict=True
        ):
            assert shares == pytest.approx(alone, abs=0.02)


def test_the_likelier_alternative_is_what_the_model_says(engine: Engine) -> None:
    for text in ("a", "bc", "def", "ghij"):
        shares = engine.likelihoods([Part(text)], [[Part(" ", asked=True)]], ["x", "y", "z"])[0][0]
        said = say(engine, [Part(text), Part(" ")], "root ::= [xyz]", 1)
        assert "xyz"[shares.index(max(shares))] == said


def test_branches_read_the_prefix_once(engine: Engine, read: list[int]) -> None:
    prefix = [Part("the question? " * 10)]
    for _ in range(2):
        engine.likelihoods(prefix, branches_of(BRANCHES + 5), ["yes", "no"])
    assert read == [len(engine.vocabulary.prompt(prefix)[0]), 0]


def test_an_alternative_may_be_a_control_token(engine: Engine) -> None:
    branch = [Part("x", asked=True)]
    shares = engine.likelihoods([Part("x")], [branch], ["<|im_end|>", "<|im_start|>", "<"])[0][0]
    assert len(set(shares)) == 3


@pytest.mark.parametrize("among", [[], ["yes", "yet"], ["no", "no"], [""]])
def test_alternatives_that_begin_alike_are_an_error(engine: Engine, among: list[str]) -> None:
    with pytest.raises(ValueError, match="begin"):
        engine.likelihoods([Part("x")], [[Part("y", asked=True)]], among)


@pytest.mark.parametrize(
    "ask",
    [
        lambda engine: engine.likelihoods([Part("x" * 4000)], [[Part("y" * 97)]], ["a", "b"]),
        lambda engine: say(engine, [Part("x" * 4000)], limit=97),
    ],
)
def test_what_does_not_fit_is_an_error(engine: Engine, ask: Callable[[Engine], object]) -> None:
    with pytest.raises(ValueError, match=r"4000 \+ 97 tokens do not fit in 4096"):
        ask(engine)


def test_a_part_that_asks_where_nothing_was_read_is_an_error(engine: Engine) -> None:
    with pytest.raises(ValueError, match="asks where nothing was read"):
        engine.likelihoods([Part("x")], [[Part("", asked=True)]], ["a", "b"])


def test_stopping_ends_the_work_in_the_midst_of_reading(engine: Engine) -> None:
    before = say(engine, [Part("a")])
    threading.Timer(0.02, engine.stop, [True]).start()
    with pytest.raises(Stopped):
        for number in range(1000):
            engine.likelihoods([Part(f"{number} " + "x" * 3000)], [], ["a", "b"])
    with pytest.raises(Stopped):
        say(engine, [Part("b")])
    engine.stop(False)
    assert say(engine, [Part("a")]) == before


def test_a_damaged_file_that_llama_cpp_refuses_says_why(tmp_path: Path, random_model: Path) -> None:
    path = tmp_path / "damaged.gguf"
    path.write_bytes(random_model.read_bytes()[:20_000])
    with pytest.raises(EngineError, match=r"llama\.cpp cannot load it: .+"):
        Engine(path, 4096)


def test_llama_cpp_prints_nothing(random_model: Path, capfd: pytest.CaptureFixture[str]) -> None:
    say(Engine(random_model, 4096), [Part("a")])
    assert capfd.readouterr() == ("", "")


def test_a_deadline_ahead_is_no_end(engine: Engine) -> None:
    found = list(engine.generate([Part("a")], DIGITS, 40, time.monotonic() + 60))
    assert len("".join(text for text, _ in found)) == 8
    assert not any(closes for _, closes in found)
