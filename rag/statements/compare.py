"""Whether two statements can both be true, and where they differ.

The rules (`rag.statements.rules`) find where; `rag.statements.kinds` types it, as judging a
difference that is located works where asking for "any conflict" does not. Where two statements are
short or much alike the rules decide alone. Where they are not, what the rules find is weighed with
the rest of the words by a small trained head, and by a cross-encoder where one is configured.
"""

from collections.abc import Sequence
from functools import cached_property

from index.encoder import EMBEDDED, Encoder, open_encoder
from rag.statements.cross_encoder import CrossEncoder
from rag.statements.explain import explain
from rag.statements.finding import Finding
from rag.statements.head import head, look
from rag.statements.kinds import SURE, Verdict, verdict
from rag.statements.models import CompareRequest, Comparison, Difference, Place
from rag.statements.rules import find
from rag.statements.statement import Pairing, pair, read_statement

_SHORT = 7  # words that carry meaning: up to so many, the rules see all that there is
_LIKE = 0.4  # the share of words in common from which a difference may be explained away
_ALIKE = 0.6  # the share of words in common from which a difference is located surely
_SAME = 0.8  # and from which nothing differs where no rule finds anything
_RELATED = 0.0  # and up to which the two have nothing to do with each other


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

        Raises EncoderUnavailable when the encoder, or a cross-encoder that is configured, cannot
        be loaded.
        """
        pairing = pair(read_statement(request.a), read_statement(request.b))
        found = find(pairing)
        decided = verdict(pairing, found)
        method = ["rules"]
        sure = decides(pairing, decided)
        votes = []
        if not sure and self._encoder.name == head().encoder:
            seen = look(pairing, found, self._encoder)
            chance = head().probability(seen.features) if seen.related else 0.0
            votes.append(chance - head().threshold)
            method.append("head")
        if self._cross_encoder:
            votes.append(self._cross_encoder.probability(request.a, request.b) - 0.5)
            method.append("cross-encoder")
        if votes and not (sure and decided.kind):
            decided = _weighed(decided, found, sum(votes) >= 0)
        return Comparison(
            relation="contradiction" if decided.kind == "contradiction" else "compatible",
            kind=decided.kind,
            differences=tuple(_difference(pairing, f) for f in _shown(found, decided)),
            explanation=explain(pairing, decided.kind, decided.grounds),
            method="+".join(method),
        )

    @cached_property
    def _encoder(self) -> Encoder:
        return self._given or open_encoder(EMBEDDED)


def decides(pairing: Pairing, decided: Verdict) -> bool:
    """Return whether the rules can be relied on: the two are short, much alike or unrelated."""
    if min(len(pairing.a.content), len(pairing.b.content)) == 0:
        return True
    if max(len(pairing.a.content), len(pairing.b.content)) <= _SHORT:
        return True
    if decided.kind not in (None, "contradiction"):
        return min(pairing.cover) >= _LIKE
    if max(pairing.cover) <= _RELATED:
        return decided.kind is None
    return min(pairing.cover) >= (_SAME if decided.kind is None else _ALIKE)


def _weighed(decided: Verdict, found: Sequence[Finding], contradicts: bool) -> Verdict:
    """The verdict after a vote: what the rules found stays as its grounds."""
    if contradicts and decided.kind != "contradiction":
        return Verdict("contradiction", tuple(f for f in found if f.clash)[:1])
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
