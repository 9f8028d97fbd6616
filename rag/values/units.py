"""The units that quantities are counted in, with what turns each into its kind's base unit."""

import re
from dataclasses import dataclass

from rag.values.numbers import SPACE, Language, Number
from rag.values.value import Hedge, Kind

MINUTE, HOUR, DAY, WEEK = 60.0, 3600.0, 86400.0, 604800.0
MONTH, YEAR = 2629800.0, 31557600.0  # a Julian year of 365.25 days, and a twelfth of it
LIGHT_YEAR = 9.4607e15
MILE, FOOT, POUND, ACRE = 1609.344, 0.3048, 0.45359237, 4046.8564224


@dataclass(frozen=True, slots=True)
class Unit:
    """A unit: `value * factor + offset` is in the base unit `name` of its kind."""

    kind: Kind
    name: str
    factor: float = 1.0
    offset: float = 0.0


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


BARE = Unit("count", "")
ORDINAL = Unit("ordinal", "th")
RATIO = Unit("ratio", "1")
AGE = Unit("age", "y")
CLOCK = Unit("time", "s")


def reading(number: Number, unit: Unit, end: int, start: int | None = None) -> Reading:
    """The number read in a unit that ends at `end`, from `start` where that is not its own."""
    first = number.start if start is None else start
    return Reading(first, end, number.low, number.high, unit, number.hedge, number)


def _table(kind: Kind, name: str, rows: dict[str, float]) -> dict[str, Unit]:
    units = {forms: Unit(kind, name, factor) for forms, factor in rows.items()}
    return {form: unit for forms, unit in units.items() for form in forms.split("|")}


def _money(rows: dict[str, str]) -> dict[str, Unit]:
    return {form: Unit("money", code) for code, forms in rows.items() for form in forms.split("|")}


CELSIUS = Unit("temperature", "°C")
_FAHRENHEIT = Unit("temperature", "°C", 5 / 9, -160 / 9)
_SYMBOLS = {
    **_table("duration", "s", {"j": DAY, "h": HOUR, "min|mn": MINUTE, "s|sec": 1, "ms": 0.001}),
    **_table("distance", "m", {"km": 1e3, "m": 1, "cm": 0.01, "mm": 0.001, "ft": FOOT, "mi": MILE,
                               "yd|yds": 0.9144, "nm": 1852.0}),
    **_table("speed", "m/s", {"km/h": 1 / 3.6, "kmh|kph": 1 / 3.6, "mph": 0.44704, "m/s": 1,
                              "km/s": 1e3, "kt|kts": 1852 / 3600}),
    **_table("area", "m2", {"m²|m2": 1, "km²|km2": 1e6, "ha": 1e4, "cm²|cm2": 1e-4,
                             "sq mi": MILE**2, "sq km": 1e6, "sq ft": FOOT**2}),
    **_table("mass", "kg", {"kg": 1, "g": 1e-3, "mg": 1e-6, "µg|μg": 1e-9, "t": 1e3,
                           "lb|lbs": POUND, "oz": POUND / 16, "Mt": 1e9}),
    **_table("volume", "m3", {"m³|m3": 1, "cm³|cm3": 1e-6, "L|l": 1e-3, "cl": 1e-5,
                               "ml|mL": 1e-6, "hl": 0.1}),
    **_table("percentage", "%", {"%": 1}),
    **_table("percentage", "pt", {"bp|bps|pb": 0.01}),
    "°C": CELSIUS,
    "°": CELSIUS,
    "°F": _FAHRENHEIT,
    **_money({"EUR": "€|EUR", "USD": "$|USD", "GBP": "£|GBP", "JPY": "¥|JPY|yen", "CHF": "CHF",
              "RUB": "RUB", "UAH": "UAH", "CNY": "CNY", "CAD": "CAD|C$|CA$|$CA|$ CA",
              "AUD": "AUD|A$|AU$", "NZD": "NZD|NZ$", "HKD": "HKD|HK$", "SGD": "SGD|S$",
              "BRL": "BRL|R$", "INR": "INR|₹", "SEK": "SEK", "NOK": "NOK", "DKK": "DKK",
              "PLN": "PLN", "TRY": "TRY|₺", "ZAR": "ZAR", "KRW": "KRW|₩"}),
}  # fmt: skip
_MONEY = frozenset(symbol for symbol, unit in _SYMBOLS.items() if unit.kind == "money")
CURRENCIES = frozenset(symbol for symbol in _MONEY if symbol.isalpha() and symbol.isupper())
"""The codes of currencies that are known: "EUR"."""

_WORDS: dict[Language, dict[str, Unit]] = {
    "fr": {
        **_table("duration", "s", {
            "heure|heures": HOUR, "minute|minutes": MINUTE, "seconde|secondes": 1,
            "jour|jours|journée|journées": DAY, "semaine|semaines": WEEK, "mois": MONTH,
            "an|ans|année|années": YEAR, "trimestre|trimestres": 3 * MONTH,
            "semestre|semestres": 6 * MONTH, "décennie|décennies": 10 * YEAR,
            "siècle|siècles": 100 * YEAR, "millénaire|millénaires": 1000 * YEAR,
        }),
        **_table("distance", "m", {
            "kilomètre|kilomètres": 1e3, "mètre|mètres": 1, "centimètre|centimètres": 0.01,
            "millimètre|millimètres": 0.001, "mile|miles": MILE,
            "mille nautique|milles nautiques|mille marin|milles marins|milles": 1852.0,
            "année-lumière|années-lumière": LIGHT_YEAR,
        }),
        **_table("speed", "m/s", {
            "kilomètre à l'heure|kilomètres à l'heure|kilomètres à l’heure|kilomètres par heure"
            "|kilomètres-heure|kilomètres heure|km à l'heure|km à l’heure": 1 / 3.6,
            "mètre par seconde|mètres par seconde": 1, "nœud|nœuds|noeuds": 1852 / 3600,
        }),
        **_table("area", "m2", {
            "hectare|hectares": 1e4, "mètre carré|mètres carrés": 1, "acre|acres": ACRE,
            "kilomètre carré|kilomètres carrés": 1e6,
        }),
        **_table("mass", "kg", {
            "kilo|kilos|kilogramme|kilogrammes": 1, "gramme|grammes": 1e-3,
            "tonne|tonnes": 1e3, "quintal|quintaux": 100, "milligramme|milligrammes": 1e-6,
            "microgramme|microgrammes": 1e-9,
        }),
        **_table("volume", "m3", {
            "litre|litres": 1e-3, "mètre cube|mètres cubes": 1, "centilitre|centilitres": 1e-5,
            "hectolitre|hectolitres": 0.1, "millilitre|millilitres": 1e-6,
        }),
        **_table("percentage", "%", {"pour cent|pourcent|p. 100": 1}),
        **_table("percentage", "pt", {
            "point de pourcentage|points de pourcentage|point de pourcent|points de pourcent": 1,
            "point de base|points de base": 0.01,
        }),
        **_table("temperature", "°C", {
            "degré|degrés|degré celsius|degrés celsius": 1,
        }),
        "degrés fahrenheit": _FAHRENHEIT,
        **_money({
            "EUR": "euro|euros", "USD": "dollar|dollars|dollars américains", "JPY": "yen|yens",
            "CAD": "dollars canadiens", "AUD": "dollars australiens", "CNY": "yuan|yuans",
            "GBP": "livre sterling|livres sterling", "CHF": "franc suisse|francs suisses",
            "FRF": "franc|francs|anciens francs|nouveaux francs|francs français",
            "XOF": "francs cfa", "RUB": "rouble|roubles", "INR": "roupies",
            "UAH": "hryvnia|hryvnias",
        }),
        "centime": Unit("money", "EUR", 0.01),
        "centimes": Unit("money", "EUR", 0.01),
    },
    "en": {
        **_table("duration", "s", {
            "hour|hours|hr|hrs": HOUR, "minute|minutes|mins": MINUTE, "second|seconds|secs": 1,
            "day|days": DAY, "week|weeks": WEEK, "fortnight|fortnights": 2 * WEEK,
            "month|months": MONTH, "year|years|yr|yrs": YEAR, "decade|decades": 10 * YEAR,
            "century|centuries": 100 * YEAR, "millennium|millennia": 1000 * YEAR,
        }),
        **_table("distance", "m", {
            "kilometre|kilometres|kilometer|kilometers|kms": 1e3,
            "metre|metres|meter|meters": 1, "centimetre|centimetres|centimeter|centimeters": 0.01,
            "millimetre|millimetres|millimeter|millimeters": 0.001, "mile|miles": MILE,
            "foot|feet": FOOT, "inch|inches": 0.0254, "yard|yards": 0.9144,
            "nautical mile|nautical miles": 1852.0, "light-year|light-years": LIGHT_YEAR,
        }),
        **_table("speed", "m/s", {
            "kilometres per hour|kilometers per hour|kilometres an hour|kilometers an hour"
            "|km per hour|km an hour": 1 / 3.6,
            "miles per hour|miles an hour": 0.44704, "knot|knots": 1852 / 3600,
            "metres per second|meters per second|metres a second|meters a second": 1,
            "kilometres per second|kilometers per second|kilometres a second|km per second": 1e3,
        }),
        **_table("area", "m2", {
            "hectare|hectares": 1e4, "acre|acres": ACRE, "square mile|square miles": MILE**2,
            "square metre|square metres|square meter|square meters": 1,
            "square kilometre|square kilometres|square kilometer|square kilometers": 1e6,
            "square foot|square feet": FOOT**2,
        }),
        **_table("mass", "kg", {
            "kilo|kilos|kilogram|kilograms|kilogramme|kilogrammes": 1, "gram|grams": 1e-3,
            "tonne|tonnes|metric ton|metric tons": 1e3, "ton|tons": 1e3, "ounce|ounces": POUND / 16,
            "milligram|milligrams": 1e-6, "microgram|micrograms": 1e-9,
        }),
        **_table("volume", "m3", {
            "litre|litres|liter|liters": 1e-3, "gallon|gallons": 0.003785411784,
            "cubic metre|cubic metres|cubic meter|cubic meters": 1,
            "millilitre|millilitres|milliliter|milliliters": 1e-6,
        }),
        **_table("percentage", "%", {"percent|per cent|pct": 1}),
        **_table("percentage", "pt", {
            "percentage point|percentage points": 1, "basis point|basis points": 0.01,
        }),
        **_table("temperature", "°C", {
            "degree celsius|degrees celsius|degree|degrees|degrees centigrade": 1,
        }),
        "degrees fahrenheit": _FAHRENHEIT,
        **_money({
            "EUR": "euro|euros", "USD": "dollar|dollars|us dollar|us dollars",
            "CAD": "canadian dollar|canadian dollars", "CNY": "yuan", "JPY": "yen",
            "AUD": "australian dollar|australian dollars", "INR": "rupee|rupees",
            "GBP": "pound|pounds|pound sterling|pounds sterling|quid", "CHF": "franc|francs"
            "|swiss franc|swiss francs", "RUB": "rouble|roubles|ruble|rubles",
            "UAH": "hryvnia|hryvnias",
        }),
        "cent": Unit("money", "USD", 0.01),
        "cents": Unit("money", "USD", 0.01),
        "pence": Unit("money", "GBP", 0.01),
    },
}  # fmt: skip

# Only stuck to a figure: "40C", "5ft 7in". Apart from one, F is the old franc: "6 000 F".
_LETTERS = {"C": CELSIUS, "F": _FAHRENHEIT, "in": Unit("distance", "m", 0.0254),
            "p": Unit("money", "GBP", 0.01)}  # fmt: skip
_OLD_FRANC = Unit("money", "FRF")
_SIGNS = _SYMBOLS | _LETTERS
# "a foot in the door", "un franc succès": no measure after an article.
_IDIOMS = frozenset("foot yard pound degree knot cent franc point yuan yen".split())
_ADJECTIVES = {
    "fr": "longue?s?|bonne?s?|petite?s?|grande?s?|prochaine?s?|dernier[es]*|dernières|premières?"
    "|premiers?|autres?|pleine?s|supplémentaires|interminables",
    "en": "long|full|whole|more|additional|extra|other|consecutive|further|straight|good|solid",
}
_OF = rf"(?:{SPACE}?d[’'](?=\w)|{SPACE}d[’']{SPACE}?|{SPACE}de{SPACE}|{SPACE}of{SPACE})"


def _pattern(language: Language) -> re.Pattern[str]:
    words = "|".join(
        re.escape(word).replace(r"\ ", "[ -]")  # "a 1,400-square-metre gallery"
        for word in sorted(_WORDS[language], key=len, reverse=True)
    )
    symbols = "|".join(sorted(map(re.escape, _SYMBOLS), key=len, reverse=True))
    return re.compile(
        rf"(?:{SPACE}|-|{SPACE}de{SPACE}(?=\w{{2}}|[€$]))?(?P<symbol>{symbols})(?:(?<=[$€£¥%°])|(?![^\W\d_]|[’'])(?!\d(?<!h\d)))"
        rf"|(?<=[0-9])(?P<letter>[CFp]|in)(?!\w)|(?P<franc>(?<=[0-9]){SPACE}F(?=[\W]|$))"
        rf"|(?i:(?:{_OF}|{SPACE}|-|)(?:(?:{_ADJECTIVES[language]}){SPACE})?"
        rf"(?P<word>{words})(?!\w))"
    )


_UNIT = {"fr": _pattern("fr"), "en": _pattern("en")}
_CODES = "|".join(sorted({unit.name for unit in _SYMBOLS.values() if unit.kind == "money"}))
_BEFORE = re.compile(
    rf"(?<!\w)(?:(?:US|AU?|CA?|NZ|HK|S|R)?\$|[€£¥₹₺₩]|(?:{_CODES}){SPACE}?){SPACE}?$"
)


def unit_after(text: str, at: int, language: Language) -> tuple[Unit, int] | None:
    """The unit that follows a number ending at `at`, with where it ends; None when none does."""
    match = _UNIT[language].match(text, at)
    if match is None:
        return None
    if match.group("franc") and language == "fr":
        return _OLD_FRANC, match.end()
    if match.group("franc") or (match.group("letter") == "p" and language == "fr"):
        return None
    symbol = match.group("symbol") or match.group("letter")
    if symbol:
        return _SIGNS[symbol], match.end()
    word, known = match.group("word").lower(), _WORDS[language]
    return known.get(word) or known[word.replace("-", " ")], match.end()


def currency_before(text: str, at: int) -> tuple[Unit, int] | None:
    """The currency sign before a number starting at `at`, with where it starts."""
    first = max(0, at - 6)
    match = _BEFORE.search(text[first:at])
    if match is None:
        return None
    sign = match.group().strip().removeprefix("US") if "$" in match.group() else match.group()
    return _SYMBOLS[sign.strip()], first + match.start()


def singular_units(language: Language) -> str:
    """A pattern that matches the units a bare article may count: "an hour", "une semaine"."""
    words = [
        word
        for word in _WORDS[language]
        if word not in _IDIOMS and (not word.endswith("s") or word == "mois")
    ]
    return "|".join(sorted(map(re.escape, words), key=len, reverse=True))
