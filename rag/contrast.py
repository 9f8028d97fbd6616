"""Whether two answers in words exclude each other: "killed on the spot", "unhurt".

Rules see no more in them than that they differ. The head that compares statements weighs the two
sentences (`rag.statements.head`); answers that mean nearly the same exclude each other in no case.
"""

from rag.claims import Claim
from rag.statements.head import likely_kinds, look, own_encoder
from rag.statements.rules import find
from rag.statements.statement import pair, read_statement

_LIKELY = 0.6  # how likely the head must find it that not both sentences are true
_NEAR = 0.37  # cosine of two answers from which they may say the same in other words


def exclude(x: Claim, y: Claim) -> bool:
    """Return whether two answers in words hardly can both be right.

    Raises EncoderUnavailable when the embedded encoder or the reader cannot be loaded.
    """
    mine, theirs = own_encoder().encode([x.answer, y.answer])
    if float(mine @ theirs) >= _NEAR:
        return False
    pairing = pair(read_statement(x.sentence.text), read_statement(y.sentence.text))
    found = find(pairing)
    chances = likely_kinds(pairing, found, look(pairing, found, own_encoder()))
    return chances.get("contradiction", 0.0) >= _LIKELY
