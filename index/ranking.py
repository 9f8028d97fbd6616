"""From the scores of two searches to one ranked list that is spread over the documents."""

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np

# What each passage of the same document further up costs one, in standard deviations.
_CROWDING = 0.5


def fuse(dense: Mapping[int, float], lexical: Mapping[int, float]) -> dict[int, float]:
    """Return the sum of both searches' z-scores for every candidate, that is every key of `dense`.

    Each list is centred on its mean over the candidates and divided by its standard deviation; a
    candidate that the lexical search did not find has 0 there before that. A list whose scores
    are all equal tells nothing and counts as 0. On the seed articles this beat reciprocal rank
    fusion, which forgets by how much one passage is better than the next.
    """
    numbers = sorted(dense)
    sums = _z_scores([dense[n] for n in numbers]) + _z_scores([lexical.get(n, 0) for n in numbers])
    return dict(zip(numbers, map(float, sums), strict=True))


def spread(scores: Mapping[int, float], owner: Mapping[int, int], limit: int) -> list[int]:
    """Return the `limit` candidates to show, by score, so that no document crowds out the others.

    `owner` maps a candidate to its document. A candidate's place is decided by its score less a
    little for every better one of its document. And before any document gets a third in, the
    best documents, as many as two thirds of `limit`, each have their first.
    """
    best_first = sorted(scores, key=lambda n: (-scores[n], n))
    turn: dict[int, int] = {}
    taken: Counter[int] = Counter()
    for number in best_first:
        turn[number] = taken[owner[number]]
        taken[owner[number]] += 1
    documents = list(dict.fromkeys(owner[number] for number in best_first))
    competing = set(documents[: -(-2 * limit // 3)])
    order = sorted(best_first, key=lambda n: (_CROWDING * turn[n] - scores[n], n))
    firsts = [i for i, n in enumerate(order) if turn[n] == 0 and owner[n] in competing]
    last_first = max(firsts, default=0)

    def place(i: int) -> tuple[int, int]:
        is_third = turn[order[i]] >= 2
        return (max(i, last_first), i + 1) if is_third else (i, 0)

    chosen = [order[i] for i in sorted(range(len(order)), key=place)[:limit]]
    return sorted(chosen, key=lambda n: (-scores[n], n))


def _z_scores(values: Sequence[float]) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    array = np.array(values, dtype=np.float64)
    deviation = float(array.std()) if len(array) else 0.0
    # Equal numbers can differ in their last bit, which would then decide everything.
    return (array - array.mean()) / deviation if deviation > 1e-6 else np.zeros(len(array))
