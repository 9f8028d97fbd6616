"""The vector index: passage numbers and their embeddings, searched exactly by FAISS.

It is a cache of what the catalog holds, and can be thrown away and built again at any time.
"""

from collections.abc import Sequence

import faiss
import numpy as np
from numpy.typing import NDArray

# A query over a few 10,000 vectors is faster on one thread than what OpenMP needs to wake others,
# and its pool would fight with the encoder's over the cores.
faiss.omp_set_num_threads(1)

Numbers = NDArray[np.int64]
Vectors = NDArray[np.float32]


class VectorIndex:
    """Embeddings (rows of d float32, of length 1) under the numbers of their passages.

    Exact inner product, which is the cosine for rows of length 1. d is that of the first rows
    added to an empty index. Not safe to change while another thread searches.
    """

    def __init__(self) -> None:
        self._index: faiss.IndexIDMap2 | None = None

    def __len__(self) -> int:
        return 0 if self._index is None else int(self._index.ntotal)

    def numbers(self) -> Numbers:
        """Return the numbers held, in no particular order."""
        if self._index is None:
            return np.empty(0, dtype=np.int64)
        return np.array(faiss.vector_to_array(self._index.id_map), dtype=np.int64)

    def add(self, numbers: Numbers, vectors: Vectors) -> None:
        """Add rows (n x d); the numbers (n) must not be held yet."""
        if len(numbers) == 0:
            return
        if len(self) == 0:
            self._index = faiss.IndexIDMap2(faiss.IndexFlatIP(vectors.shape[1]))
        assert self._index is not None
        self._index.add_with_ids(np.ascontiguousarray(vectors, dtype=np.float32), numbers)

    def remove(self, numbers: Numbers) -> None:
        """Remove rows; numbers that are not held do no harm."""
        if self._index is not None and len(numbers) > 0:
            self._index.remove_ids(faiss.IDSelectorBatch(numbers))

    def search(
        self, question: Vectors, limit: int, allowed: Numbers | None = None
    ) -> list[tuple[int, float]]:
        """Return up to `limit` (number, cosine) pairs for an embedding (d), best first.

        `allowed` restricts the search to these numbers; None to all. Equals come in order of
        their numbers.
        """
        limit = min(limit, len(self))
        if self._index is None or limit == 0 or (allowed is not None and len(allowed) == 0):
            return []
        # The parameters only point at the selector: the name keeps it alive during the search.
        selector = None if allowed is None else faiss.IDSelectorBatch(allowed)
        params = faiss.SearchParameters()
        params.sel = selector
        scores, numbers = self._index.search(question.reshape(1, -1), limit, params=params)
        # FAISS fills up with number -1 where it has fewer rows than were asked for.
        found = [(int(n), float(s)) for n, s in zip(numbers[0], scores[0], strict=True) if n >= 0]
        return sorted(found, key=lambda pair: (-pair[1], pair[0]))

    def scores(self, question: Vectors, numbers: Sequence[int]) -> list[float]:
        """Return the cosine of an embedding (d) with each of `numbers`, which must be held."""
        if self._index is None or not numbers:
            return []
        rows = np.stack([self._index.reconstruct(number) for number in numbers])
        return [float(score) for score in rows @ question]
