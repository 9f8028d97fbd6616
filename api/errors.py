"""What the service says when something is wrong: one shape, and one table from error to status.

Domain code raises and endpoints let it pass; the handlers at the end of this module are the only
place where an exception becomes a response.
"""

from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.requests import Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from api.models import ErrorBody, ErrorDetail
from api.validation import shortened, validation_detail
from rag.errors import (
    CatalogError,
    EncoderMismatch,
    EncoderUnavailable,
    RecoupeError,
    UnknownDocument,
    UnreadableDocument,
    WriterBusy,
    WriterUnavailable,
)


class Starting(RecoupeError):
    """The library and the writer are still being opened. Answered 503; asking again helps."""

    code = "starting"
    retry_after_s = 2


class NoFiles(RecoupeError):
    """An upload without a single file in it. Answered 422."""

    code = "no_files"


class BadHost(RecoupeError):
    """The Host header is not this service's name: a mistake, or DNS rebinding. Answered 400."""

    code = "bad_host"


class BadOrigin(RecoupeError):
    """Another site's page tries to use the service through its reader's browser. Answered 403."""

    code = "bad_origin"


STATUS: Final[Mapping[type[RecoupeError], int]] = {
    BadHost: 400,
    BadOrigin: 403,
    UnknownDocument: 404,
    UnreadableDocument: 422,
    NoFiles: 422,
    Starting: 503,
    WriterBusy: 503,
    WriterUnavailable: 503,
    CatalogError: 503,
    EncoderMismatch: 503,
    EncoderUnavailable: 503,
    RecoupeError: 500,
}

# What starlette itself raises: unknown routes, wrong methods, bodies that cannot be read.
HTTP: Final[Mapping[int, tuple[str, str]]] = {
    400: ("unreadable_body", "Send valid JSON in UTF-8, or well-formed multipart/form-data."),
    404: ("not_found", "GET /openapi.json lists the routes."),
    405: ("method_not_allowed", "GET /openapi.json lists the methods of each route."),
    413: ("too_large", "Send less at once: fewer or shorter documents."),
}

DESCRIPTIONS: Final[Mapping[int, str]] = {
    400: "The body is not UTF-8 or not well-formed, or the Host is not this service's",
    403: "The request comes from another site's page",
    404: "No such document or route",
    405: "The route has no such method",
    413: "The body is too large",
    422: "The request is understood, but a field is wrong",
    500: "The service failed",
    503: "Starting, or the writer's queue is full: see Retry-After",
}
RESPONSES: Final[dict[int | str, dict[str, Any]]] = {
    status: {"model": ErrorBody, "description": text} for status, text in DESCRIPTIONS.items()
}


def body_of(error: Exception) -> ErrorBody:
    """Return what to say about `error`; nothing of an unexpected one's text leaks."""
    if isinstance(error, RecoupeError):
        detail = ErrorDetail(code=error.code, message=str(error), hint=error.hint)
    else:
        detail = ErrorDetail(
            code="internal",
            message="The service failed in a way it did not expect.",
            hint="Try again; the service's log holds the details.",
        )
    return ErrorBody(error=detail)


def response_of(error: Exception) -> JSONResponse:
    """Return the response for `error`: the status from the table, `Retry-After` where it helps."""
    status = next((STATUS[kind] for kind in type(error).__mro__ if kind in STATUS), 500)
    retry_after = getattr(error, "retry_after_s", None)
    headers = {} if retry_after is None else {"Retry-After": str(retry_after)}
    return JSONResponse(body_of(error).model_dump(), status, headers)


def http_response(error: HTTPException, path: str = "", method: str = "") -> JSONResponse:
    """Return the response for an error that HTTP itself knows, its `Allow` header kept."""
    code, hint = HTTP.get(error.status_code, ("http_error", ""))
    message = {
        404: f"There is nothing at {shortened(path)}.",
        405: f"{shortened(path)} does not answer {method}.",
    }.get(error.status_code, error.detail)
    detail = ErrorDetail(code=code, message=message, hint=hint)
    return JSONResponse(
        ErrorBody(error=detail).model_dump(), error.status_code, dict(error.headers or {})
    )


async def _recoupe_error(request: Request, error: Exception) -> JSONResponse:
    return response_of(error)


async def _validation_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, RequestValidationError)
    detail = validation_detail(list(error.errors()))
    return JSONResponse(ErrorBody(error=detail).model_dump(), 422)


async def _http_error(request: Request, error: Exception) -> JSONResponse:
    assert isinstance(error, HTTPException)
    return http_response(error, request.url.path, request.method)


def install(app: FastAPI) -> None:
    """Make `app` answer every error in the one shape; what is unexpected is also logged."""
    app.add_exception_handler(RecoupeError, _recoupe_error)
    app.add_exception_handler(RequestValidationError, _validation_error)
    app.add_exception_handler(HTTPException, _http_error)
    # Starlette answers with this handler and raises on, so the server logs the traceback.
    app.add_exception_handler(Exception, _recoupe_error)
