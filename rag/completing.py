"""The later of two questions in one, worded in full: what it leaves to the first is filled in.

"Who signed the treaty, and when?" asks when somebody signed the treaty; "When does the mill close,
and how many people does it employ?" asks that of the mill. The words of both are moved and joined;
whether a wording is graceful does not matter, for it is read by `rag.question` alone.
"""

from collections.abc import Sequence

from rag.answer import Language
from rag.cues import table
from rag.named import Thing, main, things, with_de
from rag.partforms import asking_word, compiled, form
from rag.plain import plain_letters

_PERSONS = ("he", "she", "him", "her", "his")


def completed(first: str, later: str, language: Language) -> str:
    """Return a question that follows on another with what it leaves to that one."""
    if form("bare", language).fullmatch(plain_letters(later)):
        return _with_clause_of(first, later, language)
    later, named = _with_noun_of(first, later, language), things(first, language)
    if not named:
        return later
    fill = _in_french if language == "fr" else _in_english
    # After "who signed it", he is whoever did: nothing that was named.
    who = form("who", language).match(first) and form("person", language).search(later)
    told = None if who else fill(named, later)
    if told is None and not things(later, language):  # "how many workers are concerned?"
        return f"{later}, {'pour' if language == 'fr' else 'for'} {main(named).text}"
    return told or later


def _with_clause_of(first: str, later: str, language: Language) -> str:
    """A bare question word, with the clause of the first question in place of its own."""
    flat = plain_letters(first)
    asking = asking_word(flat, language)
    if asking and asking.start() > 0:  # "it was signed where"
        return first[: asking.start()] + later
    for shape in table("parts")["shapes"][language]:
        if said := compiled(shape["first"], language).match(flat):
            held = {name: first[slice(*said.span(name))] for name in said.groupdict()}
            return str(shape["whole"]).format(later=later, rest=first[said.end() :], **held)
    lowered = first[:1].lower() + first[1:]
    named = not form("opening", language).match(plain_letters(lowered))
    return f"{later} {first if named else lowered}"


def _with_noun_of(first: str, later: str, language: Language) -> str:
    """A count that does not say of what: "how many were hurt" after "how many people died"."""
    counting = form("counting", language).match(plain_letters(first))
    bare = form("counting_alone", language).match(plain_letters(later))
    return first[: counting.end()] + later[bare.end() :] if counting and bare else later


def _in_english(named: Sequence[Thing], later: str) -> str | None:
    """The later question with what its pronoun stands for; None where it has none."""
    found = form("pronouns", "en").search(plain_letters(later))
    if not found:
        return None
    pronoun = found.group().lower()
    several = pronoun in ("they", "them", "their")
    meant = [t for t in named if t.several == several or pronoun in _PERSONS]
    if not meant:
        return None
    thing = main(meant) if pronoun in ("it", "its") else meant[0]
    owned = "'s" if pronoun in ("its", "their", "his") else ""
    return f"{later[: found.start()]}{thing.text}{owned}{later[found.end() :]}"


def _in_french(named: Sequence[Thing], later: str) -> str | None:
    """The later question with what its pronoun stands for; None where it has none."""
    flat = plain_letters(later)
    if found := form("inverted_alone", "fr").match(flat):
        before, verb = later[: found.start("verb")], later[found.start("verb") :]
        before = f"{before[:-1]}e " if before[-1:] in ("'", "’") else before
        thing = _meant(named, found["pronoun"])
        return f"{before}{thing.text} {verb}" if thing else later
    if found := form("pronouns", "fr").search(flat):
        thing = _meant(named, found["pronoun"])
        return f"{later[: found.start()]}{thing.text}{later[found.end() :]}" if thing else later
    if found := form("objects", "fr").match(flat):
        thing = _meant(named[::-1], found["pronoun"])
        return f"{later}, {thing.text}" if thing else later
    if found := form("owned", "fr").search(flat):
        return f"{later[: found.end()]} {with_de(named[0])}{later[found.end() :]}"
    return None


def _meant(named: Sequence[Thing], pronoun: str) -> Thing | None:
    """The first of what is named that a French pronoun can stand for."""
    pronoun = pronoun.lower()
    several = pronoun in ("ils", "elles", "les")
    other = {"il": "f", "le": "f", "elle": "m", "la": "m"}.get(pronoun)
    fitting = (t for t in named if t.several == several and t.gender != other)
    return next(fitting, None)
