"""What may answer a question, document by document: candidates of the form that it asks for."""

from collections.abc import Sequence

from rag.candidates import Candidate, identities, named, sentences, valued
from rag.question import Question
from rag.reading import Reading
from rag.scoring import Form
from rag.subject import cast, overlap
from rag.support import Weigher, mark_absent
from rag.things import things

_AKIN = 0.3  # share of names in common that makes two documents speak of one affair
_FAIR = 0.5  # prior of a name below which a place is looked for in whole sentences


def find(question: Question, readings: Sequence[Reading]) -> tuple[Form, list[list[Candidate]]]:
    """Return the form of answer that is looked for, and the candidates of each reading.

    Sentences are looked for where no name answers a question for a place.
    """
    weighers = [Weigher(question, reading) for reading in readings]
    able = _that_may_answer(weighers)
    mark_absent(able)
    if question.asks == "value":
        return "value", [valued(question, w) if w in able else [] for w in weighers]
    if question.asks in ("person", "place", "organisation"):
        found = [named(question, w) if w in able else [] for w in weighers]
        if question.asks != "place" or any(c.score >= _FAIR for cs in found for c in cs):
            return "name", found
    if question.asks == "thing":
        found = [things(question, w) if w in able else [] for w in weighers]
        if any(found):
            return "thing", found
    if question.asks == "identity":
        found = [identities(question, w) if w in able else [] for w in weighers]
        if any(found):
            return "identity", found
    form: Form = "verdict" if question.asks in ("judgement", "quotation") else "sentence"
    return form, [sentences(question, w) if w in able else [] for w in weighers]


def _that_may_answer(weighers: Sequence[Weigher]) -> list[Weigher]:
    """Those whose document has every name of the question, or is akin to one that has.

    "How long was the strike at Valmont?" is not answered by a text on another town, but a text on
    the same affair may leave out a name that the others give.
    """
    having = [w for w in weighers if all(map(w.names, w.question.names))]
    casts = [cast(w.reading) for w in having if w.question.asks == "value"]
    return [
        w
        for w in weighers
        if w in having or any(overlap(cast(w.reading), other) >= _AKIN for other in casts)
    ]
