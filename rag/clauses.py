"""Who opens the clauses of a sentence: the subjects that verbs behind them may share."""

import re
from dataclasses import dataclass
from functools import cache

from rag.answer import Language
from rag.holders import ASIDES, who
from rag.speech import finite, frame


@dataclass(frozen=True, slots=True)
class Subject:
    """Who opens a clause, at `start..end` with the first verb; `paired` behind an "and"."""

    who: str
    start: int
    end: int
    verb: str
    paired: bool

    @property
    def passive(self) -> bool:
        """Whether the verb may be one of a passive: "the mayor was told"."""
        return self.verb in ("is", "are", "was", "were", "be", "been")


def subjects(text: str, language: Language) -> list[Subject]:
    """Return who opens each clause of a text whose verb follows, in order."""
    return [
        Subject(
            match.group("who"),
            match.start("who"),
            match.end(),
            match.group("verb"),
            match.group("and") is not None,
        )
        for match in _clause(language).finditer(text)
    ]


@cache
def _clause(language: Language) -> re.Pattern[str]:
    verb = rf"(?P<verb>(?:{frame('deed', language)}|{finite('saying', language).pattern})\b)"
    return re.compile(
        rf"(?:^|(?<=[,;:»”] )|\b(?P<and>et|and) |\b(?:mais|but|car) ){frame('opening', language)}"
        rf"{who(language)}(?:{'|'.join(ASIDES)}){frame('between', language)}{verb}"
    )
