"""From a question to its answer: search, find claims, verify, relate, compose. Read this first."""

import time
import uuid
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

from index.document import Hit
from rag.answer import Answer, AskRequest, Consulted, Language, Timings, WriterUsed
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
from rag.parts import Part
from rag.positions import positions
from rag.question import Question
from rag.relate import relations
from rag.together import Together


@dataclass(frozen=True, slots=True)
class Hearing:
    """One of the questions that were put, as understood, and who is heard on it."""

    part: Part
    question: Question
    heard: Heard

    def search_words(self) -> Sequence[str]:
        """Return the words that an adviser would have searched for too."""
        return self.heard.adviser.search_words(self.question) if self.heard.adviser else ()


def answer_events(
    request: AskRequest, hearings: Sequence[Hearing], hits: Sequence[Hit], started: float
) -> Iterator[Event]:
    """Yield the events of the answer to a question over the passages that search found.

    There is a hearing for each of the questions that it consists of, mostly one. `started` is when
    it came in, as `time.perf_counter` counts, search included since.
    """
    marks = [started, time.perf_counter()]
    yield HitsEvent(hits=tuple(map(_found, hits)))
    verified = (c for h in hearings for c in h.heard.verified(h.question, hits))
    for n, claim in enumerate(verified, start=1):
        yield ClaimEvent(answer=claim.answer, speaker=claim.speaker, citation=cite(n, claim))
    marks.append(time.perf_counter())
    language = request.language or hearings[0].question.language
    together = Together([(h.part, _related(h, language)) for h in hearings])
    marks.append(time.perf_counter())
    for disagreement in together.disagreements:
        yield DisagreementEvent(disagreement=disagreement)
    for piece in together.pieces:
        yield TextEvent(delta=piece)
    marks.append(time.perf_counter())
    yield AnswerEvent(answer=_answer(request, together, hits, hearings, marks))
    yield DoneEvent()


def _related(hearing: Hearing, language: Language) -> Composer:
    """What was heard on a question as positions, with their relations, ready to be worded."""
    question, heard = hearing.question, hearing.heard
    held = positions(question, mark_copies(heard.claims))
    related = list(relations(question, held, heard.adviser, heard.relating))
    return Composer(question, language, held, related, heard.adviser, hearing.part.credited)


def _answer(
    request: AskRequest,
    together: Together,
    hits: Sequence[Hit],
    hearings: Sequence[Hearing],
    marks: Sequence[float],
) -> Answer:
    cited = {claim.document.id for hearing in hearings for claim in hearing.heard.claims}
    titles = {hit.document.id: hit.document.title for hit in hits}
    language = request.language or hearings[0].question.language
    return Answer(
        id=uuid.uuid4().hex,
        question=request.question,
        language=language,
        status="answered" if together.positions else "no_evidence",
        answer="".join(together.pieces),
        sentences=together.sentences,
        positions=together.positions,
        disagreements=together.disagreements,
        citations=together.citations,
        consulted=tuple(
            Consulted(document_id=silent, document_title=title)
            for silent, title in titles.items()
            if silent not in cited
        ),
        dropped_claims=sum(hearing.heard.dropped for hearing in hearings),
        writer=_writer(hearings, language),
        timings_ms=_timings(marks),
    )


def _writer(hearings: Sequence[Hearing], language: Language) -> WriterUsed:
    """Who answered: the model where it did any part; its remarks are made once."""
    last = max((h.heard.writers[-1] for h in hearings), key=lambda writer: writer.model is not None)
    notes = dict.fromkeys(note for h in hearings if (note := h.heard.note(language)))
    return WriterUsed(name=last.name, model=last.model, note=" ".join(notes) or None)


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
