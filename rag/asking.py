"""How a question asks: read plainly, turned to its question word, and matched with the forms."""

import re
from dataclasses import dataclass, replace
from functools import cache

from index.document import Span
from rag.answer import Language
from rag.attributes import Ask, Attribute, attributes, noun_end, noun_phrase
from rag.cues import table
from rag.plain import Plain, any_of, plain_letters
from rag.values.value import Kind


@dataclass(frozen=True, slots=True)
class Asked:
    """What a question asks for: `phrase` is where it says so, `focus` the noun that names it.

    `counted` is true when that noun is itself what is counted.
    """

    asks: Ask
    kinds: tuple[Kind, ...]
    phrase: Span
    focus: Span
    counted: bool = False


ASKS_OPEN = Asked("open", (), Span(0, 0), Span(0, 0))


@dataclass(frozen=True, slots=True)
class _Form:
    """A way of asking; `noun` when the noun behind it, if it is known, says what is asked for."""

    pattern: re.Pattern[str]
    asks: Ask
    kinds: tuple[Kind, ...]
    noun: bool


def asked_for(read: Plain, language: Language) -> Asked:
    """Return what a question in plain letters asks for; "open" where no form of asking is known."""
    found = _question_word(read.text, language)
    if found == 0 and (led := _LED_BY_TIME.match(read.text)):
        rest = read.cut(led.end(), len(read.text))  # "When it sank, were there children on board?"
        if _opens_yes_no(rest.text, language, _question_word(rest.text, language)):
            return _yes_no(rest, language)
    if _opens_yes_no(read.text, language, found):
        return _yes_no(read, language)
    if found is None:
        return _without_question_word(read, language)
    turned = Plain(
        f"{read.text[found:]} | {read.text[:found]}",
        (*read.at[found:], -1, -1, -1, *read.at[:found]),
    )
    for form in _forms(language, any(map(str.isupper, read.text))):
        if said := form.pattern.match(turned.text):
            return _as_form(form, said.end(), turned, language)
    raise AssertionError("the last form of a language matches everything")


@cache
def _forms(language: Language, capitals: bool) -> tuple[_Form, ...]:
    """The ways of asking in a language, the particular before the general (`forms.toml`)."""
    names = table("forms")["names"]
    name = names["capitals"] + names["ending"] if capitals else names["small"]
    views = table("forms")["views"][language]
    before = rf"(?:{plain_letters(table('forms')['prepositions'][language])})?(?:"
    return tuple(
        _Form(
            re.compile(
                before
                + "|".join(
                    plain_letters(
                        p.replace("{name}", name)
                        .replace("{Name}", names["capitals"])
                        .replace("{view}", views)
                    )
                    for p in form["patterns"]
                )
                + ")",
                re.IGNORECASE,
            ),
            form["asks"],
            tuple(form.get("kinds", ())),
            form.get("noun", False),
        )
        for form in table("forms")[language]
    )


_BOUND_WORD = re.compile(r"(?:when|where|which|who|quand|qui|que|qu')", re.IGNORECASE)


def _question_word(text: str, language: Language) -> int | None:
    """Where the main question word begins, its preposition included; None without one.

    "When the dam broke, how many people died?" asks how many.
    """
    found = list(any_of("question_words", language, r"(?<![\w-])(?:{})").finditer(text))
    if not found:
        return None
    first = found[0]
    if _BOUND_WORD.fullmatch(first.group()) and not re.match(r"\S+[- ](?:t-)?il\b", text):
        for later in found[1:]:
            if text[: later.start()].rstrip()[-1:] == "," and not _BOUND_WORD.fullmatch(
                later.group()
            ):
                return later.start()
    return first.start()


_LED_BY_TIME = re.compile(r"(?:when|after|before|quand|lorsque|apres|avant) [^,?]{3,80}, ", re.I)


def has_question_word(text: str, language: Language) -> bool:
    """Return whether a word of a question in plain letters asks, so that yes or no will not do."""
    found = _question_word(text, language)
    return found is not None and not _opens_yes_no(text, language, found)


def _opens_yes_no(text: str, language: Language, found: int | None) -> bool:
    """Whether the question opens as those do that yes or no answers."""
    opening = any_of("yes_no", language, r"\W*(?:{})").match(text)
    supposed = language == "en" and _SUPPOSED.match(text)
    return opening is not None and not supposed and (language == "en" or found is None)


# "Were it to be rebuilt, what would it cost?"
_SUPPOSED = re.compile(
    r"(?:were|should|had) [^,?]{3,80}, (?:what|how|who|when|where|which)\b", re.IGNORECASE
)


def _yes_no(read: Plain, language: Language) -> Asked:
    asks: Ask = "judgement" if any_of("alike", language).search(read.text) else "yes_no"
    return Asked(asks, (), Span(0, 0), Span(0, 0))


def _without_question_word(read: Plain, language: Language) -> Asked:
    """A statement asks whether it is so; keywords ask for what their noun names.

    Persons, organisations and places are more often context: "mayor wedding date".
    """
    named = list(attributes(read.text, 0, len(read.text), language))
    known = next((n for n in named if n.asks not in (*_CLASSES, "open")), None)
    at_once = named and named[0].start == 0 and not _DETERMINED.match(read.text)
    if any_of("told", language).search(read.text) and not at_once:
        return _yes_no(read, language)
    if known is None and (counted := any_of("counting", language).match(read.text)):
        span = read.span(*counted.span(1))
        return Asked("value", ("count",), span, span, counted=True)
    known = known or next((n for n in named if n.asks in _CLASSES), None)
    if known is None:
        return ASKS_OPEN
    span = read.span(known.start, known.end)
    return Asked(known.asks, known.kinds, span, span, known.counted)


_CLASSES = ("person", "organisation", "place")
_DETERMINED = re.compile(
    r"\W*(?:le|la|les|l'|un|une|des|ce|cette|ces|on|il|elle|ils|elles|the|an?|this|he|she|it|they)\b",
    re.IGNORECASE,
)


def _as_form(form: _Form, end: int, turned: Plain, language: Language) -> Asked:
    """What the form asks for, or what the noun behind it does."""
    asked = Asked(form.asks, form.kinds, turned.span(0, end), Span(0, 0))
    if form.asks != "thing":
        if not form.noun:
            return asked
        known = next(attributes(turned.text, end, len(turned.text), language, values=True), None)
        if known is None:
            return asked
        return replace(asked, kinds=known.kinds, focus=turned.span(known.start, known.end))
    start, end, verb = noun_phrase(turned.text, end, language) if form.noun else (end, end, True)
    known = next(attributes(turned.text, start, end, language), None)
    if known is None or (language == "fr" and known.start > start):
        if not verb and start < end:
            end = noun_end(turned.text, start, end, language)
            return replace(asked, focus=turned.span(start, end))
        told = any_of("clauses", language).search(turned.text)
        return replace(asked, asks="open") if told else asked
    return _as_named(known, start, turned, language)


def _as_named(known: Attribute, start: int, turned: Plain, language: Language) -> Asked:
    """What a known noun behind "which" asks for; the name of a victim is a person's."""
    whose = turned.text.rfind("'s ", start, known.start)
    start = known.start if language == "fr" else whose + 3 if whose >= 0 else start
    focus = turned.span(start, known.end) if known.asks != "open" else Span(0, 0)
    phrase = turned.span(0, known.end)
    if known.counted and any_of("name_of", language).search(turned.text, 0, known.start):
        return Asked("person", (), phrase, focus)
    return Asked(known.asks, known.kinds, phrase, focus, known.counted)
