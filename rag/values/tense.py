"""Whether the words around a date speak of the past or of the future.

Rules on verb forms and set phrases, not a parser: the nearest sign in the clause of the date
decides; without any sign the answer is 0 and the caller takes what is usual in news.
"""

import re

from rag.values.calendar_words import Language
from rag.values.periods import Turn

# Stems before the endings of the French future and conditional; -erer, -tirer and the like have a
# past tense that looks the same and are left out by name.
_NOT_FUTURE = (
    "tira|retira|attira|étira|inspira|aspira|expira|respira|admira|vira|soupira|conspira|"
    "déchira|désira|livra|délivra|vrai|environs|front|affront|bras|opera|aurait|auraient|"
    "serait|seraient|libra"
)
_FUTURE_FR = (
    rf"(?!(?:{_NOT_FUTURE})\b)[a-zà-ÿœ]{{0,20}}(?:e|i|d|r|tt|ît|v|[ns]?au|clu|mp|nc)r"
    r"(?:a|ont|ai|as|ons|ez|ait|aient)"
)
_FUTURE = {
    "fr": re.compile(
        rf"\b(?:{_FUTURE_FR}|(?:va|vont|vais|allons|allait|allaient)\s(?:\w+\s){{0,2}}?"
        r"(?:s['’])?\w{2,20}(?:er|ir|re|oir)|doit|doivent|prévue?s?|attendue?s?|programmée?s?|"
        r"censée?s?|à venir|s['’]apprêt\w{1,5}|compten?t?|d['’]ici|au plus tard|échéance|"
        r"à la veille d|avant l[ea]|avant|veut|veulent|prochaine?s?)\b"
    ),
    "en": re.compile(
        r"\b(?:will|won['’]t|shall|would|must|should|(?:is|are|was|were)(?:\snot)?\s"
        r"(?:to|due|set|going|expected|about|scheduled)|due|going to|plan(?:s|ned)?|scheduled|"
        r"set to|expected|expects?|upcoming|ahead of|(?:on )?the eve of|by|before|until|"
        r"deadline|pay|wants?|next)\b|['’]ll\b",
        re.IGNORECASE,
    ),
}
_PAST = {
    "fr": re.compile(
        r"\b(?:(?:a|ai|ont|avait|avaient|est|sont|était|étaient|aurait|auraient|serait|seraient)"
        r"(?:\s\w+){0,2}?\s\w{0,20}(?:é|ée|és|ées|i|is|ie|it|u|us|ue|ues|nt|rt|ert)|eut|fut|"
        r"furent|était|étaient|\w{2,20}èrent|remise?s?|publiée?s?|signée?s?|paru)\b"
    ),
    "en": re.compile(
        r"\b(?<!\bbe\s)(?:\w{2,20}ed|said|was|were|met|had|held|told|took|went|came|began|left|won|lost|"
        r"spoke|made|gave|saw|struck|rose|fell|led|ran|quit|hit|shot|wrote|sent|found|"
        r"(?:has|have)(?:\s\w+){0,2}?\s\w+)\b",
        re.IGNORECASE,
    ),
}
_BREAK = {
    "fr": re.compile(
        r"[,;:.!?()\n—–]|\b(?:qui|qu['’]|que|dont|où|mais|et (?=\w+ \w+ra\b))\b", re.I
    ),
    "en": re.compile(r"[,;:.!?()\n—–]|\b(?:that|who|which|where|but)\b", re.I),
}
_BARE = re.compile(
    r"\W*(?:(?:le|la|les|ce|cet|cette|du|de|des|en|au|dès|on|in|the|this|late|early|at)\W+)*\W*\Z",
    re.IGNORECASE,
)
_REACH = 200  # characters looked at on either side


def turn_of(text: str, start: int, end: int, language: Language) -> Turn:
    """-1 where the clause of `text[start:end]` speaks of the past, 1 of the future, else 0.

    A date that is a clause of its own ("Vendredi, il …") goes with the clause that follows.
    """
    left, right = max(0, start - _REACH), min(len(text), end + _REACH)
    breaks = [m for m in _BREAK[language].finditer(text, left, right)]
    edges = [left] + [m.end() for m in breaks if m.end() <= start] + [right]
    low = edges[-2]
    stops = [m.start() for m in breaks if m.start() >= end] + [right]
    high = stops[0]
    if len(stops) > 1 and _BARE.match(text[low:start]) and _BARE.match(text[end:high]):
        high = stops[1]
    future = _distance(_FUTURE[language], text, low, high, start, end)
    past = _distance(_PAST[language], text, low, high, start, end)
    if future is None and past is None:
        return 0
    return 1 if past is None or (future is not None and future <= past) else -1


def _distance(
    signs: re.Pattern[str], text: str, low: int, high: int, start: int, end: int
) -> int | None:
    """Characters from the date to the nearest sign in `text[low:high]`."""
    gaps = [
        min(abs(start - m.end()), abs(m.start() - end)) for m in signs.finditer(text, low, high)
    ]
    return min(gaps, default=None)
