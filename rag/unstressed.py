"""Questions of yes or no in a plain form: no "really", no "is it X that …", no "…, right?".

"C’est vraiment Ann qui a signé ?" asks whether Ann signed, and "le pont est bien fermé ?" whether
the bridge is shut, not whether it is shut well.
"""

import re
from functools import cache

from rag.answer import Language
from rag.cues import table
from rag.plain import any_of, plain_letters


def unstressed(text: str, language: Language) -> str:
    """Return a question plainly put; the very same text where it already is.

    A statement with "is that right?" behind it asks whether it is true.
    """
    flat = plain_letters(text)
    if tag := any_of("claimed", language, r", ?(?:{})\W*$").search(flat):
        said = text[: tag.start()].rstrip(" ,.")
        return f"{table('forms')['is_it_true'][language]}{said} ?"
    cleft = _cleft(language).fullmatch(flat)
    if cleft and _is_thing(text[slice(*cleft.span("thing"))], language):
        asks = {"fr": "Est-ce que ", "en": "Is it true that "}[language]
        thing, rest = (text[slice(*cleft.span(name))] for name in ("thing", "rest"))
        if language == "fr" and cleft["object"]:
            return f"{asks}{rest} {thing} ?"
        return f"{asks}{thing} {rest}{text[cleft.end('rest') :]}"
    stress = any_of("stress", language, r"(?:{})(?= \w)").search(flat)
    if stress is None:
        return text
    return f"{text[: flat.index(' ', stress.start())]}{text[stress.end() :]}"


def affirmed(text: str, language: Language) -> str:
    """Return a question that asks negatively as its positive one: "Didn’t it last an hour?"."""
    flat = plain_letters(text)
    for pattern in _negative(language):
        if found := pattern.match(flat):
            kept = [text[slice(*span)] for span in found.regs[1:]]
            verb = _SHORT.get(kept[0].casefold(), kept[0]) if language == "en" else kept[0]
            return "".join([verb, *kept[1:], text[found.end() :]])
    return text


_SHORT = {"ca": "can", "wo": "will", "sha": "shall"}


@cache
def _cleft(language: Language) -> re.Pattern[str]:
    """ "It is THING that REST", "c’est THING qui REST", and whether the thing is its object."""
    opens = any_of("cleft", language, r"\W*(?:{})").pattern
    joined = {"fr": r"(?:qui |(?P<object>que |qu'))", "en": r"(?:that|who|which) "}[language]
    return re.compile(
        rf"{opens} (?P<thing>[^?]+?) {joined}(?P<rest>[^?]+?)\s*\?*\s*", re.IGNORECASE
    )


def _is_thing(text: str, language: Language) -> bool:
    """Whether it is a thing that is set off, and neither "true", "when" nor a choice of two."""
    determined = any_of("cleft_thing", language, r"(?:{})").match(plain_letters(text))
    named = any(letter.isupper() or letter.isdigit() for letter in text)
    choice = any_of("or", language, r"\b(?:{})\b").search(plain_letters(text))
    return (named or determined is not None) and choice is None


@cache
def _negative(language: Language) -> tuple[re.Pattern[str], ...]:
    if language == "en":
        return (re.compile(r"(\w+)n't\b", re.IGNORECASE),)
    verb = r"\w+-(?:t-)?(?:ils?|elles?|on|ce)"
    return (
        re.compile(rf"(.*?\b)n(?:'|e )({verb}) (?:pas|jamais)\b", re.IGNORECASE),
        re.compile(r"(est-ce que .*?\b)n(?:'|e )(\w+) (?:pas|jamais)\b", re.IGNORECASE),
    )
