"""Read files and texts into documents: decode, normalise, and find the body within the text.

Nothing is ever deleted from a text: front matter above the body and site clutter below it stay in
`Document.text`, outside `body_start..body_end`, so that offsets keep their meaning.
"""

import codecs
import datetime as dt
import hashlib
import os
import re
from collections.abc import Iterable, Sequence
from itertools import islice
from pathlib import Path

from charset_normalizer import from_bytes

from index.document import Document, Span
from index.errors import UnreadableDocument
from index.language import language_of
from index.metadata import Metadata, date_line, front_matter
from index.split import heading_text, headings, lines, sentences

SUFFIXES = (".txt", ".md", ".markdown")
MAX_BYTES = 20 * 1024 * 1024

_READ = f"{', '.join(SUFFIXES[:-1])} and {SUFFIXES[-1]} files are read"
_CODINGS = ["utf_8", "cp1252", "latin_1", "utf_16", "mac_roman"]
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
_MARKDOWN_TITLE = re.compile(r"^#[^\S\n]+\S.*", re.MULTILINE)
_MARKDOWN_HEADING = re.compile(r"^#{1,6}[^\S\n]+\S", re.MULTILINE)
_TITLE_CHARACTERS = 80
_HEAD_LINES = 4

_CLUTTER_LINES = 3
_CLUTTER_WORDS = 30
_CLOSERS = " »”\"’')]\u00a0\u202f*_"
_MARKER = re.compile(r"[-–—•*·▪‣>|]+")
_READ_MORE = re.compile(
    r"(?:à |a )?(?:lire|voir|découvrir) (?:aussi|également)|sur le même (?:sujet|thème)"
    r"|(?:les )?plus lus|articles (?:liés|similaires|récents)|related|read (?:more|also|next)"
    r"|see also|more (?:on|from)|most read|you (?:may|might) also like|share|partager",
    re.IGNORECASE,
)


def find_files(paths: Iterable[Path]) -> list[Path]:
    """The files named, and the readable files in the folders named, folders in sorted order.

    Hidden files and folders within a folder are passed over, links to folders are not followed,
    and a file found twice is listed once. Raises UnreadableDocument for a path that is not there.
    """
    found: list[Path] = []
    for path in paths:
        if path.is_dir():
            found += _files_within(path)
        elif path.exists():
            found.append(path)
        else:
            raise UnreadableDocument(f"{path}: there is no such file or folder")
    return list(dict.fromkeys(found))


def read_file(path: Path, *, source: str | None = None) -> Document:
    """The document in a text or markdown file; `source` is the path as given unless named.

    The id depends on the source alone, so that a changed file updates its document. Raises
    UnreadableDocument, naming the path, for anything that is not readable text.
    """
    _check_suffix(path)
    source = path.as_posix() if source is None else source
    try:
        return read_text(_decode(_bytes(path)), id=document_id(source), source=source)
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{path}: {error}", hint=error.hint) from error


def read_upload(name: str, data: bytes) -> Document:
    """The document in an uploaded file; `name` is its source and says its type, and is no path.

    Raises UnreadableDocument, naming the file, for anything that is not readable text.
    """
    _check_suffix(Path(name))
    try:
        if len(data) > MAX_BYTES:
            raise _too_large(len(data))
        return read_text(_decode(data), id=document_id(name), source=name)
    except UnreadableDocument as error:
        raise UnreadableDocument(f"{name}: {error}", hint=error.hint) from error


def document_id(source: str) -> str:
    """The id of the document that comes from this source: 16 hex digits of its SHA-256."""
    return hashlib.sha256(source.encode("utf-8", "surrogatepass")).hexdigest()[:16]


def read_text(
    text: str,
    *,
    id: str,  # noqa: A002 - the contract's name for it
    source: str,
    title: str | None = None,
    publisher: str | None = None,
    published_at: dt.datetime | dt.date | None = None,
    tags: Sequence[str] = (),
) -> Document:
    """The document of a text; what is given here wins over the text's own front matter.

    Newlines become line feeds and a byte order mark is dropped; offsets count in what remains.
    The title, where nothing names one, is the first heading or else the first sentence, cut. The
    language is the nearer of French and English unless the front matter says which. Raises
    UnreadableDocument for a blank text, one with characters no store can hold, and bad metadata.
    """
    text = _normalised(text)
    known = front_matter(text)
    head = Span(known.body_start, len(text.rstrip()))
    dated, start = _dateline(text, head)
    if not text[start : head.end].strip():
        raise UnreadableDocument(
            "it holds no text", hint="A document needs at least one line below its front matter."
        )
    body = Span(start, _body_end(text, Span(start, head.end)))
    return Document(
        id=id,
        text=text,
        source=source,
        title=(title or "").strip() or known.title or _title(text, body),
        publisher=publisher or known.publisher,
        published_at=published_at or known.published_at or dated,
        tags=tuple(tags) or known.tags,
        language=_language(known, text[body.start : body.end]),
        body_start=body.start,
        body_end=body.end,
    )


def _files_within(folder: Path) -> list[Path]:
    def refuse(error: OSError) -> None:
        raise UnreadableDocument(f"{error.filename}: {error.strerror}") from error

    found = []
    for root, folders, names in os.walk(folder, onerror=refuse):
        folders[:] = [name for name in folders if not name.startswith(".")]
        found += [
            Path(root, name)
            for name in names
            if not name.startswith(".") and Path(name).suffix.lower() in SUFFIXES
        ]
    return sorted(found)


def _check_suffix(path: Path) -> None:
    if path.suffix.lower() not in SUFFIXES:
        raise UnreadableDocument(
            f"{path}: files of type {path.suffix or '(no suffix)'} are not read", hint=_READ + "."
        )


def _too_large(size: int) -> UnreadableDocument:
    return UnreadableDocument(
        f"it holds {size} bytes, at most {MAX_BYTES} are read", hint="Split the file."
    )


def _bytes(path: Path) -> bytes:
    try:
        size = path.stat().st_size
        if size > MAX_BYTES:
            raise _too_large(size)
        return path.read_bytes()
    except OSError as error:
        raise UnreadableDocument(f"it cannot be read: {error.strerror}") from error


def _decode(data: bytes) -> str:
    """The text in the bytes: UTF-8 if it is that, else as a byte order mark or the letters tell."""
    hint = "Save the file as UTF-8 text."
    is_utf16 = data.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    if b"\x00" in data and not is_utf16:
        raise UnreadableDocument("it is binary, not text", hint=hint)
    try:
        return data.decode("utf-16" if is_utf16 else "utf-8")
    except UnicodeDecodeError as error:
        guess = None if is_utf16 else from_bytes(data, cp_isolation=_CODINGS).best()
        if guess is None:
            raise UnreadableDocument("its encoding cannot be told", hint=hint) from error
        return str(guess)


def _normalised(text: str) -> str:
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    stray = _UNSTORABLE.search(text)
    if stray:
        raise UnreadableDocument(
            f"character {stray.start()} is U+{ord(stray[0]):04X}, which is not text",
            hint="Send text, not the bytes of another format.",
        )
    return text


def _language(known: Metadata, body: str) -> str:
    code = (known.language or "")[:2].lower()
    return code if code in ("fr", "en") else language_of(body)


def _dateline(text: str, head: Span) -> tuple[dt.datetime | dt.date | None, int]:
    """The date in a line near the top, and the start of the body: below it when it comes first."""
    for index, line in enumerate(islice(lines(text, *head), _HEAD_LINES)):
        found = date_line(text, *line)
        if found:
            return found[0], found[1] if index == 0 else head.start
    return None, head.start


def _title(text: str, body: Span) -> str:
    markdown = _MARKDOWN_TITLE.search(text, *body)
    if markdown:
        return heading_text(text, Span(*markdown.span()))
    top = list(islice(lines(text, *body), _HEAD_LINES))
    names = [
        heading_text(text, line)
        for line in headings(text, body.start, top[-1].end)
        if not date_line(text, *line)
    ]
    if names:
        # A line of one or two words above the title is the name of a section.
        return next((name for name in names if len(name.split()) >= 3), names[0])
    first = sentences(text, *top[0])[0]
    said = " ".join(text[first.start : first.end].split())
    if len(said) <= _TITLE_CHARACTERS:
        return said
    words = said[:_TITLE_CHARACTERS].rsplit(" ", 1)[0]
    return (words.rstrip(' ,;:–—-«“"(') or words) + "…"


def _body_end(text: str, body: Span) -> int:
    """Where the article ends: above the site's link lists, or at the end of the text.

    Links scraped with a page are a run of lines without final punctuation at the very end. A run
    is kept as part of the article when a line ending in a colon introduces it, when it is as long
    as the text above it, and in markdown, whose lists are written on purpose.
    """
    rows = list(lines(text, *body))
    if _MARKDOWN_HEADING.search(text, *body):
        return body.end
    first = len(rows)
    while first > 0 and _is_loose(text, rows[first - 1]):
        first -= 1
    if first == 0:
        return body.end
    run, above = rows[first:], rows[first - 1]
    said = [row for row in run if not _MARKER.fullmatch(text[row.start : row.end])]
    is_introduced = text[above.end - 1] == ":"
    kept = text[body.start : above.end]
    if len(said) < _CLUTTER_LINES or is_introduced:
        return body.end
    if len(text[above.end : body.end].split()) > len(kept.split()):
        return body.end
    return above.end


def _is_loose(text: str, row: Span) -> bool:
    """Whether the line reads as a link or a label: short, and without final punctuation."""
    said = text[row.start : row.end]
    if _READ_MORE.match(said) and len(said.split()) <= 6:
        return True
    if said.rstrip(_CLOSERS).endswith((".", "!", "?", "…", ":", ";", ",")) or said[0].islower():
        return False
    return len(said.split()) <= _CLUTTER_WORDS and len(sentences(text, *row)) == 1
