"""Whether a value that is told bears out one that was asked about."""

from dataclasses import replace

from rag.values.beside import in_one_unit, rounds_to
from rag.values.compare import compare, equal
from rag.values.value import Value

_FIGURES = frozenset({"exact", "about", "nearly"})  # hedges of what is one figure all the same
_ROUNDED = 0.05  # relative; a figure that is asked in round numbers is no farther from the one told


def bears_out(told: Value, asked: Value) -> bool | None:
    """Return whether it is as asked about: True, False, or None where that is left open.

    What lies within the asked one bears it out ("15 August" one in August, 5,000 "more than 200"),
    and so does a rounder word for it ("about an hour"); what cannot be true with it does not. What
    is only vaguer or rounder, tells less of a date or does not compare leaves it open.
    """
    if "relative" in (told.unit, asked.unit):
        return None
    told, asked = in_one_unit(told, asked)
    unbounded = replace(asked, hedge="at_least") if asked.hedge == "over" else asked
    try:
        if compare(told, unbounded) == "incompatible":
            return None if _is_rounded(told, asked) else False
        dated = told.kind == asked.kind == "date"
        fits = _of_day(told, asked) if dated else equal(told, asked) or _of_size(told, asked)
    except ValueError:
        return None
    return fits or None


def _is_rounded(told: Value, asked: Value) -> bool:
    """Whether it is asked of 300, and 297 are told."""
    if told.figure is None or asked.figure is None or not rounds_to(told, asked):
        return False
    return abs(told.figure - asked.figure) <= _ROUNDED * abs(told.figure)


def _of_day(told: Value, asked: Value) -> bool:
    """Whether a date that can be the one asked about tells as much: its year, and its day."""
    if told.unit == asked.unit:
        return asked.low <= told.low and told.high <= asked.high
    return asked.unit != "day" and told.high - told.low <= asked.high - asked.low


def _of_size(told: Value, asked: Value) -> bool:
    if asked.hedge == "over" and told.high == asked.low:
        return False
    within = asked.low <= told.low and told.high <= asked.high
    one_figure = told.figure is not None and told.figure == asked.figure
    return within or one_figure or {told.hedge, asked.hedge} <= _FIGURES
