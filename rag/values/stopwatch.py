"""Times as a stopwatch gives them: "1:42:30", "2 h 03'14''", "2'34''", "3:28.73".

These are lengths of time. A clock time has two parts ("18:30"), so two parts are read here only
where hundredths or a word before ("in 27:14", "un temps de 4:12", "en 21 h 14") say so.
"""

import re
from collections.abc import Iterator
from typing import Literal

from rag.values.numbers import SPACE
from rag.values.value import Value

_SIXTY = "[0-5]?[0-9]"
_MINUTE_MARK, _SECOND_MARK = "['’′]", "(?:''|’’|′′|[\"”″])"
_FRACTION = "(?:[.,](?P<{}>[0-9]{{1,3}}))?"
_COLONS = re.compile(
    rf"(?<![\w:.,/-])(?:(?P<h>[0-9]{{1,2}}):)?(?P<m>{_SIXTY}):(?P<s>[0-5][0-9])"
    rf"{_FRACTION.format('part')}(?![\w:/-]|[.,][0-9])"
)
_MARKS = re.compile(
    rf"(?<![\w:.,/-])(?:(?P<h>[0-9]{{1,2}}){SPACE}?h{SPACE}?)?(?P<m>{_SIXTY}){SPACE}?"
    rf"{_MINUTE_MARK}{SPACE}?(?P<s>[0-5][0-9])(?:{_SECOND_MARK}(?P<part>[0-9]{{1,3}})?"
    rf"|{_FRACTION.format('after')}(?:{_SECOND_MARK})?)(?!\w)"
)
_SECONDS = re.compile(
    rf"(?<![\w:.,/'’-])(?P<s>[0-5]?[0-9])(?:{_SECOND_MARK}|{SPACE}s{SPACE})(?P<part>[0-9]{{2}})(?!\w)"
)
_HOURS = re.compile(
    rf"(?<![\w:.,/-])(?P<h>[0-9]{{1,2}}){SPACE}?h{SPACE}?(?P<m>[0-5][0-9])(?!{SPACE}?(?:m|[’'′\w])|[.,][0-9])"
)
_FEET = re.compile(rf"[4-8]['’′]{SPACE}?1?[0-9](?:''|[\"”″])")  # someone's height in English
_CLOCK_BEFORE = re.compile(
    r"(?<!\w)(?:à|vers|dès|at|around|by|until|till|from|since|before|after|avant|après)[ ]$", re.I
)
_RUN_BEFORE = re.compile(
    r"(?<!\w)(?:in|en|(?:time|temps|chrono|mark|record|durée|length)[ ](?:of|de)"
    r"|clock(?:ed|ing)|ran|runs|swam|last(?:s|ed|ing)|dur(?:e|ait|ant))"
    r"[ ](?:just |a |un |seulement )?$",
    re.IGNORECASE,
)


def find_stopwatch(text: str, language: Literal["fr", "en"]) -> Iterator[Value]:
    """The lengths of time in figures and signs, in seconds, in order for each way of writing."""
    for match in _COLONS.finditer(text):
        before = text[max(0, match.start() - 24) : match.start()]
        exact = match["part"] is not None or _RUN_BEFORE.search(before)
        if (match["h"] or exact) and not _CLOCK_BEFORE.search(before):
            yield _length(match)
    if language == "fr":
        yield from map(_length, _SECONDS.finditer(text))
        for match in _HOURS.finditer(text):
            if _RUN_BEFORE.search(text, max(0, match.start() - 24), match.start()):
                yield _length(match)
    for match in _MARKS.finditer(text):
        if language == "fr" or not _FEET.fullmatch(match.group()):
            yield _length(match)


def _length(match: re.Match[str]) -> Value:
    groups = match.groupdict()
    part = groups.get("part") or groups.get("after")
    hours, minutes = int(groups.get("h") or 0), int(groups.get("m") or 0)
    whole = 3600 * hours + 60 * minutes + int(groups.get("s") or 0)
    seconds = whole + (float(f"0.{part}") if part else 0.0)
    return Value("duration", seconds, seconds, "s", "exact", *match.span(), match.group())
