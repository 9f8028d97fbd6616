"""Mixed requests to the service over a model, from clients that hang up and a process that dies.

    python -m tests.soak [REQUESTS] [SEED]

serves a real Recoupe with a model of random weights on 127.0.0.1 and sends 1,000 requests from
twelve clients at once: whole answers, streams, clients that hang up before or within an answer, the
built-in writer; every hundredth time the model's process is killed. Then it measures how long
cancelling takes. Prints what it saw, and what was wrong; exits with 1 if something was. The model
is believed, though it passes no examination, so that every task is put to it.
"""

import http.client
import itertools
import json
import logging
import random
import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from unittest.mock import patch

import uvicorn

from api.app import create_app
from rag.answer import Answer
from rag.llama.exam import Result
from rag.llama.model import Model, Part
from rag.recoupe import Recoupe
from rag.settings import Settings
from tests.gguf_files import random_gguf
from tests.llama_hits import ENGLISH, FRENCH, HOSTILE, QUESTIONS

CLIENTS = 12
KILLED_EVERY = 100
PATIENCE_S = 0.5  # before a client who was turned away asks something else
KINDS = ("whole", "stream", "leaves at once", "leaves the stream", "quotes")
WEIGHTS = (30, 25, 20, 15, 10)
TEXTS = {"fr": FRENCH, "en": ENGLISH, "hostile": HOSTILE}


@dataclass
class Soak:
    """What was seen: how the requests of each kind ended, and what should not have been."""

    port: int
    ends: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    lock: threading.Lock = field(default_factory=threading.Lock)

    def saw(self, kind: str, end: str) -> None:
        """Count how a request ended."""
        with self.lock:
            self.ends[f"{kind}: {end}"] += 1

    def expect(self, holds: bool, what: str) -> None:
        """Note what was wrong unless it holds."""
        if not holds:
            with self.lock:
                self.wrong.append(what)

    def request(self, number: int, dice: random.Random) -> None:
        """Send one request, and look at what comes of it."""
        kind = dice.choices(KINDS, WEIGHTS)[0]
        client = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        with closing(client):
            client.request("POST", "/v1/ask", *_sent(kind, number))
            if kind == "leaves at once":
                time.sleep(dice.random() * 0.1)
                self.saw(kind, "left")
                return
            response = client.getresponse()
            if kind == "leaves the stream" and response.status == 200:
                response.read(dice.randrange(1, 400))
                self.saw(kind, "left")
                return
            self._look(kind, response.status, response.getheader("Retry-After"), response.read())

    def _look(self, kind: str, status: int, retry: str | None, body: bytes) -> None:
        """Check that an answer or an error is what the contract says."""
        if status == 200 and kind == "stream":
            name, data = body.decode().strip().split("\n\n")[-1].split("\n")
            event = json.loads(data.removeprefix("data: "))
            end = name.removeprefix("event: ")
            self.expect(end in ("done", "error"), f"a stream ended with {name}")
            self.saw(kind, event["error"]["code"] if end == "error" else end)
        elif status == 200:
            self._check(Answer.model_validate_json(body))
            self.saw(kind, "answered")
        else:
            code = json.loads(body)["error"]["code"]
            self.expect(status == 503, f"{kind}: status {status}, {code}")
            self.expect(code != "writer_busy" or retry is not None, "busy without Retry-After")
            self.saw(kind, code)
            time.sleep(PATIENCE_S)

    def _check(self, answer: Answer) -> None:
        for citation in answer.citations:
            span = TEXTS[citation.document_id][citation.start : citation.end]
            self.expect(span == citation.quote, f"cited {citation.quote!r}, which stands nowhere")


def _sent(kind: str, number: int) -> tuple[str, dict[str, str]]:
    """The body and the headers of a request."""
    question = QUESTIONS[number % len(QUESTIONS)].text
    documents = [{"id": name, "text": text} for name, text in TEXTS.items()]
    documents = documents[number % 3 :] + documents[: number % 3]
    writer = "quotes" if kind == "quotes" else "llama"
    body = {"question": question, "writer": writer, "documents": documents}
    streams = "stream" in kind or (kind == "leaves at once" and number % 2)
    accept = "text/event-stream" if streams else "application/json"
    return json.dumps(body), {"Content-Type": "application/json", "Accept": accept}


def soak(model: Model, port: int, requests: int, seed: int) -> Soak:
    """Send the requests, and return what was seen; the service must be as it was before."""
    seen, numbers = Soak(port), itertools.count(1)

    def client(dice: random.Random) -> None:
        while (number := next(numbers)) <= requests:
            if number % KILLED_EVERY == 0:
                kill(model)
            try:
                seen.request(number, dice)
            except Exception as error:
                seen.expect(False, f"request {number}: {error!r}")

    threads = [
        threading.Thread(target=client, args=(random.Random(f"{seed} {n}"),))
        for n in range(CLIENTS)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    seen.expect(idle_within(model, 10), "something is still being done for nobody")
    model.wait(10)
    last = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    with closing(last):
        last.request("POST", "/v1/ask", *_sent("whole", 0))
        seen.expect(last.getresponse().status == 200, "the service does not answer any more")
    return seen


def kill(model: Model) -> None:
    """End the model's process, as a fault in llama.cpp does."""
    if process := model._keeper._process:
        process.kill()


def idle_within(model: Model, seconds: float) -> bool:
    """Wait until no job is left; return whether that was in time."""
    end = time.monotonic() + seconds
    while model._keeper._jobs and time.monotonic() < end:
        time.sleep(0.001)
    return not model._keeper._jobs


def cancelling(folder: Path, times: int) -> list[float]:
    """Return how many seconds it took to cancel in the midst of reading, each time."""
    found = []
    with closing(Model(random_gguf(folder / "deep.gguf", blocks=12))) as model:
        model.wait()
        for number in range(times):
            pieces = model.generate([Part(f"{number} " + "x" * 3500)], "root ::= [a-z] root", 500)
            time.sleep(0.05)
            began = time.perf_counter()
            pieces.close()
            idle_within(model, 10)
            found.append(time.perf_counter() - began)
    return found


@contextmanager
def served(folder: Path) -> Iterator[tuple[Model, int]]:
    """Serve a Recoupe with a model of random weights; yields the model, and the port."""
    settings = Settings(data=folder / "data", model=random_gguf(folder / "random.gguf", seed=3))
    with (
        patch("rag.llama.exam.marked", lambda _: Result(passed=True, leaning=0.0)),
        closing(Recoupe.open(settings)) as recoupe,
    ):
        recoupe.warm_up()
        assert recoupe._local
        writer = recoupe._local.writer(wanted=True)
        assert writer
        server = uvicorn.Server(
            uvicorn.Config(create_app(settings, recoupe), port=0, log_level="error")
        )
        thread = threading.Thread(target=server.run)
        thread.start()
        while not server.started:
            time.sleep(0.01)
        yield writer._model, server.servers[0].sockets[0].getsockname()[1]
        server.should_exit = True
        thread.join()


def main() -> int:
    """Soak, measure, and print what was seen."""
    logging.disable(logging.WARNING)  # that the queue is full, and that a process was killed
    requests, seed = (int(text) for text in (*sys.argv[1:], "1000", "0")[:2])
    with tempfile.TemporaryDirectory() as temporary:
        folder, began = Path(temporary), time.monotonic()
        with served(folder) as (model, port):
            seen = soak(model, port, requests, seed)
        sys.stdout.write(f"{requests} requests in {time.monotonic() - began:.0f} s\n")
        for end, count in sorted(seen.ends.items()):
            sys.stdout.write(f"  {count:4} {end}\n")
        took = cancelling(folder, 50)
        sys.stdout.write(
            f"cancelling within reading: median {median(took) * 1000:.0f} ms, "
            f"longest {max(took) * 1000:.0f} ms of {len(took)}\n"
        )
    for what in seen.wrong:
        sys.stdout.write(f"wrong: {what}\n")
    return 1 if seen.wrong else 0


if __name__ == "__main__":
    sys.exit(main())
