"""What words are of: whether those of somebody are on the matter that a question asks them on.

"Has the ministry said anything of the leak?" is not answered by what it said of anything else.
"""

from collections.abc import Sequence

from rag.candidates import Candidate
from rag.question import Question
from rag.reading import Reading
from rag.words import is_met

_AROUND = 2  # sentences on either side that may name the matter


def of_matter(
    question: Question,
    readings: Sequence[Reading],
    told: Sequence[Candidate],
    settling: Sequence[Candidate],
) -> list[Candidate]:
    """Return those of the words told that are on the matter of the question, all where it has none.

    It is named with them or in a sentence near. Where a document tells in so many words whether
    anything was said of it (`settling`), only what names it counts.
    """
    holders = {word.text for holder in question.holders for word in holder.words}
    matter = [t.word for t in question.terms if t.word.text not in holders]
    plain = {c.hit.document.id for c in settling}
    by_document = {reading.document.id: reading.sentences for reading in readings}

    def is_on_it(candidate: Candidate) -> bool:
        own = by_document[candidate.hit.document.id]
        at = own.index(candidate.sentence)
        reach = 0 if candidate.hit.document.id in plain else _AROUND
        around = own[max(0, at - reach) : at + reach + 1]
        return any(is_met(word, one.words) for word in matter for one in around)

    return [c for c in told if not matter or is_on_it(c)]
