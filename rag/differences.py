"""What makes two answers differ other than by contradiction: rounding, measure, time."""

import datetime as dt
from decimal import Decimal

from rag.claims import Claim
from rag.cues import cue
from rag.values.compare import compare
from rag.values.value import Value

_STALE_DAYS = 60
_ROUNDING = Decimal("0.05")  # a rounded figure is no farther from what it rounds
# What changes from hour to hour while it is reported on.
_CHANGING = frozenset(
    "killed injured missing displaced death arrest evacuation rescue hospitalisation patient "
    "outage damage people suspect theft".split()
)


def unit_of(value: Value) -> str:
    """Return the unit that makes two values comparable; counts are, whatever their nouns."""
    return "" if value.kind in ("count", "date") else value.unit


def differ(x: Value, y: Value) -> bool:
    """Return whether two values cannot both be true of one thing."""
    return (
        not (x and y and x.kind == y.kind and unit_of(x) == unit_of(y))
        or compare(x, y) == "incompatible"
    )


def rounds_to(x: Value, y: Value) -> bool:
    """Return whether one exact figure is the other rounded: 297 and 300, 42.195 km and 42 km."""
    if x.kind == "date" or x.hedge != "exact" or y.hedge != "exact":
        return False
    rough, fine = sorted((_decimal(x.low), _decimal(y.low)), key=lambda d: len(d.as_tuple().digits))
    step = Decimal(1).scaleb(int(rough.as_tuple().exponent))
    near = abs(fine - rough) <= _ROUNDING * abs(rough)
    return rough != fine and near and (fine / step).to_integral_value() * step == rough


def _decimal(number: float) -> Decimal:
    """The number with as many digits as it is said with: 300 has one."""
    return Decimal(f"{number:.12g}").normalize()


def measured_otherwise(a: Claim, b: Claim) -> bool:
    """Return whether the words around the values say that they measure differently."""
    return qualifiers(a) != qualifiers(b)


def qualifiers(claim: Claim) -> frozenset[str]:
    """Return the words near the answer that say how it is measured ("hors taxes", "including")."""
    text = claim.sentence.text
    left, right = max(0, claim.at.start - 60), claim.at.end + 45
    return frozenset(
        match.group().casefold() for match in cue("measure").finditer(text, left, right)
    )


def supersedes(x: Claim, y: Claim) -> bool:
    """Return whether the later report brings the earlier up to date.

    It does when it says so, or when both count what changes while it is reported on.
    """
    if x.document.published_at is None or y.document.published_at is None:
        return False
    if moment(x.document.published_at) == moment(y.document.published_at):
        return False
    if not x.subject.event and not y.subject.event and _days_apart(x, y) >= _STALE_DAYS:
        return True  # a state ("the director", "the population"), long after
    says = any(cue("later_news").search(c.sentence.text) for c in (x, y))
    return says or (x.value is not None and x.value.kind == "count" and _changes(x) and _changes(y))


def _days_apart(x: Claim, y: Claim) -> int:
    days = [c.document.published_on for c in (x, y)]
    return abs((days[0] - days[1]).days) if days[0] and days[1] else 0


def _changes(claim: Claim) -> bool:
    value = claim.value
    near = [
        w for w in claim.sentence.words if value and value.start - 40 <= w.start <= value.end + 40
    ]
    return any(w.concepts & _CHANGING for w in near)


def moment(when: dt.datetime | dt.date) -> dt.datetime:
    """Return a publication date as a moment, a day as its first; zones are left out."""
    if isinstance(when, dt.datetime):
        return when.replace(tzinfo=None)
    return dt.datetime(when.year, when.month, when.day)
