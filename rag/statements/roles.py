"""The same parties in each other's place: "A beat B" beside "B beat A", the passive included."""

import re
from collections.abc import Iterator
from itertools import combinations

from rag.statements.finding import Finding
from rag.statements.opposites import converse, sides_of
from rag.statements.patterns import listed
from rag.statements.statement import Pairing, Statement

_PASSIVE = re.compile(
    r"\b(?:est|sont|était|étaient|été|fut|furent|sera|seront|is|are|was|were|been|being|be)\s"
    r"(?:[\w’'-]+\s){0,3}?(?:[\w’'-]+\s)?(?:par|by)\b",
    re.IGNORECASE,
)
_ALIKE = 0.6  # the least share of words in common: else they are two stories, not two orders
_ARTICLES = frozenset(
    "le la les l the un une a an son sa ses his her its their leur leurs au aux".split()
)
_COMPLEMENT = frozenset("de du des d of en in pour for sur on dans from depuis since at".split())
_BY = re.compile(r"\b(?:par|by)\b", re.IGNORECASE)
_AND = re.compile(
    r"^[\s,]*(?:et|and|ou|or|&|,|/|avec|with|entre|between)?[\s,]*(?:(?:le|la|les|l['’]|the)\s*)?$",
    re.I,
)


def swapped(pairing: Pairing) -> Iterator[Finding]:
    """Yield two parties that both statements name around one verb, in the other order.

    A passive turns the order round; verbs that say the same of both parties do not count, nor do
    parties joined by "and".
    """
    if min(pairing.cover) < _ALIKE:
        return
    if any(listed("opposites", "mutual").search(s.text) for s in (pairing.a, pairing.b)):
        return
    parties = sorted(i for i in pairing.there if _is_party(pairing, i))
    for i, k in combinations(parties, 2):
        j, m = pairing.there[i], pairing.there[k]
        if (
            not _verb_between(pairing, i, k, j, m)
            or _joined(pairing.a, i, k)
            or _joined(pairing.b, *sorted((j, m)))
        ):
            continue
        if _converse_between(pairing, i, k, *sorted((j, m))):
            continue
        passives = _passive(pairing.a, i, k) != _passive(pairing.b, *sorted((j, m)))
        if (j > m) != passives:
            a, b = pairing.a.words, pairing.b.words
            low, high = sorted((j, m))
            weight = 0.4 + 0.6 * min(pairing.cover)
            at = (a[i].start, a[k].end)
            yield Finding("role", at, (b[low].start, b[high].end), clash=True, weight=weight)
            return


def _converse_between(pairing: Pairing, i: int, k: int, low: int, high: int) -> bool:
    """Whether the verbs between the parties say the same of them in the other order."""
    mine = (sides_of((word,)) for word in pairing.a.words[i + 1 : k])
    theirs = [sides_of((word,)) for word in pairing.b.words[low + 1 : high]]
    return any(converse(x, y) for x in mine for y in theirs)


def _is_party(pairing: Pairing, i: int) -> bool:
    """Whether a word may be one of two parties: a name, or a noun behind an article."""
    return stands_free(pairing.a, i) and stands_free(pairing.b, pairing.there[i])


def stands_free(statement: Statement, i: int) -> bool:
    """Return whether a noun or name is no complement: no "of" or "in" stands before it."""
    before = [word.folded for word in statement.words[max(0, i - 2) : i]]
    if before and before[-1] in _ARTICLES:
        return len(before) < 2 or before[-2] not in _COMPLEMENT
    word = statement.words[i]
    return word.name and not (before and (before[-1] in _COMPLEMENT or statement.words[i - 1].name))


def _verb_between(pairing: Pairing, i: int, k: int, j: int, m: int) -> bool:
    """Whether a word that carries meaning stands between the two parties in both statements."""
    low, high = sorted((j, m))
    return any(i < x < k for x in pairing.a.content) and any(
        low < y < high for y in pairing.b.content
    )


def _passive(statement: Statement, first: int, last: int) -> bool:
    """Whether the second party is the doer: "was beaten by"."""
    return bool(_BY.search(_between(statement, first, last))) and bool(
        _PASSIVE.search(_between(statement, first, last))
    )


def _joined(statement: Statement, first: int, last: int) -> bool:
    return bool(_AND.match(_between(statement, first, last)))


def _between(statement: Statement, first: int, last: int) -> str:
    return statement.text[statement.words[first].end : statement.words[last].start]
