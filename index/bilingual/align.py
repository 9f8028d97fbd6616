"""Which English word pieces translate a French one: IBM model 1 (Brown et al. 1993)."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from index.bilingual.pieces import parts
from index.bilingual.table import Row, hundredths

Sentences = Sequence[Sequence[int]]

_ROUNDS = 6
_LONGEST = 100  # pieces of a sentence; longer ones are lists, and align badly
_NULL = 0  # the number of padding: what a French piece is aligned with that translates nothing
# A mixture is made of the likeliest few, none much less likely than the first.
_MOST = 5
_UNLIKELY = 0.08
_UNLIKELY_BESIDE_FIRST = 0.3
_SEEN = 2
# What is aligned with all its mixture less often than this is in part what it was made of before.
_SURE = 0.5
# A piece of the stock vocabulary is French, and is made anew, when it is seen so often in French,
# so much less often in English, and is aligned with its mixture so often.
_FRENCH_SEEN = 50
_ENGLISH_SHARE = 0.01
_FRENCH_SURE = 0.25


@dataclass(frozen=True)
class Translations:
    """How often each French piece is expected to be aligned with each English one.

    Three arrays of one length, in order of the French piece, the likeliest English piece first.
    """

    french: NDArray[np.int64]
    english: NDArray[np.int64]
    expected: NDArray[np.float32]

    def of(self, piece: int) -> tuple[dict[int, float], float]:
        """Return the English pieces' likelihoods, without null's, and how often it is seen."""
        first, past = np.searchsorted(self.french, [piece, piece + 1])
        seen = float(self.expected[first:past].sum())
        pairs = zip(self.english[first:past], self.expected[first:past], strict=True)
        return {int(en): float(count) / seen for en, count in pairs if en != _NULL}, seen


def align(french: Sentences, english: Sentences, rounds: int = _ROUNDS) -> Translations:
    """Return the translations that pairs of sentences teach; sentence i translates sentence i."""
    meetings, at = _meetings(french, english)
    pairs, pair = np.unique(meetings, return_inverse=True)
    pair = pair.astype(np.int32)
    english_of, french_of = pairs & 0xFFFFFFFF, pairs >> 32
    likely = np.ones(len(pairs), dtype=np.float32)
    for _ in range(rounds):
        weights = likely[pair]
        credit = weights / np.bincount(at, weights).astype(np.float32)[at]
        expected = np.bincount(pair, credit, len(pairs)).astype(np.float32)
        likely = expected / np.bincount(english_of, expected).astype(np.float32)[english_of]
    order = np.lexsort((-expected, french_of))
    return Translations(french_of[order], english_of[order], expected[order])


def rows(
    pieces: Sequence[str], known: Mapping[str, int], french: Sentences, english: Sentences
) -> list[Row]:
    """Return the rows of a table: the new pieces in their order, then known ones to make anew.

    In the sentences the pieces are numbered on from the last of the `known`.
    """
    translations = align(french, english)
    names = [*sorted(known, key=known.__getitem__), *pieces]
    made = []
    for number, piece in enumerate(pieces, start=len(known)):
        mixture = _mixture(number, translations)
        before = parts(piece, known)
        sure = min(1.0, sum(mixture.values()) / _SURE)
        weights = {names[en]: sure * share for en, share in _shares(mixture).items()}
        for part in before:
            weights[part] = weights.get(part, 0.0) + (1 - sure) / len(before)
        made.append(Row(piece, hundredths(weights)))
    made += (
        Row(names[number], hundredths({names[en]: share for en, share in mixture.items()}), True)
        for number in _french(french, english, len(known))
        if names[number].removeprefix("##").isalpha()
        and sum((mixture := _mixture(number, translations)).values()) >= _FRENCH_SURE
    )
    return made


def _meetings(french: Sentences, english: Sentences) -> tuple[NDArray[np.int64], NDArray[np.int32]]:
    """Return every meeting of a French and an English piece, and at which French piece it is.

    A meeting is one number: the French piece's in its upper half, the English piece's below.
    """
    meetings, at = [], []
    before = 0
    for fr, en in zip(french, english, strict=True):
        if 0 < len(fr) <= _LONGEST and 0 < len(en) <= _LONGEST:
            here = np.array(fr, dtype=np.int64), np.array([_NULL, *en], dtype=np.int64)
            meetings.append(((here[0][:, None] << 32) + here[1]).ravel())
            at.append(np.repeat(np.arange(before, before + len(fr), dtype=np.int32), len(here[1])))
            before += len(fr)
    return np.concatenate(meetings), np.concatenate(at)


def _mixture(piece: int, translations: Translations) -> dict[int, float]:
    """Return the likelihoods of the English pieces that are to make a French one; maybe none."""
    likelihoods, seen = translations.of(piece)
    if seen < _SEEN or not likelihoods:
        return {}
    likeliest = list(likelihoods.items())[:_MOST]
    least = max(_UNLIKELY, _UNLIKELY_BESIDE_FIRST * likeliest[0][1])
    return {en: likelihood for en, likelihood in likeliest if likelihood > least}


def _shares(mixture: Mapping[int, float]) -> dict[int, float]:
    total = sum(mixture.values())
    return {en: likelihood / total for en, likelihood in mixture.items()}


def _french(french: Sentences, english: Sentences, known: int) -> Iterator[int]:
    """Yield the numbers of the known pieces that are all but French only."""
    in_french, in_english = (
        np.bincount(np.concatenate([np.array(s, dtype=np.int64) for s in side]), minlength=known)
        for side in (french, english)
    )
    for number in range(known):
        often = in_french[number] >= _FRENCH_SEEN
        if often and in_english[number] < _ENGLISH_SHARE * in_french[number]:
            yield number
