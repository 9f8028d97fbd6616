"""Checking quotes: a claim stands only if its quote is in the stored text, letter for letter.

The one liberty is white space: a run of it in a proposed quote matches any run of it in the
document, and the quote then given is the document's own. Nothing is matched by edit distance.
"""

import re

from index.document import Span
from rag.writers.writer import Proposal


def locate(proposal: Proposal) -> Span | None:
    """Return where the proposal's quote stands in its document, or None when it does not.

    The stated place is tried first, then the passage, then the rest of the document.
    """
    text, quote = proposal.hit.document.text, proposal.quote
    if not quote.strip():
        return None
    if proposal.start is not None and text.startswith(quote, max(0, proposal.start)):
        return Span(proposal.start, proposal.start + len(quote))
    pattern = re.compile(r"\s+".join(map(re.escape, quote.split())))
    passage = proposal.hit.passage
    found = pattern.search(text, passage.start, passage.end) or pattern.search(text)
    return Span(*found.span()) if found else None


def locate_answer(quote: str, answer: str) -> Span:
    """Return where the answer stands in the quote; the whole quote when it does not."""
    pattern = re.compile(r"\s+".join(map(re.escape, answer.split())), re.IGNORECASE)
    found = pattern.search(quote) if answer.strip() else None
    return Span(*found.span()) if found else Span(0, len(quote))
