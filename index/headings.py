"""Which lines of a text are headings: by a sign before them, or by how they stand."""

import re

from index.document import Span
from index.lines import lines

_BULLET = re.compile(r"[-–—•*·▪‣>|]|\d{1,3}[.)]\s")
_NUMBERED = re.compile(r"\d{1,2}\.\s")
_MARKDOWN_HEADING = re.compile(r"#{1,6}\s+(?=\S)")
_HEADING_CHARACTERS = 110
_HEADING_WORDS = 16
_HEADING_RUN = 3
_STOPS_AND_JOINTS = tuple('.!?…:;,»"”')


def headings(text: str, start: int = 0, end: int | None = None) -> list[Span]:
    """The lines of `text[start:end]` that are headings, in order, trimmed.

    A heading is a markdown `# …` line, or a short line without final punctuation that stands
    alone above a paragraph. Up to three may follow each other (section, title, subtitle); a
    longer run is a list or a poem, and is text. A line with no text below it is never one.
    """
    rows = list(lines(text, start, len(text) if end is None else end))
    found: list[Span] = []
    run: list[Span] = []
    for index, line in enumerate(rows):
        before = rows[index - 1] if index else None
        if index + 1 < len(rows) and _can_head(text, line, rows[index + 1], before):
            run.append(line)
            continue
        if len(run) <= _HEADING_RUN:
            found += run
        run = []
    return found


def heading_text(text: str, line: Span) -> str:
    """What the heading says, without its markdown signs; never empty."""
    written = text[line.start : line.end]
    return written.strip("# ") or written


def _can_head(text: str, line: Span, below: Span, above: Span | None) -> bool:
    """Whether the line has the shape of a heading over the line below it."""
    if _MARKDOWN_HEADING.match(text, line.start, line.end):
        return True
    # With no blank line between, a line as long as the next is a line of wrapped text.
    is_apart = text.count("\n", line.end, below.start) > 1
    length = line.end - line.start
    if length > _HEADING_CHARACTERS:
        return False
    if _is_item(text, line) and not (is_apart and _is_section(text, line, below, above)):
        return False
    words = text[line.start : line.end]
    if words.endswith(_STOPS_AND_JOINTS) or len(words.split()) > _HEADING_WORDS:
        return False
    if not any(character.isalpha() for character in words) or words[0].islower():
        return False
    return is_apart or below.end - below.start >= 1.5 * length


def _is_section(text: str, line: Span, below: Span, above: Span | None) -> bool:
    """Whether an item stands alone with its number, as the heading of a section does."""
    has_number = _NUMBERED.match(text, line.start, line.end) is not None
    is_alone = not _is_item(text, below) and (above is None or not _is_item(text, above))
    return has_number and is_alone


def _is_item(text: str, line: Span) -> bool:
    return _BULLET.match(text, line.start, line.end) is not None
