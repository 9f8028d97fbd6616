"""How far apart two values of one kind lie: in times, and dates in days."""

from rag.values.value import Value

# Two reports of one fact, two facts of one sort, and beyond the last what has nothing in common.
NEAR, AKIN, FAR = (1.3, 10.0), (4.0, 120.0), (10.0, 365.0)


def of_one_kind(x: Value, y: Value) -> bool:
    """Return whether two values are of one kind and unit; counts are, whatever their nouns."""
    return x.kind == y.kind and (x.kind in ("count", "date") or x.unit == y.unit)


def within(x: Value | None, y: Value | None, reach: tuple[float, float]) -> bool:
    """Return whether two values are no more times, or days, apart than `reach`."""
    if x is None or y is None or not _is_measurable(x, y):
        return False
    times, days = reach
    if x.kind == "date":
        return max(x.low, y.low) - min(x.high, y.high) <= days
    low, high = sorted((v.low + min(v.high, 2 * v.low)) / 2 for v in (x, y))
    return low > 0 and high / low <= times


def beyond(x: Value | None, y: Value | None, reach: tuple[float, float]) -> bool:
    """Return whether two values of one kind are more times, or days, apart than `reach`."""
    return bool(x and y and _is_measurable(x, y)) and not within(x, y, reach)


def _is_measurable(x: Value, y: Value) -> bool:
    """Whether it can be told how far apart they lie: not of a weekday and a day of the year."""
    return of_one_kind(x, y) and (x.kind != "date" or x.unit == y.unit)
