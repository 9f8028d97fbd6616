"""The service's door: whose requests come in, how large they may be, what every answer carries.

The service is local and asks for no key, so a page of another site must not reach it through its
reader's browser. Two ways lead there: a name that the attacker points at 127.0.0.1 (DNS
rebinding, told by the Host header), and a form sent across sites (told by the Origin header).
"""

import ipaddress
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.errors import BadHost, BadOrigin, http_response, response_of

MAX_JSON_BYTES = 2_000_000
MAX_UPLOAD_BYTES = 25_000_000

# "testserver" is what in-process test clients send; no public name can be a single label.
LOCAL_HOSTS = frozenset({"localhost", "127.0.0.1", "::1", "testserver"})

ANSWER_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'; trusted-types 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Cache-Control": "no-cache",
}


class Guard:
    """ASGI middleware that refuses foreign and oversized requests and adds `ANSWER_HEADERS`."""

    def __init__(self, app: ASGIApp, host: str) -> None:
        self.app = app
        self.host = host

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass an HTTP request on, or answer it with an error."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def send_with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in ANSWER_HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        headers = Headers(scope=scope)
        refusal = self._refusal(headers)
        if refusal is not None:
            await response_of(refusal)(scope, receive, send_with_headers)
            return
        limit = _limit(headers)
        if _declared_size(headers) > limit:
            await http_response(_too_large(limit))(scope, receive, send_with_headers)
            return
        await self.app(scope, _counted(receive, limit), send_with_headers)

    def _refusal(self, headers: Headers) -> BadHost | BadOrigin | None:
        host = headers.get("host", "")
        if not _is_allowed(_name(host), self.host):
            return BadHost(
                f"The Host header is {host[:100]!r}, which is not a name of this service.",
                hint="Use http://localhost or the host the service was started with.",
            )
        origin = headers.get("origin")
        if origin is not None and urlsplit(origin).netloc.lower() != host.lower():
            return BadOrigin(
                f"The request comes from a page of {origin[:100]!r}.",
                hint="Use the service's own page, or a client outside the browser.",
            )
        return None


def _name(host: str) -> str:
    """Return the name in a Host header, without port and brackets; "" when it holds none."""
    try:
        return urlsplit(f"//{host}").hostname or ""
    except ValueError:
        return ""


def _is_allowed(name: str, configured: str) -> bool:
    """Return whether `name` may address a service that listens on `configured`.

    A service that listens on every address is reached by any of them; an address as Host cannot
    be DNS rebinding, which needs a name.
    """
    if name in LOCAL_HOSTS or name == configured.lower():
        return True
    return _is_address(name) and configured in {"0.0.0.0", "::"}


def _is_address(name: str) -> bool:
    try:
        ipaddress.ip_address(name)
    except ValueError:
        return False
    return True


def _limit(headers: Headers) -> int:
    """Return how many bytes a body of this content type may have."""
    is_upload = headers.get("content-type", "").lower().startswith("multipart/form-data")
    return MAX_UPLOAD_BYTES if is_upload else MAX_JSON_BYTES


def _declared_size(headers: Headers) -> int:
    length = headers.get("content-length", "")
    return int(length) if length.isascii() and length.isdigit() else 0


def _too_large(limit: int) -> HTTPException:
    return HTTPException(413, f"The body is larger than {limit:,} bytes, the most it may have.")


def _counted(receive: Receive, limit: int) -> Receive:
    """Return `receive` with a limit, for bodies that do not declare their size."""
    received = 0

    async def counting() -> Message:
        nonlocal received
        message = await receive()
        received += len(message.get("body", b""))
        if received > limit:
            raise _too_large(limit)
        return message

    return counting
