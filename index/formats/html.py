"""Web pages: the article without the page around it, headings and lists as in markdown."""

import copy
import re
from collections.abc import Iterable
from typing import Any

from lxml import etree
from lxml import html as parsing
from trafilatura import bare_extraction
from trafilatura.settings import DEFAULT_CONFIG

from index.decode import decode_html, storable
from index.errors import UnreadableDocument
from index.formats import Extracted
from index.formats.html_head import page_metadata

# What stands in a page and is never read.
_UNSEEN = (
    *("head", "script", "style", "noscript", "template", "nav", "form", "button", "svg"),
    *("iframe", "footer", "aside"),
)
# A short notice is an article too; the library's own limit of 250 takes the page instead.
_SETTINGS = copy.deepcopy(DEFAULT_CONFIG)
_SETTINGS["DEFAULT"]["MIN_EXTRACTED_SIZE"] = "60"
_BLOCKS = frozenset(
    "head p item row quote list table code h1 h2 h3 h4 h5 h6 li tr blockquote div section article "
    "main header footer aside ul ol dl dt dd pre figure figcaption body br hr td th".split()
)
_HEADING = re.compile(r"h([1-6])")
# Not every white space: the narrow spaces of French typography are kept.
_SPACES = re.compile(r"[ \t\n\r\f]+")
_BREAK = "\v"
# The library makes these spaces common ones: they go through it as letters of no alphabet.
_HIDDEN = {0xA0: 0xE0A0, 0x202F: 0xE02F}
_SHOWN = {hidden: space for space, hidden in _HIDDEN.items()}


def extract_html(page: bytes | str) -> Extracted:
    """Return the article of a page with what the page's head says of it.

    Where no article is found, it is all text of the page's body. Raises UnreadableDocument for a
    page without text.
    """
    text = decode_html(page) if isinstance(page, bytes) else page
    # Bytes, since a text that names its encoding is refused, and the name may be wrong.
    parser = parsing.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True)
    try:
        tree = parsing.document_fromstring(storable(text).encode(), parser=parser)
    except (etree.ParserError, ValueError) as error:
        raise UnreadableDocument("it holds no text") from error
    for fault in parser.error_log:
        if fault.level == etree.ErrorLevels.FATAL:  # all that follows is missing from the tree
            raise UnreadableDocument(f"its markup is too deep or too long: {fault.message.strip()}")
    metadata = page_metadata(tree)
    _hide_spaces(tree)
    found: Any = bare_extraction(
        tree, include_comments=False, include_tables=True, config=_SETTINGS
    )
    if found is not None and not _is_flat(found.body):
        return Extracted(_text(found.body), metadata)
    return Extracted(_text(_visible(tree)), metadata)


def _hide_spaces(tree: Any) -> None:
    for element in tree.iter():
        if element.text:
            element.text = element.text.translate(_HIDDEN)
        if element.tail:
            element.tail = element.tail.translate(_HIDDEN)


def _is_flat(body: Any) -> bool:
    """Whether the library found no article and took the words of the whole page as one."""
    return len(body) < 2 and any("\n" in said for said in body.itertext())


def _visible(tree: Any) -> Any:
    """Return the page's body without what is not shown or not meant to be read."""
    body = tree.find("body")
    body = tree if body is None else body
    etree.strip_elements(body, *_UNSEEN, with_tail=False)
    return body


def _text(body: Any) -> str:
    """Return the text of an article's tree, its blocks with a blank line between them.

    Items of a list and rows of a table follow each other without one.
    """
    written: list[str] = []
    before = ""
    for kind, block in _blocks(body):
        if written:
            written.append("\n" if kind == before and kind in ("item", "row") else "\n\n")
        written.append(block)
        before = kind
    return "".join(written).translate(_SHOWN)


def _blocks(body: Any) -> Iterable[tuple[str, str]]:
    """Yield the kind and the text of each block: head, item, row or p."""
    parts: list[str] = []
    open_blocks: list[Any] = []
    for event, element in etree.iterwalk(body, events=("start", "end")):
        is_block = element.tag in _BLOCKS and not _is_within_row(open_blocks, element)
        if event == "start":
            if is_block:
                yield from _block(parts, open_blocks)
                open_blocks.append(element)
            elif element.tag in ("cell", "td", "th") and _SPACES.sub("", "".join(parts)):
                parts.append(" | ")
            parts.append(_BREAK if element.tag == "lb" else element.text or "")
        else:
            if is_block:
                yield from _block(parts, open_blocks)
                open_blocks.pop()
            parts.append(element.tail or "" if element is not body else "")


def _is_within_row(open_blocks: list[Any], element: Any) -> bool:
    """Whether the element lies in the row of a table, which is one line whatever it holds."""
    return any(block.tag in ("row", "tr") and block is not element for block in open_blocks)


def _block(parts: list[str], open_blocks: list[Any]) -> Iterable[tuple[str, str]]:
    """Yield the block that the parts make, if they hold any text, and empty them."""
    lines = [_SPACES.sub(" ", line).strip(" ") for line in "".join(parts).split(_BREAK)]
    said = "\n".join(line for line in lines if line)
    parts.clear()
    if not said:
        return
    for block in reversed(open_blocks):
        heading = _HEADING.fullmatch(block.get("rend") or block.tag)
        if block.tag == "head" or heading:
            yield "head", "#" * int(heading[1] if heading else 2) + " " + said.replace("\n", " ")
            return
        if block.tag in ("item", "li"):
            # A second paragraph of an item stands below the first without a mark.
            mark = "" if block.get("marked") else "- "
            block.set("marked", "yes")
            yield "item", mark + said
            return
        if block.tag in ("row", "tr"):
            yield "row", said.replace("\n", " ")
            return
    yield "p", said
