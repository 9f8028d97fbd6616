"""The embedded GGUF as a writer: heard beside the rules, and only where it is asked for."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from rag.answer import Answer, AskRequest
from rag.chooser import CHOOSER
from rag.llama.model import Model
from rag.local import LocalModel
from rag.question import understand
from rag.settings import Settings
from rag.writers.chooser import ChooserWriter
from tests.heart import claims, hits_of, inline, make, open_recoupe

ASKED = "How long did the strike last?"
TEXT = (
    "The port of Lessay reopened on Monday. The strike lasted eleven days. "
    "The ferry to Jersey takes ninety minutes."
)


@pytest.fixture(scope="module")
def writer() -> Iterator[ChooserWriter]:
    writer = ChooserWriter(Model(CHOOSER))
    writer.wait(60)
    yield writer
    writer.close()


def asked(writer: str, data: Path) -> Answer:
    recoupe = open_recoupe()
    recoupe._local = LocalModel.of(Settings(data=data), lambda: None)
    try:
        return recoupe.ask(
            AskRequest(question=ASKED, writer=writer, documents=(inline(TEXT, "a"),))  # type: ignore[arg-type]
        )
    finally:
        recoupe.close()


def test_it_proposes_what_answers(writer: ChooserWriter) -> None:
    found = list(writer.proposals(understand(ASKED), hits_of(make(TEXT))))
    assert [(one.quote, one.answer) for one in found] == [
        ("The strike lasted eleven days.", "eleven days")
    ]


def test_it_proposes_nothing_where_the_rules_see_nothing(writer: ChooserWriter) -> None:
    assert list(writer.proposals(understand(ASKED), hits_of(make("Rain fell on Lessay.")))) == []


def test_it_judges_pairs_of_claims(writer: ChooserWriter) -> None:
    (claim,) = claims(ASKED, make("The strike lasted eleven days."))
    (other,) = claims(ASKED, make("In 2011 a strike at Caen lasted two days."))
    alike, apart = writer.judge(understand(ASKED), [(claim, claim), (claim, other)]) or []
    assert 0 < apart.same < alike.same < 1
    assert 0 < alike.compatible < 1


def test_a_model_that_is_gone_judges_nothing() -> None:
    gone = ChooserWriter(Model(CHOOSER))
    gone.wait(60)
    gone.close()
    (claim,) = claims(ASKED, make("The strike lasted eleven days."))
    assert gone.judge(understand(ASKED), [(claim, claim)]) is None


def test_it_does_not_word(writer: ChooserWriter) -> None:
    question = understand(ASKED)
    writer.examine()
    assert writer.reword(question, "It lasted eleven days.", [], "en") is None
    assert writer.search_words(question) == []


def test_it_is_heard_where_the_writer_is_asked_for_and_no_other_model_is_there(
    tmp_path: Path,
) -> None:
    answer = asked("llama", tmp_path)
    assert (answer.writer.name, answer.writer.model) == ("llama", CHOOSER.name)
    assert answer.positions[0].answer == "eleven days"


def test_it_is_not_heard_unasked(tmp_path: Path) -> None:
    answer = asked("auto", tmp_path)
    assert (answer.writer.name, answer.writer.model) == ("quotes", None)
    assert answer.writer.note and "recoupe models list" in answer.writer.note


def test_it_is_not_started_unasked() -> None:
    local = LocalModel(None, lambda: None)
    local.warm_up()
    assert local.state == "none"
    assert local.writer(wanted=False) is None
    local.close()


def test_settings_that_want_a_model_have_the_embedded_one(tmp_path: Path) -> None:
    local = LocalModel.of(Settings(data=tmp_path, writer="llama"), lambda: None)
    assert local and local.state == "loading"
    found = local.writer(wanted=False)
    assert isinstance(found, ChooserWriter) and found.state == "ready"
    local.close()
