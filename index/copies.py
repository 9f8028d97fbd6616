"""Copies: documents whose text another document has already, whole or cut, with small edits.

One text holds another as far as the shingles of the shorter stand in the longer (the containment
of A. Z. Broder, "On the resemblance and containment of documents", 1997). A copy may have another
headline, another opening, a byline, an agency's tag, or lack its end; what was written anew about
the same event shares a quotation or a paragraph, and a translation shares nothing. A later version
of a report with new figures shares most of its text with the earlier one and counts as its copy
here: whether one sentence repeats another is told from the sentences (`rag.copies`).

Few texts are compared by all their shingles. For many, a signature is kept of each: its smallest
shingles, from which containment is estimated, and some of which are keys to look candidates up by.
"""

import datetime as dt
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import combinations
from struct import unpack

import numpy as np

from index.document import Document
from index.shingles import Numbers, shingles

# Share of the shorter text's shingles that a copy has in common with the longer. In a short text
# half are soon met by chance: "The hearing of 4 May lasted three hours", and another's five.
_LEAST, _LEAST_OF_FEW, _FEW = 0.5, 0.8, 40
_KEPT = 64  # numbers of 32 bits in a signature
_KEYS = 12
_FEWEST = 12  # numbers in common to two lists, for an estimate


def signature(text: str) -> bytes:
    """Return what is kept of a text to compare it by: at most 256 bytes, none without words.

    The text is a document's body (`document.text[body_start:body_end]`).
    """
    return signatures([text])[0]


def signatures(texts: Sequence[str]) -> list[bytes]:
    """Return the signature of each text; of many together this is ten times as fast."""
    return [found[:_KEPT].tobytes() for found in shingles(texts)]


def keys(signature: bytes) -> list[int]:
    """Return at most 12 numbers below 2^32; a text and its copy have at least one in common.

    Texts without a common key are no copies, but for a text of less than a third of the other's
    length, which is missed at times. Texts with one may be copies: ask `is_copy`.
    """
    return list(_numbers(signature)[:_KEYS])


def is_copy(a: bytes, b: bytes) -> bool:
    """Return whether of two texts, by their signatures, the one seems to hold the other.

    A signature lists all shingles below its largest number, or all there are when it is not full.
    What both list is a fair sample of both texts; where it is too small, as of a text of less than
    a fifth of the other's length, the answer is False.
    """
    x, y = _numbers(a), _numbers(b)
    share = _share(min(len(x), len(y)))
    listed = min((numbers[-1] for numbers in (x, y) if len(numbers) == _KEPT), default=None)
    if listed is None:
        sample, least = min(len(x), len(y)), 1
    else:
        sample, least = min(bisect_right(x, listed), bisect_right(y, listed)), _FEWEST
    # What stands in both is listed by both, and needs no look at whether it is.
    return sample >= least and len(set(x).intersection(y)) >= share * sample


def copies(documents: Sequence[Document]) -> dict[str, str]:
    """Return the id of each copy with the id of its original; an original is never a copy.

    The original is the document published first, the first given of those undated.
    """
    original = dict[str, str]()
    for earlier, later in copied(documents):
        if earlier.id not in original:
            original.setdefault(later.id, earlier.id)
    return original


def copied(documents: Sequence[Document]) -> Iterator[tuple[Document, Document]]:
    """Yield the pairs of documents of which the one holds at least half of the other.

    The first published comes first in a pair, and its pairs before those of later documents.
    """
    ordered = sorted(documents, key=age)
    for i, j in alike([d.text[d.body_start : d.body_end] for d in ordered]):
        yield ordered[i], ordered[j]


def age(document: Document) -> tuple[bool, dt.datetime]:
    """Return what sorts documents by publication, a day as its midnight, the undated last."""
    at = document.published_at or dt.date.max
    if not isinstance(at, dt.datetime):
        at = dt.datetime.combine(at, dt.time())
    return document.published_at is None, at if at.tzinfo else at.replace(tzinfo=dt.UTC)


def alike(texts: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Yield the pairs `i < j` of texts of which the one holds at least half of the other."""
    hashes = list(shingles(texts))
    every, counts = np.unique(np.concatenate([*hashes, _NONE]), return_counts=True)
    common = every[counts > 1]
    shared = [np.intersect1d(own, common, assume_unique=True) for own in hashes]
    for i, j in combinations(range(len(texts)), 2):
        count = min(len(hashes[i]), len(hashes[j]))
        least = max(1, _share(count) * count)
        if min(len(shared[i]), len(shared[j])) < least:
            continue
        if len(np.intersect1d(shared[i], shared[j], assume_unique=True)) >= least:
            yield i, j


def contained(texts: Sequence[str]) -> dict[int, int]:
    """Return which texts stand whole in one before them, each with the first such one (indexes).

    A text that stands in another is not named as one that others stand in.
    """
    hashes, found = list(shingles(texts)), dict[int, int]()
    for j, own in enumerate(hashes):
        earlier = (i for i in range(j) if i not in found and len(own))
        holder = next((i for i in earlier if np.isin(own, hashes[i]).all()), None)
        if holder is not None:
            found[j] = holder
    return found


def _share(count: int) -> float:
    """What share of its shingles a text of so many has in common with what it copies."""
    return _LEAST_OF_FEW if count < _FEW else _LEAST


_NONE: Numbers = np.zeros(0, dtype=np.uint32)


def _numbers(signature: bytes) -> Sequence[int]:
    return unpack(f"<{len(signature) // 4}I", signature)
