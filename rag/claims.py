"""Claims: what one document says in answer, resting on one verified quote.

A writer proposes; here the quote is looked up, and the code adds what the text shows: the typed
value of the answer, who says it, and what it is about.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from index.copies import copies
from index.document import Document, Span
from rag.attribution import attributions
from rag.denial import denies
from rag.fit import MEASURES, asked_values, filling
from rag.holders import tidy
from rag.lives import life_value
from rag.question import Question
from rag.quotes import locate, locate_answer
from rag.reader import Leaning
from rag.reading import Reading, Sentence
from rag.sayers import said_by
from rag.subject import Subject, cast, fits, overlap, subject
from rag.values.unsaid import as_time, in_unit_of, of_like_size
from rag.values.value import Value
from rag.words import fold
from rag.writers.writer import Proposal

_WHOLE = 0.8  # share of a sentence's letters that an answer has if it is all of it


@dataclass(frozen=True, slots=True)
class Claim:
    """A verified claim: `document.text[start:end] == quote`, and `answer` is a span of the quote.

    `sentence` is the sentence that the quote stands in; `at` is where the answer stands in it.
    `company` says how much of its cast of names the other documents read share, 0 to 1, copies of
    its text left out. `leaning` is what the leaner makes of the sentence where yes or no is asked.
    `copy_of` is the claim of another document that this one only repeats
    (`rag.copies`). `about` are words of the quote that a model gave for what it is about.
    """

    document: Document
    passage_id: str
    start: int
    end: int
    answer: str
    value: Value | None
    speaker: str | None
    subject: Subject
    sentence: Sentence
    at: Span
    score: float
    company: float
    copy_of: "Claim | None" = None
    about: str | None = None
    leaning: Leaning | None = None

    @property
    def quote(self) -> str:
        """The verbatim span of the document."""
        return self.document.text[self.start : self.end]

    @property
    def is_sentence(self) -> bool:
        """Whether the answer is a whole sentence, and no value."""
        return self.value is None and len(self.answer) > _WHOLE * len(self.sentence.text)


def answers(claim: Claim, question: Question) -> bool:
    """Return whether a claim fits the question; what denies all that is checked needs no value."""
    denied = claim.value is None and denies(question, claim.sentence)
    return fits(claim.subject, claim.value, (question.plainly if denied else None) or question)


def meets(a: Claim, b: Claim) -> bool:
    """Return whether the answers of two claims stand, at least in part, in the same words."""
    x, y = a.sentence.start + a.at.start, b.sentence.start + b.at.start
    if a.document.id != b.document.id:
        return False
    return x < b.sentence.start + b.at.end and y < a.sentence.start + a.at.end


def verify(
    proposals: Iterable[Proposal], question: Question, readings: Sequence[Reading]
) -> Iterator[Claim | None]:
    """Yield the claim of each proposal, or None for one whose quote is not in the document."""
    by_id = {reading.document.id: reading for reading in readings}
    original = copies([reading.document for reading in readings])
    company = {name: _company(reading, readings, original) for name, reading in by_id.items()}
    for proposal in proposals:
        quote = locate(proposal)
        reading = by_id.get(proposal.hit.document.id)
        yield _claim(proposal, quote, question, reading, company) if quote and reading else None


def _company(reading: Reading, readings: Sequence[Reading], original: Mapping[str, str]) -> float:
    """The mean share of a document's names that the others have too, each text counted once."""
    own = {reading.document.id, original.get(reading.document.id)}
    others = [
        overlap(cast(reading), cast(other))
        for other in readings
        if other.document.id not in own and other.document.id not in original
    ]
    return sum(others) / len(others) if others else 0.0


def _claim(
    proposal: Proposal,
    quote: Span,
    question: Question,
    reading: Reading,
    company: Mapping[str, float],
) -> Claim | None:
    document = proposal.hit.document
    verbatim = document.text[quote.start : quote.end]
    within = locate_answer(verbatim, proposal.answer)
    start = quote.start + within.start
    sentence = next((s for s in reading.sentences if s.start <= start < s.end), None)
    if sentence is None:
        return None
    at = Span(start - sentence.start, min(sentence.end, quote.start + within.end) - sentence.start)
    whole = at.end - at.start > _WHOLE * len(sentence.text)
    denied = whole and denies(question, sentence)
    value = None if denied else _value(question, reading, sentence, at)
    return Claim(
        document,
        sentence.passage_id,
        quote.start,
        quote.end,
        verbatim[within.start : within.end],
        value,
        said_by(question, reading, sentence, at)
        or _proposed_speaker(proposal.said_by, reading, sentence, at),
        subject(question, reading, sentence, at, value),
        sentence,
        at,
        proposal.score,
        company[document.id],
        about=proposal.about if proposal.about and proposal.about in verbatim else None,
        leaning=proposal.leaning,
    )


def _proposed_speaker(
    name: str | None, reading: Reading, sentence: Sentence, at: Span
) -> str | None:
    """A proposed speaker, if the sentence says of that very one, not apart, that they say so."""
    if name is None:
        return None
    for found in attributions(sentence.text, reading.language):
        named = tidy(found.who, reading.language)
        between = sentence.text[min(found.end, at.end) : max(found.start, at.start)]
        if named and fold(named) == fold(name) and ";" not in between:
            return name
    return None


def _value(question: Question, reading: Reading, sentence: Sentence, at: Span) -> Value | None:
    """The value that the answer states: of a kind that is asked for, or one that fills it.

    The question may not tell all kinds that answer it; but a day is no answer to how long. A bare
    figure is in the unit in which its text tells the rest of what is measured so, or in the
    currency of sums of its size.
    """
    if life := life_value(question, sentence, at):
        return life
    asked = [v for v in asked_values(question, sentence) if v.start < at.end and at.start < v.end]
    if asked:
        kind = question.kinds[0] if question.kinds else None
        told = max(asked, key=lambda v: (v.kind == kind, v.end - v.start))
        measured = (v for s in reading.sentences for v in s.values if v.kind == kind)
        if kind == "money":
            return in_unit_of(told, of_like_size(told, measured), reading.language)
        if kind in MEASURES:
            told = in_unit_of(told, measured, reading.language)
        return as_time(told) if kind == "time" else told
    other = filling(sentence, at)
    return other if other and not (question.kinds and other.kind in ("date", "time")) else None
