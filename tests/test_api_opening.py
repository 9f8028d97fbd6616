"""How the service opens: alive at once, ready when it is, and what it opened it closes."""

import threading
from typing import Self

import pytest
from fastapi.testclient import TestClient

from api.app import create_app
from rag.errors import CatalogError
from rag.local import LocalModel
from rag.settings import Settings
from tests.fake_recoupe import FakeRecoupe


class SlowRecoupe(FakeRecoupe):
    """Opens when `gate` opens; `refusal` then keeps it from opening, `chill` from warming up."""

    gate = threading.Event()
    refusal: Exception | None = None
    chill: Exception | None = None
    opened: FakeRecoupe

    @classmethod
    def open(cls, settings: Settings, *, model: LocalModel | None = None) -> Self:
        cls.gate.wait(10)
        if cls.refusal:
            raise cls.refusal
        opened = cls()
        opened.failure = cls.chill
        cls.opened = opened
        return opened


@pytest.fixture
def slow(monkeypatch: pytest.MonkeyPatch) -> type[SlowRecoupe]:
    monkeypatch.setattr("api.app.Recoupe", SlowRecoupe)
    monkeypatch.setattr(SlowRecoupe, "gate", threading.Event())
    return SlowRecoupe


def test_while_opening_the_service_is_alive_but_not_ready(slow: type[SlowRecoupe]) -> None:
    with TestClient(create_app(Settings())) as client:
        paths = ("/healthz", "/readyz", "/v1/documents")
        statuses = [client.get(path).status_code for path in paths]
        slow.gate.set()
    assert statuses == [200, 503, 503]


def test_while_opening_the_answer_says_when_to_ask_again(slow: type[SlowRecoupe]) -> None:
    with TestClient(create_app(Settings())) as client:
        response = client.post("/v1/ask", json={"question": "how high?"})
        slow.gate.set()
    assert response.json()["error"]["code"] == "starting"
    assert response.headers["retry-after"] == "2"


def test_once_open_the_service_is_ready(slow: type[SlowRecoupe]) -> None:
    slow.gate.set()
    app = create_app(Settings())
    with TestClient(app) as client:
        app.state.opening.result(10)
        assert client.get("/readyz").json() == {"status": "ready", "model": "none"}
    assert slow.opened.warm


def test_the_service_is_ready_while_its_model_loads(recoupe: FakeRecoupe) -> None:
    recoupe.state = "loading"
    with TestClient(create_app(Settings(), recoupe)) as client:
        response = client.get("/readyz")
    assert (response.status_code, response.json()["model"]) == (200, "loading")


def test_what_keeps_it_from_opening_is_said(
    slow: type[SlowRecoupe], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SlowRecoupe, "refusal", CatalogError("The catalog is locked."))
    slow.gate.set()
    app = create_app(Settings())
    with TestClient(app) as client:
        app.state.opening.exception(10)
        response = client.get("/readyz")
    assert (response.status_code, response.json()["error"]["code"]) == (503, "catalog_error")


def test_what_cannot_be_warmed_up_is_closed(
    slow: type[SlowRecoupe], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SlowRecoupe, "chill", CatalogError("The index is damaged."))
    slow.gate.set()
    app = create_app(Settings())
    with TestClient(app) as client:
        app.state.opening.exception(10)
        assert client.get("/readyz").status_code == 503
    assert slow.opened.closed


def test_what_it_opened_it_closes(slow: type[SlowRecoupe]) -> None:
    slow.gate.set()
    with TestClient(create_app(Settings())):
        pass
    assert slow.opened.closed


def test_what_it_was_given_stays_open(recoupe: FakeRecoupe) -> None:
    with TestClient(create_app(Settings(), recoupe)):
        pass
    assert not recoupe.closed
