"""The HTTP service: its routes, and what holds them together.

Endpoints that call the `Recoupe`, which does the work, are plain functions: FastAPI runs them in
threads. Those that only look are coroutines, so that they answer when all threads are busy, and so
is the one whose work takes long, which is done in a thread while it sees to the client. What goes
wrong passes through them to `api.errors`.
"""

import logging
from collections.abc import AsyncIterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, FastAPI, Query, Request
from fastapi.responses import FileResponse
from fastapi.staticfiles import StaticFiles

from api import errors
from api.bodies import DOCUMENTS_BODY, Files, sent_documents
from api.guard import Guard
from api.models import (
    Alive,
    DocumentPage,
    IngestedDocument,
    Ready,
    SearchResult,
    StoredDocument,
)
from api.stream import EventStream, while_connected
from rag.answer import Answer, AskRequest, InlineDocument, SearchRequest
from rag.asker import Asker
from rag.recoupe import Recoupe
from rag.settings import Settings
from rag.statements import CompareRequest, Comparison

PAGE = Path(__file__).parent / "page"
EVENTS: dict[int | str, dict[str, Any]] = {
    200: {
        "content": {
            "text/event-stream": {
                "schema": {"type": "string"},
                "example": 'event: text\ndata: {"event":"text","delta":"…"}\n\n',
            }
        }
    }
}

logger = logging.getLogger(__name__)
routes = APIRouter()


def create_app(settings: Settings, recoupe: Recoupe | None = None) -> FastAPI:
    """Return the service over `recoupe`, or over one that it opens and closes by itself.

    It opens in the background, since models take seconds to load: `/healthz` answers at once, and
    what needs the library answers 503 until `/readyz` answers 200.
    """
    app = FastAPI(
        title="Recoupe",
        version="1",
        description="Answers that cite verbatim quotes and show where sources disagree.",
        lifespan=_lifespan,
        responses=errors.RESPONSES,
        docs_url=None,
        redoc_url=None,
    )
    app.state.settings = settings
    app.state.opening = Future() if recoupe is None else _already(recoupe)
    errors.install(app)
    app.add_middleware(Guard, host=settings.host)
    app.include_router(routes)
    app.mount("/page", StaticFiles(directory=PAGE), name="page")
    return app


def _already(recoupe: Recoupe) -> Future[Recoupe]:
    done: Future[Recoupe] = Future()
    done.set_result(recoupe)
    return done


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    if app.state.opening.done():
        yield
        return
    with ThreadPoolExecutor(max_workers=1, thread_name_prefix="open") as executor:
        app.state.opening = executor.submit(_open, app.state.settings)
        app.state.opening.add_done_callback(_log_failure)
        yield
    if app.state.opening.exception() is None:
        app.state.opening.result().close()


def _open(settings: Settings) -> Recoupe:
    recoupe = Recoupe.open(settings)
    try:
        recoupe.warm_up()
    except BaseException:
        recoupe.close()
        raise
    return recoupe


def _log_failure(opening: Future[Recoupe]) -> None:
    if error := opening.exception():
        logger.error("the library cannot be opened: %s", error, exc_info=error)


async def _opened(request: Request) -> Recoupe:
    """Return the open Recoupe; raise `Starting`, or whatever kept it from opening."""
    opening: Future[Recoupe] = request.app.state.opening
    if not opening.done():
        raise errors.Starting(
            "The library and the writer are still being opened.",
            hint="Ask again in some seconds; /readyz tells when.",
        )
    return opening.result()


Opened = Annotated[Recoupe, Depends(_opened)]
Sent = Annotated[Files | tuple[InlineDocument, ...], Depends(sent_documents)]


@routes.post("/v1/ask", response_model=Answer, responses=EVENTS)
async def ask(recoupe: Opened, asked: AskRequest, http: Request) -> Answer | EventStream:
    """Answer a question with citations; `Accept: text/event-stream` streams the answer.

    A client that hangs up stops the work.
    """
    asker = Asker()

    def answer() -> Answer | EventStream:
        if "text/event-stream" in http.headers.get("accept", ""):
            return EventStream(recoupe.stream(asked), asker)
        return recoupe.ask(asked)

    return await while_connected(http, asker, answer)


@routes.post("/v1/search")
def search(recoupe: Opened, sought: SearchRequest) -> SearchResult:
    """Return the passages nearest to a question, best first."""
    return SearchResult.of(sought.question, recoupe.search(sought))


@routes.post("/v1/compare")
def compare(recoupe: Opened, statements: CompareRequest) -> Comparison:
    """Return where two statements differ, and whether both can be true."""
    return recoupe.compare(statements)


@routes.post("/v1/documents", status_code=201, openapi_extra=DOCUMENTS_BODY)
def add_documents(recoupe: Opened, sent: Sent) -> tuple[IngestedDocument, ...]:
    """Store documents, all of them or, when one cannot be read, none."""
    stored = recoupe.add_files(sent.files) if isinstance(sent, Files) else recoupe.add(sent)
    return tuple(IngestedDocument.of(ingested) for ingested in stored)


@routes.get("/v1/documents")
def list_documents(
    recoupe: Opened,
    limit: Annotated[int, Query(ge=1, le=200)] = 50,
    after: Annotated[str | None, Query(description="`next` of the page before")] = None,
) -> DocumentPage:
    """List the stored documents, page by page, without their texts."""
    return DocumentPage.of(recoupe.documents(limit + 1, after), limit, recoupe.copies())


# Ids may hold slashes, hence the path converter.
@routes.get("/v1/documents/{document_id:path}")
def read_document(recoupe: Opened, document_id: str) -> StoredDocument:
    """Return one document with its full text, which all offsets count in."""
    return StoredDocument.of(recoupe.document(document_id), recoupe.copies())


@routes.delete("/v1/documents/{document_id:path}", status_code=204)
def remove_document(recoupe: Opened, document_id: str) -> None:
    """Remove one document with its passages."""
    recoupe.remove(document_id)


@routes.get("/healthz")
async def healthz() -> Alive:
    """Answer as soon as the process does."""
    return Alive()


@routes.get("/readyz")
async def readyz(recoupe: Opened) -> Ready:
    """Answer 200 once questions are answered, 503 before; a local model may still be loading."""
    return Ready(model=recoupe.model_state)


@routes.get("/", include_in_schema=False)
def page() -> FileResponse:
    """Return the chat page."""
    return FileResponse(PAGE / "index.html")
