"""One number read with the unit or the noun after it: "2 h 30", "$3.4bn", "320 new drones"."""

import re
from dataclasses import replace

from rag.values.durations import half_more, read_duration, stated_age
from rag.values.lookalikes import NO_VERB, is_year
from rag.values.nouns import counted_noun, counts_one, is_victim
from rag.values.numbers import SPACE, Language, Number
from rag.values.units import (
    BARE,
    CELSIUS,
    CLOCK,
    ORDINAL,
    POUND,
    RATIO,
    Reading,
    Unit,
    currency_before,
    reading,
    unit_after,
)

_ORDINAL_SUFFIX: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(r"(?:er|re|ers|e|è|ème|eme|ième|nd|nde|ᵉ)s?(?!\w)"),
    "en": re.compile(r"(?:st|nd|rd|th)(?!\w)"),
}
_TITLE = re.compile(rf"{SPACE}(?:ministre|Minister|[lL]ady|name|of all|hand|to none)(?!\w)")
_IDIOM = re.compile(r"(?:(?<!\w)(?:at|per|tout) |-)$", re.IGNORECASE)
_LABEL = re.compile(
    rf"(?<!\w)(?:{NO_VERB}numbers?|numéros?|articles?|chapters?|chapitres?|phase|page|acte?) $",
    re.IGNORECASE,
)
_BY_FACTOR = re.compile(
    r"(?<!\w)(?:(?:multipli|divis)\w* (?:par|by)|(?:a )?factor of|facteur(?: de)?|puissance)[ ]$",
    re.I,
)
_POINTS = re.compile(rf"(?:{SPACE}|-|(?<=[ -]))points?(?!\w)(?!{SPACE}de{SPACE}(?!pourcent|plus))")
_PERCENT_NEAR = 60  # characters between "three points" and the "34%" that tells of which kind
# What is told in per cent: its points are of those, not of a match or an index.
_PERCENT = re.compile(
    r"%|pour cent|per ?cent"
    r"|(?<!\w)(?:taux|rates?|inflation|chômage|unemployment|turnout|croissance)(?!\w)",
    re.IGNORECASE,
)
_POINT = Unit("percentage", "pt")
_HOLDS = re.compile(r"-(seat|bed|room|store?y|page|member)(?!\w)", re.IGNORECASE)
_DENSITY = re.compile(
    rf"(?:{SPACE}(?:per|par|au){SPACE}|/)(?:square|sq|km|kilom|mile|mi)", re.IGNORECASE
)
_TIMES = re.compile(rf"{SPACE}(fois|reprises|times|occasions?)(?!\w)", re.IGNORECASE)
# "three times as many", "deux fois le prix" multiply; "scored three times" counts.
_MULTIPLIES = re.compile(
    rf"{SPACE}(?:plus|moins|mieux|trop|aussi|supérieur|inférieur|l[ea]s?(?!\w)|l[’']|ce(?!\w)|cet|celle|"
    r"celui|cent|mille|as(?!\w)|more|less|fewer|the(?!\w)|that|what|its|his|their|over|\w+er(?!\w)|\d|"
    r"s(?:on|a)(?!\w)|leurs?(?!\w))",
    re.IGNORECASE,
)
_NAME = re.compile(r"(?<=[^\s])\s+\w*[A-ZÀ-Ý]\w*[ \u00a0]$")
_GROUPED = re.compile(r"[0-9][ ,.\u00a0\u202f][0-9]{3}(?![0-9])")  # no model has such a number
_BRANDED = re.compile(r"(?<!\w)[a-z]*[A-Z]?[a-z]+[A-Z][A-Za-z]* $")  # "iPhone 15", "PlayStation 5"
# Behind "neuf", where it is nine and not new: "neuf d’entre eux", "neuf sur dix".
_OF_THEM = re.compile(rf"{SPACE}(?:d[’']entre|de(?: [cs]e)?s |sur {SPACE}?[dcmn])")
# A sentence may open with a name and its number ("Resolution 2334 was adopted"), but these count.
_OPENER = re.compile(
    r"(?:^|[.!?:«»“”\"]\s{0,2})(?!(?:sur|dont|environ|près|plus|moins|quelque|seule?s|avec|après|avant"
    r"|entre|de|des|les|ces|ses|leurs|nos|tous|toutes|et|ou|mais|à|au|aux|pour|par|dans|soit|ils"
    r"|elles|nous|parmi|bilan|total|puis|restent?|enfin|à peine|presque|of|about|around|nearly"
    r"|almost|over|under|some|only|just|at|in|on|by|from|to|up|between|within|before|the|these"
    r"|those|all|and|or|but|for|with|more|than|another|other|fewer|less|roughly|approximately"
    r"|they|we|toll|exactly|still|barely|now|today|hier|since|depuis|population"
    r"|capacity|capacité|turnout)\s)[^\W\d_][\w’'-]+ $",
    re.IGNORECASE,
)
_ON = re.compile(rf"{SPACE}(?:to|or|and|à|ou|et){SPACE}[0-9]|{SPACE}?[-–]")
_MODEL = re.compile(rf"{SPACE}[A-Z]{{2,}}(?!\w)")  # "the 737 MAX"
_CENTS = re.compile(r"(?<=[0-9][€$£])([0-9]{2})(?!\w)")  # "3€50"
# "1 m 40", but not "le 4 m 52 s": the metres of what is tall or deep, with their centimetres
_METRE, _TALL = Unit("distance", "m"), 20
_CENTIMETRES = re.compile(
    rf"{SPACE}?([0-9]{{2}})(?!\w|[.,:][0-9]|{SPACE}?(?:s|sec|secondes?|min|h|k?m|[%€°])(?!\w))"
)
_MINUS = re.compile(
    r"(?:(?<!\w)(?:moins|minus)|(?:(?<=\bà )|(?<=\b(?:at|de|of) )|(?<=\bfait ))[-−–])[ \u00a0]$",
    re.IGNORECASE,
)
_LED_DOWN = re.compile(
    r"(?<!\w)(?:à|par|jusqu[’']à|at|to|of|from|it (?:was|is)|il (?:fait|faisait|a fait)) $",
    re.IGNORECASE,
)
_GOES_ON = re.compile(
    rf"{SPACE}?(?:[%€$£+*/=-]|(?!(?:in|on|at|by|before|after|during|with|and|or|but|dans|en|à|au|avant"
    r"|après|sur|et|ou|mais|cette|ce|this|last|overnight|tonight|yesterday|there|minus)(?!\w))\w)"
)
_SIGNED = ("temperature", "percentage")
_HALVED = ("distance", "mass", "volume", "area")
_NOT_ONE = ("no ", "the ", "this ", "that ", "any ", "each ", "every ")

_STERLING, _POUND_OF_MASS = Unit("money", "GBP"), Unit("mass", "kg", POUND)
_POUNDS = re.compile(r"[ \u00a0-]?(?:(pound)|pounds)", re.IGNORECASE)
_WEIGHING = re.compile(
    r"(?<!\w)(?:weigh\w*|lost|gained|lifts?|lifted)(?: \w{1,12}){0,2} $", re.IGNORECASE
)
_OF_STUFF = re.compile(r" of (?!the|its|his|her)[a-z]|-")
# In French the pound is the book: what is paid in it tells, unless books are spoken of.
_LIVRES = re.compile(rf"{SPACE}(?:de{SPACE})?livres?(?!\w)")
_PAID = re.compile(
    r"(?<!\w)(?:chiffre d[’']affaires|recettes?|bénéfices?|pertes?|profits?|coût\w*|dettes?"
    r"|budgets?|salaires?|loyers?|amendes?|indemnités?|investi\w*|factur\w+"
    r"|emprunté?s?|pa(?:y[aeé]|ie)\w*|vers(?:é|er|ée)s?|rachat)(?!\w)",
    re.IGNORECASE,
)
_BOOKS = re.compile(
    r"(?<!\w)(?:vend\w*|ventes?|exemplaires?|biblioth\w+|librair\w+|lect\w+|lire|lus?|édit\w+"
    r"|auteure?s?|imprim\w+|romans?|pages?|rayons?|de poche)(?!\w)",
    re.IGNORECASE,
)


def read(text: str, number: Number, language: Language) -> Reading | None:
    """What the number counts; None when it counts nothing: an article, a year, an identifier."""
    if number.form == "ratio":
        return reading(number, RATIO, number.end)
    suffix = _ORDINAL_SUFFIX[language].match(text, number.end) if number.form == "figure" else None
    if suffix or number.form == "ordinal":
        return _ordinal(text, number, suffix.end() if suffix else number.end)
    before = currency_before(text, number.start)
    if before:
        return reading(number, before[0], number.end, start=before[1])
    after = unit_after(text, number.end, language)
    if after is None:
        told = _below_zero(text, number) or _in_pounds(text, number, language)
        return told or _count(text, number, language)
    unit, end = after
    cents = _CENTS.match(text, end)
    if cents:
        value = number.low + int(cents.group(1)) / 100
        return reading(replace(number, low=value, high=value), unit, cents.end())
    if unit.kind == "duration":
        return read_duration(text, number, unit, end, language)
    if unit.kind in _SIGNED:
        number = _signed(text, number)
    if unit == _METRE and number.high < _TALL and (under := _CENTIMETRES.match(text, end)):
        metres = number.low + int(under.group(1)) / 100
        return reading(replace(number, low=metres, high=metres), unit, under.end())
    if unit.kind in _HALVED:
        more, end = half_more(text, end, language)
        number = replace(number, low=number.low + more, high=number.high + more)
    return reading(number, _POUND_OF_MASS if _weighs(text, number, unit, end) else unit, end)


def stands(text: str, item: Reading, language: Language) -> bool:
    """Whether a reading is a value in its own right: no time of day, no mere article."""
    if item.unit == CLOCK:
        return False
    if item.number.form != "article" or item.unit.kind != "count":
        return True
    before = text[max(0, item.start - 6) : item.start].lower()
    counts = item.unit != BARE and counts_one(item.unit.name, language)
    return counts and not before.endswith(_NOT_ONE)


def _ordinal(text: str, number: Number, end: int) -> Reading | None:
    titled = number.form == "ordinal" and text[number.start].isupper() and number.start > 3
    before = text[max(0, number.start - 8) : number.start]
    if titled or _TITLE.match(text, end) or _IDIOM.search(before):
        return None
    return reading(number, ORDINAL, end)


def _below_zero(text: str, number: Number) -> Reading | None:
    """The temperature that a figure below zero is: "par moins 4", "down to minus 62"."""
    signed = _signed(text, number)
    led = signed is not number and _LED_DOWN.search(text[max(0, signed.start - 9) : signed.start])
    alone = not _GOES_ON.match(text, number.end)
    return reading(signed, CELSIUS, number.end) if led and alone else None


def _signed(text: str, number: Number) -> Number:
    """The number, below zero after "moins" or "minus"."""
    minus = _MINUS.search(text[max(0, number.start - 7) : number.start])
    if minus is None:
        return number
    start = number.start - len(minus.group())
    return replace(number, start=start, low=-number.high, high=-number.low)


def _weighs(text: str, number: Number, unit: Unit, end: int) -> bool:
    """Whether pounds are a mass: "weighs 30 pounds", "a 550-pound hog", "two pounds of flour"."""
    pounds = _POUNDS.fullmatch(text, number.end, end)
    if unit != _STERLING or pounds is None:
        return False
    before = text[max(0, number.start - 40) : number.start]
    several = bool(pounds.group(1)) and number.low != 1
    stuff = number.step == 1 and bool(_OF_STUFF.match(text, end))
    return several or stuff or bool(_WEIGHING.search(before))


def _in_pounds(text: str, number: Number, language: Language) -> Reading | None:
    """The sum that "320 millions de livres" is where money is spoken of, and no books."""
    pounds = _LIVRES.match(text, number.end) if language == "fr" else None
    if pounds is None or not _PAID.search(text) or _BOOKS.search(text):
        return None
    return reading(number, _STERLING, pounds.end())


def _count(text: str, number: Number, language: Language) -> Reading | None:
    points = _POINTS.match(text, number.end)
    if points and _in_percent(text, number, points.end()):
        return reading(number, _POINT, points.end())
    if number.form == "part" or _stuck(text, number):
        return None
    if times := _TIMES.match(text, number.end):
        return _often(text, number, times)
    if _BY_FACTOR.search(text[max(0, number.start - 16) : number.start]):
        return None
    age = stated_age(text, number)
    if age:
        return age
    if held := _HOLDS.match(text, number.end):
        return reading(number, Unit("count", held.group(1).lower()), held.end())
    return _of_noun(text, number, language)


def _of_noun(text: str, number: Number, language: Language) -> Reading | None:
    """The count with the noun behind it, or bare; None of names, and of people per square mile."""
    noun = counted_noun(text, number.end, language, plural=number.high >= 2)
    if noun and _DENSITY.match(text, noun[1]):
        return None
    if noun and _verb_follows(text, number, noun[0], language):
        noun = None
    if _is_name(text, number, noun[0] if noun else None):
        return None
    if noun is None:
        return reading(number, BARE, number.end)
    if number.low < 0:  # a dash that opens an item of a list
        number = replace(number, start=number.start + 1, low=-number.low, high=-number.high)
    return reading(number, Unit("count", noun[0].lower()), noun[1])


def _often(text: str, number: Number, times: re.Match[str]) -> Reading | None:
    """How often something happens; None of a multiple, and of "once" and idioms in words."""
    idiom = number.low < 2 or (number.form != "figure" and number.low in (100, 1000, 1e6))
    if idiom or _MULTIPLIES.match(text, times.end()):
        return None
    return reading(number, Unit("count", times.group(1).lower()), times.end())


def _in_percent(text: str, number: Number, end: int) -> bool:
    """Whether points are of a percentage, and not of a match or an index."""
    near = text[max(0, number.start - _PERCENT_NEAR) : end + _PERCENT_NEAR]
    return number.high <= 100 and bool(_PERCENT.search(near))


def _verb_follows(text: str, number: Number, noun: str, language: Language) -> bool:
    """Whether "thousands" goes on without "of", so that a verb follows and not what it counts."""
    if language == "fr" or number.form != "collective" or text[number.end - 1] != "s":
        return False
    return not text.startswith(" of", number.end) and not is_victim(noun)


def _stuck(text: str, number: Number) -> bool:
    """Whether letters or a hyphenated word hang on the number: "B2B", "three-way".

    What a place holds is counted all the same: "a 24,000-seat stadium".
    """
    following = text[number.end : number.end + 2]
    if _HOLDS.match(text, number.end):
        return False
    return following[:1].isalnum() or (following[:1] in ("-", "_") and following[1:].isalpha())


def _is_name(text: str, number: Number, noun: str | None) -> bool:
    """Whether the number is a year or part of a name: "iPhone 15", "number one", "neuf" for new."""
    before = text[max(0, number.start - 26) : number.start]
    if is_year(text, number.start, number.end, named=noun is not None) or _LABEL.search(before):
        return True
    if _BRANDED.search(before):
        return True
    opens = _OPENER.search(before) and not _ON.match(text, number.end)
    if noun and not noun[0].isupper():
        return bool(opens) and number.low != int(number.low)
    if number.form != "figure":
        said = text[number.start : number.end].lower()
        return said == "neuf" and not _OF_THEM.match(text, number.end)
    score = text[number.end : number.end + 1] in ("-", "–")
    model = noun is None and _MODEL.match(text, number.end)
    named = _NAME.search(before) and not _GROUPED.search(text, number.start, number.end)
    return bool(named or model or (opens and noun is None)) and not score
