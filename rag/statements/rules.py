"""All that the rules find between two statements."""

from rag.statements.contraries import contraries
from rag.statements.figures import moments, values
from rag.statements.finding import Finding
from rag.statements.frames import agree, roles_differ
from rag.statements.negation import one_sided
from rag.statements.quantifiers import modality, shares
from rag.statements.roles import swapped
from rag.statements.slots import names_differ, openings_differ, wording_differs
from rag.statements.statement import Pairing

_RULES = (
    values,
    moments,
    one_sided,
    shares,
    contraries,
    swapped,
    roles_differ,
    names_differ,
    openings_differ,
    modality,
    wording_differs,
)


def find(pairing: Pairing) -> list[Finding]:
    """Return the differences, the surest first; of two at one place only the surer one."""
    told = [finding for rule in _RULES for finding in rule(pairing)]
    if agree(pairing):  # "lost to the Germans", "the Germans beat": no contraries, no other parties
        told = [finding for finding in told if finding.kind not in ("role", "antonym")]
    found = sorted(told, key=lambda f: (not f.clash, -f.weight))
    kept: list[Finding] = []
    for finding in found:
        if not any(_covers(other, finding) for other in kept):
            kept.append(finding)
    return kept


def _covers(kept: Finding, other: Finding) -> bool:
    """Whether a finding that is kept stands at the same place of both statements."""
    sides = ((kept.a, other.a), (kept.b, other.b))
    return all(x is None or y is None or (x[0] < y[1] and y[0] < x[1]) for x, y in sides)
