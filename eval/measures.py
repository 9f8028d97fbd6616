"""The measures of the evaluation, each defined by its docstring.

A measure over nothing (no citation given, no case without an answer) is None, never 0 or 1. What
is missing is not left out: an expected answer, citation or hit that did not come counts as wrong.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from math import ceil

from eval.judge import Verdict
from eval.match import names_speaker
from rag.answer import DisagreementKind, Position

Figures = dict[str, float | None]

KINDS: tuple[DisagreementKind, ...] = (
    "contradiction",
    "update",
    "different_subject",
    "scope",
    "precision",
    "assessment",
)
LOWER_IS_BETTER = frozenset({"false_contradictions"})
RECALL_AT = (1, 5, 10)


def ratio(part: float, whole: float) -> float | None:
    """Return part / whole, None where the whole is 0."""
    return part / whole if whole else None


def fully_right(verdicts: Sequence[Verdict]) -> float | None:
    """Share of cases with answer, citations and relations right and no false contradiction."""
    return _share(verdict.fully_right for verdict in verdicts)


def answer_accuracy(verdicts: Sequence[Verdict]) -> float | None:
    """Share of cases, abstentions included, that say what is expected and lead with the first.

    Whole cases, not a share of the expected answers (`answer_recall`); positions beyond the
    expected ones do not count against it, their citations do.
    """
    return _share(verdict.answer_right for verdict in verdicts)


def answer_recall(verdicts: Sequence[Verdict]) -> float | None:
    """Share of all expected answers that a position says, wherever it stands."""
    expected = sum(len(verdict.case.answers) for verdict in verdicts)
    return ratio(expected - sum(len(verdict.missing) for verdict in verdicts), expected)


def yes_no_accuracy(verdicts: Sequence[Verdict]) -> float | None:
    """Share of the cases that yes or no answers which open with the right one."""
    return _share(v.yes_no_right for v in verdicts if v.case.yes_no)


def quote_validity(verdicts: Sequence[Verdict]) -> float | None:
    """Share of citations with `text[start:end] == quote` in the story's own file.

    Says that the quote is real, not that it supports what it stands under.
    """
    return _share(valid for verdict in verdicts for valid in verdict.valid)


def citation_precision(verdicts: Sequence[Verdict]) -> float | None:
    """Share of citations that overlap an expected quote of an answer they stand under.

    Over all citations of all cases, not a mean of the cases' shares. Sharing a character is
    enough: it tells the right sentence from a wrong one, not a tight quote from a loose one.
    """
    return _share(right for verdict in verdicts for right in verdict.right)


def citation_recall(verdicts: Sequence[Verdict]) -> float | None:
    """Share of the expected (answer, document) pairs with a right citation.

    Not a share of the expected quotes: one quote of each document is enough.
    """
    return ratio(sum(len(v.supported) for v in verdicts), sum(len(v.pairs) for v in verdicts))


def speaker_precision(verdicts: Sequence[Verdict]) -> float | None:
    """Share of the speakers named that are who says it, over positions where that is known.

    Known it is where a position cites an expected quote that tells its speaker. A name where the
    document itself speaks is wrong.
    """
    return _share(
        names_speaker(position, ways) for position, ways in _spoken(verdicts) if position.speaker
    )


def speaker_recall(verdicts: Sequence[Verdict]) -> float | None:
    """Share of the positions that somebody is known to say which name them."""
    return _share(
        names_speaker(position, ways) for position, ways in _spoken(verdicts) if None not in ways
    )


def disagreement_precision(
    verdicts: Sequence[Verdict], kinds: Sequence[DisagreementKind] = KINDS
) -> float | None:
    """Share of the reported pairs of these kinds that are expected with the very same kind."""
    reported, _, both = _relations(verdicts, kinds)
    return ratio(both, reported)


def disagreement_recall(
    verdicts: Sequence[Verdict], kinds: Sequence[DisagreementKind] = KINDS
) -> float | None:
    """Share of the expected pairs of these kinds that are reported with the very same kind."""
    _, expected, both = _relations(verdicts, kinds)
    return ratio(both, expected)


def false_contradictions(verdicts: Sequence[Verdict]) -> float | None:
    """Share of cases that report a real disagreement where the set lists none. Lower is better.

    Real are contradiction, update and assessment. A pair listed as one of them and reported as
    another is a wrong kind (`disagreement_precision`), not a false contradiction.
    """
    return _share(bool(verdict.false_contradictions) for verdict in verdicts)


def abstention_accuracy(verdicts: Sequence[Verdict]) -> float | None:
    """Share of cases that abstain if, and only if, the story does not answer."""
    return _share(verdict.status_right for verdict in verdicts)


def abstention_precision(verdicts: Sequence[Verdict]) -> float | None:
    """Share of the abstentions that are right."""
    return _share(v.status_right for v in verdicts if v.answer.status == "no_evidence")


def abstention_recall(verdicts: Sequence[Verdict]) -> float | None:
    """Share of the questions the story does not answer that are abstained from."""
    return _share(v.status_right for v in verdicts if v.case.status == "no_evidence")


def passage_recall(verdicts: Sequence[Verdict], k: int) -> float | None:
    """Mean over cases of the share of expected quotes that the first k hits hold some of.

    Not Success@k, which asks for one of them. Cases without an answer, or without a search, are
    left out.
    """
    return _mean(_found(v.quote_ranks, k) for v in verdicts if v.quote_ranks)


def document_recall(verdicts: Sequence[Verdict], k: int) -> float | None:
    """Mean over cases of the share of expected documents that the first k hits come from."""
    return _mean(_found(v.document_ranks, k) for v in verdicts if v.document_ranks)


def reciprocal_rank(verdicts: Sequence[Verdict]) -> float | None:
    """Mean over cases of 1 / rank of the first hit that holds some of an expected quote (MRR).

    0 for a case where no hit does, however far the search went.
    """
    ranks = (v.quote_ranks for v in verdicts if v.quote_ranks)
    return _mean(max(1 / rank if rank else 0.0 for rank in case) for case in ranks)


def percentile(values: Sequence[float], share: float) -> float | None:
    """Return the smallest value that at least this share of the values do not exceed.

    Nearest rank: always one of the values, never between two. None for no values.
    """
    return sorted(values)[max(ceil(share * len(values)), 1) - 1] if values else None


def figures(verdicts: Sequence[Verdict]) -> Figures:
    """Return every measure by name, None where there was nothing to measure."""
    plain: tuple[Callable[[Sequence[Verdict]], float | None], ...] = (
        fully_right,
        answer_accuracy,
        answer_recall,
        yes_no_accuracy,
        quote_validity,
        citation_precision,
        citation_recall,
        speaker_precision,
        speaker_recall,
        disagreement_precision,
        disagreement_recall,
        false_contradictions,
        abstention_accuracy,
        abstention_precision,
        abstention_recall,
        reciprocal_rank,
    )
    by_name: Figures = {measure.__name__: measure(verdicts) for measure in plain}
    for k in RECALL_AT:
        by_name[f"passage_recall@{k}"] = passage_recall(verdicts, k)
        by_name[f"document_recall@{k}"] = document_recall(verdicts, k)
    for kind in KINDS:
        by_name[f"{kind}.precision"] = disagreement_precision(verdicts, [kind])
        by_name[f"{kind}.recall"] = disagreement_recall(verdicts, [kind])
    return by_name


def _spoken(verdicts: Sequence[Verdict]) -> Iterator[tuple[Position, Sequence[str | None]]]:
    """Yield the positions whose speaker is known, with the ways to name them."""
    for verdict in verdicts:
        yield from (p for p in zip(verdict.answer.positions, verdict.speakers, strict=True) if p[1])


def _relations(
    verdicts: Sequence[Verdict], kinds: Sequence[DisagreementKind]
) -> tuple[int, int, int]:
    """Count the (kind, pair) relations of these kinds: reported, expected, both."""
    reported = expected = both = 0
    for verdict in verdicts:
        said = {relation for relation in verdict.reported if relation[0] in kinds}
        listed = {relation for relation in verdict.expected if relation[0] in kinds}
        reported += len(said)
        expected += len(listed)
        both += len(said & listed)
    return reported, expected, both


def _share(flags: Iterable[bool]) -> float | None:
    return _mean(float(flag) for flag in flags)


def _mean(values: Iterable[float]) -> float | None:
    listed = list(values)
    return ratio(sum(listed), len(listed))


def _found(ranks: Sequence[int | None], k: int) -> float:
    return sum(rank is not None and rank <= k for rank in ranks) / len(ranks)
