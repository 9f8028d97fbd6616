"""An answer as it comes: server-sent events, one for each event of `rag.events`."""

import logging
from collections.abc import AsyncIterator, Generator

from anyio import CancelScope
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.types import Receive, Scope, Send

from api.errors import body_of
from rag.errors import RecoupeError
from rag.events import Event

logger = logging.getLogger(__name__)

Events = Generator[Event, None, None]


class EventStream(EventSourceResponse):
    """Sends events as they come, from a thread; closes them when the client leaves."""

    def __init__(self, events: Events) -> None:
        # What fails before the first event still gets a status of its own: the caller, in a
        # thread already, sees the error instead of a stream that starts with it.
        first = next(events)
        super().__init__(_frames(first, events), headers={"X-Accel-Buffering": "no"})
        self.events = events

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream until the last event, or until the client is gone."""
        try:
            await super().__call__(scope, receive, send)
        finally:
            with CancelScope(shield=True):
                await run_in_threadpool(self.events.close)


async def _frames(first: Event, rest: Events) -> AsyncIterator[bytes]:
    """Yield each event in its wire format; an error travels as the last event."""
    yield _frame(first.event, first.model_dump_json())
    try:
        async for event in iterate_in_threadpool(rest):
            yield _frame(event.event, event.model_dump_json())
    except Exception as error:
        if not isinstance(error, RecoupeError):
            logger.exception("a streamed answer failed")
        yield _frame("error", body_of(error).model_dump_json())


def _frame(event: str, data: str) -> bytes:
    return format_sse_event(event=event, data_str=data)
