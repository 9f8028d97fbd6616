"""Whose will a question asks for, and whether a sentence tells theirs.

"What does the union want?" asks for what the union says, and for what others tell of its will; that
the mayor wants something of the union is none of it.
"""

from collections.abc import Collection
from typing import Literal

from index.document import Span
from rag.answer import Language
from rag.cues import cue
from rag.holders import is_person_or_body, tidy
from rag.names import names
from rag.reading import Sentence
from rag.words import Word, is_named

_REACH = 60  # characters before a verb in which who is called by what they are stands
_DENYING = 12  # characters before a verb in which what denies it stands

Will = Literal["will", "demand", "refusal"]
"""What is asked for: what somebody wants, promises or threatens, what they demand, or refuse."""
Teller = Literal["self", "other", "document"]
"""Who tells of a will: the one whose it is, somebody else, or the document itself."""


def who_wills(text: str, language: Language) -> str | None:
    """Return whose will a question asks for, as it names them; None where it asks for nobody's."""
    asked = cue("asks_will").search(text)
    told = [name for name in asked.groupdict().values() if name] if asked else []
    if not told or not is_person_or_body(told[0], language):
        return None
    return tidy(told[0], language)


def asked_will(text: str, language: Language) -> Will | None:
    """Return which will of somebody's a question asks for; None where it asks for nobody's."""
    asked = cue("asks_will").search(text) if who_wills(text, language) else None
    if asked is None:
        return None
    if cue("refusal").search(asked.group()):
        return "refusal"
    return "demand" if cue("demanded").search(asked.group()) else "will"


def tells_will(
    sentence: Sentence, own: Collection[Word], will: Will, *, named: bool, teller: Teller
) -> bool:
    """Return whether a sentence tells the will of one whom the words `own` name.

    They stand before the words for it: one who is `named`, as the last name there. Who tells of
    their own will need not be named, and may only say what is to come, which demands nothing; what
    another denies that they want is not told to be their will.
    """
    if will == "will" and teller == "self" and cue("would_be").search(sentence.text):
        return True
    return any(
        _is_own(sentence, found.start(), own, named=named, teller=teller)
        for found in cue("refusal" if will == "refusal" else "will").finditer(sentence.text)
        if teller != "other" or will == "refusal" or not _is_denied(sentence.text, found.start())
    )


def _is_own(
    sentence: Sentence, at: int, own: Collection[Word], *, named: bool, teller: Teller
) -> bool:
    """Whether the will told of at a place is theirs."""
    before = [Span(name.start, name.end) for name in names(sentence) if name.end <= at]
    if teller == "self" and not (named and before):
        return True
    near = before[-1] if named and before else Span(at - _REACH, at)
    return any(near.start <= w.start < near.end and is_named(w, own) for w in sentence.words)


def _is_denied(text: str, at: int) -> bool:
    """Whether "not" stands at a verb: "ne veut pas", "does not want", "never asked"."""
    before = text[max(0, at - _DENYING) : at]
    return bool(cue("negation").search(before)) or before.endswith(("ne ", "n’", "n'"))
