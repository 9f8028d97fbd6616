"""What makes two answers differ other than by contradiction: rounding, measure, time."""

import datetime as dt
from decimal import Decimal

from rag.claims import Claim
from rag.cues import cue
from rag.moves import moves
from rag.slots import clash, measures
from rag.values.compare import compare
from rag.values.units import DAY, HOUR, MINUTE, MONTH, WEEK, YEAR
from rag.values.value import Value

_STALE_DAYS = 60
_ROUNDING = Decimal("0.05")  # a rounded figure is no farther from what it rounds
_ROUGHLY = Decimal("0.17")  # the same, of one that is hedged or said in a larger unit
# The sizes that quantities are said in, the largest first.
_UNITS: dict[str, tuple[float, ...]] = {
    "duration": (YEAR, MONTH, WEEK, DAY, HOUR, MINUTE),
    "distance": (1000.0,),
    "mass": (1000.0,),
}
_BREAKING_DAYS = 21  # within which a toll or a count is still changing
_NEXT_NEWS_DAYS = 4  # after which another figure is news rather than another word on the same
# What is measured once and for all; a count or a sum still changes.
_FIXED = frozenset({"date", "duration", "time", "age", "distance", "speed"})
# What changes from hour to hour while it is reported on.
_CHANGING = frozenset(
    "killed injured missing displaced death arrest evacuation rescue hospitalisation patient "
    "outage damage suspect theft".split()
)


def unit_of(value: Value) -> str:
    """Return the unit that makes two values comparable; counts are, whatever their nouns."""
    return "" if value.kind in ("count", "date") else value.unit


def comparable(x: Value, y: Value) -> bool:
    """Return whether two values have units that convert into each other."""
    try:
        compare(x, y)
    except ValueError:
        return False
    return True


def differ(x: Value, y: Value) -> bool:
    """Return whether two values cannot both be true of one thing."""
    return not comparable(x, y) or compare(x, y) == "incompatible"


def rounds_to(x: Value, y: Value) -> bool:
    """Return whether one figure is the other said more roughly: 297 and 300, 141 s and two minutes.

    It is rounded to fewer digits, or said in a larger unit or with a hedge, and near the other.
    """
    if x.kind == "date" or not x.figure or not y.figure:
        return False
    a, b = _decimal(x.figure * _hundredths(x)), _decimal(y.figure * _hundredths(y))
    near = abs(a - b) / max(abs(a), abs(b))
    if {x.hedge, y.hedge} != {"exact"} or _unit_said(x) != _unit_said(y):
        return near <= _ROUGHLY
    rough, fine = sorted((a, b), key=lambda d: len(d.as_tuple().digits))
    step = Decimal(1).scaleb(int(rough.as_tuple().exponent))
    return rough != fine and near <= _ROUNDING and (fine / step).to_integral_value() * step == rough


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


def measured_otherwise(a: Claim, b: Claim, *, strictly: bool = False) -> bool:
    """Return whether the words around the values say that they measure differently.

    A word on one side may be enough ("hors taxes"); `strictly` both sides must have one.
    """
    found = clash(a.subject.slots, b.subject.slots, "scope")
    return found is not None and not (strictly and "" in found)


def disputed(a: Claim, b: Claim) -> bool:
    """Return whether one document sets two claims against each other, though it names but one."""
    if not (a.speaker or b.speaker) or abs(a.sentence.paragraph - b.sentence.paragraph) > 1:
        return False
    return any(cue("disputed").search(c.sentence.text) for c in (a, b))


def is_background(claim: Claim) -> bool:
    """Return whether a claim is about a time long before its report."""
    return claim.subject.long_past


def qualifiers(claim: Claim) -> frozenset[str]:
    """Return the words near the answer that say how it is measured ("hors taxes", "including")."""
    return measures(claim.sentence, claim.at, claim.value.kind if claim.value else None)


def supersedes(x: Claim, y: Claim) -> bool:
    """Return whether the later report brings the earlier up to date.

    It does when it says so; when the earlier was provisional or a plan; when both count what
    changes while it is reported on; when both tell a state, long after one another; or when days
    lie between them and what they give is of a kind that changes, in the words of nobody else.
    """
    if succession(x, y):
        return True
    later, earlier = in_time(x, y)
    if later is None or earlier is None:
        return False
    apart = _days_apart(x, y)
    if is_background(later) != is_background(earlier):
        return False
    if not x.subject.happens and not y.subject.happens and apart >= _STALE_DAYS:
        return True  # a state ("the director", "the population"), long after
    if revises(later, earlier):
        return True
    if x.value is None:
        return is_supposed(earlier) and not is_supposed(later)
    if x.value.kind == "count" and _changes(x) and _changes(y) and apart <= _BREAKING_DAYS:
        return True
    told_by_two = x.speaker and y.speaker
    return x.value.kind not in _FIXED and not told_by_two and apart >= _NEXT_NEWS_DAYS


def succession(x: Claim, y: Claim) -> tuple[Claim, Claim] | None:
    """Return the claim whose sentence sets the other's figure aside ("six, not five"), and that."""
    if _sets_aside(x, y):
        return x, y
    return (y, x) if _sets_aside(y, x) else None


def _sets_aside(later: Claim, earlier: Claim) -> bool:
    text = later.sentence.text
    return any(
        cue("set_aside").search(text[: v.start]) or moves(later.sentence, v, later.at.start)
        for v in later.sentence.values
        if earlier.value and _is_figure(v, earlier.value)
        if v.end <= later.at.start or later.at.end <= v.start
    )


def _is_figure(x: Value, y: Value) -> bool:
    return x.kind == y.kind and comparable(x, y) and compare(x, y) == "equal"


def in_time(x: Claim, y: Claim) -> tuple[Claim, Claim] | tuple[None, None]:
    """Return the claim that holds later and the other; two Nones when that cannot be told.

    A claim holds from the publication of its report, or, of an undated one, from the day stated.
    """
    one, other = _holds_from(x), _holds_from(y)
    if one is None or other is None or one == other:
        return None, None
    return (x, y) if one > other else (y, x)


def _holds_from(claim: Claim) -> dt.datetime | None:
    if claim.document.published_at is not None:
        return moment(claim.document.published_at)
    if claim.subject.stated and claim.subject.when:
        return moment(dt.date.fromordinal(int(claim.subject.when[0])))
    return None


def revises(later: Claim, earlier: Claim) -> bool:
    """Return whether the words of two reports say that the later one replaces the earlier.

    What another person said provisionally is not taken back by somebody else.
    """
    if cue("revised").search(later.sentence.text):
        return True
    if later.speaker and earlier.speaker and later.speaker != earlier.speaker:
        return False
    provisional = cue("provisional").search(earlier.sentence.text) or is_planned(earlier)
    return bool(provisional) and not cue("provisional").search(later.sentence.text)


def contested(x: Claim, y: Claim) -> bool:
    """Return whether either of two answers is set against another: "not drought but neglect"."""
    if x.document.id == y.document.id and x.speaker == y.speaker:
        return False
    return any(cue("contested").search(c.sentence.text) for c in (x, y))


def is_supposed(claim: Claim) -> bool:
    """Return whether a claim tells what is believed rather than what is known."""
    return cue("supposed").search(claim.sentence.text) is not None


def is_planned(claim: Claim) -> bool:
    """Return whether a claim tells what is to come: by its words, or a day after its report."""
    value, published = claim.value, claim.document.published_on
    ahead = value and published and value.kind == "date" and value.unit == "day"
    if ahead and value and published:
        return value.low > published.toordinal() + 1
    return cue("planned").search(claim.sentence.text) is not None


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
