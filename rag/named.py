"""What a question names, so that the next one can speak of it by a pronoun: "the mill", "Ann Roy".

No tagger: an article or a capital opens what is named, a small word or a verb form ends it.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rag.answer import Language
from rag.partforms import form
from rag.plain import any_of, plain_letters

_GENDERS = {"le": "m", "un": "m", "ce": "m", "cet": "m", "la": "f", "une": "f", "cette": "f"}


@dataclass(frozen=True, slots=True)
class Thing:
    """What a question names: `tied` where a preposition ties it to the rest.

    `gender` is "m" or "f" where a French article tells it, else empty.
    """

    text: str
    gender: str
    several: bool
    tied: bool


def things(question: str, language: Language) -> list[Thing]:
    """Return what a question names behind the words that ask."""
    flat = plain_letters(question)
    asking = form("bare", language).match(flat) or any_of("question_words", language).match(flat)
    start = asking.end() if asking else 0
    inverted = form("auxiliary_next", "en").match(flat, start) if language == "en" else None
    found: list[Thing] = []
    for named in form("things", language).finditer(flat, inverted.end() if inverted else start):
        words = question[slice(*named.span())].split()
        is_name = words[0][0].isupper() and not named["article"]
        first = inverted is not None and not found and not is_name
        if first and _ends_in_verb(words, flat[: named.start()]):
            words.pop()
        article = (named["article"] or "").strip().lower()
        tied = form("tying", language).search(flat, 0, named.start()) is not None
        several = form("several", language).search(" ".join(words).lower()) is not None
        found.append(
            Thing(" ".join(words), _GENDERS.get(article, ""), several and not is_name, tied)
        )
    return found


def _ends_in_verb(words: Sequence[str], before: str) -> bool:
    """Whether what is said of an English thing has come with it: "does the mill close".

    Behind "where is", "what was" and the like it does only where it is a participle.
    """
    if len(words) < 3 or "of" in words:
        return False
    being = form("where_is", "en").match(before) is not None
    return not being or form("participle", "en").search(words[-1]) is not None


def main(named: Sequence[Thing]) -> Thing:
    """Return what a question is about: the last that it names without a preposition."""
    return next((thing for thing in reversed(named) if not thing.tied), named[0])


def with_de(thing: Thing) -> str:
    """Return a French thing with "de" before it: "du pont", "de l'usine"."""
    joined = re.sub(r"^le ", "du ", re.sub(r"^les ", "des ", thing.text, flags=re.I), flags=re.I)
    if joined != thing.text:
        return joined
    return f"d'{joined}" if re.match(r"[aeiouyéèêh]", joined, re.IGNORECASE) else f"de {joined}"
