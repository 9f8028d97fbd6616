"""Times of day in French and English texts.

"2 h 30" is a time after "à" or "vers" and a length of time elsewhere; only the former is found.
"""

import re
from dataclasses import replace

from rag.values.calendar_words import GAP, NUMBERS, Language, any_of, small_number
from rag.values.value import Hedge, Value

_DAY = 86_400
_HALF_HOUR, _QUARTER = 1_800, 900

_HOURS = {
    "fr": any_of(word for word, number in NUMBERS["fr"].items() if number <= 23),
    "en": any_of(word for word, number in NUMBERS["en"].items() if number <= 12 and len(word) > 2),
}
_MINUTES = {"demie": 30, "quart": 15, "half": 30, "quarter": 15}
_DAYPART = {
    "fr": rf"(?P<part>du{GAP}(?:matin|soir)|de{GAP}l['’]après-midi)",
    "en": rf"(?P<part>in{GAP}the{GAP}(?:morning|afternoon|evening)|at{GAP}night)",
}
_CLOCK = {
    "fr": re.compile(
        rf"(?<![\w.,:/-])(?P<hour>[0-2]?[0-9]|{_HOURS['fr']})"
        rf"(?:\s?(?:h|heures?)(?![\w])(?:\s?(?P<minute>[0-5][0-9])(?![\w.,:]\w|\w))?|"
        rf"\s?h(?P<minute2>[0-5][0-9])(?!\w)|:(?P<minute3>[0-5][0-9])(?![\w:]|[.,][0-9]))"
        rf"(?:{GAP}(?:et{GAP}(?:le{GAP})?(?P<plus>demie|quart)|moins{GAP}le{GAP}(?P<less>quart)))?"
        rf"(?:{GAP}{_DAYPART['fr']})?|\b(?P<name>midi|minuit)\b(?:{GAP}et{GAP}(?P<plus2>demie|quart))?",
        re.IGNORECASE,
    ),
    "en": re.compile(
        rf"(?<![\w.,:/-])(?:(?:(?P<hour>[0-2]?[0-9])(?:[:.](?P<minute>[0-5][0-9]))?\s?"
        rf"(?P<half>[ap])(?:\.\s?m\.|m\b))|(?P<hour3>[0-2]?[0-9]):(?P<minute3>[0-5][0-9])(?![\w:]|[.,][0-9])|"
        rf"(?P<hour4>[0-2][0-9])(?P<minute4>[0-5][0-9])(?={GAP}(?:GMT|UTC|hours|local|CET|CEST|EST|EDT|BST))"
        rf"(?:{GAP}(?:GMT|UTC))?|"
        rf"(?:\b(?P<step>half|quarter|five|ten|twenty){GAP}(?P<side>past|to){GAP}|"
        rf"(?=(?:{_HOURS['en']}|[01]?[0-9])\s?o['’]clock))(?P<hour5>{_HOURS['en']}|[01]?[0-9])\b"
        rf"(?:\s?o['’]clock)?(?:{GAP}{_DAYPART['en']})?|"
        rf"\b(?P<name>noon|midday|midnight)\b)",
        re.IGNORECASE,
    ),
}
_NAMED = {"midi": 12, "minuit": 0, "noon": 12, "midday": 12, "midnight": 0}
_LEAD = {
    "fr": re.compile(
        r"\b(?:à|vers|dès|avant|après|depuis|jusqu['’]à|entre|alentours de|environ|il (?:est|était)|"
        r"de|et|matin|soir|après-midi|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche)"
        r",?\s\Z",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"\b(?:at|around|about|by|before|after|from|since|until|till|between|to|and|on)\s\Z",
        re.IGNORECASE,
    ),
}
_DURATION_LEAD = re.compile(r"\b(?:après|avant|depuis|dès|de|et|environ|entre)\s\Z", re.IGNORECASE)
_DURATION_TAIL = re.compile(
    rf"{GAP}(?:d['’]|de{GAP}(?!l['’]après)|du{GAP}(?!matin|soir)|des{GAP}|plus{GAP}(?:tôt|tard)|"
    rf"après|avant{GAP}l|durant|par{GAP}|sur{GAP}|chaque|supplémentaires|auparavant)",
    re.IGNORECASE,
)
_HEDGES: dict[Language, tuple[tuple[re.Pattern[str], Hedge], ...]] = {
    "fr": (
        (re.compile(r"\b(?:un peu|peu|juste) avant \Z", re.IGNORECASE), "nearly"),
        (re.compile(r"\b(?:un peu|peu|juste) après \Z", re.IGNORECASE), "over"),
        (re.compile(r"\b(?:vers|aux alentours de|(?:à )?environ) \Z", re.IGNORECASE), "about"),
    ),
    "en": (
        (re.compile(r"\b(?:shortly|just|a little) before \Z", re.IGNORECASE), "nearly"),
        (re.compile(r"\b(?:shortly|just|soon|a little) after \Z", re.IGNORECASE), "over"),
        (re.compile(r"\b(?:around|about) \Z", re.IGNORECASE), "about"),
    ),
}
_JOIN = {
    "fr": re.compile(r"\s(?:à|et)\s|\s?[-–]\s?"),
    "en": re.compile(r"\s(?:to|and|until)\s|\s?[-–]\s?"),
}
_LOOK = 24


def find_times(text: str, language: Language) -> list[Value]:
    """The times of day that a text names, in seconds since midnight, in order."""
    values: list[Value] = []
    for match in _CLOCK[language].finditer(text):
        if (second := _second(match, language)) is None:
            continue
        before = text[max(0, match.start() - _LOOK) : match.start()]
        last = values[-1] if values else None
        if last is not None and _JOIN[language].fullmatch(text, last.end, match.start()):
            if last.hedge == "exact" and last.low < second:
                values[-1] = replace(
                    last, high=second, hedge="range", end=match.end(),
                    text=text[last.start : match.end()],
                )  # fmt: skip
                continue
        if _is_time(match, before, language):
            values.append(_hedged(text, match, second, before, language))
    return [value for value in values if not _lone_range_start(text, value)]


def _lone_range_start(text: str, value: Value) -> bool:
    """True for "de 8 h", "et 2 h" with no second bound: a length, not a time of day."""
    before = text[max(0, value.start - 4) : value.start].lower()
    return (
        value.hedge == "exact"
        and bool(re.search(r"\b(?:de|et) \Z", before))
        and (
            re.match(r"\d|[a-z]", value.text, re.IGNORECASE) is not None
            and not re.search(r"mati|soir|midi|minuit", value.text, re.IGNORECASE)
        )
    )


def _second(match: re.Match[str], language: Language) -> int | None:
    """Seconds since midnight, or None when there is no such time."""
    groups = {name: value for name, value in match.groupdict().items() if value is not None}
    if "name" in groups:
        hour: int | None = _NAMED[groups["name"].lower()]
    else:
        word = next(value for name, value in groups.items() if name.startswith("hour"))
        hour = small_number(word, language)
    minute = next((int(value) for name, value in groups.items() if name.startswith("minute")), 0)
    if hour is None or hour > 23:
        return None
    step = groups.get("plus") or groups.get("plus2")
    if step:
        minute += _MINUTES[step.lower()]
    if "less" in groups:
        minute -= 15
    if "step" in groups:
        word = groups["step"].lower()
        amount = _MINUTES.get(word) or small_number(word, "en") or 0
        minute += amount if groups["side"].lower() == "past" else -amount
    afternoon = groups.get("half", "").lower() == "p" or bool(
        re.search(r"soir|midi|afternoon|evening|night", groups.get("part", "").lower())
    )
    if "half" in groups and not 1 <= hour <= 12:
        return None
    if afternoon and hour < 12:
        hour += 12
    elif not afternoon and groups.get("half") and hour == 12:
        hour = 0
    return (hour * 3600 + minute * 60) % _DAY


def _is_time(match: re.Match[str], before: str, language: Language) -> bool:
    groups = match.groupdict()
    if groups.get("name") or groups.get("part") or groups.get("half"):
        return True
    if language == "en":
        return bool(groups["hour5"] or groups["hour4"] or _LEAD["en"].search(before))
    if not _LEAD["fr"].search(before) or _DURATION_TAIL.match(match.string, match.end()):
        return False
    in_words = not groups["hour"].isdecimal()
    return not (in_words and _DURATION_LEAD.search(before))


def _hedged(text: str, match: re.Match[str], second: int, before: str, language: Language) -> Value:
    low = high = second
    start, hedge = match.start(), "exact"
    for pattern, name in _HEDGES[language]:
        lead = pattern.search(before)
        if lead is None:
            continue
        slack = _HALF_HOUR if second % 3600 == 0 or name != "about" else _QUARTER
        top = second or (_DAY if name == "nearly" else 0)
        low = max(0, top - slack) if name != "over" else second
        high = min(_DAY, top + slack) if name != "nearly" else top
        start, hedge = match.start() - len(lead.group()), name
        break
    return Value("time", low, high, "s", hedge, start, match.end(), text[start : match.end()])  # type: ignore[arg-type]
