"""What is learnt of questions of yes or no: which of the two a sentence that answers says."""

from collections.abc import Iterator
from dataclasses import dataclass

from rag.reader.dossiers import Dossier


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
            told = dossier.texts[text].sentences
            before = told[place - 1] if place else ""
            for wording, sign in asked.signs.items():
                yield Whether(wording, before, told[place], sign * whether)
