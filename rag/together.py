"""The answers to the questions that were put in one, as one answer.

Each is worded as if it had been asked alone (`rag.compose`); here they stand one behind the other,
with citations numbered through and disagreements that point at the positions of them all. A single
question is the common case, and comes out as it is.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from rag.answer import Citation, Disagreement, Position, Sentence
from rag.compose import Composer, worded
from rag.parts import Part
from rag.phrases import phrases

T = TypeVar("T", Position, Sentence)
Place = tuple[str, int, int]


@dataclass(frozen=True)
class Together:
    """What was composed for each part of a question, in the order in which they were put."""

    parts: Sequence[tuple[Part, Composer]]

    @cached_property
    def citations(self) -> tuple[Citation, ...]:
        """One citation for each distinct quote, whichever parts rest on it."""
        distinct: dict[Place, Citation] = {}
        for _, composer in self.parts:
            for citation in composer.citations:
                copied = citation.copy_of and self._renumbered(composer)[citation.copy_of]
                number = self._numbers[_place(citation)]
                renumbered = citation.model_copy(update={"number": number, "copy_of": copied})
                distinct.setdefault(_place(citation), renumbered)
        return tuple(distinct.values())

    @cached_property
    def _numbers(self) -> dict[Place, int]:
        places = dict.fromkeys(_place(c) for _, composer in self.parts for c in composer.citations)
        return {place: number for number, place in enumerate(places, start=1)}

    def _renumbered(self, composer: Composer) -> dict[int, int]:
        """The number in the whole answer of each that a part has by itself."""
        return {c.number: self._numbers[_place(c)] for c in composer.citations}

    @cached_property
    def positions(self) -> tuple[Position, ...]:
        """The positions on every part, in the order of the parts."""
        return tuple(
            _cites(position, self._renumbered(composer))
            for _, composer in self.parts
            for position in composer.positions
        )

    @cached_property
    def disagreements(self) -> tuple[Disagreement, ...]:
        """How the positions on one part differ; those on different parts never do."""
        found: list[Disagreement] = []
        before = 0
        for _, composer in self.parts:
            for told in composer.disagreements:
                shifted = tuple(before + index for index in told.positions)
                found.append(told.model_copy(update={"positions": shifted}))
            before += len(composer.positions)
        return tuple(found)

    @cached_property
    def sentences(self) -> tuple[Sentence, ...]:
        """The sentences on every part; one for a part on which nothing is said, or on all."""
        return tuple(self._sentences())

    def _sentences(self) -> Iterator[Sentence]:
        if not any(composer.held for _, composer in self.parts):
            yield from self.parts[0][1].sentences
            return
        for part, composer in self.parts:
            if composer.held:
                numbers = self._renumbered(composer)
                yield from (_cites(sentence, numbers) for sentence in composer.sentences)
            else:
                silent = phrases(composer.language).silent_on.format(question=part.said)
                yield Sentence(text=silent.rstrip("."), citations=())

    @property
    def pieces(self) -> tuple[str, ...]:
        """The answer's text, sentence by sentence; joined they are the answer."""
        return worded(self.sentences)


def _cites(told: T, numbers: dict[int, int]) -> T:
    """A position or sentence with the numbers that its citations have in the whole answer."""
    return told.model_copy(update={"citations": tuple(sorted(numbers[n] for n in told.citations))})


def _place(citation: Citation) -> Place:
    return citation.document_id, citation.start, citation.end
