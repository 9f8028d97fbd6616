"""From a question to its answer, event by event."""

import pytest

from rag.answer import Answer, AskRequest, InlineDocument
from rag.events import AnswerEvent, ClaimEvent, DisagreementEvent, Event, HitsEvent, TextEvent
from rag.recoupe import Recoupe
from tests.heart import Recited, ask, inline, open_recoupe

LASTED = "How long did the hearing last?"
THREE = "The hearing of 4 May 2024 lasted three hours."
FIVE = "The hearing of 4 May 2024 lasted five hours."
SILENT = "Roses need six hours of sun."


def stream(question: str, *texts: str, recoupe: Recoupe | None = None) -> list[Event]:
    documents = tuple(
        InlineDocument(id="abcdefgh"[n], text=text, title=f"Text {n}")
        for n, text in enumerate(texts)
    )
    request = AskRequest(question=question, documents=documents)
    return list((recoupe or open_recoupe()).stream(request))


def recite(*said: tuple[str, str, str]) -> Recoupe:
    return open_recoupe(Recited(said))


def answer_of(events: list[Event]) -> Answer:
    (event,) = (event for event in events if isinstance(event, AnswerEvent))
    return event.answer


def test_the_events_come_in_their_order() -> None:
    names = [event.event for event in stream(LASTED, THREE, FIVE)]
    assert names == "hits claim claim disagreement text text answer done".split()


def test_where_nothing_answers_the_events_say_so() -> None:
    assert [event.event for event in stream(LASTED, SILENT)] == "hits text answer done".split()


@pytest.mark.parametrize("texts", [(THREE,), (THREE, FIVE), (SILENT,), (THREE, FIVE, THREE)])
def test_the_streamed_text_is_the_answer(texts: tuple[str, ...]) -> None:
    events = stream(LASTED, *texts)
    deltas = [event.delta for event in events if isinstance(event, TextEvent)]
    assert "".join(deltas) == answer_of(events).answer


def test_the_streamed_disagreements_are_the_answers() -> None:
    events = stream(LASTED, THREE, FIVE)
    streamed = [event.disagreement for event in events if isinstance(event, DisagreementEvent)]
    assert tuple(streamed) == answer_of(events).disagreements != ()


def test_the_streamed_claims_are_what_the_answer_cites() -> None:
    events = stream(LASTED, THREE, FIVE)
    streamed = [event.citation for event in events if isinstance(event, ClaimEvent)]
    assert {(c.document_id, c.quote) for c in streamed} == {("a", THREE), ("b", FIVE)}
    assert {(c.document_id, c.quote) for c in answer_of(events).citations} == {
        ("a", THREE),
        ("b", FIVE),
    }


def test_the_hits_are_the_passages_that_are_read() -> None:
    events = stream(LASTED, THREE, SILENT)
    assert isinstance(events[0], HitsEvent)
    assert [(hit.document_id, hit.document_title) for hit in events[0].hits] == [
        ("a", "Text 0"),
        ("b", "Text 1"),
    ]


def test_a_claim_whose_quote_is_invented_is_dropped_and_reported() -> None:
    recoupe = recite(("a", THREE, "three hours"), ("a", "It lasted ninety hours.", "ninety hours"))
    answer = ask(LASTED, THREE, recoupe=recoupe)
    assert answer.dropped_claims == 1
    assert [citation.quote for citation in answer.citations] == [THREE]
    assert "ninety" not in answer.model_dump_json()


def test_a_quote_of_another_document_is_dropped() -> None:
    answer = ask(LASTED, THREE, FIVE, recoupe=recite(("a", FIVE, "five hours")))
    assert (answer.status, answer.dropped_claims) == ("no_evidence", 1)


def test_where_all_is_invented_nothing_answers() -> None:
    recoupe = recite(("a", "It lasted ninety hours.", "ninety hours"), ("a", "", "nine"))
    events = stream(LASTED, THREE, recoupe=recoupe)
    assert [event.event for event in events] == "hits text answer done".split()
    assert answer_of(events).dropped_claims == 2
    assert answer_of(events).answer == "None of the documents that were read answers this question."


def test_what_stands_in_the_text_is_not_dropped() -> None:
    assert ask(LASTED, THREE, FIVE, SILENT).dropped_claims == 0


@pytest.mark.parametrize(
    ("question", "language", "words"),
    [
        (LASTED, "en", "None of the documents that were read answers this question."),
        (
            "Combien de temps a duré l’audience ?",
            "fr",
            "Aucun des documents lus ne répond à cette question.",
        ),
    ],
)
def test_that_nothing_answers_is_said_in_the_questions_language(
    question: str, language: str, words: str
) -> None:
    answer = ask(question, SILENT)
    assert (answer.status, answer.language, answer.answer) == ("no_evidence", language, words)
    assert (answer.positions, answer.citations, answer.disagreements) == ((), (), ())


def test_the_language_of_the_answer_can_be_asked_for() -> None:
    request = AskRequest(question=LASTED, language="fr", documents=(inline(SILENT),))
    answer = open_recoupe().ask(request)
    assert answer.language == "fr"
    assert answer.answer == "Aucun des documents lus ne répond à cette question."


def test_a_document_that_is_silent_was_consulted() -> None:
    answer = ask(LASTED, inline(THREE, "a"), inline(SILENT, "b", title="Roses"))
    assert [(c.document_id, c.document_title) for c in answer.consulted] == [("b", "Roses")]


def test_a_document_is_cited_or_consulted_but_never_both() -> None:
    answer = ask(LASTED, THREE, SILENT, FIVE)
    cited = {citation.document_id for citation in answer.citations}
    consulted = {document.document_id for document in answer.consulted}
    assert (cited, consulted) == ({"a", "c"}, {"b"})


def test_citations_are_numbered_in_the_order_of_the_text() -> None:
    answer = ask(LASTED, THREE, FIVE, THREE)
    assert [citation.number for citation in answer.citations] == [1, 2, 3]
    said = [n for sentence in answer.sentences for n in sentence.citations]
    assert said == [n for position in answer.positions for n in position.citations] == [1, 2, 3]


def test_a_citation_tells_its_document() -> None:
    document = inline(THREE, "a", "2024-05-05", "The hearing", "The Echo")
    (citation,) = ask(LASTED, document).citations
    assert citation.document_title == "The hearing"
    assert citation.publisher == "The Echo"
    assert str(citation.published_at) == "2024-05-05"
    assert (citation.quote, citation.start, citation.end) == (THREE, 0, len(THREE))


def test_the_question_and_the_writer_come_back() -> None:
    answer = ask(f"  {LASTED} ", THREE)
    assert answer.question == LASTED
    assert (answer.writer.name, answer.writer.model) == ("quotes", None)


def test_every_answer_has_an_id_of_its_own() -> None:
    assert ask(LASTED, THREE).id != ask(LASTED, THREE).id


def test_but_for_its_id_and_its_times_an_answer_is_the_same_again() -> None:
    one, other = (
        ask(LASTED, THREE, FIVE).model_dump(exclude={"id", "timings_ms"}) for _ in range(2)
    )
    assert one == other


def test_the_times_of_the_stages_make_up_the_whole() -> None:
    times = ask(LASTED, THREE).timings_ms
    stages = (times.search, times.claims, times.relate, times.compose)
    assert all(time >= 0 for time in stages)
    assert sum(stages) == pytest.approx(times.total, abs=0.05)


def test_a_year_that_no_document_is_about_is_not_answered() -> None:
    answer = ask("How long did the 2016 hearing last?", THREE)
    assert answer.status == "no_evidence"
