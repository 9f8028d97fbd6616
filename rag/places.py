"""Places as they are named in full: a town with the state and the country that follow it."""

import re

from index.document import Span
from rag.classes import members
from rag.reading import Sentence

_PART = r"[A-ZÀ-ÖØ-ÞŒ][\w’'-]*(?: [A-ZÀ-ÖØ-ÞŒ][\w’'-]*){0,2}"
_FOLLOWING = re.compile(rf" ?, ({_PART})|(?: ?\(| ?, ?)({_PART})\)")
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
