"""Of which kind the difference of two answers most probably is: a multinomial logistic model.

The rules say of which kind it is by what they find in so many words; what is said in other words
they miss, and they cannot always see whether two answers are of one thing, or answer at all. The
relater (`rag.reader.relater`) reads both sentences behind the question. Its word, that of the rules
and small things, each of which proves nothing, are weighed together: that one of the two was hardly
likely to answer, that the reports lie months apart, that the figures lie far from each other. The
weights are fitted on answers as they come and as they are expected (`eval.fit_kinds`), and stand in
`probable.json`.
"""

import math
from collections.abc import Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import Literal, get_args

from index.lexical import STOP_WORDS
from rag.accord import share_met
from rag.answer import DisagreementKind
from rag.claims import Claim
from rag.cues import cue
from rag.differences import in_time, measured_otherwise
from rag.kinds import Ground
from rag.positions import Position
from rag.question import Question
from rag.reader.relater import Relation as Read
from rag.reading import language_of
from rag.sameness import Verdict
from rag.values.beside import comparable, differ, rounds_to
from rag.weights import Choice
from rag.words import Word

Outcome = DisagreementKind | Literal["none"]
NONE: Literal["none"] = "none"
"""Of two answers that stand beside each other, and do not even seem to differ."""

_LEAST_READ = -8.0  # log-probabilities below it say no more
_MOST_TIMES_LARGER = 6.0  # as a logarithm, some 400 times
_MOST = 0.65  # share of the words of a sentence that are met in the other

Ruling = tuple[DisagreementKind, Ground] | None


@cache
def choice() -> Choice:
    """Return the fitted weights."""
    return Choice.read(files("rag").joinpath("probable.json").read_text(encoding="utf-8"))


def chances(seen: Mapping[str, float]) -> dict[Outcome, float]:
    """Return how likely each kind is of the difference of two positions with these traits."""
    told = choice().chances(seen)
    return {name: told[name] for name in (*get_args(DisagreementKind), NONE)}


def traits(
    question: Question,
    found: Sequence[Position],
    pair: tuple[int, int],
    verdict: Verdict,
    ruling: Ruling,
    read: Mapping[Read, float],
) -> dict[str, float]:
    """Return what the model sees of two of the positions found; `pair` are their indexes.

    `verdict` is what the rules say of whether they are about one thing, `ruling` of which kind they
    differ, and `read` what the relater makes of their sentences.
    """
    x, y = (found[index].lead for index in pair)
    speakers = [claim.speaker for claim in (x, y)]
    kind, ground = ruling or (NONE, "nothing")
    return {
        f"asks {_asks(question, x, y)}": 1.0,
        f"ruled {kind}": 1.0,
        f"ground {ground}": 1.0,
        f"reason {verdict.reason}": 1.0,
        "ruled same": float(verdict.same),
        "sure": float(verdict.sure),
        **{f"read {name}": max(_LEAST_READ, told) for name, told in read.items()},
        "least likely": min(x.score, y.score),
        "likeliest": max(x.score, y.score),
        "answers": float(len(found)),
        "spoken of": min(_spoken(claim) for claim in (x, y)),
        "days apart": _days_apart(x, y),
        "both speak": float(all(speakers)),
        "neither speaks": float(not any(speakers)),
        "two languages": float(language_of(x.document) != language_of(y.document)),
        "one document": float(x.document.id == y.document.id),
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
    told = {
        "values": 1.0,
        "comparable": float(comparable(x.value, y.value)),
        "values differ": float(differ(x.value, y.value)),
        "rounds": float(rounds_to(x.value, y.value)),
        "measured otherwise": float(measured_otherwise(x, y)),
    }
    if x.value.kind != "date" and x.value.figure and y.value.figure:
        apart = abs(math.log(abs(x.value.figure)) - math.log(abs(y.value.figure)))
        told["times larger"] = min(apart, _MOST_TIMES_LARGER)
    return told
