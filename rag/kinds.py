"""Of which kind the difference between two positions is, by rules on what was extracted.

First what they are about (`rag.sameness`): values of different things cannot contradict each other.
Then the values as intervals, then what surrounds them, or the words where there are no values.
"""

import re
from typing import Literal

from rag.answer import DisagreementKind, Language
from rag.claims import Claim
from rag.cues import cue
from rag.differences import (
    bounds,
    contested,
    disputed,
    in_time,
    is_background,
    is_changed,
    measured_otherwise,
    outgrows,
    revises,
    supersedes,
)
from rag.judging import judges
from rag.names import names
from rag.polarity import Polarity
from rag.positions import Position, corrected
from rag.question import Question
from rag.sameness import Verdict
from rag.stance import says_whether, stance
from rag.values.beside import alike_in_size, comparable, differ, rounds_to
from rag.values.compare import excluded
from rag.values.value import Value
from rag.words import fold, likeness, words

_LANGUAGES: tuple[Language, ...] = ("fr", "en")
ONE_ANSWER = ("person", "place", "organisation", "thing", "reason", "open")
"""What is asked in words and has one answer, if several bodies or people may give it."""
_ONE_VOICE = 0.8  # likeness of two speakers' names that may be one
_AS_LIKELY = 0.9  # a name much less likely to answer than another contradicts nobody

_JOINED = re.compile(r"[\w\s]*(?:\band\b|\bet\b|\bou\b|\bor\b|,)[\w\s’']*")
# Why two may be about two things where nothing but their days, if that, says so.
_ONLY_TIME = ("dates", "published", "silent")

Ground = Literal[
    "subject",
    "later_report",
    "corrected",
    "rounder",
    "year_untold",
    "measured_otherwise",
    "maybe_measured",
    "one_sentence",
    "judgement",
    "forecast",
    "values",
    "year_excluded",
    "names",
    "polarity",
]


def difference(
    question: Question, a: Position, b: Position, verdict: Verdict
) -> tuple[DisagreementKind, Ground] | None:
    """Return of which kind the difference of two positions is, and the ground; None without any.

    `verdict` tells whether the two are about one thing.
    """
    if a.lead.value and b.lead.value:
        return _kind_of_values(a, b, a.lead.value, b.lead.value, verdict)
    return _kind_of_texts(question, a, b, verdict)


def _kind_of_values(
    a: Position, b: Position, x: Value, y: Value, verdict: Verdict
) -> tuple[DisagreementKind, Ground] | None:
    if (verdict.same or not verdict.sure) and corrected(a, b):
        return "update", "corrected"
    if verdict.same:
        x, y = _hours(a, b, x, y)
        return _compatible(a, b, x, y) or _incompatible(a, b, x, y)
    if not verdict.sure and measured_otherwise(a.lead, b.lead, strictly=True):
        return "scope", "measured_otherwise"
    return _of_another(a, b, verdict)


def _hours(a: Position, b: Position, x: Value, y: Value) -> tuple[Value, Value]:
    """The values, or the hours that both answers tell: "at 9.30", "at 11.55 p.m. on Tuesday"."""
    if {x.kind, y.kind} != {"date", "time"}:
        return x, y
    told = [
        next((v for v in c.sentence.values if v.kind == "time" and _is_of(c, v)), None)
        for c in (a.lead, b.lead)
    ]
    return (told[0], told[1]) if told[0] and told[1] else (x, y)


def _is_of(claim: Claim, value: Value) -> bool:
    """Whether a value stands in the words that answer."""
    return claim.at.start <= value.start and value.end <= claim.at.end


def _compatible(
    a: Position, b: Position, x: Value, y: Value
) -> tuple[DisagreementKind, Ground] | None:
    """The kind of two values of one thing that can both be true, None where they cannot."""
    if {x.kind, y.kind} == {"date", "time"}:
        return "precision", "rounder"  # "on Monday evening", "at half past nine"
    alike = alike_in_size(x, y)
    if not comparable(x, y) and not alike:
        return "scope", "measured_otherwise"
    fitting = alike or not differ(x, y) or rounds_to(x, y) or bounds(a.lead, b.lead)
    if measured_otherwise(a.lead, b.lead, strictly=fitting):
        return "scope", "measured_otherwise"
    if fitting and outgrows(a.lead, b.lead):
        return "update", "later_report"  # "at least four", then six
    if not fitting:
        return None
    dated = x.kind == y.kind == "date" and [x.unit, y.unit].count("day") == 1
    return "precision", "year_untold" if dated else "rounder"


def _incompatible(a: Position, b: Position, x: Value, y: Value) -> tuple[DisagreementKind, Ground]:
    """The kind of two values of one thing that cannot both be true."""
    if one_document(a, b):
        return _within_document(a.lead, b.lead)
    foreseen = _both(cue("forecast"), a, b) and _apart(a, b) and not _follows(a, b)
    if foreseen and not _restated(a.lead, b.lead):
        return "assessment", "forecast"
    if supersedes(a.lead, b.lead):
        return "update", "later_report"
    return "contradiction", "year_excluded" if _year_excluded(x, y) else "values"


def _restated(x: Claim, y: Claim) -> bool:
    """Whether the later of two forecasts says that it revises one, and none but one is named."""
    later, earlier = in_time(x, y)
    if later is None or earlier is None or (x.speaker and y.speaker):
        return False
    return revises(later, earlier) or is_changed(later)


def _year_excluded(x: Value, y: Value) -> bool:
    return x.kind == y.kind == "date" and excluded(x, y)


def _within_document(x: Claim, y: Claim) -> tuple[DisagreementKind, Ground]:
    """Of two things, unless one sentence gives both: "six, one of them months later"."""
    if (x.document.id, x.sentence.start) == (y.document.id, y.sentence.start):
        return "scope", "one_sentence"
    return "different_subject", "subject"


def _of_another(a: Position, b: Position, verdict: Verdict) -> tuple[DisagreementKind, Ground]:
    """Of two things, unless only time sets them apart and the later report says it corrects.

    What changes a figure has its own day: the fine of June is cut in February.
    """
    later, earlier = in_time(a.lead, b.lead)
    by_time = verdict.reason in ("dates", "published")
    if later and earlier and by_time and not is_background(later) and not is_background(earlier):
        corrects = not verdict.sure and revises(later, earlier)
        if not one_document(a, b) and (corrects or is_changed(later)):
            return "update", "later_report"
    return "different_subject", "subject"


def _follows(a: Position, b: Position) -> bool:
    """Whether one holder speaks again, and so takes back what they said."""
    return a.lead.speaker is not None and a.lead.speaker == b.lead.speaker


def one_document(a: Position, b: Position) -> bool:
    """Return whether one document gives both and does not set two people against each other."""
    shared = {c.document.id for c in a.claims} & {c.document.id for c in b.claims}
    if not shared:
        return False
    x, y = a.lead, b.lead
    return x.speaker == y.speaker or not ((x.speaker and y.speaker) or disputed(x, y))


def _both(pattern: re.Pattern[str], a: Position, b: Position) -> bool:
    return all(pattern.search(p.lead.sentence.text) for p in (a, b))


def _kind_of_texts(
    question: Question, a: Position, b: Position, verdict: Verdict
) -> tuple[DisagreementKind, Ground] | None:
    if question.who_said or question.asks == "identity":
        return None  # several may say the same; and one person may have several titles
    if not verdict.same and verdict.sure:
        return "different_subject", "subject"
    if _judged(question, a, b) and _apart(a, b):
        return "assessment", "judgement"
    if not verdict.sure and _replaces(question, a, b):
        return "update", "later_report"
    if not verdict.same:
        related = _of_another(a, b, verdict)
        only_apart = related[0] == "different_subject" and verdict.reason in _ONLY_TIME
        # Whole sentences say different things anyway, and need no other day to explain it.
        return None if only_apart and a.lead.is_sentence and b.lead.is_sentence else related
    if _stances(question, a, b) == {"affirms", "denies"}:
        return opposed(a, b, "polarity")
    if question.asks in ("person", "place", "organisation") and _exclusive(a, b):
        return opposed(a, b, "names")
    if question.asks in ONE_ANSWER and not one_document(a, b):
        if contested(a.lead, b.lead) or supersedes(a.lead, b.lead):
            return opposed(a, b, "names")
    return None


def _replaces(question: Question, a: Position, b: Position) -> bool:
    """Whether the later of two reports names who or what it replaces by its own answer."""
    later, earlier = in_time(a.lead, b.lead)
    if question.asks not in ("person", "place", "organisation") or not (later and earlier):
        return False
    text, name = later.sentence.text, earlier.answer.split()[-1]
    if fold(name) not in fold(text):
        return False
    gone = rf"(?:after|since|when|with|après|depuis) [^.;:]{{0,60}}\b{re.escape(name)}\b"
    return bool(cue("replaced").search(text) or re.search(gone, text, re.IGNORECASE))


def _judged(question: Question, a: Position, b: Position) -> bool:
    """Whether the two are judgements: the question asks for them, or the words are such."""
    if _asks_of_one(question) or _tells_whether(question, a, b):
        return False
    if question.asks == "judgement":  # what only states a fact judges no more than the other does
        held = a.lead.speaker and b.lead.speaker and not one_voice(a.lead.speaker, b.lead.speaker)
        return bool(held) or len({judges(p.lead.quote) for p in (a, b)}) == 1
    if _asks_views(question) and not one_voice(a.lead.speaker, b.lead.speaker):
        return True
    if question.asks == "yes_no" and _stances(question, a, b) in ({"affirms"}, {"denies"}):
        return False
    opinions = all(cue("judging").search(p.lead.quote) or _is_verdict(p) for p in (a, b))
    return question.asks in ("open", "yes_no", "quotation", "thing") and opinions


def _tells_whether(question: Question, a: Position, b: Position) -> bool:
    """Whether it is asked if somebody said anything, and either tells that they did or not."""
    return any(says_whether(question, p.lead.sentence) != "silent" for p in (a, b))


def _stances(question: Question, a: Position, b: Position) -> set[Polarity]:
    """What two positions make of a question of yes or no."""
    return {stance(question, p.lead) for p in (a, b)}


def _asks_views(question: Question) -> bool:
    """Whether the question asks what people say or think of something."""
    if question.asks in ("open", "thing", "reason", "yes_no"):
        return cue("asks_views").search(question.text) is not None
    return question.asks == "quotation"


def _asks_of_one(question: Question) -> bool:
    """Whether it is asked what one named speaker says: whatever else they said is no other view.

    The first term is the speaker, unless two are named: "Ann and Bob".
    """
    if len(question.holders) == 1 and question.holders[0].named:
        return True
    if question.asks != "quotation" or not question.terms:
        return False
    speaker, *others = (term.word for term in question.terms)
    joined = any(_JOINED.fullmatch(question.text[speaker.end : other.start]) for other in others)
    return speaker.name and not joined


def one_voice(x: str | None, y: str | None) -> bool:
    """Return whether two speakers may be one: "the mayor", "le maire"; nobody named is no one."""
    if x is None or y is None:
        return False
    one, other = (
        [word for language in _LANGUAGES for word in words(name, language)[-1:]] for name in (x, y)
    )
    return any(likeness(a, b) >= _ONE_VOICE for a in one for b in other)


def _is_verdict(position: Position) -> bool:
    """Whether somebody is quoted with a verdict: "c’est « une trahison »"."""
    quoted = cue("verdict").search(position.lead.sentence.text)
    return position.lead.speaker is not None and quoted is not None


def opposed(a: Position, b: Position, ground: Ground) -> tuple[DisagreementKind, Ground]:
    """Return the kind of two answers in words that cannot both be right about one thing."""
    if supersedes(a.lead, b.lead):
        return "update", "later_report"
    return "contradiction", ground


def _apart(a: Position, b: Position) -> bool:
    """Whether different people or documents hold the two; quotations are of different people."""
    x, y = a.lead, b.lead
    if x.speaker != y.speaker or x.document.id != y.document.id:
        return True
    return x.speaker is None and all(re.search('[«“"]', c.answer) for c in (x, y))


def _names_one(claim: Claim) -> bool:
    """Whether the answer holds a name: one in other words may be of the same as a name."""
    return any(n.start < claim.at.end and claim.at.start < n.end for n in names(claim.sentence))


def _exclusive(a: Position, b: Position) -> bool:
    """Whether neither document knows the other's answer, and both sentences say much the same.

    Where each sentence has both names, the two have changed places.
    """
    shared = {c.document.id for c in a.claims} & {c.document.id for c in b.claims}
    if shared or fold(a.lead.answer) == fold(b.lead.answer):
        return False
    if not (_names_one(a.lead) and _names_one(b.lead)):
        return False
    pair = ((a.lead, b.lead), (b.lead, a.lead))
    here = [fold(x.answer).split()[-1] in fold(y.sentence.text) for x, y in pair]
    there = [fold(x.answer).split()[-1] in fold(y.document.text) for x, y in pair]
    if any(there) and not all(here):
        return False
    low, high = sorted((a.lead.score, b.lead.score))
    return low >= _AS_LIKELY * high
