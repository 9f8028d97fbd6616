"""Readings that make one value together: "1 hr 20 min", "entre 3 et 5", "4 of 7"."""

import re
from dataclasses import replace

from rag.values.numbers import SPACE, Language
from rag.values.units import BARE, CLOCK, ORDINAL, RATIO, YEAR, Reading

_COMPOUND = re.compile(rf"{SPACE}?(?:,{SPACE}|et{SPACE}|and{SPACE})?", re.IGNORECASE)
_BESIDE = re.compile(rf"{SPACE}?")
_BETWEEN: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"{SPACE}(?:(?P<to>à|jusqu[’']à)|(?P<and>et)|(?P<or>ou)){SPACE}|{SPACE}?(?P<dash>[-–])"
        rf"{SPACE}?",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"(?:{SPACE}|-{SPACE}?)(?:(?P<to>to)|(?P<and>and)|(?P<or>or))(?:{SPACE}|-)"
        rf"|{SPACE}?(?P<dash>[-–]){SPACE}?",
        re.IGNORECASE,
    ),
}
_OPENING = re.compile(
    r"(?<!\w)(?:(?P<between>entre |between )(?:les |the )?|(?P<from>de |from ))$", re.IGNORECASE
)
# "18 mois de prison dont 6 ferme", "two years, six months of it suspended"
_OF_WHICH = re.compile(rf"(?:{SPACE}(?:de prison|d[’']emprisonnement))?,?{SPACE}dont{SPACE}")
_SERVED = re.compile(rf"(?:{SPACE}(?:fermes?|avec sursis|de sursis))(?!\w)")
# "186 millions d’euros hors taxes, dont 42 millions versés par l’État", "€186m, of which 42m"
_OF_SUM = re.compile(r"[^.;:!?]{0,40}?\b(?:dont|of which|including)(?:\s[\w’']+){0,2}\s", re.I)
# "contre 68 milliards", "up from 2.9 billion", "soit 2,9 milliards de plus"
_SET_BESIDE = re.compile(
    r"(?:[^.;:!?]|\.\d){0,80}?\b(?:contre|soit|à|au lieu de|puis|après|against|(?<!away )from|to"
    r"|than|versus|compared (?:with|to))(?: (?:environ|près de|plus de|moins de|quelque|just|about"
    r"|nearly|over|under|around|only|almost))?\s",
    re.IGNORECASE,
)
# What stands behind a figure that leaves its unit out: what was done with a sum, or of what kind.
_DONE = re.compile(
    r"\w{2,}(?:é|i|u)e?s?|prêts?|aides?|subventions?|dettes?|pertes?|fonds|dons?|recettes?|impôts?"
    r"|investissements?|économies|travaux|loans?|grants?|debt|aid"
)
_NO_SCORE = 100  # points that hardly any side scores
_LARGE = 1e6  # a number word so large wants "de" before its noun, where there is one
# "De" may tell by how much, and stands far behind its verb only where that takes an aim: "ramener
# l’amende de 48 à 36"; "from" cannot.
_CHANGE = re.compile(
    r"""(?<!\w)(?:(?:pass\w+|mont\w+|grimp\w+|augment\w+|baiss\w+|recul\w+|tomb\w+|chut\w+
    |bondi\w*|rédui\w+|élargi\w*|agrandi\w*)(?:[ ]\w{1,12})?[ ]de
    |(?:ram[eè]n\w+|rel[eè]v\w+|port(?:é|er|ant|era)|(?<!la[ ])(?<!une[ ])porte(?:nt)?
    |(?:été|est|sera|être)[ ](?:portée?s?|étendue?s?))(?:[ ][\w’'-]+){0,3}[ ]de
    |(?:ros[et]|ris(?:e[ns]?|ing)|f[ea]ll|fallen|falls|gr[eo]wn?|grows|went|goe?s?|gone|up|down
    |(?:in|de)creas\w+|drop\w*|jump\w*|climb\w*|cut|rais(?:e[ds]?|ing)|soar\w*|slid\w*|shr[aiu]nk
    |widen\w*|exten(?:d\w*|sion)|expan[ds]\w*|lengthen\w*|doubl\w+|tripl\w+|lift\w*|push\w*
    |mov(?:e[ds]?|ing)|chang\w+|swell\w*|swollen|br(?:ing|ought))
    (?:[ ][\w’'-]+){0,3}[ ]from
    |(?:increas|rais|reduc|lower|slash)(?:e|es|ed|ing)(?:[ ][^.;:]{1,80})?(?<!ranging)[ ]from
    )[ ]$""",
    re.IGNORECASE | re.VERBOSE,
)
_NO_ENDS = (BARE, CLOCK, ORDINAL, RATIO)  # what a bare figure behind "to" does not go on from
_BEFORE = 100  # characters read before a pair
_LIST = re.compile(r", |,? (?:et|and) ")
_ROUND = (*range(2, 11), 20, 100, 1000)  # "one in five", but not "3 in 18 games"
_FEW = 12  # "4 of 7" is a share; "283 of 320 drones" tells two counts
_SHARE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"{SPACE}(?:(?P<of>sur)|(?P<those>des|de{SPACE}[cs]es|parmi{SPACE}les|sur{SPACE}les)"
        rf"|(?P<against>contre)){SPACE}",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"{SPACE}(?:(?P<of>(?:out{SPACE})?of)|(?P<those>(?:out{SPACE})?of{SPACE}(?:the|its|those))"
        rf"|(?P<in>in)|(?P<against>against)){SPACE}",
        re.IGNORECASE,
    ),
}


def join_compounds(text: str, readings: list[Reading]) -> list[Reading]:
    """Durations, lengths and masses in parts, largest unit first, made one: "5ft 7in"."""
    joined: list[Reading] = []
    for reading in readings:
        last = joined[-1] if joined else None
        if last and _continues(text, last, reading):
            more = reading.low * reading.unit.factor / last.unit.factor
            low, high = last.low + more, last.high + more
            joined[-1] = replace(last, end=reading.end, low=low, high=high)
        else:
            joined.append(reading)
    return joined


def _continues(text: str, last: Reading, reading: Reading) -> bool:
    pattern = _COMPOUND if last.unit.kind == "duration" else _BESIDE
    return (
        last.unit.kind == reading.unit.kind
        and last.unit.kind in ("duration", "distance", "mass")
        and last.unit.factor > reading.high * reading.unit.factor
        and last.low == last.high
        and reading.low == reading.high
        and bool(pattern.fullmatch(text, last.end, reading.start))
    )


def join_parts(text: str, readings: list[Reading]) -> list[Reading]:
    """The readings, a bare part in the unit of the whole: of a sentence, "18 mois dont 6 ferme",
    or of a sum, "12 M€, dont 3 millions financés par la région"; and a bare sum in the currency of
    the one that it is set beside: "70,9 milliards d’euros, contre 68 milliards".
    """
    joined: list[Reading] = []
    large: Reading | None = None  # the last figure said in millions or more
    for reading in readings:
        last = joined[-1] if joined else None
        if last and _is_part(text, last, reading):
            reading = replace(reading, unit=last.unit, end=reading.number.end)
        elif large and _set_beside(text, large, reading):
            reading = replace(reading, unit=large.unit)
        large = reading if reading.number.step >= _LARGE else large
        joined.append(reading)
    return joined


def _set_beside(text: str, sum_: Reading, reading: Reading) -> bool:
    """Whether a bare figure in millions is set beside a sum of the same sentence."""
    alike = sum_.unit.kind == "money" and reading.unit == BARE and reading.number.step >= _LARGE
    return alike and _SET_BESIDE.fullmatch(text, sum_.end, reading.start) is not None


def _is_part(text: str, last: Reading, reading: Reading) -> bool:
    """Whether a bare figure tells a part of what the last one does."""
    if last.unit.kind in ("duration", "money") and reading.unit == BARE:
        if _SERVED.match(text, reading.end) and _OF_WHICH.fullmatch(text, last.end, reading.start):
            return True
    if last.unit.kind != "money" or reading.unit.kind != "count" or reading.number.step < _LARGE:
        return False
    bare = reading.unit == BARE or bool(_DONE.fullmatch(reading.unit.name))
    return bare and _OF_SUM.fullmatch(text, last.end, reading.start) is not None


def join_shares(text: str, readings: list[Reading], language: Language) -> list[Reading]:
    """ "4 of 7", "un Français sur cinq" and "11 contre 9" as ratios.

    A vote "11 contre 9" is 11/20, the share of those who took part, so that it can be set
    against "55 %"; "4 of 7" is 4/7. "Three of the five judges" and "283 of 320 drones" tell two
    counts of the same noun.
    """
    joined: list[Reading] = []
    for reading in readings:
        last = joined[-1] if joined else None
        between = (
            _SHARE[language].fullmatch(text, last.end, reading.start)
            if last and last.unit.kind == reading.unit.kind == "count"
            else None
        )
        ratio = _share(last, reading, between) if last and between else None
        if ratio:
            joined[-1] = ratio
            continue
        if last and between and between.lastgroup in ("of", "those") and last.unit == BARE:
            joined[-1] = replace(last, unit=reading.unit)
        joined.append(reading)
    return joined


def _share(last: Reading, reading: Reading, between: re.Match[str]) -> Reading | None:
    exact = last.low == last.high and reading.low == reading.high
    bare = [last.unit, reading.unit].count(BARE)
    against = between.lastgroup == "against"
    whole = last.low + reading.low if against else reading.low
    if not exact or not 0 < last.low <= whole or bare < (2 if against else 1):
        return None
    if between.lastgroup == "those":
        return None
    if (between.lastgroup == "in" or whole > _FEW) and whole not in _ROUND and not against:
        return None
    if last.number.form == "article" and "of" in between.group():
        return None
    share = last.low / whole
    return replace(last, end=reading.number.end, low=share, high=share, unit=RATIO)


def join_ranges(text: str, readings: list[Reading], language: Language) -> list[Reading]:
    """ "entre 3 et 5", "3 to 5 hours", "3-5 hours" as one interval, hedge "range".

    "rose from 12 to 15" tells a change, not an interval: both values stay, in the same unit, which
    either may leave out. A bare "3-1" is a score and is dropped. In "âgés de 33, 34 et 39 ans" all
    three are ages.
    """
    joined: list[Reading] = []
    for reading in readings:
        last = joined[-1] if joined else None
        between = (
            _BETWEEN[language].fullmatch(text, last.end, reading.start)
            if last and (_same_unit(last, reading) or _ends(text, last, reading))
            else None
        )
        listed = last is not None and _LIST.fullmatch(text, last.end, reading.start)
        if last and listed and _ages(last, reading):
            joined.append(replace(reading, unit=last.unit))
        elif last and listed and last.unit == BARE and reading.unit.kind == "age":
            joined[-1:] = [replace(last, unit=reading.unit), reading]
        elif last and between:
            joined[-1:] = _range(text, last, reading, between)
        else:
            joined.append(reading)
    return joined


def _same_unit(last: Reading, reading: Reading) -> bool:
    exact = last.hedge == reading.hedge == "exact"
    priced = reading.unit == BARE and last.start < last.number.start  # "$2.5-3 billion"
    return exact and (last.unit in (BARE, reading.unit) or priced or _ages(last, reading))


def _ends(text: str, last: Reading, reading: Reading) -> bool:
    """Whether a bare figure is the other end of "from 48 million euros" or "de 10 kilomètres"."""
    opening = _OPENING.search(text, max(0, last.start - _BEFORE), last.start)
    exact = last.hedge == reading.hedge == "exact"
    from_it = opening is not None and opening.lastgroup == "from"
    return from_it and exact and reading.unit == BARE and last.unit not in _NO_ENDS


def _ages(last: Reading, reading: Reading) -> bool:
    """Whether "19 à 24 ans" goes on from an age: "âgés de 19"."""
    years = reading.unit == BARE or reading.unit.factor == YEAR
    return last.unit.kind == "age" and years


def _share_scale(last: Reading, reading: Reading) -> tuple[Reading, Reading]:
    """Both of "3 à 5 milliards", "$3 to $5 billion" and "$48 million to 36" in one scale."""
    if reading.number.step == 1:
        return last, _scaled(reading, last)
    return _scaled(last, reading), reading


def _scaled(one: Reading, other: Reading) -> Reading:
    """A figure in the scale that the other is said in, if that is larger and makes them alike."""
    step = other.number.step
    if one.number.step > 1 or step == 1 or one.low >= 10 * other.low / step:
        return one
    return replace(one, low=one.low * step, high=one.high * step)


def _is_score(last: Reading, reading: Reading, how: str | None) -> bool:
    """Whether two bare figures are a score: "3-1", "1 à 0", "a 4-1 triumph"."""
    if how == "to":
        return reading.unit == BARE and _NO_SCORE > last.low > reading.low
    noun = reading.unit.name
    plural = noun.endswith(("s", "x", "people"))
    return how == "dash" and reading.unit.kind == "count" and not plural


def _range(text: str, last: Reading, reading: Reading, between: re.Match[str]) -> list[Reading]:
    before = text[max(0, last.start - _BEFORE) : last.start]
    opening = _OPENING.search(before) if between.lastgroup != "dash" else None
    opened = opening.lastgroup if opening else None
    how = between.lastgroup
    if last.unit != BARE:
        reading = replace(reading, unit=last.unit)
    last, reading = _share_scale(last, reading)
    falls = opened == "from" and how == "to" and last.low > reading.low and reading.unit != BARE
    if falls or _CHANGE.search(before):
        return [replace(last, unit=reading.unit), reading]
    if last.unit == BARE and _is_score(last, reading, how):
        return []
    own_unit = last.unit != BARE
    if (
        (how == "and" and opened != "between")
        or (how == "or" and own_unit)
        or (last.low >= reading.low)
    ):
        return [last, reading]
    if how == "to" and own_unit and opened == "from" and reading.unit.kind == "percentage":
        return [last, reading]
    start = last.start - len(opening.group()) if opening else last.start
    return [
        replace(reading, start=start, low=last.low, high=reading.high, hedge="range",
                number=last.number)
    ]  # fmt: skip
