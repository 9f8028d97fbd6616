"""Attributions: where a sentence names who says something, and what of it is theirs.

The forms are those of newspapers: a phrase that leads to a holder ("selon …", "according to …"), or
a holder as the subject of a verb of saying, before it or behind it ("…, a déclaré la maire").
"""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from rag.answer import Language
from rag.apposition import apposed
from rag.holders import (
    CAPITAL,
    NAME,
    REFERRING,
    bare_of,
    head_of,
    is_paper,
    is_person_or_body,
    who,
)
from rag.speech import around, before, frame, is_holder, is_noun
from rag.verbal import Attribution, verbal


@lru_cache(maxsize=50_000)
def attributions(text: str, language: Language) -> tuple[Attribution, ...]:
    """Return who is named in a sentence as saying something, and what of it is theirs (cached)."""
    found = (*sources(text, language), *verbal(text, language))
    return found or (*_announced(text, language), *_quoted_by(text, language))


# "Selon X", "according to X", "pour X," and the like


@cache
def _behind(language: Language) -> re.Pattern[str]:
    return re.compile(who(language))


@lru_cache(maxsize=50_000)
def sources(text: str, language: Language) -> tuple[Attribution, ...]:
    """Return whom a sentence names as a source by a phrase alone, without a verb (cached).

    Who stands there tells what was done, and has hardly done it: "According to Lee, Abel won".
    """
    return tuple(_led_to(text, language))


def _led_to(text: str, language: Language) -> Iterator[Attribution]:
    for lead in before(language).finditer(text):
        named = _behind(language).match(text, lead.end())
        if named and not _is_account(named.group("who"), language):
            name = _author(text, named, language)
            end = named.end() if name == named.group("who") else text.find(name, named.end())
            inside = re.search(r"\w", _CLAUSES.split(text[: lead.start()])[-1]) is not None
            opened = re.match(frame("opened", language), text[: lead.start()]) is not None
            ends = not _GOES_ON.match(text, end) or _ends_in_role(text, lead, end, language)
            both = inside or ends or _COUNTED_OTHERWISE.match(text, end) is not None
            yield Attribution(name, lead.start(), named.end(), both or opened, not opened)
    for form in around(language, who(language)):
        for match in form.finditer(text):
            told = _TOWARDS.sub(r"\1", match.group("who"))
            told = _OWNERS.get(told.casefold(), told)
            name = apposed(text, told, match.end("who"), language)
            if is_person_or_body(name, language):
                yield Attribution(name, match.start(), match.end(), True, True)


_OWNERS = {"his": "he", "her": "she", "their": "they"}  # "in his opinion"
# "the reaction of Ann Lee to talk of a deal"
_TOWARDS = re.compile(rf"({CAPITAL} {CAPITAL}) (?:to|on|about) .*$")


def _author(text: str, named: re.Match[str], language: Language) -> str:
    """Whom a source is named by: a paper by its author, "les chiffres publiés mercredi par X"."""
    paper = is_paper(named["who"], language)
    by = _issued(language).match(text, named.start("who")) if paper else None
    told = by["who"] if by else named["who"]
    return apposed(text, told, by.end() if by else named.end(), language)


@cache
def _issued(language: Language) -> re.Pattern[str]:
    verbs = "publié|diffusé|réalisé|établi|mené|dévoilé|communiqué"
    if language == "en":
        verbs = "published|released|issued|compiled|conducted|carried out|produced"
    adjuncts = r"(?:[\w’'-]+ ){0,3}"
    return re.compile(rf"[^,.;:]{{2,60}}? (?:{verbs})e?s? {adjuncts}(?:par|by) {who(language)}")


# "4,500 according to the organisers, 1,800 according to the police"
_COUNTED_OTHERWISE = re.compile(r", \d[^\s]*(?: \w+)? (?:selon|d[’']après|according to|pour) ")


def _ends_in_role(text: str, lead: re.Match[str], end: int, language: Language) -> bool:
    """Whether a sentence ends in what its source is: "…, according to Ann Lee, head of roads."."""
    last = re.match(r", (?P<role>[^.;:«»“”\"]{3,120})[.»”\"]*$", text[end:])
    if last is None or len(text[: lead.start()].split()) < _CLAUSE:
        return False
    head = re.findall(r"[\w\-]+", head_of(last["role"], language))[:_HEAD]
    clause = re.match(frame("predicated", language), last["role"])
    return clause is None and any(is_holder(word, language) for word in head)


_CLAUSE = 4  # words of a clause that a source stands behind, and not only "However, according to …"
_HEAD = 5  # words of a role in which its noun stands


def _is_account(name: str, language: Language) -> bool:
    """Whether a phrase is of what nobody in particular tells: "the official version"."""
    bare = bare_of(name, language)
    anybodys = bare == head_of(name, language) and not re.search(r"[’']s ", bare)
    return anybodys and any(is_noun(word, "accounts", language) for word in bare.split())


_GOES_ON = re.compile(
    r"[^,]{0,60},"
    r"(?! (?:qui|que|which|who|mais|but|et|and|quand|alors|tandis|while|whereas)\b)"
)
_CLAUSES = re.compile(r"[.;:,]|\bmais\b|\bbut\b|\bet\b|\band\b")


def _quoted_by(text: str, language: Language) -> Iterator[Attribution]:
    """ "« … », grince une ouvrière": who stands behind any verb behind a quotation has said it."""
    for match in _by_any_verb(language).finditer(text):
        verb, named = match.group("verb"), match.group("who")
        if not is_holder(verb, language) and is_person_or_body(named, language, papers=False):
            name = apposed(text, named, match.end("who"), language)
            yield Attribution(name, match.start("verb"), match.end(), True, False)


@cache
def _by_any_verb(language: Language) -> re.Pattern[str]:
    verb = r"[a-zà-ÿ]{3,}(?:e|t|ent)" if language == "fr" else r"[a-z]{3,}(?:ed|s)"
    return re.compile(
        rf"[»”\"],? (?P<verb>{verb}) {who(language)}(?=\s?[,.;:]|$| (?:en \w+ant|as|while|with)\b)"
    )


def _announced(text: str, language: Language) -> Iterator[Attribution]:
    """ "Claire Fabre n'en démord pas : « … »": who opens a sentence that leads to a quotation."""
    lead = re.search(r"\s?:\s?[«“\"]", text)
    if lead is None:
        return
    for opening in (_behind(language).match(text), _FRONTED.search(text, 0, lead.start())):
        if opening and opening.end() <= lead.start():
            name = apposed(text, opening.group("who"), opening.end(), language)
            lone = " " not in name and not (name.isupper() and len(name) > 1)
            if not lone and (is_person_or_body(name, language) or REFERRING.fullmatch(name)):
                yield Attribution(name, opening.start(), lead.end(), False, True)
                return


# Who stands behind what a sentence opens with: "Asked about it, Ann Lee …".
_FRONTED = re.compile(rf", (?P<who>ce dernier|cette dernière|the latter|{NAME}) (?=[a-zà-ÿ’']+ )")
