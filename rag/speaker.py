"""Who says it: the person or body to whom a sentence attributes what it reports.

Journalism names its source next to what it says ("selon …", "… a déclaré", "… told reporters"),
so the forms are few. Nobody is named when the document itself speaks.
"""

import re
from functools import cache

from index.document import Span
from rag.answer import Language
from rag.cues import pattern, table
from rag.names import names
from rag.reading import Reading, Sentence


def _any_of(name: str) -> str:
    return pattern(f"(?:{'|'.join(table('cues')[name]['words'])})")


_SAID_FR, _SAYS_FR, _SAID_EN = (_any_of(name) for name in ("said_fr", "says_fr", "said_en"))
_CAP = r"[A-ZÀÂÇÉÈÊÎÔ][\w’'\-]*"
_NAME = rf"(?:{_CAP}(?:\s(?:de |du |van |von |al |el )?{_CAP}){{0,3}})"
_ARTICLES: dict[Language, str] = {
    "fr": r"(?:(?:[Ll]es?|[Ll]a|[Uu]ne?|[Ss]on|[Ss]a|[Ll]eur) |[Ll][’'])",
    "en": r"(?:(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir) )",
}
_NOT_OF_IT = r"(?:qui|que|dont|en|ne|y|se|et|and|who|which|that|a|ont|est|has|had|was|is)\b"
_WORD = rf"(?:(?!{_NOT_OF_IT})[a-zà-ÿœ][\w’'\-]*)"
_ASIDE = r"(?:, [^,.;]{2,70},|, (?:lui|elle|eux|elles),)?"
_HAS_SAID = rf"(?:a|ont|avait|avaient)(?: \w+ment| ainsi| aussi| également)? {_SAID_FR}"
_SELF_FR = r"s[’']est \w+(?:é|ée|ie|i)"
_ADDRESSED = r"(?: (?:à|aux|au|devant|sur|lors d[eu]) [^,.;]{2,30}?)?"
_ENDS = r"(?=[,.;»]|\s(?:lors|dans|à|sur|devant|au|en|on|in|at)\b|$)"


def _body(language: Language) -> str:
    article = _ARTICLES[language]
    return rf"(?:{article}{_WORD}(?:\s(?:{_WORD}|{_NAME})){{0,6}}|{article}{_NAME})"


@cache
def _named_after(language: Language) -> tuple[re.Pattern[str], ...]:
    """ "Selon X", and the forms in which X is named behind what X says."""
    body = _body(language)
    who = rf"(?P<who>{_body(language)}|{_NAME})"
    forms: dict[Language, tuple[str, ...]] = {
        "fr": (
            rf"\b(?:[Ss]elon|[Dd][’']après|[Aa]ux yeux d[eu]) {who}",
            rf"(?:^|[.;] )Pour (?P<who>{_NAME})(?:, [^,.;]{{2,70}})?,",
            rf"(?:[»”\"],?|,) (?:a|ont|avait)(?:-t-(?:il|elle))? (?:{_SAID_FR}|écrit)"
            rf"{_ADDRESSED} {who}{_ENDS}",
            rf"[»”\"],? (?:{_SAYS_FR}|{_SELF_FR}) {body}, (?P<who>{_NAME})",
            rf"[»”\"],? (?:{_SAYS_FR}|{_SELF_FR}) {who}",
        ),
        "en": (
            rf"\b(?:[Aa]ccording to|[Ii]n the (?:words|view) of) {who}",
            rf"\b[Aa]ccording to (?P<who>{_WORD}(?:\s{_WORD}){{0,2}})(?=[,.;]|$)",
            rf"(?:^|[.;] )For (?P<who>{_NAME})(?:, [^,.;]{{2,70}})?,",
            rf"[»”\"],? (?:{_SAID_EN}|wrote) {body}, (?P<who>{_NAME})",
            rf"[»”\"],? (?:{_SAID_EN}|wrote) {who}",
            rf", {_SAID_EN} {who}(?=[,.;]|$)",
        ),
    }
    return tuple(map(re.compile, forms[language]))


@cache
def _named_before(language: Language) -> tuple[re.Pattern[str], ...]:
    """The forms in which X is named before what X says."""
    body = _body(language)
    who = rf"(?P<who>{body}|{_NAME})"
    forms: dict[Language, tuple[str, ...]] = {
        "fr": (
            rf"{body}, (?P<who>{_NAME}), (?:{_HAS_SAID}|{_SAYS_FR})\b",
            rf"{who}{_ASIDE} (?:en |l[’'])?{_HAS_SAID}\b",
            rf"{who}{_ASIDE} (?:ne |n[’']en )?{_SAYS_FR}\b",
        ),
        "en": (
            rf"{body}, (?P<who>{_NAME}), {_SAID_EN}\b",
            rf"{who}{_ASIDE} {_SAID_EN}\b",
        ),
    }
    return tuple(map(re.compile, forms[language]))


_PRONOUN_SAYS = re.compile(
    rf"\b(?:a|avait|ont)-t-(?:il|elle)s? {_SAID_FR}|\b(?:[Ii]l|[Ee]lle) a {_SAID_FR}"
    rf"|\b{_SAYS_FR}-t-(?:il|elle)\b|\b(?:[Hh]e|[Ss]he) {_SAID_EN}\b"
)
_PROPER = re.compile(rf"{_NAME}$")
_NOBODY = frozenset(
    "il elle ils elles on he she they it we i ce cela that this qui who mais but et and the le la "
    "les il y there asked when if as while some many both lui eux which".split()
)
_DAYS = re.compile(
    r"\s+(?:lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|\w+day|hier|yesterday)$"
)


def speaker(reading: Reading, sentence: Sentence, at: Span | None = None) -> str | None:
    """Return who says the sentence, as the document names them, or None when it speaks itself.

    `at` is the part that matters: one who is said to speak only behind it, in a clause of its own,
    does not say it. A pronoun ("a-t-il ajouté") stands for the speaker of the sentences before.
    """
    part = _part(sentence.text, at)
    found = _named(*part, reading.language) or _named(sentence.text, at, reading.language)
    if found:
        return _longest(found, reading)
    if not _PRONOUN_SAYS.search(sentence.text):
        return None
    index = reading.sentences.index(sentence)
    for earlier in reversed(reading.sentences[max(0, index - 3) : index]):
        people = [name.text for name in names(earlier) if name.kind == "person"]
        if found := _named(earlier.text, None, reading.language) or next(iter(people), None):
            return _longest(found, reading)
    return None


def _part(text: str, at: Span | None) -> tuple[str, Span | None]:
    """The stretch between semicolons that `at` lies in, and `at` within it."""
    if at is None:
        return text, None
    start = text.rfind(";", 0, at.start) + 1
    end = text.find(";", at.end)
    return text[start : end if end >= 0 else len(text)], Span(at.start - start, at.end - start)


def _named(text: str, at: Span | None, language: Language) -> str | None:
    for form in _named_after(language):
        for match in form.finditer(text):
            if who := _tidy(match.group("who"), language):
                return who
    for form in _named_before(language):
        for match in form.finditer(text):
            apart = at is not None and match.start() >= at.end
            if apart and text[: match.start()].rstrip()[-1:] not in (",", "»", "”", '"'):
                continue
            if who := _tidy(match.group("who"), language):
                return who
    return None


def _tidy(who: str, language: Language) -> str | None:
    """A person by name alone, a body by its noun phrase; None for a pronoun."""
    who = _DAYS.sub("", who.strip(" ’'")).removesuffix("’s").removesuffix("'s")
    bare = re.sub(rf"^{_ARTICLES[language]}", "", who).strip()
    if not bare or bare.split()[0].casefold() in _NOBODY:
        return None
    proper = _PROPER.search(bare)
    if proper and (" " in proper.group() or proper.group() == who):
        return proper.group()
    return who[0].lower() + who[1:] if bare != who else who


def _longest(who: str, reading: Reading) -> str:
    """The fullest form that the document gives of a name met alone ("Ouchakov")."""
    if " " in who or not who[:1].isupper():
        return who
    full = re.compile(rf"\b{_CAP} {re.escape(who)}\b")
    match = full.search(reading.document.text, reading.document.body_start)
    return match.group() if match and match.group().split()[0].casefold() not in _NOBODY else who
