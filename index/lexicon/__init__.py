"""Which French words translate an English word, and the other way round: one learnt table.

Words are terms as `index.lexical` makes them: folded Snowball stems, no stop words. The table is
learnt from parallel text by `index.lexicon.build`; SOURCES.md names the texts and their licences.
"""

import gzip
from collections.abc import Iterable, Iterator
from functools import cache
from importlib.resources import files

Translations = tuple[tuple[str, float], ...]

FILE = "lexicon.tsv.gz"
MOST = 5
_WEAKEST_TO_BEST = 0.25


class Lexicon:
    """Pairs of an English and a French term with a weight of 0 to 1, looked up from either side."""

    def __init__(self, pairs: Iterable[tuple[str, str, float]]) -> None:
        """Take (English, French, weight) triples, the heaviest first, whatever pair they are of.

        A word keeps its best five partners, and none that weighs less than a quarter of the best.
        """
        self._partners: dict[str, dict[str, list[tuple[str, float]]]] = {"en": {}, "fr": {}}
        english, french = self._partners["en"], self._partners["fr"]
        for en, fr, weight in pairs:
            _keep(english.setdefault(en, []), fr, weight)
            _keep(french.setdefault(fr, []), en, weight)

    def translations(self, term: str, language: str) -> Translations:
        """Return the terms of the other language that translate `term`, best first.

        `language`, "fr" or "en", is that of `term`. At most five, each with its weight, which is
        the geometric mean of how often either word stands for the other; () for a word that is
        not known.
        """
        return tuple(self._partners[language].get(term, ()))

    def pairs(self) -> Iterator[tuple[str, str, float]]:
        """Yield every (English, French, weight) that can be looked up from at least one side."""
        english, french = self._partners["en"], self._partners["fr"]
        found = {(en, fr): weight for en, partners in english.items() for fr, weight in partners}
        found |= {(en, fr): weight for fr, partners in french.items() for en, weight in partners}
        yield from ((en, fr, weight) for (en, fr), weight in found.items())


def _keep(partners: list[tuple[str, float]], term: str, weight: float) -> None:
    if not partners or (len(partners) < MOST and weight >= _WEAKEST_TO_BEST * partners[0][1]):
        partners.append((term, weight))


@cache
def load() -> Lexicon:
    """Return the lexicon that comes with this package; read once, in some hundredths of a second.

    Its file holds a line for each pair, the heaviest first: English, French, weight in hundredths.
    """
    packed = files("index.lexicon").joinpath(FILE).read_bytes()
    rows = (line.split("\t") for line in gzip.decompress(packed).decode("utf-8").splitlines())
    return Lexicon((en, fr, int(weight) / 100) for en, fr, weight in rows)
