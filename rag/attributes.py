"""Nouns that tell what is asked for ("fee": money), and the noun phrase behind "which"."""

import re
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from rag.answer import Language
from rag.cues import table
from rag.plain import any_of, plain_letters
from rag.values.value import Kind

Ask = Literal[
    "value",
    "person",
    "organisation",
    "place",
    "identity",
    "reason",
    "judgement",
    "quotation",
    "thing",
    "yes_no",
    "open",
]


@dataclass(frozen=True, slots=True)
class Attribute:
    """A noun that tells what is asked for, at `start..end` of a plain text."""

    start: int
    end: int
    asks: Ask
    kinds: tuple[Kind, ...]
    counted: bool


def noun_phrase(text: str, start: int, language: Language) -> tuple[int, int, bool]:
    """Where the noun phrase behind "which" stands; in French it begins with its head.

    Also whether it may be none at all, but a verb: "what was stolen", "what surrounds the town".
    """
    lead = any_of("before_noun", language).match(text, start)
    led = lead.group().strip() if lead else ""
    start += len(lead.group()) if lead else 0
    if language == "fr":
        before = _listed("before")
        while (word := _FIRST.match(text, start)) and word.group(1).lower() in before:
            start = word.end()
        ending = _BREAK.search(text, start)
    else:
        ending = _ends().search(text, start)
    end = max(start, len(text[: ending.start()].rstrip())) if ending else len(text)
    verb = led in _COPULAS and "'s " not in text[start:end]
    verb |= language == "en" and not led and bool(_VERB_AT_ONCE.match(text))
    return start, end, verb


_FIRST = re.compile(r"(\w+) ")
_BREAK = re.compile(r"[,;|?]|$")
_COPULAS = ("is", "was", "are", "were", "'s")
_VERB_AT_ONCE = re.compile(
    r"what \w+(?:[^sui]s|ed) (?!(?:is|was|are|were|did|does|do|has|have)\b)", re.IGNORECASE
)


@cache
def _ends() -> re.Pattern[str]:
    """What an English noun phrase ends at."""
    return re.compile(rf"[,;|?]|\b(?:{'|'.join(_listed('ends'))})\b|$", re.IGNORECASE)


@cache
def _listed(name: str) -> frozenset[str]:
    """The words of a list of `attributes.toml`, in plain letters."""
    (written,) = table("attributes")[name].values()
    return frozenset(word.strip() for word in plain_letters(written).split(","))


_HEAD = re.compile(r"[\w-]+(?: d(?:e |')[\w-]+)?")
_PARTICIPLE = re.compile(r"(?<=\w) \w+(?:ed|ing)\b.*$")


def noun_end(text: str, start: int, end: int, language: Language) -> int:
    """Where the noun ends: "bureau de vote | a été recompté", "collector | ordered the theft"."""
    if language == "fr":
        head = _HEAD.match(text, start, end)
        return head.end() if head else start
    return start + len(_PARTICIPLE.sub("", text[start:end]))


def attributes(
    text: str, start: int, end: int, language: Language, values: bool = False
) -> Iterator[Attribute]:
    """Yield the known nouns of `text[start:end]`; of English ones side by side the last is said.

    With `values`, only those whose value is an amount ("how much", "combien").
    """
    known = _known(language)
    run: Attribute | None = None
    for match in _attribute_pattern(language).finditer(text, start, end):
        asks, kinds, counted = known[_key(match.group(1))]
        if text[match.end() :].startswith("'s ") or (values and not _is_amount(kinds)):
            continue
        start = match.start()
        if run and not (language == "en" and start - run.end == 1 and _may_follow(run.asks, asks)):
            yield run
        elif run:
            start = run.start
        run = Attribute(start, match.end(), asks, kinds, counted)
    if run:
        yield run


def _may_follow(first: Ask, second: Ask) -> bool:
    """Whether the second noun can be the head of the two: "club president", not "price town"."""
    return second == "value" or first != "value"


def _is_amount(kinds: Sequence[Kind]) -> bool:
    return bool(kinds) and kinds[0] not in ("date", "time", "ordinal", "count")


def _key(noun: str) -> str:
    return noun.lower().replace("oe", "œ").replace("-", " ")


def known_nouns(language: Language) -> Collection[str]:
    """Return the nouns that tell what is asked for, in plain letters."""
    return _known(language).keys()


@cache
def _known(language: Language) -> dict[str, tuple[Ask, tuple[Kind, ...], bool]]:
    """Nouns in plain letters, each with what it asks for and whether it is itself counted."""
    return {
        _key(noun.strip()): (
            group["asks"],
            tuple(group.get("kinds", ())),
            group.get("counted", False),
        )
        for group in table("attributes")[language]
        for noun in plain_letters(group["nouns"]).split(",")
    }


@cache
def _attribute_pattern(language: Language) -> re.Pattern[str]:
    """The known nouns, the longest first, and in a phrase the first word may be plural."""
    longest_first = sorted(_known(language), key=len, reverse=True)
    nouns = (
        re.escape(noun).replace(r"\ ", "[ -]").replace("œ", "(?:œ|oe)") for noun in longest_first
    )
    return re.compile(rf"(?<![\w-])({'|'.join(nouns)})[sx]?(?![\w-])", re.IGNORECASE)
