"""The contract of errors: every route, whatever goes wrong, answers in one shape.

The routes are read from the app. A new one fails here until `REQUESTS` holds a request that it
accepts, and from then on is held to the shape in every case below.
"""

import json
from collections.abc import Iterator
from typing import Any

import pytest
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.testclient import TestClient
from httpx2 import Response

from api.app import create_app
from api.errors import STATUS
from api.models import ErrorBody
from rag import errors as rag_errors
from rag.errors import RecoupeError
from rag.settings import Settings
from tests.fake_recoupe import FakeRecoupe

QUESTION = {"json": {"question": "how high?"}}
REQUESTS: dict[tuple[str, str], dict[str, Any]] = {
    ("POST", "/v1/ask"): QUESTION,
    ("POST", "/v1/search"): QUESTION,
    ("POST", "/v1/compare"): {"json": {"a": "It rained.", "b": "It snowed."}},
    ("POST", "/v1/documents"): {"json": [{"text": "A note."}]},
    ("GET", "/v1/documents"): {},
    ("GET", "/v1/documents/{document_id:path}"): {},
    ("DELETE", "/v1/documents/{document_id:path}"): {},
    ("GET", "/healthz"): {},
    ("GET", "/readyz"): {},
    ("GET", "/"): {},
}
# Routes that answer without the library, and so go on answering when it fails.
INDEPENDENT = {"/healthz", "/readyz", "/"}


def routes() -> list[tuple[str, str]]:
    """Return the method and path of every endpoint of the app."""
    contexts = iter_route_contexts(create_app(Settings(), FakeRecoupe()).routes)
    found = [context.original_route for context in contexts]
    return [
        (method, route.path)
        for route in found
        if isinstance(route, APIRoute)
        for method in sorted(route.methods or ())
    ]


ROUTES = routes()
WITH_BODY = [route for route in ROUTES if route[0] == "POST"]
OVER_LIBRARY = [route for route in ROUTES if route[1] not in INDEPENDENT]


@pytest.fixture
def client(recoupe: FakeRecoupe) -> Iterator[TestClient]:
    app = create_app(Settings(), recoupe)
    with TestClient(app, raise_server_exceptions=False) as client:
        yield client


def send(client: TestClient, method: str, path: str, **changes: Any) -> Response:
    """Send the route's accepted request with `changes`."""
    url = path.replace("{document_id:path}", "river")
    return client.request(method, url, **{**REQUESTS[method, path], **changes})


def assert_error(response: Response, status: int, code: str) -> None:
    """Check status and code, that the shape is exact, and that a person is told something."""
    assert response.status_code == status
    error = ErrorBody.model_validate(response.json()).error
    assert error.code == code
    assert error.message


def test_every_route_is_held_to_the_contract() -> None:
    assert set(ROUTES) == set(REQUESTS)


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_the_request_is_accepted_as_it_stands(client: TestClient, method: str, path: str) -> None:
    assert send(client, method, path).is_success


@pytest.mark.parametrize(("method", "path"), OVER_LIBRARY)
def test_unexpected_failure(
    client: TestClient, recoupe: FakeRecoupe, method: str, path: str
) -> None:
    recoupe.failure = RuntimeError("secret")
    response = send(client, method, path)
    assert_error(response, 500, "internal")
    assert "secret" not in response.text


@pytest.mark.parametrize(("method", "path"), OVER_LIBRARY)
def test_failure_of_the_domain(
    client: TestClient, recoupe: FakeRecoupe, method: str, path: str
) -> None:
    recoupe.failure = rag_errors.WriterBusy("The queue is full.")
    assert_error(send(client, method, path), 503, "writer_busy")


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_wrong_method(client: TestClient, method: str, path: str) -> None:
    response = client.request("PATCH", path.replace("{document_id:path}", "river"))
    assert_error(response, 405, "method_not_allowed")
    assert response.headers["allow"]


@pytest.mark.parametrize(("method", "path"), ROUTES)
def test_foreign_host(client: TestClient, method: str, path: str) -> None:
    response = send(client, method, path, headers={"Host": "evil.example"})
    assert_error(response, 400, "bad_host")


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_too_large_a_body(client: TestClient, method: str, path: str) -> None:
    response = client.request(method, path, content=b" " * 2_000_001)
    assert_error(response, 413, "too_large")


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_malformed_json(client: TestClient, method: str, path: str) -> None:
    response = client.request(
        method, path, content=b"{", headers={"Content-Type": "application/json"}
    )
    assert_error(response, 422, "malformed_json")


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_body_that_is_not_utf8(client: TestClient, method: str, path: str) -> None:
    response = client.request(
        method, path, content=b'"\xff"', headers={"Content-Type": "application/json"}
    )
    assert_error(response, 400, "unreadable_body")


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_body_that_is_no_json(client: TestClient, method: str, path: str) -> None:
    response = client.request(
        method, path, content=b"how high?", headers={"Content-Type": "text/plain"}
    )
    assert_error(response, 422, "wrong_type")


@pytest.mark.parametrize(("method", "path"), WITH_BODY)
def test_json_of_a_wrong_type(client: TestClient, method: str, path: str) -> None:
    assert_error(client.request(method, path, json="text"), 422, "wrong_type")


def test_malformed_json_says_where(client: TestClient) -> None:
    response = client.post(
        "/v1/ask", content=b'{"question": }', headers={"Content-Type": "application/json"}
    )
    assert response.json()["error"]["message"] == (
        "The body is not JSON: Expecting value at character 13."
    )


@pytest.mark.parametrize("path", ["/nowhere", "/v1/nowhere", "/page/nowhere.js", "/page/../app.py"])
def test_unknown_route(client: TestClient, path: str) -> None:
    assert_error(client.get(path), 404, "not_found")


@pytest.mark.parametrize("method", ["GET", "DELETE"])
def test_unknown_document(client: TestClient, method: str) -> None:
    assert_error(client.request(method, "/v1/documents/nowhere"), 404, "unknown_document")


def test_malformed_upload(client: TestClient) -> None:
    response = client.post(
        "/v1/documents", content=b"x", headers={"Content-Type": "multipart/form-data"}
    )
    assert_error(response, 400, "unreadable_body")


def test_upload_without_a_file(client: TestClient) -> None:
    body = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\ntext\r\n--x--\r\n'
    headers = {"Content-Type": "multipart/form-data; boundary=x"}
    response = client.post("/v1/documents", content=body, headers=headers)
    assert_error(response, 422, "no_files")


@pytest.mark.parametrize(
    ("body", "code", "said"),
    [
        ({}, "missing_field", "question is missing."),
        ({"question": ""}, "question_empty", "question is '': it should have at least 1 character"),
        ({"question": " \n"}, "question_empty", "question is ' \\n'"),
        ({"question": "q" * 2001}, "question_too_long", "at most 2000 characters"),
        ({"question": "q" * 2001}, "question_too_long", "q… (2001 characters)"),
        ({"question": 7}, "wrong_type", "question is 7: it should be a valid string."),
        ({"question": None}, "wrong_type", "question is None"),
        ({"question": "\ud800"}, "invalid", "question is '\\ud800'"),
        ({"question": "q", "limit": "many"}, "wrong_type", "limit is 'many'"),
        ({"question": "q", "limit": 51}, "invalid", "limit is 51: it should be less than or equal"),
        ({"question": "q", "qestion": "q"}, "unknown_field", "qestion is not a field"),
        ({"question": "q", "filters": {"tag": []}}, "unknown_field", "filters.tag is not a field"),
        ({"question": "q", "writer": "gpt"}, "invalid", "it should be 'auto', 'quotes' or 'llama'"),
        ({"question": "q", "documents": []}, "invalid", "documents is []"),
        ({"question": "q", "documents": [{"text": 1}]}, "wrong_type", "documents.0.text is 1"),
    ],
)
def test_what_is_wrong_with_a_question(
    client: TestClient, body: dict[str, Any], code: str, said: str
) -> None:
    response = client.post(
        "/v1/ask", content=json.dumps(body), headers={"Content-Type": "application/json"}
    )
    assert_error(response, 422, code)
    assert said in response.json()["error"]["message"]


def test_wrong_query_parameter(client: TestClient) -> None:
    response = client.get("/v1/documents", params={"limit": 0})
    assert_error(response, 422, "invalid")
    assert response.json()["error"]["message"].startswith("limit is '0'")


def test_too_many_characters_of_documents(client: TestClient) -> None:
    documents = [{"text": "a" * 100_001}, {"text": "b" * 100_000}]
    response = client.post("/v1/ask", json={"question": "q", "documents": documents})
    assert_error(response, 422, "invalid")
    assert response.json()["error"]["message"] == (
        "the documents hold 200001 characters together; at most 200000 fit."
    )


# Raised by commands alone: no route leads to them.
_OF_COMMANDS = {rag_errors.BadCases, rag_errors.NoSuchModel, rag_errors.PullFailed}


@pytest.mark.parametrize("name", rag_errors.__all__)
def test_every_error_of_the_domain_has_a_status(name: str) -> None:
    kind = getattr(rag_errors, name)
    assert issubclass(kind, RecoupeError)
    has_status = kind in STATUS or kind.__base__ in STATUS.keys() - {RecoupeError}
    assert has_status or kind in _OF_COMMANDS


@pytest.mark.parametrize("status", ["400", "403", "404", "405", "413", "422", "500", "503"])
def test_openapi_documents_the_shape_of_every_route(client: TestClient, status: str) -> None:
    paths = client.get("/openapi.json").json()["paths"]
    shapes = {
        operation["responses"][status]["content"]["application/json"]["schema"]["$ref"]
        for path in paths.values()
        for operation in path.values()
    }
    assert shapes == {"#/components/schemas/ErrorBody"}
