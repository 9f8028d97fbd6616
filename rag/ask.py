"""From a question to its answer: search, find claims, verify, relate, compose. Read this first."""

import time
import uuid
from collections.abc import Iterator, Sequence
from itertools import pairwise

from index.document import Hit
from rag.answer import Answer, AskRequest, Consulted, Timings, WriterUsed
from rag.compose import Composer, cite
from rag.copies import mark_copies
from rag.events import (
    AnswerEvent,
    ClaimEvent,
    DisagreementEvent,
    DoneEvent,
    Event,
    HitFound,
    HitsEvent,
    TextEvent,
)
from rag.heard import Heard
from rag.positions import positions
from rag.question import Question
from rag.relate import relations


def answer_events(
    request: AskRequest, question: Question, hits: Sequence[Hit], heard: Heard, started: float
) -> Iterator[Event]:
    """Yield the events of the answer to a question over the passages that search found.

    `started` is when the question came in, as `time.perf_counter` counts, search included since.
    """
    marks = [started, time.perf_counter()]
    yield HitsEvent(hits=tuple(map(_found, hits)))
    for n, claim in enumerate(heard.verified(question, hits), start=1):
        yield ClaimEvent(answer=claim.answer, speaker=claim.speaker, citation=cite(n, claim))
    marks.append(time.perf_counter())
    held = positions(question, mark_copies(heard.claims))
    related = list(relations(question, held, heard.adviser, heard.reader))
    marks.append(time.perf_counter())
    language = request.language or question.language
    composer = Composer(question, language, held, related, heard.adviser)
    for disagreement in composer.disagreements:
        yield DisagreementEvent(disagreement=disagreement)
    for piece in composer.pieces:
        yield TextEvent(delta=piece)
    marks.append(time.perf_counter())
    yield AnswerEvent(answer=_answer(request, composer, hits, heard, marks))
    yield DoneEvent()


def _answer(
    request: AskRequest,
    composer: Composer,
    hits: Sequence[Hit],
    heard: Heard,
    marks: Sequence[float],
) -> Answer:
    cited = {claim.document.id for claim in heard.claims}
    titles = {hit.document.id: hit.document.title for hit in hits}
    last = heard.writers[-1]
    return Answer(
        id=uuid.uuid4().hex,
        question=request.question,
        language=composer.language,
        status="answered" if heard.claims else "no_evidence",
        answer="".join(composer.pieces),
        sentences=composer.sentences,
        positions=composer.positions,
        disagreements=composer.disagreements,
        citations=composer.citations,
        consulted=tuple(
            Consulted(document_id=silent, document_title=title)
            for silent, title in titles.items()
            if silent not in cited
        ),
        dropped_claims=heard.dropped,
        writer=WriterUsed(name=last.name, model=last.model, note=heard.note(composer.language)),
        timings_ms=_timings(marks),
    )


def _timings(marks: Sequence[float]) -> Timings:
    spans = [round((b - a) * 1000, 2) for a, b in pairwise(marks)]
    return Timings(
        search=spans[0],
        claims=spans[1],
        relate=spans[2],
        compose=spans[3],
        total=round((marks[-1] - marks[0]) * 1000, 2),
    )


def _found(hit: Hit) -> HitFound:
    return HitFound(
        document_id=hit.document.id,
        document_title=hit.document.title,
        passage_id=hit.passage.id,
        score=hit.score,
    )
