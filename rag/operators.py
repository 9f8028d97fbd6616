"""What stands over the words of a statement and decides whether they are said to be so.

Negations and verbs that deny turn what they cover; hedges, conditions and wishes leave it open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from rag.cues import cue
from rag.statements.negation import Negation, before, covered, negations
from rag.statements.patterns import listed
from rag.statements.quantifiers import modalities, quantities
from rag.statements.statement import Statement

# Behind these a verb that denies speaks of what stands before it: "was rejected", "that he bans".
_PASSIVE = re.compile(
    r"\b(?:est|sont|été|était|étaient|être|sera|seront|serait|seraient|is|are|was|were|been|be|being|"
    r"seems?|semble(?:nt)?|reste(?:nt)?|remains?)\s(?:\w+(?:ment|ly)\s)?$",
    re.IGNORECASE,
)
_OF_TWO = re.compile(r"neither\b", re.IGNORECASE)  # "sold neither the one": one of the object
_NOR = re.compile(r"nor\b", re.IGNORECASE)
# Two nouns of which nothing is so: "none of the workers and relatives tested has it".
_OF_BOTH = re.compile(
    r"(?:none|neither|not one|aucune?) (?:of|de|des|d['’])\b(?:(?!\b(?:is|are|was|were|has|have|"
    r"had|do|does|did|will|would|can|could)\b|\bn(?:e\b|['’]))[^,;:.!?])*?\b(?:and|et)\b",
    re.IGNORECASE,
)
_NEAR = re.compile(r"\s*(?:été\s|be(?:en)?\s)?(?:\w+(?:ment|ly)\s)?")
_WITH = re.compile(r"\b(?:with|avec|in|en|de|of)\s$", re.IGNORECASE)
_RELATIVE = re.compile(
    r"(?<!\bparce )(?<!\balors )(?<!\btandis )(?<!\bbien )(?<!\baprès )(?<!\bavant )(?<!\bdepuis )"
    r"\b(?:que|qu['’]|that|which)[^,.;:]*$",
    re.IGNORECASE,
)
_REPORTED = re.compile(r"\bqu(?:e\b|['’])", re.IGNORECASE)
_HEARSAY = re.compile(r"(?:au|se)rai(?:t|ent)", re.IGNORECASE)
_NEGATED = re.compile(r"\s?(?:pas|plus|jamais|not|never|n['’]t)\b", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Operator:
    """What stands at `start..end` over the words of `scope` (indexes): it turns them, or opens.

    `about` are those before a negation in its clause, of which it denies something.
    """

    start: int
    end: int
    scope: frozenset[int]
    opens: bool = False
    about: frozenset[int] = frozenset()


def deniers() -> tuple[re.Pattern[str], ...]:
    """Return what finds the words that deny without a negation: refuse, without, false."""
    return listed("opposites", "without"), listed("opposites", "denial"), cue("denied")


def turning(statement: Statement) -> list[Operator]:
    """Return what denies, in order; a denial that is denied itself opens: "did not rule out"."""
    statement = _plain(statement)
    found = [o for n in negations(statement) for o in _of_negation(statement, n)]
    parts = [(q.start, q.end) for q in quantities(statement) if q.name == "not_all"]
    for start, end in (*parts, *(match.span() for match in cue("denied").finditer(statement.text))):
        if not any(start < o.end and o.start < end for o in found):
            found.append(_of_denier(statement, start, end))
    return [*_once(statement, sorted(found, key=lambda operator: operator.start))]


def _once(statement: Statement, found: list[Operator]) -> Iterator[Operator]:
    """The same, but what goes on with a negation turns no word again: "neither … nor sold"."""
    turned: frozenset[int] = frozenset()
    for operator in found:
        goes_on = _NOR.match(statement.text, operator.start)
        yield replace(operator, scope=operator.scope - turned) if goes_on else operator
        turned |= operator.scope


def _of_negation(statement: Statement, negation: Negation) -> Iterator[Operator]:
    """A negation as operators: one that stands at a word which denies turns that word alone."""
    text, start, end = statement.text, negation.start, negation.end
    if negation.wide:
        yield Operator(start, end, negation.scope - {*statement.within(start, end)})
    elif any(p.match(text, start) for p in deniers()) and not _OF_TWO.match(text, start):
        yield _of_denier(statement, start, end)
    elif denied := _denied_at_once(statement, negation):
        yield Operator(start, end, frozenset(statement.within(*denied)))
        yield _of_denier(statement, *denied, opens=True)
    else:
        last = max(covered(statement, end), default=-1)
        scope = negation.scope.union(
            i for i, w in enumerate(statement.words) if w.start >= end and i <= last
        )
        if cue("of_object").fullmatch(text, start, end) and not _WITH.search(text, 0, start):
            scope |= negation.about
        if both := _OF_BOTH.match(text, start):
            scope |= {*covered(statement, both.end())}
        yield Operator(start, end, scope, about=negation.about)


def _denied_at_once(statement: Statement, negation: Negation) -> tuple[int, int] | None:
    """Where a word that denies stands right at a negation: "n’exclut pas", "did not rule out"."""
    for i in negation.head:
        at = statement.words[i].start
        between = statement.text[negation.end : at] if at >= negation.end else ""
        found = next(filter(None, (p.match(statement.text, at) for p in deniers())), None)
        if found and _NEAR.fullmatch(between):
            return found.span()
    return None


def _of_denier(statement: Statement, start: int, end: int, *, opens: bool = False) -> Operator:
    scope = _reach(statement, start, end) - {*statement.within(start, end)}
    return Operator(start, end, scope, opens)


def _reach(statement: Statement, start: int, end: int) -> frozenset[int]:
    """The words that a verb or adjective which denies speaks of: its object, or its subject."""
    text, scope = statement.text, frozenset(covered(statement, end))
    if _PASSIVE.search(text, 0, start):
        scope |= before(statement, start)
    if relative := _RELATIVE.search(text, 0, start):
        scope |= {*sorted(before(statement, relative.start()))[-1:]}
    return scope


def opening(statement: Statement, asked: Statement, *, future: bool) -> list[Operator]:
    """Return what leaves its words open, but for what the question asks of by itself.

    `future` is whether it asks of what is to come: else what is only planned is open as well.
    """
    text, found = _plain(statement).text, list[Operator]()
    for match in cue("undecided").finditer(text):
        found.append(Operator(*match.span(), frozenset(range(len(statement.words))), opens=True))
    if not cue("wished").search(asked.text):
        for match in cue("wished").finditer(text):
            scope = frozenset(covered(statement, match.end()))
            found.append(Operator(*match.span(), scope, opens=True))
    known = {name for name, *_ in modalities(asked)} | ({"planned"} if future else set())
    for name, start, end in modalities(statement):
        if name not in known and not _NEGATED.match(text, end) and not _told(text, start, end):
            scope = before(statement, start) | {*covered(statement, start)}
            found.append(Operator(start, end, scope, opens=True))
    return found


def _plain(statement: Statement) -> Statement:
    """A statement without the phrases that only look like a negation: "no fewer than"."""
    text = cue("no_negation").sub(lambda found: " " * len(found.group()), statement.text)
    return replace(statement, text=text)


def _told(text: str, start: int, end: int) -> bool:
    """Whether a conditional only stands in reported speech: "a dit que ce serait"."""
    return bool(_HEARSAY.fullmatch(text, start, end) and _REPORTED.search(text, 0, start))
