"""How far apart two values lie."""

import pytest

from rag.values import Value, find_values
from rag.values.reach import AKIN, FAR, NEAR, beyond, within


def only(text: str) -> Value:
    """Return the one value of an English text without a day."""
    (value,) = find_values(text, "en", None)
    return value


@pytest.mark.parametrize(
    ("one", "other", "near", "akin", "far"),
    [
        ("12 people", "15 boats", True, True, False),  # 1.25 times
        ("12 people", "40 people", False, True, False),
        ("12 people", "100 people", False, False, False),
        ("12 people", "1,200 people", False, False, True),
        ("no people", "12 people", False, False, True),
        ("$12", "€12", False, False, False),
        ("12 people", "12 km", False, False, False),
        ("3 March 2025", "9 March 2025", True, True, False),
        ("3 March 2025", "9 May 2025", False, True, False),
        ("3 March 2025", "3 March 2021", False, False, True),
        ("Friday", "3 March 2021", False, False, False),
    ],
)
def test_values_of_one_kind_lie_near_or_far(
    one: str, other: str, near: bool, akin: bool, far: bool
) -> None:
    for x, y in ((only(one), only(other)), (only(other), only(one))):
        assert (within(x, y, NEAR), within(x, y, AKIN), beyond(x, y, FAR)) == (near, akin, far)


def test_what_is_no_value_lies_nowhere() -> None:
    assert not within(None, only("12 people"), NEAR)
    assert not beyond(only("12 people"), None, FAR)
