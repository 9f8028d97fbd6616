"""The guard: every figure, date and name in a sentence of the answer must stand in what it cites.

It knows nothing of how a sentence was made, so that it checks the built-in wording and a model's
alike. What a sentence cites is its claims' quotes, and what the citation says of the document:
title, publisher, day of publication, who speaks and of which day, as resolved when it was read.
What stands in quotation marks must be verbatim; the rest may be reworded or translated.
"""

import datetime as dt
import math
import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache, lru_cache

from index import lexicon
from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.claims import Claim
from rag.phrases import phrases
from rag.quotes import quotations
from rag.reading import analyse_values, analyse_words, language_of
from rag.roles import role
from rag.values.calendar_words import MONTHS
from rag.values.value import Value
from rag.words import SAME_CONCEPT, Word, fold, is_country, likeness

_DIGITS = re.compile(r"\d(?:[.,:  ’'\s]?\d)*")
_MONTHS = re.compile(
    r"\b(?:January|February|March|April|May|June|July|August|September|October|November|December"
    r"|janvier|février|mars|avril|mai|juin|juillet|août|septembre|octobre|novembre|décembre)\b"
)
_CALENDAR = frozenset(
    "monday tuesday wednesday thursday friday saturday sunday january february march april may "
    "june july august september october november december".split()
)
_SPACES = re.compile(r"\s+")
_LIKE = 0.95  # names written in two languages are as near as this ("Putin", "Poutine")
_UP, _DOWN = {"over", "at_least"}, {"at_most", "nearly"}
_FAMILIES = ({"duration", "age"}, {"duration", "time"}, {"count", "ratio", "ordinal"})


def unsupported(text: str, claims: Sequence[Claim], language: Language) -> list[str]:
    """Return the quotations, figures, dates and names of `text` that no claim bears out.

    `text` is in `language`. Values are compared as values, so that they may be reworded; names as
    words, the names of countries in either language. An empty list means that it may stand.
    """
    cited = _SPACES.sub(" ", " \n ".join(part for claim in claims for part in _parts(claim)))
    quoted = [text[start:end] for start, end in quotations(text)]
    wrong = [quote for quote in quoted if not _verbatim(quote, cited)]
    own = text
    for start, end in quotations(text):
        own = own[:start] + " " * (end - start) + own[end:]
    return [*wrong, *_figures(own, claims, cited, language), *_names(own, claims, cited, language)]


def _verbatim(quote: str, cited: str) -> bool:
    """Whether the words of a quotation stand in what is cited, each side of an ellipsis."""
    parts = (part.strip(" .,;:[]") for part in re.split(r"…|\.{3}", quote))
    return all(_SPACES.sub(" ", part) in cited for part in parts)


def _parts(claim: Claim) -> Iterator[str]:
    """What a citation says in words: its quote, and of whom and whence it is."""
    document = claim.document
    yield claim.quote
    yield document.title
    yield document.publisher or ""
    yield claim.speaker or ""
    yield (role(claim.speaker, claim.sentence) if claim.speaker else "") or ""
    yield claim.subject.event or ""


# Figures and dates


def _figures(text: str, claims: Sequence[Claim], cited: str, language: Language) -> Iterator[str]:
    """The figures and dates of a text that are none of the cited ones."""
    known = [value for claim in claims for value in _values_of(claim)]
    days = [day for claim in claims for day in _days_of(claim)]
    digits = {_plain(match.group()) for match in _DIGITS.finditer(cited)}
    found = analyse_values(text, language, None)
    for value in found:
        if not (
            _stands(value.text, cited)
            or any(_bears_out(one, value) for one in known if not _other_noun(one, value, known))
            or any((day, day) == (value.low, value.high) for day in days if value.kind == "date")
        ):
            yield value.text
    for match in _DIGITS.finditer(text):
        if any(v.start <= match.start() < v.end for v in found):
            continue
        day = _day_before(text, match.start(), found)
        if day is not None:  # "4 May 320": a year, of which the day and the figure say nothing
            dated = text[day.start : match.end()]
            if not _stands(dated, cited):
                yield dated
        elif _plain(match.group()) not in digits:
            yield match.group()
    for match in _MONTHS.finditer(text):  # of a date that is none: "31 September 2025"
        read = any(v.start <= match.start() < v.end for v in found)
        if not read and not _stands(match.group(), cited) and not _in_month(match.group(), known):
            yield match.group()


def _in_month(name: str, known: Sequence[Value]) -> bool:
    """Whether a date that is cited lies in the month of that name."""
    number = next(
        names.index(name.lower()) + 1 for names in MONTHS.values() if name.lower() in names
    )
    months = (
        [int(end) // 100 for end in (v.low, v.high)]
        if v.unit == "month-day"
        else [dt.date.fromordinal(int(end)).month for end in (v.low, v.high)]
        for v in known
        if v.kind == "date" and v.unit in ("day", "month-day")
    )
    return [number, number] in months


def _day_before(text: str, at: int, found: Sequence[Value]) -> Value | None:
    """The day without a year that stands right before a place."""
    days = (value for value in found if value.unit == "month-day")
    return next((day for day in days if day.end < at and not text[day.end : at].strip()), None)


def _values_of(claim: Claim) -> Iterator[Value]:
    """The values that a citation states, and the day of what it is about."""
    document, language = claim.document, language_of(claim.document)
    for part in _parts(claim):
        yield from analyse_values(part, language, document.published_on)
    if claim.value is not None:
        yield claim.value
    if claim.subject.when:
        low, high = claim.subject.when
        yield Value("date", low, high, "day", "exact", 0, 0, "")


def _days_of(claim: Claim) -> Iterator[int]:
    """The days of publication, of which nothing less exact may be said."""
    for published in (claim.document.published_on, claim.subject.published):
        if published:
            yield published.toordinal()


def _stands(words: str, cited: str) -> bool:
    """Whether words stand in what is cited as they are, not as a part of other words."""
    form = rf"(?<![\w.,]){re.escape(_SPACES.sub(' ', words))}(?!\w|[.,]\d)"
    return re.search(form, cited, re.IGNORECASE) is not None


def _bears_out(known: Value, value: Value) -> bool:
    """Whether a value is the known one, however worded, and its bound points the same way."""
    if not _same_kind(known, value):
        return False
    hedges = {known.hedge, value.hedge}
    if hedges & _UP and hedges & _DOWN:
        return False
    if value.kind == "date":
        return _same_date(known, value)
    if hedges == {"several"}:  # "plusieurs" are two at least, "several" three
        return known.high == value.high
    if (known.kind, value.kind) == ("ratio", "ordinal"):  # "a third"
        return _equal(known.low * value.low, 1, "ratio")
    ends = ((known.low, value.low), (known.high, value.high))
    if all(_equal(a, b, value.kind) for a, b in ends):
        return True
    a, b = known.figure, value.figure
    return a is not None and b is not None and _equal(a, b, value.kind)


def _same_kind(known: Value, value: Value) -> bool:
    if known.kind == value.kind:
        return value.kind != "money" or known.unit == value.unit
    return any({known.kind, value.kind} <= family for family in _FAMILIES)


def _other_noun(known: Value, value: Value, all_known: Sequence[Value]) -> bool:
    """Whether the figure is cited of something else: "37 drones" of "320 drones, 37 missiles"."""
    if known.kind != "count" or value.kind != "count" or not (known.unit and value.unit):
        return False
    return known.unit != value.unit and any(
        one.kind == "count" and one.unit == value.unit for one in all_known
    )


def _same_date(known: Value, value: Value) -> bool:
    """Whether two dates are one, or the text says less: its month, its year, its weekday."""
    if value.unit == known.unit and (value.low, value.high) == (known.low, known.high):
        return True
    if known.unit != "day":
        return False
    first = dt.date.fromordinal(int(known.low))
    if value.unit == "weekday":
        return known.low == known.high and value.low == first.weekday()
    if value.unit == "month-day":
        last = dt.date.fromordinal(int(known.high))
        return (
            value.low == 100 * first.month + first.day and value.high == 100 * last.month + last.day
        )
    start, end = (dt.date.fromordinal(int(day)) for day in (value.low, value.high))
    whole = start.day == 1 and (end + dt.timedelta(1)).day == 1 and start != end
    return whole and value.low <= known.low and known.high <= value.high


def _equal(a: float, b: float, kind: str) -> bool:
    """Equal, or rounded as large sums of money are said, to two decimals of millions."""
    if a == b:
        return True
    if math.isinf(a) or math.isinf(b):
        return False
    large = kind == "money" and a >= 1e6
    step = 0.005 * 1000 ** math.floor(math.log(a, 1000)) if large else 1e-3
    return abs(a - b) <= step


def _plain(digits: str) -> str:
    return re.sub(r"\D", "", digits)


# Names


def _names(text: str, claims: Sequence[Claim], cited: str, language: Language) -> Iterator[str]:
    """The capitalised words of a text that no citation has, in either language."""
    folded = {fold(word.text) for word in analyse_words(cited, language)}
    others = {language_of(claim.document) for claim in claims} - {language}
    foreign = [word for other in others for word in analyse_words(cited, other)]
    for word in analyse_words(text, language):
        if not word.name or word.folded in folded or _ordinary(text, word):
            continue
        if not any(_same_name(word, other) for other in foreign):
            yield word.text


def _same_name(name: Word, other: Word) -> bool:
    """Whether a word of another language is the same name ("Allemagne", "allemand")."""
    like = likeness(name, other)
    if other.name and not (is_country(name.text) and is_country(other.text)):
        return like >= _LIKE
    return like >= SAME_CONCEPT


def _ordinary(text: str, word: Word) -> bool:
    """Whether a capital is no sign of a name: a stop word, a month, a word that opens."""
    if word.text.casefold() in STOP_WORDS[word.language] | _CALENDAR or not word.text[0].isalpha():
        return True
    opens = not re.search(r"[\w,;)’'-]\s*$", text[: word.start])
    return opens and _is_known(word.stem, word.language)


@lru_cache(maxsize=10_000)
def _is_known(stem: str, language: Language) -> bool:
    """Whether a stem is that of a word of the language, and not only of a name."""
    return bool(lexicon.load().translations(stem, language)) or stem in _of_phrases(language)


@cache
def _of_phrases(language: Language) -> frozenset[str]:
    """The stems of the words that the answer's own phrases open with."""
    opened = (phrase.format_map(_NOTHING) for phrase in phrases(language).further.values())
    return frozenset(word.stem for text in opened for word in analyse_words(text, language)[:1])


_NOTHING: defaultdict[str, str] = defaultdict(str)
