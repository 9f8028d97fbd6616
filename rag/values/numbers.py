"""Numbers in running text, in figures and in words, French and English.

Words are read by text2num, figures and the scale words after them ("3,5 milliards") here.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Literal

from text_to_num import find_numbers

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
    rf"(?<!\w)(?<![^\W\d_][-.])(?<!\d[.,:/])((?:^|(?<=[\s(:]))[-−](?=[0-9]))?"
    rf"([0-9]{{1,3}}(?:{SPACE}[0-9]{{3}}(?![0-9]))+(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)*)"
    rf"([½¼¾]|{SPACE}(?:1/2|1/4|3/4)(?![/0-9]))?(?![:/][0-9])"
)
_LONGEST = 15  # digits that a double holds exactly; longer runs are identifiers
_VULGAR = {"½": 0.5, "¼": 0.25, "¾": 0.75, "1/2": 0.5, "1/4": 0.25, "3/4": 0.75, "": 0.0}

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
# What there are millions of, where "2.8m" might be metres.
_MANY = (
    "accounts|barrels|bottles|cars|children|copies|customers|dollars|euros|homes|households|jobs"
    "|listeners|members|passengers|patients|people|pounds|pupils|readers|records|residents"
    "|shares|subscribers|tickets|tourists|users|vehicles|viewers|visitors|voters|votes|workers"
)
_SCALE = {
    "fr": re.compile(
        rf"{SPACE}?(?:d[e’']{SPACE}?)?(mille|milliers?|millions?|milliards?|billions?"
        rf"|mds?(?={SPACE}?(?:[€$£]|d[’']))|m(?={SPACE}?[€$£])|k(?={SPACE}?[€$£]?)"
        rf"|(?-i:(?<=[0-9])M))(?!\w)",
        re.IGNORECASE,
    ),
    "en": re.compile(
        r"[ \u00a0-]?(?:of )?(hundred|thousands?|millions?|billions?|trillions?|bn|tn|mn|k"
        rf"|(?-i:(?<=[0-9])(?:M|m(?= (?:{_MANY})(?!\w)))))"
        r"(?!\w)",
        re.IGNORECASE,
    ),
}
_SHORT_SCALE = re.compile(r"(m|b|M|B)(?!\w)")  # only after a currency sign: "£5m"
_SIGN_BEFORE = re.compile(r"(?:[$€£¥₹₺₩]|(?<!\w)[A-Z]{3})[ \u00a0]?$")
_HALF_MORE = {"fr": re.compile(rf"{SPACE}et{SPACE}demie?(?!\w)", re.IGNORECASE),
              "en": re.compile(
                  r"[ \u00a0-]and[ -](?:a[ -](?:half|(?P<one>quarter))"
                  r"|(?P<three>three[ -]quarters))(?!\w| of)", re.IGNORECASE)}  # fmt: skip


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


def find_figures(text: str, language: Language) -> Iterator[Number]:
    """The numbers in figures, with the scale and the half that may follow: "3,5 milliards"."""
    for match in _FIGURE.finditer(text):
        sign, digits, vulgar = match.groups()
        value = read_figure(digits, language)
        if value is not None:
            value = (value + _VULGAR[(vulgar or "").strip()]) * (-1 if sign else 1)
            number = Number(match.start(), match.end(), value, value, "figure")
            yield _with_odd(text, _with_half(text, scaled(text, number, language), language))


def scaled(text: str, number: Number, language: Language) -> Number:
    """The number with the scale word that follows it: "3,5 milliards", "£5m", "400k"."""
    match = _SCALE[language].match(text, number.end)
    if match is None and _SIGN_BEFORE.search(text[max(0, number.start - 5) : number.start]):
        match = _SHORT_SCALE.match(text, number.end)
    if match is None:
        return number
    word = match.group(1).lower()
    scale = _SCALES[language].get(word) or _SCALES[language][word.rstrip("s")]
    low, high = number.low * scale, number.high * scale
    return replace(number, end=match.end(), low=low, high=high, step=scale)


def _with_half(text: str, number: Number, language: Language) -> Number:
    match = _HALF_MORE[language].match(text, number.end)
    if match is None:
        return number
    part = match.groupdict()
    more = number.step * (0.25 if part.get("one") else 0.75 if part.get("three") else 0.5)
    return replace(number, end=match.end(), low=number.low + more, high=number.high + more)


def _with_odd(text: str, number: Number) -> Number:
    """The number and some more, behind which "-odd" stands: "60-odd tonnes"."""
    if not text.startswith("-odd", number.end):
        return number
    return replace(number, end=number.end + 4, high=1.2 * number.high, hedge="over")


def find_words(text: str, language: Language) -> Iterator[Number]:
    """The numbers in words, ordinals and lone articles included."""
    for run in _RUN[language].finditer(text):
        tokens = [_Token(word) for word in _TOKEN.finditer(text, *run.span())]
        read = find_numbers(tokens, language, 0)
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
    number = Number(start, end, value, value, form, step=step)
    return _with_odd(text, _with_half(text, number, language))
