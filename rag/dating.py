"""When the event that a claim is about happened, as far as the text says."""

import datetime as dt
import re
from collections.abc import Iterator

from index.document import Span
from rag.cues import cue
from rag.question import Question, Term
from rag.reading import Reading, Sentence, analyse_values, boundaries, clause
from rag.values.value import Value
from rag.words import Word, events, likeness

_BESIDE = 22  # characters within which a verb of saying makes a date its own
_LONG_PAST_DAYS = 150  # what lies that far before a report is its background
_BACK = 4  # sentences before a claim in which its event may have been dated


def is_long_past(day: float, published: dt.date) -> bool:
    """Return whether a day lies so far before a report that it is no more news in it."""
    return published.toordinal() - day > _LONG_PAST_DAYS


def event_term(question: Question) -> Term | None:
    """The term of the question that names an event, if one does."""
    return next(
        (
            t
            for t in question.terms
            if t.word.concepts & events() and not t.word.name and t.weight >= 1
        ),
        None,
    )


def told_event(sentence: Sentence, at: Span) -> Term | None:
    """The word of the claim's own sentence that names an event, the nearest to the answer.

    It stands in for the question's where that names none: "how long did it last?".
    """
    named = [w for w in sentence.words if w.concepts & events() and not w.name]
    near = min(named, key=lambda w: max(w.start - at.end, at.start - w.end), default=None)
    return Term(near, 1.0) if near else None


def event_place(
    term: Term | None, reading: Reading, sentence: Sentence, at: Span
) -> tuple[Sentence, Word] | None:
    """Where the event is named: in the claim's sentence, nearest to the answer, or before it."""
    if term is None:
        return None
    for earlier, met in _mentions(term, reading, sentence):
        return earlier, min(met, key=lambda w: abs(w.start - at.start))
    return None


def _mentions(
    term: Term, reading: Reading, sentence: Sentence
) -> Iterator[tuple[Sentence, list[Word]]]:
    """The sentences that name the event, from the claim's own backwards, with its words there."""
    index = reading.sentences.index(sentence)
    for earlier in reversed(reading.sentences[max(0, index - _BACK) : index + 1]):
        met = [w for w in earlier.words if likeness(term.word, w) >= 0.8]
        if met:
            yield earlier, met


def stated_day(
    reading: Reading,
    sentence: Sentence,
    at: Span,
    near: Sentence,
    word: Word | None,
    term: Term | None,
) -> tuple[float, float] | None:
    """The days that the text itself gives for the event: beside the answer, or beside its name.

    What is so "to date" has none: it is of the day of the report.
    """
    if cue("to_date").search(sentence.text):
        return None
    # A date within a whole sentence that answers is the sentence's own.
    part = at.end - at.start < len(sentence.text) - 2
    dated = _day_beside(sentence, at.start, at if part else None)
    if dated is None and word is not None and near is not sentence:
        dated = _day_beside(near, word.start, None)
    if dated is None and term is not None:
        for earlier, met in _mentions(term, reading, sentence):
            if earlier is not sentence and (dated := _day_beside(earlier, met[0].start, None)):
                break
    if dated is None and sentence.heading:
        dated = _day_in(sentence.heading, reading)
    return dated if dated is not None else _day_of_title(reading, term)


def _day_of_title(reading: Reading, term: Term | None) -> tuple[float, float] | None:
    """The day that a title gives; what is no event is not of one long past that it recalls."""
    day, published = _day_in(reading.document.title, reading), reading.document.published_on
    recalled = day is not None and published is not None and is_long_past(day[1], published)
    return None if recalled and term is None else day


def _day_beside(sentence: Sentence, place: int, answer: Span | None) -> tuple[float, float] | None:
    """The date nearest to `place` that is not the answer, nor that of another, later event.

    From when a rule holds is no day of what it rules.
    """
    best: tuple[tuple[int, int], Value] | None = None
    for value in (*sentence.values, *_years(sentence)):
        if value.kind != "date" or value.unit != "day" or value.high - value.low > 400:
            continue
        if answer and value.start < answer.end and answer.start < value.end:
            continue
        left, right = clause(sentence.text, value.start, value.end)
        beside = max(left, value.start - _BESIDE), min(right, value.end + _BESIDE)
        if cue("reported").search(sentence.text, *beside):
            continue
        if answer and _of_another_figure(sentence, value, answer):
            continue
        if _labels(sentence, value):
            continue
        led = sentence.text[left : value.start]
        if cue("follows").search(led) or cue("from_when").search(led):
            continue
        if cue("future").search(sentence.text[left:right]):
            continue
        low, high = sorted((value.start, place))
        cuts = sum(1 for cut in boundaries(sentence.text) if low <= cut < high)
        if best is None or (cuts, high - low) < best[0]:
            best = (cuts, high - low), value
    return (best[1].low, best[1].high) if best else None


def _labels(sentence: Sentence, date: Value) -> bool:
    """Whether a year only tells which budget or season is meant, and another date tells when.

    "Wednesday's meeting on the 2026 budget", « débattu mercredi du budget 2026 ».
    """
    if date.high - date.low < _WHOLE_YEAR:
        return False
    text = sentence.text
    named = _LABELLED.search(text[: date.start]) and re.match(r" [a-z]{3,}", text[date.end :])
    if not (named or _LABELLING.search(text[: date.start])):
        return False
    return any(
        v.kind == "date" and v.unit == "day" and v.high - v.low < _WHOLE_YEAR
        for v in sentence.values
    )


_WHOLE_YEAR = 300  # days
_LABELLED = re.compile(r"\b(?:the|a|this|its|their|his|her|our) $")
_LABELLING = re.compile(
    r"\b(?:budgets?|saisons?|éditions?|exercices?|programmes?|campagnes?|lois? de finances"
    r"|millésimes?|plans?|rapports?|bilans?) $"
)


def _of_another_figure(sentence: Sentence, date: Value, answer: Span) -> bool:
    """Whether a date is that of another figure than the answer.

    The answer is held against it ("54 %, against 61 in 2020"), or it is only a part of the answer
    ("31 were delivered: five of them on 20 January").
    """
    between = sentence.text[answer.end : date.start]
    return any(
        answer.end <= v.start and v.end <= date.start and v.kind not in ("date", "time", "ordinal")
        for v in sentence.values
    ) and bool(cue("held_against").search(between) or _PART_BEGINS.search(between))


_PART_BEGINS = re.compile(r"[:;]\s")


_YEAR = re.compile(
    r"\b(?:the|of|from|de|en|in) ((?:19|20)\d\d)\b(?! [a-z]*(?:€|euros|dollars))", re.I
)


_SEASON = re.compile(r"\b((?:19|20)\d\d)\s?[-–/]\s?((?:19|20)?\d\d)\b")
_SEASON_DAYS = (9, 1), (5, 31)  # a season of two years runs about so; those in a row do not touch


def _years(sentence: Sentence) -> Iterator[Value]:
    """Bare years and seasons that no date covers: "the 2019 strike", "la saison 2021-2022"."""
    for pattern, days in ((_SEASON, _SEASON_DAYS), (_YEAR, ((1, 1), (12, 31)))):
        for match in pattern.finditer(sentence.text):
            start, end = match.span(1)[0], match.span(match.lastindex or 1)[1]
            covered = any(start < v.end and v.start < end for v in sentence.values)
            if covered and pattern is _YEAR:
                continue
            last = int(match[1]) + (pattern is _SEASON)
            if pattern is _SEASON and int(match[2]) % 100 != last % 100:
                continue
            years = int(match[1]), last
            low, high = (dt.date(y, *day).toordinal() for y, day in zip(years, days, strict=True))
            yield Value("date", low, high, "day", "exact", start, end, match[1])


def _day_in(text: str, reading: Reading) -> tuple[float, float] | None:
    """The one day that a heading or a title gives for its event."""
    found = [
        v
        for v in analyse_values(text, reading.language, reading.document.published_on)
        if v.kind == "date" and v.unit == "day" and v.high - v.low <= 400
    ]
    if len(found) != 1 or cue("follows").search(text[: found[0].start]):
        return None
    return found[0].low, found[0].high
