"""Turn bytes into text: as a byte order mark says, as UTF-8 if they are that, else as they look."""

import codecs
import re

from charset_normalizer import from_bytes

from index.errors import UnreadableDocument

_HINT = "Save the file as UTF-8 text."
_CODINGS = ["utf_8", "cp1252", "latin_1", "utf_16", "mac_roman"]
_CHUNK = 1 << 20
# An encoding that the first part of a long file does not tell, the rest does not either.
_SAMPLE = 4 << 20

_META_CHARSET = re.compile(rb"<meta[^>]{1,200}?charset\s*=[\s\"']*([\w.:-]{1,40})", re.IGNORECASE)
_XML_ENCODING = re.compile(rb"^\s*<\?xml[^>]{1,100}?encoding\s*=\s*[\"']([\w.:-]{1,40})")
_META_WITHIN = 4096
# Only these: Python's other codecs are no encodings of pages, and some can be made to run long.
_OF_PAGES = re.compile(r"ascii|iso8859|cp\d|mac_|koi8|gb|big5|shift_jis|euc_")

_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_CONTROL = re.compile("[\x00-\x08\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


def decode(data: bytes) -> str:
    """Return the text in the bytes. Raises UnreadableDocument for what is no text."""
    coding = coding_of(data)
    try:
        return data.decode(coding)
    except UnicodeDecodeError as error:
        raise _untellable() from error


def decode_html(data: bytes) -> str:
    """Return the text of a web page; one that is not UTF-8 is read as it says it is written.

    Bytes that the named encoding does not have become U+FFFD, as in a browser.
    """
    if _mark(data) or _is_utf8(data):
        return data.decode(_mark(data) or "utf-8", "replace")
    return data.decode(_declared(data) or coding_of(data), "replace")


def coding_of(data: bytes) -> str:
    """Return the name of the encoding of the bytes.

    Raises UnreadableDocument for binary data, and where no encoding fits.
    """
    mark = _mark(data)
    if mark:
        return mark
    if b"\x00" in data:
        raise UnreadableDocument("it is binary, not text", hint=_HINT)
    if _is_utf8(data):
        return "utf-8"
    guess = from_bytes(data[:_SAMPLE], cp_isolation=_CODINGS).best()
    if guess is None:
        raise _untellable()
    return guess.encoding


def normalised(text: str) -> str:
    """Return the text without a byte order mark, its newlines as line feeds.

    Raises UnreadableDocument for a character that no store can hold.
    """
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    stray = _UNSTORABLE.search(text)
    if stray:
        raise UnreadableDocument(
            f"character {stray.start()} is U+{ord(stray[0]):04X}, which is not text",
            hint="Send text, not the bytes of another format.",
        )
    return text


def storable(text: str) -> str:
    """Return the text of a format without the control characters that stray into it."""
    return _CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))


def _mark(data: bytes) -> str | None:
    """Return the encoding that a byte order mark names; None without a mark."""
    if data.startswith(codecs.BOM_UTF8):
        return "utf-8-sig" if _is_utf8(data) else None
    return "utf-16" if data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) else None


def _declared(data: bytes) -> str | None:
    """Return the encoding that a page names in its head; None when it names none that is known."""
    found = _META_CHARSET.search(data, 0, _META_WITHIN) or _XML_ENCODING.match(data)
    try:
        name = codecs.lookup(found[1].decode("ascii")).name if found else ""
    except LookupError:
        return None
    # Pages that say Latin-1 or ASCII mean cp1252, and every browser reads them so.
    if name in ("iso8859-1", "ascii"):
        return "cp1252"
    return name if _OF_PAGES.match(name) else None


def _is_utf8(data: bytes) -> bool:
    """Whether the bytes are UTF-8, found out in pieces so that a long file is not held twice."""
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        for start in range(0, len(data), _CHUNK):
            decoder.decode(data[start : start + _CHUNK])
        decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _untellable() -> UnreadableDocument:
    return UnreadableDocument("its encoding cannot be told", hint=_HINT)
