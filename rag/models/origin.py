"""Where the bytes of a model come from: the model hub, an https address or a file on this disk.

Each kind says first what it has (`offer`), then gives its bytes from any place on (`chunks`), so
that what was cut off can be taken up again. The hub's own download is not used: it throws away what
came when a call fails, and takes a damaged body of the right length for the file.
"""

import hashlib
import os
import re
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from rag.errors import PullFailed
from rag.models.source import Source

_CHUNK = 1 << 20
_TIMEOUT_S = 30.0
_SHA256 = re.compile(r"[0-9a-f]{64}")


class Cut(Exception):
    """The connection ended early or could not be made, or the other side is busy: try again."""


@dataclass(frozen=True, slots=True)
class Offer:
    """The file as it is to be had now; `tag` differs where its content does."""

    size_bytes: int | None
    sha256: str | None
    tag: str


class Local:
    """A file on this disk."""

    def __init__(self, source: Source) -> None:
        self._path = Path(source.path)

    def offer(self) -> Offer:
        """Return what is known of the file without reading it."""
        stat = self._path.stat()
        return Offer(stat.st_size, None, _tag(f"{self._path}|{stat.st_size}|{stat.st_mtime_ns}"))

    def chunks(self, start: int) -> Iterator[bytes]:
        """Yield the bytes from `start` on."""
        with self._path.open("rb") as file:
            file.seek(start)
            while chunk := file.read(_CHUNK):
                yield chunk


class Remote:
    """A file on the model hub, at HF_ENDPOINT where that is set, or at any other https address."""

    def __init__(self, source: Source) -> None:
        # Imported here: it is slow, and nothing but a download needs it.
        from huggingface_hub import get_token, hf_hub_url

        self._source, self._url, self._headers = source, source.text, dict[str, str]()
        if source.kind == "hub":
            self._url = hf_hub_url(
                source.repository,
                source.path,
                revision=source.revision,
                endpoint=os.environ.get("HF_ENDPOINT") or None,
            )
            if token := get_token():
                self._headers["Authorization"] = f"Bearer {token}"
        self._headers["Accept-Encoding"] = "identity"  # sizes and places are of the file itself

    def offer(self) -> Offer:
        """Ask for size and checksum. Raises Cut or PullFailed."""
        with self._troubles():
            return self._hubs_offer() if self._source.kind == "hub" else self._servers_offer()

    def chunks(self, start: int) -> Iterator[bytes]:
        """Yield the bytes from `start` on. Raises Cut or PullFailed.

        Where the other side cannot begin there, what it sends before is passed over.
        """
        wanted = {"Range": f"bytes={start}-"} if start else {}
        with self._troubles(), self._request("GET", wanted) as response:
            self._judge(response.status_code)
            missing = start if response.status_code != 206 else 0
            for chunk in response.iter_raw():  # pieces as they come, not held back
                if kept := chunk[missing:]:
                    yield kept
                missing = max(0, missing - len(chunk))

    def _hubs_offer(self) -> Offer:
        """What the hub says of a file before it sends the reader on to its storage."""
        from huggingface_hub import get_hf_file_metadata
        from huggingface_hub.errors import HfHubHTTPError

        try:
            known = get_hf_file_metadata(self._url, timeout=_TIMEOUT_S)
        except HfHubHTTPError as error:
            self._judge(error.response.status_code)
            raise
        etag = known.etag or ""
        checksum = etag if _SHA256.fullmatch(etag) else None  # the storage's files have theirs
        return Offer(known.size, checksum, _tag(f"{self._url}|{etag}|{known.size}"))

    def _servers_offer(self) -> Offer:
        """What a server says; one that answers no such question may still send the file."""
        with self._request("HEAD", {}) as response:
            heads = response.headers if response.status_code < 400 else {}
        size, etag = heads.get("content-length", ""), heads.get("etag", "")
        size_bytes = int(size) if size.isdigit() and int(size) else None
        return Offer(size_bytes, None, _tag(f"{self._url}|{etag}|{size}"))

    def _request(self, method: str, more: dict[str, str]) -> AbstractContextManager[Any]:
        from huggingface_hub import get_session

        # On a redirect to another host, the client leaves the token behind.
        headers = self._headers | more
        return get_session().stream(
            method, self._url, headers=headers, timeout=_TIMEOUT_S, follow_redirects=True
        )

    def _judge(self, status: int) -> None:
        """Raise what a status means: nothing, try again, or give up."""
        name, host = self._source.text, urlsplit(self._url).hostname
        if status < 400:
            return
        if status in (408, 429) or status >= 500:
            raise Cut(f"{host} answered {status}")
        if status in (401, 403):
            raise PullFailed(
                f"{name} was refused: {host} answered {status}",
                hint="check its name; if it asks for consent on its page, give it and set HF_TOKEN",
            )
        raise PullFailed(
            f"{name} cannot be had: {host} answered {status}",
            hint="check the names of the repository and of the file",
        )

    @contextmanager
    def _troubles(self) -> Iterator[None]:
        """Turn what goes wrong on the way into Cut, or PullFailed where trying again is no use."""
        from huggingface_hub.errors import OfflineModeIsEnabled

        try:
            yield
        except (Cut, PullFailed):
            raise
        except OfflineModeIsEnabled as error:
            raise PullFailed(
                f"{self._source.text} cannot be fetched: HF_HUB_OFFLINE is set",
                hint="unset it, or give the path of a GGUF file",
            ) from error
        except Exception as error:  # of the hub's HTTP client, which has changed before
            raise Cut(f"{type(error).__name__}: {error}") from error


def _tag(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()[:12]
