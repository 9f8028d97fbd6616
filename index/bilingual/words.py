"""Pieces for whole French words, made of the English that was written for them.

A word that is cut into pieces that say nothing (`peage`: `pea`, `##ge`) cannot be read; made of
the embeddings of its English (`toll`), it can, from the first.
"""

from collections.abc import Iterable, Mapping

from index.bilingual.pieces import parts
from index.bilingual.table import Row, hundredths
from index.lexical import STOP_WORDS, fold
from index.lexicon.written import OTHER_MEANING, Written


def rows(written: Iterable[Written], known: Mapping[str, int], taken: Iterable[str]) -> list[Row]:
    """Return a row for each French word that is neither a known piece nor taken, in their order.

    Of words that are alike without accents the first counts.
    """
    found = []
    passed = {*known, *taken}
    for french, meanings in written:
        piece = fold(french)
        if piece.isalpha() and piece not in passed and (mixture := _mixture(meanings, known)):
            passed.add(piece)
            found.append(Row(piece, mixture))
    return found


def _mixture(meanings: Iterable[str], known: Mapping[str, int]) -> dict[str, int]:
    """The pieces of the English, each meaning's words counting alike, small words for nothing."""
    weights: dict[str, float] = {}
    for nth, meaning in enumerate(meanings):
        words = fold(meaning).replace("-", " ").split()
        telling = [word for word in words if word not in STOP_WORDS["en"]] or words
        for word in telling:
            cut = parts(word, known)
            for piece in cut:
                share = OTHER_MEANING**nth / len(telling) / len(cut)
                weights[piece] = weights.get(piece, 0.0) + share
    return hundredths(weights)
