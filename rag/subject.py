"""What a claim is about, and whether two claims are about the same event or thing.

Values may only be compared when they are about the same: two calls between the same two people in
different months last different times, and nobody contradicts anybody. So before any value is
compared, each claim's event is dated, numbered and placed as far as the text allows.
"""

import datetime as dt
import re
from dataclasses import dataclass, field
from functools import lru_cache
from typing import Literal

from index.document import Span
from rag.answer import Language
from rag.attached import Tag, rank, things
from rag.cues import cue
from rag.dating import event_place, event_term, stated_day
from rag.names import names
from rag.question import Question
from rag.reading import Reading, Sentence, analyse_words, clause
from rag.slots import Slot, clash, slots
from rag.spoken import Spoken, counted, spoken_of
from rag.values.value import Value
from rag.words import Word, fold, likeness, words

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
]
_ONE_NOUN = 0.8
_PERIOD_DAYS = 80  # figures are given of quarters and longer
_LOCATED = re.compile(
    r"\b(?:à|au|aux|en|dans|in|at|near|outside|près d[eu])\s?(?:l[’']|l[ae]s? |the )?"
    r"(?:[a-zà-ÿ-]+ (?:d[eu] |d[’']|of )?){0,2}(?:l[’'])?$",
    re.IGNORECASE,
)
_ONE_NAME = 0.9  # likeness of two spellings of a name
_NEWS_DAYS = 10  # an undated report is about something of the days before it was published
_SAME_CAST = 0.7  # share of names that reports of one event have in common
_LONG_APART_DAYS = 200  # reports this far apart are of two events, however akin
_APART_DAYS = 21  # reports this far apart, of undated events, need more to be about the same


@dataclass(frozen=True, slots=True)
class Subject:
    """What a claim is about, as far as its text says.

    `event` is the question's own word for it; `when` the days it happened, first and last, as
    `toordinal` counts, with `stated` false when only the publication date suggests them; `ordinal`
    its number in a series; `sites` the places named right beside it; `anchor` the words that tie it
    to another event ("à la veille de …"); `cast` all names in the document; `slots` what the value
    is of ("killed", not "injured"); `things` the names that its thing bears ("Arlay" of a bridge);
    `counted` the noun of a count, and whether the question asks for it; `spoken` how much of what
    is asked is said beside it.
    """

    event: str | None
    when: tuple[float, float] | None
    stated: bool
    ordinal: float | None
    sites: frozenset[str]
    anchor: str | None
    cast: frozenset[str]
    published: dt.date | None
    document: str = ""
    slots: frozenset[Slot] = frozenset()
    things: frozenset[Tag] = frozenset()
    counted: tuple[Word, bool] | None = None
    spoken: Spoken | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """Whether two claims are about the same; `sure` is false when it is only likelier.

    `evidence` are the words on either side that decided it, where words did.
    """

    same: bool
    reason: Reason
    sure: bool = True
    evidence: tuple[str, str] = field(default=("", ""), compare=False)


def subject(
    question: Question, reading: Reading, sentence: Sentence, at: Span, value: Value | None
) -> Subject:
    """Return what the claim at `at` of the sentence is about."""
    term = event_term(question)
    place = event_place(term, reading, sentence, at)
    near = place[0] if place else sentence
    word = place[1] if place else None
    asked_date = value is not None and value.kind == "date"
    when = None if asked_date else stated_day(reading, sentence, at, near, word, term)
    stated = when is not None
    if when is None and not asked_date and reading.document.published_on:
        day = reading.document.published_on.toordinal()
        when = (day - _NEWS_DAYS, day)
    return Subject(
        term.word.text.casefold() if term else None,
        when,
        stated,
        _ordinal(near, word) or rank(question, sentence),
        frozenset() if question.asks == "place" else _sites(near, word, question),
        _anchor(reading, sentence),
        cast(reading),
        reading.document.published_on,
        reading.document.id,
        frozenset() if question.asks == "yes_no" else slots(question, reading, sentence, at),
        things(question, reading, sentence, at),
        counted(question, sentence, value),
        spoken_of(question, reading, sentence) if value else None,
    )


def _ordinal(sentence: Sentence, word: Word | None) -> float | None:
    """The number of the event in a series ("leur sixième conversation")."""
    if word is None:
        return None
    for value in sentence.values:
        if (
            value.kind == "ordinal"
            and 0 <= word.start - value.end <= 25
            and value.low == value.high
        ):
            return value.low
    return None


def _sites(sentence: Sentence, word: Word | None, question: Question) -> frozenset[str]:
    """The places named in the clause of the event, or else in its sentence.

    Those that the question names are left out, and in the sentence those that only belong to
    another name ("le maire de Lyon").
    """
    text, asked = sentence.text, {term.word.folded for term in question.names}
    named = [
        n
        for n in names(sentence)
        if n.kind in ("place", "unknown") and not n.parts & asked
        if n.kind == "place" or _LOCATED.search(text[: n.start])
    ]
    left, right = clause(text, word.start, word.end) if word else (0, 0)
    beside = [n for n in named if left <= n.start < right]
    return frozenset(
        fold(n.text) for n in beside or named if n in beside or _LOCATED.search(text[: n.start])
    )


def _anchor(reading: Reading, sentence: Sentence) -> str | None:
    """The words that tie the event to another: in its sentence first, else in the document."""
    here = cue("anchor").search(sentence.text)
    if here is None:
        here = cue("anchor").search(
            reading.document.text, reading.document.body_start, reading.document.body_end
        )
    return " ".join(here.group().split()) if here else None


@lru_cache(maxsize=2_000)
def _cast_of(text: str, language: Language) -> frozenset[str]:
    found = analyse_words(text, language)
    return frozenset(
        w.folded
        for i, w in enumerate(found)
        if w.name
        and len(w.text) > 2
        and i
        and text[w.start - 1] in " ’'(-"
        and text[w.start - 2 : w.start - 1] not in ".!?:"
    )


def cast(reading: Reading) -> frozenset[str]:
    """Return the names in the document, folded (its first 20,000 characters)."""
    document = reading.document
    end = min(document.body_end, document.body_start + 20_000)
    return _cast_of(document.text[document.body_start : end], reading.language)


def overlap(a: frozenset[str], b: frozenset[str]) -> float:
    """Return the share of the smaller cast that the other has too, 0 for an empty one."""
    smaller = min(len(a), len(b))
    return len(a & b) / smaller if smaller else 0.0


def compare(a: Subject, b: Subject) -> Verdict:
    """Return whether two subjects are the same, by the strongest evidence there is."""
    if a.ordinal is not None and b.ordinal is not None and a.ordinal != b.ordinal:
        return Verdict(False, "ordinals")
    if differing := clash(a.slots, b.slots, "different"):
        return Verdict(False, "slots", evidence=(differing[1], differing[2]))
    comparable = (a.event and b.event) or a.stated or b.stated
    if comparable and a.when and b.when and (verdict := _compare_days(a, b)):
        return verdict
    if _apart(a.sites, b.sites, a, b):
        return Verdict(False, "places")
    if named := _named_apart(a, b):
        return Verdict(False, "things", evidence=named)
    if differing := _counted_apart(a, b):
        return Verdict(False, "slots", sure=False, evidence=differing)
    if a.spoken and b.spoken and a.spoken.elsewhere != b.spoken.elsewhere:
        return Verdict(False, "silent", sure=False)
    if (a.when is None or b.when is None) and _strangers(a, b):
        return Verdict(False, "circumstances", sure=False)
    return Verdict(True, "same", sure=bool(a.stated and b.stated))


def _apart(x: frozenset[str], y: frozenset[str], a: Subject, b: Subject) -> bool:
    """Whether names on the two sides differ, and are not merely two names that both texts know."""
    if not x or not y or _meet(x, y):
        return False
    return a.document == b.document or not (_known(x, b.cast) and _known(y, a.cast))


def _known(names: frozenset[str], cast: frozenset[str]) -> bool:
    return {part for name in names for part in re.findall(r"\w{3,}", name)} <= cast


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
    known = x.language == y.language  # the lexicon does not know every translation
    return (x.text, y.text) if known and likeness(x, y) < _ONE_NOUN else None


def _listed(names: frozenset[str]) -> str:
    return " ".join(sorted(name.title() for name in names))


def _compare_days(a: Subject, b: Subject) -> Verdict | None:
    assert a.when and b.when
    gap = max(a.when[0], b.when[0]) - min(a.when[1], b.when[1])
    events = bool(a.event and b.event)
    if a.stated and b.stated and events:
        # Night events and time zones shift a day; a day's difference is no other event.
        return Verdict(False, "dates") if gap > 1 else None
    if gap <= _APART_DAYS:
        return None
    akin = gap <= _LONG_APART_DAYS and _kin(a, b)
    if gap > 0 and a.stated and b.stated and _is_period(a) and _is_period(b):
        return Verdict(False, "dates")
    if not events:  # a thing lasts: only long stretches tell two of its states apart
        far = _APART_DAYS if a.stated and b.stated else _LONG_APART_DAYS
        return Verdict(False, "dates", sure=False) if gap > far else None
    if a.stated or b.stated:
        return None if akin else Verdict(False, "dates", sure=False)
    return None if akin else Verdict(False, "published", sure=False)


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


def fits(about: Subject, value: Value | None, question: Question) -> bool:
    """Return whether a claim answers what is asked, as far as the code can tell.

    Its answer must state a value where one is asked for, and it must not be about another time or
    another event of the series than the question names.
    """
    if question.asks == "value" and value is None:
        return False
    if question.ordinal and about.ordinal and question.ordinal != about.ordinal:
        return False
    for asked in question.when:
        if value is not None and value.kind == "date":
            if asked.unit == value.unit == "day" and not touches(asked, value.low, value.high):
                return False
        elif about.when is not None and not touches(asked, *about.when):
            return False
    return True


def touches(asked: Value, low: float, high: float) -> bool:
    """Return whether the days `low..high` reach into the time asked, be it of any year."""
    if asked.unit == "day":
        return low <= asked.high and asked.low <= high
    if asked.unit == "month-day":
        days = (dt.date.fromordinal(d) for d in range(int(low), int(min(high, low + 366)) + 1))
        return any(asked.low <= 100 * day.month + day.day <= asked.high for day in days)
    return True
