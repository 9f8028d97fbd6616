"""The expressions that name a date in French and English: a pattern and its reader for each.

The patterns are verbose regular expressions with stand-ins: `~` is a space, and the words in
capitals (MONTH, DAY, …) stand for what `_PIECES` says. The group "date", where a pattern has one,
is what is kept of the match. No repetition is nested in another, so that reading is linear.
"""

import re
from functools import cache

from rag.values import calendar_words as words
from rag.values import date_absolute as absolute
from rag.values import date_relative as relative
from rag.values.calendar_words import GAP, YEAR, Language, any_of
from rag.values.found import Reader

Rule = tuple[str, Reader]


def _numbers(language: Language) -> str:
    return any_of([*words.NUMBERS[language], *words.ROUND_NUMBERS[language]])


_PIECES: dict[Language, dict[str, str]] = {
    "fr": {
        "MONTH": f"(?:{any_of([*words.MONTHS['fr'], 'fevrier', 'aout', 'decembre'])}"
        rf"|(?:janv|févr?|avr|juil|sept|oct|nov|déc)(?:\.|(?={GAP}[0-9]{{4}})))",
        "WEEKDAY": any_of(words.WEEKDAYS["fr"]),
        "HOLIDAY": any_of(words.HOLIDAYS["fr"]),
        "DAY": "(?:1er|[0-3]?[0-9])",
        "NUMBER": f"(?P<number>[0-9]{{1,3}}|{_numbers('fr')})",
        "SEVERAL": f"(?P<several>{any_of(words.SEVERAL['fr'])})",
        "UNIT": r"(?P<unit>jours?|semaines?|mois|an(?:née)?s?)\b",
        "AMID": "(?:(?:dans~les|durant~les|pendant~les|au~cours~des|ces)~)",
        "YEAR": f"(?P<year>{YEAR})",
        "BRIEF": rf"(?P<year>{YEAR}|[4-9][0-9](?=\s*\Z|[;:)»]|[.,](?:\s|\Z)))",  # "le 6 juin 44"
        "COUNTED": "euros?|dollars?|francs?|personnes|salariés|hommes|femmes|mètres|km|kilomètres|"
        "tonnes|drones|soldats|voix|pages|mots|exemplaires|logements",
    },
    "en": {
        "MONTH": f"(?:{any_of(words.MONTHS['en'])}|{any_of(words.SHORT_MONTHS['en'])}\\.?)",
        "WEEKDAY": f"(?:{any_of(words.WEEKDAYS['en'])}|{any_of(words.SHORT_WEEKDAYS['en'])}\\.)",
        "HOLIDAY": any_of(words.HOLIDAYS["en"]),
        "DAY": "[0-3]?[0-9](?:st|nd|rd|th)?",
        "NUMBER": f"(?P<number>[0-9]{{1,3}}|{_numbers('en')})",
        "SEVERAL": f"(?P<several>{any_of(words.SEVERAL['en'])})",
        "UNIT": r"(?P<unit>days?|weeks?|months?|years?)\b",
        "AMID": "(?:(?:within|inside|in|over|during)~the~)",
        "YEAR": f"(?P<year>{YEAR})",
        "COUNTED": "people|men|women|euros?|dollars?|pounds?|met(?:er|re)s|miles|km|feet|tonn?es|"
        "tons|drones|soldiers|troops|workers|houses|homes|households|others|years|days|votes|words",
    },
}

_BOTH: list[Rule] = [
    (
        r"""(?<![\w./-])(?P<year>[12][0-9]{3})-(?P<month>[01][0-9])-(?P<day>[0-3][0-9])
        (?![0-9-]|(?!T[0-9])\w|\.[0-9])""",
        absolute.iso,
    ),
    (
        r"""(?<![\w./-])(?P<first>[0-3]?[0-9])(?P<mark>[/.])(?P<second>[0-3]?[0-9])(?P=mark)
        (?P<year>[12][0-9]{3})(?![\w/-]|\.[0-9])""",
        absolute.slashed,
    ),
    (r"""\((?P<date>(?P<year>(?:1[5-9]|20)[0-9]{2}))\)""", absolute.year),
    (r"""(?<!\w)(?:b|d|c|ca|fl)\.~?(?P<date>YEAR)(?![\w%€$/-])""", absolute.year),
]

_FRENCH: list[Rule] = [
    (
        r"""(?<![\w./,-])(?:(?P<weekday>WEEKDAY)~(?:le~)?)?
        (?:(?P<first>DAY)(?:~(?:au|et|à|ou)~(?:le~)?|\s?[-–]\s?)(?:WEEKDAY~)?)?
        (?P<day>DAY)~(?P<month>MONTH)(?!\w)(?:~BRIEF)?""",
        absolute.day_of_month,
    ),
    (
        rf"""(?:(?<![\w-])|(?<=\bmi-))(?P<month>MONTH)(?!\w)
        (?:~(?P<year>{YEAR}|(?<=mai\s)68(?!\w|[.,][0-9])|[4-9][0-9](?!\w|\s\w|[.,][0-9])))?""",
        absolute.month,
    ),
    (
        r"""\b(?P<season>printemps|été|automne|hiver)\b(?:~(?:de~)?YEAR(?:[-/–][0-9]{2,4})?)?""",
        absolute.season,
    ),
    (
        r"""\b(?:à|avant|après|pour|depuis|d['’]ici(?:~à)?|jusqu['’]à|dès|vers|passé|lors~de)~
        (?P<date>(?P<holiday>HOLIDAY)(?![\w-])(?:~YEAR)?)""",
        absolute.holiday,
    ),
    (
        r"""\b(?P<ordinal>premier|second|deuxième|troisième|quatrième|dernier|1er|[1-4]e)~
        (?:trimestre|(?P<half>semestre))\b
        (?:~(?:de~)?YEAR|~de~(?:(?P<last>l['’]an(?:née)?~(?:dernier|passé)e?)|(?P<this>cette~année)))?""",
        absolute.quarter,
    ),
    (r"""\b(?:T(?P<ordinal>[1-4])|S(?P<half>)(?P<number>[12]))~YEAR""", absolute.quarter),
    (r"""\bannées~(?P<year>[12][0-9]{2}0|[1-9]0)\b""", absolute.decade),
    (r"""\b(?P<century>[IVX]{1,5}|[12]?[0-9])e~siècle\b""", absolute.century),
    (
        r"""(?:\b(?:de|entre)~|(?<![\w./,-])(?=[0-9]{4}[-–]))
        (?P<date>(?P<first>[12][0-9]{3})(?:~(?:à|et)~|[-–])YEAR)(?![-–\w])""",
        absolute.years,
    ),
    (
        r"""\b(?:(?:en|depuis|début|fin|dès|courant|jusqu['’]en|d['’]ici)~|mi-)
        (?P<date>YEAR)(?![\w%€$/-]|~(?:COUNTED)\b|~?[%€$])""",
        absolute.year,
    ),
    (
        r"""\b(?:avant|après|de|vers)~(?P<date>YEAR)(?![\w%€$/-])
        (?!~(?!(?:a|ont|est|sont|était|étaient|fut|et|ou|à|au|aux|en|dans|par|pour|sur|qui|que|
        mais|avec|sans|sera|seront|avait|avaient|où|dont|contre|chez|le|la|les|il|elle|on|ils|
        elles|un|une|lors|après|avant|puis|car|ne|se|son|sa|ses)\b)(?-i:[a-zà-ÿ%€$°]))""",
        absolute.year,
    ),
    (r"""\ban(?:née)?~YEAR(?![\w%€$/-])""", absolute.year),
    (r"""\bhorizon~(?P<date>YEAR)(?![\w%€$/-])""", absolute.year),
    (r"""\bremont\w+~(?:[\w’'-]+~){0,4}?à~(?P<date>YEAR)(?![\w%€$/-])""", absolute.year),
    (
        r"""\bà~(?P<date>(?P<year>20[2-9][0-9]))(?=[.,;)]|$|~(?:et|au|la|le|pour|mais)\b)""",
        absolute.year,
    ),
    (
        r"""(?<![\w-])(?P<weekday>WEEKDAY)(?![\w-])
        (?:~(?P<day>1er|[12]?[0-9]|3[01])(?![\w:/-]|[.,][0-9]|~[\w%]))?""",
        relative.weekday,
    ),
    (
        r"""\b(?P<adverb>avant-hier|hier|aujourd['’]hui|après-demain|demain|ce~(?:soir|matin|midi)|
        cet~après-midi)\b(?!-là)""",
        relative.adverb,
    ),
    (
        r"""\b(?:il~y~a|(?P<ahead>dans))~(?P<about>(?:environ|près~de|à~peu~près)~)?
        (?:SEVERAL|NUMBER)~(?:d[e'’]\s?)?UNIT(?!~de\b)""",
        relative.distance,
    ),
    (
        r"""(?:\bAMID)?\bNUMBER~(?:(?P<ahead>prochaine?s)|derni(?:er|ère)s)~UNIT(?!~de\b)""",
        relative.stretch,
    ),
    (r"""\bAMID(?P<ahead>prochaine?s)~UNIT(?!~de\b)""", relative.stretch),
    (r"""\bAMID(?:NUMBER~)?UNIT~(?P<ahead>à~venir|qui~viennent)\b""", relative.stretch),
    (
        r"""\b(?:(?P<part>plus~tôt|plus~tard)~)?ce(?:t|tte)?~
        (?P<unit>semaine|année|mois|week-end)(?:-ci)?(?![\w-])""",
        relative.running,
    ),
    (
        r"""\b(?P<unit>semaine|mois|an|année|week-end)~
        (?:(?P<last>derni(?:er|ère)|passée?)|(?P<next>prochaine?))\b""",
        relative.running,
    ),
    (
        r"""\b(?:d['’]ici~(?:au~)?|avant~le~|pour~le~)(?P<unit>week-end)(?!~d[eu]\b|\w)""",
        relative.running,
    ),
    (
        r"""\b(?:(?P<until>avant|d['’]ici(?:~à)?)~la~)?
        (?P<edge>fin~(?:du~|de~la~|de~l['’])(?P<unit>mois|semaine|année)\b)(?!~(?:\w+~)?[0-9])""",
        relative.edge,
    ),
]

_ENGLISH: list[Rule] = [
    (
        r"""(?<![\w./,-])(?:(?P<weekday>WEEKDAY),?~(?:the~)?)?
        (?:(?P<first>DAY)(?:~(?:to|and|or|until)~(?:the~)?|\s?[-–]\s?))?
        (?P<day>DAY)~(?:of~)?(?P<month>MONTH)(?!\w)(?:,?~YEAR)?""",
        absolute.day_of_month,
    ),
    (
        r"""(?<![\w-])(?:(?P<weekday>WEEKDAY),?~)?(?P<month>MONTH)~(?:the~)?(?P<day>DAY)
        (?:(?:~(?:to|and|until)~|\s?[-–]\s?)(?P<last>DAY)(?!\w|~MONTH))?
        (?![\w%:/]|[.,][0-9])(?:,?~YEAR)?""",
        absolute.day_of_month,
    ),
    (r"""(?<!\w)(?P<month>MONTH)(?!\w)(?:,?~(?:of~)?YEAR)?""", absolute.month),
    (
        r"""\b(?:by|before|until|(?P<last>over))~the~(?P<unit>weekend)(?!~of\b|\w)""",
        relative.running,
    ),
    (
        r"""\b(?P<season>spring|summer|autumn|fall|winter)\b
        (?:~(?:of~)?YEAR(?:[-/–][0-9]{2,4})?)?""",
        absolute.season,
    ),
    (
        r"""\b(?:at|by|before|after|until|till|since|for|on|over|around|from)~
        (?P<date>(?P<holiday>HOLIDAY)(?![\w-])(?:~YEAR)?)(?!~(?:market|tree|card|present|carol|party|show|
        concert|dinner|lunch|lights|egg|eggs|holidays?|shopp\w+|period|season|week|song|edition)\b)""",
        absolute.holiday,
    ),
    (
        r"""\b(?P<ordinal>first|second|third|fourth|last|final|1st|2nd|3rd|4th)[\s-]
        (?:quarter|(?P<half>half))~(?:(?:of~(?:fiscal~)?)?YEAR
        |(?:of~)?(?P<last>last~year)|of~(?P<this>(?:this|the)~year))""",
        absolute.quarter,
    ),
    (r"""\b(?:Q|H(?P<half>))(?P<ordinal>[1-4])(?:~(?:of~)?YEAR)?(?!\w)""", absolute.quarter),
    (r"""\b(?P<ordinal>first|second|third|fourth)[\s-]quarter\b""", absolute.bare_quarter),
    (r"""(?<![\w-])(?P<year>[12][0-9]{2}0|(?<=the\s)[1-9]0)['’]?s\b""", absolute.decade),
    (r"""\b(?P<century>[12]?[0-9])(?:st|nd|rd|th)~century\b""", absolute.century),
    (
        r"""(?:\b(?:from|between)~|(?<![\w./,-])(?=[0-9]{4}[-–]))
        (?P<date>(?P<first>[12][0-9]{3})(?:~(?:to|and|until)~|[-–])YEAR)(?![-–\w])""",
        absolute.years,
    ),
    (
        r"""\b(?:(?:in|since|early|late|until|during)~|mid(?:-|~))
        (?P<date>YEAR)(?![\w%€$/-]|~(?:COUNTED)\b|~?[%€$])""",
        absolute.year,
    ),
    (
        r"""\b(?:of|before|after|by|around|about|circa|(?<!up\s)(?<!down\s)from)~(?P<date>YEAR)(?![\w%€$/-])
        (?!~(?!(?:a|an|the|and|or|but|in|on|at|by|for|to|of|with|from|as|is|was|were|has|had|will|
        would|when|that|which|who|it|he|she|they|we|there|after|before|until|till|through|
        onwards?|than|alone)\b)
        (?-i:[a-z%€$°]))""",
        absolute.year,
    ),
    (r"""\byear~YEAR(?![\w%€$/-])""", absolute.year),
    (
        r"""\b(?:dat(?:es?|ed|ing)~(?:[\w’'-]+~){0,4}?|back~)to~(?P<date>YEAR)
        (?![\w%€$/-]|~(?:COUNTED)\b|~?[%€$])""",
        absolute.year,
    ),
    (
        r"""\b(?:the|an?|this|that|its|his|her|their)~(?P<date>YEAR)(?=~(?:[\w-]+~){0,3}?
        (?:elections?|season|war|invasion|budget|census|championship|tournament|games|olympics|
        world|cup|referendum|summit|crisis|campaign|report|agreement|treaty|vote|attack|coup|law|
        figures?|levels?|totals?|peak|record|average|edition|study|film|movie|book|ruling|deal|
        interview|speech|novel|album|single|song|comedy|drama|
        play|documentary|painting|poem|opera|musical|series|edition|festival|merger|fire|flood|
        earthquake|strike|scandal|trial|massacre)\b)""",
        absolute.year,
    ),
    (r"""(?<![\w-])(?P<weekday>WEEKDAY)(?![\w-])""", relative.weekday),
    (
        r"""\b(?P<adverb>day~before~yesterday|yesterday|today|tonight|last~night|
        this~(?:morning|afternoon|evening)|day~after~tomorrow|tomorrow)\b""",
        relative.adverb,
    ),
    (
        r"""\b(?P<about>(?:about|around|some|roughly|nearly|almost)~)?
        (?:SEVERAL|NUMBER)~UNIT~ago\b""",
        relative.distance,
    ),
    (
        r"""\b(?P<ahead>in)~(?P<about>(?:about|around|roughly)~)?
        (?:SEVERAL|NUMBER)~UNIT(?!~of\b)""",
        relative.distance,
    ),
    (
        r"""(?:\bAMID)?\b(?:(?P<ahead>next|coming)|(?<!\bto\s)(?<!\bwill\s)(?<!would\s)(?<!could\s)
        last|past|previous)~NUMBER~UNIT(?!~of\b)""",
        relative.stretch,
    ),
    (
        r"""\bAMID(?P<ahead>next|coming)~(?:few~)?(?P<unit>days|weeks|months|years)\b(?!~of\b)""",
        relative.stretch,
    ),
    (
        r"""\b(?:(?P<part>earlier|later)~(?:in~)?)?(?:(?P<last>last)|(?P<next>next)|this)~
        (?P<unit>week|month|year|weekend)\b""",
        relative.running,
    ),
    (
        r"""\b(?:(?P<until>before|by)~the~)?
        (?P<edge>end~of~(?:the|this)~(?P<unit>month|week|year)\b)""",
        relative.edge,
    ),
]


# What these read is always written with a figure.
_FIGURES = (
    absolute.iso, absolute.slashed, absolute.day_of_month, absolute.years, absolute.year,
    absolute.decade,
)  # fmt: skip


@cache
def rules(language: Language, figures: bool) -> list[tuple[re.Pattern[str], Reader]]:
    """The patterns and readers of a language; fewer for a text that holds no figures."""
    return [rule for rule in _compiled(language) if figures or rule[1] not in _FIGURES]


@cache
def _compiled(language: Language) -> list[tuple[re.Pattern[str], Reader]]:
    """All patterns of a language with their readers; to compile them takes some 20 ms."""
    pieces = _PIECES[language]
    stand_in = re.compile(rf"(?<![A-Z])(?:{'|'.join(pieces)})(?![A-Z])")
    compiled = []
    for template, reader in _BOTH + (_FRENCH if language == "fr" else _ENGLISH):
        pattern = stand_in.sub(lambda name: pieces[name.group()], template).replace("~", GAP)
        compiled.append((re.compile(pattern, re.IGNORECASE | re.VERBOSE), reader))
    return compiled
