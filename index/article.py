"""Make a document of a text: what is known of it and from where, and where its article lies."""

import datetime as dt
import re
from itertools import islice

from index.clutter import body_end
from index.decode import normalised
from index.document import Document, Known, Origin, Span
from index.errors import UnreadableDocument
from index.formats import NOTHING_SAID, Extracted
from index.language import language_of
from index.metadata import Metadata, date_line, front_matter
from index.split import heading_text, headings, lines, sentences

_MARKDOWN_TITLE = re.compile(r"^#[^\S\n]+\S.*", re.MULTILINE)
_TITLE_CHARACTERS = 80
_HEAD_LINES = 4


def document_of(
    found: Extracted,
    *,
    id: str,  # noqa: A002 - the contract's name for it
    source: str,
    given: Metadata = NOTHING_SAID,
    is_saved: bool,
) -> Document:
    """Return the document of a text; `is_saved` for one that somebody wrote or saved as text.

    Only such a text may begin with front matter and end in the links of a page. Of what is known,
    what is given comes first, then front matter, the format's own fields, and the text itself.
    Raises UnreadableDocument for a blank text, and one that `normalised` or `front_matter` refuse.
    """
    text = normalised(found.text)
    front = front_matter(text) if is_saved else NOTHING_SAID
    head = Span(front.body_start, len(text.rstrip()))
    dated, start = _dateline(text, head)
    if not text[start : head.end].strip():
        raise UnreadableDocument(
            "it holds no text", hint="A document needs at least one line below its front matter."
        )
    body = Span(start, head.end)
    body = Span(start, body_end(text, body)) if is_saved else Span(head.start, head.end)
    own = found.metadata
    said = Metadata(
        title=_title(text, body),
        published_at=dated,
        language=language_of(text[body.start : body.end]),
    )
    known, origin = _known(
        ("given", given),
        ("front_matter", front),
        ("metadata", own),
        ("text", said),
        ("metadata", Metadata(published_at=found.made_at)),
    )
    return Document(
        id=id,
        text=text,
        source=source,
        title=known.title or "",
        publisher=known.publisher,
        published_at=known.published_at,
        tags=known.tags,
        language=known.language or "en",
        body_start=body.start,
        body_end=body.end,
        origin=origin,
        pages=found.pages,
    )


def _known(*said: tuple[Origin, Metadata]) -> tuple[Metadata, dict[Known, Origin]]:
    """Return the first value that is said of each thing, and where it comes from."""
    values: dict[Known, object] = {}
    origin: dict[Known, Origin] = {}
    for where, metadata in said:
        for name in ("title", "publisher", "published_at", "tags", "language"):
            value = getattr(metadata, name)
            if name == "language":
                value = _code(value)
            if value and name not in values:
                values[name], origin[name] = value, where
    return Metadata(**values), origin


def _code(language: str | None) -> str | None:
    """Return the language as `fr` or `en`; None for another, which the text is not read in."""
    code = (language or "")[:2].lower()
    return code if code in ("fr", "en") else None


def _dateline(text: str, head: Span) -> tuple[dt.datetime | dt.date | None, int]:
    """Return the date in a line near the top, and the start of the body: below it, if first."""
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
