"""Candidates: the spans of a document that may answer, each with how well it is supported.

Values of the kind asked for, names of the sort asked for, or whole sentences; which of them are
good enough is the writer's to say (`rag.writers.quotes`).
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

from index.document import Hit, Span
from rag.cues import cue
from rag.fit import asked_values, mood, sort_of, tense
from rag.judging import judges
from rag.lives import by_form, lived, of_subject, tells_life
from rag.moves import is_left, moved_from
from rag.names import Name, NameKind, names
from rag.places import acts, whole_place
from rag.question import Question, Term
from rag.reader import Leaning
from rag.reading import Reading, Sentence, clause
from rag.reported import HELD, QUOTED, held, said_from
from rag.slots import of_another
from rag.speaker import named_beside, speaker
from rag.subject import speaks_of
from rag.support import Support, Weigher
from rag.values.value import Value
from rag.voice import is_question
from rag.words import likeness

_MET = 0.5  # likeness below which a document does not have a word of the question
_UNNAMED = 0.85  # for a document that never names what the question names
_BESIDE = re.compile(r",? (?:(?:à|at|on|le|du|of|vers|dès|around|about) )?", re.IGNORECASE)
_OF_DAY = re.compile(
    r"(?<!\w)(?:days?|dates?|years?|months?|jours?|années?|mois)(?!\w)", re.IGNORECASE
)
_SOMEWHERE = re.compile(
    r"\b(?:in|at|near|inside|outside|under|on|behind|dans|chez|sur|sous|derrière|près d[eu]|au|aux|"
    r"à l[a’'])\s?"
    r"(?!(?:\w+day|morning|evening|night|time|cause|cours|moment|même|moins|plus)\b)[a-zà-ÿ]+"
)
_INTERROGATIVE = re.compile(r"\?[\s»”\"*_)]*$")
# What only heads the lines behind it, in bold: "**The cost.** It came to …", "**Who pays?**".
_HEADING = re.compile(r"\*\*(?:(?:\W*\w+){1,3}\W*|[^*]*\?\W?)\*\*")
# How well a name of each kind fits who, where or which organisation is asked for.
KIND_FIT: dict[str, dict[NameKind, float]] = {
    "person": {"person": 1.0, "unknown": 0.8, "place": 0.0, "organisation": 0.55},
    "place": {"person": 0.0, "unknown": 0.6, "place": 1.0, "organisation": 0.4},
    "organisation": {"person": 0.6, "unknown": 0.9, "place": 0.3, "organisation": 1.0},
}


@dataclass(frozen=True, slots=True)
class Candidate:
    """A span of a sentence that may answer, and how well it is supported."""

    hit: Hit
    sentence: Sentence
    start: int
    end: int
    score: float
    kind: str
    value: Value | None = None
    said_by: str | None = None  # of a bare figure: whose it is
    given: bool = True  # that the sentence gives a reason, where one is asked for
    traits: Mapping[str, float] = field(default_factory=dict)
    leaning: Leaning | None = None  # of its sentence, where yes or no is asked


def valued(question: Question, weigher: Weigher) -> list[Candidate]:
    """Return the values of the kinds asked for, weighed, in the order of the text."""
    found, reading, formed = [], weigher.reading, by_form(question, weigher)
    never = _never(question.counted, weigher)
    for index, sentence in enumerate(reading.sentences):
        values = lived(question, sentence, asked_values(question, sentence))
        values = [
            v for v in values if not of_another(question, sentence, Span(v.start, v.end), v.kind)
        ]
        for value in values:
            old = moved_from(sentence, value)  # what is said of the old figure is of the new one
            rivals = [(v.start, v.end) for v in values if v not in (value, old)]
            told, bare = tells_life(question, sentence, value), value.is_bare
            support = (formed if told else weigher).value(index, value.start, value.end, rivals)
            if told:
                support = of_subject(sentence, value, support, formed.topic)
            sort = sort_of(question, reading, index, value)
            traits = {
                **support_traits(support, weigher),
                **sort,
                "never counted": float("other noun" in sort and never),
                "life": float(told),
                "second kind": float(value.kind in question.kinds[1:2]),
                "later kind": float(not (value.kind in question.kinds[:2] or bare)),
                "mood": float(mood(question, sentence, value) < 1),
                "tense": float(tense(question, sentence, value) < 1),
                "set aside": float(is_left(sentence, value)),
                "rivals": min(len(rivals), 3) / 3,
            }
            of_asked = bare or (value.kind == "count" and question.kinds[0] == "money")
            kind = question.kinds[0] if of_asked else value.kind
            at = _with_hour(question, sentence, value)
            spot = _candidate(reading, sentence, at.start, at.end, _blend(support), kind)
            said_by = named_beside(reading, sentence, at) if bare else None
            found.append(replace(spot, value=value, said_by=said_by, traits=traits))
    return found


def _with_hour(question: Question, sentence: Sentence, value: Value) -> Span:
    """Where a day stands with its hour, if it is asked when: "Sunday at 6.40 p.m."."""
    at = Span(value.start, value.end)
    if question.kinds != ("date", "time") or _OF_DAY.search(question.text):
        return at
    beside = [v for v in sentence.values if {v.kind, value.kind} == {"date", "time"}]
    for other in beside:
        first, last = sorted((at, Span(other.start, other.end)))
        if _BESIDE.fullmatch(sentence.text, first.end, last.start):
            return Span(first.start, last.end)
    return at


def _never(counted: Sequence[Term], weigher: Weigher) -> bool:
    """Whether the document never tells of what is counted, by any word that is known for it."""
    return bool(counted) and all(
        weigher.best(term) < _MET and weigher.knows(term) for term in counted
    )


def support_traits(support: Support, weigher: Weigher) -> dict[str, float]:
    """Return what the words around a candidate and in its document say, as traits."""
    full = [t for t in weigher.question.terms if t.weight >= 1 and not t.word.name]
    return {
        "words": support.score,
        "words here": support.local,
        "name missing": float(bool(support.missing)),
        "topic": weigher.topic,
        "unmet": min(sum(weigher.best(term) < _MET for term in full), 3) / 3,
    }


def _blend(support: Support) -> float:
    """Support as one number: the sentence's own words count for most; a name unmet costs much."""
    score = 0.65 * support.score + 0.35 * support.local
    return score * _UNNAMED if support.missing else score


def _candidate(
    reading: Reading, sentence: Sentence, start: int, end: int, score: float, kind: str
) -> Candidate:
    return Candidate(reading.hit_of(sentence), sentence, start, end, min(1.0, score), kind)


def named(question: Question, weigher: Weigher) -> list[Candidate]:
    """Return the names of the sort asked for that the question does not say, weighed."""
    reading = weigher.reading
    asked = {term.word.folded for term in question.terms}
    found = []
    for index, sentence in enumerate(reading.sentences):
        fitting = [
            (name, fit)
            for name in names(sentence)
            if not _in_question(name, question)
            and not (question.asks == "place" and acts(sentence, Span(name.start, name.end)))
            and (fit := KIND_FIT[question.asks][name.kind]) > 0
            and not name.parts <= asked
        ]
        for name, fit in fitting:
            place = Span(name.start, name.end)
            start, end = whole_place(sentence, place) if question.asks == "place" else place
            rivals = [(other.start, other.end) for other, _ in fitting if other is not name]
            support = weigher.value(index, name.start, name.end, rivals)
            traits = {
                **support_traits(support, weigher),
                "sort": fit,
                **time_traits(question, sentence, place),
                "rivals": min(len(rivals), 3) / 3,
            }
            score = fit * _blend(support) * _yet_to_come(question, sentence)
            spot = _candidate(reading, sentence, start, end, score, "name")
            found.append(replace(spot, traits=traits))
    return found


def _in_question(name: Name, question: Question) -> bool:
    """Whether the question already says the name, so that it cannot be the answer."""
    return any(
        likeness(term.word, replace(term.word, text=part, folded=part, stem=part)) >= 0.95
        for term in question.names
        for part in name.parts
    )


def sentences(question: Question, weigher: Weigher) -> list[Candidate]:
    """Return the sentences that speak of what is asked, weighed, each with its answering part."""
    found, reading = [], weigher.reading
    for index, sentence in enumerate(reading.sentences):
        support = weigher.sentence(index)
        heading = _HEADING.fullmatch(sentence.text)
        asks = is_question(sentence.text) or (
            question.asks != "quotation" and _INTERROGATIVE.search(sentence.text)
        )
        if len(sentence.words) < 2 or heading or asks:
            continue
        start, end, factor = _answering_part(question, reading, sentence)
        form = factor
        if question.asks == "quotation" and question.names and form < HELD:
            continue  # somebody else speaks
        not_told = bool(cue("not_told").search(sentence.text))
        if question.asks != "yes_no" and not_told:
            factor *= 0.5
        blend = _blend(support)
        if question.asks == "judgement":  # a verdict seldom says again what it is on
            blend = max(blend, 0.4 * blend + 0.6 * weigher.topic)
        score = factor * blend * _dated(question, sentence) * _yet_to_come(question, sentence)
        traits = {
            **support_traits(support, weigher),
            "held" if question.asks == "quotation" else "form": form,
            **(_manner(reading, sentence) if question.asks in ("judgement", "quotation") else {}),
            "not told": float(not_told),
            "other day": float(_dated(question, sentence) < 1),
            "that day": float(_dated(question, sentence) > 1),
            **_time_told(question, sentence),
        }
        candidate = _candidate(reading, sentence, start, end, score, "sentence")
        found.append(replace(candidate, given=factor >= 0.95, traits=traits))
    return found


def _manner(reading: Reading, sentence: Sentence) -> dict[str, float]:
    """How a sentence speaks: that it quotes, reports what somebody says, judges, gives a cause."""
    spoken = speaker(reading, sentence) is not None
    judging = bool(cue("judging").search(sentence.text))
    return {
        "quotes": float(bool(QUOTED.search(sentence.text))),
        "spoken": float(spoken),
        "judging": float(judging),
        "judged by somebody": float(spoken and judging),
        "verdict": float(bool(cue("verdict").search(sentence.text))),
        "cause": float(bool(cue("cause").search(sentence.text))),
        "negation": float(bool(cue("negation").search(sentence.text))),
    }


def _answering_part(
    question: Question, reading: Reading, sentence: Sentence
) -> tuple[int, int, float]:
    """The part of a sentence that answers, and how well its form fits what is asked."""
    text = sentence.text
    if question.asks == "reason":
        cause = cue("cause").search(text)
        if cause is None:
            return 0, len(text), 0.7
        end = max(clause(text, cause.start(), cause.end())[1], cause.end())
        if cause.start() == 0 or not re.search(r"\w", text[cause.end() : end]):
            return 0, len(text), 1.0  # "the germ in question" gives no cause behind its cue
        return cause.start(), end, 1.0
    if question.asks == "place":
        return 0, len(text), 0.9 if _SOMEWHERE.search(text) else 0.0
    if question.asks == "judgement":
        return 0, len(text), _judges(reading, sentence)
    if question.asks == "quotation":
        start = said_from(question, sentence)
        return start, len(text), held(question, reading, sentence)
    return 0, len(text), 1.0


def _time_told(question: Question, sentence: Sentence) -> dict[str, float]:
    """Whether a sentence is of what is past, or to come; where it judges, what it judges is."""
    found = cue("judging").search(sentence.text) if question.asks == "judgement" else None
    at = Span(*found.span()) if found else Span(0, len(sentence.text))
    return time_traits(question, sentence, at)


def _dated(question: Question, sentence: Sentence) -> float:
    """How well the sentence's dates agree with those that the question names."""
    dated = any(v.kind == "date" and v.unit == "day" for v in sentence.values)
    if not question.when or not dated:
        return 1.0
    return 1.15 if any(speaks_of(sentence, asked) for asked in question.when) else 0.6


def time_traits(question: Question, sentence: Sentence, at: Span) -> dict[str, float]:
    """Return whether the clause around a span is of what is past, or to come, if not so asked."""
    left, right = clause(sentence.text, *at)
    coming = question.future is not None and _coming(sentence.text[left:right])
    return {
        "not to come": float(question.future is True and not coming),
        "yet to come": float(question.future is False and coming),
    }


def _yet_to_come(question: Question, sentence: Sentence) -> float:
    """Less than 1 for a sentence that tells of nothing to come, where that is asked for."""
    return 1.0 if not question.future or _coming(sentence.text) else 0.75


def _coming(text: str) -> bool:
    return any(cue(name).search(text) for name in ("future", "coming"))


def _judges(reading: Reading, sentence: Sentence) -> float:
    """How plainly a sentence judges: by its words, its quotation, and its holder."""
    if not judges(sentence.text):
        return 0.0
    if speaker(reading, sentence) or any(n.kind == "person" for n in names(sentence)):
        return 1.0
    return 0.8 if cue("judging").search(sentence.text) and QUOTED.search(sentence.text) else 0.6
