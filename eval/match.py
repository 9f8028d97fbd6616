"""Which expected answer a position says, and whether it names who says it."""

from collections.abc import Sequence

from eval.cases import Case, GoldAnswer
from rag.answer import Position, TypedValue

_FOLDED = str.maketrans(
    {"’": "'", "ʼ": "'", "‘": "'", "\u00a0": " ", "\u202f": " ", "\u2009": " ", "\n": " "}
)


def match(case: Case, positions: Sequence[Position]) -> tuple[int | None, ...]:
    """Return for each position the index of the expected answer it says, None for none.

    Expected answers get positions of their own where that can be done (augmenting paths, Kuhn
    1955), so that one position which says two answers at once counts for one. A position that is
    left over repeats the first expected answer it says.
    """
    says = [[i for i, gold in enumerate(case.answers) if matches(p, gold)] for p in positions]
    first = [options[0] if options else None for options in says]
    if says and 0 in says[0]:
        says[0] = [0]
    taken: dict[int, int] = {}

    def place(position: int, tried: set[int]) -> bool:
        for gold in says[position]:
            if gold not in tried:
                tried.add(gold)
                if gold not in taken or place(taken[gold], tried):
                    taken[gold] = position
                    return True
        return False

    for position in range(len(says)):
        place(position, set())
    own = {position: gold for gold, position in taken.items()}
    return tuple(own.get(position, first[position]) for position in range(len(says)))


def matches(position: Position, gold: GoldAnswer) -> bool:
    """Whether a position says an expected answer: one of its strings, and its value if any."""
    if gold.value is None:
        return worded(position, gold)
    valued = position.value is not None and overlap(position.value, gold.value)
    return valued and worded(position, gold)


def worded(position: Position, gold: GoldAnswer) -> bool:
    """Whether one of the strings of an expected answer occurs in a position's answer."""
    said = fold(position.answer)
    return any(fold(text) in said for text in gold.any)


def names_speaker(position: Position, ways: Sequence[str | None]) -> bool:
    """Whether a position names who says it in one of these ways; None for naming nobody."""
    if position.speaker is None:
        return None in ways
    named = fold(position.speaker)
    return any(fold(way) in named for way in ways if way)


def overlap(a: TypedValue, b: TypedValue) -> bool:
    """Whether two values of one kind and unit share a point; null ends are open.

    The unit of a count is the noun as the document writes it, in its language, and is not held
    against it.
    """
    if a.kind != b.kind or (a.kind != "count" and a.unit != b.unit):
        return False
    return _not_above(a.low, b.high) and _not_above(b.low, a.high)


def fold(text: str) -> str:
    """Return the text as answers are compared: lower case, plain apostrophes and spaces."""
    return text.translate(_FOLDED).casefold()


def _not_above(low: float | str | None, high: float | str | None) -> bool:
    if low is None or high is None:
        return True
    if isinstance(low, str) and isinstance(high, str):
        return low <= high  # ISO days sort as text
    return not isinstance(low, str) and not isinstance(high, str) and low <= high
