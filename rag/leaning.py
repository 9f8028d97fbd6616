"""Whether a sentence says yes or no: by what the rules see and what the leaner makes of it.

Rules see what is said in known words (`rag.polarity`), and are silent on the rest. The leaner leans
to yes or no on most sentences, and errs more often. Two logistic models weigh both, and how likely
the sentence is to answer at all, one for yes and one for no; their weights are fitted on dossiers
that the leaner has not learnt from (`eval.fit_leaning`), and stand in `leaning.json`.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from functools import cache
from importlib.resources import files
from typing import Literal

from rag.candidates import Candidate
from rag.meaning import Meaning
from rag.polarity import Polarity
from rag.question import Question
from rag.reader import Leaning
from rag.reading import Reading
from rag.weights import Weights

# Least likelihood of a yes or a no that the rules see, and of one that they do not: chosen on the
# same dossiers, since a wrong yes is worse than none.
_BORNE_OUT, _LIKELY = 0.6, 0.75

Way = Literal["yes", "no"]
Models = Mapping[Way, Weights]
_WAYS: Mapping[Polarity, Way] = {"affirms": "yes", "denies": "no"}


@cache
def models() -> Models:
    """Return the two models with their fitted weights."""
    found = json.loads(files("rag").joinpath("leaning.json").read_text(encoding="utf-8"))
    return {way: Weights(found[way]["bias"], found[way]["of"]) for way in ("yes", "no")}


def settled(
    said: Polarity, leaning: Leaning | None, score: float, by: Models | None = None
) -> Polarity:
    """Return what a sentence makes of a question, told what the rules make of it.

    Without a leaning that is their word. `score` is how likely the sentence is to answer, 0 to 1;
    `by` are other models than the fitted ones.
    """
    if leaning is None:
        return said
    seen = traits(said, leaning, score)
    likely = {way: model.probability(seen) for way, model in (by or models()).items()}
    way = _WAYS.get(said)
    if way and likely[way] >= _BORNE_OUT:
        return said
    if max(likely.values()) < _LIKELY:
        return "silent" if said == "silent" else "open"
    return "affirms" if likely["yes"] > likely["no"] else "denies"


def leant(
    question: Question,
    readings: Sequence[Reading],
    kept: Sequence[Candidate],
    least: float,
    meaning: Meaning,
) -> list[Candidate]:
    """Return the candidates, those that are `least` likely to answer with their leaning."""
    by_id = {reading.document.id: reading for reading in readings}
    texts = [
        (by_id[c.hit.document.id].before(c.sentence), c.sentence.text)
        for c in kept
        if c.score >= least
    ]
    leanings = iter(meaning.lean(question.text, texts))
    return [replace(c, leaning=next(leanings)) if c.score >= least else c for c in kept]


def traits(said: Polarity, leaning: Leaning, score: float) -> dict[str, float]:
    """Return what the models see."""
    return {"yes": leaning.yes, "no": leaning.no, "likely": score, said: 1.0}
