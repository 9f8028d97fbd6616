"""Work for a client who may hang up, and an answer as it comes: server-sent events.

A thread cannot be ended from outside. It works for an `Asker`, who leaves when the client does, and
then whatever takes long ends by itself.
"""

import logging
from collections.abc import AsyncIterator, Callable, Generator
from typing import TypeVar

from anyio import CancelScope, create_task_group
from fastapi import Request
from fastapi.sse import EventSourceResponse, format_sse_event
from starlette.concurrency import iterate_in_threadpool, run_in_threadpool
from starlette.types import Receive, Scope, Send

from api.errors import body_of
from rag.asker import Asker
from rag.errors import RecoupeError
from rag.events import Event

logger = logging.getLogger(__name__)

Events = Generator[Event, None, None]
T = TypeVar("T")


async def while_connected(http: Request, asker: Asker, work: Callable[[], T]) -> T:
    """Return what `work` returns, done in a thread for `asker`, who leaves with the client."""

    async def listen() -> None:
        while (await http.receive())["type"] != "http.disconnect":
            pass
        asker.leave()

    failure: Exception | None = None
    async with create_task_group() as group:
        group.start_soon(listen)
        try:
            with asker.asking():
                done = await run_in_threadpool(work)
        except Exception as error:  # raised below: a task group would wrap it in a group
            failure = error
        group.cancel_scope.cancel()
    if failure:
        raise failure
    return done


class EventStream(EventSourceResponse):
    """Sends events as they come, from a thread; closes them when the client leaves."""

    def __init__(self, events: Events, asker: Asker) -> None:
        # What fails before the first event still gets a status of its own: the caller, in a
        # thread already, sees the error instead of a stream that starts with it.
        first = next(events)
        super().__init__(_frames(first, events), headers={"X-Accel-Buffering": "no"})
        self.events, self.asker = events, asker

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Stream until the last event, or until the client is gone."""
        try:
            with self.asker.asking():
                await super().__call__(scope, receive, send)
        finally:
            with CancelScope(shield=True):
                await run_in_threadpool(self.events.close)

    async def listen_for_disconnect(self, receive: Receive) -> None:
        """Return when the client is gone, with the thread that works for it told to end."""
        await super().listen_for_disconnect(receive)
        self.asker.leave()


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
