"""The noun that a number counts: drones in "320 nouveaux drones", officers in "two US officers".

No parser stands behind this, only the shape of the words that follow: function words end the
search, known adjectives are passed over, and a plural ends in s or x.
"""

import re

from rag.values.numbers import SPACE, Language

_LETTERS = r"((?:[A-Z]\.){2,}|[^\W\d_]+(?:[-’'][^\W\d_]+)*)"
_STUCK = re.compile(_LETTERS)
_WORD = re.compile(SPACE + _LETTERS)
_MOST_WORDS = 4

_OF: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"(?:{SPACE}d[’']{SPACE}?|{SPACE}(?:de(?:{SPACE}(?:ces|ses|leurs|nos|vos|mes))?|des|parmi"
        rf"{SPACE}les)(?={SPACE}))(?=(?:{SPACE})?[^\W\d_])",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"{SPACE}of(?:{SPACE}(?:the|these|those|its|his|her|their|our))?(?={SPACE}[^\W\d_])",
        re.IGNORECASE,
    ),
}
_STOP: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "à ainsi alors après au aux avant avec car ce ces cette chez comme contre dans de depuis"
        " des dès donc dont du elle elles en encore entre est et étaient était été eux il ils je"
        " la le les leur leurs lors mais même moins ne ni nos notre nous on ont ou où par pas parmi"
        " pendant plus pour puis qu que qui sa sans se selon sera seront ses si soit sont sous sur"
        " tandis tous toutes tout très trop un une vers voire vos votre y a avait avaient aura"
        " auront fois aussi environ puisque lorsque presque lundi mardi mercredi jeudi vendredi"
        " samedi dimanche".split()
    ),
    "en": frozenset(
        "a about above after against all also am among an and are as at be because been before"
        " being below between but by can could did do does during each either else for from had"
        " has have having he her here hers him his how i if in inside into is it its just like"
        " may might must near no nor not now of off on once only or our out over own per rather"
        " said says she should since so some such than that the their them then there these they"
        " this those though through times to too towards under until up upon us versus very was"
        " we were what when where which while who whom whose why will with within without would"
        " yes yet you your today yesterday tomorrow always perhaps longer doubt way thing time"
        " wrote told asked added tweeted one two three four five six seven eight nine ten eleven"
        " twelve".split()
    ),
}
_ADJECTIVE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        r"(?:nouveaux?|nouvelles?|nouvel|autres?|grand[es]*|petit[es]*|jeunes?|premiers?|premières?"
        r"|derniers?|dernières?|prochaine?s?|principaux|principales|vieux|vieilles?|bonne?s?"
        r"|mauvais|mauvaises?|seule?s?|différente?s?|longue?s?|gros|grosses?|vraie?s?|simples?"
        r"|anciens|anciennes?|hauts|hautes|supposée?s?|présumée?s?|rares|fameux|fameuses|belles"
        r"|beaux|meilleure?s?|énormes?|importante?s?|pauvres?)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?:new|other|more|additional|further|young|old|big|large|small|great|major|main|larger|smaller|common|different"
        r"|separate|consecutive|top|senior|local|foreign|civilian|first|last|next|previous|alleged"
        r"|\w+(?:ian|ish|ese|ive|ous|ful|ic|ble|less))",
        re.IGNORECASE,
    ),
}
_VICTIMS: dict[Language, frozenset[str]] = {
    "fr": frozenset(
        "mort morte blessé blessée victime disparu disparue personne décès tué tuée otage survivant"
        " rescapé absent".split()
    ),
    "en": frozenset(
        "dead killed wounded injured missing hurt hospitalised hospitalized arrested displaced"
        " detained".split()
    ),
}
# How those counted are, not who they are: "47 blessés, dont douze graves".
_STATES = frozenset("grave graves léger légers légère légères grièvement légèrement ferme".split())
_IRREGULAR = frozenset(
    "people children men women police policemen policewomen servicemen fishermen firemen feet teeth"
    " mice aircraft spacecraft sheep fish deer cattle personnel troops media data criteria kronor"
    " kroner crew staff livestock".split()
)
_ORDER = re.compile(r"autres?|premi\w+|derni\w+|prochaine?s?", re.IGNORECASE)
_SINGULAR = frozenset("gas bus virus crisis campus news status basis census chaos lens".split())


def counted_noun(text: str, at: int, language: Language, *, plural: bool) -> tuple[str, int] | None:
    """The noun counted by a number that ends at `at`, as written, and where it ends; else None.

    `plural` says that the number is two or more, so that the noun must look it.
    """
    of = _OF[language].match(text, at)
    words = _words_after(text, of.end() if of else at, language, stuck=bool(of))
    plural = plural or bool(of)
    head = _french(words, plural) if language == "fr" else _english(words, plural)
    return (head.group(1), head.end(1)) if head else None


def is_victim(noun: str) -> bool:
    """Whether an English word after a number names who was hurt: "14 dead", "9 missing"."""
    return noun.lower() in _VICTIMS["en"]


def counts_one(noun: str, language: Language) -> bool:
    """Whether "un" or "une" before the noun is a count ("un mort"), not an article."""
    return language == "en" or noun.lower() in _VICTIMS["fr"]


def _words_after(text: str, at: int, language: Language, *, stuck: bool) -> list[re.Match[str]]:
    """The words up to the next function word, sign or figure; `stuck` lets one follow "d'"."""
    words: list[re.Match[str]] = []
    match = _STUCK.match(text, at) if stuck and text[at - 1 : at] in "’'" else None
    match = match or _WORD.match(text, at)
    while match and len(words) < _MOST_WORDS and not _ends_noun(match.group(1), language):
        words.append(match)
        match = _WORD.match(text, match.end())
    return words


def _ends_noun(word: str, language: Language) -> bool:
    return word.lower() in _STOP[language] and not (len(word) > 1 and word.isupper())


def _french(words: list[re.Match[str]], plural: bool) -> re.Match[str] | None:
    for index, match in enumerate(words):
        word = match.group(1)
        if word.lower() in _STATES:
            return None
        if _ADJECTIVE["fr"].fullmatch(word) and index + 1 < len(words):
            continue
        if _ORDER.fullmatch(word) or (plural and not (word[-1] in "sxz" or word[0].isupper())):
            return None
        return match
    return None


def _english(words: list[re.Match[str]], plural: bool) -> re.Match[str] | None:
    if not words:
        return None
    if words[0].group(1).lower() in _VICTIMS["en"]:
        who = words[1:2]
        return who[0] if plural and who and _is_plural(who[0].group(1)) else words[0]
    if not plural:
        plain = [m for m in words if not _is_adjective(m.group(1)) and m.group(1)[0].islower()]
        if not plain or _is_plural(plain[0].group(1)):
            return None
        return None if plain[0].group(1).endswith(("'s", "’s")) else plain[0]
    for index, match in enumerate(words):
        if _is_plural(match.group(1)):
            following = words[index + 1 : index + 2]
            return following[0] if _modifies(match, following) else match
    names = [m for m in words if m.group(1)[0].isupper() and not m.group(1).endswith(("'s", "’s"))]
    return names[-1] if len(names) == len(words) and not names[-1].group(1).isupper() else None


def _modifies(match: re.Match[str], following: list[re.Match[str]]) -> bool:
    """Whether a plural stands before the noun it describes: "police officers"."""
    irregular = match.group(1).lower() in _IRREGULAR
    return irregular and bool(following) and _is_plural(following[0].group(1))


def _is_adjective(word: str) -> bool:
    return bool(_ADJECTIVE["en"].fullmatch(word))


def _is_plural(word: str) -> bool:
    low = word.lower()
    if low in _IRREGULAR:
        return True
    if low in _SINGULAR or word.isupper() or low.endswith(("ss", "us", "is", "'s", "’s")):
        return False
    return low.endswith("s") and len(low) > 2
