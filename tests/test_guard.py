"""Who is let in, how much may be sent, and what every answer carries."""

from collections.abc import Iterator

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from rag.settings import Settings
from tests.fake_recoupe import FakeRecoupe


@pytest.fixture
def client(recoupe: FakeRecoupe) -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), recoupe)) as client:
        yield client


@pytest.mark.parametrize(
    "host", ["localhost", "localhost:8000", "127.0.0.1:8000", "[::1]:8000", "LOCALHOST"]
)
def test_local_names_are_let_in(client: TestClient, host: str) -> None:
    assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("host", ["evil.example", "localhost.evil.example", "192.168.1.7", "", "["])
def test_other_names_are_refused(client: TestClient, host: str) -> None:
    response = client.get("/healthz", headers={"Host": host})
    assert (response.status_code, response.json()["error"]["code"]) == (400, "bad_host")


@pytest.mark.parametrize(
    ("listens_on", "host"), [("recoupe.local", "recoupe.local:8000"), ("0.0.0.0", "192.168.1.7")]
)
def test_configured_host_is_let_in(recoupe: FakeRecoupe, listens_on: str, host: str) -> None:
    with TestClient(create_app(Settings(host=listens_on), recoupe)) as client:
        assert client.get("/healthz", headers={"Host": host}).status_code == 200


@pytest.mark.parametrize("origin", ["https://evil.example", "http://localhost:9999", "null"])
def test_pages_of_other_origins_are_refused(
    client: TestClient, recoupe: FakeRecoupe, origin: str
) -> None:
    headers = {"Host": "localhost:8000", "Origin": origin}
    response = client.delete("/v1/documents/river", headers=headers)
    assert (response.status_code, response.json()["error"]["code"]) == (403, "bad_origin")
    assert "river" in recoupe.stored


def test_the_services_own_page_is_let_in(client: TestClient) -> None:
    headers = {"Host": "localhost:8000", "Origin": "http://localhost:8000"}
    assert client.delete("/v1/documents/river", headers=headers).status_code == 204


def test_body_that_hides_its_size_is_counted(client: TestClient) -> None:
    pieces = (b" " * 100_000 for _ in range(21))
    headers = {"Content-Type": "application/json"}
    assert client.post("/v1/ask", content=pieces, headers=headers).status_code == 413


def test_upload_may_be_larger_than_json(client: TestClient) -> None:
    files = {"file": ("big.txt", b"a" * 3_000_000)}
    assert client.post("/v1/documents", files=files).status_code == 201


def test_upload_has_a_limit(client: TestClient) -> None:
    files = {"file": ("big.txt", b"a" * 25_000_001)}
    assert client.post("/v1/documents", files=files).status_code == 413


@pytest.mark.parametrize("path", ["/", "/page/app.js", "/healthz", "/nowhere"])
def test_every_answer_forbids_foreign_content(client: TestClient, path: str) -> None:
    headers = client.get(path).headers
    assert "default-src 'none'" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert "access-control-allow-origin" not in headers
