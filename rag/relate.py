"""How positions relate: the rules' word on each two, how far it is believed, and other advice.

Typing a difference is done by rules on what was extracted (`rag.kinds`), because judging a located
pair works where asking a model for "any conflict" does not, and because a rule can say why. What
the rules set against each other must be likely as well (`rag.opposed`), and where they are not sure
a model is asked.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import combinations

from rag.advice import Adviser, Judgement
from rag.alike import ReadingAdviser
from rag.answer import DisagreementKind
from rag.claims import Claim
from rag.contrast import exclude
from rag.differences import amends, contested
from rag.doubts import agree, doubt, hear
from rag.kinds import ONE_ANSWER, Ground, difference, one_document, opposed
from rag.opposed import OPPOSED, differ_in_answer, likelihood
from rag.positions import Position, verdict_on
from rag.question import Question
from rag.sameness import Verdict

_OF_ONE_THING = ("contradiction", "update", "precision")
# How likely two must be to be set against each other (`rag.opposed`). An update must be the
# likelier, since days between two reports are as often a sign of two things.
_LIKELY: dict[DisagreementKind, float] = {"contradiction": 0.6, "update": 0.74, "assessment": 0.66}
_LIKELY_IN_ONE_MONTH = 0.14  # the same of days in one month of the year: by chance, one in twelve


@dataclass(frozen=True, slots=True)
class Relation:
    """How positions `a` and `b` (indexes) differ, the ground for the kind, and how sure it is."""

    kind: DisagreementKind
    a: int
    b: int
    ground: Ground
    verdict: Verdict


def relations(
    question: Question,
    found: Sequence[Position],
    adviser: Adviser | None = None,
    reader: ReadingAdviser | None = None,
) -> Iterator[Relation]:
    """Yield how each two positions differ, where they do.

    An `adviser` is asked about those pairs alone that the rules cannot decide, and the `reader`
    about those that they set against each other.
    """
    told = list(ruled(question, found))
    if reader:
        told += contrasted(question, found, {(r.a, r.b) for r in told})
    drawn = _believed(question, found, told, reader)
    undecided = [r for r in drawn if _is_undecided(r, found)] if adviser else []
    leads = [(found[r.a].lead, found[r.b].lead) for r in undecided]
    judged = adviser.judge(question, leads) if adviser and leads else None
    advice = dict(zip(((r.a, r.b) for r in undecided), judged or (), strict=False))
    for relation in drawn:
        judgement = advice.get((relation.a, relation.b))
        heard = _heard(question, found, relation, judgement) if judgement else relation
        if heard is not None:
            yield heard


def _believed(
    question: Question,
    found: Sequence[Position],
    drawn: Sequence[Relation],
    reader: ReadingAdviser | None,
) -> list[Relation]:
    """The relations, without those that set two against each other and hardly should."""
    open_ones = [relation for relation in drawn if _needs_belief(found, relation)]
    leads = [(found[r.a].lead, found[r.b].lead) for r in open_ones]
    alike = reader.read(question, leads) if reader else []
    known = dict(zip(((r.a, r.b) for r in open_ones), alike, strict=False))
    kept: list[Relation | None] = []
    for relation in drawn:
        pair = relation.a, relation.b
        believed = relation not in open_ones or (
            likelihood(question, found, pair, relation.verdict, known.get(pair))
            >= _least(found, relation)
        )
        kept.append(relation if believed else _disbelieved(relation))
    return [relation for relation in kept if relation]


def _needs_belief(found: Sequence[Position], relation: Relation) -> bool:
    """Whether nothing in the texts says by itself that two are set against each other."""
    if relation.kind not in OPPOSED or relation.ground == "corrected":
        return False
    x, y = found[relation.a].lead, found[relation.b].lead
    said = contested(x, y) or amends(x, y) or _two_voices(x, y)
    return not (said or differ_in_answer(x, y))


def _least(found: Sequence[Position], relation: Relation) -> float:
    """How likely two must be to be set against each other; a day of the year is a sign of one."""
    units = {v.unit for i in (relation.a, relation.b) if (v := found[i].lead.value)}
    one_month = relation.ground == "year_excluded" and "month-day" in units
    return _LIKELY_IN_ONE_MONTH if one_month else _LIKELY[relation.kind]


def _disbelieved(relation: Relation) -> Relation | None:
    """What is left of a relation that sets two against each other and hardly should.

    Judgements then stand beside each other; all else may be about something else.
    """
    if relation.kind == "assessment":
        return None
    unlikely = Verdict(False, "unlikely", sure=False)
    return replace(relation, kind="different_subject", ground="subject", verdict=unlikely)


def _two_voices(x: Claim, y: Claim) -> bool:
    """Whether one document itself sets what two people count against each other."""
    valued = x.value is not None and y.value is not None
    apart = bool(x.speaker and y.speaker) and x.speaker != y.speaker
    return valued and apart and x.document.id == y.document.id


def ruled(question: Question, found: Sequence[Position]) -> Iterator[Relation]:
    """Yield how each two positions differ by the rules alone, however likely that is."""
    for i, j in combinations(range(len(found)), 2):
        a, b = found[i], found[j]
        verdict = verdict_on(a, b)
        related = difference(question, a, b, verdict)
        if related and related[0] in _OF_ONE_THING:
            doubted = doubt(a.lead, b.lead, verdict, opposed=related[0] != "precision")
            if doubted is not verdict:
                related, verdict = ("different_subject", "subject"), doubted
        if related:
            yield Relation(related[0], i, j, related[1], verdict)


def contrasted(
    question: Question, found: Sequence[Position], related: set[tuple[int, int]]
) -> Iterator[Relation]:
    """Yield each two answers in words that the rules leave unrelated and that exclude each other.

    Reasons hardly do: a concert may be called off for two.
    """
    if question.who_said or question.asks == "reason" or question.asks not in ONE_ANSWER:
        return
    for i, j in combinations(range(len(found)), 2):
        a, b = found[i], found[j]
        valued = a.lead.value or b.lead.value
        if (i, j) in related or valued or a.lead.document.id == b.lead.document.id:
            continue
        verdict = verdict_on(a, b)
        if verdict.same and not one_document(a, b) and exclude(a.lead, b.lead):
            kind, ground = opposed(a, b, "names")
            yield Relation(kind, i, j, ground, verdict)


def _is_undecided(relation: Relation, found: Sequence[Position]) -> bool:
    """Whether the rules only think likelier what they say of two claims of two documents."""
    if relation.verdict.sure or one_document(found[relation.a], found[relation.b]):
        return False
    return relation.kind in ("contradiction", "update", "different_subject")


def _heard(
    question: Question, found: Sequence[Position], relation: Relation, judgement: Judgement
) -> Relation | None:
    """The relation of an undecided pair as a judgement turns it; the kind stays the rules'."""
    opposed = relation.kind != "different_subject"
    if relation.ground == "names" and agree(judgement):
        return None
    verdict = hear(relation.verdict, judgement, opposed=opposed)
    if verdict is relation.verdict:
        return relation
    related = difference(question, found[relation.a], found[relation.b], verdict)
    return Relation(related[0], relation.a, relation.b, related[1], verdict) if related else None
