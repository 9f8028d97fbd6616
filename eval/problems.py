"""What an answer got wrong, in words, so that the case or the code can be mended."""

from collections.abc import Iterator
from pathlib import PurePath

from eval.judge import Relation, Verdict
from eval.match import matches, names_speaker, worded
from rag.answer import TypedValue


def problems(verdict: Verdict) -> list[str]:
    """Return a sentence for each thing that keeps a verdict from being fully right.

    Told too, though they do not: expected documents that no citation rests on, since others may
    do, and who is wrongly said to speak.
    """
    return [
        *_status(verdict),
        *_yes_no(verdict),
        *_answers(verdict),
        *_citations(verdict),
        *_speakers(verdict),
        *_relations(verdict),
    ]


def _status(verdict: Verdict) -> Iterator[str]:
    if not verdict.status_right:
        yield f"status is {verdict.answer.status!r}, expected {verdict.case.status!r}"


def _yes_no(verdict: Verdict) -> Iterator[str]:
    if not verdict.yes_no_right:
        opening = verdict.answer.answer[:40]
        yield f"the answer opens with {opening!r}, expected {verdict.case.yes_no!r}"


def _answers(verdict: Verdict) -> Iterator[str]:
    positions = [position.answer for position in verdict.answer.positions]
    golds = [gold.any[0] for gold in verdict.case.answers]
    for index in verdict.missing:
        said = "; ".join(repr(text) for text in positions) or "nothing"
        yield f"no position says {golds[index]!r}; it says {said}"
        gold = verdict.case.answers[index]
        for position in verdict.answer.positions:
            if gold.value and worded(position, gold) and not matches(position, gold):
                found, wanted = _value(position.value), _value(gold.value)
                yield f"{position.answer!r} is read as {found}, expected {wanted}"
    if golds and positions and verdict.gold_of[0] != 0:
        yield f"leads with {positions[0]!r}, expected {golds[0]!r}"


def _value(value: TypedValue | None) -> str:
    return f"{value.kind} {value.low}..{value.high} {value.unit}" if value else "no value"


def _citations(verdict: Verdict) -> Iterator[str]:
    for citation, valid, right in zip(
        verdict.answer.citations, verdict.valid, verdict.right, strict=True
    ):
        document = PurePath(citation.source).name
        named = f"citation [{citation.number}] of {document}, {citation.quote!r},"
        if not valid:
            yield f"{named} is not at {citation.start}..{citation.end} of the document"
        if not right:
            yield f"{named} gives no expected quote of the answer it stands under"
    for index, document in sorted(verdict.pairs - verdict.supported):
        yield f"{document} is not cited for {verdict.case.answers[index].any[0]!r}"


def _speakers(verdict: Verdict) -> Iterator[str]:
    for position, ways in zip(verdict.answer.positions, verdict.speakers, strict=True):
        if ways and not names_speaker(position, ways):
            named, wanted = _named(position.speaker), " or ".join(map(_named, ways))
            yield f"{position.answer!r} is put down to {named}, expected {wanted}"


def _named(speaker: str | None) -> str:
    return repr(speaker) if speaker else "nobody"


def _relations(verdict: Verdict) -> Iterator[str]:
    for relation in sorted(verdict.expected - verdict.reported, key=_order):
        yield f"expected {_in_words(verdict, relation)}, not reported"
    pairs = {pair for _, pair in verdict.expected}
    for relation in sorted(verdict.reported - verdict.expected, key=_order):
        if relation in verdict.false_contradictions:
            yield f"false contradiction: {_in_words(verdict, relation)}"
        elif relation[1] in pairs:
            yield f"reported {_in_words(verdict, relation)}, which is the wrong kind"


def _order(relation: Relation) -> tuple[str, list[str]]:
    return relation[0], sorted(relation[1])


def _in_words(verdict: Verdict, relation: Relation) -> str:
    ends = sorted(relation[1])
    if len(ends) == 1:
        return f"{relation[0]} between two positions that both say {_end(verdict, ends[0])}"
    return f"{relation[0]} between {_end(verdict, ends[0])} and {_end(verdict, ends[1])}"


def _end(verdict: Verdict, end: str) -> str:
    side, index = end.split()
    if side == "answer":
        return repr(verdict.case.answers[int(index)].any[0])
    return repr(verdict.answer.positions[int(index)].answer) + " (unexpected)"
