"""How likely each candidate answers: a logistic model over its traits, fitted by `eval.fit`.

Traits are small numbers with names: how well the words around a candidate meet the question's, how
near its sentence is in meaning, whether the noun is the one that is counted, how far it stays
behind the best. Weights are fitted on the stories of the evaluation set, one form of candidate at
a time, and stand in `weights.json`, so that every answer can be explained by a sum.
"""

import json
import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Literal

import numpy as np

from index.document import Span
from rag.alternatives import is_offered
from rag.candidates import Candidate
from rag.company import seconded
from rag.dating import event_place, event_term, is_long_past, stated_day
from rag.meaning import Meaning
from rag.moves import moved_from
from rag.pointing import NOWHERE, POINTED, pointed_traits, words_in
from rag.question import Question
from rag.reader import Text
from rag.reading import Reading
from rag.subject import follows, gives, speaks_of, touches
from rag.weights import Weights

Form = Literal["value", "person", "name", "thing", "identity", "verdict", "sentence"]
# Forms whose finders say how sure they are by the shape that a span stands in. With meaning at
# hand, one model weighs them all, beside what the reader points at (`rag.pointing`).
SHAPED: frozenset[Form] = frozenset({"person", "name", "thing", "identity"})
# How many sentences of a question are read, the best by their words first: those that hold a value
# are fewer than those that might hold anything.
_READ, _READ_OF_ANY = 24, 40
_OFFERED = 3.0  # times the odds: who offers two values has met them somewhere
_RELATIVE = ("words", "words here", "alike", "alike before", "read", "span best")
_NUMBER = re.compile(r"(?:(?P<name>[A-ZÀ-Ý]\w+)-)?(?<![\d.,])(?P<number>\d+(?:[.,]\d+)*)")


Step = Literal["alone", "together"]


@cache
def weights(form: str, meant: bool, step: Step) -> Weights:
    """Return the fitted weights of a form; `meant` tells whether meaning was at hand.

    First each candidate is weighed alone, then together with those of the other documents.
    """
    text = files("rag").joinpath("weights.json").read_text(encoding="utf-8")
    found = json.loads(text)[form]["meant" if meant else "worded"][step]
    return Weights(found["bias"], found["of"])


def scored(
    form: Form,
    question: Question,
    readings: Sequence[Reading],
    found: Sequence[Sequence[Candidate]],
    meaning: Meaning | None,
) -> list[list[Candidate]]:
    """Return the candidates of each reading with their probability as score, and all traits."""
    meant = meaning is not None
    if form in SHAPED and not meant:
        return [list(candidates) for candidates in found]
    described = described_all(question, readings, found, meaning)
    of = fitted(form)
    first = [_scored(candidates, weights(of, meant, "alone")) for candidates in described]
    second = [_scored(c, weights(of, meant, "together")) for c in seconded(first)]
    return [[_offered(question, c) for c in _moved(candidates)] for candidates in second]


def _moved(candidates: Sequence[Candidate]) -> Iterator[Candidate]:
    """The candidates; a new figure is no less likely than the one it takes the place of.

    Other documents may only know the old one, and so speak for that.
    """
    scores = {(c.sentence.start, c.start): c.score for c in candidates if c.value}
    for candidate in candidates:
        old = moved_from(candidate.sentence, candidate.value) if candidate.value else None
        known = scores.get((candidate.sentence.start, old.start), 0.0) if old else 0.0
        yield replace(candidate, score=max(candidate.score, known))


def fitted(form: Form) -> str:
    """Return the name under which the weights of a form stand."""
    return "shaped" if form in SHAPED else form


def _offered(question: Question, candidate: Candidate) -> Candidate:
    """A candidate, likelier where it is one of the values that the question offers."""
    if candidate.value is None or not is_offered(candidate.value, question.offered):
        return candidate
    odds = _OFFERED * candidate.score
    return replace(candidate, score=odds / (odds + 1 - candidate.score))


def _scored(candidates: Sequence[Candidate], model: Weights) -> list[Candidate]:
    return [replace(c, score=model.probability(c.traits)) for c in candidates]


def described_all(
    question: Question,
    readings: Sequence[Reading],
    found: Sequence[Sequence[Candidate]],
    meaning: Meaning | None,
) -> list[list[Candidate]]:
    """Return the candidates with every trait that the models know.

    With meaning at hand, those of the sentences that are furthest behind by their words are left
    out, since embedding takes time.
    """
    if meaning is not None:
        found = _best_sentences(found, _READ if question.asks == "value" else _READ_OF_ANY)
    full = []
    for reading, candidates in zip(readings, found, strict=True):
        of_all = {"number missing": float(_lacks_number(question, reading))}
        full.append([{**c.traits, **of_all, **_told(question, reading, c)} for c in candidates])
    if meaning is not None:
        _add_meaning(question, readings, found, full, meaning)
        found = _add_read(question, readings, found, full, meaning)
        found = [
            [c for c, traits in zip(candidates, its, strict=True) if NOWHERE not in traits]
            for candidates, its in zip(found, full, strict=True)
        ]
        full = [[traits for traits in its if NOWHERE not in traits] for its in full]
    _add_relative(full)
    return [
        [replace(c, traits=traits) for c, traits in zip(candidates, its, strict=True)]
        for candidates, its in zip(found, full, strict=True)
    ]


def _best_sentences(found: Sequence[Sequence[Candidate]], most: int) -> list[list[Candidate]]:
    """The candidates that stand in the best-supported sentences, at most `most` of these."""
    best: dict[tuple[str, int], float] = {}
    for candidate in (c for candidates in found for c in candidates):
        place = candidate.hit.document.id, candidate.sentence.start
        best[place] = max(best.get(place, 0.0), candidate.score)
    kept = set(sorted(best, key=lambda place: -best[place])[:most])
    return [
        [c for c in candidates if (c.hit.document.id, c.sentence.start) in kept]
        for candidates in found
    ]


def _told(question: Question, reading: Reading, candidate: Candidate) -> dict[str, float]:
    """What the text tells of a candidate beyond the words of its sentence."""
    index = reading.sentences.index(candidate.sentence)
    told = {
        "place": min(index, 10) / 10,
        "other language": float(reading.language != question.language),
        "names": float(bool(question.names)),
        "prior": candidate.score,
        f"asks {question.asks}": 1.0,
    }
    if question.kinds:
        told[f"kind {question.kinds[0]}"] = 1.0
    if candidate.value and candidate.value.kind != "date":
        told.update(_of_day(question, reading, candidate))
    return told


def _lacks_number(question: Question, reading: Reading) -> bool:
    """Whether the document lacks a number of the question ("train 8417", "in 2014", "Falcon-9").

    What it tells of a day that the question names, it may date by another day: "on Sunday".
    """
    texts = reading.document.title, reading.document.text
    met = [w for w in question.when if any(speaks_of(s, w) for s in reading.sentences)]
    return any(
        not any(re.search(_as_told(found), text) for text in texts)
        for found in _NUMBER.finditer(question.text)
        if not any(asked.start <= found.start("number") < asked.end for asked in met)
    )


def _as_told(found: re.Match[str]) -> str:
    """A pattern for a number of the question, behind the name that it belongs to."""
    name = rf"(?i:{re.escape(found['name'])})[\s-]?" if found["name"] else r"(?<!\d)"
    return rf"{name}{re.escape(found['number'])}(?!\d)"


def _of_day(question: Question, reading: Reading, candidate: Candidate) -> dict[str, float]:
    """Whether the event that the value is of has a date, and the one that the question names."""
    if not (question.when or question.running):
        return {}
    at, sentence = Span(candidate.start, candidate.end), candidate.sentence
    term = event_term(question)
    place = event_place(term, reading, sentence, at)
    near, word = place if place else (sentence, None)
    day = stated_day(reading, sentence, at, near, word, term)
    published = reading.document.published_on
    if question.running and day and published and is_long_past(day[1], published):
        return {"of other day": 1.0}
    if day is None or not question.when:
        return {}
    fits = any(touches(asked, *day) for asked in question.when)
    reported = not gives(sentence, day) and any(follows(asked, day[0]) for asked in question.when)
    if reported and not fits:  # the day is the report's, on the day asked
        return {}
    return {"of that day" if fits else "of other day": 1.0}


def _add_meaning(
    question: Question,
    readings: Sequence[Reading],
    found: Sequence[Sequence[Candidate]],
    full: Sequence[Sequence[dict[str, float]]],
    meaning: Meaning,
) -> None:
    """Add how near each candidate's sentence is in meaning, alone and behind the one before it.

    Of a count, also how near what it counts is to what is asked for. All is embedded at once.
    """
    pairs = [
        (traits, candidate.sentence.text, reading.before(candidate.sentence))
        for reading, candidates, its in zip(readings, found, full, strict=True)
        for candidate, traits in zip(candidates, its, strict=True)
    ]
    if not pairs:
        return
    counted = " ".join(term.word.text for term in question.counted)
    others = list(_nouns(found, full)) if counted else []
    texts = [question.text, *(text for _, *both in pairs for text in both if text)]
    texts += [counted, *(nouns for nouns, _ in others)] if others else []
    row = dict(zip(texts, meaning.vectors(texts), strict=True))
    alone = np.stack([row[text] for _, text, _ in pairs])
    # A sentence behind another is near the mean of the two, which costs no embedding of its own.
    behind = alone + np.stack([row[before or text] for _, text, before in pairs])
    behind /= np.linalg.norm(behind, axis=1, keepdims=True)
    asked = row[question.text]
    for (traits, _, _), near, near_behind in zip(pairs, alone @ asked, behind @ asked, strict=True):
        traits["alike"], traits["alike before"] = float(near), float(near_behind)
    for nouns, traits in others:
        traits["noun alike"] = float(np.dot(row[counted], row[nouns]))


def _add_read(
    question: Question,
    readings: Sequence[Reading],
    found: Sequence[Sequence[Candidate]],
    full: Sequence[Sequence[dict[str, float]]],
    meaning: Meaning,
) -> list[list[Candidate]]:
    """Add what the reader makes of each candidate's sentence, and of the words of a short span.

    Returns the candidates, those that it is to point at with the words that it points at.
    """
    places = [
        [reading.sentences.index(c.sentence) for c in candidates]
        for reading, candidates in zip(readings, found, strict=True)
    ]
    texts = [
        Text([s.text for s in reading.sentences], set(its))
        for reading, its in zip(readings, places, strict=True)
    ]
    reads = meaning.read(question.text, texts)
    pointed_at: list[list[Candidate]] = []
    for read, its, candidates, rows in zip(reads, places, found, full, strict=True):
        pointed_at.append([])
        for place, candidate, traits in zip(its, candidates, rows, strict=True):
            if POINTED in traits:
                at = words_in(question, candidate.sentence, read[place])
                candidate = replace(candidate, start=at.start, end=at.end)
                traits.update(pointed_traits(question, candidate.sentence, at))
            pointed_at[-1].append(candidate)
            traits["read"] = read[place].answers
            span = read[place].span(candidate.start, candidate.end)
            if span and candidate.end - candidate.start < len(candidate.sentence.text) - 2:
                traits["span read"], traits["span best"] = span
    return pointed_at


def _nouns(
    found: Sequence[Sequence[Candidate]], full: Sequence[Sequence[dict[str, float]]]
) -> Iterator[tuple[str, dict[str, float]]]:
    """What the counts count that is not, by its word, what is asked for."""
    for candidates, its in zip(found, full, strict=True):
        for candidate, traits in zip(candidates, its, strict=True):
            if traits.get("other noun") and candidate.value:
                yield candidate.value.unit or candidate.value.text, traits


def _add_relative(full: Sequence[Sequence[dict[str, float]]]) -> None:
    """Add how far each candidate stays behind the best of its document and of all, and its rank."""
    count = sum(map(len, full))
    for name in _RELATIVE:
        every = [traits[name] for its in full for traits in its if name in traits]
        for its in full:
            own = [traits[name] for traits in its if name in traits]
            for traits in its:
                if name in traits:
                    traits[f"{name} behind"] = max(every) - traits[name]
                    traits[f"{name} behind in document"] = max(own) - traits[name]
                    traits[f"{name} rank"] = min(sum(o > traits[name] for o in own), 10) / 10
    for its in full:
        for traits in its:
            traits["candidates"], traits["candidates here"] = math.log(count), math.log(len(its))
            if "alike" in traits:
                traits["alike squared"] = traits["alike"] ** 2
                traits["alike in words too"] = traits["alike"] * traits["words here"]
