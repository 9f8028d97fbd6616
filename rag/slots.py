"""What a value is a value of, by the words beside it: killed or injured, asked or paid.

The words are grouped in `slots.toml`; within a group they exclude each other. So two values that
stand beside words of one group, but not the same, are of two things, or measured in two ways.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Literal

from index.document import Span
from rag.cues import pattern, table
from rag.plain import any_of, plain_letters
from rag.question import Question
from rag.reading import Reading, Sentence, boundaries, language_of
from rag.values.value import Kind

Slot = tuple[str, str]
"""A group and the alternative that is chosen in it: ("casualty", "killed")."""

_PARTED = "parted"  # stands for the alternative of what is only the whole of a part
_FARTHEST = 90  # characters from a value within which a word still is about it
_FARTHEST_OPENING = 140  # the same of a word that opens the sentence
# What ties a count to a noun, and so away from the word before that: "over the theft of seven".
_TIED = re.compile(r"\w (?:of|de|d[’']|des)\s*$", re.IGNORECASE)
# What stands before a date or hour that opens a sentence, and what opens a clause that is told by
# the way.
_LEADING = re.compile(
    r"(?:\W|\b(?:l[ae]|les|ce|à|au|d[èe]s?|vers|en|on|at|in|by|the|around|about)\b)*", re.IGNORECASE
)
_RELATIVE = re.compile(
    r"(?:qui|que|dont|où|which|who|that|après|avant|lorsqu|quand|after|before|when|while)\b", re.I
)


@dataclass(frozen=True, slots=True)
class Group:
    """Alternatives that exclude each other, each with the words that choose it (`slots.toml`).

    `of` are the kinds of values that they are said of; empty for any answer.
    """

    name: str
    kind: Literal["different", "scope"]
    far: bool
    alone: bool
    asked: bool
    of: frozenset[str]
    alternatives: dict[str, re.Pattern[str]]


@cache
def groups() -> tuple[Group, ...]:
    """Return the groups of `slots.toml`, in its order."""
    return tuple(
        Group(
            name,
            group["kind"],
            group.get("far", False),
            group.get("alone", False),
            group.get("asked", False),
            frozenset(group.get("of", ())),
            {
                key: _compiled(words)
                for key, words in group.items()
                if isinstance(words, list) and key != "of"
            },
        )
        for name, group in table("slots").items()
    )


def _compiled(words: list[str]) -> re.Pattern[str]:
    return re.compile(pattern(rf"(?<![\w-])(?:{'|'.join(words)})(?![\w-])"), re.IGNORECASE)


def slots(
    question: Question, reading: Reading, sentence: Sentence, at: Span, kind: Kind | None
) -> frozenset[Slot]:
    """Return what the text says, or the question implies, that the answer at `at` is of.

    `kind` is that of the answer's value, None for an answer in words.
    """
    found = set[Slot]()
    for group in _groups_of(kind):
        beside = _beside(group, sentence, at, kind)
        chosen = beside[0] if beside else None
        if chosen is None and group.far:
            chosen = next(filter(None, (_only(group, t) for t in _around(reading, sentence))), None)
        if chosen is None and not (group.alone and group.kind == "different"):
            chosen = _only(group, question.text)
        if chosen is not None:
            found.add((group.name, chosen))
    return frozenset(found)


def told(sentence: Sentence, at: Span, kind: Kind | None) -> frozenset[Slot]:
    """Return what a sentence by itself says that the answer at `at` is of (as `slots`)."""
    found = set[Slot]()
    for group in _groups_of(kind):
        beside = _beside(group, sentence, at, kind)
        chosen = beside[0] if beside else (_only(group, sentence.text) if group.far else None)
        if chosen is not None:
            found.add((group.name, chosen))
    return frozenset(found)


def of_another(question: Question, sentence: Sentence, at: Span, kind: Kind | None) -> bool:
    """Return whether the answer at `at` is of another alternative than the question chooses.

    "What time did the meeting end?" is not answered by "at 6 p.m. the mayor opened the meeting",
    nor "How many were killed?" by "34 were injured".
    """
    return any(
        (asked := _only(group, question.text))
        and (told := _told_of(group, sentence, at, kind))
        and told != asked
        for group in _groups_of(kind)
        if group.asked
    )


def _told_of(group: Group, sentence: Sentence, at: Span, kind: Kind | None) -> str | None:
    """The alternative that a day's clause chooses, or the word that is nearest to another value."""
    if kind in ("date", "time"):
        return _of_clause(group, sentence, at)
    beside = _beside(group, sentence, at)
    if beside is None and _is_parted(group, sentence, at):
        return _PARTED
    return beside[0] if beside else None


def _is_parted(group: Group, sentence: Sentence, at: Span) -> bool:
    """Whether a number is the whole of which the group's word tells a part.

    "Of the 214 drones counted, 171 were shot down" tells of 171 that they were.
    """
    return is_of_whole(sentence, at.start) and any(
        v.kind == "count" and v.start >= at.end and _beside(group, sentence, Span(v.start, v.end))
        for v in sentence.values
    )


def is_of_whole(sentence: Sentence, start: int) -> bool:
    """Return whether what stands before a number makes it the whole of a part: "of the 214"."""
    of_whole = any_of("of_whole", language_of(sentence.document), r"\b(?:{})\s*$")
    return of_whole.search(plain_letters(sentence.text[:start])) is not None


def _of_clause(group: Group, sentence: Sentence, at: Span) -> str | None:
    """The alternative that the answer's clause chooses, or the clause that the answer leads up to.

    A verb stands before its day, or else behind it: "begun in May, ends in June", "in May it ends".
    """
    text, cuts = sentence.text, boundaries(sentence.text)
    told = sorted(
        (*match.span(), name)
        for name, words in group.alternatives.items()
        for match in words.finditer(text, max(0, at.start - _FARTHEST), at.end + _FARTHEST)
    )
    here = [(start, name) for start, end, name in told if not _apart(Span(start, end), at, cuts)]
    if before := [name for start, name in here if start < at.start]:
        return before[-1]
    if not here and _LEADING.fullmatch(_without_values(sentence, at.start)):
        opens = ((max((c for c in cuts if c <= start), default=0), name) for start, _, name in told)
        return next((name for cut, name in opens if not _RELATIVE.match(text, cut)), None)
    return here[0][1] if here else None


def _without_values(sentence: Sentence, end: int) -> str:
    """The text of a sentence up to `end`, without the values there."""
    kept, start = "", 0
    for value in sentence.values:
        if value.end <= end:
            kept, start = kept + sentence.text[start : value.start], value.end
    return kept + sentence.text[start:end]


def _groups_of(kind: Kind | None) -> Iterator[Group]:
    """The groups whose words say something of a value of that kind."""
    return (group for group in groups() if not group.of or kind in group.of)


def measures(sentence: Sentence, at: Span, kind: Kind | None) -> frozenset[str]:
    """Return the words beside the answer at `at` that say how it is measured, as they stand."""
    found = (_beside(group, sentence, at) for group in _groups_of(kind) if group.kind == "scope")
    return frozenset(words.casefold() for _, words in filter(None, found))


def _beside(
    group: Group, sentence: Sentence, at: Span, kind: Kind | None = None
) -> tuple[str, str] | None:
    """The alternative nearest to the answer, by clauses and then letters, and its words there.

    A word that stands nearer to another value is that one's; to another day, only of a day.
    """
    text, cuts = sentence.text, boundaries(sentence.text)
    near: list[tuple[int, int, str, str]] = []
    for name, match in _told(group, text):
        word = Span(*match.span())
        low, high = _in_order(at, word)
        far, apart = max(0, high.start - low.end), _apart(at, word, cuts)
        owned = not group.far and any(
            (low.end <= v.start and v.end <= high.start)
            or _apart(Span(v.start, v.end), word, cuts) < apart
            for v in sentence.values
            if v.kind != "ordinal" and (v.kind != "date" or kind == "date")
            if not (v.start < at.end and at.start < v.end)
        )
        if (
            far <= (_FARTHEST if word.start else _FARTHEST_OPENING)
            and (apart <= 1 or _opens(text, word))
            and not owned
            and not _is_anothers(sentence, word, at, cuts)
        ):
            near.append((apart, far, name, match.group()))
    return min(near)[2:] if near else None


def _opens(text: str, word: Span) -> bool:
    """Whether a word opens its sentence, and so holds for the main clause: "With hips, …"."""
    return not re.search(r"\w", text[: word.start])


def _told(group: Group, text: str) -> list[tuple[str, re.Match[str]]]:
    """The words of a group in a text, with their alternatives.

    "Including" is no word of its own within "not including".
    """
    found = [(name, m) for name, w in group.alternatives.items() for m in w.finditer(text)]
    return [(name, m) for name, m in found if not any(_within(m, other) for _, other in found)]


def _within(word: re.Match[str], other: re.Match[str]) -> bool:
    """Whether one word is part of another, longer one."""
    (low, high), (first, last) = word.span(), other.span()
    return first <= low and high <= last and (first, last) != (low, high)


def _is_anothers(sentence: Sentence, word: Span, at: Span, cuts: Sequence[int]) -> bool:
    """Whether a word tells of a count before it: "Five were arrested over the theft of seven"."""
    if at.start < word.end or not _TIED.search(sentence.text, word.end, at.start):
        return False
    return any(
        v.kind == "count" and v.end <= word.start and not _apart(Span(v.start, v.end), word, cuts)
        for v in sentence.values
    )


def _apart(a: Span, b: Span, cuts: Sequence[int]) -> int:
    """How many of the cuts between clauses lie between two places."""
    low, high = _in_order(a, b)
    return sum(low.end <= cut < high.start for cut in cuts)


def _in_order(a: Span, b: Span) -> tuple[Span, Span]:
    return (a, b) if a.start <= b.start else (b, a)


def _only(group: Group, text: str) -> str | None:
    """The alternative that a text chooses, if it chooses one alone."""
    found = {name for name, _ in _told(group, text)}
    return found.pop() if len(found) == 1 else None


def _around(reading: Reading, sentence: Sentence) -> Iterator[str]:
    index = reading.sentences.index(sentence)
    if index and reading.sentences[index - 1].paragraph == sentence.paragraph:
        yield reading.sentences[index - 1].text
    yield sentence.heading or ""
    yield reading.document.title


def clash(
    a: frozenset[Slot], b: frozenset[Slot], kind: Literal["different", "scope"]
) -> tuple[str, ...] | None:
    """Return the group of that kind in which two values differ, None when they agree.

    The result is the group's name and the alternatives of `a` and `b`, "" for one that has none.
    """
    x, y = dict(a), dict(b)
    for group in groups():
        one, other = x.get(group.name, ""), y.get(group.name, "")
        if group.kind == kind and one != other and (group.alone or (one and other)):
            return group.name, one, other
    return None
