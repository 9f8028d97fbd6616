"""Proper names in a sentence, by capitals and the words around them; French and English."""

import re
from dataclasses import dataclass
from typing import Literal

from index import lexicon
from index.lexical import STOP_WORDS
from rag.holders import OFFICE
from rag.reading import Sentence, language_of
from rag.titles import TITLES
from rag.values.calendar_words import MONTHS, WEEKDAYS
from rag.values.units import CURRENCIES
from rag.words import fold, is_country, stem

NameKind = Literal["person", "place", "organisation", "unknown"]

_UPPER = "A-ZÀ-ÖØ-ÞŒ"
_PART = rf"[{_UPPER}][\w’'\-]*\w|[{_UPPER}]\."
_JOIN = (
    r"(?:\s+(?:de la|de l[’']|du|de|des|d[’']|van|von|der|den|bin|al|el|ben|of|of the|the|La|Le)\s?"
    r"|\s+|\s?[’']\s?)"
)
_NAME = re.compile(rf"(?:{_PART})(?:{_JOIN}(?:{_PART}))*")
_TITLE = re.compile(
    rf"(?:\b(?:{'|'.join(TITLES)}|Gen|Sen|Rep|Lt|Col|Capt)\.?|"
    r"président|présidente|ministre|maire|directeur|directrice|avocat|avocate|juge|conseiller|conseillère|"
    r"professeur|professeure|docteur|porte-parole|assistant|général|procureur|procureure|chercheuse|chercheur|"
    r"president|minister|mayor|director|lawyer|judge|adviser|advisor|professor|doctor|spokesman|spokeswoman|"
    r"spokesperson|general|prosecutor|researcher|engineer|chief|executive|secretary|leader|founder|"
    r"\w+iste|\w+ien|\w+ienne|\w+ist|\w+er)\s+$",
    re.IGNORECASE,
)
_PLACE_BEFORE = re.compile(
    r"(?:\b(?:à|au|aux|en|dans|vers|depuis|(?:près|ville|commune|port|région|village) d[e’']"
    r"|in|at|near|from|to|outside|into|toward|towards|(?:town|city|village|port) of)"
    r"\s?(?:l[ae’']\s?|the\s)?)$",
    re.IGNORECASE,
)
_COMPLEMENT = re.compile(
    r"(?:\bd[eu]\s|\bd[’']|\bof\s|\bthe\s|\b(?:river|rue|street|mont|lac|lake|pont)\s)$",
    re.IGNORECASE,
)
_ORGANISATION = re.compile(
    r"\b(?:[A-ZÉ]{2,}|SA|SAS|Ltd|Inc|Corp|Group|Groupe|Company|Université|University|Institut|Institute|Ministère|"
    r"Ministry|Agence|Agency|Banque|Bank|Syndicat|Union|Fédération|Federation|Association|Conseil|Council|Cour|Court|"
    r"Parti|Party|Laboratoires?|Laborator\w+|Industries|Club)\b"
)
_INITIALS = re.compile(rf"[{_UPPER}]{{2}} [{_UPPER}][^\W\d_{_UPPER}]")
_ORGANISATION_BEFORE = re.compile(
    r"\b(?:entreprise|société|groupe|syndicat|parti|banque|association|agence|institut|firme|laboratoire|quotidien|"
    r"journal|réseau|plateforme|magazine|chaîne|site|company|firm|group|union|party|bank|agency|institute|newspaper|contractor|supplier|platform|network|channel|website|fournisseur)\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Name:
    """A proper name at `start..end` of the sentence it stands in."""

    text: str
    start: int
    end: int
    kind: NameKind

    @property
    def parts(self) -> frozenset[str]:
        """Its words, folded, without particles and initials."""
        return frozenset(
            fold(p) for p in re.findall(r"[\w\-]+", self.text) if p[:1].isupper() and len(p) > 1
        )


def names(sentence: Sentence) -> list[Name]:
    """Return the proper names of a sentence, in order, in English without a possessive's s.

    A lone word that opens a sentence or a quotation counts only when the document writes it with a
    capital elsewhere too.
    """
    found = []
    for match in _NAME.finditer(sentence.text):
        text, start = _without_opening(sentence, match.group(), match.start())
        if language_of(sentence.document) == "en":
            text = _POSSESSIVE.sub("", text)
        elif text.count(" ") > 1 and _OFFICE.search(sentence.text, 0, start):
            start, text = start + text.index(" ") + 1, text.partition(" ")[2]
        if text and not (text in _COMMON or text in CURRENCIES or is_calendar(text)):
            found.append(Name(text, start, start + len(text), _kind(sentence.text, text, start)))
    return found


_POSSESSIVE = re.compile(r"[’']s$")
# Before what a minister is in charge of, which a whole name may follow: "du Commerce Ann Lee".
_OFFICE = re.compile(rf"\b{OFFICE}$")
# Words that begin no name, nor does "one" in "One Ann Lee".
_NO_NAMES = STOP_WORDS["fr"] | STOP_WORDS["en"] | {"one"}
# Nobody's name: "le chef de l’État", "le Premier ministre".
_COMMON = frozenset({"État", "Etat", "États", "Etats", "Premier", "Première"})
# What may stand before the first word of a sentence: a mark of quotation, of a list, its number.
_OPENING = re.compile(
    r"[\s«“\"'(—–•·▪*-]*(?:\(?(?:[0-9]{1,2}|[a-z])[.)]|[0-9]{1,2}(?:\.[0-9]{1,2})*)?\s*"
)


def _without_opening(whole: Sentence, text: str, start: int) -> tuple[str, int]:
    """Drop an ordinary word that is capitalised only because a sentence or a quotation opens."""
    sentence = whole.text
    before = sentence[:start]
    opens = _OPENING.fullmatch(before) is not None or before.rstrip()[-1:] in '.!?:«“"'
    opens = opens and not _ABBREVIATED.search(before)
    while text:
        first = re.match(r"[\w\-]+(?:[’'])?\s*", text)
        if first is None:
            return text, start
        word = first.group().strip().casefold()
        elided = re.match(r"(?:[ldnsjcmt]|qu)[’']", text, re.IGNORECASE)
        if elided and opens:
            text, start = text[elided.end() :], start + elided.end()
            capital = re.search(rf"[{_UPPER}]", text)
            if capital is None:
                return "", start
            text, start = text[capital.start() :], start + capital.start()
            opens = False
            continue
        if word in _NO_NAMES or word.rstrip("’'") in _NO_NAMES or word in _TITLES:
            text, start = text[first.end() :], start + first.end()
            text, start = text.lstrip(" ."), start + len(text) - len(text.lstrip(" ."))
            if not text[:1].isupper():
                return "", start
            opens = opens and word not in _TITLES
            continue
        if opens and " " not in text.strip() and _is_word(whole, text):
            return "", start
        if " " in text and (
            _dates(word, sentence[:start])
            or (opens and _ordinary(whole.document.text, first.group().strip()))
        ):
            text, start = text[first.end() :], start + first.end()
            opens = False
            continue
        return text, start
    return "", start


_TITLES = {*map(str.casefold, TITLES), "president", "président"}
_ABBREVIATED = re.compile(rf"\b(?:{'|'.join(TITLES)}|St)\.\s*$")
_DAYS = frozenset(WEEKDAYS["fr"] + WEEKDAYS["en"])
_CALENDAR = _DAYS | {*MONTHS["fr"], *MONTHS["en"]}
_DATED = re.compile(  # what stands before a month rather than before somebody of its name
    r"(?:^|\s)(?:in|since|by|until|from|last|next|early|late|mid|en|depuis|dès|fin|début|mi|[0-9]{1,2})"
    r"[\s-]$",
    re.IGNORECASE,
)


def _dates(word: str, before: str) -> bool:
    """Whether a day or a month says when: "On Monday Ann Lee came"; not "the Sunday Times"."""
    if word in _DAYS:
        return not before.endswith(("the ", "The "))
    return word in _CALENDAR and _DATED.search(before) is not None


def is_calendar(text: str) -> bool:
    """Return whether all words of a text are days of the week or months."""
    return all(part.casefold() in _CALENDAR for part in text.split())


def _is_word(whole: Sentence, text: str) -> bool:
    """Whether a lone opening word is an ordinary one: known in small letters, no country's name."""
    if _capital_elsewhere(whole.document.text, text) or is_country(text):
        return False
    language = language_of(whole.document)
    parts = (stem(part, language) for part in text.split("-"))  # "Full-year sales rose"
    known = all(lexicon.load().translations(part, language) for part in parts)
    return known or _ordinary(whole.document.text, text)


def _capital_elsewhere(text: str, word: str) -> bool:
    """Whether the document writes the word with a capital inside a sentence."""
    return re.search(rf"(?:[^\W\d]-?|[,;’'(]) ?(?<![.!?:] ){re.escape(word)}\b", text) is not None


def _ordinary(text: str, word: str) -> bool:
    """Whether the document also writes the word without a capital."""
    return re.search(rf"(?<!\w){re.escape(word[:1].lower() + word[1:])}(?!\w)", text) is not None


def _kind(sentence: str, text: str, start: int) -> NameKind:
    before = sentence[max(0, start - 30) : start]
    if _INITIALS.match(text) and _TITLE.search(before):  # "vice-président JD Vance"
        return "person"
    if _ORGANISATION.search(text) or _ORGANISATION_BEFORE.search(before):
        return "organisation"
    if _PLACE_BEFORE.search(before):
        return "place"
    if " " not in text and _COMPLEMENT.search(before):
        return "place"
    if _TITLE.search(before) or len(text.split()) in (2, 3):
        return "person"
    return "unknown"
