"""When somebody was born or died, as texts and tables tell it: "Ann Lee (1881–1960)", "b. 1881".

A span of life holds two answers, and no word says which is which: the form does. What tells either
in words is in `lives.toml`.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, lru_cache
from itertools import takewhile
from typing import Literal

from index.document import Span
from rag.answer import Language
from rag.cues import pattern, table
from rag.question import Question
from rag.reading import Sentence, language_of
from rag.support import Support, Weigher
from rag.values.calendar_words import MONTHS, SHORT_MONTHS
from rag.values.dates import find_dates
from rag.values.periods import years_period
from rag.values.value import Value
from rag.words import likeness

End = Literal["birth", "death"]

_SHORTEST, _LONGEST = 15, 115  # years of a life that nothing but brackets tell: no term of office
_REACH = 60  # characters from "born" to its day
_SAME = 0.95
_SHORT, _CAREER = 32, 45  # days of a month; years that no office is held
_NAMED = 0.8  # how much of the question's names a document must have to be on them
_MONTH = "|".join(
    sorted({m for by in (MONTHS, SHORT_MONTHS) for names in by.values() for m in names}, key=len)[
        ::-1
    ]
)
_DATE = (
    rf"(?:\d{{1,2}}(?:st|nd|rd|th|er)? (?:of )?(?:{_MONTH})\.?,? ?\d{{4}}|\d{{4}}-\d\d-\d\d|"
    rf"(?:{_MONTH})\.? (?:\d{{1,2}}(?:st|nd|rd|th)?,? )?\d{{4}}|\d{{1,2}}[./]\d{{1,2}}[./]\d{{4}}|"
    r"\d{4}(?: (?:or|ou) \d{4})?)(?!\d)"
)
_DAY = re.compile(rf"(?<![\d–—-])(?P<day>{_DATE})", re.IGNORECASE)
_AGAIN = re.compile(rf"\) (?P<day>{_DATE})", re.IGNORECASE)  # "(1922-07-15) 15 July 1922"
_IN_BRACKETS = re.compile(r"\(([^()]{4,160})\)")
_TWO = re.compile(
    rf"(?P<birth>{_DATE})(?P<between>[^\d;]*?)(?:[–—-]| to | à |\s)\s*(?P<before>[^\d;]*?)"
    rf"(?P<death>{_DATE})",
    re.IGNORECASE,
)
_ONGOING = re.compile(rf"\s*(?:[^\W\d]\.? ?)?(?P<birth>{_DATE})\s?[–—-]\s*", re.IGNORECASE)
# "He died", "Elle naît", "Born: 3 May 1881": whose it is, the document tells.
_PRONOUN = re.compile(
    r"(?:^|\b(?:he|she|il|elle) (?:(?:was|est|était|then|later) )?)$", re.IGNORECASE
)
# Between brackets beside the days: places, "c.", "aged 50"; any other word tells of something else.
_OTHER_WORD = re.compile(r"(?<!\w)(?!born\b|died\b|aged\b|morte?\b|vers\b|circa\b)[a-zà-ÿ]{4,}")
_OF_NAME = re.compile(
    r"[^\W\d_a-zà-ÿ].*|\d+(?:st|nd|rd|th|er?)|of|d[eiu’']|d[eu][ls]|l[ae]|the|v[ao]n"
)


@dataclass(frozen=True, slots=True)
class LifeDate:
    """The day, month or year of a birth or a death; `name` is whose, where it stands right before.

    A name that opens the sentence counts for none: the sentence may call its subject otherwise
    than the question does. `unnamed` tells that only a pronoun or nothing says whose it is.
    """

    end: End
    value: Value
    name: Span | None
    unnamed: bool = False


def end_asked(question: Question) -> End | None:
    """Return which end of a life the question asks the date of, if it does."""
    if question.asks != "value" or "date" not in question.kinds:
        return None
    return next((end for end in _ends() if _asked(end).search(question.text)), None)


def lived(question: Question, sentence: Sentence, values: Sequence[Value]) -> list[Value]:
    """Return the values with those of lives put right for a question of a birth or a death.

    A life's span is narrowed to the end asked for, a birth is no answer to a question of a death,
    and neither is what happened to somebody else that is named.
    """
    end = end_asked(question)
    if end is None and "date" in question.kinds and not _asks_life().search(question.text):
        return [v for v in values if not _is_span(v, sentence)]
    found = life_dates(sentence) if end else ()
    rest = [v for v in values if not any(_overlap(v, d.value) for d in found)]
    own = [d.value for d in found if d.end == end and not _of_another(d, question, sentence)]
    return sorted([*rest, *own], key=lambda value: value.start)


def _is_span(value: Value, sentence: Sentence) -> bool:
    """Whether a value is a life's span in brackets, which dates nothing else: "(1881-1960)".

    A few dozen years alone may be a term of office.
    """
    if value.kind != "date" or value.high - value.low < _SHORTEST * 365:
        return False
    spans = _spans(sentence.text, language_of(sentence.document))
    ends = [found.value for found in spans if _overlap(found.value, value)]
    to_the_day = any(found.high - found.low < _SHORT for found in ends)
    return bool(ends) and (to_the_day or value.high - value.low > _CAREER * 365)


def tells_life(question: Question, sentence: Sentence, value: Value) -> bool:
    """Return whether the form alone says that the value is the birth or the death asked for."""
    return bool(end_asked(question)) and any(d.value == value for d in life_dates(sentence))


def life_value(question: Question, sentence: Sentence, at: Span) -> Value | None:
    """Return the birth or death that stands at a span, if one is asked for."""
    end = end_asked(question)
    found = (d.value for d in life_dates(sentence) if d.end == end)
    return next((v for v in found if v.start < at.end and at.start < v.end), None)


def of_subject(sentence: Sentence, value: Value, support: Support, topic: float) -> Support:
    """Return the support of a birth or death, the document's topic counted where none is named.

    "He died in 1960." is of whom the document is about.
    """
    if not any(d.value == value and d.unnamed for d in life_dates(sentence)):
        return support
    score, local = max(support.score, topic), max(support.local, topic)
    return replace(
        support, score=score, local=local, missing=() if topic >= _NAMED else support.missing
    )


def by_form(question: Question, weigher: Weigher) -> Weigher:
    """Return a weigher that does not ask for the word "born" or "died", since the form says it."""
    end = end_asked(question)
    rest = tuple(t for t in question.terms if not (end and _asked(end).fullmatch(t.word.text)))
    return weigher.by(rest)


def life_dates(sentence: Sentence) -> tuple[LifeDate, ...]:
    """Return the births and deaths that a sentence tells the dates of, in order, none twice."""
    return _life_dates(sentence.text, language_of(sentence.document))


@lru_cache(maxsize=20_000)
def _life_dates(text: str, language: Language) -> tuple[LifeDate, ...]:
    kept: list[LifeDate] = []
    for found in [*_spans(text, language), *_told(text, language)]:
        if not any(_overlap(found.value, other.value) for other in kept):
            kept.append(found)
    return tuple(sorted(kept, key=lambda each: each.value.start))


def _spans(text: str, language: Language) -> Iterator[LifeDate]:
    """Yield both ends of the lives in brackets: "(3 May 1881, Lyon – 4 June 1960)", "(1958–)"."""
    for bracket in _IN_BRACKETS.finditer(text):
        two = _TWO.search(text, *bracket.span(1))
        if two and not _OTHER_WORD.search(_DAY.sub("", bracket.group(1))) and _is_life(two):
            name = _name_before(text, bracket.start())
            yield LifeDate("birth", _value(text, *two.span("birth"), language), name)
            yield LifeDate("death", _value(text, *two.span("death"), language), name)
        elif alive := _ONGOING.fullmatch(text, *bracket.span(1)):
            name = _name_before(text, bracket.start())
            yield LifeDate("birth", _value(text, *alive.span("birth"), language), name)


def _is_life(two: re.Match[str]) -> bool:
    first, last = (int(re.findall(r"\d{4}", two.group(end))[0]) for end in ("birth", "death"))
    return _SHORTEST <= last - first <= _LONGEST


def _told(text: str, language: Language) -> Iterator[LifeDate]:
    """Yield what stands behind "born", "né", "Died:" and the like."""
    for end in _ends():
        for word in _words_of(end).finditer(text):
            day = _DAY.search(text, word.end(), word.end() + _REACH + 20)
            day = (day and _AGAIN.match(text, day.end())) or day
            if day and not _stops().search(text, word.end(), day.start("day")):
                bracket = text.rfind("(", max(0, word.start() - 12), word.start())
                name = _name_before(text, bracket) if bracket > 0 else None
                value = _value(text, *day.span("day"), language)
                unnamed = bool(_PRONOUN.search(text, max(0, word.start() - 30), word.start()))
                yield LifeDate(end, value, name, unnamed)


def _value(text: str, start: int, end: int, language: Language) -> Value:
    """The date at a span as a value; a year that does not read as one by itself is one here."""
    own = text[start:end]
    for found in find_dates(own, language, None):
        if found.unit == "day" and found.end - found.start == len(own):
            return replace(found, start=start, end=end)
    years = [int(year) for year in re.findall(r"\d{4}", own)]
    low, high = years_period(min(years) or 1, max(years) or 1)
    return Value("date", low, high, "day", "exact", start, end, own)


def _name_before(text: str, start: int) -> Span | None:
    """The name that ends right before the bracket at `start`, unless it opens the sentence."""
    before = [m for m in re.finditer(r"[\w’'.-]+", text[:start].rstrip(' "”»'))]
    run = list(takewhile(lambda m: bool(_OF_NAME.fullmatch(m.group())), reversed(before)))
    if not run or len(run) == len(before):
        return None
    return Span(run[-1].start(), run[0].end())


def _of_another(found: LifeDate, question: Question, sentence: Sentence) -> bool:
    """Whether a life is told of somebody whose name shares no word with the question's names."""
    if found.name is None or not question.names:
        return False
    own = [w for w in sentence.words if found.name.start <= w.start < found.name.end]
    return not any(likeness(t.word, w) >= _SAME for t in question.names for w in own)


def _overlap(a: Value, b: Value) -> bool:
    return a.start < b.end and b.start < a.end


@cache
def _asks_life() -> re.Pattern[str]:
    """What asks when somebody lived."""
    words = "|".join(table("lives")["span"]["asked"])
    return re.compile(rf"(?<!\w)(?:{words})(?!\w)", re.IGNORECASE)


def _ends() -> tuple[End, End]:
    return "birth", "death"


@cache
def _asked(end: End) -> re.Pattern[str]:
    return re.compile(rf"(?<!\w)(?:{'|'.join(table('lives')[end]['asked'])})(?!\w)", re.IGNORECASE)


@cache
def _words_of(end: End) -> re.Pattern[str]:
    words = "|".join(table("lives")[end]["told"])
    return re.compile(rf"(?<![\w.])(?:{words})(?!\w)", re.IGNORECASE)


@cache
def _stops() -> re.Pattern[str]:
    """What ends the reach of "born": a sentence, another event, a verb's subject."""
    words = [word for entry in table("lives").values() for word in entry["told"]]
    return re.compile(
        rf"(?<!\w)(?:{pattern('|'.join(words))})(?!\w)|\w\w[.;!?]\s|\d{{4}}(?![-\d]*\) ?$)",
        re.IGNORECASE,
    )
