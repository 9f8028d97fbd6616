"""What is wrong with a request: pydantic's findings in the service's words."""

import re
from collections.abc import Sequence
from typing import Any, Final

from api.models import ErrorDetail

MAX_SHOWN = 60

HINTS: Final = {
    "malformed_json": "Send one JSON value in UTF-8, with Content-Type: application/json.",
    "unknown_field": "Check its spelling; GET /openapi.json lists the fields.",
    "missing_field": "Send it; a JSON body needs Content-Type: application/json.",
    "wrong_type": "Send a value of that type; a JSON body needs Content-Type: application/json.",
    "question_empty": "Ask a question.",
    "statement_empty": "Send two statements, a and b.",
    "statement_too_long": "Send the sentences that differ.",
    "question_too_long": "Shorten the question, or send the texts it holds as documents.",
    "invalid": "GET /openapi.json describes every field.",
}


def validation_detail(errors: Sequence[dict[str, Any]]) -> ErrorDetail:
    """Return the first of pydantic's `errors` as the service says it."""
    error = errors[0]
    code = _code(error["type"], error["loc"][-1])
    return ErrorDetail(code=code, message=_message(code, error), hint=HINTS[code])


def shortened(value: object) -> str:
    """Return `value` as Python writes it, cut to what a person reads at a glance."""
    shown = repr(value)
    if len(shown) <= MAX_SHOWN:
        return shown
    size = f" ({len(value)} characters)" if isinstance(value, str) else ""
    return shown[:MAX_SHOWN] + "…" + size


def _code(kind: str, field: str | int) -> str:
    """Return the stable name of a failed check, told from pydantic's own name for it."""
    match kind:
        case "json_invalid":
            return "malformed_json"
        case "extra_forbidden":
            return "unknown_field"
        case "missing":
            return "missing_field"
        case "string_too_short" if field == "question":
            return "question_empty"
        case "string_too_long" if field == "question":
            return "question_too_long"
        case "string_too_short" | "string_pattern_mismatch" if field in ("a", "b"):
            return "statement_empty"
        case "string_too_long" if field in ("a", "b"):
            return "statement_too_long"
    return "wrong_type" if kind.endswith(("_type", "_parsing", "_from_float")) else "invalid"


def _message(code: str, error: dict[str, Any]) -> str:
    """Return what is wrong: the field, its value shortened, and what was expected."""
    loc = error["loc"]
    field = ".".join(str(part) for part in loc[1:]) or "the body"
    if code == "malformed_json":
        where = f" at character {loc[-1]}" if isinstance(loc[-1], int) else ""
        return f"The body is not JSON: {error['ctx']['error']}{where}."
    if code == "unknown_field":
        return f"{field} is not a field of this request."
    if code == "missing_field":
        return f"{field} is missing."
    if error["type"] == "value_error":
        return str(error["msg"]).removeprefix("Value error, ") + "."
    expected = re.sub(r"^\w+ should ", "it should ", error["msg"])
    return f"{field} is {shortened(error['input'])}: {expected}."
