"""What the head judges two statements by: what the rules find, what is the same, and the meaning.

Each feature is symmetric: it does not change when the statements change over.
"""

from collections.abc import Iterator, Sequence

from index.document import Span
from rag.attribution import attributions
from rag.cues import cue
from rag.judging import judges
from rag.reader.relater import RELATIONS
from rag.slots import clash, told
from rag.statements.figures import comparable
from rag.statements.finding import Finding
from rag.statements.negation import negations
from rag.statements.patterns import listed
from rag.statements.quantifiers import modalities, quantities
from rag.statements.statement import Pairing, Statement
from rag.values.compare import compare
from rag.values.value import Value

_WHEN = ("date", "time")
_FOUND = ("antonym", "negation", "quantifier", "role", "name", "date", "time", "ordinal")
_CUES = ("later_news", "measure", "forecast", "provisional", "supposed", "contested", "denied")
NAMES = (
    *_FOUND,
    "amount",
    "soft",
    "lone_amount",
    "lone_other",
    "lone_date",
    "dates_and_amounts",
    "equal_values",
    "equal_dates",
    "unequal_dates",
    "names_shared",
    "names_apart",
    "measured",
    "of_two",
    "odd_negations",
    "quantified_once",
    "modal_once",
    "only_and_more",
    "all_and_part",
    "same_measure",
    "deemed_once",
    "deemed_both",
    "still_once",
    "still_both",
    *(f"{name}_{how}" for name in _CUES for how in ("once", "both")),
    "judged_once",
    "judged_both",
    "held_once",
    "held_both",
    "most_shared",
    "least_shared",
    "languages",
    "length",
    "near",
    "gain",
    "denial",
    *(f"read_{name}" for name in RELATIONS),
)
"""The names of the features, in order; from "near" on they tell of the meaning (`.head`)."""


def features(pairing: Pairing, found: Sequence[Finding]) -> tuple[float, ...]:
    """Return what is seen of a pair by its words alone: all of `NAMES` before "near"."""
    return tuple(_seen(pairing, found))


def _seen(pairing: Pairing, found: Sequence[Finding]) -> Iterator[float]:
    both = (pairing.a, pairing.b)
    clashes = [f for f in found if f.clash]
    for kind in _FOUND:
        yield max((f.weight for f in clashes if f.kind == kind), default=0.0)
    yield max((f.weight for f in clashes if f.kind not in _FOUND), default=0.0)
    yield max((f.weight for f in found if not f.clash and f.kind != "wording"), default=0.0)
    amounts, dates = ([_lone(s, when=when) for s in both] for when in (False, True))
    yield _excluded(amounts, alike=True)
    yield _excluded(amounts, alike=False)
    yield _excluded(dates, alike=True)
    apart = _unequal(pairing, when=True), _unequal(pairing, when=False)
    yield float(all(apart))
    yield float(_equals(pairing, when=False))
    yield float(_equals(pairing, when=True))
    yield float(apart[0])
    names = [frozenset().union(*(n.parts for n in s.names)) for s in both]
    yield float(len(names[0] & names[1]))
    yield float(bool(names[0] - names[1]) and bool(names[1] - names[0]))
    mine, theirs = (_slots(s) for s in both)
    yield float(clash(mine, theirs, "scope") is not None)
    differing = clash(mine, theirs, "different")
    yield float(differing is not None and "" not in differing)
    yield float(sum(len(negations(s)) for s in both) % 2)
    yield float(_differ({q.name for q in quantities(s)} for s in both))
    yield float(_differ({name for name, *_ in modalities(s)} for s in both))
    only, more, whole, part = (_has(name, both) for name in ("only", "more", "whole", "part"))
    yield _faced(only, more)
    yield _faced(whole, part)
    yield float(whole[0] == whole[1] and part[0] == part[1])
    yield from _told(_has("deemed", both))
    yield from _told(_has("still", both))
    for name in _CUES:
        yield from _told([bool(cue(name).search(s.text)) for s in both])
    yield from _told([judges(s.text) or bool(cue("feeling").search(s.text)) for s in both])
    yield from _told([bool(attributions(s.text, s.language)) for s in both])
    yield max(pairing.cover)
    yield min(pairing.cover)
    yield float(pairing.a.language != pairing.b.language)
    yield (len(pairing.a.content) + len(pairing.b.content)) / 20


def _has(name: str, both: Sequence[Statement]) -> list[bool]:
    """Which statements have a word of a table of `seen.toml`."""
    return [bool(listed("seen", name).search(s.text)) for s in both]


def _faced(one: Sequence[bool], other: Sequence[bool]) -> float:
    """Whether words of one sort stand on one side only, and of the other sort on the other side."""
    return float(any(one[i] and other[1 - i] and not one[1 - i] for i in (0, 1)))


def _told(sides: Sequence[bool]) -> tuple[float, float]:
    return float(sum(sides) == 1), float(all(sides))


def _differ(sides: Iterator[set[str]]) -> bool:
    a, b = sides
    return a != b


def _lone(statement: Statement, *, when: bool) -> list[Value]:
    return [v for v in statement.values if (v.kind in _WHEN) == when and v.kind != "ordinal"]


def _excluded(sides: Sequence[Sequence[Value]], *, alike: bool) -> float:
    """Whether both sides have one value of a kind alone, of the same unit or not, which differ."""
    for kind in {v.kind for v in sides[0]}:
        mine, theirs = ([v for v in side if v.kind == kind] for side in sides)
        if len(mine) == len(theirs) == 1:
            x, y = mine[0], theirs[0]
            if comparable(x, y) == alike and (not alike or compare(x, y) == "incompatible"):
                return 1.0
    return 0.0


def _equals(pairing: Pairing, *, when: bool) -> int:
    return sum(
        comparable(x, y) and compare(x, y) == "equal"
        for x in _lone(pairing.a, when=when)
        for y in _lone(pairing.b, when=when)
    )


def _unequal(pairing: Pairing, *, when: bool) -> bool:
    """Whether both statements have such values, and none in common."""
    mine, theirs = _lone(pairing.a, when=when), _lone(pairing.b, when=when)
    return bool(mine and theirs) and not _equals(pairing, when=when)


def _slots(statement: Statement) -> frozenset[tuple[str, str]]:
    """What the values of a statement are said to be of; of one without values, its whole text."""
    sentence = statement.sentence
    amounts = [v for v in statement.values if v.kind not in _WHEN]
    if not amounts:
        return told(sentence, Span(0, len(statement.text)), None)
    return frozenset().union(*(told(sentence, Span(v.start, v.end), v.kind) for v in amounts))
