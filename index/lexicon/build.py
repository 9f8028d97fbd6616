"""Learn the lexicon from parallel text: `python -m index.lexicon.build PAIRS.tsv.gz --out FILE`.

IBM model 1 (Brown et al. 1993) in both directions at once: from the second round on, a word pair
is credited only as far as both directions agree on it (Liang, Taskar and Klein 2006). The result
depends on nothing but the pairs of sentences. Only sources that may be shipped are read.
"""

import argparse
import gzip
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from index.lexical import terms
from index.lexicon import Lexicon
from index.lexicon.written import OTHER_MEANING, Written, written_words

# The third column of the pairs; SOURCES.md has their licences.
SOURCES = frozenset({"tatoeba", "europarl", "tico19", "ntrex", "ud_pud"})

_ROUNDS = 5
_LONGEST = 60  # terms of a sentence; longer ones are lists, and align badly
# How much likelier a pair that begins with the same four letters is, to begin with.
_COGNATE = 5.0
_LIGHTEST = 0.08
# The weight of a word that was written by hand, by how many words its English has.
_WRITTEN = {1: 0.5, 2: 0.2}

_Pairs = list[tuple[list[str], list[str]]]
_Floats = NDArray[np.float64]
_Numbers = NDArray[np.int64]
# What a word may be aligned with when it translates nothing; it stands first in every sentence.
_NULL = ""


def read_pairs(path: Path, sources: frozenset[str] = SOURCES) -> Iterator[tuple[str, str]]:
    """Yield the (English, French) sentences of `sources` of a file.

    Its lines are `English TAB French TAB source`. Raises ValueError for one of another
    form.
    """
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        for number, line in enumerate(lines, start=1):
            fields = line.rstrip("\n").split("\t")
            if len(fields) != 3:
                raise ValueError(f"{path}, line {number}: {len(fields)} fields, expected 3")
            if fields[2] in sources:
                yield fields[0], fields[1]


def learn(sentences: Iterable[tuple[str, str]]) -> Lexicon:
    """Return the lexicon that (English, French) sentences teach.

    A pair's weight is the expected number of times that the two are aligned, over the geometric
    mean of their frequencies plus two; the two keep down what was seen only once. Pairs that
    weigh less than 0.08 are left out, and so are numbers.
    """
    corpus = [(_words(english, "en"), _words(french, "fr")) for english, french in sentences]
    corpus = [(en, fr) for en, fr in corpus if 1 < len(en) <= _LONGEST and 1 < len(fr) <= _LONGEST]
    cells = _Cells.of(corpus)
    english = Counter(word for en, _ in corpus for word in en)
    french = Counter(word for _, fr in corpus for word in fr)
    weighed = [
        (en, fr, round(float(count) / math.sqrt((english[en] + 2) * (french[fr] + 2)), 2))
        for (en, fr), count in zip(cells.pairs, _aligned(cells), strict=True)
    ]
    heaviest_first = sorted(weighed, key=lambda pair: (-pair[2], pair))
    return Lexicon(pair for pair in heaviest_first if pair[2] >= _LIGHTEST)


def added(lexicon: Lexicon, written: Iterable[Written]) -> Lexicon:
    """Return the lexicon with the words that were written by hand with their English.

    English of one word translates the French one, of two words each does in part; a second meaning
    weighs less, and longer English is a paraphrase that translates no word.
    """
    weighed = {(en, fr): weight for en, fr, weight in lexicon.pairs()}
    for french, meanings in written:
        for fr in terms(french, "fr")[:1]:
            for nth, meaning in enumerate(meanings):
                english = terms(meaning, "en")
                weight = _WRITTEN.get(len(english), 0.0) * OTHER_MEANING**nth
                for en in english if weight else ():
                    weighed[en, fr] = max(weight, weighed.get((en, fr), 0.0))
    heaviest_first = sorted(weighed.items(), key=lambda pair: (-pair[1], pair))
    return Lexicon((en, fr, weight) for (en, fr), weight in heaviest_first)


def save(lexicon: Lexicon, path: Path) -> int:
    """Write the pairs in the form that `index.lexicon.load` reads; return how many there are."""
    rows = sorted(lexicon.pairs(), key=lambda pair: (-pair[2], pair))
    text = "".join(f"{en}\t{fr}\t{round(100 * weight)}\n" for en, fr, weight in rows)
    path.write_bytes(gzip.compress(text.encode("utf-8"), mtime=0))
    return len(rows)


def _words(sentence: str, language: str) -> list[str]:
    return [_NULL, *(term for term in terms(sentence, language) if not term[0].isdigit())]


@dataclass(frozen=True)
class _Cells:
    """Every meeting of an English and a French word in a pair of sentences.

    The arrays have an entry for each meeting: which of `pairs` meets, and at which word of the
    corpus, counted through, on either side.
    """

    pairs: Sequence[tuple[str, str]]
    pair: _Numbers
    english_at: _Numbers
    french_at: _Numbers

    @classmethod
    def of(cls, corpus: _Pairs) -> "_Cells":
        numbers: dict[tuple[str, str], int] = {}
        pair = np.fromiter(
            (numbers.setdefault((e, f), len(numbers)) for en, fr in corpus for f in fr for e in en),
            dtype=np.int64,
        )
        english_at, french_at = [], []
        before_en = before_fr = 0
        for en, fr in corpus:
            english_at.append(np.tile(np.arange(before_en, before_en + len(en)), len(fr)))
            french_at.append(np.repeat(np.arange(before_fr, before_fr + len(fr)), len(en)))
            before_en, before_fr = before_en + len(en), before_fr + len(fr)
        return cls(list(numbers), pair, np.concatenate(english_at), np.concatenate(french_at))


def _aligned(cells: _Cells) -> _Floats:
    """Return how often each of `cells.pairs` is expected to be aligned, by both directions.

    For a pair with null that is 0: null translates nothing, so one direction never says so.
    """
    en_of, en_null = _side([en for en, _ in cells.pairs])
    fr_of, fr_null = _side([fr for _, fr in cells.pairs])
    to_french = np.array([_COGNATE if en[:4] == fr[:4] else 1.0 for en, fr in cells.pairs])
    to_english = to_french
    for turn in range(_ROUNDS):
        french = _share(np.where(fr_null, 0, to_french)[cells.pair], cells.french_at)
        english = _share(np.where(en_null, 0, to_english)[cells.pair], cells.english_at)
        both = french * english
        if turn > 0:
            french = np.where(en_null[cells.pair], french, both)
            english = np.where(fr_null[cells.pair], english, both)
        to_french = _share(_sums(french, cells.pair), en_of)
        to_english = _share(_sums(english, cells.pair), fr_of)
    return _sums(both, cells.pair)


def _side(words: Sequence[str]) -> tuple[_Numbers, NDArray[np.bool_]]:
    """Return a number for each word, equal for equals, and which of them are null."""
    numbers: dict[str, int] = {}
    found = np.array([numbers.setdefault(word, len(numbers)) for word in words], dtype=np.int64)
    return found, np.array([word == _NULL for word in words])


def _sums(weights: _Floats, group: _Numbers) -> _Floats:
    return np.bincount(group, weights).astype(np.float64, copy=False)


def _share(weights: _Floats, group: _Numbers) -> _Floats:
    """Return each weight as its share of the sum of its group; 0 where that is 0."""
    sums = _sums(weights, group)[group]
    return np.divide(weights, sums, out=np.zeros_like(weights), where=sums > 0)


def main() -> None:
    """Read the files named on the command line, learn, and write."""
    parser = argparse.ArgumentParser(description="Learn the English-French lexicon.")
    parser.add_argument("pairs", type=Path, nargs="+", help="English TAB French TAB source, gzip")
    parser.add_argument("--out", type=Path, required=True)
    arguments = parser.parse_args()
    lexicon = learn(pair for path in arguments.pairs for pair in read_pairs(path))
    count = save(added(lexicon, written_words()), arguments.out)
    print(f"{count} pairs, {arguments.out.stat().st_size} bytes")  # noqa: T201


if __name__ == "__main__":
    main()
