"""Whether a claim says yes or no to its question, be it by the value that it gives."""

from rag.claims import Claim
from rag.denial import denies
from rag.polarity import Polarity, polarity
from rag.question import Question
from rag.values.check import bears_out


def stance(question: Question, claim: Claim) -> Polarity:
    """Return whether a claim affirms what is asked, denies it, leaves it open or is silent.

    Where a question has a value checked, the claim's value says so, unless its sentence denies
    that one or leaves it open.
    """
    if question.plainly is None or question.checked is None:
        return polarity(question, claim.sentence) if question.asks == "yes_no" else "silent"
    denied, said = denies(question, claim.sentence), polarity(question.plainly, claim.sentence)
    if claim.value is None or denied or claim.value.high <= 0:
        return "denies" if denied else "silent"
    borne_out = bears_out(claim.value, question.checked)
    if borne_out is None or said in ("open", "denies"):
        return "open"
    return "affirms" if borne_out else "denies"
