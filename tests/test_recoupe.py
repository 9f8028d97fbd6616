"""Documents in, answers out: the one class that the edges know."""

from pathlib import Path

import pytest
from pydantic import ValidationError

from index.document import Filters
from rag.answer import AskRequest, InlineDocument, SearchRequest
from rag.errors import UnknownDocument, UnreadableDocument, WriterUnavailable
from rag.events import HitsEvent
from rag.recoupe import Recoupe
from rag.writers.quotes import QuotesWriter
from tests.heart import Recited, inline, open_recoupe

LASTED = "How long did the hearing last?"
THREE = "The hearing of 4 May 2024 lasted three hours."
FIVE = "The hearing of 4 May 2024 lasted five hours."


def stored(*documents: InlineDocument) -> Recoupe:
    recoupe = open_recoupe()
    recoupe.add(documents)
    return recoupe


def test_nothing_is_known_of_nothing() -> None:
    answer = open_recoupe().ask(AskRequest(question=LASTED))
    assert (answer.status, answer.consulted) == ("no_evidence", ())


def test_stored_documents_answer() -> None:
    answer = stored(inline(THREE, "a"), inline(FIVE, "b")).ask(AskRequest(question=LASTED))
    assert {citation.document_id for citation in answer.citations} == {"a", "b"}


def test_documents_that_come_with_the_question_are_all_that_is_read() -> None:
    recoupe = stored(inline(FIVE, "b"))
    answer = recoupe.ask(AskRequest(question=LASTED, documents=(inline(THREE, "a"),)))
    assert [citation.document_id for citation in answer.citations] == ["a"]
    assert answer.disagreements == ()


def test_documents_that_come_with_the_question_are_not_stored() -> None:
    recoupe = stored(inline(FIVE, "b"))
    recoupe.ask(AskRequest(question=LASTED, documents=(inline(THREE, "a"),)))
    assert [document.id for document in recoupe.documents()] == ["b"]


def test_documents_without_an_id_get_one_each() -> None:
    answer = open_recoupe().ask(
        AskRequest(question=LASTED, documents=(inline(THREE), inline(FIVE)))
    )
    assert {citation.document_id for citation in answer.citations} == {"document-1", "document-2"}


def test_an_answer_over_documents_sent_is_that_over_documents_stored() -> None:
    documents = (inline(THREE, "a"), inline(FIVE, "b"))
    sent = open_recoupe().ask(AskRequest(question=LASTED, documents=documents))
    kept = stored(*documents).ask(AskRequest(question=LASTED))
    assert {p.answer for p in sent.positions} == {p.answer for p in kept.positions}
    assert [d.kind for d in sent.disagreements] == [d.kind for d in kept.disagreements]


@pytest.mark.parametrize(
    ("filters", "ids"),
    [
        (Filters(), {"a", "b"}),
        (Filters(document_ids=("a",)), {"a"}),
        (Filters(publishers=("The Echo",)), {"a"}),
        (Filters(tags=("court",)), {"b"}),
        (Filters.model_validate({"published_after": "2024-05-06"}), {"b"}),
        (Filters.model_validate({"published_before": "2024-05-05"}), {"a"}),
        (Filters(publishers=("The Gazette",)), set()),
    ],
)
@pytest.mark.parametrize("sent", [True, False])
def test_filters_choose_what_is_read(filters: Filters, ids: set[str], sent: bool) -> None:
    documents = (
        inline(THREE, "a", "2024-05-05", publisher="The Echo"),
        inline(FIVE, "b", "2024-05-06", publisher="The Post", tags=("court",)),
    )
    recoupe = open_recoupe() if sent else stored(*documents)
    request = AskRequest(question=LASTED, filters=filters, documents=documents if sent else None)
    answer = recoupe.ask(request)
    assert {citation.document_id for citation in answer.citations} == ids
    assert answer.consulted == ()


@pytest.mark.parametrize("sent", [True, False])
def test_no_more_passages_are_read_than_asked_for(sent: bool) -> None:
    documents = tuple(inline(THREE, str(n)) for n in range(6))
    recoupe = open_recoupe() if sent else stored(*documents)
    request = AskRequest(question=LASTED, limit=4, documents=documents if sent else None)
    (hits,) = (event for event in recoupe.stream(request) if isinstance(event, HitsEvent))
    assert len(hits.hits) == 4


def test_search_gives_the_nearest_passages() -> None:
    recoupe = stored(inline(THREE, "a"), inline("Roses need sun.", "b"))
    hits = recoupe.search(SearchRequest(question="hearing", limit=1))
    assert [hit.document.id for hit in hits] == ["a"]


def test_an_inline_document_without_text_is_refused() -> None:
    request = AskRequest(question=LASTED, documents=(inline(THREE, "a"), inline(" \n", "b")))
    with pytest.raises(UnreadableDocument, match="text"):
        open_recoupe().ask(request)


def test_the_writer_is_chosen_when_it_is_not_asked_for() -> None:
    writer = Recited([("a", THREE, "three hours")])
    answer = open_recoupe(writer).ask(AskRequest(question=LASTED, documents=(inline(THREE, "a"),)))
    assert (answer.writer.name, answer.writer.model) == ("llama", "recited.gguf")
    assert writer.asked == [LASTED]


def test_the_quotes_writer_can_be_asked_for_where_there_is_a_model() -> None:
    writer = Recited([])
    request = AskRequest(question=LASTED, writer="quotes", documents=(inline(THREE, "a"),))
    answer = open_recoupe(writer).ask(request)
    assert (answer.writer.name, answer.status) == ("quotes", "answered")
    assert writer.asked == []


def test_the_llama_writer_can_be_asked_for_where_there_is_a_model() -> None:
    writer = Recited([("a", THREE, "three hours")])
    request = AskRequest(question=LASTED, writer="llama", documents=(inline(THREE, "a"),))
    assert open_recoupe(writer).ask(request).writer.name == "llama"


def test_the_llama_writer_cannot_be_asked_for_without_a_model() -> None:
    request = AskRequest(question=LASTED, writer="llama", documents=(inline(THREE, "a"),))
    with pytest.raises(WriterUnavailable, match="there is no model") as caught:
        open_recoupe(QuotesWriter()).ask(request)
    assert "RECOUPE_MODEL" in str(caught.value.hint)


def test_a_text_is_added_once() -> None:
    recoupe = open_recoupe()
    first, again = recoupe.add([inline(THREE)]), recoupe.add([inline(THREE)])
    assert (first[0].outcome, again[0].outcome) == ("added", "unchanged")
    assert first[0].id == again[0].id
    assert recoupe.status().documents == 1


def test_a_text_with_a_known_id_is_updated() -> None:
    recoupe = stored(inline(THREE, "a"))
    (outcome,) = recoupe.add([inline(FIVE, "a")])
    assert outcome.outcome == "updated"
    assert recoupe.document("a").text == FIVE
    assert recoupe.ask(AskRequest(question=LASTED)).positions[0].answer == "five hours"


def test_all_are_stored_or_none() -> None:
    recoupe = stored(inline(THREE, "a"))
    with pytest.raises(UnreadableDocument, match="text"):
        recoupe.add([inline(FIVE, "b"), inline(" \n", "c")])
    assert [document.id for document in recoupe.documents()] == ["a"]


def test_files_are_stored_all_or_none() -> None:
    recoupe = open_recoupe()
    with pytest.raises(UnreadableDocument, match="binary"):
        recoupe.add_files([("a.txt", THREE.encode()), ("b.txt", b"\x00\x01\x02\x00")])
    assert recoupe.documents() == []


def test_an_uploaded_file_answers() -> None:
    recoupe = open_recoupe()
    recoupe.add_files([("hearing.txt", THREE.encode())])
    (citation,) = recoupe.ask(AskRequest(question=LASTED)).citations
    assert (citation.source, citation.quote) == ("hearing.txt", THREE)


def test_files_are_ingested(tmp_path: Path) -> None:
    (tmp_path / "hearing.txt").write_text(THREE, encoding="utf-8")
    recoupe = open_recoupe()
    assert [file.outcome for file in recoupe.ingest([tmp_path])] == ["added"]
    assert recoupe.ask(AskRequest(question=LASTED)).status == "answered"


def test_a_removed_document_answers_no_more() -> None:
    recoupe = stored(inline(THREE, "a"))
    recoupe.remove("a")
    assert recoupe.ask(AskRequest(question=LASTED)).status == "no_evidence"


def test_an_unknown_document_cannot_be_had() -> None:
    with pytest.raises(UnknownDocument, match="nowhere"):
        open_recoupe().document("nowhere")


def test_an_unknown_document_cannot_be_removed() -> None:
    with pytest.raises(UnknownDocument, match="nowhere"):
        open_recoupe().remove("nowhere")


def test_documents_are_listed_page_by_page() -> None:
    recoupe = stored(*(inline(f"Text {name}.", name) for name in "abcde"))
    first = recoupe.documents(limit=2)
    rest = recoupe.documents(limit=9, after=first[-1].id)
    assert sorted(document.id for document in [*first, *rest]) == list("abcde")
    assert (len(first), len(rest)) == (2, 3)


def test_the_status_counts_what_is_held() -> None:
    status = stored(inline(THREE, "a"), inline(FIVE, "b")).status()
    assert (status.documents, status.passages, status.encoder) == (2, 2, "letters")


def test_closing_closes_the_writer() -> None:
    writer = Recited([])
    open_recoupe(writer).close()
    assert writer.closed


@pytest.mark.parametrize("question", ["", "   ", "x" * 2001])
def test_a_question_must_be_of_some_length_and_not_too_long(question: str) -> None:
    with pytest.raises(ValidationError, match="question"):
        AskRequest(question=question)


def test_two_documents_of_one_id_are_refused() -> None:
    with pytest.raises(ValidationError, match="two documents have the id 'a'"):
        AskRequest(question=LASTED, documents=(inline(THREE, "a"), inline(FIVE, "a")))


def test_too_many_documents_are_refused() -> None:
    with pytest.raises(ValidationError, match="at most 64"):
        AskRequest(question=LASTED, documents=tuple(inline(THREE) for _ in range(65)))


def test_too_much_text_is_refused() -> None:
    with pytest.raises(ValidationError, match="200001 characters together; at most 200000"):
        AskRequest(question=LASTED, documents=(inline("x" * 100_000), inline("y" * 100_001)))


@pytest.mark.parametrize("limit", [0, 51])
def test_a_limit_lies_between_1_and_50(limit: int) -> None:
    with pytest.raises(ValidationError, match="limit"):
        AskRequest(question=LASTED, limit=limit)


def test_more_words_than_the_questions_own_can_be_searched_for() -> None:
    recoupe = stored(inline("Le globisme est un sport. Il est rare.", "a"), inline(THREE, "b"))
    request = AskRequest(question="Lasted the hearing three hours?", limit=1)
    found = [
        recoupe._hits(request, f"{request.question}{more}")[0].document.id
        for more in ("", " globisme sport rare")
    ]
    assert found == ["b", "a"]
