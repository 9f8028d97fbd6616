"""Whether two claims are about the same event or thing, by the strongest evidence there is.

Rank, what the value is of, date, place, name and noun are compared, in this order, as far as both
texts give them. What only makes a difference likely gives a verdict that is not sure.
"""

import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from rag.slots import clash
from rag.subject import FOLLOWED_DAYS, Subject, overlap
from rag.words import fold, likeness, words

Reason = Literal[
    "same",
    "dates",
    "ordinals",
    "slots",
    "things",
    "places",
    "circumstances",
    "published",
    "silent",
    "size",
    "unlikely",
]
_ONE_NOUN = 0.8
_ADJECTIVE = 6  # letters of a name that may be told by its adjective
_PERIOD_DAYS = 80  # figures are given of quarters and longer
_ONE_NAME = 0.9  # likeness of two spellings of a name
_SAME_CAST = 0.7  # share of names that reports of one event have in common
_LONG_APART_DAYS = 200  # reports this far apart are of two events, however akin
_LAST_FOLLOWED_DAYS = 60  # for longer, one event is hardly told of by the day of what follows
_APART_DAYS = 21  # reports this far apart, of undated events, need more to be about the same


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two claims are about the same; `sure` is false when it is only likelier.

    `evidence` are the words on either side that decided it, where words did.
    """

    same: bool
    reason: Reason
    sure: bool = True
    evidence: tuple[str, str] = field(default=("", ""), compare=False)


def compare_subjects(a: Subject, b: Subject) -> Verdict:
    """Return whether two subjects are the same, by the strongest evidence there is."""
    if a.ordinal is not None and b.ordinal is not None and a.ordinal != b.ordinal:
        return Verdict(False, "ordinals")
    if differing := clash(a.slots, b.slots, "different"):
        sure = bool(differing[1] and differing[2])
        return Verdict(False, "slots", sure, evidence=(differing[1], differing[2]))
    comparable = (a.happens and b.happens) or a.stated or b.stated
    if comparable and a.when and b.when and (verdict := _compare_days(a, b)):
        return verdict
    if _apart(a.sites, b.sites, a, b):
        # One report names the town, another the river or the country.
        return Verdict(False, "places", sure=a.document == b.document)
    if named := _named_apart(a, b):
        return Verdict(False, "things", evidence=named)
    if differing := _counted_apart(a, b):
        return Verdict(False, "slots", sure=False, evidence=differing)
    if a.spoken and b.spoken and a.spoken.elsewhere != b.spoken.elsewhere:
        return Verdict(False, "silent", sure=False)
    if (a.when is None or b.when is None) and _strangers(a, b):
        return Verdict(False, "circumstances", sure=False)
    apart = comparable and _days_between(a, b) > _APART_DAYS and not _kin(a, b)
    return Verdict(True, "published" if apart else "same", sure=bool(a.stated and b.stated))


def _apart(x: frozenset[str], y: frozenset[str], a: Subject, b: Subject) -> bool:
    """Whether names on the two sides differ, and are not merely two names that both texts know."""
    if not x or not y or _meet(x, y):
        return False
    return a.document == b.document or not (_known(x, b.cast) and _known(y, a.cast))


def _known(names: frozenset[str], cast: frozenset[str]) -> bool:
    """Whether a cast has some part of the names, if only as an adjective: "Castria", "Castrian"."""
    parts = {part for name in names for part in re.findall(r"\w{3,}", name)}
    return any(part in cast or _begins(part, cast) for part in parts)


def _begins(part: str, cast: frozenset[str]) -> bool:
    return len(part) >= _ADJECTIVE and any(other.startswith(part[:-1]) for other in cast)


def _named_apart(a: Subject, b: Subject) -> tuple[str, str] | None:
    """The differing names that the two texts attach to one word of the question, if they do."""
    for word in sorted({word for word, _ in a.things} & {word for word, _ in b.things}):
        x, y = (frozenset(part for term, part in s.things if term == word) for s in (a, b))
        if _apart(x, y, a, b):
            return _listed(x), _listed(y)
    return None


def _counted_apart(a: Subject, b: Subject) -> tuple[str, str] | None:
    """The nouns counted, if one is what the question asks for and the other is another."""
    if a.counted is None or b.counted is None or a.counted[1] == b.counted[1]:
        return None
    x, y = a.counted[0], b.counted[0]
    # The lexicon does not know every translation, but concepts have both languages.
    known = x.language == y.language or (x.concepts and y.concepts)
    return (x.text, y.text) if known and likeness(x, y) < _ONE_NOUN else None


def _listed(names: frozenset[str]) -> str:
    return " ".join(sorted(name.title() for name in names))


def _compare_days(a: Subject, b: Subject) -> Verdict | None:
    gap = _days_between(a, b)
    if gap > 0 and a.stated and b.stated and _is_period(a) and _is_period(b):
        return Verdict(False, "dates")
    events = a.happens and b.happens
    if a.stated and b.stated and events:
        # A follow-up is dated by its own day: "found guilty on Friday" of a trial in October.
        if gap <= FOLLOWED_DAYS:
            return None
        return Verdict(False, "dates", sure=gap > _LAST_FOLLOWED_DAYS)
    if gap <= _APART_DAYS:
        return None
    long_apart = gap > _LONG_APART_DAYS
    if not events:  # a thing lasts: only long stretches tell two of its states apart
        far = _APART_DAYS if a.stated and b.stated else _LONG_APART_DAYS
        return Verdict(False, "dates", sure=False) if gap > far else None
    if a.stated or b.stated:
        akin = not long_apart and _kin(a, b)
        return None if akin else Verdict(False, "dates", sure=False)
    # Reports weeks apart may be of one event; `compare_subjects` tells what else speaks against it.
    return Verdict(False, "published", sure=False) if long_apart else None


def _days_between(a: Subject, b: Subject) -> float:
    """How many days lie between two, below 0 where they overlap or a day is not known."""
    if a.when is None or b.when is None:
        return -1.0
    return max(a.when[0], b.when[0]) - min(a.when[1], b.when[1])


def _is_period(about: Subject) -> bool:
    """Whether a subject is a quarter, a half or a year rather than a day."""
    return about.when is not None and about.when[1] - about.when[0] >= _PERIOD_DAYS


def _meet(a: frozenset[str], b: frozenset[str]) -> bool:
    return any(x in y or y in x or _alike(x, y) for x in a for y in b)


@lru_cache(maxsize=10_000)
def _alike(x: str, y: str) -> bool:
    """Whether two folded names may be one in French and in English ("londres", "london")."""
    a, b = words(x.title(), "fr"), words(y.title(), "en")
    return any(likeness(one, other) >= _ONE_NAME for one in a for other in b)


def _kin(a: Subject, b: Subject) -> bool:
    """Whether two documents tell of the same, by the names that they share."""
    return min(len(a.cast), len(b.cast)) >= 3 and overlap(a.cast, b.cast) >= 0.6


def _strangers(a: Subject, b: Subject) -> bool:
    """Whether undated documents seem to tell of two events: other ties, fewer names in common."""
    if not a.anchor or not b.anchor or min(len(a.cast), len(b.cast)) < 4:
        return False
    return not _tied_alike(a, b) and overlap(a.cast, b.cast) < _SAME_CAST


def _tied_alike(a: Subject, b: Subject) -> bool:
    """Whether the words that tie the two events to others have any but names in common."""
    common = a.cast & b.cast
    x, y = ({word for word in re.findall(r"\w{5,}", fold(s.anchor or ""))} - common for s in (a, b))
    return bool(x & y)
