"""A stand-in for the model hub, on 127.0.0.1: what the downloads of `rag.models` need of one.

Files are served as the hub does, whatever the repository: `/org/repo/resolve/REVISION/FILE`
redirects to storage at another host, with size and checksum in headers. How it misbehaves can be
set.
"""

import hashlib
import re
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import NamedTuple

REPOSITORY = "acme/tiny-GGUF"
NONE: Mapping[str, str] = {}


class Request(NamedTuple):
    """A request as it came: method, path, and the headers that matter."""

    method: str
    path: str
    range: str | None
    authorization: str | None


@dataclass
class Hub:
    """What the stand-in serves, what it was asked, and how it misbehaves.

    `cut_after` ends each of the next `cuts` bodies after so many bytes. `status` answers every
    request for a file so, `status_after_cut` from the next cut on. `flip` damages the last byte
    that it sends. `knows_ranges` and `says_size` can be taken from it. With `holds`, a body that is
    cut stays open until `let_go`.
    """

    files: Mapping[str, bytes]
    asked: list[Request] = field(default_factory=list)
    cut_after: int = 0
    cuts: int = 0
    status: int = 0
    status_after_cut: int = 0
    flip: bool = False
    knows_ranges: bool = True
    says_size: bool = True
    holds: bool = False
    url: str = ""
    storage: str = ""
    _let_go: threading.Event = field(default_factory=threading.Event)

    def let_go(self) -> None:
        """End what is held."""
        self._let_go.set()

    def wait(self) -> None:
        """Wait until what is held may end."""
        self._let_go.wait(60)

    def bodies(self) -> list[Request]:
        """The requests for contents, redirects aside."""
        return [r for r in self.asked if r.method == "GET" and r.path.startswith("/storage/")]


@contextmanager
def serving(files: Mapping[str, bytes]) -> Iterator[Hub]:
    """Serve files by their names until the context ends."""
    server = _Server(("127.0.0.1", 0), _Handler)
    port = server.server_address[1]
    server.hub = Hub(
        files, url=f"http://127.0.0.1:{port}", storage=f"http://localhost:{port}/storage"
    )
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield server.hub
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    hub: Hub


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: _Server

    def log_message(self, *_: object) -> None:
        """Say nothing."""

    def do_GET(self) -> None:
        hub, wanted = self.server.hub, self.headers.get("Range")
        token = self.headers.get("Authorization")
        hub.asked.append(Request(self.command, self.path, wanted, token))
        found = re.fullmatch(r"/([\w.-]+/[\w.-]+/resolve/\w+|storage)/(.+)", self.path)
        content = hub.files.get(found[2]) if found else None
        if hub.status or found is None or content is None:
            self._answer(hub.status or 404)
        elif found[1] == "storage":
            self._store(content, wanted)
        else:
            self._resolve(found[2], content)

    do_HEAD = do_GET

    def _resolve(self, name: str, content: bytes) -> None:
        """Say what the file is, and send the reader on to the storage."""
        hub = self.server.hub
        etag = hashlib.sha256(content).hexdigest()
        known = {
            "Location": f"{hub.storage}/{name}",
            "X-Linked-ETag": f'"{etag}"',
            "X-Linked-Size": str(len(content)),
        }
        self._answer(302, known)

    def _store(self, content: bytes, wanted: str | None) -> None:
        """Send the content, from the place that is wanted."""
        if self.server.hub.flip:
            content = content[:-1] + bytes([content[-1] ^ 255])
        if not (wanted and self.server.hub.knows_ranges):
            return self._answer(200, {"ETag": '"a"'}, content)
        start = int(wanted.removeprefix("bytes=").removesuffix("-"))
        place = f"bytes {start}-{len(content) - 1}/{len(content)}"
        self._answer(206, {"ETag": '"a"', "Content-Range": place}, content[start:])

    def _answer(self, status: int, heads: Mapping[str, str] = NONE, body: bytes = b"") -> None:
        hub = self.server.hub
        is_cut = bool(body) and hub.cuts > 0 and self.command == "GET"
        says_size = hub.says_size or not body
        self.close_connection = is_cut or not says_size
        self.send_response(status)
        for name, value in heads.items():
            self.send_header(name, value)
        if says_size:
            self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if is_cut:
            hub.cuts, hub.status = hub.cuts - 1, hub.status_after_cut
        if self.command == "GET":
            self.wfile.write(body[: hub.cut_after] if is_cut else body)
        if is_cut and hub.holds:
            hub.wait()
