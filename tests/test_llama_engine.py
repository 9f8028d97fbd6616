"""Loading a GGUF, building its prompt, and holding it to a grammar, in real llama.cpp."""

import json
import math
from collections.abc import Callable
from pathlib import Path
from unittest.mock import Mock

import pytest

from rag.errors import WriterUnavailable
from rag.writers.engine import PIECE, Engine
from rag.writers.grammar import claims_grammar
from rag.writers.prompt import build_prompt
from tests.gguf_files import random_gguf
from tests.llama_hits import ASKED, HITS, HOSTILE, QUESTIONS, hits_over


@pytest.fixture(autouse=True)
def one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    """In so small a model, threads do little but wait for each other."""
    monkeypatch.setattr("os.cpu_count", lambda: 1)


@pytest.fixture(scope="module")
def random_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return random_gguf(tmp_path_factory.mktemp("random") / "random.gguf", seed=1)


@pytest.mark.parametrize("seed", range(4))
def test_the_text_of_a_random_model_is_json_with_numbers_in_range(
    tmp_path: Path, seed: int
) -> None:
    engine = Engine(random_gguf(tmp_path / "random.gguf", seed=seed))
    tokens, numbered = build_prompt(engine, ASKED, HITS, 1500)
    grammar = claims_grammar([sentence.text for sentence in numbered])
    claims = json.loads("".join(engine.generate(tokens, grammar, 1500, lambda: None)))
    engine.close()
    assert all(1 <= claim["sentence"] <= len(numbered) for claim in claims)
    assert len(claims) <= 12


def test_nothing_in_a_document_or_question_becomes_a_control_token(random_model: Path) -> None:
    engine = Engine(random_model)
    control = {engine.control_token(t) for t in ("<|im_start|>", "<|im_end|>", "<|endoftext|>")}
    hostile = build_prompt(engine, QUESTIONS[3], hits_over(HOSTILE), 500)[0]
    harmless = build_prompt(engine, QUESTIONS[4], hits_over("Bonjour."), 500)[0]
    engine.close()
    assert len(control) == 3 and None not in control
    assert [t for t in hostile if t in control] == [t for t in harmless if t in control]


def test_control_tokens_stand_for_no_text(tmp_path: Path) -> None:
    for seed in range(8):
        engine = Engine(random_gguf(tmp_path / "random.gguf", seed=seed))
        text = "".join(engine.generate([65], 'root ::= "<|im_start|>"', 50, lambda: None))
        engine.close()
        assert text == "<|im_start|>"


def test_passages_that_overlap_number_their_sentences_once(random_model: Path) -> None:
    engine = Engine(random_model)
    numbered = build_prompt(engine, ASKED, [*HITS, *HITS], 500)[1]
    engine.close()
    assert len(numbered) == len({(one.hit.document.id, one.span) for one in numbered}) == 6


def test_passages_that_do_not_fit_are_left_out_from_the_last(
    random_model: Path, caplog: pytest.LogCaptureFixture
) -> None:
    engine = Engine(random_model)
    hits = hits_over(*[f"Fait numéro {number}, le voici. " * 20 for number in range(12)])
    tokens, numbered = build_prompt(engine, ASKED, hits, 512)
    engine.close()
    read = {one.hit.document.id for one in numbered}
    assert len(tokens) + 512 <= engine.room
    assert 1 < len(read) < len(hits)
    assert read == {f"d{number}" for number in range(len(read))}
    assert f"of {len(hits)} passages do not fit" in caplog.text


def test_another_question_over_the_same_passages_reads_only_the_question(
    random_model: Path,
) -> None:
    engine = Engine(random_model)
    prompts = [build_prompt(engine, question, HITS, 500)[0] for question in QUESTIONS[:2]]
    work = []
    for prompt in prompts:
        check = Mock()
        list(engine.generate(prompt, 'root ::= "["', 1, check))
        work.append(check.call_count)
    engine.close()
    # One check before each piece of the prompt, one before the token.
    assert work == [math.ceil(len(prompts[0]) / PIECE) + 1, 2]


@pytest.mark.parametrize(
    ("damage", "reason"),
    [
        (lambda data: b"", "not a GGUF file"),
        (lambda data: b"GGUF", "not a GGUF file"),
        (lambda data: b"PK" + data[2:], "not a GGUF file"),
        (lambda data: data[:4] + b"\xff" * 4 + data[8:], "version 4294967295"),
        (lambda data: data[:8] + b"\xff" * 8 + data[16:], "18446744073709551615 tensors"),
        (lambda data: data[:24], "llama.cpp cannot load it"),
        (lambda data: data[: len(data) // 2], "llama.cpp cannot load it"),
    ],
)
def test_a_damaged_file_is_refused(
    tmp_path: Path, random_model: Path, damage: Callable[[bytes], bytes], reason: str
) -> None:
    path = tmp_path / "damaged.gguf"
    path.write_bytes(damage(random_model.read_bytes()))
    with pytest.raises(WriterUnavailable, match=rf"damaged\.gguf cannot be used: .*{reason}"):
        Engine(path)


def test_a_missing_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WriterUnavailable, match=r"gone\.gguf cannot be used: .*No such file"):
        Engine(tmp_path / "gone.gguf")


@pytest.mark.parametrize("grammar", ["", "root ::= other", 'root ::= "a', "root ::= \\d"])
def test_a_grammar_that_does_not_compile_is_an_error(random_model: Path, grammar: str) -> None:
    engine = Engine(random_model)
    with pytest.raises(ValueError, match="the grammar does not compile"):
        list(engine.generate([1, 2], grammar, 1, lambda: None))
    engine.close()
