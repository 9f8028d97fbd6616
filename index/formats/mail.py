"""Mail: what a message says, in plain text where it has that, and the files attached to it."""

import datetime as dt
import re
from email import policy
from email.message import EmailMessage, MIMEPart
from email.parser import BytesParser
from email.utils import parseaddr
from pathlib import Path

from index.decode import decode, storable
from index.errors import UnreadableDocument
from index.formats import Attached, Extracted
from index.metadata import Metadata

# A message of more parts is built to be costly: every line is looked at once for each.
MAX_PARTS = 200

_PART = re.compile(rb"boundary\s*=|content-type\s*:\s*message/", re.IGNORECASE)
_NAMELESS = {"message/rfc822": "message.eml", "text/html": "part.html", "text/plain": "part.txt"}


def extract_mail(data: bytes | Path) -> list[Extracted | Attached]:
    """Return a message's text, with what its headers say, and then the files attached to it.

    The text is the plain one, or else that of its web page; quoted replies and signatures are
    kept. Raises UnreadableDocument for a message of more than MAX_PARTS parts.
    """
    data = data if isinstance(data, bytes) else data.read_bytes()
    if len(_PART.findall(data)) > MAX_PARTS:
        raise UnreadableDocument(f"it has more than {MAX_PARTS} parts within each other")
    try:
        message = BytesParser(_class=EmailMessage, policy=policy.default).parsebytes(data)
        body = message.get_body(("plain", "html"))
        files = list(_attached(message, body))
    except (RecursionError, AttributeError, LookupError, ValueError) as error:
        raise UnreadableDocument(f"it is not a readable message: {error}") from error
    if not message.keys():
        raise UnreadableDocument("it is not a message: it has no headers")
    text = _body_text(body) if body is not None else ""
    return [Extracted(text, _metadata(message)), *files]


def _metadata(message: EmailMessage) -> Metadata:
    """Return what the headers say: the sender stands for the publisher."""
    sender, address = parseaddr(_header(message, "from"))
    return Metadata(
        title=_header(message, "subject") or None,
        publisher=sender or address or None,
        published_at=_sent_at(message),
        tags=tuple(tag.strip() for tag in _header(message, "keywords").split(",") if tag.strip()),
        language=_header(message, "content-language") or None,
    )


def _header(message: EmailMessage, name: str) -> str:
    """Return a header on one line; "" for one that is missing or malformed."""
    try:
        return " ".join(storable(str(message.get(name, ""))).split())
    except (ValueError, IndexError, AttributeError):
        return ""


def _sent_at(message: EmailMessage) -> dt.datetime | None:
    try:
        found = getattr(message["date"], "datetime", None)
    except (ValueError, IndexError, AttributeError, TypeError):
        return None
    return found if isinstance(found, dt.datetime) else None


def _body_text(part: MIMEPart) -> str:
    if part.get_content_subtype() == "html":
        from index.formats.html import extract_html  # loads what plain mail does without

        try:
            return extract_html(_bytes(part)).text
        except UnreadableDocument:  # a message may be there for the file that it brings
            return ""
    return storable(_decoded(part))


def _decoded(part: MIMEPart) -> str:
    """Return a part's text in the encoding it names; where that is wrong, as it looks."""
    data = _bytes(part)
    try:
        return data.decode(part.get_content_charset() or "utf-8")
    except (LookupError, UnicodeDecodeError):
        return decode(data)


def _bytes(part: MIMEPart) -> bytes:
    data = part.get_payload(decode=True)
    return data if isinstance(data, bytes) else b""


def _attached(message: EmailMessage, body: MIMEPart | None) -> list[Attached]:
    """Return the parts that are files; those that say the same as the body are none."""
    found = []
    for part in message.iter_attachments():
        kind = part.get_content_type()
        name = part.get_filename() or _NAMELESS.get(kind)
        if part is body or name is None:
            continue
        found.append(Attached(" ".join(name.split()), _content(part)))
    return found


def _content(part: MIMEPart) -> bytes:
    if part.get_content_type() == "message/rfc822":
        return b"".join(inner.as_bytes() for inner in part.iter_parts())
    return _bytes(part)
