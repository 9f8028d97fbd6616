"""The vector index: exact cosines under the numbers of the passages."""

import numpy as np
import pytest

from index.vectors import VectorIndex


def _index() -> VectorIndex:
    index = VectorIndex()
    rows = np.array([[1, 0], [0, 1], [0.6, 0.8]], dtype=np.float32)
    index.add(np.array([10, 20, 30]), rows)
    return index


EAST = np.array([1, 0], dtype=np.float32)


def test_search_returns_numbers_and_cosines_best_first() -> None:
    found = _index().search(EAST, 2)
    assert [number for number, _ in found] == [10, 30]
    assert [score for _, score in found] == pytest.approx([1.0, 0.6])


def test_asking_for_more_than_there_is_gives_all_and_no_padding() -> None:
    assert [number for number, _ in _index().search(EAST, 50)] == [10, 30, 20]


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


def test_equals_come_in_order_of_their_numbers() -> None:
    index = VectorIndex()
    index.add(np.array([3, 1, 2]), np.array([[1, 0]] * 3, dtype=np.float32))
    assert [number for number, _ in index.search(EAST, 3)] == [1, 2, 3]


def test_scores_of_given_numbers_are_exact() -> None:
    assert _index().scores(EAST, [30, 10]) == pytest.approx([0.6, 1.0])
    assert _index().scores(EAST, []) == []
