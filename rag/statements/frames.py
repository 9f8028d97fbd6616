"""Who does what to whom, by verbs that each of two parties may be the subject of (`frames.toml`).

"Hungary lost the final to the Germans" and « Les Allemands ont battu la Hongrie » say the same; who
wins in one of two statements and loses in the other does not.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from rag.cues import pattern, table
from rag.statements.finding import Finding
from rag.statements.roles import stands_free
from rag.statements.statement import Pairing, Statement
from rag.words import likeness

_LIKE = 0.75  # the least likeness of two names of one party
_SURE = 0.8


@dataclass(frozen=True, slots=True)
class Deed:
    """A deed at `start..end`, with the words (indexes) that name its doer and the other party."""

    name: str
    start: int
    end: int
    doer: tuple[int, ...]
    other: tuple[int, ...]


@cache
def _forms() -> tuple[tuple[str, bool, re.Pattern[str]], ...]:
    """The forms of every deed, those first before which the other party stands."""
    return tuple(
        (name, side == "doer", re.compile(rf"(?<![\w-])(?:{pattern('|'.join(deed[side]))})(?!\w)"))
        for side in ("other", "doer")
        for name, deed in table("statements/frames").items()
    )


@lru_cache(maxsize=256)
def deeds(statement: Statement) -> tuple[Deed, ...]:
    """Return the deeds that a statement tells of, each with the parties named beside its verb."""
    found: list[Deed] = []
    for name, doer_first, form in _forms():
        for match in form.finditer(statement.text):
            if any(match.start() < d.end and d.start < match.end() for d in found):
                continue
            first, last = _before(statement, match.start()), _behind(statement, match.end())
            parties = (first, last) if doer_first else (last, first)
            if first or last:
                found.append(Deed(name, *match.span(), *parties))
    return tuple(found)


def _before(statement: Statement, end: int) -> tuple[int, ...]:
    """The words of the name that is the subject of a verb: the last one that hangs on no other."""
    named = [i for i in statement.content if statement.words[i].name]
    ahead = [i for i in named if statement.words[i].end <= end]
    free = [i for i in ahead if stands_free(statement, i)] or ahead
    return _whole(statement, free[-1]) if free else ()


def _behind(statement: Statement, start: int) -> tuple[int, ...]:
    named = [i for i in statement.content if statement.words[i].name]
    after = [i for i in named if statement.words[i].start >= start]
    return _whole(statement, after[0]) if after else ()


def _whole(statement: Statement, i: int) -> tuple[int, ...]:
    """The words of the whole name that a word is of."""
    at = statement.words[i].start
    name = next((n for n in statement.names if n.start <= at < n.end), None)
    return statement.within(name.start, name.end) if name else (i,)


def roles_differ(pairing: Pairing) -> Iterator[Finding]:
    """Yield the deeds of which who does it in one statement has it done to them in the other."""
    for mine, theirs in _of_one_kind(pairing):
        if _crossed(pairing, mine, theirs) and not _straight(pairing, mine, theirs):
            stretches = _stretch(pairing.a, mine), _stretch(pairing.b, theirs)
            yield Finding("role", *stretches, clash=True, weight=_SURE)


def _stretch(statement: Statement, deed: Deed) -> tuple[int, int]:
    """Where a statement tells of a deed, from the first party to the other."""
    words = [statement.words[i] for i in (*deed.doer, *deed.other)]
    start = min([deed.start, *(word.start for word in words)])
    return start, max([deed.end, *(word.end for word in words)])


def agree(pairing: Pairing) -> bool:
    """Return whether both statements tell one deed, and of the same parties in the same parts."""
    return any(
        _straight(pairing, mine, theirs) and not _crossed(pairing, mine, theirs)
        for mine, theirs in _of_one_kind(pairing)
    )


def _of_one_kind(pairing: Pairing) -> Iterator[tuple[Deed, Deed]]:
    for mine in deeds(pairing.a):
        for theirs in deeds(pairing.b):
            if mine.name == theirs.name:
                yield mine, theirs


def _crossed(pairing: Pairing, mine: Deed, theirs: Deed) -> bool:
    return _one(pairing, mine.doer, theirs.other) or _one(pairing, mine.other, theirs.doer)


def _straight(pairing: Pairing, mine: Deed, theirs: Deed) -> bool:
    return _one(pairing, mine.doer, theirs.doer) or _one(pairing, mine.other, theirs.other)


def _one(pairing: Pairing, mine: Sequence[int], theirs: Sequence[int]) -> bool:
    """Whether two names are of one party."""
    return any(
        pairing.there.get(i) == j or likeness(pairing.a.words[i], pairing.b.words[j]) >= _LIKE
        for i in mine
        for j in theirs
    )
