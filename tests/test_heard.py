"""Two writers on one question: what both say counts once, what one knows is kept."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal

import pytest

from index.document import Hit
from rag.answer import AskRequest
from rag.claims import Claim
from rag.errors import WriterBusy, WriterSlow, WriterUnavailable
from rag.heard import Heard
from rag.llama.exam import Result
from rag.local import LocalModel
from rag.paired import Relating
from rag.question import Question, understand
from rag.settings import Settings
from rag.writers.quotes import QuotesWriter
from rag.writers.writer import Proposal, Remark
from tests.gguf_files import scripted_gguf
from tests.heart import claims, hits_of, inline, make, open_recoupe
from tests.test_advice import Says as Advises

ASKED = "How long did the hearing last?"
TEXT = "The hearing lasted three hours, said Ann Hill. It then went on for five hours."
HITS = hits_of(make(TEXT))
FIRST, SECOND = "The hearing lasted three hours, said Ann Hill.", "It then went on for five hours."


@dataclass
class Says:
    """A writer that yields what it was given."""

    said: Sequence[Proposal | Remark]
    name: Literal["quotes", "llama"] = "llama"
    model: str | None = "says.gguf"

    def proposals(self, question: Question, hits: Sequence[Hit]) -> Iterator[Proposal | Remark]:
        yield from self.said

    def close(self) -> None:
        """Nothing is held."""


def propose(quote: str, answer: str, **known: str) -> Proposal:
    return Proposal(HITS[0], quote, answer, **known)  # type: ignore[arg-type]


def heard(*writers: Says) -> tuple[Heard, list[Claim]]:
    both = Heard(list(writers))
    return both, list(both.verified(understand(ASKED), HITS))


def test_what_both_writers_say_is_one_claim() -> None:
    both, yielded = heard(
        Says([propose(FIRST, "three hours")]), Says([propose(FIRST, "lasted three hours")])
    )
    assert [claim.answer for claim in both.claims] == ["three hours"] == [c.answer for c in yielded]


def test_what_the_second_adds_comes_behind() -> None:
    both, _ = heard(Says([propose(FIRST, "three hours")]), Says([propose(SECOND, "five hours")]))
    assert [claim.answer for claim in both.claims] == ["three hours", "five hours"]


def test_what_one_writer_says_twice_is_as_before() -> None:
    both, _ = heard(Says([propose(FIRST, "three hours"), propose(FIRST, "lasted three hours")]))
    assert len(both.claims) == 2


def test_a_claim_takes_over_what_the_other_writer_knows() -> None:
    both, _ = heard(
        Says([propose(FIRST, "three hours")]),
        Says([propose(FIRST, "three hours", about="The hearing")]),
    )
    assert [claim.about for claim in both.claims] == ["The hearing"]


@pytest.mark.parametrize("about", ["The July hearing", "the hearing", "Ann Roy"])
def test_words_that_do_not_stand_in_the_quote_tell_nothing(about: str) -> None:
    both, _ = heard(Says([propose(FIRST, "three hours", about=about)]))
    assert [claim.about for claim in both.claims] == [None]


AND = "It was cold, said Ann Hill, and the hearing lasted three hours."
APART = "It was cold, said Ann Hill; the hearing lasted three hours."


@pytest.mark.parametrize(
    ("text", "name", "expected"),
    [
        (AND, None, None),
        (AND, "Ann Hill", "Ann Hill"),
        (AND, "Ann Roy", None),
        (AND, "the hearing", None),
        (APART, "Ann Hill", None),
        ("The hearing lasted three hours. Ann Hill said it was cold.", "Ann Hill", None),
        ("Ann Roy said the hearing lasted three hours, not Ann Hill.", "Ann Hill", "Ann Roy"),
    ],
)
def test_only_who_is_said_to_speak_there_speaks(
    text: str, name: str | None, expected: str | None
) -> None:
    hits = hits_of(make(text))
    both = Heard([Says([Proposal(hits[0], text, "three hours", said_by=name)])])
    (claim,) = both.verified(understand(ASKED), hits)
    assert claim.speaker == expected


def test_an_invented_quote_of_the_second_writer_is_dropped_and_counted() -> None:
    both, yielded = heard(Says([]), Says([propose("It lasted nine hours.", "nine hours")]))
    assert (yielded, both.dropped) == ([], 1)


def test_remarks_are_told_in_the_answers_language() -> None:
    both, _ = heard(
        Says([Remark(en="Short.", fr="Court.")]), Says([Remark(en="Late.", fr="Tard.")])
    )
    assert (both.note("en"), both.note("fr")) == ("Short. Late.", "Court. Tard.")


def test_without_remarks_there_is_no_note() -> None:
    assert heard(Says([]))[0].note("en") is None


@dataclass
class Fails(Says):
    """A writer that says what it was given, and fails then."""

    error: Exception = field(default_factory=lambda: WriterUnavailable("its process ended"))

    def proposals(self, question: Question, hits: Sequence[Hit]) -> Iterator[Proposal | Remark]:
        yield from self.said
        raise self.error


@pytest.mark.parametrize("error", [WriterUnavailable("ended"), WriterSlow("late")])
def test_where_a_model_fails_the_writers_before_it_answer(error: Exception) -> None:
    fails = Fails([propose(SECOND, "five hours")], error=error)
    both, yielded = heard(Says([propose(FIRST, "three hours")]), fails)
    assert [claim.answer for claim in yielded] == ["three hours", "five hours"]
    note = both.note("en")
    assert note and note.startswith("The model says.gguf ") and "not heard to the end" in note


@pytest.mark.parametrize("error", [WriterUnavailable("ended"), WriterSlow("late")])
def test_a_model_that_fails_at_once_is_not_who_answered(error: Exception) -> None:
    quotes = Says([propose(FIRST, "three hours")], name="quotes", model=None)
    both, _ = heard(quotes, Fails([], error=error))
    assert both.writers == [quotes]
    note = both.note("fr")
    assert note and "répond donc seul" in note


def test_a_full_queue_is_an_error() -> None:
    with pytest.raises(WriterBusy, match="full"):
        heard(Says([]), Fails([], error=WriterBusy("full")))


@pytest.mark.parametrize("error", [WriterUnavailable("ended"), WriterSlow("late")])
def test_where_the_model_was_asked_for_its_failure_is_an_error(error: Exception) -> None:
    both = Heard([Says([]), Fails([], error=error)], wanted=True)
    with pytest.raises(type(error), match=str(error)):
        list(both.verified(understand(ASKED), HITS))


def test_where_the_first_writer_fails_nothing_answers() -> None:
    with pytest.raises(WriterUnavailable, match="ended"):
        heard(Fails([]))


# The model that a Recoupe runs


def with_model(path: Path | None, writer: str = "auto", *, required: bool = False):  # type: ignore[no-untyped-def]
    recoupe = open_recoupe(QuotesWriter())
    recoupe._local = LocalModel(path, lambda: None, required=required)
    request = AskRequest(question=ASKED, writer=writer, documents=(inline(TEXT, "a"),))  # type: ignore[arg-type]
    try:
        return recoupe.ask(request)
    finally:
        recoupe.close()


def test_without_a_model_the_answer_says_how_to_get_one() -> None:
    used = with_model(None).writer
    assert (used.name, used.model) == ("quotes", None)
    assert used.note and "recoupe models list" in used.note


def test_a_model_is_named_in_the_answer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("rag.llama.exam.marked", lambda yes: Result(True, 0.0))
    used = with_model(scripted_gguf(tmp_path / "m.gguf", "[]")).writer
    assert (used.name, used.model) == ("llama", "m.gguf")


def test_a_model_that_fails_its_examination_is_told_of_but_did_not_answer(tmp_path: Path) -> None:
    used = with_model(scripted_gguf(tmp_path / "m.gguf", "[]")).writer
    assert (used.name, used.model) == ("quotes", None)
    assert used.note and "m.gguf failed a short test" in used.note


def test_where_the_model_cannot_be_loaded_the_built_in_writer_answers(tmp_path: Path) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"GGUF" + bytes(100))
    answer = with_model(tmp_path / "bad.gguf")
    assert (answer.writer.name, answer.status) == ("quotes", "answered")
    assert answer.writer.note and "bad.gguf" in answer.writer.note


@pytest.mark.parametrize(("writer", "required"), [("llama", False), ("auto", True)])
def test_where_it_must_be_the_model_that_it_cannot_be_loaded_is_an_error(
    tmp_path: Path, writer: str, required: bool
) -> None:
    (tmp_path / "bad.gguf").write_bytes(b"GGUF" + bytes(100))
    with pytest.raises(WriterUnavailable, match=r"bad\.gguf"):
        with_model(tmp_path / "bad.gguf", writer, required=required)


def test_while_the_model_is_loading_the_built_in_writer_answers(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.writers.llama.LlamaWriter.state", "loading")
    local = LocalModel(scripted_gguf(tmp_path / "m.gguf", "[]"), lambda: None)
    assert local.start()
    assert local.writer(wanted=False) is None
    assert "still loading" in local.remark().en
    local.close()


def test_a_model_that_is_asked_for_is_waited_for(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("rag.local.WAIT_S", 0.0)
    monkeypatch.setattr("rag.llama.model.Model.wait", _busy)
    local = LocalModel(scripted_gguf(tmp_path / "m.gguf", "[]"), lambda: None)
    with pytest.raises(WriterBusy, match="loading"):
        local.writer(wanted=True)
    local.close()


def _busy(*_: object) -> None:
    raise WriterBusy("still loading")


def test_settings_that_want_the_built_in_writer_choose_no_model(tmp_path: Path) -> None:
    assert LocalModel.of(Settings(data=tmp_path, writer="quotes"), lambda: None) is None


def test_all_pairs_of_five_answers_are_read_and_no_more() -> None:
    (claim,) = claims(ASKED, make("The hearing lasted three hours."))
    relating = Relating(lambda question, pairs: [{"same": 0.0} for _ in pairs])
    found = relating.read(understand(ASKED), [(claim, claim)] * 11)
    assert found == [*[{"same": 0.0}] * 10, None]


def test_a_model_that_fell_silent_advises_no_more() -> None:
    remark = Remark(en="It failed.", fr="Il a échoué.", silent=True)
    model = Advises()
    both = Heard([Says([]), Says([remark])], model)
    before = both.adviser
    assert list(both.verified(understand(ASKED), HITS)) == []
    assert [before, both.adviser] == [model, None]
