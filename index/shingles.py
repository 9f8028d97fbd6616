"""Shingles: every run of five words of a text, each as one number.

Texts that share much of their wording share many shingles, whatever their order, and texts that
merely speak of one thing share next to none (A. Z. Broder, "On the resemblance and containment of
documents", 1997). Words are compared without case, diacritics and punctuation.

Many texts are worked on at once, character by character, in arrays: with one regular expression
for each text this would cost more than storing it.
"""

import unicodedata
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from index.lexical import fold

Hashes = NDArray[np.uint64]
Numbers = NDArray[np.uint32]

WORDS = 5  # of a shingle; Broder's ten would lose a copy in which every tenth word was changed
MOST = 200_000  # characters of a text that are looked at

_BLOCK = 1 << 18  # characters worked on at once, so that the arrays fit a processor's cache
_TABLE = 0x3000  # code points up to here are folded; above it there are no capitals or accents
_LIGATURES = (("œ", "oe"), ("Œ", "oe"), ("æ", "ae"), ("Æ", "ae"))
_BITS = np.uint64(32)  # of a shingle
# Any odd numbers without a pattern; arithmetic is modulo 2^32 within a word, 2^64 among words.
_BASE, _LETTER, _NEXT = 0x9E3779B1, np.uint32(0x85EBCA77), np.uint64(0xA0761D6478BD642F)


def shingles(texts: Sequence[str]) -> Iterator[Numbers]:
    """Yield the shingles of each text, in order: each once, sorted.

    A text of fewer than five words is one shingle; one without words has none. Only the first
    `MOST` characters of a text count.
    """
    for block in _blocks(texts):
        hashes, owners = _hashed(block)
        # One number of both, because numbers sort much faster than pairs.
        owned = np.sort(owners.astype(np.uint64) << _BITS | hashes >> _BITS)
        if len(owned):
            owned = owned[np.append(True, owned[1:] != owned[:-1])]
        cuts = np.searchsorted(owned, np.arange(len(block) + 1, dtype=np.uint64) << _BITS)
        found = owned.astype("<u4")  # the lower half
        yield from (found[a:b] for a, b in pairwise(cuts))


def _blocks(texts: Sequence[str]) -> Iterator[list[str]]:
    """The texts, cut and with ligatures written out, so many at a time as fit a block."""
    block, size = list[str](), 0
    for text in texts:
        cut = _written_out(text[:MOST])[:MOST]
        if block and size + len(cut) > _BLOCK:
            yield block
            block, size = [], 0
        block.append(cut)
        size += len(cut) + 1
    if block:
        yield block


def _written_out(text: str) -> str:
    """The text with one character for each accented letter, and two for each ligature."""
    if not text.isascii():
        text = unicodedata.normalize("NFC", text)
        for ligature, letters in _LIGATURES:
            text = text.replace(ligature, letters)
    return text


def _hashed(block: Sequence[str]) -> tuple[Hashes, NDArray[np.intp]]:
    """The shingles of a block in the order of the text, and which text each is of."""
    characters = np.frombuffer("\n".join(block).encode("utf-32-le", "replace"), dtype="<u4")
    words, starts = _words(characters)
    ends = np.cumsum([len(text) + 1 for text in block])
    owners = np.searchsorted(ends, starts, side="right")
    total = np.zeros_like(words)
    for place in range(WORDS):  # word by word, as long as they are of one text
        count = max(0, len(words) - place)
        same = owners[place:] == owners[:count]
        total *= _NEXT
        total[:count] += np.where(same, words[place:], np.uint64(0))
    whole = np.zeros(len(words), dtype=bool)
    whole[: max(0, len(words) - WORDS + 1)] = owners[WORDS - 1 :] == owners[: 1 - WORDS]
    whole[1:] |= owners[1:] != owners[:-1]  # what words there are of a text of few
    whole[:1] = True
    return _mixed(total[whole]), owners[whole]


def _words(characters: Numbers) -> tuple[Hashes, NDArray[np.intp]]:
    """The hash of each word (a polynomial of its letters), and where it starts."""
    letters = _letters().take(characters, mode="clip")
    far = characters >= _TABLE
    letters[far] = characters[far] * _LETTER
    inside = np.zeros(len(letters) + 2, dtype=bool)
    inside[1:-1] = letters != 0
    edges = np.flatnonzero(inside[1:] != inside[:-1])
    starts, ends = edges[::2], edges[1::2]
    powers, inverses = _powers()
    sums = np.zeros(len(letters) + 1, dtype=np.uint32)
    np.multiply(letters, powers[: len(letters)], out=sums[1:])
    np.cumsum(sums, out=sums)
    hashes = (sums[ends] - sums[starts]) * inverses[starts]
    return _mixed(hashes.astype(np.uint64)), starts


@cache
def _letters() -> Numbers:
    """A number for each code point, the same for all forms of a letter, and 0 for no letter."""
    table = np.zeros(_TABLE, dtype=np.uint32)
    for point in range(_TABLE):
        letter = fold(chr(point).lower())[:1]
        if letter.isalnum():
            table[point] = ord(letter)
    return table * _LETTER


@cache
def _powers() -> tuple[Numbers, Numbers]:
    """The powers of the base, and of its inverse modulo 2^32, as many as a block is long."""
    base, inverse = (
        np.full(_BLOCK, factor, dtype=np.uint32) for factor in (_BASE, pow(_BASE, -1, 1 << 32))
    )
    return np.cumprod(base, dtype=np.uint32), np.cumprod(inverse, dtype=np.uint32)


def _mixed(hashes: Hashes) -> Hashes:
    """Spread over all 64 bits (the finaliser of SplitMix64: Steele, Lea and Flood, 2014)."""
    hashes = (hashes ^ (hashes >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    hashes = (hashes ^ (hashes >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return hashes ^ (hashes >> np.uint64(31))
