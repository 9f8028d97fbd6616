"""The lines of a text, as spans of it."""

import re
from collections.abc import Iterator

from index.document import Span

_LINE = re.compile(r"[^\n]+")


def lines(text: str, start: int, end: int) -> Iterator[Span]:
    """The lines of `text[start:end]` that are not blank, in order, trimmed."""
    for match in _LINE.finditer(text, start, end):
        begin = skip_space(text, match.start(), match.end())
        if begin < match.end():
            yield Span(begin, begin + len(text[begin : match.end()].rstrip()))


def skip_space(text: str, start: int, end: int) -> int:
    """Return the offset of the first character from `start` that is no white space, or `end`."""
    while start < end and text[start].isspace():
        start += 1
    return start
