"""What goes into a comparison of two statements and what comes out: the contract's models."""

from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints

from rag.answer import DisagreementKind, Frozen

MAX_CHARACTERS = 2000

# Not stripped, since offsets count in the text as sent; the pattern refuses what is blank.
StatementText = Annotated[
    str, StringConstraints(min_length=1, max_length=MAX_CHARACTERS, pattern=r"\S")
]


class CompareRequest(Frozen):
    """Two statements, in French or English or one of each."""

    a: StatementText
    b: StatementText


class Place(Frozen):
    """A stretch of a statement: `statement[start:end] == text`."""

    text: str
    start: int
    end: int

    @classmethod
    def of(cls, statement: str, stretch: tuple[int, int] | None) -> Self | None:
        """Return the place of a stretch in its statement; None where there is none."""
        if stretch is None:
            return None
        start, end = stretch
        return cls(text=statement[start:end], start=start, end=end)


class Difference(Frozen):
    """A place where two statements differ; null on a side where nothing stands.

    `kind` is a kind of value (count, duration, date, money, …), or negation, antonym, quantifier,
    role, name, modality or wording.
    """

    kind: str
    a: Place | None
    b: Place | None


class Comparison(Frozen):
    """How two statements relate: whether both can be true, and if they differ, how."""

    relation: Literal["contradiction", "compatible"]
    kind: DisagreementKind | None = Field(description="null when nothing differs")
    differences: tuple[Difference, ...]
    explanation: str = Field(description="in the statements' language; English when they differ")
    method: str = Field(
        description="what decided: `rules`, and with `+head` or `+cross-encoder` what voted too"
    )
