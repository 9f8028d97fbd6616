"""Numbers said without a figure: "une dizaine", "hundreds of", "plusieurs", "deux tiers"."""

import re
from collections.abc import Iterator
from dataclasses import replace

from rag.values.numbers import SPACE, Form, Language, Number, scaled

_SIZES: dict[str, float] = {
    "huitaine": 8, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20,
    "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
    "millier": 1e3, "million": 1e6, "milliard": 1e9, "dozen": 12, "score": 20, "hundred": 1e2,
    "thousand": 1e3, "billion": 1e9, "trillion": 1e12, "ten": 10,
}  # fmt: skip
_HOW_MANY: dict[str, float] = {
    "une": 1, "un": 1, "le": 1, "la": 1, "cette": 1, "sa": 1, "leur": 1, "a": 1, "an": 1,
    "one": 1, "the": 1, "half a": 0.5, "une demi": 0.5, "deux": 2, "two": 2, "a couple of": 2,
    "trois": 3, "three": 3, "quatre": 4, "four": 4, "cinq": 5, "five": 5, "six": 6, "sept": 7,
    "seven": 7, "huit": 8, "eight": 8, "neuf": 9, "nine": 9, "dix": 10, "ten": 10,
}  # fmt: skip
_COLLECTIVE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"(?<![\w-])(?P<n>une?|cette|(?:sa|leur|la)(?= \w+aine d[e’'])|deux|trois|quatre|cinq"
        rf"|une demi(?=-)|plusieurs|quelques|des)"
        rf"(?:{SPACE}|-)(?P<good>bon(?:ne)?{SPACE})?(?P<unit>(?:huit|diz|douz|quinz|vingt|trent|quarant"
        rf"|cinquant|soixant|cent)aine|millier|(?<=s )(?:million|milliard))s?(?!\w)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?<![\w-])(?:(?P<n>half a|an?|one|two|three|four|five|several|a few|many|the"
        r"|a couple of(?= dozen))"
        r"(?P<good> good)? (?P<unit>dozen|(?:(?<=several )|(?<=few ))"
        r"(?:hundred|thousand|million|billion))"
        r"|(?P<bare>(?:dozen|score|ten|hundred|thousand|million|billion)s))(?!\w)",
        re.IGNORECASE,
    ),
}
_VAGUE: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"(?<![\w-])(?:quelques|plusieurs|une{SPACE}poignée(?={SPACE}d[e’']))(?!\w)", re.IGNORECASE
    ),
    "en": re.compile(
        r"(?<![\w-])(?:several|(?:a|the past|the last) few|a couple of(?! dozen)"
        r"|a handful(?= of))(?!\w)",
        re.IGNORECASE,
    ),
}
_DENOMINATORS: dict[str, float] = {
    "tier": 3, "quart": 4, "cinquième": 5, "sixième": 6, "septième": 7, "huitième": 8,
    "dixième": 10, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6, "eighth": 8, "tenth": 10,
}  # fmt: skip
# Small parts, of which 0 to 999 are told: "trois centièmes de seconde".
_SMALL: dict[str, float] = {
    "dixième": 10, "centième": 100, "millième": 1000, "tenth": 10, "hundredth": 100,
    "thousandth": 1000,
}  # fmt: skip
_FEW: dict[Language, str] = {
    "fr": "une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix",
    "en": "an?|one|two|three|four|five|six|seven|eight|nine|ten",
}
_PART: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"(?<![\w-])(?:(?P<half>(?:une?{SPACE})?demie?[- ])(?=\w)"
        rf"|(?P<n>un|trois){SPACE}(?:(?:bon|petit|gros){SPACE})?(?P<d>quart)s?{SPACE}d(?:[’']|e{SPACE})"
        rf"(?=heure|siècle|seconde|minute|point|million|milliard|litre|tonne|hectare|degré|tour)"
        rf"|(?P<few>[0-9]{{1,3}}|{_FEW['fr']}){SPACE}(?P<small>dixième|centième|millième)s?{SPACE}de{SPACE}"
        rf"(?=seconde|point|degré|millimètre))",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?<![\w-])(?:(?P<half>half an? |(?:a |one )?half[- ])(?=\w)"
        r"(?!(?:of|the|his|her|their|its)(?!\w))|(?P<n>a|one|three)[ -](?P<d>quarter)s?"
        r"(?: of an? |[ -](?=(?:percentage[ -])?points?(?!\w)))"
        rf"|(?P<few>[0-9]{{1,3}}|{_FEW['en']})[ -](?P<small>tenth|hundredth|thousandth)s? of an? )",
        re.IGNORECASE,
    ),
}
_RATIO: dict[Language, re.Pattern[str]] = {
    "fr": re.compile(
        rf"(?<![\w-])(?:(?P<half>(?:(?:la|une){SPACE}|(?<=de ))moitié)"
        rf"|(?<=s du )(?P<one>(?P<whole>tiers|quart|dixième))"
        rf"|(?P<n>un|le|deux|trois|quatre|cinq|sept|neuf){SPACE}(?:(?:bon|petit){SPACE})?(?P<d>tiers(?!{SPACE}monde)"
        rf"|quarts?(?!-)(?!{SPACE}d(?:[’'](?:heure|once)|e{SPACE}(?:finale|siècle|point|tour|seconde)))"
        rf"|(?:cinqu|six|sept|huit|dix)ième(?:s|(?={SPACE}(?:d(?:es?|u|’|')|à|sur|en)(?!\w))"
        rf"|(?=[.,;:!?)]|$))))(?!\w)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?<![\w-])(?<!first )(?<!second )(?<!other )(?<!latter )(?<!better )(?<!and a )"
        r"(?<!top )(?<!bottom )(?<!final )(?<!upper )(?<!lower )"
        r"(?:(?P<half>(?:one )?half(?= (?:of|the|his|her|their|its)(?!\w))"
        r"|(?:(?<=by )|(?<=than )|(?<=nearly )|(?<=almost )|(?<=about )|(?<=over ))half)"
        r"|(?P<n>two|three|four|five|seven|nine)[ -](?P<d>thirds|quarters|fifths|sixths|eighths"
        r"|tenths)"
        r"|(?P<one>an?|one)[ -](?P<whole>third|quarter|fifth|sixth|eighth|tenth)(?= of(?!\w))"
        r"|(?:(?<=by )|(?<=than )|(?<=barely )|(?<=nearly )|(?<=almost )|(?<=about )|(?<=roughly ))"
        r"an?[ -](?P<by>third|quarter|fifth|sixth|eighth|tenth))(?!\w)",
        re.IGNORECASE,
    ),
}


def find_collectives(text: str, language: Language) -> Iterator[Number]:
    """The numbers that a group word says: "une dizaine" 9..11, "hundreds" 200..999."""
    for match in _COLLECTIVE[language].finditer(text):
        groups = match.groupdict()
        word = (groups["unit"] or groups["bare"]).lower().rstrip("s")
        how_many = _HOW_MANY.get((groups["n"] or "").lower())
        if how_many is None:
            yield _several(text, match, _SIZES[word], language)
        elif groups["good"]:
            size = how_many * _SIZES[word]
            yield Number(*match.span(), size, 1.1 * size, "collective", "over")
        else:
            size = how_many * _SIZES[word]
            about = Number(*match.span(), 0.9 * size, 1.1 * size, "collective", "about")
            yield scaled(text, about, language)
    for match in _VAGUE[language].finditer(text):
        word = match.group().lower()
        if word == "a couple of":
            yield scaled(text, Number(*match.span(), 2, 3, "collective", "about"), language)
        else:
            yield Number(*match.span(), 3 if word == "several" else 2, 9, "collective", "several")


def _several(text: str, match: re.Match[str], size: float, language: Language) -> Number:
    """ "Hundreds" is 200 to 999: at least two, and fewer than would be said as thousands."""
    size = 10 if size in (12, 20) else size  # "dozens" and "scores" are said as loosely as tens
    two = scaled(text, Number(*match.span(), 2 * size, 2 * size, "collective", "several"), language)
    return replace(two, high=5 * two.low - 1)


def find_fractions(text: str, language: Language) -> Iterator[Number]:
    """The fractions, of a unit ("half an hour", a part) or of anything ("la moitié", a ratio)."""
    patterns: tuple[tuple[Form, re.Pattern[str]], ...] = (
        ("part", _PART[language]),
        ("ratio", _RATIO[language]),
    )
    for form, pattern in patterns:
        for match in pattern.finditer(text):
            value = _fraction(match.groupdict())
            number = Number(*match.span(), value, value, form)
            grown = scaled(text, number, language) if form == "part" else number
            yield number if grown is number else replace(grown, form="word")


def _fraction(groups: dict[str, str | None]) -> float:
    if groups["half"]:
        return 0.5
    if few := groups.get("few"):
        told = float(few) if few.isdecimal() else _HOW_MANY[few.lower()]
        return told / _SMALL[(groups["small"] or "").lower()]
    above = (groups["n"] or "one").lower()
    below = (groups["d"] or groups.get("whole") or groups.get("by") or "").lower().rstrip("s")
    return _HOW_MANY[above] / _DENOMINATORS[below]
