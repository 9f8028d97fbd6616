"""The words of the calendar in French and English, and the pieces of patterns made of them.

The names stand here in full because asking Babel for them costs some 40 ms at import; a test
compares them with Babel's.
"""

import re
from collections.abc import Iterable
from itertools import takewhile
from typing import Literal

Language = Literal["fr", "en"]

MONTHS: dict[Language, tuple[str, ...]] = {
    "fr": (
        "janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août", "septembre",
        "octobre", "novembre", "décembre",
    ),
    "en": (
        "january", "february", "march", "april", "may", "june", "july", "august", "september",
        "october", "november", "december",
    ),
}  # fmt: skip
WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "fr": ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
    "en": ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"),
}
SHORT_MONTHS: dict[Language, dict[str, int]] = {
    "fr": {
        "janv": 1, "fév": 2, "févr": 2, "avr": 4, "juil": 7, "sept": 9, "oct": 10, "nov": 11,
        "déc": 12, "aout": 8, "fevrier": 2, "decembre": 12,
    },
    "en": {
        "jan": 1, "feb": 2, "mar": 3, "apr": 4, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "sept": 9,
        "oct": 10, "nov": 11, "dec": 12,
    },
}  # fmt: skip
SHORT_WEEKDAYS: dict[Language, tuple[str, ...]] = {
    "fr": (),
    "en": ("mon", "tue", "wed", "thu", "fri", "sat", "sun"),
}
# The number of the season; a season is as long as any of its definitions (see periods.season).
SEASONS: dict[Language, dict[str, int]] = {
    "fr": {"printemps": 0, "été": 1, "automne": 2, "hiver": 3},
    "en": {"spring": 0, "summer": 1, "autumn": 2, "fall": 2, "winter": 3},
}
# The days of holidays, month and day in one number; Easter is one of five weeks.
HOLIDAYS: dict[Language, dict[str, tuple[int, int]]] = {
    "fr": {
        "noël": (1225, 1225), "noel": (1225, 1225), "pâques": (322, 425),
        "la toussaint": (1101, 1101), "le jour de l'an": (101, 101), "le nouvel an": (101, 101),
        "la saint-sylvestre": (1231, 1231), "la saint-valentin": (214, 214),
        "la saint-jean": (624, 624),
    },
    "en": {
        "christmas": (1225, 1225), "christmas day": (1225, 1225), "christmas eve": (1224, 1224),
        "easter": (322, 425), "new year's day": (101, 101), "new year's eve": (1231, 1231),
        "boxing day": (1226, 1226), "halloween": (1031, 1031), "bastille day": (714, 714),
        "may day": (501, 501), "valentine's day": (214, 214),
    },
}  # fmt: skip
NUMBERS: dict[Language, dict[str, int]] = {
    "fr": {
        "un": 1, "une": 1, "deux": 2, "trois": 3, "quatre": 4, "cinq": 5, "six": 6, "sept": 7,
        "huit": 8, "neuf": 9, "dix": 10, "onze": 11, "douze": 12, "treize": 13, "quatorze": 14,
        "quinze": 15, "seize": 16, "dix-sept": 17, "dix-huit": 18, "dix-neuf": 19, "vingt": 20,
        "vingt-cinq": 25, "trente": 30, "quarante": 40, "cinquante": 50, "soixante": 60,
        "cent": 100,
    },
    "en": {
        "a": 1, "an": 1, "one": 1, "two": 2, "a couple of": 2, "three": 3, "four": 4, "five": 5,
        "six": 6, "seven": 7, "eight": 8, "nine": 9, "ten": 10, "eleven": 11, "twelve": 12,
        "thirteen": 13, "fourteen": 14, "fifteen": 15, "sixteen": 16, "seventeen": 17,
        "eighteen": 18, "nineteen": 19, "twenty": 20, "thirty": 30, "forty": 40, "fifty": 50,
        "sixty": 60, "a hundred": 100,
    },
}  # fmt: skip
# The minutes past an hour as they are spelt: "deux heures trente", "une heure quarante-cinq".
MINUTES: dict[str, int] = {
    **{word: number for word, number in NUMBERS["fr"].items() if 5 <= number < 60},
    **{
        f"{tens}{link}{units}": NUMBERS["fr"][tens] + NUMBERS["fr"][units]
        for tens in ("vingt", "trente", "quarante", "cinquante")
        for link, words in (
            ("-", ("deux", "trois", "quatre", "cinq", "six", "sept", "huit", "neuf")),
            ("-et-", ("un", "une")),
            (" et ", ("un", "une")),
        )
        for units in words
    },
}
ROUND_NUMBERS: dict[Language, dict[str, int]] = {
    "fr": {
        "une huitaine": 8, "une dizaine": 10, "une douzaine": 12, "une quinzaine": 15,
        "une vingtaine": 20, "une trentaine": 30, "une quarantaine": 40, "une cinquantaine": 50,
    },
    "en": {"a dozen": 12},
}  # fmt: skip
SEVERAL: dict[Language, tuple[str, ...]] = {
    "fr": ("quelques", "plusieurs"),
    "en": ("a few", "several", "some"),
}
ORDINALS: dict[Language, dict[str, int]] = {
    "fr": {"premier": 1, "1er": 1, "deuxième": 2, "second": 2, "2e": 2, "troisième": 3, "3e": 3,
           "quatrième": 4, "4e": 4},
    "en": {"first": 1, "1st": 1, "second": 2, "2nd": 2, "third": 3, "3rd": 3, "fourth": 4,
           "4th": 4},
}  # fmt: skip
LAST = ("dernier", "last", "final")

GAP = r"[^\S\n]{0,2}\s"  # a space of any kind, at most one line break, never a blank line
YEAR = r"(?:1[0-9]|2[01])[0-9]{2}(?![0-9]|[.,][0-9])"


def any_of(words: Iterable[str]) -> str:
    """A pattern that matches any of the words, the longest first, apostrophes of either kind."""
    longest_first = sorted(words, key=lambda word: (-len(word), word))
    pattern = "|".join(re.escape(word) for word in longest_first)
    return "(?:" + pattern.replace(r"\ ", GAP).replace("'", "['’]") + ")"


def month_number(name: str, language: Language) -> int:
    """The number of the month of that name or abbreviation, 1 to 12."""
    word = name.lower().rstrip(".")
    short = SHORT_MONTHS[language].get(word)
    return short if short is not None else MONTHS[language].index(word) + 1


def weekday_number(name: str, language: Language) -> int:
    """The number of the weekday of that name or abbreviation, Monday 0."""
    word = name.lower().rstrip(".")
    if word in SHORT_WEEKDAYS[language]:
        return SHORT_WEEKDAYS[language].index(word)
    return WEEKDAYS[language].index(word)


def leading_number(text: str) -> int:
    """The number that the text begins with: "1er" and "1st" are 1. The text must have one."""
    return int("".join(takewhile(str.isdecimal, text)))


def small_number(words: str, language: Language) -> int | None:
    """The number that digits or a few words say ("12", "trois", "a couple of"), else None."""
    if words.isdecimal():
        return int(words)
    plain = " ".join(words.lower().split())
    return NUMBERS[language].get(plain, ROUND_NUMBERS[language].get(plain))


def is_round(text: str, language: Language) -> bool:
    """True for words that say a round number: "une dizaine"."""
    return " ".join(text.lower().split()) in ROUND_NUMBERS[language]
