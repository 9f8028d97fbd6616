"""What each route does, asked in-process of the real app over a fake Recoupe."""

import json
from collections.abc import Generator, Iterator

import anyio
import pytest
from fastapi.testclient import TestClient
from starlette.types import Message

from api.app import create_app
from rag.answer import Answer, AskRequest
from rag.errors import WriterBusy
from rag.events import Event, TextEvent
from rag.settings import Settings
from tests.fake_recoupe import ANSWER, TEXTS, FakeRecoupe, rewritten

STREAM = {"Accept": "text/event-stream"}


@pytest.fixture
def client(recoupe: FakeRecoupe) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), recoupe)) as client:
        yield client


def events(body: str) -> list[tuple[str, dict[str, object]]]:
    """Return the events of a stream, each with its data."""
    found = []
    for block in body.strip().split("\n\n"):
        name, data = block.split("\n")
        found.append((name.removeprefix("event: "), json.loads(data.removeprefix("data: "))))
    return found


def test_ask_returns_the_whole_answer(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "how high?"})
    assert response.status_code == 200
    assert Answer.model_validate(response.json()) == ANSWER


def test_ask_passes_the_request_on_with_defaults(client: TestClient, recoupe: FakeRecoupe) -> None:
    client.post("/v1/ask", json={"question": " how high? ", "limit": 3})
    assert recoupe.asked == [AskRequest(question="how high?", limit=3)]


def test_streamed_events_come_in_the_order_of_the_contract(client: TestClient) -> None:
    body = client.post("/v1/ask", json={"question": "how high?"}, headers=STREAM).text
    names = list(dict.fromkeys(name for name, _ in events(body)))
    assert names == ["hits", "claim", "disagreement", "text", "answer", "done"]


def test_streamed_answer_is_the_whole_answer(client: TestClient) -> None:
    response = client.post("/v1/ask", json={"question": "how high?"}, headers=STREAM)
    assert response.headers["content-type"].startswith("text/event-stream")
    streamed = next(data for name, data in events(response.text) if name == "answer")
    assert Answer.model_validate(streamed["answer"]) == ANSWER


def test_error_within_a_stream_is_its_last_event(client: TestClient, recoupe: FakeRecoupe) -> None:
    recoupe.failure_in_stream = WriterBusy("The queue is full.", hint="Ask again.")
    body = client.post("/v1/ask", json={"question": "how high?"}, headers=STREAM).text
    expected = {"code": "writer_busy", "message": "The queue is full.", "hint": "Ask again."}
    assert events(body)[-1] == ("error", {"error": expected})


def test_unexpected_error_within_a_stream_leaks_nothing(
    client: TestClient, recoupe: FakeRecoupe
) -> None:
    recoupe.failure_in_stream = RuntimeError("secret")
    body = client.post("/v1/ask", json={"question": "how high?"}, headers=STREAM).text
    assert "secret" not in body
    assert '"code":"internal"' in body


def test_error_before_the_first_event_has_a_status(
    client: TestClient, recoupe: FakeRecoupe
) -> None:
    recoupe.failure = WriterBusy("The queue is full.")
    response = client.post("/v1/ask", json={"question": "how high?"}, headers=STREAM)
    assert (response.status_code, response.headers["retry-after"]) == (503, "5")


def test_finished_stream_is_closed(client: TestClient, recoupe: FakeRecoupe) -> None:
    client.post("/v1/ask", json={"question": "how high?"}, headers=STREAM)
    assert recoupe.streams_closed == 1


class EndlessRecoupe(FakeRecoupe):
    """Streams an answer that never ends."""

    def _events(self) -> Generator[Event, None, None]:
        while True:
            yield TextEvent(delta="and ")


def test_client_who_leaves_closes_the_stream() -> None:
    recoupe = EndlessRecoupe()
    app = create_app(Settings(), recoupe)

    async def ask_and_leave() -> None:
        streaming = anyio.Event()
        requests = [{"type": "http.request", "body": b'{"question": "how high?"}'}]

        async def receive() -> Message:
            if requests:
                return requests.pop()
            await streaming.wait()
            return {"type": "http.disconnect"}

        async def send(message: Message) -> None:
            if message.get("body"):
                streaming.set()

        headers = {"host": "localhost", "content-type": "application/json", **STREAM}
        scope = {
            "type": "http",
            "method": "POST",
            "path": "/v1/ask",
            "query_string": b"",
            "headers": [(name.lower().encode(), text.encode()) for name, text in headers.items()],
        }
        with anyio.fail_after(10):
            await app(scope, receive, send)

    anyio.run(ask_and_leave)
    assert recoupe.streams_closed == 1


def test_search_returns_hits_whose_offsets_fit(client: TestClient) -> None:
    response = client.post("/v1/search", json={"question": "how high?", "limit": 1})
    text = TEXTS[0].text
    assert response.json() == {
        "question": "how high?",
        "hits": [
            {
                "document_id": "river",
                "document_title": "The river rises",
                "source": "texts/river.txt",
                "publisher": "The Valley Post",
                "published_at": None,
                "passage_id": "river-1",
                "text": text,
                "start": 0,
                "end": len(text),
                "page": None,
                "copy_of": None,
                "score": 1.0,
            }
        ],
    }


def test_a_hit_names_its_page(client: TestClient, recoupe: FakeRecoupe) -> None:
    river = recoupe.stored["river"]
    recoupe.stored["river"] = river.model_copy(update={"pages": (0, 20)})
    response = client.post("/v1/search", json={"question": "how high?", "limit": 1})
    assert response.json()["hits"][0]["page"] == 1


def test_a_hit_that_repeats_a_better_one_names_it(client: TestClient, recoupe: FakeRecoupe) -> None:
    recoupe.stored["gauge"] = rewritten(recoupe.stored["gauge"], TEXTS[0].text)
    hits = client.post("/v1/search", json={"question": "how high?"}).json()["hits"]
    assert [hit["copy_of"] for hit in hits] == [None, "river-1", None]


def test_upload_takes_files_of_any_field_name(client: TestClient) -> None:
    files = [("a", ("one.txt", b"One.")), ("b", ("two.txt", "Deux é.".encode()))]
    response = client.post("/v1/documents", files=files)
    assert response.status_code == 201
    assert response.json() == [
        {"id": "one.txt", "title": "one.txt", "outcome": "added"},
        {"id": "two.txt", "title": "two.txt", "outcome": "added"},
    ]


def test_json_list_of_documents_is_stored(client: TestClient) -> None:
    client.post("/v1/documents", json=[{"id": "n", "text": "A note.", "title": "Note"}])
    assert client.get("/v1/documents/n").json()["text"] == "A note."


def test_unreadable_file_stores_nothing(client: TestClient, recoupe: FakeRecoupe) -> None:
    before = set(recoupe.stored)
    files = [("a", ("one.txt", b"One.")), ("b", ("two.bin", b"\xff"))]
    response = client.post("/v1/documents", files=files)
    assert response.json()["error"]["code"] == "unreadable_document"
    assert set(recoupe.stored) == before


def test_one_bad_document_in_a_list_stores_nothing(
    client: TestClient, recoupe: FakeRecoupe
) -> None:
    before = set(recoupe.stored)
    response = client.post("/v1/documents", json=[{"text": "fine"}, {"text": 7}])
    assert response.json()["error"]["message"].startswith("1.text is 7")
    assert set(recoupe.stored) == before


def test_documents_are_paged_to_the_last(client: TestClient) -> None:
    first = client.get("/v1/documents", params={"limit": 2}).json()
    second = client.get("/v1/documents", params={"limit": 2, "after": first["next"]}).json()
    ids = [document["id"] for page in (first, second) for document in page["documents"]]
    assert ids == ["autumn", "gauge", "river"]
    assert second["next"] is None


def test_full_last_page_has_no_next(client: TestClient) -> None:
    assert client.get("/v1/documents", params={"limit": 3}).json()["next"] is None


def test_list_leaves_out_the_texts(client: TestClient) -> None:
    summary = client.get("/v1/documents").json()["documents"][0]
    assert "text" not in summary
    assert summary["characters"] == len(TEXTS[2].text)


def test_list_tells_pages_and_where_the_rest_is_known_from(
    client: TestClient, recoupe: FakeRecoupe
) -> None:
    known = {"pages": (0, 20), "origin": {"title": "metadata"}}
    recoupe.stored["autumn"] = recoupe.stored["autumn"].model_copy(update=known)
    autumn, gauge, _ = client.get("/v1/documents").json()["documents"]
    assert (autumn["pages"], autumn["origin"]) == (2, {"title": "metadata"})
    assert (gauge["pages"], gauge["origin"]) == (None, {})
    assert client.get("/v1/documents/autumn").json()["pages"] == [0, 20]


def test_copies_are_told_in_the_list_and_of_a_document(
    client: TestClient, recoupe: FakeRecoupe
) -> None:
    recoupe.copied = {"gauge": "river", "autumn": "river"}
    listed = client.get("/v1/documents").json()["documents"]
    assert [document["copy_of"] for document in listed] == ["river", "river", None]
    river, gauge = (client.get(f"/v1/documents/{name}").json() for name in ("river", "gauge"))
    assert (river["copy_of"], river["copies"]) == (None, ["gauge", "autumn"])
    assert (gauge["copy_of"], gauge["copies"]) == ("river", [])


def test_document_comes_with_its_text(client: TestClient) -> None:
    assert client.get("/v1/documents/river").json()["text"] == TEXTS[0].text


def test_removed_document_is_gone(client: TestClient) -> None:
    assert client.delete("/v1/documents/river").status_code == 204
    assert client.get("/v1/documents/river").status_code == 404


def test_document_id_may_hold_a_slash(client: TestClient) -> None:
    client.post("/v1/documents", json=[{"id": "a/b", "text": "A note."}])
    assert client.get("/v1/documents/a%2Fb").json()["id"] == "a/b"


def test_page_is_served(client: TestClient) -> None:
    response = client.get("/")
    assert response.headers["content-type"].startswith("text/html")
    assert "<title>Recoupe</title>" in response.text
