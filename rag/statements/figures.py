"""Typed values that answer one another: figures, durations, dates, money and the rest."""

import re
from collections.abc import Iterator, Sequence
from itertools import product

from rag.statements.finding import Finding
from rag.statements.statement import Pairing, Statement
from rag.values.beside import rounds_to, unit_of
from rag.values.calendar_words import MONTHS, SEASONS, WEEKDAYS
from rag.values.compare import compare
from rag.values.value import Value
from rag.words import Word, likeness

_REACH = 6  # words around a value that tell what it is the value of
_YEAR = re.compile(r"1[5-9]\d\d|20\d\d")
_LIKE = 0.75  # the least likeness of two nouns that are taken for one
_LONE, _RELATED = 0.5, 0.3  # how sure two values are that have no rival, where so much is shared
_STRAY = 0.34  # of two values of several, the least that they share of what stands around


def values(pairing: Pairing) -> Iterator[Finding]:
    """Yield the values of one kind that differ, each with its likeliest counterpart.

    What has its equal in the other statement is left out; values that do not exclude each other
    are found too, and do not clash.
    """
    mine, theirs = _unequal(pairing.a.values, pairing.b.values)
    likely = [
        (_counterpart(pairing, x, y, len(mine) * len(theirs)), x.start, y.start, x, y)
        for x in mine
        for y in theirs
        if comparable(x, y)
    ]
    taken: set[int] = set()
    for near, start, other, x, y in sorted(likely, key=lambda found: (-found[0], *found[1:3])):
        if near < 0 or start in taken or -other - 1 in taken:
            continue
        taken |= {start, -other - 1}
        clash = compare(x, y) == "incompatible" and not rounds_to(x, y)
        kind = y.kind if x.kind == "ordinal" else x.kind
        yield Finding(kind, (x.start, x.end), (y.start, y.end), clash, weight=min(1.0, near))


def moments(pairing: Pairing) -> Iterator[Finding]:
    """Yield months, weekdays, seasons and years that differ, where either is not read as a date.

    "The October call" beside "the July call": the word alone is no date that could be compared.
    """
    for i in pairing.alone[0]:
        for j in pairing.alone[1]:
            x, y = pairing.a.words[i], pairing.b.words[j]
            cycle = _cycle(x) & _cycle(y)
            if cycle and not (_dated(pairing.a, x) and _dated(pairing.b, y)):
                weight = 0.5 + 0.5 * max(pairing.cover)
                yield Finding("date", (x.start, x.end), (y.start, y.end), True, weight)


def _cycle(word: Word) -> frozenset[str]:
    """Which rounds of names a word belongs to: months, weekdays, seasons, or the years."""
    if _YEAR.fullmatch(word.text):
        return frozenset({"year"})
    rounds = {
        "month": MONTHS[word.language],
        "weekday": WEEKDAYS[word.language],
        "season": tuple(SEASONS[word.language]),
    }
    known = {name for name, words in rounds.items() if word.text.casefold() in words}
    return frozenset(known)


def _dated(statement: Statement, word: Word) -> bool:
    return any(v.start <= word.start < v.end for v in statement.values if v.kind == "date")


def _unequal(a: Sequence[Value], b: Sequence[Value]) -> tuple[list[Value], list[Value]]:
    """The values of each side without those that have their equal on the other."""

    def equal(x: Value, others: Sequence[Value]) -> bool:
        return any(comparable(x, y) and compare(x, y) == "equal" for y in others)

    return [x for x in a if not equal(x, b)], [y for y in b if not equal(y, a)]


def comparable(x: Value, y: Value) -> bool:
    """Return whether two values are of one kind and unit, so that they can be compared."""
    if {x.kind, y.kind} == {"ratio", "percentage"} or {x.kind, y.kind} == {"age", "duration"}:
        return True
    return x.kind == y.kind and unit_of(x) == unit_of(y)


def _counterpart(pairing: Pairing, x: Value, y: Value, pairs: int) -> float:
    """How surely two values are of one thing, 0 to 1; negative when they are not."""
    if x.kind == "count" and x.unit and y.unit and not _one_noun(pairing, x, y):
        return -1.0
    near = _shared(pairing, x, y)
    if pairs > 1 and near < _STRAY:
        return -1.0
    surely = _LONE if pairs == 1 and max(pairing.cover) >= _RELATED else 0.0
    return max(surely, 0.3 + 0.4 * near + 0.3 * max(pairing.cover))


def _one_noun(pairing: Pairing, x: Value, y: Value) -> bool:
    """Whether two counts are of the same: "300 people", "300 personnes"; "320 drones", not."""
    a, b = _noun(pairing.a, x), _noun(pairing.b, y)
    if not a or not b:
        return True
    near = {*b, *_around(pairing.b, y)}, {*a, *_around(pairing.a, x)}  # "17 morts", "killed 17"
    pairs = {*product(a, near[0]), *product(near[1], b)}
    return any(
        pairing.there.get(i) == j or likeness(pairing.a.words[i], pairing.b.words[j]) >= _LIKE
        for i, j in pairs
    )


def _noun(statement: Statement, value: Value) -> list[int]:
    stems = value.unit.split()
    found = statement.within(value.start, min(len(statement.text), value.end + 40))
    return [i for i in found if statement.words[i].text.casefold() in stems]


def _shared(pairing: Pairing, x: Value, y: Value) -> float:
    """The share of the words around either value that stand around the other too."""
    mine, theirs = _around(pairing.a, x), _around(pairing.b, y)
    if not mine or not theirs:
        return max(pairing.cover)
    found = sum(1 for i in mine if pairing.there.get(i) in theirs)
    return found / min(len(mine), len(theirs))


def _around(statement: Statement, value: Value) -> set[int]:
    inside = statement.within(value.start, value.end)
    if not inside:
        return set()
    first, last = inside[0], inside[-1]
    return {
        i
        for i in statement.content
        if first - _REACH <= i <= last + _REACH and not first <= i <= last
    }
