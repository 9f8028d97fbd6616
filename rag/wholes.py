"""The number of which a question asks a part: "How many of the 37 got through?".

That there were 37 does not answer it, however much else a sentence has in common with it, and no
greater number does. "Nine of the 37" is of just those.
"""

from collections.abc import Sequence
from dataclasses import replace

from rag.candidates import Candidate
from rag.cues import cue
from rag.question import Question
from rag.reading import Sentence
from rag.slots import is_of_whole
from rag.values.value import Value

_BEFORE = 16  # characters in which what says that it was all of them stands


def without_whole(
    question: Question, found: Sequence[Sequence[Candidate]]
) -> list[list[Candidate]]:
    """Return the candidates, document by document, that may be a part of the number asked about.

    "All 37" is a part like another.
    """
    whole = question.whole
    if whole is None:
        return [list(its) for its in found]
    return [[c for c in its if _may_be_part(whole, c)] for its in found]


def raised_parts(
    question: Question, weighed: Sequence[Sequence[Candidate]]
) -> list[list[Candidate]]:
    """Return the weighed candidates with the likeliest part in a sentence on that whole raised.

    Half of what it lacks to certainty is made up for.
    """
    whole = question.whole
    if whole is None:
        return [list(its) for its in weighed]
    return [[_raised(whole, c, its) for c in its] for its in weighed]


def _may_be_part(whole: Value, candidate: Candidate) -> bool:
    value = candidate.value
    if value is None or value.kind != "count" or value.low < whole.low:
        return True
    before = candidate.sentence.text[max(0, candidate.start - _BEFORE) : candidate.start]
    return value.low == whole.low and bool(cue("all_of").search(before + value.text))


def _raised(whole: Value, candidate: Candidate, beside: Sequence[Candidate]) -> Candidate:
    sentence = candidate.sentence
    best = max(c.score for c in beside if c.sentence is sentence)
    if candidate.score < best or not _tells_whole(whole, sentence):
        return candidate
    return replace(candidate, score=(1 + candidate.score) / 2)


def _tells_whole(whole: Value, sentence: Sentence) -> bool:
    """Whether a sentence tells of that number of the same, or as of what something is a part."""
    return any(
        value.kind == "count"
        and value.low == whole.low
        and (value.unit == whole.unit != "" or is_of_whole(sentence, value.start))
        for value in sentence.values
    )
