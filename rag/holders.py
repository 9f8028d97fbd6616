"""Holders: the persons and bodies that a text says something by, and how it names them.

A holder is a proper name ("Claire Fabre"), a noun phrase ("la préfecture", "a police spokesman")
or a pronoun. The patterns follow the noun phrases of newspapers: an article, some words, and what
hangs on them by a preposition.
"""

import re
from functools import cache

from rag.answer import Language
from rag.classes import is_member
from rag.speech import frame, is_holder, is_noun, is_report, nouns
from rag.titles import TITLE

_UPPER = "A-ZÀ-ÖØ-ÞŒ"
CAPITAL = rf"[{_UPPER}][\w\-]*(?:[’'](?:[{_UPPER}][\w\-]*|h\b))?(?:[’']s)?(?: & [{_UPPER}][\w\-]*)?"
_PARTICLES = r"(?:de la |de |du |des |van |von |der |al |el |bin |ben |of |of the |d[’'])"
NAME = rf"{TITLE}?{CAPITAL}(?: {_PARTICLES}?{CAPITAL}){{0,4}}"

OFFICE = (
    r"(?i:ministre|secrétaire d[’']État)(?: déléguée?)?"
    r" (?:d[eu] l[ae’'] ?|du |des |à l[a’'] ?|aux? )"
)
"""The pattern of a minister's title, up to what they are in charge of."""
# That, between the title and a whole name.
_IN_OFFICE = re.compile(rf"(?:[\w’'-]+ ){{0,2}}?{OFFICE}{CAPITAL} (?={NAME}$)(?=[^ ]+ [^ ]+)")

_ARTICLES: dict[Language, str] = {
    "fr": r"(?:[Ll]es?|[Ll]a|[Uu]ne?|[Dd]es|[Ss]on|[Ss]a|[Ss]es|[Ll]eurs?"
    r"|[Nn]os|[Nn]otre|[Mm](?:on|a|es)|[Cc]et?|[Cc]ette|[Cc]es|[Pp]lusieurs"
    r"|[Cc]ertaine?s|[Qq]uelques|[Dd]eux|[Tt]rois) |[LlDd][’']",
    "en": r"(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Tt]heir|[Ii]ts|[Oo]ur|[Mm]y|[Tt]his|[Tt]hese|[Tt]hose"
    r"|[Ss]ome|[Ss]everal|[Mm]any|[Mm]ost|[Oo]ne|[Tt]wo|[Tt]hree|[Aa]nother) ",
}
_LINKS: dict[Language, str] = {
    "fr": r"(?:de la |de l[’']|du |des |de |d[’']|à la |à l[’']|au |aux |à |en |pour |chez |et de )"
    r"(?:(?:les? |la |l[’']|un |une |ses |son |sa |leurs? |cette |ce |plusieurs )?)",
    "en": r"(?:of |for |at |from |in |with |to )(?:(?:the |a |an |his |her |their |its )?)",
}
_PRONOUNS: dict[Language, str] = {
    "fr": r"[Ii]ls?|[Ee]lles?|lui|eux",
    "en": r"[Hh]e|[Ss]he|[Tt]hey|[Ii]t|him|her|them",
}


# What takes up who was named last, or first of two (`rag.pronouns.referred`).
REFERRING = re.compile(
    r"(?P<first>the former|celui-là|celle-là)|the latter|celui-ci|celle-ci|ce dernier"
    r"|cette dernière|l[’']intéressée?",
    re.IGNORECASE,
)

# A small word that begins another is none: "sous-préfet"; but not in "a-t-elle", "est-ce".
_ALONE = r"(?!-(?!(?:ils?|elles?|on|ce|ci|là|t)\b)\w{3})"


@cache
def _stops(language: Language) -> tuple[str, ...]:
    return tuple(frame("stops", language).split())


@cache
def who(language: Language) -> str:
    """Return the pattern of a holder, in one group `who`."""
    stops = "|".join(_stops(language))
    word = rf"(?!(?:{stops})\b{_ALONE})[a-zà-ÿœ0-9][\w\-]*(?:[’']s?(?=\s))?"
    part = rf"(?:{word}|{TITLE}?{CAPITAL})"
    link = _LINKS[language]
    opening = _ARTICLES[language] + (rf"|{CAPITAL}(?<=s) " if language == "en" else "")
    phrase = rf"(?:{opening}){part}(?: {part}){{0,5}}(?: {link}{part}(?: {part}){{0,4}}){{0,3}}"
    papers = "|".join(sorted(nouns("papers", language)))
    told = rf"(?:{opening})(?:{part} )?(?:{papers}) {frame('about', language)}"
    told += rf"(?:\d[\d,.\s]*\d )?{part}(?: {part}){{0,3}}"
    bare = r"[Pp]olice et \w+|sources? \w+"
    if language == "en":
        bare = rf"(?:{word}|{CAPITAL})(?: {part}){{0,3}}(?: {link}{part}(?: {part}){{0,4}}){{0,2}}"
        told += rf"|(?:{opening})(?:{part} )?(?:{papers}) (?:by|from) "
        told += rf"(?:the |an? )?{part}(?: {part}){{0,4}}"
    any_of = "|".join((told, phrase, NAME, _PRONOUNS[language], bare))
    opens = rf"(?!(?:{frame('openings', language)})\b)"
    return rf"(?<![\w’'\-])(?!(?<=\d[,.\s])\d){opens}(?P<who>{any_of})"


_WITHIN = (
    r"(?!as |comme |selon )(?:[^,.;:«»“”\"]|(?<=\d)[,.](?=\d)|«[^»]{1,60}»|“[^”]{1,60}”"
    r"|\"[^\"]{1,60}\"){2,90}"
)
ASIDES = (r"(?: \([^()]{1,60}\))?", rf", {_WITHIN},", rf", {_WITHIN}, {_WITHIN},")
"""What may stand between a holder and the verb: nothing, an apposition, or two."""


def is_pronoun(text: str, language: Language) -> bool:
    """Return whether a holder is named by a pronoun only."""
    return re.fullmatch(_PRONOUNS[language], text) is not None


def tidy(text: str, language: Language) -> str | None:
    """Return the holder that a phrase names: a person by name alone, a body by its noun phrase.

    None for a phrase that names nobody.
    """
    text = author(_SEEN.sub("", text.strip(" ’'")), language).strip()
    text = re.sub(r"['’]s$", "", text)
    if language == "en":
        text = _ADVERB.sub("", text)
    bare = bare_of(text, language)
    acronym = len(bare) > 1 and bare.isupper() and bare != text  # "the WHO", "the US"
    if not bare or (_is_nobody(bare, language) and not acronym):
        return None
    whole = re.match(rf"{CAPITAL} {CAPITAL} of ", bare)  # "Ann Lee of the Workers"
    if language == "en" and bare == text and not whole and is_plural(bare.split()[-1], language):
        opening = (" ".join(bare.split()[:count]) for count in (1, 2))
        nation = any(is_member(words, "nationality", language) for words in opening)
        return bare if nation or bare[1:2].isupper() else bare[0].lower() + bare[1:]
    if language == "fr" and re.fullmatch(rf"[Ll]es {CAPITAL}s", text):
        return text[0].lower() + text[1:]  # a people: "les Ukrainiens"
    proper = _apposed(bare, language)
    if proper:
        return proper
    if bare == text and text[:1].isupper() and re.fullmatch(NAME, text):
        return text
    opens_lower = text[1:2].islower() or text[1:2] in " ’'"
    return text[0].lower() + text[1:] if opens_lower and _lowers(text, language) else text


# "police in Verrano initially"
_ADVERB = re.compile(
    r"(?<=\w) (?!(?:family|assembly|supply|ally|monopoly|anomaly|jelly)$)[a-z]+ly$"
)
# Behind a paper, through whom it is known: "le manifeste consulté [par Radio Lacs]".
_SEEN = re.compile(
    r" (?:consulté|obtenu|publié|diffusé|rendu public|révélé|interrogé|contacté|joint|seen|obtained"
    r"|reviewed|published|released|contacted|interviewed)(?:e|s|es)?$"
)


def _is_nobody(bare: str, language: Language) -> bool:
    """Whether a phrase is of no one in particular: "some", "few"; or of no one at all: "who"."""
    unnamed = re.fullmatch(frame("unnamed", language), bare, re.IGNORECASE)
    return unnamed is not None or bare.casefold() in _stops(language)


def bare_of(text: str, language: Language) -> str:
    """Return a phrase without its article, a person without "M." or "Mrs"; names keep "Le"."""
    if language == "fr" and re.match(rf"(?:Le|La|Les|L[’']) ?{CAPITAL}", text):
        return text
    bare = re.sub(rf"^(?:{_ARTICLES[language]})", "", text)
    return re.sub(rf"^{TITLE}(?=[{_UPPER}])", "", bare).strip()


def _lowers(text: str, language: Language) -> bool:
    """Whether a phrase that opens with a capital does so only because a sentence does."""
    first = text.split()[0]
    return bool(re.match(rf"(?:{_ARTICLES[language]})", text)) or is_holder(first, language)


def _apposed(bare: str, language: Language) -> str | None:
    """The name in "assistant présidentiel russe Iouri Belov"; what hangs on "de" is no name."""
    if re.fullmatch(NAME, bare):
        return _person(re.sub(rf"^{TITLE}", "", bare), language)
    match = re.search(rf"(?:(?P<before>[\w’'\-]+) |^)(?P<name>{NAME}(?: [a-z]+(?<=ve))?)$", bare)
    if match is None:
        return None
    before = match.group("before")
    if before is None:
        return match.group("name")
    if led := _IN_OFFICE.match(bare):  # "l’ancienne ministre du Commerce Claire Fabre"
        return bare[led.end() :]
    linked = re.fullmatch(_LINKS[language], before + " ")
    own = bare[: match.start()].rstrip()
    if " " not in match["name"] and re.search(rf"\w (?:{_LINKS[language]})$", own + " "):
        return None  # "les analystes de la banque Oddis": the name is the bank's
    person = is_holder(before, language) or " " in match.group("name")
    if linked or before.casefold() in _stops(language) or not person:
        return None
    return re.sub(rf"^{TITLE}", "", match.group("name"))


_GRADES = frozenset(
    "Prime Vice Deputy Chief Foreign Defence Defense Interior Former Justice".split()
)
_LETTERS = frozenset("QC KC MP MEP OBE CBE PhD Jr".split())  # behind a name


def _person(name: str, language: Language) -> str:
    """ "Ruth Oduya of the River Trust" by name alone; "Bank of Corran" is one name."""
    parts = name.split()
    while len(parts) > 2 and (parts[0] in _GRADES or is_noun(parts[0], "persons", language)):
        placed = parts[1] == "of" and len(parts) > 4  # "Mayor of Tolland Grace Whitcombe"
        parts = parts[3:] if placed else parts[1:]
    if len(parts) > 2 and parts[-1] in _LETTERS:
        parts = parts[:-1]
    if len(parts) > 3 and is_noun(parts[1], "persons", language):  # "Transport Secretary Ann Lee"
        parts = parts[2:]
    name = " ".join(parts)
    first, of, _ = name.partition(" of ")
    parts = first.split()
    body = any(is_holder(part, language) for part in parts) or len(parts) < 2
    return name if body or not of or parts[0] == "University" else first


def is_plural(word: str, language: Language) -> bool:
    """Return whether a noun names several, as "Police" and "Officials" without an article do."""
    several = word.casefold() in ("police", "people", "staff", "media", "firemen", "women", "men")
    return several or (word.endswith("s") and _tells(word, language))


def _tells(word: str, language: Language) -> bool:
    return is_holder(word, language) or is_report(word, language)


def is_several(text: str, language: Language) -> bool:
    """Return whether a phrase names several people: "les Ukrainiens", "some experts"."""
    head = head_of(text[:1].lower() + text[1:], language).split()
    known = [word for word in head if is_plural(word, language) or _tells(word, language)]
    plural = language == "en" and bool(known) and is_plural(known[-1], language)
    return plural or re.match(_SEVERAL[language], text) is not None


_SEVERAL: dict[Language, str] = {
    "fr": r"(?i:les|des|ces|ses|leurs|plusieurs|certaine?s|quelques|deux|trois) ",
    "en": r"(?i:some|several|many|most|these|those|two|three) |[Tt]he [A-Z]\w+s$",
}


def opening_person(text: str, language: Language) -> str | None:
    """Return the one person whom a sentence opens with by what they are: "le président américain".

    By name where it follows: "Le maire, Jean Arban,". None where it opens with anything else.
    """
    phrase = re.match(_ROLE[language], text)
    if phrase is None or is_several(phrase.group(), language):
        return None
    if not is_noun(phrase.group("head"), "persons", language):
        return None
    end = phrase.end()
    beside = re.match(r" [\w\-]+", text[end:])
    if language == "fr" and beside and is_member(beside.group(), "nationality", language):
        end += beside.end()
    if tied := _TIED[language].match(text, end):
        end = tied.end()
    named = _NAMED.match(text, end)
    name = tidy(named.group("behind") or named.group("apposed"), language) if named else None
    return name or text[0].lower() + text[1:end]


_ROLE: dict[Language, str] = {
    "fr": rf"(?:{_ARTICLES['fr']})(?P<head>[a-zà-ÿœ\-]+)",
    "en": rf"(?:{_ARTICLES['en']})(?:[A-Z][\w\-]+ )?(?P<head>[a-z\-]+)",
}
_TIED = {
    "fr": re.compile(r" (?:de la |de l[’']|du |de |d[’'])[\w\-]+"),
    "en": re.compile(r" of (?:the )?[\w\-]+"),
}
_NAMED = re.compile(rf" (?P<behind>{NAME})|(?: [a-zà-ÿ\-]+){{0,2}}, (?P<apposed>{NAME}),")


def opening_holder(text: str, language: Language) -> str | None:
    """Return the holder that a phrase opens with, without the verb and what follows it.

    "The town hall counts otherwise" is of the town hall. None for a phrase without one.
    """
    if is_name(text, language):
        return tidy(text, language)
    words = re.finditer(r"(?P<noun>[\w\-]+)(?: hall\b)?", text)
    ends = [found.end() for found in words if _tells(found.group("noun"), language)]
    if not ends:
        return None
    named = re.match(rf" {NAME}", text[ends[-1] :])  # "My neighbour Joan swears"
    return tidy(text[: ends[-1] + (named.end() if named else 0)], language)


def author(text: str, language: Language) -> str:
    """Return whose paper it is: "un rapport de la Cour des comptes" is what the Cour says.

    What a paper is only about has not written it: "une étude du médicament".
    """
    known = "|".join(sorted(nouns("papers", language)))
    paper = re.match(
        rf"(?:{_ARTICLES[language]})?(?:\w+ )?(?:{known})s?(?: \w+(?:é|ée|és|ées|ed))? "
        rf"{frame('by', language)}",
        text,
    )
    if paper is None:
        return text
    rest = text[paper.end() :]
    joined = re.search(r"(du|des) $", paper.group())
    article = {"du": "le ", "des": "les "}[joined.group(1)] if joined else ""
    writes = is_person_or_body(rest, language, papers=False) and not rest[:1].isdigit()
    return article + rest if writes else text


def is_person_or_body(text: str, language: Language, *, papers: bool = True) -> bool:
    """Return whether a phrase names someone who can say something, or a paper that does."""
    if is_pronoun(text, language):
        return True
    words = re.split(r"[ ’']", head_of(text, language))
    known = any(is_holder(word, language) for word in words)
    return known or (papers and is_paper(text, language)) or is_name(text, language)


def is_paper(text: str, language: Language) -> bool:
    """Return whether a phrase is of a paper or an instrument that tells: "the audit", "sensors".

    One that is the document's own tells what the document says itself: "our sensor".
    """
    return not re.match(r"(?i:our|notre|nos) ", text) and any(
        is_report(word, language) for word in head_of(text, language).split()
    )


def counts(text: str, language: Language) -> bool:
    """Return whether a phrase names a body whose counting is a report."""
    return any(is_noun(word, "counters", language) for word in re.findall(r"[\w\-]+", text))


def is_person(text: str, language: Language) -> bool:
    """Return whether a phrase is of one person by what they are ("le procureur de Morlac")."""
    words = re.findall(r"[\w\-]+", head_of(text, language))
    known = [word for word in words if _tells(word, language)]
    head = known[-1 if language == "en" else 0] if known else ""
    return is_noun(head, "persons", language) and not is_noun(head, "bodies", language)


def head_of(text: str, language: Language) -> str:
    """Return a noun phrase without its article and what hangs on it by a preposition."""
    return re.split(rf" (?:{_LINKS[language]})", bare_of(text, language))[0]


def is_name(text: str, language: Language) -> bool:
    """Return whether a phrase is, or ends in, a proper name."""
    bare = bare_of(text, language)
    return re.fullmatch(NAME, bare) is not None or _apposed(bare, language) is not None
