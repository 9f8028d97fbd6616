"""Quotes: a claim stands only if its quote is in the stored text, letter for letter.

The one liberty is white space: a run of it in a proposed quote matches any run of it in the
document, and the quote then given is the document's own. Nothing is matched by edit distance.
"""

import re

from index.document import Span
from rag.writers.writer import Proposal

_WORD = re.compile(r"[^\W_]")


def locate(proposal: Proposal) -> Span | None:
    """Return where the proposal's quote stands in its document, or None when it does not.

    The stated place is tried first, then the passage, then the rest of the document.
    """
    text, quote = proposal.hit.document.text, proposal.quote
    if not quote.strip():
        return None
    start = proposal.start
    if start is not None and start >= 0 and text.startswith(quote, start):
        return Span(start, start + len(quote))
    # Looked for elsewhere, a quote may not begin or end inside a word or a figure: "245 euros" is
    # not what "1,245 euros" says.
    words = quote.split()
    before = r"(?<![^\W_])(?<!\d[.,])" if words[0][0].isalnum() else ""
    after = r"(?![^\W_])(?![.,]\d)" if words[-1][-1].isalnum() else ""
    pattern = re.compile(before + r"\s+".join(map(re.escape, words)) + after)
    passage = proposal.hit.passage
    found = pattern.search(text, passage.start, passage.end) or pattern.search(text)
    return Span(*found.span()) if found else None


def locate_answer(quote: str, answer: str) -> Span:
    """Return where the answer stands in the quote; all of it when it does not, or has no word."""
    pattern = re.compile(r"\s+".join(map(re.escape, answer.split())), re.IGNORECASE)
    found = pattern.search(quote) if _WORD.search(answer) else None
    return Span(*found.span()) if found else Span(0, len(quote))


def quotations(text: str) -> list[tuple[int, int]]:
    """Return where the outermost quotations of a text stand, their marks left out."""
    found, depth, start = [], 0, 0
    for i, mark in enumerate(text):
        if mark in "«“":
            depth, start = depth + 1, start if depth else i + 1
        elif mark in "»”" and depth:
            depth -= 1
            if not depth:
                found.append((start, i))
    return found


def quoted(text: str) -> list[str]:
    """Return the words that a text quotes, without their marks."""
    return [text[start:end] for start, end in quotations(text)] or _STRAIGHT.findall(text)


_STRAIGHT = re.compile(r'"([^"]+)"')
