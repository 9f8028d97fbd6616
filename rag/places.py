"""Places as they are named in full, with state and country; and names of places that act."""

import re

from index.document import Span
from rag.classes import members
from rag.reading import Sentence

_PART = r"[A-ZÀ-ÖØ-ÞŒ][\w’'-]*(?: [A-ZÀ-ÖØ-ÞŒ][\w’'-]*){0,2}"
_FOLLOWING = re.compile(rf" ?, ({_PART})|(?: ?\(| ?, ?)({_PART})\)")
# What somebody wants or says: a capital that does is a government.
_ACTS = re.compile(
    r"\s(?:(?:n[e’']|a|ont|avait|has|have|had)\s?)?(?:entend|veut|voulait|souhait\w+|esp[éè]r\w+|"
    r"refus\w+|estim\w+|affirm\w+|assur\w+|accus\w+|dénonc\w+|exig\w+|réclam\w+|menac\w+|"
    r"rejett?\w+|promet\w*|promis|annonc\w+|déclar\w+|wants?|wanted|hop(?:es|ed)|intend\w*|says?|"
    r"said|insist\w*|fear\w*|den(?:ies|ied)|demand\w*|threaten\w*|reject\w*|warn\w*|vow\w*|"
    r"pledg\w*)(?!\w)"
)
# What is done to somebody: a capital that it is done to is a government too.
_DONE_TO = re.compile(
    r"\b(?:envers|contre|vis-à-vis d[eu]|à l[’']égard d[eu]|aux dépens d[eu]|towards?|against)\s"
    r"(?:l[ae]s? |l[’']|the )?$",
    re.IGNORECASE,
)
# What stands before a place, or in its name: "on the quay", "à l’angle de la rue".
LOCATING = re.compile(
    r"\b(?:à|aux?|en|dans|chez|sur|sous|près|devant|derrière|entre|vers|depuis|hors|autour|rue|place|"
    r"in|at|on|near|inside|outside|under|behind|off|along|between|from|to|by|around|above|beneath)\b",
    re.IGNORECASE,
)
_MOST = 3  # parts behind the first: "Barrie, Simcoe County, Ontario, Canada"


def whole_place(sentence: Sentence, place: Span) -> Span:
    """Return a place with the state or country behind it: "Hudsonville, Michigan".

    "Lyon, Paris et Nice" are three places: what follows must end with a state or a country that
    is known (`classes.toml`, and the countries of Unicode's CLDR).
    """
    known = {m.end: m.start for m in members(sentence.words) if m.classes & {"state", "country"}}
    end = at = place.end
    for _ in range(_MOST):
        following = _FOLLOWING.match(sentence.text, at)
        if following is None:
            break
        at = following.end()
        if known.get(following.end(following.lastindex or 1)) == following.start(
            following.lastindex or 1
        ):
            end = at
    return Span(place.start, end)


def acts(sentence: Sentence, name: Span) -> bool:
    """Return whether a name does what only people do, or has it done to it.

    "Washington wants to change its ways", "a gesture towards Moscow".
    """
    done_to = _DONE_TO.search(sentence.text, 0, name.start)
    return bool(_ACTS.match(sentence.text, name.end) or done_to)
