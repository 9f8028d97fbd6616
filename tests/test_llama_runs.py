"""Whatever a model says, nothing of it reaches an answer that its sources do not bear out.

Some models and questions; `python -m tests.llama_runs` asks 500 questions of each kind of model.
"""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from rag.answer import AskRequest, Citation, InlineDocument
from rag.local import LocalModel
from rag.recoupe import Recoupe
from tests.gguf_files import scripted_gguf
from tests.heart import open_recoupe
from tests.llama_hits import ENGLISH, FRENCH, HOSTILE
from tests.llama_runs import SCRIPTS, Tally, faults, parses, random_models, run, scripted_models
from tests.test_ask import LASTED, THREE, answer_of, stream

DOCUMENTS = tuple(
    InlineDocument(id=name, text=text)
    for name, text in zip("abc", (FRENCH, ENGLISH, HOSTILE), strict=True)
)


@pytest.mark.parametrize("make", [random_models, scripted_models])
def test_what_a_model_says_is_parsed_and_checked(
    tmp_path: Path, make: Callable[[Path, int], Iterator[Path]]
) -> None:
    tally = Tally()
    run(list(make(tmp_path, 4)), 5, tally)
    assert tally.wrong == []
    assert tally.runs == 20
    assert tally.texts >= 20
    assert tally.claims > 0


def test_faults_are_found() -> None:
    answer = answer_of(stream(LASTED, THREE))
    moved = answer.citations[0].model_copy(update={"start": 1, "end": 5})
    forged = answer.model_copy(update={"citations": (moved,)})
    hits = open_recoupe()._hits(
        AskRequest(question=LASTED, documents=(InlineDocument(id="a", text=THREE),)), LASTED
    )
    assert list(faults(answer, [], hits)) == []
    assert [fault.split()[0] for fault in faults(forged, [], hits)] == ["quote"]


@pytest.mark.parametrize(
    ("grammar", "said", "good"),
    [
        ('root ::= "["', "[]", True),
        ('root ::= "["', '[{"sentence": 1', False),
        ('root ::= "["', "{}", False),
        ("root ::= unit", "One line.", True),
        ("root ::= unit", "One", False),
    ],
)
def test_what_does_not_parse_is_found(grammar: str, said: str, good: bool) -> None:
    assert parses(grammar, said) is good


@pytest.mark.parametrize("script", SCRIPTS[8:12])
def test_a_hostile_model_changes_nothing(tmp_path: Path, script: str) -> None:
    request = AskRequest(question="How long did the call last?", documents=DOCUMENTS)
    with_model, without = open_recoupe(), open_recoupe()
    path = scripted_gguf(tmp_path / "hostile.gguf", script)
    with_model._local = LocalModel(path, lambda: None)
    try:
        heard, alone = answered(with_model, request), answered(without, request)
    finally:
        with_model.close()
    assert heard == alone


def answered(recoupe: Recoupe, request: AskRequest) -> tuple[str, tuple[Citation, ...]]:
    answer = recoupe.ask(request)
    return answer.answer, answer.citations
