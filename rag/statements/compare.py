"""Whether two statements can both be true, and where they differ.

The rules (`rag.statements.rules`) find where; `rag.statements.kinds` types it, as judging a
difference that is located works where asking for "any conflict" does not. Where two statements are
very short or much alike the rules decide alone. Where they are not, what the rules find is weighed
with the rest of the words by small trained heads, and by a cross-encoder where one is configured.
"""

from collections.abc import Mapping, Sequence
from functools import cached_property
from typing import cast

from index.encoder import Encoder
from rag.answer import DisagreementKind
from rag.statements.cross_encoder import CrossEncoder
from rag.statements.explain import explain
from rag.statements.finding import Finding
from rag.statements.head import NONE, head, likely_kinds, look, own_encoder
from rag.statements.kinds import SURE, Verdict, grounds, verdict
from rag.statements.models import CompareRequest, Comparison, Difference, Place
from rag.statements.rules import find
from rag.statements.statement import Pairing, pair, read_statement

_SHORT = 4  # words that carry meaning: up to so many, the rules see all that there is
_ALIKE = 0.6  # the share of words in common from which a difference is located surely
_SAME = 0.8  # and from which nothing differs where no rule finds anything
_LONG = 11  # such words, on average: of more, in French, the head of DACCORD tells the relation


class Comparer:
    """Compares statements. Thread-safe; what it needs is loaded when first needed."""

    def __init__(self, nli: str | None = None, encoder: Encoder | None = None) -> None:
        """Take the folder or hub name of a cross-encoder that is to vote too; None for none.

        `encoder` is the embedded one unless told otherwise; of another, the head knows nothing.
        """
        self._cross_encoder = CrossEncoder(nli) if nli else None
        self._given = encoder

    def compare(self, request: CompareRequest) -> Comparison:
        """Return how two statements relate.

        Raises EncoderUnavailable when the encoder or the relater, or a cross-encoder that is
        configured, cannot be loaded.
        """
        pairing = pair(read_statement(request.a), read_statement(request.b))
        found = find(pairing)
        decided = verdict(pairing, found)
        method = ["rules"]
        sure = decides(pairing, decided)
        vote = None
        if not sure and self._encoder.name == head().encoder:
            vote, kind = _judged(pairing, found, self._encoder)
            decided = Verdict(kind, grounds(pairing, found, kind))
            method.append("head")
        if self._cross_encoder:
            vote = (vote or 0.0) + self._cross_encoder.probability(request.a, request.b) - 0.5
            method.append("cross-encoder")
        if vote is not None and not (sure and decided.kind):
            decided = _weighed(pairing, decided, found, vote >= 0)
        return Comparison(
            relation="contradiction" if decided.kind == "contradiction" else "compatible",
            kind=decided.kind,
            differences=tuple(_difference(pairing, f) for f in _shown(found, decided)),
            explanation=explain(pairing, decided.kind, decided.grounds),
            method="+".join(method),
        )

    @cached_property
    def _encoder(self) -> Encoder:
        return self._given or own_encoder()


def decides(pairing: Pairing, decided: Verdict) -> bool:
    """Return whether the rules can be relied on: the two are very short, or much alike."""
    if min(len(pairing.a.content), len(pairing.b.content)) == 0:
        return True
    if max(len(pairing.a.content), len(pairing.b.content)) <= _SHORT:
        return True
    return min(pairing.cover) >= (_SAME if decided.kind is None else _ALIKE)


def is_long(pairing: Pairing) -> bool:
    """Return whether two statements are long and French, as those of DACCORD are."""
    words = len(pairing.a.content) + len(pairing.b.content)
    return words > 2 * _LONG and pairing.a.language == pairing.b.language == "fr"


def _judged(
    pairing: Pairing, found: Sequence[Finding], encoder: Encoder
) -> tuple[float, DisagreementKind | None]:
    """How much speaks for a contradiction, from 0 on; and the kind that is likeliest otherwise."""
    seen = look(pairing, found, encoder)
    chances = likely_kinds(pairing, found, seen)
    if not chances:
        return -1.0, None
    against = chances.pop("contradiction")
    vote = against - max(chances.values())
    if is_long(pairing):
        vote = head().probability(seen.features) - head().threshold
    return vote, _likeliest(chances)


def _likeliest(chances: Mapping[str, float]) -> DisagreementKind | None:
    kind = max(chances, key=lambda name: chances[name])
    return None if kind == NONE else cast(DisagreementKind, kind)


def _weighed(
    pairing: Pairing, decided: Verdict, found: Sequence[Finding], contradicts: bool
) -> Verdict:
    """The verdict after a vote: what the rules found stays as its grounds."""
    if contradicts and decided.kind != "contradiction":
        return Verdict("contradiction", grounds(pairing, found, "contradiction"))
    if not contradicts and decided.kind == "contradiction":
        return Verdict(None, ())
    return decided


def _shown(found: Sequence[Finding], decided: Verdict) -> list[Finding]:
    """The grounds, and what else is sure."""
    if decided.kind is None:
        return []
    sure = [f for f in found if f.weight >= SURE and f.kind != "wording"]
    return [*decided.grounds, *(f for f in sure if f not in decided.grounds)]


def _difference(pairing: Pairing, finding: Finding) -> Difference:
    return Difference(
        kind=finding.kind,
        a=Place.of(pairing.a.text, finding.a),
        b=Place.of(pairing.b.text, finding.b),
    )
