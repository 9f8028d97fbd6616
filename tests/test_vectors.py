"""The vector index: what is nearest, under the numbers of the passages."""

from collections.abc import Iterator

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from index import vectors
from index.vectors import Numbers, VectorIndex, Vectors

EAST = np.array([1, 0], dtype=np.float32)


def _index() -> VectorIndex:
    index = VectorIndex()
    rows = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    index.add(np.array([10, 20, 30]), rows)
    return index


def _brute(
    held: dict[int, Vectors], question: Vectors, limit: int, allowed: set[int] | None = None
) -> list[tuple[int, float]]:
    pairs = [
        (number, float(row @ question))
        for number, row in held.items()
        if allowed is None or number in allowed
    ]
    return sorted(pairs, key=lambda pair: (-pair[1], pair[0]))[:limit]


def test_search_returns_numbers_and_cosines_best_first() -> None:
    found = _index().search(EAST, 2)
    assert [number for number, _ in found] == [10, 30]
    assert [score for _, score in found] == pytest.approx([1.0, 0.6], abs=1e-3)


def test_asking_for_more_than_there_is_gives_all_and_no_padding() -> None:
    assert [number for number, _ in _index().search(EAST, 50)] == [10, 30, 20]


def test_asking_for_nothing_finds_nothing() -> None:
    assert _index().search(EAST, 0) == []


def test_an_empty_index_finds_nothing() -> None:
    assert VectorIndex().search(EAST, 5) == []
    assert VectorIndex().numbers().tolist() == []


def test_allowed_restricts_the_search_without_padding() -> None:
    found = _index().search(EAST, 3, allowed=np.array([20, 30, 99]))
    assert [number for number, _ in found] == [30, 20]


def test_nothing_allowed_finds_nothing() -> None:
    assert _index().search(EAST, 3, allowed=np.array([], dtype=np.int64)) == []


def test_removed_rows_are_not_found() -> None:
    index = _index()
    index.remove(np.array([10, 99]))
    assert sorted(index.numbers().tolist()) == [20, 30]
    assert [number for number, _ in index.search(EAST, 3)] == [30, 20]


def test_rows_can_be_added_after_all_were_removed() -> None:
    index = _index()
    index.remove(index.numbers())
    index.add(np.array([7]), np.array([[1, 0, 0]], dtype=np.float32))
    assert index.search(np.array([1, 0, 0], dtype=np.float32), 1) == [(7, 1.0)]


def test_equals_come_in_order_of_their_numbers_even_where_the_list_ends() -> None:
    index = VectorIndex()
    index.add(np.array([3, 1, 2]), np.array([[1, 0]] * 3, dtype=np.float32))
    assert [number for number, _ in index.search(EAST, 3)] == [1, 2, 3]
    assert [number for number, _ in index.search(EAST, 1)] == [1]


def test_scores_are_of_the_given_numbers_in_their_order() -> None:
    assert _index().scores(EAST, [30, 10]) == pytest.approx([0.6, 1.0], abs=1e-3)
    assert _index().scores(EAST, []) == []


def test_score_of_a_number_not_held_is_an_error() -> None:
    with pytest.raises(KeyError, match="99"):
        _index().scores(EAST, [10, 99])


# Halves are exact in half precision, and make many ties.
ROWS = st.tuples(*[st.sampled_from([-1.0, -0.5, 0.0, 0.5])] * 3).map(
    lambda row: np.array(row, dtype=np.float32)
)
NUMBERS = st.integers(1, 12)


@given(
    changes=st.lists(st.tuples(NUMBERS, st.none() | ROWS), max_size=25),
    question=ROWS,
    limit=st.integers(1, 14),
    allowed=st.none() | st.sets(NUMBERS),
)
@settings(max_examples=200)
def test_any_changes_leave_what_comparing_all_finds(
    changes: list[tuple[int, Vectors | None]],
    question: Vectors,
    limit: int,
    allowed: set[int] | None,
) -> None:
    index, held = VectorIndex(), dict[int, Vectors]()
    for number, row in changes:
        index.remove(np.array([number]))
        held.pop(number, None)
        if row is not None:
            index.add(np.array([number]), row[None])
            held[number] = row
    among = None if allowed is None else np.array(sorted(allowed), dtype=np.int64)
    assert index.search(question, limit, among) == _brute(held, question, limit, allowed)
    assert sorted(index.numbers().tolist()) == sorted(held)
    assert index.scores(question, list(held)) == [row @ question for row in held.values()]


MANY, WIDTH = 3000, 16
RANDOM = np.random.default_rng(7)
CLOUD = RANDOM.standard_normal((MANY, WIDTH)).astype(np.float32)
CLOUD /= np.linalg.norm(CLOUD, axis=1, keepdims=True)
CLOUD = CLOUD.astype(np.float16).astype(np.float32)


def _batches(rows: Vectors = CLOUD) -> Iterator[tuple[Numbers, Vectors]]:
    for start in range(0, len(rows), 500):
        stop = min(start + 500, len(rows))
        yield np.arange(start, stop, dtype=np.int64) + 1, rows[start:stop]


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> VectorIndex:
    """Return an index that counts as large, so that its rows are compressed."""
    monkeypatch.setattr(vectors, "EXACT_UP_TO", 1000)
    return VectorIndex.build(_batches(), MANY)


def _numbers(found: list[tuple[int, float]]) -> list[int]:
    return [number for number, _ in found]


def test_a_small_index_is_built_exact() -> None:
    index = VectorIndex.build(_batches(), MANY)
    for question in CLOUD[:20]:
        expected = _brute(dict(enumerate(CLOUD, start=1)), question, 10)
        assert _numbers(index.search(question, 10)) == _numbers(expected)


def test_an_index_of_no_batches_is_empty() -> None:
    assert len(VectorIndex.build(iter([]), 0)) == 0


def test_a_large_index_finds_nearly_all_that_comparing_all_finds(large: VectorIndex) -> None:
    held = dict(enumerate(CLOUD, start=1))
    common = sum(
        len(set(_numbers(large.search(question, 10))) & set(_numbers(_brute(held, question, 10))))
        for question in CLOUD[:50]
    )
    assert common >= 0.97 * 500


def test_a_large_index_gives_each_row_the_cosine_of_one(large: VectorIndex) -> None:
    for number in (1, 1500, MANY):
        [(found, score)] = large.search(CLOUD[number - 1], 1)
        assert found == number
        assert score == pytest.approx(1.0, abs=0.02)
        assert large.scores(CLOUD[number - 1], [number]) == [pytest.approx(1.0, abs=0.02)]


def test_a_large_index_forgets_removed_rows(large: VectorIndex) -> None:
    nearest = _numbers(large.search(CLOUD[0], 600))
    large.remove(np.array(nearest[:300]))
    assert len(large) == MANY - 300
    assert set(large.numbers().tolist()).isdisjoint(nearest[:300])
    assert len(set(_numbers(large.search(CLOUD[0], 10))) & set(nearest[300:310])) >= 9


def test_a_large_index_takes_new_rows_and_removed_numbers_again(large: VectorIndex) -> None:
    large.remove(np.array([5]))
    large.add(np.array([5, MANY + 1]), CLOUD[[8, 9]])
    assert _numbers(large.search(CLOUD[8], 2)) == [5, 9]
    assert _numbers(large.search(CLOUD[9], 2)) == [10, MANY + 1]
    assert large.scores(CLOUD[8], [5]) == [pytest.approx(1.0, abs=0.02)]


def test_a_large_index_compares_all_that_are_allowed(large: VectorIndex) -> None:
    allowed = np.arange(3, MANY, 7, dtype=np.int64)
    large.remove(allowed[:10])
    held = {int(number): CLOUD[number - 1] for number in allowed[10:]}
    found = large.search(CLOUD[0], 20, allowed)
    assert len(set(_numbers(found)) & set(_numbers(_brute(held, CLOUD[0], 20)))) >= 19
    assert set(_numbers(large.search(CLOUD[0], MANY, allowed))) == set(held)


def test_a_large_index_gives_all_when_all_are_asked_for(large: VectorIndex) -> None:
    assert sorted(_numbers(large.search(CLOUD[0], 2 * MANY))) == list(range(1, MANY + 1))


def test_a_large_index_orders_equals_by_number(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "EXACT_UP_TO", 1000)
    rows = np.tile(CLOUD[:100], (20, 1))
    index = VectorIndex.build(_batches(rows), len(rows))
    assert _numbers(index.search(rows[0], 3)) == [1, 101, 201]


def test_an_index_says_when_it_should_be_built_anew(large: VectorIndex) -> None:
    assert not large.worn
    large.remove(np.arange(1, MANY // 4))
    assert large.worn
    grown = VectorIndex()
    grown.add(np.arange(1000), CLOUD[:1000])
    assert not grown.worn
    grown.add(np.array([1000]), CLOUD[:1])
    assert grown.worn


def test_equals_across_the_limit_are_settled_without_comparing_all(
    large: VectorIndex, monkeypatch: pytest.MonkeyPatch
) -> None:
    large.add(np.arange(10_001, 10_021), np.repeat(CLOUD[:1], 20, axis=0))
    monkeypatch.delattr(VectorIndex, "_compared")
    assert _numbers(large.search(CLOUD[0], 10)) == [1, *range(10_001, 10_010)]
