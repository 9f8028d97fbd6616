"""Where the article lies in a text saved from a page: below its navigation, above its links."""

import re

from index.document import Span
from index.split import lines, sentences

_CLUTTER_LINES = 3
_CLUTTER_WORDS = 30
_CLOSERS = " »”\"’')]\u00a0\u202f*_"
_MARKER = re.compile(r"[-–—•*·▪‣>|]+")
_MARKDOWN_HEADING = re.compile(r"^#{1,6}[^\S\n]+\S", re.MULTILINE)
_READ_MORE = re.compile(
    r"(?:à |a )?(?:lire|voir|découvrir) (?:aussi|également)|sur le même (?:sujet|thème)"
    r"|(?:les )?plus lus|articles (?:liés|similaires|récents)|related|read (?:more|also|next)"
    r"|see also|more (?:on|from)|most read|you (?:may|might) also like|share|partager",
    re.IGNORECASE,
)


def body_end(text: str, body: Span) -> int:
    """Return where the article ends: above the site's link lists, or at the end of the text.

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
