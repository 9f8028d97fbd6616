"""Appositions: whom a role is of, by the name behind it ("le procureur de Morlac, Jean Arban,")."""

import re

from rag.answer import Language
from rag.holders import NAME, head_of, is_name, is_person, is_person_or_body, is_pronoun
from rag.titles import TITLE

OF_OBJECT = ("them", "him", "her")
"""The pronouns that a name may stand behind: "One of them, Ann Lee, said …"."""


def apposed(text: str, name: str, end: int, language: Language) -> str:
    """Return the name of the person whose role ends there: "le procureur de Morlac, Jean Arban,".

    The role itself where no name follows it.
    """
    if is_name(name, language) or (is_pronoun(name, language) and name not in OF_OBJECT):
        return name
    match = re.compile(r", (?P<name>[^,.;:«»“”\"()]{3,80})(?=[,.;:»”\"]|$| \()").match(text, end)
    if match is None:
        return name
    if re.fullmatch(NAME, match["name"]):
        titled = re.match(TITLE, match["name"]) is not None
        known = titled or name in OF_OBJECT or is_person(name, language)
        return match["name"] if known or _is_someones(name, match["name"], language) else name
    head = head_of(match["name"], language)
    known = is_person(name, language) or not is_person_or_body(name, language)
    person = known and is_person(head, language)
    return match["name"] if person and is_name(match["name"], language) else name


def _is_someones(name: str, apposition: str, language: Language) -> bool:
    """Whether a phrase is of whom a whole name stands behind: "his opposite number, Ravi Nand,"."""
    body = is_person_or_body(name, language)
    return not body and " " in apposition and re.match(_THEIR, name) is not None


_THEIR = re.compile(r"(?:his|her|their|its|s(?:on|a)|leur) ", re.IGNORECASE)
