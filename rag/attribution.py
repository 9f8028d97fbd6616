"""Attributions: where a sentence names who says something, and what of it is theirs.

The forms are those of newspapers: a phrase that leads to a holder ("selon …", "according to …"), or
a holder as the subject of a verb of saying, before it or behind it ("…, a déclaré la maire").
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from index.document import Span
from rag.answer import Language
from rag.holders import (
    ASIDES,
    NAME,
    bare_of,
    counts,
    is_name,
    is_person,
    is_person_or_body,
    is_pronoun,
    tidy,
    who,
)
from rag.speech import KINDS, around, before, finite, frame, participles

_REACH = 220  # characters before a verb in which its subject stands
_OPENING = '«“"'


@dataclass(frozen=True, slots=True)
class Attribution:
    """A holder as a sentence names it, at `start..end` with its verb, and what of it is theirs."""

    who: str
    start: int
    end: int
    covers_before: bool
    covers_after: bool

    def distance(self, at: Span, text: str) -> float | None:
        """How far from `at` it stands, None when `at` is not what it attributes."""
        if at.start >= self.end and self.covers_after:
            between = text[self.end : at.start]
        elif at.end <= self.start and self.covers_before:
            between = text[at.end : self.start]
        elif at.start <= self.start and self.end <= at.end:
            between = ""  # the part that matters tells whose word it is
        else:
            return None
        return None if ";" in between else len(between) + 30 * between.count(", ")


def attributions(text: str, language: Language) -> Iterator[Attribution]:
    """Yield who is named in a sentence as saying something, and what of it is theirs."""
    found = [*_led_to(text, language), *_verbal(text, language)]
    yield from found or _announced(text, language)


def _verbal(text: str, language: Language) -> Iterator[Attribution]:
    for kind in KINDS:
        for verb in finite(kind, language).finditer(text):
            found = _of_verb(text, verb.start(), verb.end(), kind, language)
            if found:
                yield found
        for verb in participles(kind, language).finditer(text):
            yield from _of_participle(text, verb, kind, language)


# "Selon X", "according to X", "pour X," and the like


@cache
def _behind(language: Language) -> re.Pattern[str]:
    return re.compile(who(language))


def _led_to(text: str, language: Language) -> Iterator[Attribution]:
    for lead in before(language).finditer(text):
        named = _behind(language).match(text, lead.end())
        if named:
            name = _apposed(text, named.group("who"), named.end(), language)
            inside = re.search(r"\w", _CLAUSES.split(text[: lead.start()])[-1]) is not None
            both = inside or not _GOES_ON.match(text, named.end())
            yield Attribution(name, lead.start(), named.end(), both, True)
    for form in around(language, who(language)):
        for match in form.finditer(text):
            name = _apposed(text, match.group("who"), match.end("who"), language)
            if is_person_or_body(name, language):
                yield Attribution(name, match.start(), match.end(), True, True)


_GOES_ON = re.compile(r"[^,]{0,60},(?! (?:qui|que|which|who|mais|but|et|and)\b)")
_CLAUSES = re.compile(r"[.;:,]|\bmais\b|\bbut\b|\bet\b|\band\b")


def _ends(text: str, at: int) -> bool:
    return not text[at:].strip(' .»”"')


# Verbs of saying with their subject before or behind them


def _of_verb(text: str, start: int, end: int, kind: str, language: Language) -> Attribution | None:
    left = text[:start]
    quoted = re.search(r"[»”\"],? (?:s[e’'] ?)?$", left) is not None
    behind = ahead = None
    if (quoted or _INVERTED.search(left)) and text[start:end] not in _WITH_OBJECT:
        behind = _subject_behind(text, start, end, language, quoted=quoted)
    papers = kind == "saying"
    if behind is None or not (quoted or is_person_or_body(behind.who, language, papers=papers)):
        ahead = _subject_before(text, start, end, language) if kind != "quoting" else None
    found = ahead or behind
    if found is None:
        return None
    known = is_person_or_body(found.who, language) if kind == "quoting" else quoted
    return found if known or _fits(found.who, text[start:end], kind, language) else None


_WITH_OBJECT = ("told", "tells", "tell")  # what stands behind them is whom it was said to
_INVERTED = re.compile(
    r"(?:, (?:comme |ainsi que |as )?|\bqu[e’']\s?|\bcomme )(?:s[e’'] ?|l[’']|nous |lui |leur )?$"
)


def _fits(name: str, verb: str, kind: str, language: Language) -> bool:
    """Whether this subject says something by this verb: anyone does who "said" it."""
    if is_pronoun(name, language) or is_person_or_body(name, language):
        present = kind == "counting" and not verb.endswith(("ed", "é"))
        return not present or counts(name, language)
    unknown = tidy(name, language) is not None and bare_of(name, language) != name
    return unknown and re.search(frame("core", language), verb) is not None


def _subject_behind(
    text: str, start: int, end: int, language: Language, *, quoted: bool
) -> Attribution | None:
    adjuncts = frame("adjuncts", language)
    closing = r"(?!\w)" if quoted else rf"(?=\s?[,.;:»”\"]|$|{adjuncts}|\s\()"
    subject = rf"{adjuncts}{{0,2}}?,?\s{who(language)}{closing}"
    clitic = r"(?:-t)?-(?P<clitic>ils?|elles?)\b"
    match = re.compile(subject).match(text, end) or re.compile(clitic).match(text, end)
    if match is None:
        return None
    name = match.groupdict().get("who") or match.group("clitic")
    after = quoted and any(mark in text[match.end() :] for mark in _OPENING + '"')
    return Attribution(_apposed(text, name, match.end(), language), start, match.end(), True, after)


def _apposed(text: str, name: str, end: int, language: Language) -> str:
    """The name of the person whose role it follows: "le procureur de Morlac, Jean Arban,"."""
    if is_name(name, language) or not is_person(name, language):
        return name
    match = re.compile(rf", (?P<name>{NAME})(?=[,.;:»”\"]|$| \()").match(text, end)
    return match.group("name") if match else name


@cache
def _before_verb(language: Language) -> tuple[re.Pattern[str], ...]:
    rest = frame("between", language)
    return tuple(re.compile(rf"{who(language)}{aside}{rest}$") for aside in ASIDES)


def _subject_before(text: str, start: int, end: int, language: Language) -> Attribution | None:
    if re.search(r"\bn[e’']\s?$", text[:start]):
        return None
    offset = max(0, start - _REACH)
    found = [m for form in _before_verb(language) if (m := form.search(text[offset:start]))]
    likely = (m for m in found if is_person_or_body(m.group("who"), language))
    match = next(likely, found[0] if found and found[0].re is _before_verb(language)[0] else None)
    if match is None:
        return None
    at = offset + match.start()
    left = text[:at].rstrip()
    aside = re.search(r"[,»”\"](?: as| comme)?$", left) is not None
    told = r" [^,.;:]{2,40}|" if text[start:end] in _WITH_OBJECT else ""
    ended = (
        re.match(rf"(?:{told}{frame('adjuncts', language)}{{0,2}})(?:[,.;»”]|$)", text[end:])
        is not None
    )
    name = _apposed(text, match.group("who"), offset + match.end("who"), language)
    return Attribution(name, at, end, aside and ended, not (aside and ended and _ends(text, end)))


@cache
def _has() -> re.Pattern[str]:
    adverbs = frame("adverbs", "fr")
    have = r"(?:a|ont|avait|avaient|s[’']est|se sont|s[’']était)"
    return re.compile(rf"\b{have}(?:-t)?(?:-(?P<clitic>ils?|elles?|on))?(?: {adverbs})? $")


def _of_participle(
    text: str, verb: re.Match[str], kind: str, language: Language
) -> Iterator[Attribution]:
    by = re.compile(rf"(?: (?:[^,.;]|[.,](?=\d)){{1,60}}?)?,? (?:par|by) {who(language)}").match(
        text, verb.end()
    )
    if by and kind != "quoting" and is_person_or_body(by.group("who"), language):
        name = _apposed(text, by.group("who"), by.end(), language)
        yield Attribution(name, verb.start(), verb.end(), True, True)
    if language == "fr" and (has := _has().search(text[: verb.start()])):
        if clitic := has.group("clitic"):
            if clitic != "on":
                yield Attribution(clitic, has.start(), verb.end(), True, True)
            return
        found = _of_verb(text, has.start(), verb.end(), kind, language)
        if found:
            yield found


def _announced(text: str, language: Language) -> Iterator[Attribution]:
    """ "Claire Fabre n'en démord pas : « … »": who opens a sentence that leads to a quotation."""
    lead = re.search(r"\s?:\s?[«“\"]", text)
    opening = _behind(language).match(text)
    if lead and opening and opening.end() <= lead.start():
        name = _apposed(text, opening.group("who"), opening.end(), language)
        lone = " " not in name and not name.isupper()
        if not lone and is_person_or_body(name, language):
            yield Attribution(name, opening.start(), lead.end(), False, True)
