"""The kind of what differs: one of the contract's six, or none."""

from collections.abc import Sequence
from dataclasses import dataclass

from index.document import Span
from rag.answer import DisagreementKind
from rag.cues import cue
from rag.slots import clash, told
from rag.statements.finding import Finding
from rag.statements.opposites import sides_of
from rag.statements.patterns import listed
from rag.statements.quantifiers import modalities
from rag.statements.statement import Pairing, Statement
from rag.words import events

SURE = 0.45  # the weight from which a rule's finding counts
_WHEN = ("date", "time")
_SUBJECT = ("date", "time", "name", "ordinal")
_AMOUNTS = frozenset(
    "count money percentage ratio temperature area mass volume speed distance duration age".split()
)
# What changes from hour to hour while it is reported on, events though they are.
_CHANGING = frozenset(
    "killed injured missing displaced death arrest evacuation rescue hospitalisation patient "
    "outage damage people suspect theft population unemployment inflation temperature price".split()
)
_ORDER = ("morning", "day", "early", "before")  # contraries that set two times apart
_PLACES = ("north", "east", "left", "inside", "upper", "front", "rural", "national")
_WHICH = ("first", "old", "big", "male", "child", "white", "summer", "public", "civil")


@dataclass(frozen=True, slots=True)
class Verdict:
    """The kind of a difference, and the findings that it rests on, the first one foremost."""

    kind: DisagreementKind | None
    grounds: tuple[Finding, ...]


def verdict(pairing: Pairing, findings: Sequence[Finding]) -> Verdict:
    """Return the kind that the rules' findings make, and which of them make it."""
    sure = [f for f in findings if f.weight >= SURE and f.kind != "wording"]
    clashes = [f for f in sure if f.clash]
    if not clashes:
        return _without_clash(pairing, sure)
    if _judgements(pairing, clashes):
        return Verdict("assessment", tuple(clashes))
    telling = [f for f in clashes if not _sets_apart(pairing, f)]
    apart = [f for f in clashes if _sets_apart(pairing, f)]
    if telling and (kind := _excused(pairing, telling, apart)):
        return Verdict(kind, (*telling, *apart))
    if not telling and _other_subject(pairing, apart):
        return Verdict("different_subject", tuple(apart))
    return Verdict("contradiction", tuple(telling or apart))


def grounds(
    pairing: Pairing, findings: Sequence[Finding], kind: DisagreementKind | None
) -> tuple[Finding, ...]:
    """Return what a kind rests on that the findings alone do not make: the surest, if any.

    Judgements rest on the words that judge.
    """
    if kind is None:
        return ()
    if kind == "assessment":
        judged = [cue("judging").search(s.text) for s in (pairing.a, pairing.b)]
        if judged[0] and judged[1]:
            return (Finding("judgement", judged[0].span(), judged[1].span(), clash=False),)
    told = [f for f in findings if f.kind != "wording" and (f.clash or kind in _SOFT)]
    aside = _SUBJECT if kind == "scope" else ()
    return tuple(sorted(told, key=lambda f: (f.kind in aside, -f.weight)))[:2]


_SOFT = ("precision", "update")  # kinds of what may not even clash


def _excused(
    pairing: Pairing, telling: Sequence[Finding], apart: Sequence[Finding]
) -> DisagreementKind | None:
    """Why two things that clash may yet both be true; None when they may not."""
    amounts = all(f.kind in _AMOUNTS or _in_measure(pairing, f) for f in telling)
    if amounts and (kind := _told_apart(pairing, telling)):
        return kind
    if amounts and _measured(pairing.a) != _measured(pairing.b):
        return "scope"
    if _both(pairing, "forecast") and amounts:
        return "assessment"
    when = [f for f in apart if f.kind in _WHEN or f.kind == "antonym"]
    if _brings_news(pairing) or (when and len(when) == len(apart) and _changes(pairing, when)):
        return "update"
    return "different_subject" if apart else None


def _told_apart(pairing: Pairing, telling: Sequence[Finding]) -> DisagreementKind | None:
    """What the words beside two values say that these are of: two things, or two measures."""
    for finding in telling:
        sides = [
            told(s.sentence, Span(*place), value.kind)
            for s, place in ((pairing.a, finding.a), (pairing.b, finding.b))
            for value in s.values
            if place and value.start == place[0]
        ]
        if len(sides) == 2:
            differing = clash(sides[0], sides[1], "different")
            if differing and "" not in differing:
                return "different_subject"
            if clash(sides[0], sides[1], "scope"):
                return "scope"
    return None


def _without_clash(pairing: Pairing, sure: Sequence[Finding]) -> Verdict:
    modal = [f for f in sure if f.kind == "modality"]
    planned = [name for s in (pairing.a, pairing.b) for name, *_ in modalities(s)] == ["planned"]
    if modal and planned:
        return Verdict("update", tuple(modal))
    soft = [f for f in sure if not f.clash]
    return Verdict("precision", tuple(soft)) if soft else Verdict(None, ())


def _sets_apart(pairing: Pairing, finding: Finding) -> bool:
    """Whether a difference tells which event or thing is meant, rather than what is said of it."""
    if finding.kind == "antonym" and finding.a:
        words = tuple(pairing.a.words[i] for i in pairing.a.within(*finding.a))
        entries = {name for name, _ in sides_of(words)} if words else set()
        return bool(entries & {*_ORDER, *_PLACES, *_WHICH})
    return finding.kind in _SUBJECT


def _other_subject(pairing: Pairing, apart: Sequence[Finding]) -> bool:
    """Whether what differs is only who or what is spoken of, of whom the same may well be true."""
    names = [f for f in apart if f.kind == "name"]
    if len(apart) > 1:
        return bool(names) and any(_opens(pairing, f) for f in names)
    return bool(names) and _opens(pairing, names[0]) and not _only_one(pairing)


def _opens(pairing: Pairing, finding: Finding) -> bool:
    """Whether a name opens both statements, as their subject does."""
    sides = ((pairing.a, finding.a), (pairing.b, finding.b))
    return all(
        stretch is not None and not any(s.words[i].end <= stretch[0] for i in s.content)
        for s, stretch in sides
    )


def _only_one(pairing: Pairing) -> bool:
    """Whether the predicate holds of one only: "won", "is the capital", "was first"."""
    return all(listed("opposites", "only_one").search(s.text) for s in (pairing.a, pairing.b))


def _judgements(pairing: Pairing, clashes: Sequence[Finding]) -> bool:
    """Whether both sides judge, and nothing but their judgements clashes."""
    if not all(f.kind in ("antonym", "negation", "wording", "name") for f in clashes):
        return False
    hits = [
        any(
            stretch and cue("judging").search(text[stretch[0] : stretch[1]])
            for f in clashes
            for stretch, text in ((f.a if side == "a" else f.b, statement.text),)
        )
        for side, statement in (("a", pairing.a), ("b", pairing.b))
    ]
    return all(hits)


def _in_measure(pairing: Pairing, finding: Finding) -> bool:
    """Whether contraries stand in how a figure is measured: "excluding", "including"."""
    if finding.a is None:
        return False
    spans = [match.span() for match in cue("measure").finditer(pairing.a.text)]
    return any(start <= finding.a[0] < end for start, end in spans)


def _measured(statement: Statement) -> frozenset[str]:
    return frozenset(m.group().casefold() for m in cue("measure").finditer(statement.text))


def _both(pairing: Pairing, name: str) -> bool:
    return all(cue(name).search(s.text) for s in (pairing.a, pairing.b))


def _brings_news(pairing: Pairing) -> bool:
    """Whether one of the two says that earlier news is brought up to date, or will be."""
    return any(cue("later_news").search(s.text) for s in (pairing.a, pairing.b))


def _changes(pairing: Pairing, when: Sequence[Finding]) -> bool:
    """Whether what both speak of changes with time: a toll, or a state that is no event.

    At another date than that of one event stands another event, whatever its toll.
    """
    concepts = {c for i in pairing.there for c in pairing.a.words[i].concepts}
    if any(f.kind == "date" for f in when) and concepts & (events() - _CHANGING):
        return False
    return bool(concepts & _CHANGING) or not concepts & events()
