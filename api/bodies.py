"""Documents as they are sent: files in a multipart upload, or a JSON list of texts."""

from dataclasses import dataclass
from typing import Annotated, Any

from fastapi.exceptions import RequestValidationError
from fastapi.requests import Request
from pydantic import Field, TypeAdapter, ValidationError
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException

from api.errors import NoFiles
from rag.answer import InlineDocument

_documents: TypeAdapter[tuple[InlineDocument, ...]] = TypeAdapter(
    Annotated[tuple[InlineDocument, ...], Field(min_length=1)]
)

# FastAPI cannot tell of a body that comes in either of two types; this is what OpenAPI shows.
DOCUMENTS_BODY: dict[str, Any] = {
    "requestBody": {
        "required": True,
        "content": {
            "application/json": {
                "schema": {
                    "type": "array",
                    "minItems": 1,
                    "items": {"$ref": "#/components/schemas/InlineDocument"},
                }
            },
            "multipart/form-data": {
                "schema": {
                    "type": "object",
                    "description": "one or more files, under any field name",
                    "additionalProperties": {
                        "type": "array",
                        "items": {"type": "string", "format": "binary"},
                    },
                }
            },
        },
    }
}


@dataclass(frozen=True, slots=True)
class Files:
    """Uploaded files, each with its name and its bytes."""

    files: tuple[tuple[str, bytes], ...]


async def sent_documents(request: Request) -> Files | tuple[InlineDocument, ...]:
    """Return the documents that `request` holds, of whichever type; nothing is stored yet."""
    kind = request.headers.get("content-type", "").split(";")[0].strip().lower()
    if kind == "multipart/form-data":
        return Files(await _uploaded(request))
    return _listed(await request.body(), is_json=kind == "application/json")


async def _uploaded(request: Request) -> tuple[tuple[str, bytes], ...]:
    async with request.form() as form:
        files = [
            (part.filename or name, await part.read())
            for name, part in form.multi_items()
            if isinstance(part, UploadFile)
        ]
    if not files:
        raise NoFiles("The upload holds no file.", hint="Send each file as a part with a filename.")
    return tuple(files)


def _listed(body: bytes, *, is_json: bool) -> tuple[InlineDocument, ...]:
    try:
        body.decode()
    except UnicodeDecodeError as error:
        raise HTTPException(400, f"The body is not UTF-8: {error.reason}.") from None
    try:
        # Bytes are never a list: a body of another type fails like any value of a wrong type.
        return _documents.validate_json(body) if is_json else _documents.validate_python(body)
    except ValidationError as error:
        located = [{**found, "loc": ("body", *found["loc"])} for found in error.errors()]
        raise RequestValidationError(located) from None
