"""What the service says when something is wrong: one shape, and one table from error to status.

Domain code raises and endpoints let it pass; the handlers at the end of this module are the only
place where an exception becomes a response.
"""

import re
from collections.abc import Mapping
from typing import Any, Final

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from fastapi.requests import Request
from fastapi.responses import JSONResponse
from starlette.exceptions import HTTPException

from rag.answer import Frozen
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

MAX_SHOWN = 60


class ErrorDetail(Frozen):
    """A stable machine name, what is wrong for a person to read, and what to do."""

    code: str
    message: str
    hint: str


class ErrorBody(Frozen):
    """The body of every error of every route, and of the `error` event of a stream."""

    error: ErrorDetail


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


def shortened(value: object) -> str:
    """Return `value` as Python writes it, cut to what a person reads at a glance."""
    shown = repr(value)
    if len(shown) <= MAX_SHOWN:
        return shown
    size = f" ({len(value)} characters)" if isinstance(value, str) else ""
    return shown[:MAX_SHOWN] + "…" + size


def validation_detail(errors: list[dict[str, Any]]) -> ErrorDetail:
    """Return the first of pydantic's `errors` in the service's words."""
    error = errors[0]
    kind, loc = error["type"], error["loc"]
    field = ".".join(str(part) for part in loc[1:]) or "the body"
    said = re.sub(r"^(Input|\w+) should ", "it should ", error["msg"])
    message = f"{field} is {shortened(error.get('input'))}: {said.removeprefix('Value error, ')}."
    if kind == "json_invalid":
        cause = error.get("ctx", {}).get("error", error["msg"])
        return ErrorDetail(
            code="malformed_json",
            message=f"The body is not JSON: {cause} ({field}).",
            hint="Send one JSON value in UTF-8, with Content-Type: application/json.",
        )
    if kind == "extra_forbidden":
        message = f"{field} is not a field of this request."
        return ErrorDetail(code="unknown_field", message=message, hint="Check its spelling.")
    if kind == "missing":
        return ErrorDetail(
            code="missing_field",
            message=f"{field} is missing.",
            hint="Send it, with Content-Type: application/json for a JSON body.",
        )
    return ErrorDetail(code=_code(kind, loc), message=message, hint=_hint(kind, loc))


def _code(kind: str, loc: tuple[str | int, ...]) -> str:
    """Return the stable name of a failed check, told from pydantic's own name for it."""
    if kind in {"string_too_short", "string_too_long"} and loc[-1] == "question":
        return "question_empty" if kind == "string_too_short" else "question_too_long"
    if kind.endswith(("_type", "_parsing", "_from_float")):
        return "wrong_type"
    return "invalid"


def _hint(kind: str, loc: tuple[str | int, ...]) -> str:
    """Return what to do about a failed check."""
    if len(loc) == 1:
        return "Send a JSON body, with Content-Type: application/json."
    hints = {
        "question_empty": "Ask a question.",
        "question_too_long": "Shorten the question, or send the texts it holds as documents.",
    }
    return hints.get(_code(kind, loc), "GET /openapi.json describes every field.")


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
