"""How two values lie beside each other as texts give them: one's unit left out, one rounded."""

import math
from dataclasses import replace
from decimal import Decimal

from rag.values.compare import compare
from rag.values.units import DAY, HOUR, MINUTE, MONTH, WEEK, YEAR
from rag.values.value import Value

ROUNDING = Decimal("0.05")  # a rounded figure is no farther from what it rounds
ROUGHLY = Decimal("0.17")  # the same, of one that is hedged or said in a larger unit
# The sizes that quantities are said in, the largest first.
_UNITS: dict[str, tuple[float, ...]] = {
    "duration": (YEAR, MONTH, WEEK, DAY, HOUR, MINUTE),
    "distance": (1000.0,),
    "mass": (1000.0,),
}


def unit_of(value: Value) -> str:
    """Return the unit that makes two values comparable; counts are, whatever their nouns."""
    return "" if value.kind in ("count", "date") else value.unit


def in_one_unit(x: Value, y: Value) -> tuple[Value, Value]:
    """Return two values, the one that leaves its unit out in that of the other.

    "It will be 92 million" is money beside 85 million euros.
    """
    return _with_unit(x, y), _with_unit(y, x)


def _with_unit(value: Value, other: Value) -> Value:
    told = value.is_bare and _counts(other)
    return replace(value, kind=other.kind, unit=other.unit) if told else value


def _counts(value: Value) -> bool:
    """Whether a value is a number of its unit as it is said, not one converted to another unit."""
    return value.kind in ("money", "percentage", "temperature", "age")


def comparable(x: Value, y: Value) -> bool:
    """Return whether two values have units that convert into each other, or one leaves its out."""
    try:
        compare(*in_one_unit(x, y))
    except ValueError:
        return False
    return True


def differ(x: Value, y: Value) -> bool:
    """Return whether two values cannot both be true of one thing."""
    return not comparable(x, y) or compare(*in_one_unit(x, y)) == "incompatible"


def rounds_to(x: Value, y: Value, roughly: Decimal = ROUGHLY) -> bool:
    """Return whether one figure is the other said more roughly: 297 and 300, 141 s and two minutes.

    It is rounded to fewer digits, or said in a larger unit or with a hedge, and near the other: not
    farther than the share `roughly` where the words are rough. "Over 1,000" is never said of 900.
    """
    if x.kind == "date" or not x.figure or not y.figure:
        return False
    a, b = _decimal(x.figure * _hundredths(x)), _decimal(y.figure * _hundredths(y))
    near = abs(a - b) / max(abs(a), abs(b))
    if {x.hedge, y.hedge} != {"exact"} or _unit_said(x) != _unit_said(y):
        return near <= roughly and not (_exceeds(x, y) or _exceeds(y, x))
    rough, fine = sorted((a, b), key=lambda d: len(d.as_tuple().digits))
    step = Decimal(1).scaleb(int(rough.as_tuple().exponent))
    return rough != fine and near <= ROUNDING and (fine / step).to_integral_value() * step == rough


def _exceeds(bound: Value, other: Value) -> bool:
    """Whether an exact figure lies on the wrong side of what another is told to be over or under.

    "A little over 11" is not said of 13.
    """
    if not comparable(bound, other) or other.hedge != "exact":
        return False
    bound, other = in_one_unit(bound, other)
    if bound.hedge in ("over", "at_least"):
        little = math.isfinite(bound.high) and other.low > (1 + float(ROUGHLY)) * bound.low
        return other.high < bound.low or little
    return bound.hedge == "at_most" and other.low > bound.high


def _hundredths(value: Value) -> int:
    return 100 if value.kind == "ratio" else 1  # "six in ten" beside 61 %


def _unit_said(value: Value) -> float:
    """The size of the largest unit of which a value is a whole number: years, not months."""
    sizes = _UNITS.get(value.kind, ())
    figure = value.figure or 0.0
    return next((size for size in sizes if abs(figure / size - round(figure / size)) < 1e-6), 1.0)


def _decimal(number: float) -> Decimal:
    """The number with as many digits as it is said with: 300 has one."""
    return Decimal(f"{number:.12g}").normalize()


def alike_in_size(x: Value, y: Value) -> bool:
    """Return whether two values that do not convert have one size: "320 millions" and £318m."""
    return not comparable(x, y) and x.low <= y.high and y.low <= x.high and x.kind != y.kind
