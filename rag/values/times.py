"""Times of day in French and English texts.

"2 h 30" is a time after "à" or "vers" and a length of time elsewhere: only the former is found.
"""

import re
from dataclasses import replace

from rag.values.calendar_words import (
    GAP,
    MINUTES,
    NUMBERS,
    WEEKDAYS,
    Language,
    any_of,
    small_number,
)
from rag.values.value import Hedge, Value

_DAY, _HALF_HOUR, _QUARTER = 86_400, 1_800, 900
_LOOK = 24  # characters read before a time

_HOURS_FR = any_of(word for word, number in NUMBERS["fr"].items() if number < 24)
_HOURS_EN = any_of(
    word for word, number in NUMBERS["en"].items() if number < 13 and " " not in word
)
_CLOCK: dict[Language, tuple[str, ...]] = {
    "fr": (
        rf"""(?<![\w.,:/-])(?:(?<=\bentre\s)(?P<from>[0-2]?[0-9])~et~)?
        (?P<hour>[0-2]?[0-9]|{_HOURS_FR})
        (?:\s?(?:heures?|h)(?:\s?(?P<minute>[0-5][0-9])(?![.,:]?\w))?(?!\w)
        |:(?P<digits>[0-5][0-9])(?![\w:]|[.,][0-9]))
        (?:~(?P<spelt>{any_of(MINUTES)})(?=[.,;:!?)]|$|~(?:et|à|du|de|précises?|par)\b))?
        (?:~(?:et~(?:le~)?(?P<plus>demie|quart)|moins~le~(?P<less>quart)))?
        (?:~(?P<part>du~matin|du~soir|de~l['’]après-midi))?""",
        r"(?<!après-)\b(?P<name>midi|minuit)\b(?:~et~(?P<plus>demie?|quart))?",
    ),
    "en": (
        rf"""(?:(?<=before\s)|(?<=after\s))(?P<hour>{_HOURS_EN})(?P<soon>)
        (?:~(?P<part>in~the~(?:morning|afternoon|evening)|at~night)\b)?
        (?=[.,;:!?)]|$|~(?:on|in|the|this|that|yesterday|last|when|as|and|local)\b)""",
        r"""(?<=\bat\s)(?P<hour>[0-2]?[0-9])\.(?P<minute>[0-5][0-9])
        (?=[.,;:!?)](?![0-9])|$|~(?:on|in|this|that|yesterday|last|when|as|and|local|sharp)\b)""",
        r"""(?<![\w.,:/-])(?:(?P<from>[01]?[0-9])(?:~(?:to|and)~|\s?[-–]\s?))?
        (?P<hour>[01]?[0-9])(?:[:.](?P<minute>[0-5][0-9]))?\s?
        (?P<half>[ap])(?:\.\s?m\.|m\b)""",
        r"""(?<![\w.,:/-])(?P<hour>[0-2]?[0-9]):(?P<minute>[0-5][0-9])(?![\w:]|[.,][0-9])
        (?:~(?P<part>in~the~(?:morning|afternoon|evening)|at~night))?(?:~(?:GMT|UTC)\b)?""",
        r"""(?<![\w.,:/-])(?P<hour>[0-2][0-9])(?P<minute>[0-5][0-9])
        (?:~(?P<zone>GMT|UTC)\b|(?P<zone2>(?=~(?:hours|local|CET|CEST|EST|EDT|BST)\b)))""",
        rf"""\b(?P<step>half|quarter|five|ten|twenty)~(?P<side>past|to)~(?P<hour>{_HOURS_EN})\b
        (?:~(?P<part>in~the~(?:morning|afternoon|evening)|at~night))?""",
        rf"""(?<![\w.,:/-])(?P<hour>{_HOURS_EN}|[01]?[0-9])~?o['’](?P<clock>clock)\b
        (?:~(?P<part>in~the~(?:morning|afternoon|evening)|at~night))?""",
        r"\b(?P<name>noon|midday|midnight)\b",
    ),
}
_PATTERNS = {
    language: [re.compile(clock.replace("~", GAP), re.IGNORECASE | re.VERBOSE) for clock in clocks]
    for language, clocks in _CLOCK.items()
}
_NAMED = {"midi": 12, "minuit": 0, "noon": 12, "midday": 12, "midnight": 0}
_STEPS = {
    "demie": 30,
    "demi": 30,
    "half": 30,
    "quart": 15,
    "quarter": 15,
    "five": 5,
    "ten": 10,
    "twenty": 20,
}
# A group that only a time has: no word before it is needed.
_PLAIN = ("name", "part", "half", "zone", "zone2", "step", "clock")
_WEEKDAY = any_of(WEEKDAYS["fr"])
_LEAD = {
    "fr": re.compile(
        r"\b(?:à|vers|dès|avant|après|depuis|jusqu['’]à|entre|alentours de|environ|il (?:est|était)"
        rf"|matin|soir|après-midi|{_WEEKDAY}),?\s\Z",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:at|around|about|by|before|after|from|since|until|till|between|the|every)\s\Z"
        r"|['’]s\s\Z",
        re.IGNORECASE,
    ),
}
# "six à sept heures de marche": a length of time, not seven o'clock.
_NUMBER_TO = re.compile(rf"(?:[0-9]|\b{_HOURS_FR}) à\s\Z", re.IGNORECASE)
_OPENS_RANGE = re.compile(r"\bde\s\Z", re.IGNORECASE)
# "lundi à 13 h 50 du bord du quai": behind a day stands a time, whatever follows it.
_DAY_LEAD = re.compile(
    rf"\b(?:{_WEEKDAY}|hier|demain|aujourd['’]hui|matin|soir|20[0-9]{{2}}),? à\s\Z",
    re.IGNORECASE,
)
# "après deux heures", "depuis deux heures": in words after these, a length of time.
_LENGTH_LEAD = re.compile(r"\b(?:après|avant|depuis|dès|environ|entre)\s\Z", re.IGNORECASE)
_SOON = re.compile(
    r"\b(?:(?:shortly|just|soon|a little) (?:before|after)|(?:peu|juste) (?:avant|après))\s\Z",
    re.IGNORECASE,
)
_LENGTH_TAIL = re.compile(
    rf"{GAP}(?:d['’]|de{GAP}(?!l['’]après)|des{GAP}|du{GAP}(?!matin|soir)|plus{GAP}t|après|"
    rf"avant{GAP}l|durant|sur{GAP}|chaque|"
    rf"par{GAP}(?:jour|semaine|mois|an|nuit|soir|personne|élève|tête|match|séance|cours|trajet|classe)|supplémentaires|auparavant)",
    re.IGNORECASE,
)
_HEDGES: dict[Language, dict[Hedge, str]] = {
    "fr": {
        "nearly": r"(?:un~peu|peu|juste)~avant",
        "over": r"(?:un~peu|peu|juste)~après",
        "about": r"(?:vers|aux~alentours~de|environ)",
    },
    "en": {
        "nearly": r"(?:shortly|just|a~little)~before",
        "over": r"(?:shortly|just|soon|a~little)~after",
        "about": r"(?:around|about)",
    },
}
_HEDGE = {
    language: re.compile(
        r"\b(?:"
        + "|".join(f"(?P<{name}>{words})" for name, words in hedges.items()).replace("~", GAP)
        + rf"){GAP}\Z",
        re.IGNORECASE,
    )
    for language, hedges in _HEDGES.items()
}
_LATE = re.compile("soir|midi|afternoon|evening|night")
# "A quarter past four on Thursday afternoon"
_THAT_LATE = re.compile(
    rf" on {any_of(WEEKDAYS['en'])} (?:afternoon|evening|night)\b", re.IGNORECASE
)
_JOIN = re.compile(r"\s(?:à|et|to|and|until)\s|\s?[-–]\s?", re.IGNORECASE)


def find_times(text: str, language: Language) -> list[Value]:
    """The times of day that a text names, in seconds since midnight, in order."""
    matches = [match for pattern in _PATTERNS[language] for match in pattern.finditer(text)]
    values: list[Value] = []
    opened: Value | None = None  # what "de 9 h" would be if "à 12 h" follows
    for match in sorted(matches, key=lambda match: (match.start(), -match.end())):
        second = _second(match, language)
        first = opened or (values[-1] if values else None)
        if second is None or (first is not None and match.start() < first.end):
            continue
        before = text[max(0, match.start() - _LOOK) : match.start()]
        both = first and _range(text, first, second, match)
        if both:
            values = [*values[: None if opened else -1], both]
            opened = None
        elif _is_time(match, before, language):
            values += (
                [opened] if opened and _JOIN.fullmatch(text, opened.end, match.start()) else []
            )
            values.append(_hedged(text, match, second, before, language))
            opened = None
        elif language == "fr" and _OPENS_RANGE.search(before):
            opened = _hedged(text, match, second, before, language)
    return values


def _second(match: re.Match[str], language: Language) -> int | None:
    """Seconds since midnight, or None when there is no such time."""
    groups = {name: value.lower() for name, value in match.groupdict().items() if value}
    name = groups.get("name")
    hour = _NAMED[name] if name else small_number(groups["hour"], language)
    if hour is None or hour > 23 or ("half" in groups and not 1 <= hour <= 12):
        return None
    if "from" in groups and language == "fr" and int(groups["from"]) >= hour:
        return None
    minute = int(groups.get("minute") or groups.get("digits") or 0)
    minute += MINUTES[groups["spelt"]] if "spelt" in groups else 0
    step = _STEPS.get(groups.get("step") or groups.get("plus") or groups.get("less") or "", 0)
    minute += -step if "less" in groups or groups.get("side") == "to" else step
    late = _LATE.search(groups.get("part", "")) or _THAT_LATE.match(match.string, match.end())
    if hour < 12 and (late or groups.get("half") == "p"):
        hour += 12
    elif hour == 12 and groups.get("half") == "a":
        hour = 0
    return (hour * 3600 + minute * 60) % _DAY


def _range(text: str, first: Value, second: int, match: re.Match[str]) -> Value | None:
    """The range from the first time to this one, when only "à" or "to" stands between."""
    joined = _JOIN.fullmatch(text, first.end, match.start())
    if joined is None or first.hedge != "exact" or first.low >= second:
        return None
    words = text[first.start : match.end()]
    return replace(first, high=second, hedge="range", end=match.end(), text=words)


def _is_time(match: re.Match[str], before: str, language: Language) -> bool:
    groups = match.groupdict()
    if any(groups.get(name) is not None for name in _PLAIN):
        return True
    if not _LEAD[language].search(before) or _NUMBER_TO.search(before):
        return False
    if language == "en":
        return groups.get("soon") is None or bool(_SOON.search(before))
    if _SOON.search(before) or _DAY_LEAD.search(before):
        return True
    in_words = not groups["hour"].isdecimal()
    length = _LENGTH_TAIL.match(match.string, match.end())
    return length is None and not (in_words and _LENGTH_LEAD.search(before))


def _hedged(text: str, match: re.Match[str], second: int, before: str, language: Language) -> Value:
    """The time with the words before it that make it vague."""
    start, end = match.span()
    if opening := match.groupdict().get("from"):
        low = int(opening) * 3600
        if language == "en" and low + _DAY // 2 < second:
            low += _DAY // 2  # "2 to 4 p.m." begins in the afternoon
        return Value("time", low, second, "s", "range", start, end, text[start:end])
    lead = _HEDGE[language].search(before)
    if lead is None:
        return Value("time", second, second, "s", "exact", start, end, text[start:end])
    start -= len(lead.group())
    if lead["nearly"]:
        top = second or _DAY  # just before midnight is late in the day
        return Value("time", top - _HALF_HOUR, top, "s", "nearly", start, end, text[start:end])
    if lead["over"]:
        high = second + _HALF_HOUR
        return Value("time", second, high, "s", "over", start, end, text[start:end])
    slack = _HALF_HOUR if second % 3600 == 0 else _QUARTER
    low, high = max(0, second - slack), min(_DAY, second + slack)
    return Value("time", low, high, "s", "about", start, end, text[start:end])
