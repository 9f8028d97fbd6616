"""Numbers in running text, in figures and in words, French and English.

Words are read by text2num (`find_numbers`); figures, scale words ("3,5 milliards"), collectives
("une dizaine", "hundreds") and fractions ("half an", "deux tiers") by the tables here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from text_to_num import find_numbers as find_words

from rag.values.value import Hedge

Language = Literal["fr", "en"]
Form = Literal["figure", "word", "article", "collective", "part", "ratio", "ordinal"]
SPACE = r"[ \t\u00a0\u2009\u202f]"


@dataclass(frozen=True, slots=True)
class Number:
    """A number at `text[start:end]`: what it allows, and what "and a half" after it adds half of.

    Form "article" is a lone "un" or "one", "part" is a fraction that needs a unit ("half an"),
    "ratio" one that stands alone ("la moitié").
    """

    start: int
    end: int
    low: float
    high: float
    form: Form
    hedge: Hedge = "exact"
    step: float = 1.0


class _Token:
    """The shape in which text2num takes words: a plain string would end the process."""

    def __init__(self, match: re.Match[str]) -> None:
        self.word = match.group()
        self.start, self.end = match.span()

    def text(self) -> str:
        return self.word

    def nt_separated(self, _previous: "_Token") -> bool:
        return False

    def not_a_number_part(self) -> bool:
        return False


_FIGURE = re.compile(
    rf"(?<!\w)(?<![^\W\d_]-)(?<!\d[.,:/])"
    rf"(?:[0-9]{{1,3}}(?:{SPACE}[0-9]{{3}}(?![0-9]))+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*)"
    rf"([½¼¾])?(?![:/][0-9])"
)
_LONGEST = 15  # digits that a double holds exactly; longer runs are identifiers
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, None: 0.0}

_WORDS = {
    "fr": "zéro|une?|deux|trois|quatre|cinq|six|sept|huit|neuf|dix|onze|douze|treize|quatorze"
    "|quinze|seize|vingts?|trente|quarante|cinquante|soixante|septante|huitante|octante|nonante"
    "|cents?|mille|millions?|milliards?|billions?|premiers?|premières?|seconds?"
    r"|(?:(?<=la )|(?<=sa )|(?<=leur )|(?<=une )|(?<=cette ))seconde(?= (?!(?:et|ou|de|plus) )\w)"
    r"|(?:un|deux|trois|quatr|cinqu|six|sept|huit|neuv|dix|onz|douz|treiz|quatorz|quinz|seiz|vingt"
    r"|trent|quarant|cinquant|soixant|cent|mill|millionn)ièmes?",
    "en": "zero|one|two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen"
    "|fifteen|sixteen|seventeen|eighteen|nineteen|twenty|thirty|forty|fifty|sixty|seventy|eighty"
    "|ninety|hundred|thousand|million|billion|trillion|first|second|third|fourth|fifth|sixth"
    "|seventh|eighth|ninth|tenth|eleventh|twelfth|thirteenth|fourteenth|fifteenth|sixteenth"
    "|seventeenth|eighteenth|nineteenth|twentieth|thirtieth|fortieth|fiftieth|sixtieth"
    "|seventieth|eightieth|ninetieth|hundredth|thousandth|millionth",
}
_AND = {"fr": "et", "en": "and"}
_RUN = {
    language: re.compile(
        rf"(?<!\w)(?<!\w-)(?:{words})(?!\w)"
        rf"(?:(?:-|{SPACE})(?:{_AND[language]}(?:-|{SPACE}))?(?:{words})(?!\w))*",
        re.IGNORECASE,
    )
    for language, words in _WORDS.items()
}
_TOKEN = re.compile(r"[^\s]+")
_ORDINAL = {"premier": 1, "première": 1, "first": 1, "second": 2, "seconde": 2, "third": 3}
_SCALE_WORD = re.compile(r"(?:^|[\s-])(mille|millions?|milliards?|billions?|thousand|trillion)$")
_SCALES = {
    "fr": {"cent": 1e2, "mille": 1e3, "millier": 1e3, "million": 1e6, "milliard": 1e9,
           "billion": 1e12, "md": 1e9, "mds": 1e9, "k": 1e3, "m": 1e6, "mrd": 1e9},
    "en": {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12,
           "bn": 1e9, "tn": 1e12, "mn": 1e6, "k": 1e3, "m": 1e6, "b": 1e9},
}  # fmt: skip
_SCALE = {
    "fr": re.compile(
        rf"[ \u00a0\u202f]?(?:d[e’']{SPACE}?)?(mille|milliers?|millions?|milliards?|billions?"
        rf"|mds?(?={SPACE}?(?:[€$£]|d[’']))|m(?={SPACE}?[€$£])|k(?={SPACE}?[€$£]?))(?!\w)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"[ \u00a0-]?(?:of )?(hundred|thousands?|millions?|billions?|trillions?|bn|tn|mn|k)"
        r"(?!\w)",
        re.IGNORECASE,
    ),
}
_SHORT_SCALE = re.compile(r"(m|b|M|B)(?!\w)")  # only after a currency sign: "£5m"
_HALF_MORE = {"fr": re.compile(rf"{SPACE}et{SPACE}demie?(?!\w)", re.IGNORECASE),
              "en": re.compile(rf"{SPACE}and a half(?!\w)", re.IGNORECASE)}  # fmt: skip

_COLLECTIVES = {
    "huitaine": 8, "dizaine": 10, "douzaine": 12, "quinzaine": 15, "vingtaine": 20,
    "trentaine": 30, "quarantaine": 40, "cinquantaine": 50, "soixantaine": 60, "centaine": 100,
    "millier": 1e3, "million": 1e6, "milliard": 1e9, "dozen": 12, "score": 20, "hundred": 1e2,
    "thousand": 1e3, "billion": 1e9, "trillion": 1e12, "ten": 10,
}  # fmt: skip
_HOW_MANY = {
    "une": 1, "un": 1, "cette": 1, "a": 1, "one": 1, "the": 1, "half a": 0.5, "une demi": 0.5,
    "deux": 2, "two": 2, "trois": 3, "three": 3, "quatre": 4, "four": 4, "cinq": 5, "five": 5,
}  # fmt: skip
_COLLECTIVE = {
    "fr": re.compile(
        rf"(?<![\w-])(?:(?P<n>une?|cette|deux|trois|quatre|cinq|une demi(?=-)|plusieurs|quelques"
        rf"|des)(?:{SPACE}|-))(?P<good>bonne{SPACE})?(?P<unit>(?:huit|diz|douz|quinz|vingt|trent"
        rf"|quarant|cinquant|soixant|cent)aine|millier|(?<=s )(?:million|milliard))s?(?!\w)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?<![\w-])(?:(?P<n>half a|an?|one|two|three|four|five|several|a few|many|the)"
        r"(?P<good> good)? (?P<unit>dozen|(?<=several )(?:hundred|thousand|million|billion)"
        r"|(?<=few )(?:hundred|thousand|million|billion))"
        r"|(?P<bare>(?:dozen|score|ten|hundred|thousand|million|billion)s)(?= of(?!\w)|(?!\w)))"
        r"(?!\w)",
        re.IGNORECASE,
    ),
}
_SOME = {"plusieurs": 2, "quelques": 2, "des": 2, "several": 2, "a few": 2, "many": 2}
_VAGUE = {
    "fr": re.compile(r"(?<![\w-])(?:quelques|plusieurs)(?!\w)", re.IGNORECASE),
    "en": re.compile(
        r"(?<![\w-])(?:several|(?:a|the past|the last) few|a couple of)(?!\w)", re.IGNORECASE
    ),
}

_DENOMINATORS = {
    "demi": 2, "tiers": 3, "quart": 4, "cinquième": 5, "sixième": 6, "septième": 7,
    "huitième": 8, "dixième": 10, "half": 2, "third": 3, "quarter": 4, "fifth": 5, "sixth": 6,
    "eighth": 8, "tenth": 10,
}  # fmt: skip
_NUMERATORS = {
    "un": 1, "le": 1, "d’un": 1, "a": 1, "one": 1, "deux": 2, "two": 2, "trois": 3, "three": 3,
    "quatre": 4, "four": 4, "cinq": 5, "five": 5, "sept": 7, "seven": 7, "neuf": 9, "nine": 9,
}  # fmt: skip
_PART = {
    "fr": re.compile(
        rf"(?<![\w-])(?:(?P<half>(?:une?{SPACE})?demi(?:e)?[- ])(?=\w)"
        rf"|(?P<n>un|trois){SPACE}(?P<d>quart)s?{SPACE}d(?:[’']|e{SPACE}))",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?<![\w-])(?:(?P<half>half an? |(?:a |one )?half[- ])(?=\w)(?!of |the |his |her |their |its )"
        r"|(?P<n>a|one|three)[ -](?P<d>quarter)s? of an? )",
        re.IGNORECASE,
    ),
}
_RATIO = {
    "fr": re.compile(
        rf"(?<![\w-])(?:(?P<half>(?:la{SPACE}|une{SPACE})moitié)"
        rf"|(?P<n>un|le|deux|trois|quatre|cinq|sept|neuf){SPACE}(?P<d>tiers(?!{SPACE}monde)"
        rf"|quarts?(?!{SPACE}d(?:’|'|e{SPACE}finale))"
        rf"|(?:(?:cinqu|six|sept|huit|dix)ième)(?:s|(?={SPACE}d(?:es?|u|’|')(?!\w))))(?!\w))"
        rf"(?!\w)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"(?<![\w-])(?<!first )(?<!second )(?<!other )(?<!latter )(?<!better )(?<!and a )"
        r"(?:(?P<half>(?:one )?half(?= of(?!\w)| the(?!\w)| his | her | their | its )"
        r"|(?:(?<=by )|(?<=than )|(?<=nearly )|(?<=almost )|(?<=about )|(?<=over ))half(?=[ .,;]|$))"
        r"|(?P<n>two|three|four|five|seven|nine)[ -](?P<d>thirds|quarters|fifths|sixths|eighths"
        r"|tenths)(?!\w)"
        r"|(?P<one>an?|one)[ -](?P<d1>third|quarter|fifth|sixth|eighth|tenth)(?= of(?!\w)))",
        re.IGNORECASE,
    ),
}


def find_numbers(text: str, language: Language) -> list[Number]:
    """The numbers of a text, sorted and apart; where two overlap, the longest stands."""
    found = [
        *_figures(text, language),
        *_words(text, language),
        *_collectives(text, language),
        *_fractions(text, language),
    ]
    found.sort(key=lambda number: (number.start, -number.end))
    apart: list[Number] = []
    for number in found:
        if not apart or number.start >= apart[-1].end:
            apart.append(number)
    return apart


def read_figure(digits: str, language: Language) -> float | None:
    """What a figure says, or None when it is no number: a version, an identifier.

    The language decides what a lone separator before three digits means: "2,500" is 2500 in
    English and 2.5 in French. Elsewhere only one reading makes sense, and is taken.
    """
    digits = re.sub(SPACE, "", digits)
    if len(digits) > _LONGEST or re.match(r"0[0-9]", digits):
        return None
    separators = [char for char in digits if char in ".,"]
    if not separators:
        return float(digits)
    decimal = separators[-1]
    own = decimal == ("," if language == "fr" else ".")
    grouped = bool(re.fullmatch(r"[1-9][0-9]{0,2}(?:[.,][0-9]{3})+", digits))
    if len(set(separators)) == 1 and (len(separators) > 1 or (grouped and not own)):
        return float(re.sub(r"[.,]", "", digits)) if grouped else None
    if separators.count(decimal) > 1:
        return None
    whole, part = digits.rsplit(decimal, 1)
    return float(f"{re.sub(r'[.,]', '', whole)}.{part}")


def _figures(text: str, language: Language) -> Iterator[Number]:
    for match in _FIGURE.finditer(text):
        vulgar = match.group(1)
        value = read_figure(match.group()[:-1] if vulgar else match.group(), language)
        if value is not None:
            value += _VULGAR[vulgar]
            number = Number(match.start(), match.end(), value, value, "figure")
            yield _with_half(text, _scaled(text, number, language), language)


def _scaled(text: str, number: Number, language: Language) -> Number:
    """The number with the scale word that follows it: "3,5 milliards", "£5m", "400k"."""
    match = _SCALE[language].match(text, number.end)
    if match is None and text[:number.start].rstrip()[-1:] in ("$", "€", "£", "¥"):
        match = _SHORT_SCALE.match(text, number.end)
    if match is None:
        return number
    word = match.group(1).lower()
    scale = _SCALES[language].get(word) or _SCALES[language][word.rstrip("s")]
    return replace(
        number, end=match.end(), low=number.low * scale, high=number.high * scale, step=scale
    )


def _with_half(text: str, number: Number, language: Language) -> Number:
    match = _HALF_MORE[language].match(text, number.end)
    if match is None:
        return number
    more = number.step / 2
    return replace(number, end=match.end(), low=number.low + more, high=number.high + more)


def _words(text: str, language: Language) -> Iterator[Number]:
    for run in _RUN[language].finditer(text):
        tokens = [_Token(word) for word in _TOKEN.finditer(text, *run.span())]
        read = find_words(tokens, language, 0)
        known = {index for item in read for index in range(item.start, item.end)}
        for index, token in enumerate(tokens):
            if index not in known and token.word.lower() in _ORDINAL:
                value = float(_ORDINAL[token.word.lower()])
                yield Number(token.start, token.end, value, value, "ordinal")
        for item in read:
            start, end = tokens[item.start].start, tokens[item.end - 1].end
            yield _word(text, start, end, item, language)


def _word(text: str, start: int, end: int, item: object, language: Language) -> Number:
    value, ordinal = float(item.value), bool(item.is_ordinal)  # type: ignore[attr-defined]
    said = text[start:end].lower()
    if ordinal:
        return Number(start, end, value, value, "ordinal")
    scale = _SCALE_WORD.search(said)
    word = scale.group(1) if scale else ""
    scales = _SCALES[language]
    step = scales.get(word) or scales.get(word.rstrip("s")) or 1.0
    if language == "en" and said.split()[0] in ("hundred", "thousand", "million", "billion"):
        start -= 2 * (text[start - 2 : start].lower() == "a ")
    form: Form = "article" if said in ("un", "une", "one") else "word"
    return _with_half(text, Number(start, end, value, value, form, step=step), language)


def _collectives(text: str, language: Language) -> Iterator[Number]:
    for match in _COLLECTIVE[language].finditer(text):
        groups = match.groupdict()
        word = (groups["unit"] or groups["bare"]).lower().rstrip("s")
        size = _COLLECTIVES[word]
        how_many = _HOW_MANY.get((groups["n"] or "").lower())
        if how_many is None:
            number = _several(match, size)
        else:
            value = how_many * size
            low, high = (value, 1.1 * value) if groups["good"] else (0.9 * value, 1.1 * value)
            hedge: Hedge = "over" if groups["good"] else "about"
            number = Number(*match.span(), low, high, "collective", hedge)
        scaled = _scaled(text, number, language)
        if scaled.end != number.end and number.hedge == "several":
            scaled = replace(scaled, high=10 * scaled.low / 2 - 1)
        yield scaled
    for match in _VAGUE[language].finditer(text):
        word = match.group().lower()
        if word.startswith("a couple"):
            yield Number(*match.span(), 2, 3, "collective", "about")
        else:
            yield Number(*match.span(), 3 if word == "several" else 2, 9, "collective", "several")


def _several(match: re.Match[str], size: float) -> Number:
    """ "Hundreds" is 200 to 999: at least two, and fewer than would be said as thousands."""
    size = {12: 10.0, 20: 10.0}.get(size, size)
    return Number(*match.span(), 2 * size, 10 * size - 1, "collective", "several")


def _fractions(text: str, language: Language) -> Iterator[Number]:
    for form, pattern in (("part", _PART[language]), ("ratio", _RATIO[language])):
        for match in pattern.finditer(text):
            groups = match.groupdict()
            value = 0.5
            if not groups["half"]:
                above = _NUMERATORS.get((groups["n"] or "one").lower(), 1)
                below = (groups["d"] or groups.get("d1") or "").lower()
                value = above / (_DENOMINATORS.get(below) or _DENOMINATORS[below.rstrip("s")])
            number = Number(*match.span(), value, value, "part" if form == "part" else "ratio")
            scaled = _scaled(text, number, language) if form == "part" else number
            yield number if scaled is number else replace(scaled, form="word")
