"""Questions that ask whose word something is: "Who said that …?", "which side spoke of …?"."""

import re
from dataclasses import dataclass
from functools import cache

from index.document import Span
from rag.answer import Language
from rag.attributes import Ask
from rag.cues import pattern, table
from rag.plain import plain_letters
from rag.speech import finite, participles


@dataclass(frozen=True, slots=True)
class WhoSaid:
    """Where a question asks whose word something is, `at` all that leads up to what is said.

    `clause` tells whether that is a clause or a quotation, and not what is spoken of ("who spoke
    of a plan?"). `side` is where a class of speakers is named ("which side"), and `offered` where
    those are between whom one is to choose ("Ann or Bob"); both are no part of what is said.
    `called` is where what something is called begins ("called it a mess"), None where nothing is.
    """

    at: Span
    clause: bool
    side: Span
    offered: tuple[Span, ...]
    called: int | None

    @property
    def may_be_done(self) -> bool:
        """Whether it may as well be a deed: "the court confirmed the sentence"."""
        return not (self.clause or self.called or self.offered or self.side.end)

    def is_apart(self, place: int) -> bool:
        """Return whether a place of the question is in what names possible speakers."""
        return any(span.start <= place < span.end for span in (self.side, *self.offered))


def who_said(text: str, language: Language, asks: Ask) -> WhoSaid | None:
    """Return where a question asks whose word something is, None where it does not.

    It asks for a person, or opens with what has one choose ("which side", "was it Ann or Bob").
    """
    flat = plain_letters(text)
    opening = _form("which_side", language).match(flat)
    side = Span(*opening.span()) if opening else Span(0, 0)
    for name in ("who_said", "who_spoke") if opening or asks == "person" else ():
        if found := _form(name, language).search(flat):
            at = Span(min(found.start(), side.start) if opening else found.start(), found.end())
            called = _form("called", language).search(flat, found.start())
            offered = _offered(flat, language)
            return WhoSaid(at, name == "who_said", side, offered, called and called.end())
    return None


@cache
def _form(name: str, language: Language) -> re.Pattern[str]:
    """A pattern for any form of a table, in plain letters."""
    who, which = ("|".join(table("forms")[one][language]) for one in ("who", "which_side"))
    told = f"(?:{finite('saying', language).pattern}|{participles('saying', language).pattern})"
    forms = "|".join(table("forms")[name][language]).replace("WHO", rf"(?:^\W*(?:{which})|{who})")
    lead = rf"\W*(?:{forms})" if name == "which_side" else forms
    return re.compile(plain_letters(pattern(lead).replace("SAID", told)), re.IGNORECASE)


def _offered(flat: str, language: Language) -> tuple[Span, ...]:
    """Where those stand between whom a question has one choose: "…, Ann or Bob?"."""
    found = _form("or_who", language).search(flat)
    return (Span(*found.span("one")), Span(*found.span("other"))) if found else ()
