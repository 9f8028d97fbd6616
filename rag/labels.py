"""What a question names by a number of its kind: "recommendation R1", "article 7.2", "train 8417".

A sentence on another of that kind does not answer it, however much else it has in common.
"""

import re
from collections.abc import Sequence

from rag.candidates import Candidate
from rag.cues import cue
from rag.question import Question

_INITIALS = re.compile(r"\b(?P<kind>[A-Z]{1,3})-?(?P<number>\d{1,4})\b")


def of_label(question: Question, found: Sequence[Sequence[Candidate]]) -> list[list[Candidate]]:
    """Return the candidates, document by document, without those on another of what is named."""
    asked = _labels(question.text)
    if not asked:
        return [list(its) for its in found]
    return [[c for c in its if not _of_another(asked, c.sentence.text)] for its in found]


def _of_another(asked: frozenset[tuple[str, str]], text: str) -> bool:
    """Whether a text names others of a kind that is asked about, and not the one."""
    told = _labels(text)
    kinds = {kind for kind, _ in asked}
    return not told & asked and any(kind in kinds for kind, _ in told)


def _labels(text: str) -> frozenset[tuple[str, str]]:
    """The kinds and numbers of what a text names so."""
    found = (*cue("labels").finditer(text), *_INITIALS.finditer(text))
    return frozenset((m["kind"].casefold()[:4], m["number"]) for m in found)
