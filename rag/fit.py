"""How well a value is of the sort asked for: what it counts, when it falls, how it is meant.

What is told here goes into the traits by which a value is scored (`rag.scoring`).
"""

import datetime as dt
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import replace

from index.document import Span
from rag.conditions import names_series
from rag.cues import cue
from rag.names import names
from rag.question import Question, Term
from rag.reading import Reading, Sentence, analyse_words, clause, language_of
from rag.values.tense import turn_of
from rag.values.units import DAY, YEAR
from rag.values.value import Kind, Value
from rag.words import Word, events, likeness

_BOUND = re.compile(
    r"\b(?:depuis|jusqu[’'](?:à|en|au)|avant|après|since|until|before|after)"
    r"\s(?:l[ae]s? |l[’']|the )?$",
    re.IGNORECASE,
)  # a date that bounds something else than the event asked about
# Years that something took or lies back, and that nobody is old: "in 30 years", "12 ans de prison".
_SPENT = re.compile(
    r"\b(?:in|for|since|after|within|every|over|during|past|last|depuis|pendant|durant|après|en|dans|"
    r"il y a|voici|voilà|tous les|ces|durée de)\s(?:[\w’']+\s){0,2}$",
    re.IGNORECASE,
)
_OF_TIME = re.compile(
    r"[’']? ?(?:ago|later|earlier|after|before|standing|in prison|plus t[ôo]t|plus tard|auparavant|"
    r"après|avant|d[e’'](?! ?moins| ?plus)|of (?!age))\b",
    re.IGNORECASE,
)
_LISTED = re.compile(r",? (?:et|and|ou|or|plus|ainsi que|as well as) |, ")
_LED = 12  # characters read before a length of time
_OF_EVENT = re.compile(r" (?:of|after|après|d[eu])\b| d[’']", re.IGNORECASE)
_YEARS = re.compile(r"(?:ans?|years?)(?!\w)", re.IGNORECASE)
_OLDEST = 120  # years
_MOST_BARE, _HOURS = 1000, 25  # what bare figures are less than, if they measure, or tell the time
_TIME = re.compile(r" (?:fois|times?|reprise|occasion)\b", re.IGNORECASE)  # behind an ordinal
# Behind a bare figure that opens its sentence, and so stands for what was counted before it.
_PREDICATE = re.compile(
    r" (?:ont|sont|avaient|étaient|seront|auraient|seraient|were|was|are|is|have|had)\b"
)
_FILLED = 0.7  # share of a span's letters that a value makes up if it fills it
UNSAID = "unit unsaid"  # the trait of a bare figure that may be of the measure asked for
MEASURES = ("duration", "distance", "speed", "mass", "temperature", "time")
# What may answer beside the kinds that a form of asking names, by the first of these: "how many
# onions were dumped" is answered by tonnes, "how many left" by a third of them.
_ALSO: Mapping[Kind, tuple[Kind, ...]] = {
    "count": ("ratio", "percentage", "mass"),
    "age": ("duration",),
    "duration": ("distance",),
    "volume": ("percentage", "mass", "count"),
    "area": ("distance", "mass"),
    "speed": ("distance", "duration"),
    "money": ("ratio",),
}
_GENERIC_COUNTED = frozenset({"people", "number"})
_MOODS = frozenset({"demand", "offer", "threat", "forecast", "refusal"})


def asked_values(question: Question, sentence: Sentence) -> list[Value]:
    """Return the values of a sentence of the kinds that the question asks for, in order.

    Where it has none, those of kinds that may answer all the same (_ALSO).

    Where it is asked when, a length of time that is counted from a day is one: "within two weeks".
    Where it is asked how many times, a place in a series tells that it was so often at least; and
    where events are counted, one of theirs: "how many calls" by "their sixth conversation".
    Where an age is asked, years are one, and so is a bare figure: "le gardien de 22 ans", "at 22".
    Where another measure is asked, a bare figure may be of it: "limited to 40", "seven, or eight".
    Of counts in one list, only those of what is asked for do: "320 drones and 37 missiles".
    """
    values: Sequence[Value] = sentence.values
    if "age" in question.kinds:
        values = [_aged(v) for v in values]
    if asks_times(question):
        values = [_so_often(v) for v in values if v.kind != "ordinal" or _counts_times(sentence, v)]
    elif _counts_events(question):
        values = [_so_often(v) if _numbers_counted(question, sentence, v) else v for v in values]
    first = question.kinds[0] if question.kinds else None
    asked = [v for v in values if v.kind in question.kinds or _may_measure(v, first)]
    if first == "date":
        return asked or [day for v in values if (day := _day_of(v, sentence))]
    asked = [v for v in asked if not _listed_beside(question, sentence, v)]
    return asked or [v for v in values if first and v.kind in _ALSO.get(first, ())]


def _may_measure(value: Value, kind: Kind | None) -> bool:
    """Whether a bare figure may be of the measure asked for: no hour is 61,000, nor any length."""
    most = _MOST_BARE if kind != "time" else _HOURS
    return kind in MEASURES and value.is_bare and value.low < most


def _listed_beside(question: Question, sentence: Sentence, value: Value) -> bool:
    """Whether a count stands in one list with a count of what is asked for, and is of another."""
    if value.kind != "count" or not value.unit or _counts_asked(question, sentence, value):
        return False
    return any(
        _LISTED.fullmatch(sentence.text, *sorted((value.start, value.end, v.start, v.end))[1:3])
        for v in sentence.values
        if v.kind == "count" and v.unit and _counts_asked(question, sentence, v)
    )


def _counts_asked(question: Question, sentence: Sentence, value: Value) -> bool:
    counted = [w for w in sentence.words if value.start <= w.start < value.end]
    return _alike(question.counted, counted)


def _day_of(value: Value, sentence: Sentence) -> Value | None:
    """The days that a length of time ends on: "within two weeks", "quelques jours plus tard".

    What is to come counts from the day of the document; all else from a day that is told before.
    """
    text, document = sentence.text, sentence.document
    within = cue("within").search(text, max(0, value.start - _LED), value.start)
    later = cue("later").match(text, value.end)
    if value.kind != "duration" or not (within or later) or _OF_EVENT.match(text, value.end):
        return None
    start = within.start() if within else value.start
    end = later.end() if later and not within else value.end
    low, high = (round(end / DAY) if math.isfinite(end) else end for end in (value.low, value.high))
    low = 0 if within else low
    told = replace(value, kind="date", unit="relative", low=low, high=high)
    told = replace(told, start=start, end=end, text=text[start:end])
    past = turn_of(text, start, end, language_of(document)) < 0
    if not within or past or document.published_on is None:
        return told
    today = document.published_on.toordinal()
    if today + high > dt.date.max.toordinal():
        return told
    return replace(told, unit="day", low=today, high=today + high)


def asks_times(question: Question) -> bool:
    """Return whether it is asked how many times something happened."""
    return question.kinds[:1] == ("count",) and "ordinal" in question.kinds


def _counts_events(question: Question) -> bool:
    """Whether what is counted are events: calls, visits, strikes."""
    return any(term.word.concepts & events() for term in question.counted)


def _numbers_counted(question: Question, sentence: Sentence, value: Value) -> bool:
    """Whether an ordinal is the place of an event in the series that is counted."""
    if value.kind != "ordinal" or not 2 <= value.low == value.high:
        return False
    behind = [word for word in sentence.words if word.start >= value.end][:1]
    series = names_series(sentence.text, value, language_of(sentence.document))
    return series and _alike(question.counted, behind)


def _counts_times(sentence: Sentence, ordinal: Value) -> bool:
    """Whether an ordinal tells how often something was: "for the third time", "her third visit"."""
    if not 2 <= ordinal.low == ordinal.high:
        return False
    time = _TIME.match(sentence.text, ordinal.end)
    return bool(time) or names_series(sentence.text, ordinal, language_of(sentence.document))


def _so_often(value: Value) -> Value:
    """An ordinal as a count: after "her fourth visit" there were four at least."""
    if value.kind != "ordinal":
        return value
    return replace(value, kind="count", high=math.inf, hedge="at_least", unit=value.text)


def _unsaid(sentence: Sentence, value: Value) -> bool:
    return any(v.is_bare and v.start == value.start for v in sentence.values)


def filling(sentence: Sentence, at: Span) -> Value | None:
    """Return the value that makes up most of a span of a sentence, if one does."""
    longest = max(sentence.values, key=lambda value: _shared(value, at), default=None)
    enough = longest and _shared(longest, at) >= _FILLED * (at.end - at.start)
    return longest if enough else None


def _shared(value: Value, at: Span) -> int:
    return min(value.end, at.end) - max(value.start, at.start)


def _aged(value: Value) -> Value:
    if value.is_bare and 1 <= value.low <= value.high <= _OLDEST:
        return replace(value, kind="age", unit="y")
    years = value.kind == "duration" and _YEARS.search(value.text) and value.low >= YEAR
    if not years or value.high > _OLDEST * YEAR:
        return value
    return replace(value, kind="age", unit="y", low=value.low / YEAR, high=value.high / YEAR)


def sort_of(question: Question, reading: Reading, index: int, value: Value) -> dict[str, float]:
    """Return what is known of whether the value is of the sort asked for, as traits.

    For a count, that is whether its noun is the one that is counted.
    """
    if question.kinds[0] == "age":
        return _of_whom(question, reading, index, value)
    if question.kinds[0] in MEASURES and _unsaid(reading.sentences[index], value):
        return {UNSAID: 1.0}
    if value.kind == "duration" and not cue("asks_offset").search(question.text):
        return {"offset": float(_span_fit(reading.sentences[index].text, value) < 1)}
    if value.kind != "count":
        return {}
    if question.kinds[0] not in ("count", "ratio", "percentage", "ordinal"):
        return {"other noun" if value.unit or value.low < 1000 else "no noun": 1.0}
    noun = _noun(reading, index, value)
    if not noun:
        here = _counted_here(question, reading.sentences[index], value)
        return {"noun beside": 1.0} if here else {"no noun": 1.0}
    if not question.counted or _alike(question.counted, noun):
        return {}
    generic = all(term.word.concepts & _GENERIC_COUNTED for term in question.counted)
    if generic or any(word.concepts & _GENERIC_COUNTED for word in noun):
        return {"generic noun": 1.0}  # "how many are missing": "nine people are missing"
    return {"noun of question" if _alike(question.terms, noun) else "other noun": 1.0}


def _of_whom(question: Question, reading: Reading, index: int, value: Value) -> dict[str, float]:
    """What is known of whose age it is, and whether it is one: "never in 30 years" is none."""
    sentence = reading.sentences[index]
    text = sentence.text
    told = {UNSAID: float(_unsaid(sentence, value))}
    told["no age"] = float(
        bool(_SPENT.search(text, max(0, value.start - 30), value.start))
        or bool(_OF_TIME.match(text, value.end))
    )
    if not question.names or any(t.weight >= 1 and not t.word.name for t in question.terms):
        return told
    persons = [n for n in names(sentence) if n.kind in ("person", "unknown")]
    nearest = min(
        persons, key=lambda n: max(n.start - value.end, value.start - n.end), default=None
    )
    here = [w for w in sentence.words if nearest and nearest.start <= w.start < nearest.end]
    before = reading.sentences[index - 1].words if index else ()
    told["age of other"] = float(bool(here) and not _alike(question.names, here))
    told["age unnamed"] = float(not _alike(question.names, [*before, *sentence.words]))
    return told


def _alike(terms: Sequence[Term], noun: Sequence[Word]) -> bool:
    return any(likeness(term.word, word) >= 0.8 for term in terms for word in noun)


def _counted_here(question: Question, sentence: Sentence, value: Value) -> bool:
    """Whether the clause names what is counted: "the number of accounts is 1.4 million"."""
    left, _ = clause(sentence.text, value.start, value.end)
    before = [word for word in sentence.words if left <= word.start < value.start]
    return _alike(question.counted, before)


def _span_fit(text: str, value: Value) -> float:
    """Less than 1 for an offset in time ("two days before", "il y a une heure")."""
    before = cue("offset_before").search(text, max(0, value.start - 30), value.start)
    return 0.4 if before or cue("offset_after").match(text, value.end) else 1.0


def _noun(reading: Reading, index: int, value: Value) -> tuple[Word, ...]:
    """What a count counts; a bare figure takes up the noun of the count before it."""
    if value.unit:
        return analyse_words(value.text, reading.language)
    sentence = reading.sentences[index]
    before = [v for v in sentence.values if v.kind == "count" and v.unit and v.end <= value.start]
    of_those = cue("of_them").search(sentence.text) or (
        value.start == 0 and _PREDICATE.match(sentence.text, value.end)
    )
    if not before and index and of_those:
        before = [v for v in reading.sentences[index - 1].values if v.kind == "count" and v.unit]
    return analyse_words(before[-1].unit, reading.language) if before else ()


def mood(question: Question, sentence: Sentence, value: Value) -> float:
    """Return less than 1 for what is only demanded, offered or feared, unless that is asked."""
    left, right = clause(sentence.text, value.start, value.end)
    asked = {concept for term in question.terms for concept in term.word.concepts}
    moods = {
        concept
        for word in sentence.words
        if left <= word.start < right
        for concept in word.concepts
    } & _MOODS
    return 1.0 if not moods or moods & asked else 0.6


def tense(question: Question, sentence: Sentence, value: Value) -> float:
    """Return less than 1 for a day to come where the question asks of the past, and the reverse."""
    published = sentence.document.published_on
    if value.kind != "date":
        return 1.0
    if _BOUND.search(sentence.text, max(0, value.start - 14), value.start):
        return 0.6
    if value.unit != "day" or published is None or question.future is None:
        return 1.0
    today = published.toordinal()
    opens = value.low == today < value.high and value.hedge != "at_most"  # "the next two weeks"
    led = cue("coming").search(sentence.text, max(0, value.start - 40), value.start)
    coming = value.low > today or opens or led is not None
    return 1.0 if coming == question.future else 0.6
