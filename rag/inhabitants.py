"""Whether a number is that of the people who live in a place, not of some who did something.

"How many people live in Norbury?" is answered by "a town of 4,000 people", "population: 4,000",
"Norbury, 4,000 inhabitants", and not by "200 residents went to court".
"""

from rag.cues import cue
from rag.question import Question
from rag.reading import Sentence
from rag.values.value import Value

_BEFORE, _BEHIND = 90, 40  # characters that are read around the number


def asks_inhabitants(question: Question) -> bool:
    """Return whether a question asks how many live in a place."""
    return cue("asks_inhabitants").search(question.text) is not None


def tells_inhabitants(sentence: Sentence, value: Value) -> bool:
    """Return whether a sentence tells a number as that of all who live in a place."""
    text = sentence.text
    before = text[max(0, value.start - _BEFORE) : value.start]
    behind = text[value.end : value.end + _BEHIND]
    if cue("inhabited").search(before) or cue("living").match(behind):
        return True
    apart = cue("set_apart").search(before) and cue("set_apart_end").match(behind)
    whole = cue("all_of_them").search(before) and cue("of_place").match(behind)
    return cue("inhabitants").search(value.text) is not None and bool(apart or whole)
