"""A client who hangs up stops what is done for it, over real HTTP on 127.0.0.1."""

import socket
import threading
from collections.abc import Generator
from urllib.parse import urlsplit

import pytest

from rag.answer import Answer, AskRequest
from rag.asker import Asker, AskerLeft, on_leave
from rag.events import Event, TextEvent
from tests.fake_recoupe import FakeRecoupe

JSON, STREAM = "application/json", "text/event-stream"


class PatientRecoupe(FakeRecoupe):
    """Works until its asker leaves: before the first event, or after it."""

    def __init__(self, *, first: bool) -> None:
        super().__init__()
        self.first = first
        self.working, self.stopped = threading.Event(), threading.Event()
        self.ended = threading.Event()

    def ask(self, request: AskRequest) -> Answer:
        """Work until the asker leaves."""
        self._work()
        return self.answer

    def stream(self, request: AskRequest) -> Generator[Event, None, None]:
        """Work until the asker leaves."""
        if self.first:
            yield TextEvent(delta="First ")
        self._work()

    def _work(self) -> None:
        with on_leave(self.stopped.set):
            self.working.set()
            if self.stopped.wait(10):
                self.ended.set()
                raise AskerLeft("gone")


@pytest.fixture
def recoupe(request: pytest.FixtureRequest) -> PatientRecoupe:
    """Return the Recoupe that `address` serves."""
    return PatientRecoupe(first=request.param)


@pytest.mark.parametrize(
    ("recoupe", "accept"),
    [(False, JSON), (False, STREAM), (True, STREAM)],
    indirect=["recoupe"],
    ids=["whole", "before the first event", "within a stream"],
)
def test_hanging_up_stops_the_work(recoupe: PatientRecoupe, address: str, accept: str) -> None:
    body = b'{"question": "how high?"}'
    head = (
        f"POST /v1/ask HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept: {accept}\r\n"
        f"Content-Type: application/json\r\nContent-Length: {len(body)}\r\n\r\n"
    )
    with socket.create_connection(("127.0.0.1", urlsplit(address).port or 0)) as client:
        client.sendall(head.encode() + body)
        assert recoupe.working.wait(10)
        assert not recoupe.stopped.is_set()
    assert recoupe.ended.wait(5)


def test_an_asker_who_has_left_stops_what_is_begun() -> None:
    asker, stopped = Asker(), threading.Event()
    asker.leave()
    with asker.asking(), on_leave(stopped.set):
        assert stopped.is_set()


def test_an_asker_who_leaves_does_not_stop_what_is_done() -> None:
    asker, stopped = Asker(), threading.Event()
    with asker.asking(), on_leave(stopped.set):
        pass
    asker.leave()
    assert not stopped.is_set()


def test_work_for_nobody_is_not_stopped() -> None:
    asker, stopped = Asker(), threading.Event()
    with asker.asking():
        pass
    with on_leave(stopped.set):
        asker.leave()
    assert not stopped.is_set()
