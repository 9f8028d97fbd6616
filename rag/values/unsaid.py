"""The unit of a bare figure, where the text tells it of others: "at 109 km/h, not 70"."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import replace

from rag.values.numbers import Language, find_figures, find_words
from rag.values.value import Kind, Value

_UNCOUNTED = ("count", "date", "ordinal", "ratio")
_CLOCK = re.compile(r"(?P<hour>[01]?[0-9]|2[0-3])\.(?P<minute>[0-5][0-9])")  # "it was 4.35"
_LIKE = 10  # how many times one sum may be another to be told in its unit


def in_unit_of(bare: Value, others: Iterable[Value], language: Language) -> Value:
    """Return a bare count in the unit that all the others are told in, else as it is.

    `language` is that of the others' words. Where one is told by no number or by several ("1 h
    20"), or in another unit than the rest, no unit is known.
    """
    if not bare.is_bare:
        return bare
    units = {_unit(value, language) for value in others}
    known = units.pop() if len(units) == 1 else None
    if known is None:
        return bare
    kind, unit, factor = known
    return replace(bare, kind=kind, unit=unit, low=factor * bare.low, high=factor * bare.high)


def as_time(bare: Value) -> Value:
    """Return a bare figure as the time of day that it is where one is asked for, else as it is."""
    clock = _CLOCK.fullmatch(bare.text) if bare.is_bare else None
    if clock is None:
        return bare
    second = 3600 * int(clock["hour"]) + 60 * int(clock["minute"])
    return replace(bare, kind="time", unit="s", low=second, high=second)


def of_like_size(bare: Value, others: Iterable[Value]) -> Iterator[Value]:
    """Yield those of the others that are of the figure's size: of 9 beside 85 million, none."""
    for value in others:
        low, high = sorted((abs(bare.low), abs(value.low)))
        if high <= _LIKE * low:
            yield value


def _unit(value: Value, language: Language) -> tuple[Kind, str, float] | None:
    """The kind and unit of a value, and what of it the unit is that it is told in."""
    numbers = [*find_figures(value.text, language)] or [*find_words(value.text, language)]
    if value.kind in _UNCOUNTED or value.figure is None or len(numbers) != 1 or not numbers[0].low:
        return None
    factor = round(value.figure / numbers[0].low, 6)
    return None if value.kind == "temperature" and factor != 1 else (value.kind, value.unit, factor)
