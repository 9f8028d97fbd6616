"""The `llama` writer over real llama.cpp: whatever a model says, what comes out is verbatim.

The models are tiny GGUF files made here: random weights, or weights built to say one text. Both
fail the examination; where a test needs a model that is heard, it is told to believe it.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path

import pytest

from index.document import Hit
from rag.llama.exam import Result
from rag.llama.model import Model
from rag.writers.llama import LlamaWriter
from rag.writers.writer import Proposal, Remark
from tests.gguf_files import random_gguf, scripted_gguf
from tests.llama_hits import ALL_HITS, ASKED, FRENCH, HITS, QUESTIONS

TWO_CLAIMS = (
    '[{"sentence": 1, "about": "L’entretien", "answer": "près de deux heures et demie", '
    '"by": null}, {"sentence": 4, "about": "The call", "answer": "about one hour", "by": null}]'
)


@pytest.fixture
def believed(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every model pass, though it can be believed in nothing."""
    monkeypatch.setattr("rag.llama.exam.marked", lambda yes: Result(True, 0.0))


@pytest.fixture(scope="module")
def two_claims(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LlamaWriter]:
    yield from writer_of(scripted_gguf(tmp_path_factory.mktemp("m") / "two.gguf", TWO_CLAIMS))


def writer_of(path: Path) -> Iterator[LlamaWriter]:
    model = Model(path)
    yield LlamaWriter(model)
    model.close()


def ask(path: Path, hits: Sequence[Hit] = HITS) -> list[Proposal | Remark]:
    model = Model(path)
    try:
        return list(LlamaWriter(model).proposals(ASKED, hits))
    finally:
        model.close()


def assert_verbatim(found: Sequence[Proposal | Remark]) -> None:
    for proposal in found:
        assert isinstance(proposal, Proposal)
        assert proposal.start is not None
        text, end = proposal.hit.document.text, proposal.start + len(proposal.quote)
        assert text[proposal.start : end] == proposal.quote
        assert proposal.hit.passage.start <= proposal.start < end <= proposal.hit.passage.end
        assert proposal.answer and proposal.answer in proposal.quote
        assert proposal.about is None or proposal.about in proposal.quote


@pytest.mark.usefixtures("believed")
def test_a_model_that_answers_well_is_quoted(tmp_path: Path) -> None:
    found = ask(scripted_gguf(tmp_path / "two.gguf", TWO_CLAIMS))
    assert [(p.quote, p.answer, p.start) for p in found if isinstance(p, Proposal)] == [
        (
            "L’entretien du 3 mars a duré près de deux heures et demie.",
            "près de deux heures et demie",
            0,
        ),
        ("The call lasted about one hour.", "about one hour", 0),
    ]


def test_a_model_that_fails_the_examination_proposes_nothing(two_claims: LlamaWriter) -> None:
    (remark,) = two_claims.proposals(ASKED, HITS)
    assert isinstance(remark, Remark)
    assert "two.gguf failed a short test" in remark.en
    assert "two.gguf a échoué" in remark.fr


def test_name_and_model_say_what_writes(two_claims: LlamaWriter) -> None:
    assert (two_claims.name, two_claims.model) == ("llama", "two.gguf")


@pytest.mark.usefixtures("believed")
@pytest.mark.parametrize(
    ("reply", "lie"),
    [
        ('[{"sentence": 99, "about": null, "answer": "deux"}]', "99"),
        ('[{"sentence": 1, "about": null, "answer": "près de trois heures et demie"}]', "trois"),
        ('[{"sentence": 3, "about": null, "answer": "320 drones"}]', "320 drones"),
        ('[{"sentence": 3, "about": null, "answer": "5 % ont"}]', "5 % ont"),
        ('[{"sentence": 1, "about": null, "answer": "about one hour"}]', "about one hour"),
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
    answers = [p.answer for p in found if isinstance(p, Proposal)]
    assert lie not in answers
    assert not [answer for answer in answers if lie in answer and lie not in FRENCH]


@pytest.mark.usefixtures("believed")
def test_a_model_that_never_stops_is_stopped(tmp_path: Path) -> None:
    path = scripted_gguf(tmp_path / "endless.gguf", "encore et encore, ", endless=True)
    found = ask(path, ALL_HITS)
    assert len(found) <= 12
    assert_verbatim(found)


@pytest.mark.usefixtures("believed")
def test_a_model_may_say_that_nothing_answers(tmp_path: Path) -> None:
    assert ask(scripted_gguf(tmp_path / "nothing.gguf", "[]")) == []


@pytest.mark.usefixtures("believed")
def test_a_model_without_chatml_tokens_works(tmp_path: Path) -> None:
    assert_verbatim(ask(random_gguf(tmp_path / "plain.gguf", seed=2, chatml=False), ALL_HITS))


@pytest.mark.usefixtures("believed")
def test_no_hits_no_claims(two_claims: LlamaWriter) -> None:
    assert list(two_claims.proposals(QUESTIONS[0], [])) == []


@pytest.mark.usefixtures("believed")
def test_what_a_short_context_leaves_out_is_said(tmp_path: Path) -> None:
    (remark,) = ask(random_gguf(tmp_path / "short.gguf", context=512))
    assert isinstance(remark, Remark)
    assert "short.gguf read the first 0 of 2 passages" in remark.en
