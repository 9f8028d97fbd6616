"""The events of a streamed answer, in the order in which they come.

`hits`, `claim` (one for each verified claim), `disagreement`, `text` (deltas of the answer),
`answer` (the whole object), `done`; or `error`, which the edge adds when something fails.
"""

from typing import Literal

from rag.answer import Answer, Citation, Disagreement, Frozen


class HitFound(Frozen):
    """One passage that search found, without its text."""

    document_id: str
    document_title: str
    passage_id: str
    score: float


class HitsEvent(Frozen):
    """The passages that will be read."""

    event: Literal["hits"] = "hits"
    hits: tuple[HitFound, ...]


class ClaimEvent(Frozen):
    """A verified claim: what one document says in answer, with its quote.

    Whether it only repeats another's words is told by the answer, once all claims are known.
    """

    event: Literal["claim"] = "claim"
    answer: str
    speaker: str | None
    citation: Citation


class DisagreementEvent(Frozen):
    """A disagreement between positions of the answer to come."""

    event: Literal["disagreement"] = "disagreement"
    disagreement: Disagreement


class TextEvent(Frozen):
    """The next piece of the answer's text; the pieces joined are `Answer.answer`."""

    event: Literal["text"] = "text"
    delta: str


class AnswerEvent(Frozen):
    """The whole answer."""

    event: Literal["answer"] = "answer"
    answer: Answer


class DoneEvent(Frozen):
    """Nothing follows."""

    event: Literal["done"] = "done"


Event = HitsEvent | ClaimEvent | DisagreementEvent | TextEvent | AnswerEvent | DoneEvent
