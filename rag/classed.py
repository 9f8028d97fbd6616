"""What a thing asked for by its noun can be: "which court" is answered by a court.

A court that a text calls so comes before anything that it calls otherwise ("a permit for the
mill"); a bare name ("Norbury") may be one all the same, and a measure ("38 %") never is one.
"""

import re
from collections.abc import Sequence

from index.document import Span
from index.lexical import STOP_WORDS
from rag.candidates import Candidate
from rag.classes import asked_classes
from rag.fit import MEASURES, filling
from rag.question import Question
from rag.words import Word, is_met

# Right behind the question word stands a class ("which court"), behind a verb an attribute of one
# thing ("what is the common name of …"), which hardly a text calls by that noun.
_OF_CLASS = re.compile(
    r"\b(?:which|what|quell?e?s?)\s+(?:(?!(?:is|are|was|were|est|sont|était|étaient)\b)\w+\s+){0,2}$",
    re.IGNORECASE,
)
_NO_THING = (*MEASURES, "percentage", "money")


def of_asked_class(
    question: Question, found: Sequence[Sequence[Candidate]], least: float
) -> list[list[Candidate]]:
    """Return the candidates that can be what the noun of "which" names; all, where it has none.

    Where one that is likely enough (`least`) is called by that noun, what is called by another is
    none.
    """
    noun = _head(question)
    if question.asks != "thing" or noun is None or asked_classes([noun]):
        return [list(its) for its in found]
    kept = [[c for c in its if not _is_measured(c)] for its in found]
    if not any(c.score >= least and _is_called(question, noun, c) for its in kept for c in its):
        return kept
    return [[c for c in its if _is_called(question, noun, c) or _is_name(c)] for its in kept]


def _head(question: Question) -> Word | None:
    """The noun behind "which": the first of a French phrase, the last of an English one."""
    said = [term.word for term in question.focus]
    noun = said[0 if question.language == "fr" else -1] if said else None
    return noun if noun and _OF_CLASS.search(question.text, 0, noun.start) else None


def _is_measured(candidate: Candidate) -> bool:
    value = filling(candidate.sentence, Span(candidate.start, candidate.end))
    return value is not None and value.kind in _NO_THING


def _is_called(question: Question, noun: Word, candidate: Candidate) -> bool:
    """Whether a phrase has the noun, and a name or a number that the question does not say."""
    said, asked = _telling(candidate), [term.word for term in question.terms]
    new = [w for w in said if not is_met(w, asked)]
    return is_met(noun, said) and any(w.name or w.text[0].isdigit() for w in new)


def _is_name(candidate: Candidate) -> bool:
    return all(word.name for word in _telling(candidate)[:1])


def _telling(candidate: Candidate) -> list[Word]:
    """The words of a span but for the small ones."""
    return [
        w
        for w in candidate.sentence.words
        if candidate.start <= w.start < candidate.end and w.folded not in STOP_WORDS[w.language]
    ]
