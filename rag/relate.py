"""How positions relate: of which kind each two differ, and how sure that is.

Typing a difference is done by rules on what was extracted (`rag.kinds`), because judging a located
pair works where asking a model for "any conflict" does not, and because a rule can say why. Where a
text does not say so itself, the rules' word is weighed with that of the embedded relater
(`rag.probable`); a local model may be asked about what then is still undecided.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from rag.advice import Adviser, Judgement
from rag.answer import DisagreementKind
from rag.claims import Claim
from rag.differences import amends, contested, in_time
from rag.doubts import agree, doubt, hear
from rag.kinds import ONE_ANSWER, Ground, difference, one_document
from rag.paired import Relating
from rag.positions import Position, verdict_on
from rag.probable import NONE, Outcome, Ruling, chances, differ_in_answer, traits
from rag.question import Question
from rag.reader.relater import Relation as Read
from rag.sameness import Verdict
from rag.values.beside import differ

OPPOSED: tuple[DisagreementKind, ...] = ("contradiction", "update", "assessment")
"""The kinds of real disagreement, as against those that only seem to be."""

_SEEMING: tuple[Outcome, ...] = ("different_subject", "scope", "precision", NONE)

_OF_ONE_THING = ("contradiction", "update", "precision")
_LIKELY = 0.7  # how likely two must be rightly set against each other, of whatever kind
_TOLD = 3.0  # times as likely as it is: to tell why two only seem to differ harms nobody


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
    relating: Relating | None = None,
) -> Iterator[Relation]:
    """Yield how each two positions differ, where they do, by the rules and the model `relating`.

    An `adviser` is asked about those pairs alone that are then undecided.
    """
    told = {
        (i, j): ruled(question, found[i], found[j]) for i, j in combinations(range(len(found)), 2)
    }
    open_ones = [pair for pair in told if relating and _is_open(question, found, pair, *told[pair])]
    leads = [(found[i].lead, found[j].lead) for i, j in open_ones]
    read = dict(zip(open_ones, relating.read(question, leads), strict=True)) if relating else {}
    drawn = []
    for pair, (verdict, ruling) in told.items():
        if one := read.get(pair):
            relation = _weighed(question, found, pair, verdict, ruling, one)
        else:
            relation = Relation(ruling[0], *pair, ruling[1], verdict) if ruling else None
        if relation:
            drawn.append(relation)
    yield from _advised(question, found, drawn, adviser) if adviser else drawn


def ruled(question: Question, a: Position, b: Position) -> tuple[Verdict, Ruling]:
    """Return whether two positions are about one thing, and how they differ, by the rules alone."""
    verdict = verdict_on(a, b)
    ruling = difference(question, a, b, verdict)
    if ruling and ruling[0] in _OF_ONE_THING:
        doubted = doubt(a.lead, b.lead, verdict, opposed=ruling[0] != "precision")
        if doubted is not verdict:
            return doubted, ("different_subject", "subject")
    return verdict, ruling


def _is_open(
    question: Question,
    found: Sequence[Position],
    pair: tuple[int, int],
    verdict: Verdict,
    ruling: Ruling,
) -> bool:
    """Whether the rules' word is one among others; not where the texts say how two differ.

    Nor do several who say the same, or several titles of one person.
    """
    if question.who_said or question.asks == "identity":
        return False
    if ruling is None or ruling[0] not in OPPOSED:
        return ruling is None or verdict.same or not verdict.sure
    x, y = (found[index].lead for index in pair)
    said = contested(x, y) or amends(x, y) or _two_voices(x, y)
    return not (said or ruling[1] == "corrected" or differ_in_answer(x, y))


def _two_voices(x: Claim, y: Claim) -> bool:
    """Whether one document itself sets what two people count against each other."""
    valued = x.value is not None and y.value is not None
    apart = bool(x.speaker and y.speaker) and x.speaker != y.speaker
    return valued and apart and x.document.id == y.document.id


def _weighed(
    question: Question,
    found: Sequence[Position],
    pair: tuple[int, int],
    verdict: Verdict,
    ruling: Ruling,
    read: Mapping[Read, float],
) -> Relation | None:
    """The likeliest relation that can be shown; two are set against each other if likely enough."""
    likely = chances(traits(question, found, pair, verdict, ruling, read))
    a, b = (found[index].lead for index in pair)
    against = _opposed(likely, ruling) if sum(likely[k] for k in OPPOSED) >= _LIKELY else ()
    for kind in (*against, *_likeliest(likely, _SEEMING)):
        if kind == NONE:
            return None
        ground = ruling[1] if ruling and ruling[0] == kind else _ground(question, kind, a, b)
        if ground:
            return Relation(kind, *pair, ground, _so(kind, verdict))
    return None


def _opposed(likely: Mapping[Outcome, float], ruling: Ruling) -> Sequence[Outcome]:
    """As what two that are set against each other may be told, the likeliest first.

    Whether two only judge or foresee, the rules see best: by their words, and by who holds them.
    """
    first = _likeliest(likely, OPPOSED)[0]
    if first == "assessment" or (ruling and ruling[0] == "assessment"):
        return ("assessment",)
    return _likeliest(likely, ("contradiction", "update"))


def _likeliest(likely: Mapping[Outcome, float], outcomes: Sequence[Outcome]) -> list[Outcome]:
    """Some outcomes in order, the likeliest first; none at all is told the least."""
    return sorted(outcomes, key=lambda name: -likely[name] * (1 if name == NONE else _TOLD))


def _ground(question: Question, kind: DisagreementKind, a: Claim, b: Claim) -> Ground | None:
    """What is told of a kind that the rules have not seen; None where it cannot be."""
    match kind:
        case "contradiction" if a.value and b.value:
            return "values" if differ(a.value, b.value) else None
        case "contradiction" if question.asks == "yes_no":
            return "polarity"
        case "contradiction":
            one = question.asks in ONE_ANSWER and question.asks != "reason"
            return "names" if one else None  # a concert may be called off for two reasons
        case "update":
            return "later_report" if all(in_time(a, b)) else None
        case "assessment":
            return "judgement"
        case "scope":
            return "maybe_measured"
        case "precision":
            return "rounder"
        case "different_subject":
            return "subject"


def _so(kind: DisagreementKind, verdict: Verdict) -> Verdict:
    """The verdict on two that are of one thing, or not, as far as their kind says so."""
    same = kind != "different_subject"
    if verdict.same == same:
        return verdict
    return Verdict(same, "same" if same else "unlikely", sure=False)


def _advised(
    question: Question, found: Sequence[Position], drawn: Sequence[Relation], adviser: Adviser
) -> Iterator[Relation]:
    """The relations, the undecided ones as a model turns them."""
    undecided = [relation for relation in drawn if _is_undecided(relation, found)]
    leads = [(found[r.a].lead, found[r.b].lead) for r in undecided]
    judged = adviser.judge(question, leads) if leads else None
    advice = dict(zip(((r.a, r.b) for r in undecided), judged or (), strict=False))
    for relation in drawn:
        judgement = advice.get((relation.a, relation.b))
        heard = _heard(question, found, relation, judgement) if judgement else relation
        if heard is not None:
            yield heard


def _is_undecided(relation: Relation, found: Sequence[Position]) -> bool:
    """Whether it is only likelier what is said of two claims of two documents."""
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
