"""What makes it doubtful that two values are of one thing, though nothing says they are of two.

Reports of one fact differ by little and stand where their texts speak of it. Where they do not,
the two are shown as perhaps of different things, never as a contradiction. What stays undecided may
be put to a local model; its word counts where it is sure in both orders, and no rule is against it.
"""

from rag.advice import Judgement
from rag.claims import Claim
from rag.cues import cue
from rag.differences import in_time, revises
from rag.names import names
from rag.sameness import Verdict
from rag.values.beside import in_one_unit
from rag.values.compare import excluded
from rag.values.value import Value

_FAR_IN_SIZE = 10  # two reports of one figure hardly differ more than so many times
_WIDE = 100  # the same, where the later report says that it corrects
_NEWS_DAYS, _PAST_DAYS = 60, 200  # a day this near its report is its news, one this far its past
_SPEAKS = 0.6
_PASSING = ("weekday", "relative")  # units of what is said of many a day
_SURE = 0.9  # how sure a model must be that something is so, and 1 less that it is not


def doubt(a: Claim, b: Claim, verdict: Verdict, *, opposed: bool) -> Verdict:
    """Return the verdict on two claims of one thing, turned to undecided where it is doubtful.

    `opposed` says that their values cannot both be true. A report that says itself that it
    corrects another is not doubted for its figure.
    """
    x, y = a.value, b.value
    if x is None or y is None:
        return verdict
    if _lone_weekday(a, b) or _lone_weekday(b, a):
        return Verdict(False, "silent", sure=False)
    if not opposed:
        return verdict
    if _news_and_past(a, b) or _news_and_past(b, a) or _of_other_years(a, b):
        return Verdict(False, "dates", sure=False)
    later, earlier = in_time(a, b)
    corrected = bool(later and earlier and revises(later, earlier))
    if _far_in_size(x, y, _WIDE if corrected else _FAR_IN_SIZE):
        return Verdict(False, "size", sure=False)
    return verdict


def hear(verdict: Verdict, judgement: Judgement, *, opposed: bool) -> Verdict:
    """Return an undecided verdict as a model's judgement turns it, or as it was.

    `opposed` says that the rules take the two to contradict or to supersede each other. Two that
    are held apart for want of evidence are of one thing only where the model is sure of that, and
    sure that they cannot both be true; two opposed ones are taken apart where it is sure that they
    are of two things.
    """
    if opposed and judgement.same <= 1 - _SURE:
        return Verdict(False, "silent", sure=False)
    one = judgement.same >= _SURE and judgement.compatible <= 1 - _SURE
    return Verdict(True, "same", sure=False) if one and not opposed else verdict


def agree(judgement: Judgement) -> bool:
    """Return whether a model is sure that two answers of one thing can both be true."""
    return judgement.same >= _SURE and judgement.compatible >= _SURE


def _far_in_size(x: Value, y: Value, times: int) -> bool:
    x, y = in_one_unit(x, y)
    if x.kind != y.kind or x.kind in ("date", "time", "ordinal") or not (x.figure and y.figure):
        return False
    low, high = sorted((abs(x.figure), abs(y.figure)))
    return high >= times * low


def _news_and_past(a: Claim, b: Claim) -> bool:
    """Whether the one day is its report's news and the other long past, in another month."""
    near, far = _age(a), _age(b)
    if near is None or far is None or not a.value or not b.value:
        return False
    months = {v.day.month for v in (a.value, b.value) if v.day and v.high - v.low < 40}
    return abs(near) <= _NEWS_DAYS and far > _PAST_DAYS and len(months) == 2


def _of_other_years(a: Claim, b: Claim) -> bool:
    """Whether two dates that differ by their year alone are perhaps of what comes round again.

    So they are where the words say that it does, or where the one report is older than the other's
    day can be: what it tells of is of its own year.
    """
    x, y = a.value, b.value
    if not (x and y and x.kind == y.kind == "date" and excluded(x, y)):
        return False
    published = [c.document.published_on for c in (a, b)]
    older = any(day and day.toordinal() < max(x.since, y.since) for day in published)
    return older or any(cue("recurring").search(c.sentence.text) for c in (a, b))


def _age(claim: Claim) -> float | None:
    """How many days before its report the day lies that a claim states."""
    value, published = claim.value, claim.document.published_on
    if value is None or value.day is None or published is None:
        return None
    return published.toordinal() - value.high


def _lone_weekday(a: Claim, b: Claim) -> bool:
    """Whether the one says only "Friday", and names neither the event nor the place of the other.

    So does "yesterday" in a text without a date. The same people meet on many a Friday, so that
    their names do not count.
    """
    if a.value is None or b.value is None:
        return False
    if a.value.unit not in _PASSING or b.value.unit in _PASSING:
        return False
    weekday, dated = ({n.text for n in names(c.sentence) if n.kind == "place"} for c in (a, b))
    if dated:
        return not weekday & dated
    return a.subject.spoken is None or a.subject.spoken.here < _SPEAKS
