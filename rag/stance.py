"""Whether a claim says yes or no to its question, be it by the value that it gives."""

from rag.claims import Claim
from rag.denial import denies
from rag.polarity import Polarity, polarity
from rag.question import Question
from rag.reading import language_of
from rag.values.check import bears_out
from rag.words import is_met, words


def stance(question: Question, claim: Claim) -> Polarity:
    """Return whether a claim affirms what is asked, denies it, leaves it open or is silent.

    Where a question has a value checked, the claim's value says so, unless its sentence denies
    that one or leaves it open.
    """
    if question.plainly is None or question.checked is None:
        return polarity(question, claim.sentence) if question.asks == "yes_no" else "silent"
    said = polarity(question.plainly, claim.sentence)
    denied = said == "denies" and denies(question, claim.sentence)
    if claim.value is None or denied or claim.value.high <= 0:
        return "denies" if denied else "silent"
    borne_out = bears_out(claim.value, question.checked)
    if borne_out is None or said in ("open", "denies") or _counts_other(question, claim):
        return "open"
    return "affirms" if borne_out else "denies"


def _counts_other(question: Question, claim: Claim) -> bool:
    """Whether a claim counts drones where missiles are asked about; people have many names."""
    unit = claim.value.unit if claim.value and claim.value.kind == "count" else ""
    nouns = words(unit, language_of(claim.document))
    asked = [term.word for term in question.counted]
    if not nouns or not asked or any("people" in word.concepts for word in (*nouns, *asked)):
        return False
    return not any(is_met(word, nouns) for word in asked)
