"""The two ends of a change that a sentence tells: "from 48 million euros to 36"."""

from rag.cues import cue
from rag.reading import Sentence
from rag.values.value import Value


def moves(sentence: Sentence, value: Value, start: int) -> bool:
    """Return whether what stands at `start` of the sentence is what the value changes to."""
    between = sentence.text[value.end : start] if value.end <= start else None
    return between is not None and cue("moves").fullmatch(between) is not None


def moved_from(sentence: Sentence, value: Value) -> Value | None:
    """Return the old figure of which the value is the new one, None where no change is told."""
    return next((v for v in sentence.values if _changes(sentence, v, value)), None)


def is_left(sentence: Sentence, value: Value) -> bool:
    """Return whether another figure takes the place of the value: "six, not five", "5 à 6"."""
    if cue("set_aside").search(sentence.text[: value.start]):
        return True
    return any(_changes(sentence, value, v) for v in sentence.values)


def _changes(sentence: Sentence, old: Value, new: Value) -> bool:
    """Whether one value changes to the other: two of one kind, and of one thing if counts."""
    alike = old.kind == new.kind and (old.kind != "count" or old.unit == new.unit)
    return alike and old.kind not in ("date", "time") and moves(sentence, old, new.start)
