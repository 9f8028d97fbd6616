"""The words that widen a value into an interval: "près de", "at least", "or so"."""

import re
from dataclasses import dataclass
from math import inf
from typing import Literal, cast

from rag.values.numbers import SPACE, Language
from rag.values.value import Hedge

Rule = Literal["nearly", "about", "over", "just_over", "at_least", "at_most"]
_OF_A_PART = "du(?= tiers| quart| dixième)"  # "près du quart"
_BEFORE: dict[Language, dict[Rule, str]] = {
    "fr": {
        "just_over": r"un peu plus d[e’']|un peu plus des|légèrement plus d[e’']",
        "nearly": r"un peu moins d[e’']|près d[e’']|près des|presque|à peine|pas loin d[e’']"
        rf"|près {_OF_A_PART}|quasiment|bientôt|frôl\w+|approch\w+",
        "at_least": r"au moins|pas moins d[e’']|au minimum|minimum|≥|à partir d[e’']",
        "at_most": r"moins d[e’']|moins des|jusqu[’']à|jusqu[’']aux|au plus|tout au plus"
        rf"|moins {_OF_A_PART}"
        r"|au maximum|maximum|pas plus d[e’']|<|≤|(?:sans|pas) (?:\w{2,3} )?dépass\w+"
        r"|dépass\w+ (?:pas|jamais|guère)",
        "over": rf"plus d[e’']|plus des|plus {_OF_A_PART}|au[- ]delà d[e’']|>|dépass\w+",
        "about": r"environ|avoisin\w+|autour d[e’']|quelque|à peu près|aux alentours"
        r" d[e’']|~|≈|approximativement|grosso modo|de l[’']ordre d[e’']|aux environs d[e’']",
    },
    "en": {
        "just_over": r"(?:just|slightly|a little) (?:over|more than|above)",
        "nearly": r"(?:just|slightly|a little) (?:under|less than|below)|nearly|almost"
        r"|close to|barely|not quite|approach(?:ed|es|ing)|near(?:ed|ing)",
        "at_least": r"at least|no fewer than|no less than|not less than|a minimum of|minimum|≥",
        "at_most": r"as (?:much|many|high|long) as|less than|fewer than|under|below"
        r"|(?<!will go )(?<!went )(?<!goes )(?<!rose )(?<!risen )(?<!brought )up to"
        r"|at most|no more than|not more than|a maximum of|maximum|<|≤"
        r"|not (?:to )?exceed\w*",
        "over": r"over|more than|above|in excess of|upwards of|>|exceed\w*|topp(?:ed|ing)"
        r"|surpass\w*|north of",
        "about": r"some|about|around|approximately|roughly|approx\.?|circa|an estimated"
        r"|estimated|or so|~|≈|in the region of",
    },
}
_AFTER: dict[Language, dict[Rule, str]] = {
    "fr": {
        "about": r"environ|à peu près|approximativement",
        "at_least": r"au moins|minimum|au minimum|ou plus|et plus",
        "at_most": r"au plus|tout au plus|(?:au )?maximum|au max|ou moins",
    },
    "en": {
        "about": r"or so|approximately|or thereabouts",
        "at_least": r"or more|at least|minimum|at a minimum",
        "at_most": r"or less|or fewer|at most|maximum|at the most",
    },
}


@dataclass(frozen=True, slots=True)
class Interval:
    """What a hedged number allows, in the unit it was said in."""

    low: float
    high: float
    hedge: Hedge


def _groups(rules: dict[Rule, str]) -> str:
    return "|".join(f"(?P<{rule}>{pattern})" for rule, pattern in rules.items())


_BEFORES = {
    language: re.compile(
        rf"(?<!\w)(?:{_groups(rules)}){SPACE}?(?<=\W)(?:(?:les|the){SPACE})?",
        re.IGNORECASE,
    )
    for language, rules in _BEFORE.items()
}
_AFTERS = {
    language: re.compile(rf"{SPACE}(?:{_groups(rules)})(?!\w)", re.IGNORECASE)
    for language, rules in _AFTER.items()
}


def hedges_before(text: str, language: Language) -> dict[int, tuple[int, Rule]]:
    """Every hedge of the text that can precede a number: its end, to its start and its rule."""
    found: dict[int, tuple[int, Rule]] = {}
    for match in _BEFORES[language].finditer(text):
        found[match.end()] = match.start(), _rule(match)
    return found


def hedge_after(text: str, at: int, language: Language) -> tuple[int, Rule] | None:
    """The hedge that follows a quantity ending at `at`: its end and its rule, or None."""
    match = _AFTERS[language].match(text, at)
    return (match.end(), _rule(match)) if match else None


def _rule(match: re.Match[str]) -> Rule:
    return cast(Rule, match.lastgroup)


def widen(low: float, high: float, hedge: Hedge, rule: Rule) -> Interval:
    """The interval of a hedged value; a value already vague ("une dizaine") is read at its middle.

    "Nearly 300" is 270..300, "about 300" 270..330, "over 300" and "at least 300" 300 and up,
    "just over 300" 300..330, "up to 300" 0..300.
    """
    middle = low if hedge == "several" else (low + high) / 2
    named: Hedge = "over" if rule == "just_over" else rule
    ends = {
        "nearly": (0.9 * middle, middle),
        "about": (0.9 * low, 1.1 * high) if hedge == "exact" else (low, high),
        "over": (middle, inf),
        "just_over": (middle, 1.1 * middle),
        "at_least": (middle, inf),
        "at_most": (min(0.0, 2 * middle), high if hedge == "several" else middle),
    }[rule]
    return Interval(min(ends), max(ends), named)
