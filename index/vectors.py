"""The vector index: passage numbers and their embeddings, searched by FAISS.

It is a cache of what the catalog holds, and can be thrown away and built again at any time.

Up to EXACT_UP_TO rows, embeddings are kept in half precision and every search is exact. An index
built of more keeps 8 bits of each number, and beside them 4 bits for every four numbers (product
quantisation, Jégou et al. 2011, in the register layout of André et al. 2015): the small codes
propose eight rows for each one wanted, and the larger ones rank them. That takes a quarter of the
memory of the embeddings and a twentieth of the time of comparing them all.
"""

from collections.abc import Iterable, Iterator, Sequence
from itertools import chain
from math import gcd
from pathlib import Path
from typing import Self

import faiss
import numpy as np
from numpy.typing import NDArray

from index.vector_file import FaissIndex, Stored, read, write

# A query over a few 10,000 vectors is faster on one thread than what OpenMP needs to wake others,
# and its pool would fight with the encoder's over the cores.
faiss.omp_set_num_threads(1)

Numbers = NDArray[np.int64]
Vectors = NDArray[np.float32]
_Mask = NDArray[np.bool_]

# Rows from which compression pays: exact search of as many takes some 5 ms and 115 MB.
EXACT_UP_TO = 150_000
# Rows that the small codes propose for each one wanted, and at least.
_PROPOSED, _PROPOSED_LEAST = 8, 400
# Share of removed rows, which still take memory and time, from which building anew pays.
_MOST_DEAD = 0.2
# Rows to learn the range of the 8 bits from, and rows to learn the small codes from.
_HEAD, _SAMPLE = 20_000, 16_384
# Rows to convert at a time.
_CHUNK = 10_000
# How far beyond the range of the sample the 8 bits reach, on either side, as a share of it.
_MARGIN = 0.1
# Room for new rows that a loaded index has, as a part of its size.
_ROOM = 20


class VectorIndex:
    """Embeddings (rows of d float32, of length 1) under the numbers of their passages.

    The score is the inner product, which is the cosine for rows of length 1. d is that of the
    first rows added to an empty index. Not safe to change while another thread searches.
    """

    def __init__(self) -> None:
        self._empty()

    def _empty(self) -> None:
        # FAISS knows a row by its position; these say which number stands there. Rows cannot be
        # taken out of the small codes, so that removed ones stay there, no longer alive.
        self._numbers: Numbers = np.empty(0, dtype=np.int64)
        self._alive: _Mask = np.empty(0, dtype=np.bool_)
        # Positions in order of their numbers, made when first needed after a change.
        self._order: Numbers | None = None
        self._rows: FaissIndex = None
        self._codes: FaissIndex = None

    @classmethod
    def build(cls, batches: Iterable[tuple[Numbers, Vectors]], count: int) -> Self:
        """Return an index of all rows of `batches`, which are read once, one at a time.

        `count` is how many rows to expect, and decides whether their 8 bits are enough.
        """
        index = cls()
        remaining = iter(batches)
        if count > EXACT_UP_TO:
            head = _first(remaining, _HEAD)
            index._rows = _eight_bits(np.concatenate([vectors for _, vectors in head]))
            remaining = chain(head, remaining)
        for numbers, vectors in remaining:
            index.add(numbers, vectors)
        if len(index) > EXACT_UP_TO:
            index._codes = _small_codes(index._rows)
        return index

    @classmethod
    def load(cls, path: Path, key: str) -> tuple[Self, int]:
        """Return the index saved at `path`, and its generation.

        Raises VectorsUnusable, with the reason, when there is none, when it is damaged or of
        another version, and when it was saved under another key.
        """
        stored = read(path, key)
        index = cls()
        index._numbers, index._alive = stored.numbers, stored.numbers >= 0
        index._rows, index._codes = stored.rows, stored.codes
        if index._rows is not None:
            _make_room(index._rows)
        return index, stored.generation

    def save(self, path: Path, key: str, generation: int) -> None:
        """Put the index at `path`, whole or not at all, in place of an earlier one.

        `key` says what the embeddings are of, `generation` which state of the catalog they are.
        Raises OSError.
        """
        numbers = np.where(self._alive, self._numbers, -1)
        write(path, key, Stored(generation, numbers, self._rows, self._codes))

    def __len__(self) -> int:
        return int(np.count_nonzero(self._alive))

    @property
    def exact(self) -> bool:
        """Whether scores are those of the embeddings, but for half precision."""
        return self._rows is None or self._rows.sq.qtype == faiss.ScalarQuantizer.QT_fp16

    @property
    def worn(self) -> bool:
        """Whether building the index anew would make it smaller or faster."""
        if self._codes is None:
            return len(self) > EXACT_UP_TO
        return len(self) < (1 - _MOST_DEAD) * len(self._alive)

    def numbers(self) -> Numbers:
        """Return the numbers held, in no particular order."""
        return self._numbers[self._alive]

    def add(self, numbers: Numbers, vectors: Vectors) -> None:
        """Add rows (n x d); the numbers (n) must not be held yet, nor be negative."""
        if len(numbers) == 0:
            return
        if self._rows is None:
            self._rows = faiss.IndexScalarQuantizer(
                vectors.shape[1], faiss.ScalarQuantizer.QT_fp16, faiss.METRIC_INNER_PRODUCT
            )
        rows = np.ascontiguousarray(vectors, dtype=np.float32)
        self._rows.add(rows)
        if self._codes is not None:
            self._codes.add(rows)
        self._numbers = np.append(self._numbers, numbers)
        self._alive = np.append(self._alive, np.ones(len(numbers), dtype=np.bool_))
        self._order = None

    def remove(self, numbers: Numbers) -> None:
        """Remove rows; numbers that are not held do no harm."""
        at = self._positions(numbers)
        at = at[at >= 0]
        self._alive[at] = False
        if not self._alive.any():
            self._empty()
        elif self._codes is None and len(at) > 0:
            self._rows.remove_ids(faiss.IDSelectorBatch(at))
            self._numbers, self._alive = self._numbers[self._alive], self._alive[self._alive]
            self._order = None

    def search(
        self, question: Vectors, limit: int, allowed: Numbers | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `limit` (number, cosine) pairs for an embedding (d), best first.

        `allowed` restricts the search to these numbers, and lets it compare all of them; None to
        all. Equals come in order of their numbers.
        """
        mask = self._alive if allowed is None else self._alive & np.isin(self._numbers, allowed)
        among = int(np.count_nonzero(mask))
        if among == 0 or limit < 1:
            return []
        query = np.ascontiguousarray(question, dtype=np.float32)
        compare_all = self._codes is None or allowed is not None
        most = limit + 1
        while True:
            compare_all = compare_all or _proposals(most) >= among
            find = self._compared if compare_all else self._proposed
            at, scores = find(query, most, mask)
            best = np.lexsort((self._numbers[at], -scores))
            # Of several rows with the score of the last one wanted, FAISS gives any: go on
            # until one is seen that is worse, or all are.
            settled = len(at) > limit and scores[best[-1]] < scores[best[limit - 1]]
            if settled or (compare_all and most >= among):
                at, scores = at[best[:limit]], scores[best[:limit]]
                return list(zip(self._numbers[at].tolist(), scores.tolist(), strict=True))
            most *= 4

    def scores(self, question: Vectors, numbers: Sequence[int]) -> list[float]:
        """Return the cosine of an embedding (d) with each of `numbers`, which must be held."""
        if not numbers:
            return []
        at = self._positions(np.array(numbers, dtype=np.int64))
        if at.min() < 0:
            raise KeyError(numbers[int(at.argmin())])
        return [float(score) for score in self._cosines(question, at)]

    def _compared(self, query: Vectors, most: int, mask: _Mask) -> tuple[Numbers, Vectors]:
        """Return positions and scores of the `most` nearest rows in the mask, of all there."""
        params = None
        if not mask.all():
            # The parameters only point at the selector, and that at the bits.
            bits = np.packbits(mask, bitorder="little")
            selector = faiss.IDSelectorBitmap(len(mask), faiss.swig_ptr(bits))
            params = faiss.SearchParameters()
            params.sel = selector
        scores, at = self._rows.search(query[None], min(most, len(mask)), params=params)
        found = at[0] >= 0
        return at[0][found], scores[0][found]

    def _proposed(self, query: Vectors, most: int, mask: _Mask) -> tuple[Numbers, Vectors]:
        """Return positions and scores of the rows in the mask that the small codes propose."""
        wanted = asked = _proposals(most)
        while True:
            at = self._codes.search(query[None], min(asked, len(mask)))[1][0]
            at = at[mask[at]]
            # Where many of the nearest rows were removed, too few are left to choose from.
            if len(at) > (1 - _MOST_DEAD) * wanted or asked >= len(mask):
                return at, self._cosines(query, at)
            asked *= 4

    def _cosines(self, query: Vectors, at: Numbers) -> Vectors:
        # Summed row by row, so that equal rows have equal scores wherever they stand.
        return np.asarray((self._rows.reconstruct_batch(at) * query).sum(axis=1))

    def _positions(self, numbers: Numbers) -> Numbers:
        """Return the position of the row of each number, -1 for one that is not held."""
        if len(self) == 0 or len(numbers) == 0:
            return np.full(len(numbers), -1, dtype=np.int64)
        if self._order is None:
            self._order = np.argsort(self._numbers, kind="stable")
        # The last of several, since one that was removed may have come again.
        last = np.searchsorted(self._numbers, numbers, side="right", sorter=self._order) - 1
        at = self._order[last]
        return np.where((self._numbers[at] == numbers) & self._alive[at], at, -1)


def _proposals(most: int) -> int:
    return max(_PROPOSED * most, _PROPOSED_LEAST)


def _first(
    batches: Iterator[tuple[Numbers, Vectors]], least: int
) -> list[tuple[Numbers, Vectors]]:
    """Take batches until they have `least` rows together, or there are no more."""
    taken: list[tuple[Numbers, Vectors]] = []
    while sum(len(numbers) for numbers, _ in taken) < least:
        if (batch := next(batches, None)) is None:
            break
        taken.append(batch)
    return taken


def _make_room(rows: FaissIndex) -> None:
    """Have room for a few more rows, since the first one without it would copy all the others."""
    size = rows.codes.size()
    rows.codes.resize(size + size // _ROOM)
    rows.codes.resize(size)


def _eight_bits(sample: Vectors) -> FaissIndex:
    """Return an empty index of 8 bits a number, over the range of a sample and a little more."""
    rows = faiss.IndexScalarQuantizer(
        sample.shape[1], faiss.ScalarQuantizer.QT_8bit, faiss.METRIC_INNER_PRODUCT
    )
    rows.sq.rangestat_arg = _MARGIN
    rows.train(sample)
    return rows


def _small_codes(rows: FaissIndex) -> FaissIndex:
    """Return the small codes of all rows, learnt from rows spread evenly over them."""
    codes = faiss.IndexPQFastScan(rows.d, rows.d // gcd(rows.d, 4), 4, faiss.METRIC_INNER_PRODUCT)
    codes.pq.cp.min_points_per_centroid = 1  # FAISS would warn of tests
    spread = np.linspace(0, rows.ntotal - 1, min(rows.ntotal, _SAMPLE)).astype(np.int64)
    codes.train(rows.reconstruct_batch(spread))
    for start in range(0, rows.ntotal, _CHUNK):
        codes.add(rows.reconstruct_n(start, min(_CHUNK, rows.ntotal - start)))
    return codes
