"""How much of a class is meant: none, some, most, all; and how real: done, possible, planned."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import product

from rag.answer import Language
from rag.cues import table
from rag.statements.finding import Finding
from rag.statements.patterns import whole_words
from rag.statements.statement import Pairing, Statement

_AHEAD = 4  # words between a quantifier and the noun it is of


@dataclass(frozen=True, slots=True)
class Quantity:
    """A quantifier at `start..end`, the share of its class that it allows, and its first words."""

    name: str
    low: float
    high: float
    start: int
    end: int
    of: tuple[int, ...]


@cache
def _patterns(language: Language) -> tuple[tuple[str, float, float, re.Pattern[str]], ...]:
    return tuple(
        (row["name"], row["low"], row["high"], whole_words(row[language]))
        for row in table("statements/quantifiers")["words"]
    )


@lru_cache(maxsize=256)
def quantities(statement: Statement) -> tuple[Quantity, ...]:
    """Return the quantifiers of a statement, in order, without overlap."""
    found: list[Quantity] = []
    for name, low, high, pattern in _patterns(statement.language):
        for match in pattern.finditer(statement.text):
            if any(match.start() < q.end and q.start < match.end() for q in found):
                continue
            behind = [i for i in statement.content if statement.words[i].start >= match.end()]
            found.append(Quantity(name, low, high, *match.span(), of=tuple(behind[:2])))
    return tuple(sorted(found, key=lambda q: q.start))


def shares(pairing: Pairing) -> Iterator[Finding]:
    """Yield quantifiers of one noun that differ, and a quantifier of none beside a count."""
    mine, theirs = quantities(pairing.a), quantities(pairing.b)
    for x, y in product(mine, theirs):
        if x.name != y.name and _of_one(pairing, x, y):
            clash = x.high < y.low or y.high < x.low
            yield Finding("quantifier", (x.start, x.end), (y.start, y.end), clash, weight=0.9)
    yield from _none_beside_some(pairing)
    yield from (finding.turned for finding in _none_beside_some(pairing.turned))


def _none_beside_some(pairing: Pairing) -> Iterator[Finding]:
    """A quantifier of none in `a` whose noun `b` counts: "aucun blessé" beside "trois blessés"."""
    for x in quantities(pairing.a):
        partners = {pairing.there[i] for i in x.of[:1] if i in pairing.there}
        for value in pairing.b.values:
            if x.name != "none" or value.kind not in ("count", "percentage", "ratio"):
                continue
            near = {*pairing.b.within(value.start, min(len(pairing.b.text), value.end + 25))}
            if value.low > 0 and partners & near:
                at = (x.start, x.end)
                yield Finding("quantifier", at, (value.start, value.end), True, weight=0.9)


def _of_one(pairing: Pairing, x: Quantity, y: Quantity) -> bool:
    """Whether two quantifiers are of one noun: the word behind either has the other's in pair."""
    if not x.of or not y.of:
        return False
    return any(pairing.there.get(i) in y.of for i in x.of)


@cache
def _modal(language: Language) -> tuple[tuple[str, re.Pattern[str]], ...]:
    rows = table("statements/quantifiers")["modality"]
    return tuple((name, whole_words(words[language])) for name, words in rows.items())


@lru_cache(maxsize=256)
def modalities(statement: Statement) -> tuple[tuple[str, int, int], ...]:
    """Return where a statement says that something is only "possible" or "planned"."""
    return tuple(
        (name, *match.span())
        for name, pattern in _modal(statement.language)
        for match in pattern.finditer(statement.text)
    )


def modality(pairing: Pairing) -> Iterator[Finding]:
    """Yield where one statement tells as a fact what the other gives as possible or planned."""
    mine, theirs = modalities(pairing.a), modalities(pairing.b)
    if {name for name, *_ in mine} == {name for name, *_ in theirs}:
        return
    a = next(((s, e) for name, s, e in mine if name not in {n for n, *_ in theirs}), None)
    b = next(((s, e) for name, s, e in theirs if name not in {n for n, *_ in mine}), None)
    yield Finding("modality", a, b, clash=False, weight=min(pairing.cover))
