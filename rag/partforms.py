"""The patterns of `parts.toml`: how questions that are put in one are joined, and how they ask."""

import re
from functools import cache

from rag.answer import Language
from rag.cues import table
from rag.plain import any_of, plain_letters

_NAMED = ("bare", "aux", "here")


@cache
def form(name: str, language: Language) -> re.Pattern[str]:
    """Return a pattern of the table, for text in plain letters."""
    return compiled(_written(name, language), language)


@cache
def compiled(said: str, language: Language) -> re.Pattern[str]:
    """Return a pattern as the table writes it, with those that it names filled in."""
    said = plain_letters(said.replace("{before}", table("forms")["prepositions"][language]))
    for name in _NAMED:
        if f"{{{name}}}" in said:
            said = said.replace(f"{{{name}}}", form(name, language).pattern)
    return re.compile(said, re.IGNORECASE)


def _written(name: str, language: Language) -> str:
    either = table("parts")[name][language]
    return either if isinstance(either, str) else f"(?:{'|'.join(either)})"


def asking_word(clause: str, language: Language) -> re.Match[str] | None:
    """Return the question word that opens a clause in plain letters, or ends it."""
    opening = any_of("question_words", language).match(clause)
    return opening or any_of("question_words", language, r"(?<!\w)(?:{})$").search(clause)
