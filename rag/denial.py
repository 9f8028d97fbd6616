"""What denies the value that a question has checked: "it was never held", "it lasted no hour"."""

from rag.cues import cue
from rag.polarity import polarity
from rag.question import Question
from rag.reading import Sentence
from rag.values.check import bears_out
from rag.values.value import Value
from rag.words import is_met


def denies(question: Question, sentence: Sentence) -> bool:
    """Return whether a sentence denies the value that a question has checked, or all of it.

    That it was never held denies that it was in 2015; that it did not last an hour denies no two.
    """
    if question.plainly is None or polarity(question.plainly, sentence) != "denies":
        return False
    if any(v.kind in question.kinds and v.high > 0 for v in sentence.values):
        return any(is_checked(question, value) for value in sentence.values)
    counted = any(is_met(term.word, sentence.words) for term in question.counted)
    return counted or not question.counted or bool(cue("of_object").search(sentence.text))


def is_checked(question: Question, value: Value | None) -> bool:
    """Return whether a value is the one that a question has checked."""
    return bool(value and question.checked and bears_out(value, question.checked))
