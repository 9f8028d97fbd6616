"""A fake Recoupe, a real one over seeds/, and the page over either in a real browser.

What the fixtures need is imported by them, since most tests need none of it.
"""

from __future__ import annotations

import contextlib
import shutil
import threading
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from hypothesis import settings

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

    from rag.recoupe import Recoupe
    from tests.fake_recoupe import FakeRecoupe

settings.register_profile("recoupe", deadline=None)  # how long a machine takes is no behaviour
settings.load_profile("recoupe")

ROOT = Path(__file__).parent.parent
FLAGS = [
    "--no-sandbox",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@pytest.fixture
def recoupe() -> FakeRecoupe:
    """Return a Recoupe that holds a few short texts and answers always the same."""
    from tests.fake_recoupe import FakeRecoupe

    return FakeRecoupe()


@pytest.fixture(scope="session")
def embedded(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Recoupe]:
    """Return a Recoupe over no documents, with the embedded models."""
    from rag.recoupe import Recoupe
    from rag.settings import Settings

    opened = Recoupe.open(Settings(data=tmp_path_factory.mktemp("library")))
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def seeded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Return a data folder that holds seeds/, ingested where `make run` ingests them."""
    from rag.recoupe import Recoupe
    from rag.settings import Settings

    data = tmp_path_factory.mktemp("seeded") / "data"
    recoupe = Recoupe.open(Settings(data=data))
    with contextlib.closing(recoupe), contextlib.chdir(ROOT):
        outcomes = {ingested.outcome for ingested in recoupe.ingest([Path("seeds")])}
    assert outcomes == {"added"}
    return data


@pytest.fixture(scope="session")
def over_seeds(seeded: Path) -> Iterator[Recoupe]:
    """Return a real Recoupe over seeds/, to be asked and not to be changed."""
    from rag.recoupe import Recoupe
    from rag.settings import Settings

    with contextlib.closing(Recoupe.open(Settings(data=seeded))) as recoupe:
        yield recoupe


@pytest.fixture
def address(recoupe: Recoupe) -> Iterator[str]:
    """Serve the app over `recoupe` on a free port and return its address."""
    import uvicorn

    from api.app import create_app
    from rag.settings import Settings

    app = create_app(Settings(), recoupe)
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run)
    thread.start()
    while not server.started:
        time.sleep(0.01)
    port = server.servers[0].sockets[0].getsockname()[1]
    yield f"http://127.0.0.1:{port}/"
    server.should_exit = True
    thread.join()


# Not for the whole session: while playwright runs, no other test could run an event loop.
@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """Return a headless Chromium."""
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        path = shutil.which("chromium")
        browser = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield browser
        browser.close()


@pytest.fixture
def page(browser: Browser, address: str) -> Iterator[Page]:
    """Open the page in English; whatever it writes to the console fails the test."""
    context = browser.new_context(locale="en-GB")
    page = context.new_page()
    complaints: list[str] = []
    page.on("console", lambda message: complaints.append(message.text))
    page.on("pageerror", lambda error: complaints.append(str(error)))
    page.goto(address)
    yield page
    context.close()
    # Chromium notes every status over 399 by itself; that is no complaint of the page.
    assert [text for text in complaints if "Failed to load resource" not in text] == []
