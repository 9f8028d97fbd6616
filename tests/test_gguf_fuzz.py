"""What the check lets through, llama.cpp loads: 300 damaged files, and the undamaged ones.

`python -m tests.gguf_fuzz 5000` tries more.
"""

from collections.abc import Sequence
from pathlib import Path

import pytest

from rag.llama.gguf import check
from rag.llama.shape import ARCHITECTURES
from tests.gguf_files import random_gguf
from tests.gguf_fuzz import Outcome, bases, fuzz, load_all


@pytest.fixture(scope="module")
def outcomes(tmp_path_factory: pytest.TempPathFactory) -> Sequence[Outcome]:
    return fuzz(300, 0, tmp_path_factory.mktemp("fuzz"))


def test_no_damaged_file_that_passes_ends_the_process(outcomes: Sequence[Outcome]) -> None:
    assert [one for one in outcomes if one.llama and one.llama.startswith("died")] == []


def test_what_passes_is_loaded(outcomes: Sequence[Outcome]) -> None:
    assert [one for one in outcomes if one.llama not in (None, "loaded")] == []


def test_a_refusal_names_the_file_and_the_fault(outcomes: Sequence[Outcome]) -> None:
    refusals = [one.refusal for one in outcomes if one.refusal]
    assert len(refusals) > 100
    assert all("damaged.gguf cannot be used: " in refusal for refusal in refusals)


def test_damage_to_the_weights_alone_passes(outcomes: Sequence[Outcome]) -> None:
    assert sum(one.llama == "loaded" for one in outcomes) > 30


def test_undamaged_files_pass_and_are_loaded(tmp_path: Path) -> None:
    whole = bases(tmp_path)
    assert all(check(path) for path in whole)
    assert load_all(whole) == ["loaded"] * len(whole)


def test_of_every_architecture_that_passes_llama_loads_a_model(tmp_path: Path) -> None:
    made = {name: random_gguf(tmp_path / name, architecture=name) for name in ARCHITECTURES}
    assert [check(path).architecture for path in made.values()] == list(made)
    assert dict(zip(made, load_all(made.values()), strict=True)) == dict.fromkeys(made, "loaded")
