"""What a claim is about, and whether two claims are about the same event or thing.

Values may only be compared when they are about the same: two calls between the same two people in
different months last different times, and nobody contradicts anybody. So before any value is
compared, each claim's event is dated, numbered and placed as far as the text allows.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import lru_cache

from index.document import Span
from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.attached import Tag, rank, things
from rag.classes import is_member
from rag.cues import cue
from rag.dating import event_place, event_term, is_long_past, stated_day, told_event
from rag.eventname import event_name
from rag.names import is_calendar, names
from rag.question import Question
from rag.reading import Reading, Sentence, analyse_words, clause, language_of
from rag.slots import Slot, slots
from rag.spoken import Spoken, counted, spoken_of
from rag.titles import TITLE
from rag.values.value import Value
from rag.words import Word, fold

_LOCATED = re.compile(
    r"\b(?:à|au|aux|en|dans|in|at|near|outside|près d[eu])\s?(?:l[’']|l[ae]s? |the )?"
    r"(?:[a-zà-ÿ-]+ (?:d[eu] |d[’']|of )?){0,2}(?:l[’'])?$",
    re.IGNORECASE,
)
_RECALLED = 2  # sentences for which a time that was spoken of is still the one meant
FOLLOWED_DAYS = 7  # within which what happened is told of by the day of the report
_NEWS_DAYS = 10  # an undated report is about something of the days before it was published


@dataclass(frozen=True, slots=True)
class Subject:
    """What a claim is about, as far as its text says.

    `event` is the question's own word for it, `name` the noun that it has there; `when` the days it
    happened, first and last, as `toordinal` counts, with `stated` false when only the publication
    date suggests them; `ordinal` its number in a series; `sites` the places named right beside it;
    `anchor` the words that tie it to another event ("à la veille de …"); `cast` all names in the
    document; `slots` what the value is of ("killed", not "injured"); `things` the names that its
    thing bears ("Arlay" of a bridge); `counted` the noun of a count, and whether the question asks
    for it; `spoken` how much of what is asked is said beside it; `passes` that it took its time,
    whatever it was; `recalls` that what is said right before speaks of the time that the question
    names.
    """

    event: str | None
    name: str | None
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
    passes: bool = False
    recalls: bool = False

    @property
    def long_past(self) -> bool:
        """Whether its text says that it happened long before the report."""
        if not self.stated or self.when is None or self.published is None:
            return False
        return is_long_past(self.when[1], self.published)

    @property
    def happens(self) -> bool:
        """Whether it is something that happens, rather than a thing or a state that lasts."""
        return self.event is not None or self.passes


def subject(
    question: Question, reading: Reading, sentence: Sentence, at: Span, value: Value | None
) -> Subject:
    """Return what the claim at `at` of the sentence is about."""
    term = event_term(question)
    passes = value is not None and value.kind in ("duration", "time")
    told = term or (told_event(sentence, at) if passes else None)
    place = event_place(told, reading, sentence, at)
    near = place[0] if place else sentence
    word = place[1] if place else None
    asked_date = value is not None and value.kind == "date"
    ranks = value is not None and value.kind == "ordinal"  # what answers, and no rank of its event
    when = None if asked_date else stated_day(reading, sentence, at, near, word, told)
    recalls = not gives(sentence, when) and _recalls(question, reading, sentence)
    if when is None and not asked_date and recalls:
        when = next(((t.low, t.high) for t in question.when if t.unit == "day"), None)
    stated = when is not None
    if when is None and not asked_date and reading.document.published_on:
        day = reading.document.published_on.toordinal()
        when = (day - _NEWS_DAYS, day)
    return Subject(
        term.word.text.casefold() if term else None,
        event_name(question, term) if term else None,
        when,
        stated,
        None if ranks else _ordinal(near, word) or rank(question, sentence),
        frozenset() if question.asks == "place" else _sites(near, word, question),
        _anchor(reading, sentence),
        cast(reading),
        reading.document.published_on,
        reading.document.id,
        frozenset()
        if question.asks == "yes_no"
        else slots(question, reading, sentence, at, value.kind if value else None),
        things(question, reading, sentence, at),
        counted(question, sentence, value),
        spoken_of(question, reading, sentence) if value else None,
        passes,
        recalls,
    )


def _recalls(question: Question, reading: Reading, sentence: Sentence) -> bool:
    """Whether a date in the sentence, or right before it, reaches into a time that is asked."""
    if not question.when:
        return False
    index = reading.sentences.index(sentence)
    return any(
        speaks_of(near, asked)
        for asked in question.when
        for near in reading.sentences[max(0, index - _RECALLED) : index + 1]
    )


def speaks_of(sentence: Sentence, asked: Value) -> bool:
    """Return whether a sentence gives a day that reaches into the time asked."""
    days = (v for v in sentence.values if v.kind == "date" and v.unit == "day")
    return any(touches(asked, day.low, day.high) for day in days)


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
        if not is_person(n.text, sentence.document.text)
        if not is_member(n.text, "nationality", language_of(sentence.document))
    ]
    left, right = clause(text, word.start, word.end) if word else (0, 0)
    beside = [n for n in named if left <= n.start < right]
    return frozenset(
        fold(n.text) for n in beside or named if n in beside or _LOCATED.search(text[: n.start])
    )


@lru_cache(maxsize=2_000)
def is_person(name: str, text: str) -> bool:
    """Return whether a text gives a name a first name, or a title: "to Hill", of Ann Hill."""
    if " " in name:
        return False
    first = rf"(?:{TITLE}|[A-ZÀ-Þ][a-zà-ÿ]+(?:-[A-Z][a-zà-ÿ]+)? )"
    named = re.finditer(rf"(?<=[\w,’»”] ){first}{re.escape(name)}\b", text)
    return any(_NOT_FIRST.match(found.group()) is None for found in named)


# Names of places and bodies begin so, and stand before another name: "Grand Lyon", "South Sudan".
_NOT_FIRST = re.compile(
    r"(?:Grand|Greater|Saint|Sainte|San|Santa|Mont|Mount|Lake|Lac|Port|Fort|New|Nouvelle|North|Nord|"
    r"South|Sud|East|Est|West|Ouest|Central|Upper|Lower|Haute?|Basse?|Universit[yé]|FC|"
    r"Ville|City|Radio|Stade|Gare|Rue|Place|Pont)\b"
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
        and w.folded not in STOP_WORDS[language]
        and not is_calendar(w.text)
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


def fits(about: Subject, value: Value | None, question: Question) -> bool:
    """Return whether a claim answers what is asked, as far as the code can tell.

    Its answer must state a value where one is asked for, and it must not be about another time or
    another event of the series than the question names, nor about what is long past where that asks
    of the time that runs. A report of another time may still tell of
    the time asked, if it has just spoken of it.
    """
    if question.asks == "value" and value is None:
        return False
    if question.ordinal and about.ordinal and question.ordinal != about.ordinal:
        return False
    if question.running and about.long_past:
        return False
    # Of several times named ("in 2024, and in 2025?") each has answers of its own.
    return not question.when or any(of_time(about, value, asked) for asked in question.when)


def of_time(about: Subject, value: Value | None, asked: Value) -> bool:
    """Return whether a claim may be of a time that is asked."""
    if value is not None and value.kind == "date":
        return not asked.unit == value.unit == "day" or touches(asked, value.low, value.high)
    if about.when is None or touches(asked, *about.when):
        return True
    return about.recalls and (follows(asked, about.when[0]) or not about.stated)


def follows(asked: Value, day: float) -> bool:
    """Return whether a day may be that of a report on the day asked, which came before it."""
    return asked.unit == "day" and 0 < day - asked.high <= FOLLOWED_DAYS


def gives(sentence: Sentence, day: tuple[float, float] | None) -> bool:
    """Return whether a sentence itself states the days `day`, first and last."""
    return any(v.kind == "date" and (v.low, v.high) == day for v in sentence.values)


def touches(asked: Value, low: float, high: float) -> bool:
    """Return whether the days `low..high` reach into the time asked, be it of any year."""
    if asked.unit == "day":
        return low <= asked.high and asked.low <= high
    if asked.unit == "month-day":
        days = (dt.date.fromordinal(d) for d in range(int(low), int(min(high, low + 366)) + 1))
        return any(asked.low <= 100 * day.month + day.day <= asked.high for day in days)
    return True
