"""Whether two statements can both be true, and where they differ.

The rules (`rag.statements.rules`) find where; `rag.statements.kinds` types it, as judging a
difference that is located works where asking for "any conflict" does not. Where the two have much
in common the rules decide alone. Where they have little, what the rules find is weighed with the
rest of the words by a small trained head, and by a cross-encoder where one is configured.
"""

from collections.abc import Sequence

from rag.statements.explain import explain
from rag.statements.finding import Finding
from rag.statements.kinds import SURE, Verdict, verdict
from rag.statements.models import CompareRequest, Comparison, Difference, Place
from rag.statements.rules import find
from rag.statements.statement import Pairing, pair, read_statement


class Comparer:
    """Compares statements. Thread-safe."""

    def __init__(self, nli: str | None = None) -> None:
        """Take the folder or hub name of a cross-encoder that is to vote too; None for none."""
        self._nli = nli

    def compare(self, request: CompareRequest) -> Comparison:
        """Return how two statements relate."""
        pairing = pair(read_statement(request.a), read_statement(request.b))
        found = find(pairing)
        decided = verdict(pairing, found)
        return Comparison(
            relation="contradiction" if decided.kind == "contradiction" else "compatible",
            kind=decided.kind,
            differences=tuple(_difference(pairing, f) for f in _shown(found, decided)),
            explanation=explain(pairing, decided.kind, decided.grounds),
            method="rules",
        )


def _shown(found: Sequence[Finding], decided: Verdict) -> list[Finding]:
    """The grounds, and what else is sure; where nothing is, nothing is shown."""
    sure = [f for f in found if f.weight >= SURE and f.kind != "wording"]
    return [*decided.grounds, *(f for f in sure if f not in decided.grounds)]


def _difference(pairing: Pairing, finding: Finding) -> Difference:
    return Difference(
        kind=finding.kind,
        a=Place.of(pairing.a.text, finding.a),
        b=Place.of(pairing.b.text, finding.b),
    )
