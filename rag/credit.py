"""Whose word it is, in a sentence of the answer: who says it, in what role, and which sources."""

from collections.abc import Sequence

from rag.answer import Language
from rag.claims import Claim
from rag.kinds import one_voice
from rag.phrases import phrases
from rag.positions import Position
from rag.reading import language_of
from rag.roles import is_counterpart, role
from rag.wording import say_source

_NAMED = 3  # sources that are named; all are cited


def spoken(position: Position) -> Claim | None:
    """Return the best-supported claim of a position that has a speaker, None when none has.

    A sentence that is quoted whole is whoever's who says that one.
    """
    if position.lead.is_sentence:
        return position.lead if position.lead.speaker else None
    claims = sorted(position.claims, key=lambda claim: -claim.score)
    return next((claim for claim in claims if claim.speaker), None)


def role_of(position: Position) -> str | None:
    """Return the role of a position's speaker, in the words of the document that names it.

    "Counterpart" tells nothing without the other's name.
    """
    claim = spoken(position)
    told = role(claim.speaker, claim.sentence) if claim and claim.speaker else None
    return None if told and is_counterpart(told) else told


def say_speaker(position: Position, language: Language, *, with_role: bool) -> str | None:
    """Return who says it; what is no name is quoted where its language is not the answer's."""
    claim = spoken(position)
    if claim is None or not claim.speaker:
        return None
    foreign = language_of(claim.document) != language
    quoted = phrases(language).quoted
    name, known_as = claim.speaker, role_of(position) if with_role else None
    if foreign and name[0].islower():
        name = quoted.format(text=name)
    if known_as is None:
        return name
    return f"{name} ({quoted.format(text=known_as)})" if foreign else f"{name}, {known_as}"


def say_sources(claims: Sequence[Claim], language: Language, *, aside: bool = False) -> str:
    """Return the documents of claims in a list, each once, the first few by name."""
    told = (say_source(claim.document, language, aside=aside) for claim in claims)
    names = list(dict.fromkeys(told))
    if len(names) > _NAMED:
        names = [*names[:_NAMED], phrases(language).others]
    *first, last = names
    if aside:
        return "; ".join(names)
    return f"{', '.join(first)} {phrases(language).joined} {last}" if first else last


def credit(
    position: Position,
    language: Language,
    *,
    with_speaker: bool,
    with_source: bool,
    with_role: bool,
) -> str:
    """Return what follows an answer: ", according to X, mayor (The Echo (4 May 2024))".

    The sources are told as well where not all of them have it from the speaker, but for a quoted
    sentence, which is nobody else's.
    """
    words = phrases(language)
    speaker = say_speaker(position, language, with_role=with_role) if with_speaker else None
    lead = spoken(position) if speaker else position.lead
    witnesses = sorted(position.witnesses, key=lambda claim: claim is not lead)
    shared = position.lead.is_sentence or all(
        one_voice(claim.speaker, lead.speaker if lead else None) for claim in witnesses
    )
    if not with_source and (speaker is None or shared):
        return words.said_by.format(name=speaker) if speaker else ""
    if speaker is None or lead is None:
        return words.reported_by.format(sources=say_sources(witnesses, language))
    own = [claim for claim in witnesses if one_voice(claim.speaker, lead.speaker)]
    others = [claim for claim in witnesses if claim not in own]
    found_in = words.found_in.format(sources=say_sources(own or [lead], language, aside=True))
    also = f" {words.joined} {say_sources(others, language)}" if others else ""
    return words.said_by.format(name=speaker) + found_in + also
