"""What makes two answers differ other than by contradiction: measure, time, later news."""

import datetime as dt
import re

from index.lexical import STOP_WORDS
from rag.claims import Claim
from rag.cues import cue
from rag.moves import moves
from rag.reading import clause, language_of
from rag.slots import clash, measures
from rag.values.beside import ROUGHLY, ROUNDING, comparable, in_one_unit, rounds_to
from rag.values.compare import compare
from rag.values.value import Value
from rag.words import is_met, words

_STALE_DAYS = 60
_BREAKING_DAYS = 21  # within which a toll or a count is still changing
_DAYS_A_YEAR = 365.25
_BIRTHDAY = 0.5  # years after which somebody is likelier to be older than not
_NEXT_NEWS_DAYS = 4  # after which another figure is news rather than another word on the same
# What is measured once and for all; a count or a sum still changes.
_FIXED = frozenset({"date", "duration", "time", "age", "distance", "speed"})
_COUNTED = ("count", "area")
# What changes from hour to hour while it is reported on.
_CHANGING = frozenset(
    "killed injured missing displaced death arrest evacuation rescue hospitalisation patient "
    "outage damage suspect theft".split()
)


def measured_otherwise(a: Claim, b: Claim, *, strictly: bool = False) -> bool:
    """Return whether the words around the values say that they measure differently.

    A word on one side may be enough ("hors taxes"); `strictly` both sides must have one.
    """
    found = clash(a.subject.slots, b.subject.slots, "scope")
    if found is None:
        return not strictly and (_is_whole_of(a, b) or _is_whole_of(b, a))
    return not (strictly and "" in found)


def _is_whole_of(whole: Claim, part: Claim) -> bool:
    """Whether one count is of all there are, and the other of those in one place.

    A toll is not: it says "in all" of the place where it happened.
    """
    reach = dict(whole.subject.slots).get("reach"), dict(part.subject.slots).get("reach")
    elsewhere = part.subject.sites - whole.subject.sites
    return reach == ("whole", None) and bool(elsewhere) and not (_changes(whole) or _changes(part))


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
    changes while it is reported on; when both tell a state, long after one another, or an age that
    has grown with the time between them; or when days lie between them and what they give is of a
    kind that changes, in the words of nobody else.
    """
    if succession(x, y):
        return True
    later, earlier = in_time(x, y)
    if later is None or earlier is None:
        return False
    apart = _days_apart(x, y)
    if _grown_older(x, y):
        return True
    if is_background(later) != is_background(earlier):
        return False
    if not x.subject.happens and not y.subject.happens and apart >= _STALE_DAYS:
        return True  # a state ("the director", "the population"), long after
    changing, by_two = _changes(x) or _changes(y), _told_by_two(x, y)
    if (changing or not by_two) and (revises(later, earlier) or is_changed(later)):
        return True
    if amends(x, y) or _replans(later, earlier):
        return True
    if x.value is None:
        return is_supposed(earlier) and not is_supposed(later)
    if x.value.kind in _COUNTED and changing and apart <= _BREAKING_DAYS:
        return True
    return x.value.kind not in _FIXED and not by_two and apart >= _NEXT_NEWS_DAYS


def _told_by_two(x: Claim, y: Claim) -> bool:
    """Whether two speakers tell two claims who have no word of their names or offices in common.

    Both are named, or neither is: "the group" may be any that is named.
    """
    if not (x.speaker and y.speaker):
        return False
    one, other = (
        [w for w in words(c.speaker or "", language) if w.folded not in STOP_WORDS[language]]
        for c, language in ((c, language_of(c.document)) for c in (x, y))
    )
    named = [any(word.name for word in its) for its in (one, other)]
    return named[0] == named[1] and not any(is_met(word, other) for word in one)


def _grown_older(x: Claim, y: Claim) -> bool:
    """Whether the one tells an age, and the later as much more as time has passed."""
    later, earlier = in_time(x, y)
    if not (later and earlier and later.value and earlier.value):
        return False
    if {later.value.kind, earlier.value.kind} != {"age"}:
        return False
    years, passed = later.value.low - earlier.value.low, _days_apart(x, y) / _DAYS_A_YEAR
    return years > 0 and passed >= _BIRTHDAY and abs(years - passed) < 1


def bounds(x: Claim, y: Claim) -> bool:
    """Return whether either only tells before or after what hour, and the other's fits that.

    "The box was opened before eight" and "at 7.40" can both be true. Of days, the later may as
    well bring the earlier up to date.
    """
    return _bounds(x, y) or _bounds(y, x)


def _bounds(x: Claim, y: Claim) -> bool:
    if not (x.value and y.value and x.value.kind == y.value.kind == "time"):
        return False
    left = x.sentence.text[max(0, x.at.start - _LED) : x.at.start]
    before, after = (re.search(rf"\b(?:{words})\s(?:l[ae] |l[’'])?$", left) for words in _BOUNDS)
    earlier = before is not None and y.value.high <= x.value.low
    return earlier or (after is not None and y.value.low >= x.value.high)


_BOUNDS = "avant|before", "après|after"
_LED = 12  # characters read before a time


def outgrows(x: Claim, y: Claim) -> bool:
    """Return whether of two that fit, the later leaves behind a figure that was only a least.

    "More than 80,000" says 84,000 in a rounder way, and 93,000 unless it tells of what still
    changed.
    """
    if not (x.value and y.value and {x.value.hedge, y.value.hedge} & {"at_least", "over"}):
        return False
    growing = x.value.kind == "count" and (_changes(x) or _changes(y))
    roughly = ROUNDING if growing else ROUGHLY
    return not rounds_to(x.value, y.value, roughly) and supersedes(x, y)


def succession(x: Claim, y: Claim) -> tuple[Claim, Claim] | None:
    """Return the claim whose sentence sets the other's figure aside ("six, not five"), and that."""
    if _sets_aside(x, y):
        return x, y
    return (y, x) if _sets_aside(y, x) else None


def _sets_aside(later: Claim, earlier: Claim) -> bool:
    text = later.sentence.text
    return any(
        _is_put_aside(text, v) or moves(later.sentence, v, later.at.start)
        for v in later.sentence.values
        if earlier.value and _is_figure(v, earlier.value)
        if v.end <= later.at.start or later.at.end <= v.start
    )


def _is_put_aside(text: str, value: Value) -> bool:
    """Whether the words before a figure set it aside, and none behind tell of another time."""
    aside = cue("set_aside").search(text[: value.start])
    return bool(aside) and not cue("of_another_time").search(text[value.end :])


def _is_figure(x: Value, y: Value) -> bool:
    return comparable(x, y) and compare(*in_one_unit(x, y)) == "equal"


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
    if not provisional and not _says("more_to_come", earlier):
        return False
    return not _says("provisional", later)


def amends(x: Claim, y: Claim) -> bool:
    """Return whether the later of two texts rules anew: "Article 5 is replaced by", "is hereby"."""
    later, _ = in_time(x, y)
    return later is not None and cue("amended").search(later.sentence.text) is not None


def _says(kind: str, claim: Claim) -> bool:
    """Whether the clause of an answer holds a cue of a kind."""
    text = claim.sentence.text
    return cue(kind).search(text, *clause(text, claim.at.start, claim.at.end)) is not None


def is_changed(claim: Claim) -> bool:
    """Return whether a figure is what another one was changed to: "cut the fine to 12,000"."""
    value = claim.value
    return value is not None and bool(cue("changed_to").search(claim.sentence.text[: value.start]))


def _replans(later: Claim, earlier: Claim) -> bool:
    """Whether two tell different days of what is to come, days after one another."""
    dated = later.value is not None and later.value.kind == "date"
    ahead = dated and is_planned(later) and is_planned(earlier)
    return ahead and _days_apart(later, earlier) >= _NEXT_NEWS_DAYS


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
    if ahead and value and published and value.low != published.toordinal() + 1:
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
    return "casualty" in dict(claim.subject.slots) or any(w.concepts & _CHANGING for w in near)


def moment(when: dt.datetime | dt.date) -> dt.datetime:
    """Return a publication date as a moment, a day as its first; zones are left out."""
    if isinstance(when, dt.datetime):
        return when.replace(tzinfo=None)
    return dt.datetime(when.year, when.month, when.day)
