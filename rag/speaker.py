"""Who says it: the person or body to whom a sentence attributes what it reports.

Journalism names its source next to what it says ("selon …", "… a déclaré", "… told reporters"),
so the forms are few. Nobody is named when the document itself speaks.
"""

import re

from rag.cues import pattern, table
from rag.reading import Reading, Sentence



def _any_of(name: str) -> str:
    return pattern(f"(?:{'|'.join(table('cues')[name]['words'])})")


_SAID_FR, _SAYS_FR, _SAID_EN = (_any_of(name) for name in ("said_fr", "says_fr", "said_en"))
_CAP = r"[A-ZÀÂÇÉÈÊÎÔ][\w’'\-]*"
_NAME = rf"(?:{_CAP}(?:\s(?:de |du |van |von |al |el )?{_CAP}){{0,3}})"
_ARTICLE = r"(?:[Ll]e |[Ll]a |[Ll]es |[Ll][’']|[Uu]n |[Uu]ne |[Ss]on |[Ss]a |[Tt]he |[Aa]n? |[Hh]is |[Hh]er )"
_WORDS = (
    r"(?:(?!(?:qui|que|dont|et|and|who|which|that|a|ont|est|has|had|was|is)\b)[a-zà-ÿœ][\w’'\-]*)"
)
_BODY = rf"(?:{_ARTICLE}{_WORDS}(?:\s(?:{_WORDS}|{_NAME})){{0,6}}|{_ARTICLE}{_NAME})"
_WHO = rf"(?P<who>{_BODY}|{_NAME})"
_ASIDE = r"(?:, [^,.;]{2,70},|, (?:lui|elle|eux|elles),)?"
_FORMS = tuple(
    re.compile(pattern)
    for pattern in (
        rf"\b(?:[Ss]elon|[Dd][’']après|[Aa]ccording to|[Aa]ux yeux d[eu]|[Ii]n the (?:words|view) of) {_WHO}",
        rf"(?:^|[.;] )(?:Pour|For) (?P<who>{_NAME})(?:, [^,.;]{{2,70}})?,",
        rf"\b(?:a|ont|avait)(?:-t-(?:il|elle))? {_SAID_FR},?(?: (?:à|aux|au|devant|sur|lors d[eu]) [^,.;]{{2,30}}?)?,? {_WHO}(?=[,.;»]|\s(?:lors|dans|à|sur|devant|au|en)\b|$)",
        rf"[»”\"],? {_SAYS_FR} {_WHO}",
        rf"[»”\"],? {_SAID_EN} {_WHO}",
        rf", {_SAID_EN} {_WHO}(?=[,.;]|$)",
        rf"{_WHO}{_ASIDE} (?:a|ont|avait|avaient)(?: \w+ment| ainsi| aussi| également)? {_SAID_FR}\b",
        rf"{_WHO}{_ASIDE} (?:ne |n[’']en )?{_SAYS_FR}\b",
        rf"{_WHO}{_ASIDE} {_SAID_EN}\b",
    )
)
_PRONOUN_SAYS = re.compile(
    rf"\b(?:a|avait|ont)-t-(?:il|elle)s? {_SAID_FR}|\b[Ii]l a {_SAID_FR}|\b[Ee]lle a {_SAID_FR}|\b{_SAYS_FR}-t-(?:il|elle)\b|"
    rf"\b[Hh]e {_SAID_EN}\b|\b[Ss]he {_SAID_EN}\b"
)
_PROPER = re.compile(rf"{_NAME}$")
_NOBODY = frozenset(
    "il elle ils elles on he she they it we i ce cela that this qui who mais but et and the le la les il y there "
    "asked when if as while some many both lui eux".split()
)


def speaker(reading: Reading, sentence: Sentence) -> str | None:
    """Return who says the sentence, as the document names them, or None when it speaks itself.

    A pronoun ("a-t-il ajouté") stands for the speaker of the sentences before it.
    """
    if found := _named(sentence.text):
        return _longest(found, reading)
    if not _PRONOUN_SAYS.search(sentence.text):
        return None
    index = reading.sentences.index(sentence)
    for earlier in reversed(reading.sentences[max(0, index - 3) : index]):
        if found := _named(earlier.text):
            return _longest(found, reading)
    return None


def _named(text: str) -> str | None:
    for form in _FORMS:
        for match in form.finditer(text):
            if who := _tidy(match.group("who").strip(" ’'")):
                return who
    return None


def _tidy(who: str) -> str | None:
    """A person by name alone, a body by its noun phrase without article; None for a pronoun."""
    bare = re.sub(rf"^{_ARTICLE}", "", who).strip()
    if not bare or bare.split()[0].casefold() in _NOBODY:
        return None
    proper = _PROPER.search(bare)
    if proper and (" " in proper.group() or proper.group() == bare):
        return proper.group()
    return bare


def _longest(who: str, reading: Reading) -> str:
    """The fullest form that the document gives of a name met alone: "Ouchakov", "Iouri Ouchakov"."""
    if " " in who or not who[:1].isupper():
        return who
    full = re.compile(rf"\b{_CAP} {re.escape(who)}\b")
    match = full.search(reading.document.text, reading.document.body_start)
    return match.group() if match and match.group().split()[0].casefold() not in _NOBODY else who
