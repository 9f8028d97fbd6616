"""The `quotes` writer: finds the sentence and the span that answer, by rules and a small model.

Candidates are found by rules (`rag.finding`), and a logistic model says how likely each of them
answers (`rag.scoring`); here those that are likely enough are kept, document by document.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Literal

from index.document import Hit, Span
from rag.candidates import Candidate
from rag.classed import of_asked_class
from rag.cues import cue
from rag.denial import denies, is_checked
from rag.finding import find
from rag.judging import judges
from rag.leaning import leant
from rag.matter import of_matter
from rag.meaning import Meaning
from rag.polarity import polarity
from rag.question import Question
from rag.reading import Reading, read
from rag.scoring import Form, scored
from rag.stance import says_whether
from rag.whole import whole
from rag.wholes import raised_parts
from rag.whose import Whose
from rag.wills import asked_will
from rag.writers.writer import Proposal

# Least probability of a claim: below it a passage speaks of the subject but does not answer. Chosen
# with the weights (`eval.fit`), with meaning at hand, and by words alone.
_LEAST: Mapping[Form, float] = {
    "value": 0.4,
    "sentence": 0.3,
    "verdict": 0.45,
    "name": 0.26,
    "person": 0.26,
    "thing": 0.26,
    "identity": 0.26,
}
_LEAST_WORDED: Mapping[Form, float] = {
    "value": 0.5,
    "sentence": 0.4,
    "verdict": 0.4,
    "name": 0.55,
    "person": 0.5,
    "thing": 0.5,
    "identity": 0.5,
}
_SAID = 0.25  # least probability of words that are told to be those of whom they are asked of
_JUDGED = 0.25  # least probability of judgements where none is likelier
_UNGIVEN = 0.6  # by words alone: least probability of a reason without a word that gives a cause
_SILENT = 0.5  # least probability beside others of what is silent on what yes or no is asked of
# Share of the best's probability that the others need, whatever their document: less of values,
# since what another document gives differently is what one must know.
_OF_BEST, _OF_BEST_VALUE = 0.66, 0.55
_OF_DOCUMENTS_BEST = 0.93
_MOST_PER_DOCUMENT = 3

Found = Sequence[Sequence[Candidate]]
"""The candidates of each reading."""


class QuotesWriter:
    """Proposes, document by document, what answers the question. Thread-safe.

    With `meaning` it also sees likeness in other words; without, only words count.
    """

    name: Literal["quotes"] = "quotes"
    model: str | None = None

    def __init__(self, meaning: Meaning | None = None) -> None:
        self._meaning = meaning

    def proposals(self, question: Question, hits: Sequence[Hit]) -> Iterator[Proposal]:
        """Yield the best answering spans of every document, the best-supported document first."""
        readings = read(hits)
        kept = self._chosen(question, readings)
        if question.plainly is None:
            if self._meaning and question.asks == "yes_no":
                kept = leant(question, readings, kept, _SILENT, self._meaning)
            yield from proposed(question, kept)
            return
        told = [c for c in kept if not (is_checked(question, c.value) and _denied(question, c))]
        settling = [c for c in self._chosen(question.plainly, readings) if _settles(question, c)]
        if question.asks_any_word:
            told = of_matter(question, readings, told, settling)
        yield from proposed(question, told)
        for candidate in settling:
            if all(candidate.sentence != c.sentence for c in told):
                yield _proposal(candidate)

    def _chosen(self, question: Question, readings: Sequence[Reading]) -> list[Candidate]:
        """What answers a question, the likeliest first."""
        meant = self._meaning is not None
        form, found = find(question, readings, meant=meant)

        def choose(found: Found) -> list[Candidate]:
            weighed = scored(form, question, readings, found, self._meaning)
            return chosen(question, form, raised_parts(question, weighed), meant=meant)

        return of_holders(question, readings, found, choose)

    def close(self) -> None:
        """Nothing is held."""


def _denied(question: Question, candidate: Candidate) -> bool:
    return denies(question, candidate.sentence)


def _settles(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence says yes or no to what lies under a question, or no to all of a value."""
    if question.asks_any_word:
        return says_whether(question, candidate.sentence) in ("affirms", "denies")
    return _denied(question, candidate)


def chosen(question: Question, form: Form, weighed: Found, *, meant: bool) -> list[Candidate]:
    """Return the candidates that are likely enough, the likeliest first.

    `meant` tells whether they were weighed with meaning at hand.
    """
    if question.asks == "reason" and not meant:  # without a word of cause, it must fit the better
        weighed = [[c for c in cs if c.given or c.score >= _UNGIVEN] for cs in weighed]
    least = (_LEAST if meant else _LEAST_WORDED)[form]
    if question.asks == "quotation" and question.holders:
        least = min(least, _SAID)
    kept = _likely(question, least, of_asked_class(question, weighed, least))
    if not kept and question.asks == "judgement":
        kept = _likely(question, _JUDGED, weighed)
    if question.asks == "yes_no":
        kept = [c for c in kept if c.score >= _SILENT or _tells(question, c)] or kept
    if question.asks == "quotation":  # who said nothing of it may have spoken elsewhere
        return sorted(kept, key=lambda c: c.traits.get("not told", 0.0))
    judged = question.asks == "judgement" and not question.holders  # of those all words count
    return _verdicts(kept) if judged else kept


def _verdicts(kept: Sequence[Candidate]) -> list[Candidate]:
    """What judges in so many words, and of the rest what is no mere fact beside it.

    Facts are what the document itself states, and what stands in one paragraph with a verdict:
    there a holder only says more of the matter ("People saw their first blanket on Thursday").
    """
    plain = [c for c in kept if judges(c.sentence.text)]
    around = {(c.hit.document.id, c.sentence.paragraph) for c in plain}
    return [
        c
        for c in kept
        if not plain
        or c in plain
        or (c.traits.get("spoken") and (c.hit.document.id, c.sentence.paragraph) not in around)
    ]


def _tells(question: Question, candidate: Candidate) -> bool:
    """Whether a sentence speaks of what yes or no is asked of, or judges it in other words."""
    text = candidate.sentence.text
    return bool(cue("judging").search(text)) or polarity(question, candidate.sentence) != "silent"


def of_holders(
    question: Question,
    readings: Sequence[Reading],
    found: Found,
    choose: Callable[[Found], list[Candidate]],
) -> list[Candidate]:
    """Return what is chosen of all that may be the word of those whom the question asks for.

    Where it is a judgement, or none is theirs, also what would be chosen if nobody else said
    anything; failing that too, the word of somebody of whom no document tells what they are.
    Judgements of several ("experts", "the mayor and the union") are anybody's where some of those
    asked for are not found, since the documents may name them otherwise.
    """
    if not question.holders:
        return choose(found)
    will = asked_will(question.text, question.language)
    whose = Whose(question.holders, readings, will)

    def theirs(candidates: Sequence[Candidate]) -> list[Candidate]:
        return [c for c in candidates if whose.of(c.sentence, _stated(c))]

    likely = choose(found)
    kept = theirs(likely)
    judged = question.asks in ("judgement", "quotation")
    if judged or will or not kept:
        heard = {candidate.hit.document.id for candidate in kept}
        alone = choose([theirs(candidates) for candidates in found])
        kept += [c for c in alone if c.hit.document.id not in heard]
    several = len(question.holders) > 1 or question.holders[0].several
    if several and judged:
        met = {holder for c in kept for holder in whose.of(c.sentence, _stated(c))}
        return kept if met == {*question.holders} else likely
    return kept or [c for c in likely if whose.can_be(c.sentence, _stated(c))]


def _stated(candidate: Candidate) -> Span | None:
    """Where a value stands, which is of whoever states that one; None for what is none."""
    return Span(candidate.start, candidate.end) if candidate.value else None


def proposed(question: Question, kept: Sequence[Candidate]) -> Iterator[Proposal]:
    """Yield the candidates that are of the likeliest's kind, each once as it can be shown."""
    told: set[tuple[str, int, Span]] = set()
    for one in kept:
        at = whole(question, one.sentence, Span(one.start, one.end))
        place = one.hit.document.id, one.sentence.start, at
        if one.kind == kept[0].kind and place not in told:
            told.add(place)
            yield _proposal(replace(one, start=at.start, end=at.end))


def _likely(question: Question, least: float, everything: Found) -> list[Candidate]:
    """The candidates of all documents that are likely enough, the likeliest first."""
    every = question.asks == "judgement"  # all that is said counts
    best = max((c.score for candidates in everything for c in candidates), default=0.0)
    share = _OF_BEST_VALUE if question.asks == "value" else _OF_BEST
    floor = 0.0 if every else share * best
    kept = [
        candidate
        for candidates in everything
        for candidate in _best_of_document(candidates, least, every)
        if candidate.score >= floor or candidate.said_by
    ]
    return sorted(kept, key=lambda candidate: -candidate.score)


def _proposal(candidate: Candidate) -> Proposal:
    sentence = candidate.sentence
    return Proposal(
        candidate.hit,
        sentence.text,
        sentence.text[candidate.start : candidate.end],
        sentence.start,
        candidate.score,
        leaning=candidate.leaning,
    )


def _best_of_document(
    candidates: Sequence[Candidate], least: float, every: bool
) -> list[Candidate]:
    """The best candidate of each distinct span, without those far behind the best."""
    ranked = sorted(candidates, key=lambda c: (-c.score, c.sentence.start, c.start))
    kept: list[Candidate] = []
    for candidate in ranked:
        likely = candidate.score >= least
        near = every or candidate.score >= _OF_DOCUMENTS_BEST * ranked[0].score
        if not (likely and near) and not (kept and _counts_too(candidate, kept[0])):
            continue
        if all(not (_same_words(candidate, other) or _meet(candidate, other)) for other in kept):
            kept.append(candidate)
    return kept[:_MOST_PER_DOCUMENT]


def _counts_too(candidate: Candidate, best: Candidate) -> bool:
    """Whether somebody else counts the same: "3,000, say the police. The unions counted 12,000"."""
    beside = abs(candidate.sentence.start - best.sentence.start) <= len(best.sentence.text) + 2
    bare = candidate.value is not None and candidate.value.is_bare
    other = candidate.said_by == best.said_by or "other noun" in candidate.traits
    return bool(bare and beside and candidate.said_by and not other)


def _meet(a: Candidate, b: Candidate) -> bool:
    """Whether two stand, at least in part, in the same words."""
    here, there = ((c.hit.document.id, c.sentence.start) for c in (a, b))
    return here == there and a.start < b.end and b.start < a.end


def _same_words(a: Candidate, b: Candidate) -> bool:
    return _text(a).casefold() == _text(b).casefold()


def _text(candidate: Candidate) -> str:
    return candidate.sentence.text[candidate.start : candidate.end]
