"""One number read with the unit or the noun after it: "2 h 30", "$3.4bn", "320 new drones"."""

import re
from dataclasses import dataclass

from rag.values.lookalikes import is_clock, is_year
from rag.values.nouns import counted_noun, counts_one, is_victim
from rag.values.numbers import SPACE, Language, Number
from rag.values.units import HOUR, POUND, YEAR, Unit, currency_before, unit_after
from rag.values.value import Hedge

BARE = Unit("count", "")
ORDINAL = Unit("ordinal", "th")
RATIO = Unit("ratio", "1")
AGE = Unit("age", "y")
CLOCK = Unit("time", "s")
_STERLING = Unit("money", "GBP")
_POUNDS = ("pound", "pounds")
_POUND_OF_MASS = Unit("mass", "kg", POUND)

_ORDINAL_SUFFIX = {
    "fr": re.compile(r"(?:er|re|ers|e|è|ème|eme|ième|nd|nde|ᵉ)s?(?!\w)"),
    "en": re.compile(r"(?:st|nd|rd|th)(?!\w)"),
}
_NO_ORDINAL = re.compile(
    rf"{SPACE}(?:ministre|ministère|Minister|lady|Lady|name|of all|hand|degré{SPACE}soit)(?!\w)"
)
_NOT_AN_ORDINAL = re.compile(r"(?:(?<!\w)(?:at|At|per|tout)[ ]|-)$")
_HALF_TAIL: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"{SPACE}(?:et{SPACE})?(?:(?P<half>demie?)|(?P<quarter>(?:un{SPACE})?quart)"
        rf"|(?P<three>trois{SPACE}quarts))(?!\w)(?!{SPACE}d[e’'])",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r" and (?:(?P<half>a half)|(?P<quarter>a quarter)|(?P<three>three quarters))(?!\w)(?! of)",
        re.IGNORECASE,
    ),
}
_TAILS = {"half": 0.5, "quarter": 0.25, "three": 0.75}
_MINUTES = re.compile(rf"{SPACE}?([0-5][0-9])(?:{SPACE}?min(?:utes?)?)?(?![\w.,]\w|\w)")
_OLD = re.compile(r"[ -]olds?(?!\w)")
_AGED = re.compile(r"(?:(?<!\w)âgée?s?[ \u00a0]d[e’'][ \u00a0]?|(?<!\w)age(?:d|[ ]of)[ ])$", re.IGNORECASE)
_LABEL = re.compile(
    r"(?:(?<!\w)(?:numbers?|numéros?|articles?|chapters?|chapitres?|phase|page|acte?) )$",
    re.IGNORECASE,
)
_MULTIPLE = re.compile(rf"{SPACE}(?:fois|reprises|times|occasions?)(?!\w)", re.IGNORECASE)
_GENEROUS = re.compile(rf"{SPACE}(?:bonne?s?|good){SPACE}", re.IGNORECASE)
_PERSON_OF = re.compile(
    r"(?:(?<!\w)(?:âge d[e’'] ?|(?:homme|femme|garçon|fille|fils|enfant|adolescente?|fillette"
    r"|retraitée?|bébé|nourrisson|étudiante?|jeune|mère|père|frère|sœur|policier|ouvrier|[A-Z]\w+s"
    r"|infirmière?|\w+(?:ien|ienne|iste|teur|trice|euse|ouvrière))s?(?:[ ][\w-]{1,20})? d[e’'] ?)"
    r"|(?<!\w)(?<!y )(?:a|ai|avait|avaient|ont|aura|avoir|ayant|fêt\w+) (?:que |déjà |seulement )?"
    r"|[^\W\d_][\w’'-]{0,30}(?<!ans)(?<!mois) ?[,(] ?)$"
)
_APPOSED = re.compile(r"[ ]?[,).;:]|$")
_NAME_COMMA = re.compile(r"[^\W\d_][\w’'-]{0,30}, $")
_AGO = re.compile(rf"{SPACE}(?:ago|earlier|later|plus tard|plus tôt)(?!\w)")
_SECOND_OF_ALL = re.compile(
    rf"-\w|{SPACE}(?!(?:or|and|later|ago|ou|et|plus|de|d|after|before|après|avant)(?!\w))\w", re.IGNORECASE
)
_SINCE = re.compile(r"(?:(?<!\w)il y a|(?<!\w)(?:voici|voilà))[ \u00a0]$", re.IGNORECASE)
_WEIGHING = re.compile(r"(?i)(?<!\w)(?:weigh\w*|weight|lost|gained|lifts?|lifted)(?: \w{1,12}){0,2} $")
_OF_WHAT = re.compile(r" of (?!the|its|his|her)[a-z]|-")


@dataclass(frozen=True, slots=True)
class Reading:
    """A number with its unit, before hedges: `low..high` of `unit`, at `text[start:end]`."""

    start: int
    end: int
    low: float
    high: float
    unit: Unit
    hedge: Hedge
    number: Number


def read(text: str, number: Number, language: Language) -> Reading | None:
    """What the number counts; None when it counts nothing: an article, a year, a time of day."""
    if number.form == "ordinal":
        return _ordinal(text, number, number.end)
    if number.form == "ratio":
        return _reading(number, RATIO, number.end)
    suffix = _ORDINAL_SUFFIX[language].match(text, number.end) if number.form == "figure" else None
    if suffix:
        return _ordinal(text, number, suffix.end())
    before = currency_before(text, number.start)
    if before:
        return _reading(number, before[0], number.end, start=before[1])
    after = unit_after(text, number.end, language)
    if after:
        return _measure(text, number, *after, language)
    return _count(text, number, language)


def stands(text: str, reading: Reading, language: Language) -> bool:
    """Whether a reading is a value in its own right: no time of day, no mere article."""
    if reading.unit == CLOCK:
        return False
    if reading.number.form != "article" or reading.unit.kind != "count":
        return True
    before = text[max(0, reading.start - 6) : reading.start].lower()
    return (
        reading.unit != BARE
        and counts_one(reading.unit.name, language)
        and not before.endswith(("no ", "the ", "this ", "that ", "any ", "each ", "every "))
    )


def _reading(number: Number, unit: Unit, end: int, start: int | None = None) -> Reading:
    first = number.start if start is None else start
    return Reading(first, end, number.low, number.high, unit, number.hedge, number)


def _ordinal(text: str, number: Number, end: int) -> Reading | None:
    capital = number.form == "ordinal" and text[number.start].isupper() and number.start > 3
    if capital or _NO_ORDINAL.match(text, end) or _NOT_AN_ORDINAL.search(
        text[max(0, number.start - 8) : number.start]
    ):
        return None
    return _reading(number, ORDINAL, end)


def _measure(
    text: str, number: Number, unit: Unit, end: int, language: Language
) -> Reading | None:
    if unit.kind == "duration":
        return _duration(text, number, unit, end, language)
    if unit == _STERLING and text[number.end : end].lower().lstrip(" -\u00a0") in _POUNDS:
        unit = _POUND_OF_MASS if _weighs(text, number, end) else unit
    return _reading(number, unit, end)


def _weighs(text: str, number: Number, end: int) -> bool:
    """Whether pounds are a mass: "weighs 30 pounds", "a 550-pound hog", "two pounds of flour"."""
    if text[end - 1] == "d" and number.low != 1:
        return True
    before = text[max(0, number.start - 40) : number.start]
    return bool(_WEIGHING.search(before)) or (number.step == 1 and bool(_OF_WHAT.match(text, end)))


def _duration(
    text: str, number: Number, unit: Unit, end: int, language: Language
) -> Reading | None:
    if number.form == "article" and unit.factor == 1 and _SECOND_OF_ALL.match(text, end):
        return None
    before = text[max(0, number.start - 60) : number.start]
    old = _OLD.match(text, end)
    aged = _AGED.search(before)
    if old or aged or (unit.factor == YEAR and _is_age(text, before, end)):
        start = number.start - len(aged.group()) if aged else number.start
        years = Unit("age", "y", unit.factor / YEAR)
        return _reading(number, years, old.end() if old else end, start)
    more, end = _tail(text, number, unit, end, language)
    clock = unit.factor == HOUR and number.high <= 24 and language == "fr"
    if clock and is_clock(text, number.start, end, number.end):
        return _reading(number, CLOCK, end)
    if number.form == "article" and (_AGO.match(text, end) or _SINCE.search(before)):
        return _reading(number, CLOCK, end)
    low, high, hedge = number.low + more, number.high + more, number.hedge
    if hedge == "exact" and _GENEROUS.match(text, number.end):
        high, hedge = 1.1 * high, "over"
    return Reading(number.start, end, low, high, unit, hedge, number)


def _is_age(text: str, before: str, end: int) -> bool:
    person = _PERSON_OF.search(before)
    if person is None:
        return False
    return not person.group().endswith((",", ", ", "(")) or bool(_APPOSED.match(text, end))


def _tail(
    text: str, number: Number, unit: Unit, end: int, language: Language
) -> tuple[float, int]:
    """What "et demie", "and a half" or the minutes of "2 h 30" add, in the unit, and the new end."""
    half = _HALF_TAIL[language].match(text, end)
    if half:
        return _TAILS[half.lastgroup or "half"], half.end()
    if unit.factor == HOUR and number.low == int(number.low):
        minutes = _MINUTES.match(text, end)
        if minutes:
            return int(minutes.group(1)) / 60, minutes.end()
    return 0.0, end


def _count(text: str, number: Number, language: Language) -> Reading | None:
    if number.form == "part" or _stuck(text, number) or _MULTIPLE.match(text, number.end):
        return None
    if number.form == "figure" and _stated_age(text, number):
        aged = _AGED.search(text[max(0, number.start - 12) : number.start])
        return _reading(number, AGE, number.end, number.start - (len(aged.group()) if aged else 0))
    noun = counted_noun(text, number.end, language, plural=number.high >= 2)
    if noun and number.form == "collective" and _joins_verb(text, number, noun[0], language):
        noun = None
    if is_year(text, number.start, number.end, named=noun is not None):
        return None
    if _LABEL.search(text[max(0, number.start - 12) : number.start]):
        return None
    if _named_thing(text, number) and (noun is None or noun[0][0].isupper()):
        return None
    if noun is None:
        return _reading(number, BARE, number.end)
    return _reading(number, Unit("count", noun[0].lower()), noun[1])


def _joins_verb(text: str, number: Number, noun: str, language: Language) -> bool:
    """Whether "thousands" goes on without "of", so that a verb follows and not what it counts."""
    if language == "fr" or text[number.end - 1] != "s":
        return False
    return not text.startswith(" of", number.end) and not is_victim(noun)


def _stuck(text: str, number: Number) -> bool:
    """Whether letters or a hyphenated word hang on the number: "B2B", "three-way"."""
    following = text[number.end : number.end + 2]
    return following[:1].isalnum() or (following[:1] in ("-", "_") and following[1:].isalpha())


def _stated_age(text: str, number: Number) -> bool:
    before = text[max(0, number.start - 36) : number.start]
    if not 0 < number.high <= 120:
        return False
    return bool(_AGED.search(before)) or bool(
        _NAME_COMMA.search(before) and text[number.end : number.end + 1] == ","
    )


def _named_thing(text: str, number: Number) -> bool:
    """Whether a capitalised word before a bare figure makes it a name: "iPhone 15", "CAC 40"."""
    if text[number.end : number.end + 1] in ("-", "–"):
        return False
    if number.form != "figure":
        return text[number.start : number.end].lower() == "neuf"
    name = re.search(r"(?<!\w)(\w*[A-ZÀ-Ý]\w*)[ \u00a0]$", text[max(0, number.start - 25) : number.start])
    return bool(name) and number.start - len(name.group()) > 0  # type: ignore[union-attr]
