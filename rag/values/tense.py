"""Whether the words around a date speak of the past or of the future.

Rules on verb forms and set phrases, not a parser: the nearest sign in the clause of the date
decides. Without any sign the answer is 0, and the caller takes what is usual in news.
"""

import re
from collections.abc import Iterator

from rag.values.calendar_words import Language
from rag.values.periods import Turn

_REACH = 200  # characters looked at on either side

# The French future and conditional end in one of these; some words and past tenses do too.
_FUTURE_ENDINGS = tuple(
    stem + ending
    for stem in ("er", "ir", "dr", "rr", "ttr", "îtr", "vr", "aur", "clur", "mpr", "ncr")
    for ending in ("a", "ont", "ai", "as", "ons", "ez", "ait", "aient")
)
_NOT_FUTURE = frozenset(
    "tira retira attira étira inspira aspira expira respira admira vira soupira conspira déchira "
    "désira livra délivra vrai environs opera aurait auraient serait seraient".split()
)
_WORD = re.compile(r"\b[a-zà-ÿœ]{3,24}+\b")
_FUTURE = {
    "fr": re.compile(
        r"""\b(?:(?:va|vont|vais|allons|allait|allaient)\s(?:\w+\s){0,2}?(?:s['’])?
        \w{2,20}(?:er|ir|re|oir)|doi(?:t|vent)|dev(?:r?ait|r?aient)|prévue?s?|attendue?s?|programmée?s?|censée?s?|
        à[ ]venir|s['’]apprêt\w{1,5}|compten?t?|[Dd]['’]ici|[Jj]usqu['’]au|au[ ]plus[ ]tard|
        échéance|[Rr]endez-vous(?:[ ]est[ ]\w+)?|
        s['’]ouvre(?:nt)?|débute(?:nt)?|(?:re)?commence(?:nt)?|reprend|reprennent|rouvre(?:nt)?|
        (?:a|ont)[ ]lieu|se[ ](?:tient|tiennent|réuni(?:t|ssent)|retrouvent|joue(?:nt)?)|
        [Àà][ ]la[ ]veille[ ]d|[Aa]vant|veut|veulent|prochaine?s?)\b""",
        re.VERBOSE,
    ),
    "en": re.compile(
        r"""\b(?:will|won['’]t|shall|would|must|should|
        (?:is|are|was|were)(?:\snot)?\s(?:to|due|set|going|expected|about|scheduled|forecast)|
        (?:agreed|vowed|pledged|promised|decided|threatened|offered|hoped|voted)\sto|
        due|going[ ]to|plan(?:s|ned)?|scheduled|set[ ]to|expected|expects?|upcoming|deadline|until|
        pay|wants?|next|
        # The present of what a calendar fixes: "the hearing resumes on Monday".
        (?:re)?opens|(?<!the\s)starts|begins|resumes|closes|meets?|returns|faces|leaves|arrives|
        takes?[ ]place|kicks?[ ]off|goes[ ]on|gets[ ]under[ ]way|holds|hosts|publishes|appears|
        (?<!the\s)reports(?=[ ](?:on|its|results|earnings|first|third|full))|
        could(?![ ]not)|(?:is|are)[ ](?:on|at)|
        (?:doors|polls|talks)[ ](?:open|close|begin|resume))\b|['’]ll\b""",
        re.VERBOSE | re.IGNORECASE,
    ),
}
# What leads up to a day to come in English: "before Friday"; not "completed before Friday".
_LEADING = re.compile(r"\b(?:before|ahead of|the eve of)\b", re.IGNORECASE)
_PAST = {
    "fr": re.compile(
        r"""\b(?:(?:a|ai|ont|avait|avaient|est|sont|était|étaient|aurait|auraient|serait|seraient)
        (?:\s\w+){0,2}?\s\w{0,20}(?:é|ée|és|ées|i|is|ie|it|u|us|ue|ues|nt|rt|ert)|eut|fut|furent|
        était|étaient|\w{2,20}èrent)\b""",
        re.VERBOSE,
    ),
    "en": re.compile(
        r"""\b(?<!\bbe\s)(?!(?:hundred|need|indeed|united|speed)\b)(?:\w{2,20}ed|said|was|were|met|had|held|told|took|went|came|began|left|
        won|lost|spoke|made|gave|saw|struck|rose|fell|led|ran|quit|hit|shot|wrote|sent|found|
        broke|brought|built|bought|became|chose|drove|fled|flew|fought|grew|kept|paid|sank|sat|sold|
        spent|stole|stood|swept|threw|withdrew|
        (?:has|have)(?:\s\w+){0,2}?\s\w+)\b""",
        re.VERBOSE | re.IGNORECASE,
    ),
}
# A participle right before the date: "remis mardi", "arrivé lundi".
_DONE = re.compile(r"\b\w{2,20}(?:é|i|is|it|u|ert)e?s?\s(?:le\s|ce\s|en\s)?\Z")
# What is moved to a day is still to come then: "has been put back to 3 May".
_MOVED = re.compile(
    r"\b(?:moved|postponed|rescheduled|pushed|put|brought|shifted|delayed|adjourned|deferred)"
    r"(?: back| forward| off)? (?:to|until|till|for)(?: \w+,?)?\s\Z"
    r"|\b(?:postponed|rescheduled|delayed|deferred|(?:moved|pushed|put|brought|shifted)"
    r" (?:back|forward|off)) [^.;:]{1,110}? (?:to|until|till)(?: \w+,?)?\s\Z"
    r"|\b(?:report|repouss|décal|différ)(?:e|ent|é|ée|és|ées) [^.;:]{1,110}? (?:au|jusqu['’]au)"
    r"(?: \w+)?\s\Z"
    r"|\b(?:report|repouss|avanc|déplac|renvoy|ajourn|décal|différ)\w{1,4} (?:au|à|jusqu['’]au)"
    r"(?: \w+)?\s\Z",
    re.IGNORECASE,
)
_DOT = r"(?<!\b[ap]\.m)(?<!\b[ap])(?<!\bM)(?<!\bMM)(?<!\bMr)(?<!\bMrs)(?<!\bDr)\.(?![0-9])"
_END = re.compile(rf"{_DOT}|[!?\n]")
_STOP = rf"{_DOT}|[;:!?()\n—–]|,(?![0-9])"
_BREAK = {
    "fr": re.compile(rf"{_STOP}|\b(?:qui|qu['’]|que|dont|où|mais)\b", re.IGNORECASE),
    "en": re.compile(rf"{_STOP}|\b(?:that|who|which|where|but)\b", re.IGNORECASE),
}
_RELATIVE = re.compile(r"\b(?:qui|dont|où|who|which|that)\Z", re.IGNORECASE)
# What stands between a comma and a date that is set between commas.
_ASIDE = re.compile(r"\s(?:le |ce |dès |on |early on |late on )?")
_OPENS = re.compile(r"\W*(?:\w+\s)?")
_AND: dict[Language, re.Pattern[str]] = {"fr": re.compile(r"\bet\b"), "en": re.compile(r"\band\b")}


def clause_of(text: str, start: int, end: int, language: Language) -> tuple[int, int]:
    """The clause in which the date `text[start:end]` stands, as offsets.

    One that opens its sentence ("En mars 2021, …") goes with the clause behind its comma.
    """
    if _OPENS.fullmatch(text, 0, start) and text.startswith(",", end):
        end += 1
    cuts = (_BREAK[language], _AND[language])
    left = max((m.end() for cut in cuts for m in cut.finditer(text, 0, start)), default=0)
    ends = (m.start() for cut in cuts if (m := cut.search(text, end)))
    return left, min(ends, default=len(text))


def turn_of(text: str, start: int, end: int, language: Language) -> Turn:
    """-1 where the words around `text[start:end]` speak of the past, 1 of the future, else 0.

    A clause without a sign of its own ("Vendredi, il …", "At a meeting on Friday, they …") goes
    with the next clause of the sentence that has one; a date set between commas ("The court
    suspended, on Friday, …") with the words before it.
    """
    breaks = _BREAK[language]
    left, right = max(0, start - _REACH), min(len(text), end + _REACH)
    if _MOVED.search(text[left:start]):
        return 1
    cuts = (m for m in breaks.finditer(text, left, start) if not _only(text, m))
    begins = [left, *(m.end() for m in cuts)]
    low = begins[-1]
    if (
        text[low - 1 : low] == ","
        and text.startswith(",", end)
        and _ASIDE.fullmatch(text, low, start)
    ):
        low = begins[-2]
    stop = _END.search(text, end, right)
    last = stop.start() if stop else right
    told = [m.span() for m in _PAST[language].finditer(text, low, last)]
    signs = [*_future_signs(text, low, last, language)]
    if language == "en":
        done = {past_end + 1 for _, past_end in told}
        leading = (m.span() for m in _LEADING.finditer(text, low, start))
        signs += [sign for sign in leading if sign[0] not in done]
    if _RELATIVE.search(text, 0, low):  # "who saw it on 3 June will testify": that is not its own
        if leads := [sign for sign in (*told, *signs) if sign[1] <= start]:
            told = [sign for sign in told if sign in leads]
            signs = [sign for sign in signs if sign in leads]
    ahead = [_gap(sign, start, end) for sign in signs]
    back = [_gap(sign, start, end) for sign in told]
    for high in [*(m.start() for m in breaks.finditer(text, end, last)), last]:
        future = min((gap for gap, sign_end in ahead if sign_end <= high), default=None)
        past = min((gap for gap, sign_end in back if sign_end <= high), default=None)
        if future is not None and (past is None or future <= past):
            return 1
        if past is not None or (language == "fr" and _DONE.search(text[low:start])):
            return -1
    return 0


def _only(text: str, cut: re.Match[str]) -> bool:
    """Whether "que" is no conjunction, but that of "ne … que": "n’a rouvert que le 9 mars"."""
    return cut.group() == "que" and _NOT.search(text, 0, cut.start()) is not None


_NOT = re.compile(r"\bn(?:e |['’])(?:[\w’']+ ){1,3}\Z")


def _future_signs(text: str, low: int, high: int, language: Language) -> Iterator[tuple[int, int]]:
    for match in _FUTURE[language].finditer(text, low, high):
        yield match.span()
    if language == "fr":
        for match in _WORD.finditer(text, low, high):
            word = match.group()
            if word.endswith(_FUTURE_ENDINGS) and word not in _NOT_FUTURE:
                yield match.span()


def _gap(sign: tuple[int, int], start: int, end: int) -> tuple[int, int]:
    """How far a sign stands from the date, and where it ends."""
    return max(start - sign[1], sign[0] - end, 0), sign[1]
