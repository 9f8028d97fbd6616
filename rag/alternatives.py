"""Values between which a question has its reader choose: "was it the third or the fourth?".

It asks for a value of that kind, and not for yes or no; neither of them is a condition.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise

from index.document import Span
from rag.answer import Language
from rag.conditions import named_dates
from rag.plain import any_of, plain_letters
from rag.values import find_values
from rag.values.compare import compare
from rag.values.unsaid import in_unit_of
from rag.values.value import Kind, Value

_LISTED = re.compile(r", (?:the |l[ae]s? )?", re.IGNORECASE)
_END = re.compile(r"\W*$")


@dataclass(frozen=True, slots=True)
class Alternatives:
    """The two values of which one is asked for, and where the noun stands that they count.

    `counted` is None where they count nothing.
    """

    values: tuple[Value, Value]
    counted: Span | None

    @property
    def kind(self) -> Kind:
        """The kind of both."""
        return self.values[0].kind

    def have(self, place: int) -> bool:
        """Return whether a place of the question is in one of them."""
        return any(value.start <= place < value.end for value in self.values)


def alternatives(text: str, language: Language) -> Alternatives | None:
    """Return between which values a question chooses, None where it names no such values.

    Those of its subject, or of a phrase that only tells of something ("did two or three people see
    it", "a family with two or three children"), are not what is asked for.
    """
    flat = plain_letters(text)
    opening = any_of("yes_no", language, r"\W*(?:(?:{})\W*)?(?:(?:the|les?|la|l')\W*)?").match(flat)
    least = opening.end() if opening else 0
    for first, last in _pairs(text, flat, language):
        told = any_of("told_by_the_way", language, r"\b(?:{})\W$").search(flat, 0, first.start)
        if first.start > least and not told:
            whole = first if last.is_bare else last
            a, b = (in_unit_of(v, [whole], language) for v in (first, last))
            return Alternatives((a, b), _counted(whole)) if a.kind == b.kind else None
    return None


def is_offered(value: Value, offered: tuple[Value, ...]) -> bool:
    """Return whether a value is one of those that a question offers."""
    return any(
        value.kind == one.kind
        and (value.unit == one.unit or value.kind in ("count", "date"))
        and compare(value, one) != "incompatible"
        for one in offered
    )


def _pairs(text: str, flat: str, language: Language) -> Iterator[tuple[Value, Value]]:
    """The values that "or" joins; "4 or 5 million euros" is read as one, from the one to the other.

    At the end of a question a comma does: "which was it: the third, the fourth?".
    """
    others = [v for v in find_values(text, language, None) if v.kind != "date"]
    values = sorted([*others, *named_dates(text, language)], key=lambda v: v.start)
    for value in values:
        ranged = value.hedge == "range" and not value.is_bare
        if ranged and any_of("or", language, r"\b(?:{})\b").search(value.text):
            low, high = replace(value, high=value.low), replace(value, low=value.high)
            yield replace(low, hedge="exact"), replace(high, hedge="exact")
    for first, last in pairwise(values):
        noun = r"(?: [\w-]+)?" if first.kind == "ordinal" else ""
        joined = any_of("either", language, noun + "(?:{})").fullmatch(flat, first.end, last.start)
        listed = _LISTED.fullmatch(flat, first.end, last.start) and _END.match(flat, last.end)
        alike = first.kind == last.kind or first.is_bare != last.is_bare
        if alike and (joined or listed) and first.hedge == last.hedge == "exact":
            yield first, last


def _counted(value: Value) -> Span | None:
    """Where the noun stands that a value counts."""
    at = value.text.casefold().rfind(value.unit) if value.kind == "count" and value.unit else -1
    return Span(value.start + at, value.end) if at >= 0 else None
