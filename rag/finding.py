"""What may answer a question, document by document: candidates of the form that it asks for."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace

from rag.candidates import Candidate, named, sentences, valued
from rag.classes import asked_classes
from rag.doers import doers
from rag.excepted import without_excepted
from rag.fit import UNSAID
from rag.gainsaid import without_deniers
from rag.identities import identities
from rag.labels import of_label
from rag.partners import between
from rag.pointing import POINTED, pointed
from rag.question import Question, Term
from rag.quotes import quoted
from rag.reading import Reading, Sentence
from rag.required import as_required
from rag.sayers import nearest_said, sayers
from rag.scoring import SHAPED, Form
from rag.subject import cast, overlap
from rag.support import Weigher, mark_absent
from rag.things import things
from rag.wholes import without_whole
from rag.words import fold

_AKIN = 0.3  # share of names in common that makes two documents speak of one affair
_OF_OTHERS = 0.5  # what is left of the prior where a document lacks the question's names
_FAIR = 0.5  # prior of a name below which a place is looked for in whole sentences


def find(
    question: Question, readings: Sequence[Reading], *, meant: bool = False
) -> tuple[Form, list[list[Candidate]]]:
    """Return the form of answer that is looked for, and the candidates of each reading.

    Where meaning is at hand (`meant`), what has no typed value is looked for by the reader too, and
    documents that lack the question's names are read as well, their candidates marked as theirs;
    else bare figures are nothing measured, and sentences are looked for where nothing shorter is
    found.
    """
    weighers = [Weigher(question, reading) for reading in readings]
    able = _that_may_answer(weighers)
    sought = _by_meaning if meant else _by_words
    form, found = sought(question, weighers, able)
    found = between(question, readings, _beside_quoted(question, readings, found))
    found = as_required(question, of_label(question, found))
    found = without_whole(question, without_excepted(question, found, POINTED))
    if question.who_said:
        found = without_deniers(question, nearest_said(question, found))
        if question.who_said.may_be_done and not any(found):
            form, found = sought(replace(question, who_said=None), weighers, able)
    return form, found


def _beside_quoted(
    question: Question, readings: Sequence[Reading], found: list[list[Candidate]]
) -> list[list[Candidate]]:
    """The candidates in or next to a sentence with the words that the question quotes, if any is.

    A title, which opens with a capital, may be known from elsewhere.
    """
    asked = [fold(words) for words in quoted(question.text) if words[:1].islower() and " " in words]
    if not asked:
        return found
    near = [_near(asked, reading) for reading in readings]
    kept = [[c for c in its if c.sentence in by] for its, by in zip(found, near, strict=True)]
    return kept if any(kept) else found


def _near(asked: Sequence[str], reading: Reading) -> list[Sentence]:
    """The sentences of a reading that hold quoted words, and those beside them."""
    own = reading.sentences
    holding = [i for i, s in enumerate(own) if any(words in fold(s.text) for words in asked)]
    return [s for i in holding for s in own[max(0, i - 1) : i + 2]]


def _by_meaning(
    question: Question, weighers: Sequence[Weigher], able: Sequence[Weigher]
) -> tuple[Form, list[list[Candidate]]]:
    """What may answer in the likeliest form, in documents that are able to answer and in others.

    Where no document has a name of the question, nothing does: a call of Ann and Bob is not that of
    Ann and Carol.
    """
    mark_absent(weighers)
    form = _forms(question)[0]
    if any(not _named(weighers, name) for name in _whole_names(question)):
        return form, [[] for _ in weighers]
    found = [_FINDERS[form](question, w) for w in weighers]
    if form in SHAPED:
        kind = "name" if form == "person" else form
        found = [a + list(pointed(w, kind)) for a, w in zip(found, weighers, strict=True)]
    return form, [
        its if w in able else [_unlikely(c) for c in its]
        for its, w in zip(found, weighers, strict=True)
    ]


def _named(weighers: Sequence[Weigher], name: Sequence[Term]) -> bool:
    """Whether any document has a part of a name."""
    return any(w.names(term) for w in weighers for term in name)


def _by_words(
    question: Question, weighers: Sequence[Weigher], able: Sequence[Weigher]
) -> tuple[Form, list[list[Candidate]]]:
    """What may answer in the first form of which something is found."""
    mark_absent(able)
    for form in _forms(question):
        each = [_FINDERS[form](question, w) if w in able else [] for w in weighers]
        found = [[c for c in its if UNSAID not in c.traits] for its in each]
        least = _FAIR if question.asks == "place" and form == "name" else 0.0
        if _any_over(least, found):
            break
    return form, found


_FINDERS: Mapping[Form, Callable[[Question, Weigher], list[Candidate]]] = {
    "value": valued,
    "person": doers,
    "name": named,
    "thing": things,
    "identity": identities,
    "verdict": sentences,
    "sentence": lambda q, w: (sayers if q.who_said else sentences)(q, w),
}


def _forms(question: Question) -> tuple[Form, ...]:
    """The forms of answer to look for, the likeliest first; the last takes whole sentences."""
    match question.asks:
        case "value":
            return ("value",)
        case "person":
            return ("sentence" if question.who_said else "person",)
        case "identity" | "thing":
            return (question.asks, "sentence")
        case "place" | "organisation":
            classed = asked_classes([term.word for term in question.focus])
            names: Form = "thing" if classed else "name"
            return (names, "sentence") if question.asks == "place" else (names,)
        case "judgement" | "quotation":
            return ("verdict",)
        case _:
            return ("sentence",)


def _any_over(least: float, found: Sequence[Sequence[Candidate]]) -> bool:
    return any(c.score >= least for candidates in found for c in candidates)


def _unlikely(candidate: Candidate) -> Candidate:
    """The candidate of a document that does not have the question's names, marked as such."""
    traits = {**candidate.traits, "of others": 1.0}
    return replace(candidate, score=_OF_OTHERS * candidate.score, traits=traits)


def _that_may_answer(weighers: Sequence[Weigher]) -> list[Weigher]:
    """Those whose document has every name of the question, or is akin to one that has.

    "How long was the strike at Valmont?" is not answered by a text on another town, but a text on
    the same affair may leave out a name that the others give.
    """
    having = [
        w for w in weighers if all(any(map(w.names, name)) for name in _whole_names(w.question))
    ]
    casts = [cast(w.reading) for w in having if w.question.asks == "value"]
    return [
        w
        for w in weighers
        if w in having or any(overlap(cast(w.reading), other) >= _AKIN for other in casts)
    ]


def _whole_names(question: Question) -> list[list[Term]]:
    """The names of the question with all their parts: a text may say only "Hill" of Ann Hill."""
    found: list[list[Term]] = []
    for term in question.names:
        before = found[-1][-1].word if found else None
        if before and not question.text[before.end : term.word.start].strip(" -’'"):
            found[-1].append(term)
        else:
            found.append([term])
    return found
