"""Positions: the claims that say the same thing about the same, put together and in order."""

import datetime as dt
import math
import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from rag.accord import accords
from rag.claims import Claim
from rag.differences import measured_otherwise, moment, qualifiers, succession, supersedes
from rag.judging import judges
from rag.polarity import polarity
from rag.question import Question
from rag.reading import language_of
from rag.roles import role
from rag.sameness import Verdict, compare_subjects
from rag.stance import stance
from rag.subject import of_time
from rag.values.beside import comparable, differ
from rag.values.value import Value
from rag.whose import Holder

_FIGURE = re.compile(r"[\d\s.,]+")
_AS_LIKELY = 0.7  # share of the best claim's likelihood below which another is put behind


@dataclass(frozen=True)
class Position:
    """One distinct answer: the claims that say the same thing about the same, copies last."""

    claims: tuple[Claim, ...]

    @cached_property
    def witnesses(self) -> tuple[Claim, ...]:
        """The claims that do not only repeat another: what the position rests on."""
        return tuple(claim for claim in self.claims if claim.copy_of is None)

    @cached_property
    def lead(self) -> Claim:
        """The claim that the position is shown by: the best-supported, one with its unit before."""
        return max(self.witnesses, key=lambda claim: (not _leaves_unit_out(claim), claim.score))

    @property
    def documents(self) -> int:
        """How many documents hold it, each text counted once."""
        return len({claim.document.id for claim in self.witnesses})


def _leaves_unit_out(claim: Claim) -> bool:
    """Whether an answer is a mere figure of what has a unit: "from [10] to 20 kilometres"."""
    return bool(claim.value and claim.value.unit and _FIGURE.fullmatch(claim.answer))


def positions(question: Question, claims: Sequence[Claim]) -> list[Position]:
    """Return the distinct answers, the sharpest well-supported one first.

    Positions about one event stand together; the latest event comes first, since a question that
    names no date is about the latest. One that names several times or speakers is answered in its
    own order.
    """
    groups: list[list[Claim]] = []
    for claim in claims:
        if claim.copy_of is None:
            home = next((g for g in groups if all(accords(question, claim, c) for c in g)), None)
            groups.append([claim]) if home is None else home.append(claim)
    found = [_with_copies(group, claims) for group in groups]
    clusters = _clusters(found)
    best = max((p.lead.score for p in found), default=0.0)
    clusters.sort(key=lambda cluster: (_is_unlikely(cluster, best), *_cluster_rank(cluster)))
    ordered = [p for cluster in clusters for p in _ranked(cluster)]
    return sorted(_in_turn(question, ordered), key=lambda p: _undecided(question, p))


def _in_turn(question: Question, found: list[Position]) -> list[Position]:
    """The positions in the order of the times or speakers that are asked for, if all are of one."""
    turns = {id(position): _turn(question, position.lead) for position in found}
    if None in turns.values():
        return found
    return sorted(found, key=lambda position: turns[id(position)] or 0)


def _turn(question: Question, claim: Claim) -> int | None:
    """Which of several times or speakers that the question names a claim is of; None for none."""
    if len(question.holders) > 1:
        return next((n for n, h in enumerate(question.holders) if _says(h, claim)), None)
    times = (of_time(claim.subject, claim.value, asked) for asked in question.when)
    return next((n for n, of_it in enumerate(times) if of_it), None)


def _says(holder: Holder, claim: Claim) -> bool:
    """Whether a claim is the word of a holder, named so or by what they are."""
    if claim.speaker is None:
        return False
    told = claim.speaker, role(claim.speaker, claim.sentence)
    language = language_of(claim.document)
    return any(holder.is_same(Holder(words, language)) for words in told if words)


def _undecided(question: Question, position: Position) -> tuple[int, bool, float]:
    """How far a position is from a plain yes or no; of those that are, the likelier goes first.

    What says either in so many words, if not surely enough, goes before what is open. Whether
    anything was said is told by words that were said, rather than by that there are none.
    """
    if question.asks != "yes_no" and not question.asks_any_word:
        return 0, False, 0.0
    rank = {"affirms": 0, "denies": int(question.asks_any_word), "open": 1, "silent": 2}
    found = rank[stance(question, position.lead)]
    if not found:
        return 0, False, 0.0
    asked, lead = question.plainly or question, position.lead
    said = polarity(asked, lead.sentence, lead.speaker)
    return found, said not in ("affirms", "denies"), -position.lead.score


def _with_copies(witnesses: Sequence[Claim], claims: Sequence[Claim]) -> Position:
    """A position with what repeats its claims, whatever day "yesterday" would be there."""
    copies = [c for c in claims if any(c.copy_of is witness for witness in witnesses)]
    return Position((*witnesses, *copies))


def _clusters(found: Sequence[Position]) -> list[list[Position]]:
    """Positions in groups of one subject."""
    clusters: list[list[Position]] = []
    for position in found:
        home = next((c for c in clusters if any(_of_one_subject(position, p) for p in c)), None)
        clusters.append([position]) if home is None else home.append(position)
    return clusters


def _of_one_subject(a: Position, b: Position) -> bool:
    """Whether two are about the same, be it only that one says so by correcting the other.

    Reports weeks apart may be, but what is told first is better of one event.
    """
    verdict = verdict_on(a, b)
    near = verdict.same and verdict.reason != "published"
    return near or (not verdict.sure and corrected(a, b) is not None)


def _is_unlikely(cluster: Sequence[Position], best: float) -> bool:
    """Whether what a cluster says is much less likely to answer than the best there is."""
    return max(p.lead.score for p in cluster) < _AS_LIKELY * best


def _cluster_rank(cluster: Sequence[Position]) -> tuple[float, ...]:
    """The latest event first; of undated ones, the one that the documents read are about."""
    days = [c.subject.when[1] for p in cluster for c in p.witnesses if c.subject.when]
    company = max(c.company for p in cluster for c in p.witnesses)
    score = max(p.lead.score for p in cluster)
    return -max(days, default=0.0), -sum(p.documents for p in cluster), -round(company, 2), -score


def _ranked(cluster: list[Position]) -> list[Position]:
    """Positions about one subject: the latest state first, then the plainest, the most attested."""
    return sorted(cluster, key=lambda p: (_outdated(p, cluster), *_rank(p, cluster)))


def _outdated(position: Position, cluster: Sequence[Position]) -> int:
    """How many of the others bring the position up to date."""
    return sum(_updates(other.lead, position.lead) for other in cluster if other is not position)


def _updates(later: Claim, earlier: Claim) -> bool:
    """Whether the one was published after the other, says otherwise, and supersedes it."""
    x, y = later.document.published_at, earlier.document.published_at
    if x is None or y is None or moment(x) <= moment(y):
        return False
    if later.value and earlier.value and not differ(later.value, earlier.value):
        return False
    if (told := succession(later, earlier)) and told[0] is later:
        return True  # it says so itself, however it measures
    return supersedes(later, earlier) and not measured_otherwise(later, earlier)


def _rank(position: Position, cluster: Sequence[Position]) -> tuple[float, ...]:
    value = position.lead.value
    if value is None and judges(position.lead.quote):
        # Judgements stand as they were published, and as their text orders them.
        return (0, 0, 0, 0, 0, _first_published(position), position.lead.start)
    vague = bool(value and (value.hedge in ("several", "range") or _is_period(value)))
    rougher = sum(_is_within(p.lead.value, value) for p in cluster)
    qualified = bool(value and qualifiers(position.lead))
    hedged = bool(value and value.hedge != "exact")
    first = _first_published(position)
    return vague, rougher, qualified, -position.documents, hedged, first, -position.lead.score


def _first_published(position: Position) -> float:
    """When its first witness was published, in days; of reports as good, the first goes first."""
    times = [moment(c.document.published_at) for c in position.witnesses if c.document.published_at]
    return min(((time - dt.datetime.min) / dt.timedelta(1) for time in times), default=math.inf)


def _is_within(fine: Value | None, rough: Value | None) -> bool:
    """Whether all that the one value can be is part of what the other can be."""
    if fine is None or rough is None or not comparable(fine, rough):
        return False
    if fine.kind == "date" and fine.unit != rough.unit:
        return False
    within = rough.low <= fine.low and fine.high <= rough.high
    return within and (fine.low, fine.high) != (rough.low, rough.high)


def _is_period(value: Value) -> bool:
    """Whether a date spans more than a week."""
    return value.kind == "date" and value.high - value.low > 7


def corrected(a: Position, b: Position) -> tuple[Claim, Claim] | None:
    """Return the claim of either that sets the other's figure aside, and a claim of that."""
    pairs = ((x, y) for x in a.witnesses for y in b.witnesses)
    return next(filter(None, (succession(x, y) for x, y in pairs)), None)


def verdict_on(a: Position, b: Position) -> Verdict:
    """Return whether two positions are about the same: if any of their claims are, they are."""
    verdicts = [_verdict(x, y) for x in a.witnesses for y in b.witnesses]
    return min(verdicts, key=lambda v: (not v.same, not v.sure))


def _verdict(x: Claim, y: Claim) -> Verdict:
    """The verdict on two claims; values that can both be true make one thing the likelier."""
    verdict = compare_subjects(x.subject, y.subject)
    undecided = not verdict.same and not verdict.sure and x.document.id != y.document.id
    if undecided and x.value and y.value and not differ(x.value, y.value):
        return Verdict(True, "same", sure=False)
    return verdict
