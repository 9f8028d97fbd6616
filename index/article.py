"""Make a document of a text: what is known of it and from where, and where its article lies."""

import datetime as dt
import re
from itertools import islice
from typing import Any

from index.byline import publisher_of
from index.clutter import body_end, site_lines
from index.decode import normalised
from index.document import Document, Known, Origin, Span
from index.errors import UnreadableDocument
from index.formats import NOTHING_SAID, Extracted
from index.headings import heading_text, headings
from index.language import language_of
from index.lines import lines
from index.metadata import Metadata, date_line, front_matter
from index.split import sentences

_MARKDOWN_TITLE = re.compile(r"^#[^\S\n]+\S.*", re.MULTILINE)
_TITLE_CHARACTERS = 80
_HEAD_LINES = 4
# So far the head of a text is looked for; a first line may be as long as the text.
_TOP_CHARACTERS = 20_000


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
    whole = Span(front.body_start, len(text.rstrip()))
    site = site_lines(text, whole) if is_saved else []
    top = _top(text, whole, site)
    dated, start = _dateline(text, top, site[-1].end if site else whole.start)
    if not text[start : whole.end].strip():
        raise UnreadableDocument(
            "it holds no text", hint="A document needs at least one line below its front matter."
        )
    body = Span(start, whole.end)
    if is_saved:
        body = Span(start, body_end(text, body))
    said = Metadata(
        title=_title(text, body, top),
        publisher=next(filter(None, (publisher_of(text[a:b]) for a, b in top)), None),
        published_at=dated,
        language=language_of(text[body.start : body.end]),
    )
    known, origin = _known(
        ("given", given),
        ("front_matter", front),
        ("metadata", found.metadata),
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
    values: dict[Known, Any] = {}
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


def _top(text: str, whole: Span, site: list[Span]) -> list[Span]:
    """Return the first lines of the text that are not a site's."""
    rows = lines(text, whole.start, min(whole.end, whole.start + _TOP_CHARACTERS))
    return list(islice((row for row in rows if row not in site), _HEAD_LINES))


def _dateline(text: str, top: list[Span], start: int) -> tuple[dt.datetime | dt.date | None, int]:
    """Return the date in a line near the top, and the start of the body: below it, if first."""
    for index, line in enumerate(top):
        found = date_line(text, *line)
        if found:
            return found[0], max(start, found[1]) if index == 0 else start
    return None, start


def _title(text: str, body: Span, top: list[Span]) -> str:
    """Return the title of a text: a heading above the article or at its top, or its beginning."""
    markdown = _MARKDOWN_TITLE.search(text, *body)
    if markdown:
        return heading_text(text, Span(*markdown.span()))
    below = list(
        islice(lines(text, body.start, min(body.end, body.start + _TOP_CHARACTERS)), _HEAD_LINES)
    )
    found = [line for line in top if line.end <= body.start]
    found += headings(text, body.start, below[-1].end)
    names = [heading_text(text, line) for line in found if not date_line(text, *line)]
    if names:
        # A line of one or two words above the title is the name of a section.
        return next((name for name in names if len(name.split()) >= 3), names[0])
    first = sentences(text, *below[0])[0]
    said = " ".join(text[first.start : first.end].split())
    if len(said) <= _TITLE_CHARACTERS:
        return said
    words = said[:_TITLE_CHARACTERS].rsplit(" ", 1)[0]
    return (words.rstrip(' ,;:–—-«“"(') or words) + "…"
