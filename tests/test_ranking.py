"""Fusing the two searches, and spreading the result over the documents."""

import pytest

from index.ranking import fuse, spread


def test_z_scores_of_both_lists_are_summed() -> None:
    # The z-scores of (1, 0) and of (0, 8) are (1, -1) and (-1, 1).
    assert fuse({1: 1.0, 2: 0.0}, {2: 8.0}) == pytest.approx({1: 0.0, 2: 0.0})


def test_a_list_of_equal_scores_counts_as_nothing() -> None:
    assert fuse({1: 0.9, 2: 0.1}, {}) == pytest.approx({1: 1.0, 2: -1.0})


@pytest.mark.parametrize(("dense", "expected"), [({}, {}), ({5: 0.3}, {5: 0.0})])
def test_none_or_one_candidate(dense: dict[int, float], expected: dict[int, float]) -> None:
    assert fuse(dense, {}) == expected


def test_a_long_document_does_not_crowd_out_the_others() -> None:
    scores = {n: 5.0 - n / 100 for n in range(10)} | {10: 1.0, 11: 0.5}
    owner = dict.fromkeys(range(10), 1) | {10: 2, 11: 3}
    assert spread(scores, owner, 6) == [0, 1, 2, 3, 10, 11]


def test_a_second_passage_gives_way_to_one_of_another_document_that_is_nearly_as_good() -> None:
    owner = {0: 1, 1: 1, 2: 2}
    assert spread({0: 3.0, 1: 2.9, 2: 2.6}, owner, 2) == [0, 2]
    assert spread({0: 3.0, 1: 2.9, 2: 2.3}, owner, 2) == [0, 1]


def test_a_document_with_much_to_say_fills_what_is_left() -> None:
    scores = {0: 3.0, 1: 2.9, 2: 2.8, 3: 2.7, 4: 1.0}
    assert spread(scores, {0: 1, 1: 1, 2: 1, 3: 1, 4: 2}, 4) == [0, 1, 2, 4]


def test_a_document_that_is_far_behind_gets_no_place_for_its_own_sake() -> None:
    scores = {0: 6.0, 1: 5.9, 2: 5.8, 3: 5.7, 4: 5.6, 5: -2.0}
    assert spread(scores, {0: 1, 1: 1, 2: 1, 3: 1, 4: 1, 5: 2}, 2) == [0, 1]


def test_no_more_candidates_than_places_all_come_back_best_first() -> None:
    assert spread({1: 0.1, 2: 0.9, 3: 0.5}, {1: 1, 2: 1, 3: 1}, 12) == [2, 3, 1]


def test_equals_come_in_order_of_their_numbers() -> None:
    assert spread({3: 1.0, 1: 1.0, 2: 1.0}, {1: 1, 2: 2, 3: 3}, 2) == [1, 2]


def test_no_candidates() -> None:
    assert spread({}, {}, 12) == []
