"""Spans of time: how long something lasted or how old someone is."""

import re

from rag.values.calendar_words import MINUTES, any_of
from rag.values.lookalikes import is_clock
from rag.values.numbers import SPACE, Language, Number
from rag.values.units import AGE, CLOCK, DAY, HOUR, YEAR, Reading, Unit, reading

_HALF: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"{SPACE}(?:et{SPACE})?(?:(?P<half>demie?)(?!\w)|(?:(?P<quarter>(?:un{SPACE})?quart)"
        rf"|(?P<three>trois{SPACE}quarts))(?!\w)(?!{SPACE}d[e’']))",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r" and (?:(?P<half>a half)|(?:(?P<quarter>a quarter)|(?P<three>three quarters))(?! of))"
        r"(?!\w)",
        re.IGNORECASE,
    ),
}
_MORE = {"half": 0.5, "quarter": 0.25, "three": 0.75}
_MINUTES_IN_WORDS = re.compile(
    rf"{SPACE}(?P<words>{any_of(MINUTES)})"
    rf"(?=[.,;:!?)]|$|{SPACE}(?:et|en|pour|d[eu’']|à|après|avant|de|montre|exactement)(?!\w))",
    re.IGNORECASE,
)
_MINUTES = re.compile(rf"{SPACE}?([0-5][0-9])(?:{SPACE}?min(?:utes?)?)?(?![\w.,]\w|\w)")
_GENEROUS = re.compile(rf"{SPACE}(?:bonne?s?|good){SPACE}", re.IGNORECASE)
_AGO = re.compile(rf"{SPACE}(?:ago|earlier|later|plus tard|plus tôt)(?!\w)")
_SINCE = re.compile(r"(?:(?<!\w)il y a|(?<!\w)(?:voici|voilà))[ \u00a0]$", re.IGNORECASE)
_NEXT_IN_LINE = re.compile(
    rf"-\w|{SPACE}(?!(?:or|and|later|ago|ou|et|plus|de|d|after|before|après|avant)(?!\w))\w",
    re.IGNORECASE,
)

_OLD = re.compile(r"[ -](?:olds?|of[ -]age)(?!\w)")
_AGED = re.compile(
    r"(?:(?<!\w)âgée?s?[ \u00a0]d[e’'][ \u00a0]?(?:seulement |à peine )?"
    r"|(?<!\w)age(?:d|[ ]of|)[ ](?:between |just |only |barely )?)$",
    re.IGNORECASE,
)
_PERSON = re.compile(
    r"(?<!\w)(?:âge d[e’'] ?|(?:homme|femme|garçon|fille|fils|enfant|adolescente?|fillette|jeune"
    r"|mineure?|retraitée?|bébé|nourrisson|étudiante?|mère|père|frère|sœur|policier|ouvrier|infirmière?"
    r"|accusée?|suspecte?|victime|[A-Z]\w{1,20}s|\w{1,20}(?:ien|ienne|iste|teur|trice|euse))s?"
    r"(?:[ ][\w-]{1,20})? d[e’'] ?(?:[0-9]{1,2}(?:, | et | ou | à ))*"
    r"|(?<!y )(?:a|ai|avait|avaient|ont|aura|avoir|ayant|fêt\w{1,8}) (?:que |déjà |seulement )?)$"
)
_INFANT = re.compile(
    r"(?<!\w)(?:bébé|nourrisson|nouveau-né|enfant|fille|fillette|garçon|fils)s?"
    r"(?: [\w-]{1,20})? d[e’'] ?$"
)
# "les moins de 40 ans", "les 18-25 ans": people, by their age
_THOSE = re.compile(
    r"(?<!\w)(?:les|des|aux|chez les) (?:(?:moins|plus) d[e’'] ?|[0-9]{1,2}[-–])$", re.IGNORECASE
)
_APPOSED = re.compile(r"[^\W\d_][\w’'-]{0,30}(?<!ans)(?<!mois) ?[,(] ?$")
_AT_AGE = re.compile(r"(?<!\w)à $", re.IGNORECASE)
_SENTENCE = re.compile(r" (?:d[e’']|ferme|avec|pour)")
_TURNED = re.compile(
    r"(?<!\w)(?:turn(?:ed|s|ing)?|(?:died?|dies|dying|retir(?:e[ds]?|ing)|marri(?:ed|es)|widowed"
    r"|orphaned|pregnant) at) $",
    re.IGNORECASE,
)
_APPOSED_END = re.compile(r" ?[,).;:]|$")
_OLDEST = 120


def read_duration(
    text: str, number: Number, unit: Unit, end: int, language: Language
) -> Reading | None:
    """The number and unit of time as a duration, an age, or a `CLOCK` reading to be left out.

    None where an article stands before "second" the ordinal: "a second term".
    """
    article = number.form == "article"
    if article and unit.factor == 1 and _NEXT_IN_LINE.match(text, end):
        return None
    age = _age(text, number, unit, end, language)
    if age:
        return age
    more, end = _more(text, number, unit, end, language)
    in_hours = language == "fr" and unit.factor == HOUR and number.high <= 24
    dated = article and (
        _AGO.match(text, end) or _SINCE.search(text[max(0, number.start - 8) : number.start])
    )
    if dated or (in_hours and is_clock(text, number.start, end, number.end)):
        return reading(number, CLOCK, end)
    low, high, hedge = number.low + more, number.high + more, number.hedge
    if hedge == "exact" and _GENEROUS.match(text, number.end):
        high, hedge = 1.1 * high, "over"
    return Reading(number.start, end, low, high, unit, hedge, number)


def stated_age(text: str, number: Number) -> Reading | None:
    """The age that a figure without a unit says: "aged 19", "age of 90", "Ann Lee, 42, said"."""
    before = text[max(0, number.start - 36) : number.start]
    aged = _AGED.search(before)
    apposed = _APPOSED.search(before) and text.startswith(",", number.end)
    if not 0 < number.high <= _OLDEST:
        return None
    if aged and number.form in ("figure", "word"):
        return reading(number, AGE, number.end, number.start - len(aged.group()))
    if number.form == "figure" and (apposed or _TURNED.search(before)):
        return reading(number, AGE, number.end)
    return None


def _age(text: str, number: Number, unit: Unit, end: int, language: Language) -> Reading | None:
    before = text[max(0, number.start - 60) : number.start]
    old, aged = _OLD.match(text, end), _AGED.search(before)
    years = Unit("age", "y", unit.factor / YEAR)
    if old or aged:
        start = number.start - len(aged.group()) if aged else number.start
        return reading(number, years, old.end() if old else end, start)
    apposed = _APPOSED.search(before) and _APPOSED_END.match(text, end)
    at_age = number.low >= 12 and _AT_AGE.search(before) and not _SENTENCE.match(text, end)
    person = language == "fr" and (_PERSON.search(before) or _THOSE.search(before))
    infant = language == "fr" and unit.factor >= DAY and _INFANT.search(before)
    if infant or (unit.factor == YEAR and (apposed or at_age or person)):
        return reading(number, years, end)
    return None


def half_more(text: str, end: int, language: Language) -> tuple[float, int]:
    """Return what "et demi" behind a unit adds, in the unit, and where it ends; 0 for nothing."""
    half = _HALF[language].match(text, end)
    return (_MORE[half.lastgroup or "half"], half.end()) if half else (0.0, end)


def _more(text: str, number: Number, unit: Unit, end: int, language: Language) -> tuple[float, int]:
    """What "et demie" or the minutes of "2 h 30" add, in the unit, and where they end."""
    more, past = half_more(text, end, language)
    if more:
        return more, past
    if unit.factor == HOUR and number.low == int(number.low):
        minutes = _MINUTES.match(text, end)
        if minutes:
            return int(minutes.group(1)) / 60, minutes.end()
        if language == "fr" and (said := _MINUTES_IN_WORDS.match(text, end)):
            return MINUTES[said["words"].lower()] / 60, said.end()
    return 0.0, end
