"""One story of two documents, a case of it, and answers made by hand to be judged."""

from eval.cases import Case, GoldAnswer, GoldDisagreement, GoldQuote
from eval.judge import Asked, Verdict, judge
from index.document import Document, Hit, Passage
from rag.answer import (
    Answer,
    Citation,
    Disagreement,
    DisagreementKind,
    Position,
    Timings,
    TypedValue,
    WriterUsed,
)

TEXTS = {"1-a.md": "The dam is 30 m high. It is old.", "2-b.md": "The dam is 42 m high."}
HIGH_A = GoldQuote(document="1-a.md", text="30 m high")
HIGH_B = GoldQuote(document="2-b.md", text="42 m high")


def metres(low: float, high: float) -> TypedValue:
    return TypedValue(kind="distance", low=low, high=high, unit="m")


def case(*kinds: DisagreementKind) -> Case:
    """How high is the dam? 30 m says one document, 42 m the other."""
    return Case(
        id="dam-1",
        story="dam",
        language="en",
        question="how high is the dam?",
        status="answered",
        answers=(
            GoldAnswer(any=("30 m", "thirty"), value=metres(30, 30), quotes=(HIGH_A,)),
            GoldAnswer(any=("42 m",), quotes=(HIGH_B,)),
        ),
        disagreements=tuple(GoldDisagreement(kind=kind, answers=(0, 1)) for kind in kinds),
    )


SILENT = Case(
    id="dam-2", story="dam", language="en", question="who built it?", status="no_evidence"
)


def position(answer: str, *citations: int, value: TypedValue | None = None) -> Position:
    return Position(answer=answer, value=value, speaker=None, subject=None, citations=citations)


def citation(number: int, document: str, quote: str, shift: int = 0) -> Citation:
    start = TEXTS[document].index(quote) + shift
    return Citation(
        number=number,
        document_id=f"id of {document}",
        document_title="The dam",
        source=f"stories/dam/{document}",
        publisher=None,
        published_at=None,
        passage_id="p",
        quote=quote,
        start=start,
        end=start + len(quote),
    )


def answer(
    *positions: Position,
    citations: tuple[Citation, ...] = (),
    disagreements: tuple[Disagreement, ...] = (),
) -> Answer:
    return Answer(
        id="x",
        question="?",
        language="en",
        status="answered" if positions else "no_evidence",
        answer="",
        sentences=(),
        positions=positions,
        disagreements=disagreements,
        citations=citations,
        consulted=(),
        dropped_claims=0,
        writer=WriterUsed(name="quotes", model=None),
        timings_ms=Timings(search=0, claims=0, relate=0, compose=0, total=0),
    )


LOW = position("30 m", 1, value=metres(30, 30))
TALL = position("42 m", 2, value=metres(42, 42))
BOTH = position("42 m, not 30 m", value=metres(30, 30))
CITED = (citation(1, "1-a.md", "The dam is 30 m high."), citation(2, "2-b.md", "42 m"))


def relates(kind: DisagreementKind, *positions: int) -> Disagreement:
    return Disagreement(kind=kind, positions=positions, explanation="")


def hit(document: str, start: int, end: int) -> Hit:
    text = TEXTS[document]
    return Hit(
        passage=Passage(id="p", document_id=document, start=start, end=end, text=text[start:end]),
        document=Document(
            id=f"id of {document}",
            text=text,
            source=document,
            title="",
            language="en",
            body_start=0,
            body_end=len(text),
        ),
        score=1.0,
    )


def verdict(gold: Case, given: Answer, hits: list[Hit] | None = None) -> Verdict:
    return judge(Asked(case=gold, answer=given, hits=hits, texts=TEXTS, latency_ms=1.0))


RIGHT = answer(LOW, TALL, citations=CITED, disagreements=(relates("contradiction", 0, 1),))
