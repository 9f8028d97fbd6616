"""What is learnt of questions of yes or no: which of the two a sentence says, if either."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from random import Random

from rag.reader.dossiers import Dossier, Text

_OTHERS = 0.6  # of the wordings, those that are told with a sentence that does not answer as well
_DRAWN = 6  # of which one is taken: the one that has most words in common with the wording
_BEGINNING = re.compile(r"\b\w{5}")


@dataclass(frozen=True, slots=True)
class Whether:
    """A wording that asks for yes or no, a sentence, and what stands before it (or nothing).

    `says` is 1 for yes, -1 for no, 0 where it leaves that open.
    """

    wording: str
    before: str
    sentence: str
    says: int


def whether_of(dossier: Dossier) -> Iterator[Whether]:
    """Yield every wording that asks for yes or no with each sentence of which that is told."""
    for asked in dossier.asked:
        said = {(g.text, g.sentence): g.whether for g in asked.answers if g.whether is not None}
        for (text, place), whether in said.items():
            before, sentence = _told(dossier.texts[text], place)
            for wording, sign in asked.signs.items():
                yield Whether(wording, before, sentence, sign * whether)


def others_of(dossier: Dossier, random: Random) -> Iterator[Whether]:
    """Yield some wordings that ask for yes or no with a sentence that answers nothing.

    It is the most like the wording of a few that are drawn: what speaks of the same, and does not
    answer, is what must not be taken for a yes.
    """
    places = [(n, p) for n, text in enumerate(dossier.texts) for p in range(len(text.sentences))]
    for asked in dossier.asked:
        answering = {(given.text, given.sentence) for given in asked.answers}
        silent = [place for place in places if place not in answering]
        for wording in asked.signs:
            if silent and random.random() < _OTHERS:
                drawn = random.sample(silent, min(_DRAWN, len(silent)))
                told = [_told(dossier.texts[text], place) for text, place in drawn]
                before, sentence = max(told, key=lambda both: _in_common(wording, both[1]))
                yield Whether(wording, before, sentence, 0)


def _told(text: Text, place: int) -> tuple[str, str]:
    """A sentence of a text, behind the one before it."""
    return text.sentences[place - 1] if place else "", text.sentences[place]


def _in_common(wording: str, sentence: str) -> int:
    """How many words of a wording begin as one of the sentence's does."""
    one, other = (set(_BEGINNING.findall(text.casefold())) for text in (wording, sentence))
    return len(one & other)
