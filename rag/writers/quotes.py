"""The `quotes` writer: finds the sentence and the span that answer, by rules, without any model."""

from collections.abc import Iterator, Sequence
from typing import Literal

from index.document import Hit
from rag.candidates import Candidate, identities, named, sentences, valued
from rag.question import Ask, Question
from rag.reading import Reading, read
from rag.subject import cast, overlap
from rag.support import Weigher, mark_absent
from rag.writers.writer import Proposal

# Least support for a claim; and how much of the best's support the others need, in the same
# document and in all. Below these a passage speaks of the subject but does not answer.
_LEAST: dict[Ask, float] = {
    "value": 0.52,
    "person": 0.55,
    "place": 0.55,
    "organisation": 0.55,
    "identity": 0.55,
    "reason": 0.55,
    "judgement": 0.4,
    "quotation": 0.55,
    "thing": 0.58,
    "yes_no": 0.55,
    "open": 0.58,
}
_OF_DOCUMENTS_BEST, _OF_BEST = 0.87, 0.75
_OF_OTHER_SOURCE = 0.55  # of the document's best, for a bare figure that another source gives
_MOST_PER_DOCUMENT = 3
# How faint the support may be of a value that seconds another, and how far apart they may lie.
_FAINT, _NEAR_RATIO, _NEAR_DAYS = 0.25, 1.3, 10
_AKIN = 0.3  # share of names in common that makes two documents speak of one affair


class QuotesWriter:
    """Proposes, document by document, what answers the question. Stateless and thread-safe."""

    name: Literal["quotes"] = "quotes"
    model: str | None = None

    def proposals(self, question: Question, hits: Sequence[Hit]) -> Iterator[Proposal]:
        """Yield the best answering spans of every document, the best-supported document first."""
        everything = _candidates(question, read(hits))
        found = [
            [c for c in candidates if c.score >= _LEAST[question.asks]] for candidates in everything
        ]
        best = max((c.score for candidates in found for c in candidates), default=0.0)
        if question.asks == "reason":  # a sentence that gives no reason answers no "why"
            found = [[c for c in candidates if c.given] for candidates in found]
        floor = 0.0 if question.asks == "judgement" else best
        kept = [
            candidate
            for candidates in found
            for candidate in _best_of_document(candidates, floor)
            if candidate.score >= _OF_BEST * floor or candidate.said_by
        ]
        if question.asks == "value":
            kept += _seconding(kept, everything)
        kept.sort(key=lambda candidate: -candidate.score)
        kind = kept[0].kind if kept else ""
        for candidate in kept:
            if candidate.kind == kind:
                yield _proposal(candidate)

    def close(self) -> None:
        """Nothing is held."""


def _proposal(candidate: Candidate) -> Proposal:
    sentence = candidate.sentence
    return Proposal(
        candidate.hit,
        sentence.text,
        sentence.text[candidate.start : candidate.end],
        sentence.start,
        candidate.score,
    )


def _best_of_document(candidates: list[Candidate], floor: float) -> list[Candidate]:
    """The best candidate of each distinct span, without those far behind the best.

    `floor` is 0 where all that is said counts, as for judgements.
    """
    ranked = sorted(candidates, key=lambda c: (-c.score, c.sentence.start, c.start))
    kept: list[Candidate] = []
    for candidate in ranked:
        # "3,000, say the police. The unions counted 12,000": the second repeats few words.
        share = _OF_OTHER_SOURCE if candidate.said_by else _OF_DOCUMENTS_BEST
        if floor and candidate.score < share * ranked[0].score:
            continue
        if all(not _same_words(candidate, other) for other in kept):
            kept.append(candidate)
    return kept[:_MOST_PER_DOCUMENT]


def _seconding(kept: Sequence[Candidate], everything: list[list[Candidate]]) -> Iterator[Candidate]:
    """What other documents say on the matter, in other words than the question's.

    The best-placed value of a document that has none among `kept` is taken for an answer when it
    is near one that is: reports of one fact differ by little, values of other things by much.
    """
    having = {candidate.hit.document.id for candidate in kept}
    for candidates in everything:
        best = max(candidates, key=lambda c: c.score, default=None)
        if best is None or best.hit.document.id in having or best.score < _FAINT:
            continue
        if any(_near(best, other) for other in kept):
            yield best


def _near(a: Candidate, b: Candidate) -> bool:
    """Whether two values could be two reports of one fact, by kind and size."""
    x, y = a.value, b.value
    if x is None or y is None or x.kind != y.kind or (x.kind != "count" and x.unit != y.unit):
        return False
    if x.kind == "date":
        return max(x.low, y.low) - min(x.high, y.high) <= _NEAR_DAYS
    low, high = sorted(((x.low + min(x.high, 2 * x.low)) / 2, (y.low + min(y.high, 2 * y.low)) / 2))
    return low > 0 and high / low <= _NEAR_RATIO


def _same_words(a: Candidate, b: Candidate) -> bool:
    return _text(a).casefold() == _text(b).casefold()


def _text(candidate: Candidate) -> str:
    return candidate.sentence.text[candidate.start : candidate.end]


def _candidates(question: Question, readings: Sequence[Reading]) -> list[list[Candidate]]:
    """The candidates of each reading; sentences where no name answers a question for one."""
    weighers = _that_may_answer([Weigher(question, reading) for reading in readings])
    mark_absent(weighers)
    if question.asks == "value":
        return [valued(question, w) for w in weighers]
    if question.asks in ("person", "place", "organisation"):
        found = [named(question, w) for w in weighers]
        least = _LEAST[question.asks]
        if any(c.score >= least for cs in found for c in cs) or question.asks != "place":
            return found
    if question.asks == "identity" and any(found := [identities(question, w) for w in weighers]):
        return found
    return [sentences(question, w) for w in weighers]


def _that_may_answer(weighers: list[Weigher]) -> list[Weigher]:
    """Those whose document has every name of the question, or is akin to one that has.

    "How long was the strike at Valmont?" is not answered by a text on another town, but a text on
    the same affair may leave out a name that the others give.
    """
    having = [w for w in weighers if all(map(w.names, w.question.names))]
    casts = [cast(w.reading) for w in having if w.question.asks == "value"]
    return [
        w
        for w in weighers
        if w in having or any(overlap(cast(w.reading), other) >= _AKIN for other in casts)
    ]
