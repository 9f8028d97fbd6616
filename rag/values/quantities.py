"""Typed quantities in a sentence: durations, counts, money, percentages, distances and the like.

Each number is read with the unit or the noun after it; readings that belong together are joined
("two hours and thirty minutes", "entre 3 et 5"); then the hedge around them makes the interval.
"""

import re
from collections.abc import Iterable, Iterator

from rag.values.collectives import find_collectives, find_fractions
from rag.values.hedges import Interval, Rule, hedge_after, hedges_before, widen
from rag.values.joins import join_compounds, join_parts, join_ranges, join_shares
from rag.values.lookalikes import lookalikes
from rag.values.nouns import counted_noun
from rag.values.numbers import SPACE, Language, Number, find_figures, find_words
from rag.values.readings import read, stands
from rag.values.stopwatch import find_stopwatch
from rag.values.units import Reading, singular_units
from rag.values.value import Value

_ADJECTIVE = {"fr": "petite?|bonne?|longue?|pleine?", "en": "full|whole|long|good"}
_ARTICLES: tuple[tuple[Language, str], ...] = (("fr", "une?"), ("en", "an?"))
_ARTICLE = {
    language: re.compile(
        rf"(?<![\w-]){article}(?={SPACE}(?:(?:{_ADJECTIVE[language]}){SPACE})?"
        rf"(?:{singular_units(language)})(?!\w))",
        re.IGNORECASE,
    )
    for language, article in _ARTICLES
}
_RATE = re.compile(r"(?<!\w)(?:once|twice|times|what|such|quite|not) $", re.IGNORECASE)
_HAPPENS = r"(?:was|were|is|are|has|have|had|did|will|survived|died|came|remain\w*)\b"
_NONE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"(?<!\w)(?:pas{SPACE}une?(?:{SPACE}seule?|(?={SPACE}n[e’']))|aucune?)(?!\w)",
        re.IGNORECASE,
    ),
    "en": re.compile(rf"(?<!\w)(?:(?:no|not a single)(?= \w)|none(?= {_HAPPENS}))", re.IGNORECASE),
}
# "Aucun n'a survécu", "None was hurt": of those that were named before.
_OF_THEM: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(rf"{SPACE}n(?:e{SPACE}|[’'])"),
    "en": re.compile(rf" {_HAPPENS}"),
}
_ONE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(rf"(?<!\w)(?<!pas )une?{SPACE}seule?(?!\w)", re.IGNORECASE),
    "en": re.compile(r"(?<!\w)(?<!not )a single(?= \w)", re.IGNORECASE),
}
_ABSTRACT = frozenset(
    "doute moyen raison rapport commentaire problème lien intérêt sens idée preuve chance question"
    " risque effet signe mal besoin cas façon manière autre comments plans reasons doubts signs"
    " ways words details means terms news".split()
)
_LASTING = re.compile(
    r"(?<!\w)(?:for|last\w*|took|takes?|taking|after|spent|well|just|served|waited|ran|runs|been"
    r"|is|was|of|a|at|in)[ ]$",
    re.IGNORECASE,
)


def find_quantities(text: str, language: Language) -> list[Value]:
    """The quantities of a text, sorted by start and apart; offsets count from its first character.

    `text` covers the hedge and the noun: "près de 300 drones". Calendar dates, times of day,
    years, telephone numbers and identifiers are left out.
    """
    timed = list(find_stopwatch(text, language))
    taken = sorted(lookalikes(text) + [(value.start, value.end) for value in timed])
    numbers = _outside(_numbers(text, language), taken)
    readings = [item for number in numbers if (item := read(text, number, language))]
    readings = join_parts(text, join_compounds(text, _apart(readings, language)))
    readings = join_shares(text, readings, language)
    readings = join_ranges(text, readings, language)
    readings = [item for item in readings if stands(text, item, language)]
    hedges = hedges_before(text, language) if readings else {}
    values = [_value(text, item, hedges, language) for item in readings]
    values += [*timed, *_singled_out(text, language)]
    return _values_apart(values)


def _numbers(text: str, language: Language) -> list[Number]:
    """Everything that says a number, sorted and apart; where two overlap, the longer stands."""
    found = [
        *find_figures(text, language),
        *find_words(text, language),
        *find_collectives(text, language),
        *find_fractions(text, language),
        *_articles(text, language),
    ]
    found.sort(key=lambda number: (number.start, -number.end))
    apart: list[Number] = []
    for number in found:
        if not apart or number.start >= apart[-1].end:
            apart.append(number)
    return apart


def _articles(text: str, language: Language) -> Iterator[Number]:
    """The articles before a unit: "an hour", "une semaine"; but not in "twice a day"."""
    for match in _ARTICLE[language].finditer(text):
        if not _RATE.search(text[max(0, match.start() - 8) : match.start()]):
            yield Number(*match.span(), 1.0, 1.0, "article")


def _outside(numbers: list[Number], taken: list[tuple[int, int]]) -> Iterator[Number]:
    spans = iter(taken)
    span = next(spans, None)
    for number in numbers:
        while span and span[1] <= number.start:
            span = next(spans, None)
        if not span or number.end <= span[0]:
            yield number


def _apart(readings: list[Reading], language: Language) -> list[Reading]:
    """The readings without overlap; an article gives way: "une deuxième victoire"."""
    kept: list[Reading] = []
    for reading in readings:
        article = reading.number.form == "article"
        if kept and article and reading.start == kept[-1].end + 1 and language == "en":
            continue  # a rate: "$300 a day"
        if kept and reading.number.start < kept[-1].end:
            if kept[-1].number.form != "article" or kept[-1].unit.kind != "count":
                continue
            kept.pop()
        kept.append(reading)
    return kept


def _value(
    text: str, reading: Reading, hedges: dict[int, tuple[int, Rule]], language: Language
) -> Value:
    start, end = reading.start, reading.end
    low, high = reading.low, reading.high
    interval = Interval(low, high, reading.hedge)
    if start in hedges and not _while(text, hedges[start], reading):
        start, rule = hedges[start]
        interval = widen(low, high, interval.hedge, rule)
    else:
        after = hedge_after(text, end, language)
        if after:
            end, rule = after
            interval = widen(low, high, interval.hedge, rule)
    unit = reading.unit
    ends = interval.low * unit.factor + unit.offset, interval.high * unit.factor + unit.offset
    return Value(unit.kind, *ends, unit.name, interval.hedge, start, end, text[start:end])


def _while(text: str, hedge: tuple[int, Rule], reading: Reading) -> bool:
    """Whether "over" says in the course of, as in "183 tremors over 24 hours"."""
    start, rule = hedge
    if rule != "over" or reading.unit.kind != "duration" or not text.startswith("ver", start + 1):
        return False
    return not _LASTING.search(text[max(0, start - 12) : start])


def _singled_out(text: str, language: Language) -> Iterator[Value]:
    """ "aucun blessé" and "no casualties" count 0, "un seul drone" and "a single missile" 1."""
    for count, pattern in ((0.0, _NONE[language]), (1.0, _ONE[language])):
        for match in pattern.finditer(text):
            if not count and _OF_THEM[language].match(text, match.end()):
                yield Value("count", 0, 0, "", "exact", *match.span(), match.group())
                continue
            plural = language == "en" and match.group().lower() == "no"
            noun = counted_noun(text, match.end(), language, plural=plural)
            if noun and noun[0].lower() not in _ABSTRACT and noun[0][0].islower():
                start, end = match.start(), noun[1]
                said = text[start:end]
                yield Value("count", count, count, noun[0].lower(), "exact", start, end, said)


def _values_apart(values: Iterable[Value]) -> list[Value]:
    """The values in order; of two that overlap, the one that starts first, then the longer."""
    kept: list[Value] = []
    for value in sorted(values, key=lambda v: (v.start, -v.end)):
        if not kept or value.start >= kept[-1].end:
            kept.append(value)
    return kept
