"""Other words in the same place: another person, place or organisation, or another thing."""

from collections.abc import Iterator
from dataclasses import dataclass

from rag.names import Name
from rag.statements.finding import Finding
from rag.statements.quantifiers import quantities
from rag.statements.statement import Pairing, Statement
from rag.words import likeness

_LONE, _ALIKE = 0.5, 0.4  # how sure two lone names are, where so many words are shared
_LONGEST = 6  # words of a stretch that is still one thing


@dataclass(frozen=True, slots=True)
class Gap:
    """A run of words without a partner, and the partners of the words on its two sides."""

    first: int
    last: int
    left: int | None
    right: int | None


def names_differ(pairing: Pairing) -> Iterator[Finding]:
    """Yield names that the other statement does not have, each with one that may stand for it."""
    mine, theirs = _unmatched(pairing), _unmatched(pairing.turned)
    taken: set[int] = set()
    for name in mine:
        likely = [
            (_in_place_of(pairing, name, other, (mine, theirs)), -n, other)
            for n, other in enumerate(theirs)
            if n not in taken and _one_kind(name, other)
        ]
        if not likely:
            continue
        place, n, other = max(likely, key=lambda found: found[:2])
        if place > 0:
            taken.add(-n)
            stretches = (name.start, name.end), (other.start, other.end)
            yield Finding("name", *stretches, clash=True, weight=place)


def openings_differ(pairing: Pairing) -> Iterator[Finding]:
    """Yield the lone names that open both statements, though they may be ordinary words too.

    "Marie est …" beside "Jean est …": what opens a statement without an article is a name.
    """
    if not pairing.a.words or not pairing.b.words:
        return
    x, y = pairing.a.words[0], pairing.b.words[0]
    lone = all(_opens_as_name(s) for s in (pairing.a, pairing.b))
    known = 0 in pairing.there or 0 in pairing.back
    if lone and not known and likeness(x, y) < 0.75 and max(pairing.cover) >= 0.5:
        weight = 0.5 + 0.5 * min(pairing.cover)
        yield Finding("name", (x.start, x.end), (y.start, y.end), clash=True, weight=weight)


def _opens_as_name(statement: Statement) -> bool:
    word = statement.words[0]
    plural = word.folded.endswith("s") and statement.language == "en"
    counted = [(one.start, one.end) for one in statement.values]
    counted += [(one.start, one.end) for one in quantities(statement)]
    return (
        word.name
        and 0 in statement.content
        and not plural
        and not any(start <= word.start < end for start, end in counted)
    )


def wording_differs(pairing: Pairing) -> Iterator[Finding]:
    """Yield runs of words in the same place of both statements that share no word."""
    theirs = {(g.left, g.right): g for g in _gaps(pairing.turned)}
    for gap in _gaps(pairing):
        for there in theirs.values():
            left = gap.left is not None and gap.left == _inverse(pairing, there.left)
            right = gap.right is not None and gap.right == _inverse(pairing, there.right)
            opens = gap.left is None and there.left is None
            closes = gap.right is None and there.right is None
            if (left or opens) and (right or closes) and (left or right):
                yield Finding(
                    "wording",
                    _stretch(pairing.a, gap.first, gap.last),
                    _stretch(pairing.b, there.first, there.last),
                    clash=False,
                    weight=min(pairing.cover),
                )


def _unmatched(pairing: Pairing) -> list[Name]:
    """The names of `a` none of whose words has a like word in `b`."""
    found = []
    for name in pairing.a.names:
        inside = pairing.a.within(name.start, name.end)
        known = any(
            i in pairing.there
            or any(likeness(pairing.a.words[i], w) >= 0.75 for w in pairing.b.words)
            for i in inside
            if len(pairing.a.words[i].text) > 2
        )
        if not known and not any(
            v.start < name.end and name.start < v.end for v in pairing.a.values
        ):
            found.append(name)
    return found


def _one_kind(a: Name, b: Name) -> bool:
    return a.kind == b.kind or "unknown" in (a.kind, b.kind)


def _same_place(pairing: Pairing, a: Name, b: Name) -> float:
    """How much of what stands around two names is the same, 0 to 1; both openings count too."""
    x, y = pairing.a.within(a.start, a.end), pairing.b.within(b.start, b.end)
    if not x or not y:
        return 0.0
    near = max(pairing.near(x[0], y[0]), pairing.near(x[-1], y[-1]))
    opens = not any(i < x[0] for i in pairing.a.content) and not any(
        j < y[0] for j in pairing.b.content
    )
    same_word = x[0] > 0 and y[0] > 0 and _before(pairing.a, x[0]) == _before(pairing.b, y[0])
    return min(1.0, near + 0.3 * opens + 0.2 * same_word) * (0.5 + 0.5 * min(pairing.cover))


def _in_place_of(
    pairing: Pairing, a: Name, b: Name, rivals: tuple[list[Name], list[Name]]
) -> float:
    """How surely one name stands for another: by its place, or as the only one of its kind."""
    lone = a.kind == b.kind != "unknown" and all(
        sum(name.kind == a.kind for name in names) == 1 for names in rivals
    )
    surely = _LONE if lone and max(pairing.cover) >= _ALIKE else 0.0
    return max(surely, _same_place(pairing, a, b))


def _before(statement: Statement, i: int) -> str:
    return statement.words[i - 1].folded


def _gaps(pairing: Pairing) -> list[Gap]:
    """The runs of words of `a` that have no partner, in order, between words that have one."""
    gaps, run = list[Gap](), list[int]()
    left: int | None = None
    for i in (*pairing.a.content, None):
        if i is not None and i not in pairing.there:
            run.append(i)
            continue
        if run and len(run) <= _LONGEST:
            gaps.append(Gap(run[0], run[-1], left, i))
        run, left = [], i
    return gaps


def _inverse(pairing: Pairing, j: int | None) -> int | None:
    return None if j is None else pairing.back.get(j)


def _stretch(statement: Statement, first: int, last: int) -> tuple[int, int]:
    return statement.words[first].start, statement.words[last].end
