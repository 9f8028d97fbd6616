"""How likely two answers that the rules set against each other really are: a logistic model.

A contradiction, an update or a difference of opinion is worth telling only where both answers do
answer, and of one thing. The rules cannot always see that; what they leave in doubt shows in small
things, each of which proves nothing: that one of the two was hardly likely to answer at all, that
the reports lie months apart, that the figures lie far from each other, that many other answers were
found. The weights are fitted on answers as they come (`eval.fit_opposed`), right and wrong, and
stand in `opposed.json`.
"""

import json
import math
from collections.abc import Sequence
from functools import cache
from importlib.resources import files

from index.lexical import STOP_WORDS
from rag.accord import share_met
from rag.claims import Claim
from rag.cues import cue
from rag.differences import in_time
from rag.positions import Position
from rag.question import Question
from rag.reader import Alike
from rag.reading import language_of
from rag.sameness import Verdict
from rag.weights import Weights
from rag.words import Word

OPPOSED = ("contradiction", "update", "assessment")
_MOST_TIMES_LARGER = 6.0  # as a logarithm, some 400 times
_MOST = 0.65  # share of the words of a sentence that are met in the other


@cache
def weights() -> Weights:
    """Return the fitted weights."""
    found = json.loads(files("rag").joinpath("opposed.json").read_text(encoding="utf-8"))
    return Weights(found["bias"], found["of"])


def likelihood(
    question: Question,
    found: Sequence[Position],
    pair: tuple[int, int],
    verdict: Verdict,
    alike: Alike | None = None,
) -> float:
    """Return how likely it is, 0 to 1, that two of the positions found are rightly opposed.

    `pair` are their indexes; `verdict` is what the rules say of whether they are about one thing,
    and `alike` what the reader makes of their sentences.
    """
    return weights().probability(traits(question, found, pair, verdict, alike))


def traits(
    question: Question,
    found: Sequence[Position],
    pair: tuple[int, int],
    verdict: Verdict,
    alike: Alike | None = None,
) -> dict[str, float]:
    """Return what the model sees of two opposed positions."""
    x, y = (found[index].lead for index in pair)
    speakers = [claim.speaker for claim in (x, y)]
    return {
        f"asks {_asks(question, x, y)}": 1.0,
        "least likely": min(x.score, y.score),
        "answers": float(len(found)),
        "sure": float(verdict.sure),
        "spoken of": min(_spoken(claim) for claim in (x, y)),
        "days apart": _days_apart(x, y),
        "both speak": float(all(speakers)),
        "neither speaks": float(not any(speakers)),
        "two languages": float(language_of(x.document) != language_of(y.document)),
        "one document": float(x.document.id == y.document.id),
        **({"one thing": alike.same, "both true": alike.fits} if alike else {}),
        **_in_time(x, y),
        **_of_values(x, y),
    }


def _asks(question: Question, x: Claim, y: Claim) -> str:
    """What sets the two against each other: their values, or yes and no."""
    if question.plainly and (x.value is None or y.value is None):
        return question.plainly.asks
    return question.asks


def differ_in_answer(x: Claim, y: Claim) -> bool:
    """Return whether two sentences say the same but for their answers, in either language.

    Whatever else speaks against it, these two are of one thing.
    """
    one, other = _beside(x), _beside(y)
    return min(share_met(one, other), share_met(other, one)) >= _MOST


def _beside(claim: Claim) -> list[Word]:
    """The words of a claim's sentence that carry it, without those of the answer."""
    stops, at = STOP_WORDS[language_of(claim.document)], claim.at
    words = claim.sentence.words
    return [w for w in words if w.folded not in stops and not at.start <= w.start < at.end]


def _spoken(claim: Claim) -> float:
    return claim.subject.spoken.here if claim.subject.spoken else 0.0


def _days_apart(x: Claim, y: Claim) -> float:
    days = [claim.document.published_on for claim in (x, y)]
    return math.log1p(abs((days[0] - days[1]).days)) if days[0] and days[1] else 0.0


def _in_time(x: Claim, y: Claim) -> dict[str, float]:
    """What the later of two claims says of the earlier."""
    later, earlier = in_time(x, y)
    if later is None or earlier is None:
        return {}
    figures = [claim.value.figure if claim.value else None for claim in (later, earlier)]
    grows = bool(figures[0] and figures[1] and figures[0] > figures[1])
    revised = cue("revised").search(later.sentence.text) is not None
    return {"grows": float(grows), "revised": float(revised)}


def _of_values(x: Claim, y: Claim) -> dict[str, float]:
    """How the values of two claims lie to each other."""
    if x.value is None or y.value is None:
        return {}
    told = {"values": 1.0, "one kind": float(x.value.kind == y.value.kind)}
    if x.value.kind != "date" and x.value.figure and y.value.figure:
        apart = abs(math.log(abs(x.value.figure)) - math.log(abs(y.value.figure)))
        told["times larger"] = min(apart, _MOST_TIMES_LARGER)
    return told
