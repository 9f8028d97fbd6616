"""How the claims of an answer relate: which say the same, and how those that differ differ.

Typing a difference is done by rules on what was extracted, because judging a located pair works
where asking a model for "any conflict" does not, and because a rule can say why. First the subject
(`rag.subject`): values about different things cannot contradict each other. Then the values as
intervals, then what surrounds them.
"""

import datetime as dt
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import combinations
from typing import Literal

from rag import subject
from rag.answer import DisagreementKind
from rag.claims import Claim
from rag.cues import cue
from rag.question import Question
from rag.subject import Verdict
from rag.values.compare import compare
from rag.values.value import Value
from rag.words import fold

Ground = Literal[
    "subject",
    "later_report",
    "rounder",
    "measured_otherwise",
    "judgement",
    "forecast",
    "values",
    "names",
    "polarity",
]

_MEASURE, _FORECAST, _JUDGING = cue("measure"), cue("forecast"), cue("judging")
# What changes from hour to hour while it is reported on.
_CHANGING = frozenset(
    "killed injured missing displaced death arrest evacuation rescue hospitalisation patient outage damage people "
    "suspect theft".split()
)


@dataclass(frozen=True)
class Position:
    """One distinct answer: the claims that say the same thing about the same."""

    claims: tuple[Claim, ...]

    @cached_property
    def lead(self) -> Claim:
        """The claim that the position is shown by: the best-supported one."""
        return max(self.claims, key=lambda claim: claim.score)

    @property
    def documents(self) -> int:
        """How many documents hold it."""
        return len({claim.document.id for claim in self.claims})


@dataclass(frozen=True, slots=True)
class Relation:
    """How positions `a` and `b` (indexes) differ, the ground for the kind, and how sure it is."""

    kind: DisagreementKind
    a: int
    b: int
    ground: Ground
    verdict: Verdict


def positions(question: Question, claims: Sequence[Claim]) -> list[Position]:
    """Return the distinct answers, the sharpest well-supported one first.

    Positions about one event stand together; the latest event comes first, since a question that
    names no date is about the latest.
    """
    groups: list[list[Claim]] = []
    for claim in claims:
        home = next((g for g in groups if all(_says_same(question, claim, c) for c in g)), None)
        groups.append([claim]) if home is None else home.append(claim)
    found = [Position(tuple(group)) for group in groups]
    clusters = _clusters(found)
    clusters.sort(key=_cluster_rank)
    return [p for cluster in clusters for p in _ranked(cluster)]


def _says_same(question: Question, a: Claim, b: Claim) -> bool:
    """Whether two claims give one answer about one subject."""
    if a.value and b.value:
        same = _same_value(a.value, b.value)
    else:
        same = _same_text(question, a, b)
    return same and subject.compare(a.subject, b.subject).same


def _same_value(a: Value, b: Value) -> bool:
    """Equal, or one figure with and without a hedge ("320", "près de 320")."""
    if (a.kind, _unit(a)) != (b.kind, _unit(b)):
        return False
    if compare(a, b) == "equal":
        return True
    figures = {_figure(a), _figure(b)}
    return len(figures) == 1 and None not in figures


def _unit(value: Value) -> str:
    return "" if value.kind == "count" else value.unit


def _figure(value: Value) -> float | None:
    """The figure that a hedge was put on, or None for a vague or ranged value."""
    match value.hedge:
        case "exact" | "about":
            return round((value.low + value.high) / 2, 6)
        case "nearly" | "at_most":
            return round(value.high, 6)
        case "over" | "at_least":
            return round(value.low, 6)
        case _:
            return None


def _same_text(question: Question, a: Claim, b: Claim) -> bool:
    if question.asks == "yes_no":
        return denies(a) == denies(b)
    x, y = (frozenset(fold(c.answer).replace("-", " ").split()) for c in (a, b))
    if question.asks in ("person", "place", "organisation"):
        return x <= y or y <= x or fold(a.answer).split()[-1] == fold(b.answer).split()[-1]
    return len(x & y) >= 0.6 * min(len(x), len(y))


def denies(claim: Claim) -> bool:
    """Return whether the claim's sentence negates what it speaks of."""
    return bool(cue("negation").search(claim.sentence.text))


def _clusters(found: Sequence[Position]) -> list[list[Position]]:
    """Positions in groups of one subject."""
    clusters: list[list[Position]] = []
    for position in found:
        home = next((c for c in clusters if any(_verdict(position, p).same for p in c)), None)
        clusters.append([position]) if home is None else home.append(position)
    return clusters


def _cluster_rank(cluster: Sequence[Position]) -> tuple[float, float, float]:
    days = [c.subject.when[1] for p in cluster for c in p.claims if c.subject.when]
    score = max(p.lead.score for p in cluster)
    return -max(days, default=0.0), -sum(p.documents for p in cluster), -score


def _ranked(cluster: list[Position]) -> list[Position]:
    """Positions about one subject: the latest state first, then the plainest, the most attested."""
    return sorted(cluster, key=lambda p: (_outdated(p, cluster), *_rank(p)))


def _outdated(position: Position, cluster: Sequence[Position]) -> int:
    """How many of the others bring the position up to date."""
    mine = position.lead.document.published_at
    return sum(
        1
        for other in cluster
        if other is not position
        and mine
        and (theirs := other.lead.document.published_at)
        and moment(theirs) > moment(mine)
        and _differ(position, other)
        and _supersedes(position, other)
    )


def _differ(a: Position, b: Position) -> bool:
    x, y = a.lead.value, b.lead.value
    return (
        not (x and y and x.kind == y.kind and _unit(x) == _unit(y))
        or compare(x, y) == "incompatible"
    )


def _rank(position: Position) -> tuple[float, ...]:
    value = position.lead.value
    if value is None and _JUDGING.search(
        position.lead.quote
    ):  # judgements as their text orders them
        return (0, 0, 0, 0, position.lead.start)
    vague = bool(value and (value.hedge in ("several", "range") or _is_period(value)))
    qualified = bool(value and qualifiers(position.lead))
    hedged = bool(value and value.hedge != "exact")
    return vague, qualified, -position.documents, hedged, -position.lead.score


def _is_period(value: Value) -> bool:
    """Whether a date spans more than a week."""
    return value.kind == "date" and value.high - value.low > 7


def _verdict(a: Position, b: Position) -> Verdict:
    """Whether two positions are about the same: if any of their claims are, they are."""
    verdicts = [subject.compare(x.subject, y.subject) for x in a.claims for y in b.claims]
    return min(verdicts, key=lambda v: (not v.same, not v.sure))


def relations(question: Question, found: Sequence[Position]) -> Iterator[Relation]:
    """Yield how each two positions differ, where they do."""
    for i, j in combinations(range(len(found)), 2):
        a, b = found[i], found[j]
        verdict = _verdict(a, b)
        related = _kind(question, a, b, verdict)
        if related:
            yield Relation(related[0], i, j, related[1], verdict)


def _kind(
    question: Question, a: Position, b: Position, verdict: Verdict
) -> tuple[DisagreementKind, Ground] | None:
    if a.lead.value and b.lead.value:
        return _kind_of_values(a, b, a.lead.value, b.lead.value, verdict)
    return _kind_of_texts(question, a, b, verdict)


def _kind_of_values(
    a: Position, b: Position, x: Value, y: Value, verdict: Verdict
) -> tuple[DisagreementKind, Ground] | None:
    if not verdict.same or _one_document(a, b):
        return "different_subject", "subject"
    if (x.kind, _unit(x)) != (y.kind, _unit(y)):
        return "scope", "measured_otherwise"
    if compare(x, y) != "incompatible" or _rounds_to(x, y):
        return "precision", "rounder"
    if _both(_FORECAST, a, b) and a.lead.speaker != b.lead.speaker:
        return "assessment", "forecast"
    if _measured_otherwise(a.lead, b.lead):
        return "scope", "measured_otherwise"
    if _supersedes(a, b):
        return "update", "later_report"
    return "contradiction", "values"


def _one_document(a: Position, b: Position) -> bool:
    """Whether one document gives both without saying that two people differ: two facts then."""
    shared = {c.document.id for c in a.claims} & {c.document.id for c in b.claims}
    return bool(shared) and (
        a.lead.speaker == b.lead.speaker or a.lead.speaker is None or b.lead.speaker is None
    )


def _rounds_to(x: Value, y: Value) -> bool:
    """Whether one exact figure is the other rounded: 297 and 300, 42,195 km and 42 km."""
    if x.kind == "date" or x.hedge != "exact" or y.hedge != "exact":
        return False
    rough, fine = sorted((x.low, y.low), key=_digits)
    if rough == 0 or _digits(rough) >= _digits(fine):
        return False
    return round(fine / _step(rough)) * _step(rough) == rough


def _digits(number: float) -> int:
    return len(f"{number:.6g}".replace(".", "").strip("0-"))


def _step(number: float) -> float:
    """The place value of the last significant digit of a figure of two digits or more."""
    text = f"{abs(number):.6g}"
    if "." in text or "e" in text or len(text.rstrip("0")) < 2:
        return 10.0 ** -len(text.partition(".")[2]) if "." in text else 0.5
    return 10.0 ** (len(text) - len(text.rstrip("0")))


def _both(pattern: re.Pattern[str], a: Position, b: Position) -> bool:
    return all(pattern.search(p.lead.sentence.text) for p in (a, b))


def _measured_otherwise(a: Claim, b: Claim) -> bool:
    """Whether the words around the values say that they measure differently."""
    return qualifiers(a) != qualifiers(b)


def qualifiers(claim: Claim) -> frozenset[str]:
    """Return the words near the answer that say how it is measured ("hors taxes", "including")."""
    text = claim.sentence.text
    left, right = max(0, claim.at.start - 60), claim.at.end + 45
    return frozenset(match.group().casefold() for match in _MEASURE.finditer(text, left, right))


def _supersedes(a: Position, b: Position) -> bool:
    """Whether the later report brings the earlier up to date: what is counted changes, or it says so."""
    x, y = a.lead, b.lead
    if x.document.published_at is None or y.document.published_at is None:
        return False
    if moment(x.document.published_at) == moment(y.document.published_at):
        return False
    says = any(cue("later_news").search(c.sentence.text) for c in (x, y))
    return says or (x.value is not None and x.value.kind == "count" and _changes(x) and _changes(y))


def _changes(claim: Claim) -> bool:
    value = claim.value
    near = [
        w for w in claim.sentence.words if value and value.start - 40 <= w.start <= value.end + 40
    ]
    return any(w.concepts & _CHANGING for w in near)


def moment(when: dt.datetime | dt.date) -> dt.datetime:
    """Return a publication date as a moment, a day as its first; zones are left out."""
    if isinstance(when, dt.datetime):
        return when.replace(tzinfo=None)
    return dt.datetime(when.year, when.month, when.day)


def _kind_of_texts(
    question: Question, a: Position, b: Position, verdict: Verdict
) -> tuple[DisagreementKind, Ground] | None:
    judged = question.asks == "judgement" or (
        question.asks in ("open", "quotation", "yes_no") and _both(_JUDGING, a, b)
    )
    if judged and _apart(a, b):
        return "assessment", "judgement"
    if question.asks == "yes_no" and denies(a.lead) != denies(b.lead):
        if not verdict.same:
            return "different_subject", "subject"
        return ("update", "later_report") if _supersedes(a, b) else ("contradiction", "polarity")
    if question.asks in ("person", "place", "organisation") and _exclusive(a, b):
        if not verdict.same:
            return "different_subject", "subject"
        return ("update", "later_report") if _supersedes(a, b) else ("contradiction", "names")
    return None


def _apart(a: Position, b: Position) -> bool:
    """Whether different people or documents hold the two."""
    return a.lead.speaker != b.lead.speaker or a.lead.document.id != b.lead.document.id


def _exclusive(a: Position, b: Position) -> bool:
    """Whether neither document knows the other's answer, and both sentences say much the same."""
    shared = {c.document.id for c in a.claims} & {c.document.id for c in b.claims}
    if shared:
        return False
    for x, y in ((a.lead, b.lead), (b.lead, a.lead)):
        if fold(x.answer).split()[-1] in fold(y.document.text):
            return False
    return min(a.lead.score, b.lead.score) >= 0.75
