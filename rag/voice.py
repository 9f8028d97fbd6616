"""In whose voice a document is written in which one person speaks throughout.

A statement, a letter, a message, a speech or an interview names its author in a line of its own:
at the head, in the title, or below as a signature. What stands in it is that person's word, unless
the sentence names somebody else; not that of an officer who took it down.
"""

import re
from dataclasses import dataclass
from functools import cache, lru_cache

from index.document import Document
from rag.cues import pattern, table
from rag.holders import CAPITAL, tidy
from rag.marks import OPENING

_HEAD = 400  # characters of the body in which a paper tells what it is
_NAME = rf"(?:M\. |[A-Z]\. ?)*{CAPITAL}(?: (?:d[eu] |van |von |of )?{CAPITAL}){{0,3}}"
_FULL_NAME = re.compile(rf"(?P<name>{CAPITAL} (?:d[eu] |van |von )?{CAPITAL})")
_TURNS = 3  # questions that make a text an interview
_LABELS = re.compile(r"(?:\s*\n|[ \t]*[^\W\d_][^\n:.]{0,30}:[ \t]*[^\n]{1,80}\n)*")
_QUOTED = re.compile(r"«[^»]*»|“[^”]*”|\"[^\"\n]*\"")


@dataclass(frozen=True, slots=True)
class Voice:
    """Who speaks in `start..end` of a document."""

    name: str
    start: int
    end: int


def voice(document: Document, at: int) -> str | None:
    """Return who speaks at a place of a document, as it names them; None where nobody does.

    A line that is not theirs is nobody's: what they are asked, and what frames their word.
    """
    text = document.text
    told = _voices(document.title, text, document.body_start, document.body_end)
    named = next((one.name for one in told if one.start <= at < one.end), None)
    line = text.rfind("\n", 0, at) + 1
    return None if named and _form("not_theirs").match(text, line) else named


def is_question(text: str) -> bool:
    """Return whether a sentence is one that somebody is asked in an interview or a hearing."""
    return _form("asks").match(text) is not None


@lru_cache(maxsize=256)
def _voices(title: str, text: str, start: int, end: int) -> tuple[Voice, ...]:
    """The stretches of a document in which one person speaks, in order."""
    taken = list(_form("statement").finditer(text, start, end))
    heads = sorted([*taken, *_form("message").finditer(text, start, end)], key=lambda m: m.start())
    ends = [*(m.start() for m in heads), end][1:]
    found = []
    for head, after in zip(heads, ends, strict=True):
        first = _LABELS.match(text, head.end()).end()  # type: ignore[union-attr]
        said = text[first:after]
        if _is_personal(said) or (head in taken and _form("recorded").search(said)):
            found.append(Voice(_named(head["name"]), first, after))
    if not found and (named := _author(title, text[start:end])):
        found = [Voice(named, start, end)]
    return tuple(found or _answers(title, text, start, end) or _labelled(text[:end], start))


def _answers(title: str, text: str, start: int, end: int) -> list[Voice]:
    """What is said between the questions of an interview, which are set in lines of their own.

    Whose answers they are is told by the title ("Ann Hill: “…”"), or by what leads up to them.
    """
    asked = list(_form("asked").finditer(text, start, end))
    if len(asked) < _TURNS:
        return []
    lead = text[start : asked[0].start()]
    titled = _form("titled").search(title)
    named = titled or _form("answering").search(lead) or _FULL_NAME.search(lead)
    ends = [*(m.start() for m in asked), end][1:]
    said = [text[m.end() : last].strip() for m, last in zip(asked, ends, strict=True)]
    quoted = all(answer.startswith(tuple(OPENING + '"')) for answer in said if answer)
    personal = _form("first_person").search if quoted else _is_personal
    if named is None or not any(map(personal, said)):
        return []
    return [
        Voice(_named(named["name"]), m.end(), last) for m, last in zip(asked, ends, strict=True)
    ]


def _labelled(text: str, start: int) -> list[Voice]:
    """What is said in lines that a name leads to, where others ask: "Ann Hill: Never."."""
    lines = list(_form("labelled").finditer(text, start))
    if not any(_form("asking").match(text, line.start()) for line in lines):
        return []
    return [
        Voice(_named(line["name"]), line.start(), line.end())
        for line in lines
        if line["name"] and not _form("asking").match(text, line.start())
    ]


def _author(title: str, body: str) -> str | None:
    """Whom a title, the head or a signature names as speaking, if the text is in their voice."""
    about = _form("spoken").search(title) or _form("spoken").search(body[:_HEAD])
    signed = _form("signed").search(body) or _form("closing").search(body)
    if about and (_form("turn").search(body) or _is_personal(body)):
        return _named(about["name"])
    return _named(signed["name"]) if signed and _is_personal(body) else None


def _is_personal(text: str) -> bool:
    """Whether a text says "I" or "we" outside quotations."""
    return _form("first_person").search(_QUOTED.sub("", text)) is not None


def _named(name: str) -> str:
    """A name as it is said: "LEROY Anne" is Anne Leroy."""
    surname, _, first = name.partition(" ")
    if len(surname) > 2 and surname.isupper() and first and not first.isupper():
        name = f"{first} {surname.title()}"
    return tidy(name, "fr") or name


@cache
def _form(name: str) -> re.Pattern[str]:
    """A pattern for any form of a table, French or English."""
    forms = "|".join(table("speech")["voice"][name]).replace("NAME", f"(?P<name>{_NAME})")
    return re.compile(pattern(f"(?:{forms})"), re.MULTILINE)
