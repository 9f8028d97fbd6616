"""The expressions that name a date, and how each is read.

A rule is a pattern and a reader; a reader turns a match into what it found, or None when the
words do not name a date after all. The year of "15 août" and the week of "jeudi" are settled
later, once ranges are joined (see dates.py).
"""

import datetime as dt
import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Literal

from rag.values import calendar_words as words
from rag.values.calendar_words import GAP, YEAR, Language, any_of
from rag.values.periods import (
    LEAP_YEAR,
    SEASON_BOUNDS,
    Period,
    Turn,
    in_year,
    month_period,
    ordinal,
    shift_months,
    years_period,
)
from rag.values.value import Hedge

Form = Literal["day", "month", "year", "weekday", "season", "other", "none"]


@dataclass(frozen=True, slots=True)
class Found:
    """A date as the words give it: a period in days, year-less or of weekdays (see Value.unit).

    `turn` is set where the words themselves say past or future ("jeudi dernier"). The form "none"
    keeps the words of a day that does not exist ("31 février 2024") from being read as less.
    """

    start: int
    end: int
    period: Period
    unit: Literal["day", "month-day", "weekday"] = "day"
    form: Form = "other"
    hedge: Hedge = "exact"
    turn: Turn = 0


Reader = Callable[[re.Match[str], Language, dt.date | None], Found | None]

_NAMES: tuple[Language, ...] = ("fr", "en")
_MONTH = {
    "fr": f"(?:{any_of([*words.MONTHS['fr'], 'aout', 'fevrier', 'decembre'])}|"
    rf"(?:janv|févr?|avr|juil|sept|oct|nov|déc)(?:\.|(?={GAP}[0-9]{{4}})))",
    "en": f"(?:{any_of(words.MONTHS['en'])}|{any_of(words.SHORT_MONTHS['en'])}\\.?)",
}
_WEEKDAY = {
    "fr": any_of(words.WEEKDAYS["fr"]),
    "en": f"(?:{any_of(words.WEEKDAYS['en'])}|{any_of(words.SHORT_WEEKDAYS['en'])}\\.)",
}
_DAY = {"fr": r"(?:1er|[0-3]?[0-9])", "en": r"[0-3]?[0-9](?:st|nd|rd|th)?"}
_COUNT = {
    language: any_of([*words.NUMBERS[language], *words.ROUND_NUMBERS[language]])
    for language in _NAMES
}
_SEVERAL = {language: any_of(words.SEVERAL[language]) for language in _NAMES}
_UNIT = {
    "fr": r"(?P<unit>jours?|semaines?|mois|an(?:née)?s?)\b",
    "en": r"(?P<unit>days?|weeks?|months?|years?)\b",
}
_UNIT_LETTER = {"j": "d", "s": "w", "m": "m", "a": "y", "d": "d", "w": "w", "y": "y"}
_OPEN = r"(?<![\w./,-])"  # no digit or word just before
_CAPITALISED = {"may", "march", "mar", "august", "april", "june", "jun", "sept", "dec"}


def _amount(language: Language) -> str:
    return (
        rf"(?:(?P<several>{_SEVERAL[language]})|(?P<number>[0-9]{{1,3}}|{_COUNT[language]}))"
        rf"{GAP}(?:d[e'’]\s?)?{_UNIT[language]}"
    )


def _days_number(text: str) -> int:
    return int(re.match(r"[0-9]+", text).group())  # type: ignore[union-attr]


def _iso(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    day = ordinal(int(match["year"]), int(match["month"]), int(match["day"]))
    return None if day is None else Found(*match.span(), (day, day), form="day")


def _slashed(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    first, second, year = int(match["first"]), int(match["second"]), int(match["year"])
    month_first = language == "en" and first <= 12 and match["mark"] != "."
    month, day = (first, second) if month_first else (second, first)
    found = ordinal(year, month, day)
    return None if found is None else Found(*match.span(), (found, found), form="day")


def _day(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """A day of a month, or some days of one month."""
    month, day = words.month_number(match["month"], language), _days_number(match["day"])
    first = _days_number(match["first"]) if match["first"] else day
    if "last" in match.re.groupindex and match["last"]:
        first, day = day, _days_number(match["last"])
    name = match["month"]
    if not match["year"] and name.islower() and language == "en" and name in _CAPITALISED:
        return None
    hedge: Hedge = "exact" if first == day else "range"
    if first > day:
        return None
    low, high = 100 * month + first, 100 * month + day
    placed = in_year((low, high), int(match["year"] or LEAP_YEAR))
    if placed is None:
        return Found(*match.span(), (0, 0), form="none")
    if match["year"]:
        return Found(*match.span(), placed, form="day", hedge=hedge)
    return Found(*match.span(), (low, high), "month-day", "day", hedge)


def _month(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    name, year = match["month"], match["year"]
    before = match.string[max(0, match.start() - 24) : match.start()]
    if language == "en":
        if name.islower() or not (year or _MONTH_AFTER_EN.search(before)):
            return None
    elif not name.islower() and not (
        _MONTH_AFTER_FR.search(before) or (year and name.lower() != "mars" and not before)
    ):
        return None
    month = words.month_number(name, language)
    if year:
        full = int(year) + (1900 if len(year) == 2 else 0)
        return Found(*match.span(), month_period(full, month), form="month")
    return Found(*match.span(), (100 * month + 1, _last_day(month)), "month-day", "month")


def _last_day(month: int) -> int:
    return 100 * month + (29 if month == 2 else 30 if month in (4, 6, 9, 11) else 31)


_MONTH_AFTER_EN = re.compile(
    r"\b(?:in|since|until|till|last|next|this|early|late|during|from|to|and|between|of|through|"
    r"before|after|by)\s+(?:early\s+|late\s+)?\Z|\bmid-?\s?\Z",
    re.IGNORECASE,
)
_MONTH_AFTER_FR = re.compile(
    r"\b(?:en|depuis|début|fin|mi-|mois de|mois d['’])\s?\Z", re.IGNORECASE
)


def _season(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    period = SEASON_BOUNDS[words.SEASONS[language][match["season"].lower()]]
    if match["year"]:
        placed = in_year(period, int(match["year"]))
        return placed and Found(*match.span(), placed, form="season")
    before = match.string[max(0, match.start() - 16) : match.start()]
    after = match.string[match.end() : match.end() + 12]
    if not (_SEASON_AFTER[language].search(before) or _TURN_AFTER.match(after)):
        return None
    return Found(*match.span(), period, "month-day", "season")


_SEASON_AFTER = {
    "fr": re.compile(r"\b(?:(?:au|cet|ce|depuis le|fin|début) |[àa] l['’]|depuis l['’])\Z", re.I),
    "en": re.compile(r"\b(?:this|last|next|in the|since|early|late|over the) \Z", re.IGNORECASE),
}
_TURN_AFTER = re.compile(rf"{GAP}(?:derni|pass|proch)", re.IGNORECASE)


def _year(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    year = int(match["year"])
    return Found(*match.span(), years_period(year, year), form="year")


def _years(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    first, last = int(match["first"]), int(match["year"])
    if not first < last < first + 200:
        return None
    return Found(*match.span(), years_period(first, last), form="other", hedge="range")


def _decade(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    year = int(match["year"])
    if year % 10:
        return None
    if year < 100:
        year += 1900 if year >= 30 or not year else 2000
    return Found(*match.span(), years_period(year, year + 9))


def _century(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    number = match["century"]
    count = int(number) if number.isdecimal() else _roman(number)
    if not 1 <= count <= 22:
        return None
    return Found(*match.span(), years_period(100 * count - 99, 100 * count))


def _roman(letters: str) -> int:
    values = [{"I": 1, "V": 5, "X": 10}[letter] for letter in letters.upper()]
    after = [*values[1:], 0]
    return sum(
        -value if value < next_ else value for value, next_ in zip(values, after, strict=True)
    )


def _quarter(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    word = match["ordinal"].lower()
    number = int(word) if word.isdecimal() else words.ORDINALS[language].get(word, 0)
    long = match["half"] is not None
    months = 6 if long else 3
    number = 2 if long and word in ("dernier", "last") else number
    if not 1 <= number <= 12 // months:
        return None
    first, last = months * (number - 1) + 1, months * number
    period = (100 * first + 1, _last_day(last))
    if not match["year"]:
        return Found(*match.span(), period, "month-day", "other")
    placed = in_year(period, int(match["year"]))
    return placed and Found(*match.span(), placed)


def _weekday(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    name = match["weekday"]
    before = match.string[max(0, match.start() - 10) : match.start()]
    if _NO_WEEKDAY[language].search(before) or (language == "en" and name.islower()):
        return None
    if (
        language == "fr"
        and not name.islower()
        and before.strip()
        and before.rstrip()[-1:] not in ".!?«“\n"
    ):
        return None
    day = words.weekday_number(name, language)
    number = match["day"]
    if not number:
        return Found(*match.span(), (day, day), "weekday", "weekday")
    if reference is None:
        return Found(match.start(), match.end("weekday"), (day, day), "weekday", "weekday")
    for step in range(0, 400):
        for sign in (-1, 1):
            found = dt.date.fromordinal(max(1, min(3652059, reference.toordinal() + sign * step)))
            if found.weekday() == day and found.day == _days_number(number):
                return Found(*match.span(), (found.toordinal(),) * 2, form="day")
    return None


_NO_WEEKDAY = {
    "fr": re.compile(r"\b(?:le|un|les|des|chaque|tous les|et) \Z", re.IGNORECASE),
    "en": re.compile(r"\b(?:black|a|every|each|bloody|good|ash|casual) \Z", re.IGNORECASE),
}


def _adverb(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    if reference is None:
        return None
    word = re.sub(r"\s+", " ", match["adverb"].lower().replace("’", "'"))
    day = reference.toordinal() + _ADVERBS[language][word]
    low = day - 1 if word == "last night" else day
    return Found(*match.span(), (low, day), form="day")


_ADVERBS: dict[Language, dict[str, int]] = {
    "fr": {
        "avant-hier": -2, "hier": -1, "aujourd'hui": 0, "ce jour": 0, "ce soir": 0, "ce matin": 0,
        "cet après-midi": 0, "ce midi": 0, "demain": 1, "après-demain": 2,
    },
    "en": {
        "day before yesterday": -2, "yesterday": -1, "today": 0, "tonight": 0, "this morning": 0,
        "this afternoon": 0, "this evening": 0, "last night": 0, "tomorrow": 1,
        "day after tomorrow": 2,
    },
}  # fmt: skip


def _distance(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "il y a trois jours", "in two weeks": half a unit wide on either side, a day exact."""
    if reference is None:
        return None
    turn: Turn = 1 if match["ahead"] else -1
    unit = _UNIT_LETTER[match["unit"][0].lower()]
    if match["several"]:
        low, high = sorted(_shift(reference, turn * n, unit).toordinal() for n in (2, 7))
        return Found(*match.span(), (low, high), hedge="several", turn=turn)
    number = words.small_number(match["number"], language)
    if number is None:
        return None
    vague = match["about"] is not None or _is_round(match["number"], language)
    day = _shift(reference, turn * number, unit).toordinal()
    half = {"d": 0, "w": 3, "m": 15, "y": 182}[unit]
    if vague:
        half = max(half * 2, round(number * {"d": 1, "w": 7, "m": 30, "y": 365}[unit] / 5), 1)
    hedge: Hedge = "about" if vague else "exact"
    return Found(*match.span(), (max(1, day - half), day + half), hedge=hedge, turn=turn)


def _is_round(number: str, language: Language) -> bool:
    return " ".join(number.lower().split()) in words.ROUND_NUMBERS[language]


def _shift(day: dt.date, number: int, unit: str) -> dt.date:
    if unit in "my":
        return shift_months(day, number * (12 if unit == "y" else 1))
    return day + dt.timedelta(days=number * (7 if unit == "w" else 1))


def _stretch(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "the next two weeks", "trois derniers mois": from the reference on, or up to it."""
    number = words.small_number(match["number"], language)
    if reference is None or number is None:
        return None
    turn: Turn = 1 if match["ahead"] else -1
    unit = _UNIT_LETTER[match["unit"][0].lower()]
    low, high = sorted((reference.toordinal(), _shift(reference, turn * number, unit).toordinal()))
    return Found(*match.span(), (low, high), turn=turn)


def _running(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "last week", "cette année", "plus tôt ce mois-ci": a period counted from the current one."""
    if reference is None:
        return None
    groups = match.groupdict()
    step = 1 if groups.get("next") else -1 if groups.get("last") else 0
    unit = groups.get("unit") or groups.get("unit2") or ""
    low, high = _around(reference, unit.lower(), step)
    part = (groups.get("part") or "").lower()
    if part in ("earlier", "plus tôt"):
        high = reference.toordinal()
    elif part in ("later", "plus tard"):
        low = reference.toordinal()
    return Found(*match.span(), (low, high), form="other", turn=1 if step > 0 else 0)


def _around(reference: dt.date, unit: str, step: int) -> Period:
    if unit.startswith(("w", "s")) and unit not in ("weekend", "week-end"):
        low = reference.toordinal() - reference.weekday() + 7 * step
        return low, low + 6
    if unit.startswith("w"):
        saturday = reference.toordinal() - reference.weekday() + 5
        if step < 0:
            saturday -= 7 if reference.weekday() < 6 else 0
        return saturday + 7 * (step > 0 and reference.weekday() > 4), saturday + 1
    if unit.startswith("m"):
        day = shift_months(reference, step)
        return month_period(day.year, day.month)
    return years_period(reference.year + step, reference.year + step)


def _edge(match: re.Match[str], language: Language, reference: dt.date | None) -> Found | None:
    """ "la fin du mois", "before the end of the year"."""
    if reference is None:
        return None
    low, high = _around(reference, match["unit"].lower(), 0)
    if match["until"]:
        return Found(*match.span(), (reference.toordinal(), high), hedge="at_most", turn=1)
    return Found(
        match.start("edge"), match.end(), (low + (high - low) * 2 // 3, high), hedge="about"
    )


def _rules_fr() -> list[tuple[str, Reader]]:
    month, weekday, day = _MONTH["fr"], _WEEKDAY["fr"], _DAY["fr"]
    return [
        (
            rf"{_OPEN}(?:{weekday}{GAP}(?:le{GAP})?)?(?:(?P<first>{day})(?:{GAP}(?:au|et|à|ou){GAP}"
            rf"(?:le{GAP})?|\s?[-–]\s?)(?:{weekday}{GAP})?)?(?P<day>{day}){GAP}(?P<month>{month})"
            rf"(?!\w)(?:{GAP}(?P<year>{YEAR}))?",
            _day,
        ),
        (
            rf"(?:(?<![\w-])|(?<=\bmi-))(?P<month>{month})(?!\w)(?:{GAP}(?P<year>{YEAR}|[4-9][0-9](?!\w|\s\w|[.,]\d)))?",
            _month,
        ),
        (
            rf"\b(?P<season>printemps|été|automne|hiver)\b(?:{GAP}(?:de{GAP})?(?P<year>{YEAR})"
            rf"(?:[-/–][0-9]{{2,4}})?)?",
            _season,
        ),
        (
            rf"(?<![\w-])(?P<weekday>{weekday})(?![\w-])(?:{GAP}(?P<day>1er|[12]?[0-9]|3[01])"
            rf"(?![\w:/-]|[.,][0-9]|{GAP}[\w%]))?",
            _weekday,
        ),
        (
            r"\b(?P<adverb>avant-hier|hier|aujourd['’]hui|après-demain|demain|"
            r"ce (?:soir|matin|midi)|cet après-midi)\b(?!-là)",
            _adverb,
        ),
        (
            rf"\b(?:il y a|(?P<ahead>dans)){GAP}(?P<about>environ{GAP}|près de |à peu près )?"
            + _amount("fr"),
            _distance,
        ),
        (
            rf"\b(?P<number>[0-9]{{1,2}}|{_COUNT['fr']}){GAP}(?:(?P<ahead>prochaine?s)|derni(?:er|ère)s)"
            rf"{GAP}{_UNIT['fr']}",
            _stretch,
        ),
        (
            rf"\b(?:(?P<part>plus tôt|plus tard){GAP})?(?:ce(?:t|tte)?{GAP}(?P<unit>semaine|année|mois|"
            rf"week-end)(?:-ci)?(?!-|\w)|(?P<unit2>semaine|mois|an|année|week-end){GAP}"
            r"(?:(?P<last>derni(?:er|ère)|passée?)|(?P<next>prochaine?))\b)",
            _running,
        ),
        (
            rf"\b(?:(?P<until>avant|d['’]ici(?:{GAP}à)?){GAP}la{GAP})?(?P<edge>fin{GAP}"
            rf"(?:du|de{GAP}la|de{GAP}l['’])\s?)(?P<unit>mois|semaine|année)\b(?!{GAP}\w+\s[0-9])",
            _edge,
        ),
        (
            rf"\b(?P<ordinal>premier|second|deuxième|troisième|quatrième|dernier|1er|[1-4]e){GAP}"
            rf"(?:trimestre|(?P<half>semestre))(?:{GAP}(?:de{GAP})?(?P<year>{YEAR}))?",
            _quarter,
        ),
        (rf"\bannées{GAP}(?P<year>[12][0-9]{{2}}0|[0-9]0)\b", _decade),
        (rf"\b(?P<century>[XVI]{{1,5}}|[12]?[0-9])e{GAP}siècle\b", _century),
        (
            rf"(?:(?<=\bDe )|(?<=\bde )|(?<=\bentre )|(?<=\bEntre )|{_OPEN}(?=[0-9]{{4}}[-–]))"
            rf"(?P<first>[12][0-9]{{3}})(?:{GAP}(?:à|et){GAP}|[-–])(?P<year>{YEAR})(?![-–\w])",
            _years,
        ),
        (
            rf"(?:\b(?P<year_word>année){GAP}|(?<=\ben )|(?<=\bEn )|(?<=\bdepuis )|(?<=\bDepuis )"
            rf"|(?<=\bdébut )|(?<=\bfin )|(?<=\bmi-)|(?<=\bdès )|(?<=\bd['’]ici )|(?<=\bcourant )"
            rf"|(?<=\b[Aa]vant )|(?<=\b[Aa]près )|(?<=\b[Dd]ébut )|(?<=\b[Ff]in )|(?<=\b[Mm]i-)"
            rf"|(?<=\bde ))(?P<year>{YEAR})(?![\w%€$/-]|{GAP}{_NOUN_FR})",
            _year,
        ),
    ]


_NOUN_FR = (
    r"(?!(?:a|ont|est|sont|était|étaient|fut|et|ou|à|au|aux|en|dans|par|pour|sur|qui|que|mais|avec|"
    r"sans|sera|seront|avait|avaient|où|dont|contre|chez|le|la|les|il|elle|on|ils|elles|un|une|"
    r"lors|après|avant|puis|car|ne|se|son|sa|ses|avec|jusqu)\b)[a-zà-ÿ%€$°]"
)


def _rules_en() -> list[tuple[str, Reader]]:
    month, weekday, day = _MONTH["en"], _WEEKDAY["en"], _DAY["en"]
    return [
        (
            rf"{_OPEN}(?:{weekday},?{GAP}(?:the{GAP})?)?(?:(?P<first>{day})(?:{GAP}(?:to|and|or|until)"
            rf"{GAP}(?:the{GAP})?|\s?[-–]\s?))?(?P<day>{day}){GAP}(?:of{GAP})?(?P<month>{month})"
            rf"(?!\w)(?:,?{GAP}(?P<year>{YEAR}))?",
            _day,
        ),
        (
            rf"(?<![\w-])(?:{weekday},?{GAP})?(?P<month>{month}){GAP}(?P<first>(?!))?(?P<day>{day})"
            rf"(?:(?:{GAP}(?:to|and|until){GAP}|\s?[-–]\s?)(?P<last>{day})(?!\w|{GAP}{month}))?"
            rf"(?![\w%:]|[.,][0-9]|/)(?:,?{GAP}(?P<year>{YEAR}))?",
            _day,
        ),
        (rf"(?<![\w])(?P<month>{month})(?!\w)(?:,?{GAP}(?:of{GAP})?(?P<year>{YEAR}))?", _month),
        (
            rf"\b(?P<season>spring|summer|autumn|fall|winter)\b(?:{GAP}(?:of{GAP})?(?P<year>{YEAR})"
            r"(?:[-/–][0-9]{2,4})?)?",
            _season,
        ),
        (rf"(?<![\w-])(?P<weekday>{weekday})(?![\w-])(?P<day>(?!))?", _weekday),
        (
            rf"\b(?P<adverb>day{GAP}before{GAP}yesterday|yesterday|today|tonight|this{GAP}(?:morning|"
            rf"afternoon|evening)|last{GAP}night|day{GAP}after{GAP}tomorrow|tomorrow)\b",
            _adverb,
        ),
        (
            rf"\b(?P<about>(?:about|around|some|roughly|nearly|almost){GAP})?{_amount('en')}{GAP}ago\b(?P<ahead>(?!))?",
            _distance,
        ),
        (
            rf"\b(?P<ahead>in){GAP}(?P<about>(?:about|around|roughly){GAP})?{_amount('en')}(?!{GAP}of\b)",
            _distance,
        ),
        (
            rf"\b(?:(?P<ahead>next|coming)|last|past|previous){GAP}"
            rf"(?P<number>[0-9]{{1,2}}|{_COUNT['en']}){GAP}{_UNIT['en']}",
            _stretch,
        ),
        (
            rf"\b(?:(?P<part>earlier|later){GAP})?(?:(?P<last>last)|(?P<next>next)|this){GAP}"
            r"(?P<unit>week|month|year|weekend)\b",
            _running,
        ),
        (
            rf"\b(?:(?P<until>before|by){GAP}the{GAP})?(?P<edge>end{GAP}of{GAP}(?:the|this){GAP})"
            r"(?P<unit>month|week|year)\b",
            _edge,
        ),
        (
            rf"\b(?:(?P<ordinal>first|second|third|fourth|last|final|[1-4](?:st|nd|rd|th)){GAP}"
            rf"(?:quarter|(?P<half>half)))(?:{GAP}of{GAP}(?P<year>{YEAR}))",
            _quarter,
        ),
        (rf"\bQ(?P<ordinal>[1-4])(?P<half>(?!))?(?:{GAP}(?:of{GAP})?(?P<year>{YEAR}))", _quarter),
        (r"(?<![\w-])(?P<year>[12][0-9]{2}0|(?<=the )[2-9]0)['’]?s\b", _decade),
        (rf"\b(?P<century>[12]?[0-9])(?:st|nd|rd|th){GAP}century\b", _century),
        (
            rf"(?:(?<=\b[Ff]rom )|(?<=\b[Bb]etween )|{_OPEN}(?=[0-9]{{4}}[-–]))"
            rf"(?P<first>[12][0-9]{{3}})(?:{GAP}(?:to|and|until){GAP}|[-–])(?P<year>{YEAR})(?![-–\w])",
            _years,
        ),
        (
            rf"(?:\byear{GAP}|(?<=\b[Ii]n )|(?<=\b[Ss]ince )|(?<=\b[Ee]arly )|(?<=\b[Ll]ate )"
            rf"|(?<=\b[Mm]id-)|(?<=\b[Ii]n mid )|(?<=\b[Uu]ntil )|(?<=\b[Dd]uring )|(?<=\b[Oo]f )"
            rf"|(?<=\b[Bb]efore )|(?<=\b[Aa]fter )|(?<=\b[Bb]y ))(?P<year>{YEAR})"
            rf"(?![\w%€$/-]|{GAP}{_COUNTED_EN})",
            _year,
        ),
        (
            rf"(?<=\b[Tt]he )(?P<year>{YEAR})(?={GAP}(?:[\w-]+{GAP})?(?:election|season|war|invasion|"
            r"budget|census|championship|tournament|games|olympics|world|cup|referendum|summit|"
            r"crisis|campaign|report|agreement|treaty|vote|attack|coup|elections)\b)",
            _year,
        ),
    ]


_COUNTED_EN = (
    r"(?:people|men|women|euros?|dollars?|pounds?|met(?:er|re)s|miles|k(?:ilo)?m|feet|tons?|"
    r"tonnes|drones|soldiers|troops|workers|houses|households|others|years|days|votes)\b"
)
_BOTH: list[tuple[str, Reader]] = [
    (r"(?<![\w./-])(?P<year>[12][0-9]{3})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])"
     r"(?![0-9-]|[A-SU-Za-z]|\.[0-9])", _iso),
    (r"(?<![\w./-])(?P<first>[0-3]?[0-9])(?P<mark>[/.])(?P<second>[0-3]?[0-9])(?P=mark)"
     r"(?P<year>[12][0-9]{3})(?![\w/-]|\.[0-9])", _slashed),
]  # fmt: skip


def _compiled(rules: list[tuple[str, Reader]]) -> list[tuple[re.Pattern[str], Reader]]:
    return [(re.compile(pattern, re.IGNORECASE), reader) for pattern, reader in rules]


RULES = {"fr": _compiled(_BOTH + _rules_fr()), "en": _compiled(_BOTH + _rules_en())}
