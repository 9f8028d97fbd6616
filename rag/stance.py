"""Whether a claim says yes or no to its question, be it by the value that it gives."""

from rag.claims import Claim
from rag.cues import cue
from rag.denial import denies
from rag.leaning import settled
from rag.polarity import Polarity, polarity
from rag.question import Question
from rag.reading import Sentence, language_of
from rag.reported import QUOTED
from rag.values.check import bears_out
from rag.words import is_met, words


def stance(question: Question, claim: Claim) -> Polarity:
    """Return whether a claim affirms what is asked, denies it, leaves it open or is silent.

    Where a question has a value checked, the claim's value says so, unless its sentence denies
    that one or leaves it open. Where it asks whether anything was said, words of somebody's do.
    """
    if question.plainly is None:
        if question.asks != "yes_no":
            return "silent"
        said = polarity(question, claim.sentence, claim.speaker)
        return settled(said, claim.leaning, claim.score)
    if question.checked is None:
        said = says_whether(question, claim.sentence)
        return "affirms" if said == "silent" and claim.speaker else said
    plainly = question.plainly
    said = "silent"
    if plainly.asks == "yes_no":
        said = polarity(plainly, claim.sentence, claim.speaker)
    denied = said == "denies" and denies(question, claim.sentence)
    if claim.value is None or denied or claim.value.high <= 0:
        return "denies" if denied else "silent"
    borne_out = bears_out(claim.value, question.checked)
    if borne_out is None or said in ("open", "denies") or _counts_other(question, claim):
        return "open"
    return "affirms" if borne_out else "denies"


def says_whether(question: Question, sentence: Sentence) -> Polarity:
    """Return whether a sentence tells that somebody said anything; silent where that is not asked.

    That no answer is told denies it: "the ministry would not comment".
    """
    if question.plainly is None or question.checked:
        return "silent"
    said = polarity(question.plainly, sentence)
    none = cue("not_told").search(sentence.text) and not QUOTED.search(sentence.text)
    return "denies" if none else said


def _counts_other(question: Question, claim: Claim) -> bool:
    """Whether a claim counts drones where missiles are asked about; people have many names."""
    unit = claim.value.unit if claim.value and claim.value.kind == "count" else ""
    nouns = words(unit, language_of(claim.document))
    asked = [term.word for term in question.counted]
    if not nouns or not asked or any("people" in word.concepts for word in (*nouns, *asked)):
        return False
    return not any(is_met(word, nouns) for word in asked)
