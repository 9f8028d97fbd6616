"""From the lines of pages to running text: margins left out, paragraphs made whole again.

A page knows lines and where they stand. What repeats at the same height at the top or the bottom
of pages belongs to the page and not to the text. A line goes on with the next when nothing says
that a paragraph ended there: no gap, no indent, no other size of letters, and no room left on the
line for the word that follows.
"""

import re
from collections import defaultdict
from statistics import median
from typing import NamedTuple

# The share of a page's height at its top and bottom in which running heads and feet stand.
_MARGIN = 0.1
_SAME_HEIGHT = 4.0  # points
_HEAD_CHARACTERS = 100
_WIDE_GAP = 1.45  # times the usual distance of lines
_OTHER_SIZE = 1.12
_INDENT = 0.8  # times the size of the letters
_BULLET = re.compile(r"[-–—•*·▪‣◦●○■□➢►✓]\s|\(?(?:\d{1,2}|[a-zA-Z])[.)]\s")
_END = re.compile(r"[.!?…:;][\s»”\"’')\]]*$")
_EDGE_NUMBER = re.compile(r"^\d{1,4}\b|\b\d{1,4}$")
_PAGE_NUMBER = re.compile(
    r"\W*(?:page|p\.)?\s*(\d{1,4})(?:\s*(?:/|of|sur|de)\s*\d{1,4})?\W*", re.IGNORECASE
)
# Words that keep the hyphen before them: "dit-il", "peut-être", "lui-même".
_HYPHENED = re.compile(
    r"(?:t|ils?|elles?|on|ce|là|ci|mêmes?|être|moi|toi|lui|eux)(?![^\W_])", re.IGNORECASE
)


class Line(NamedTuple):
    """One line of a page: its text and, in points, where it stands; `y` grows upwards.

    `hyphen` says that it ends in the hyphen of a divided word, which is not in `text`.
    """

    text: str
    left: float
    right: float
    y: float
    size: float
    hyphen: bool


class Page(NamedTuple):
    """A page's height in points, and its lines in the order of reading."""

    height: float
    lines: list[Line]


def flow(pages: list[Page]) -> tuple[str, tuple[int, ...]]:
    """Return the text of the pages without what runs at their margins, and where each begins."""
    running = _running(pages)
    spacing = _spacing(pages)
    written: list[str] = []
    starts: list[int] = []
    length = 0
    before: Line | None = None
    for number, page in enumerate(pages):
        starts.append(length)
        lines = [line for line in page.lines if (number, line) not in running]
        for index, line in enumerate(lines):
            if before is not None:
                is_near = index > 0
                joint = _joint(before, line, lines, spacing) if is_near else _across(before, line)
                written.append(joint)
                length += len(joint)
            if index == 0:
                starts[-1] = length
            written.append(line.text)
            length += len(line.text)
            before = line
    return "".join(written), tuple(starts)


def _running(pages: list[Page]) -> set[tuple[int, Line]]:
    """Return the running heads, feet and page numbers, each with the number of its page."""
    alike: dict[tuple[bool, str], list[tuple[int, Line]]] = defaultdict(list)
    numbered: dict[int, list[tuple[int, Line]]] = defaultdict(list)
    for number, page in enumerate(pages):
        for line in page.lines:
            is_top = line.y > page.height * (1 - _MARGIN)
            if is_top or line.y < page.height * _MARGIN:
                alike[is_top, _pattern(line.text, number)].append((number, line))
                for written in _EDGE_NUMBER.findall(line.text[:_HEAD_CHARACTERS]):
                    numbered[int(written) - number].append((number, line))
    least = 2 if len(pages) <= 3 else 3
    found: set[tuple[int, Line]] = set()
    for lines in numbered.values():
        # Most pages bear their own number: the lines that do are heads, whatever else they say.
        if len({n for n, _ in lines}) >= max(3, len(pages) / 2):
            found.update(lines)
    for lines in alike.values():
        height = median(line.y for _, line in lines)
        level = [(n, line) for n, line in lines if abs(line.y - height) <= _SAME_HEIGHT]
        if len({n for n, _ in level}) >= least:
            found.update(level)
    return found


def _pattern(text: str, number: int) -> str:
    """Return what a line at the margin has in common with those of other pages.

    A page number is told by what it is more than the number of the page, which stays the same, so
    that a row of figures at the top of three pages is none.
    """
    alone = _PAGE_NUMBER.fullmatch(text)
    if alone:
        return f"#{int(alone[1]) - number}"
    if not any(character.isalpha() for character in text):
        return text
    return _EDGE_NUMBER.sub("#", " ".join(text.casefold().split()))


def _spacing(pages: list[Page]) -> float:
    """Return the usual distance between the lines of a paragraph, in sizes of its letters."""
    gaps = [
        (one.y - two.y) / one.size
        for page in pages
        for one, two in zip(page.lines, page.lines[1:], strict=False)
        if one.size > 0 and one.size == two.size and 0.5 < (one.y - two.y) / one.size < 2.5
    ]
    return median(gaps) if gaps else 1.2


def _joint(one: Line, two: Line, lines: list[Line], spacing: float) -> str:
    """Return what goes between two lines of a page: nothing, a space or newlines."""
    gap = one.y - two.y
    size = max(one.size, two.size, 1.0)
    if gap < -_SAME_HEIGHT:  # the next column
        return _across(one, two)
    if size > _OTHER_SIZE * min(one.size, two.size) or gap > _WIDE_GAP * spacing * size:
        return "\n\n"
    if one.hyphen:
        return _divided(two)
    if gap < _SAME_HEIGHT / 2 or _BULLET.match(two.text) or _had_room(one, two, lines):
        return "\n"
    if two.left - one.left > _INDENT * size and not _BULLET.match(one.text):
        return "\n"
    return " "


def _had_room(one: Line, two: Line, lines: list[Line]) -> bool:
    """Whether the first word of the second line would have fitted on the first.

    A line of some length that ends in the middle of a sentence was ended by hand, and goes on.
    """
    ends = sorted(line.right for line in lines if abs(line.left - one.left) < 3 * one.size)
    edge = ends[round(0.9 * (len(ends) - 1))]  # a line that sticks out is not the rule
    letter = (two.right - two.left) / len(two.text)
    word = len(two.text.split(maxsplit=1)[0]) + 1
    width = max(line.right - line.left for line in lines)
    if _goes_on(one, two) and one.right - one.left > 0.5 * width:
        return False
    return one.right + word * letter < edge - letter


def _across(one: Line, two: Line) -> str:
    """Return what goes between the last line of a column or page and the first of the next."""
    if one.hyphen:
        return _divided(two)
    return " " if _goes_on(one, two) else "\n\n"


def _goes_on(one: Line, two: Line) -> bool:
    """Whether the second line reads as the rest of a sentence that the first began."""
    return two.text[0].islower() and not _END.search(one.text)


def _divided(two: Line) -> str:
    """Return the hyphen of a divided word where the word is written with one, else nothing."""
    return "-" if two.text[0].isupper() or _HYPHENED.match(two.text) else ""
