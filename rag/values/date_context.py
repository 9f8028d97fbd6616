"""The words around a date that change what it spans: "fin", "mid-", "dernier", "nuit du … au"."""

import re
from dataclasses import replace

from rag.values.calendar_words import GAP, Language
from rag.values.found import Found
from rag.values.periods import Part, Turn, nearest, third, third_without_year

LOOK = 40  # characters read before a date


def _by_language(french: str, english: str) -> dict[Language, re.Pattern[str]]:
    flags = re.IGNORECASE | re.VERBOSE
    return {
        "fr": re.compile(french.replace("~", GAP), flags),
        "en": re.compile(english.replace("~", GAP), flags),
    }


_JOIN = _by_language(
    r"~(?P<and>et~(?:le~)?)|~(?:au|à|jusqu['’]au)~|\s?[-–]\s?",
    r"~(?P<and>and~(?:the~)?)|~(?:to|until|through)~(?:the~)?|\s?[-–]\s?",
)
_BETWEEN = _by_language(r"\bentre~(?:le~)?\Z", r"\bbetween~(?:the~)?\Z")
_NIGHT = _by_language(
    r"\bnuit~d[ue]~\Z", r"\b(?:night~(?:of|from)~(?:the~)?|overnight~(?:from~)?)\Z"
)
_PART = _by_language(
    r"""\b(?:(?P<early>début)~|(?P<mid>mi-|milieu~)|(?P<late>fin)~)
    (?:du~|des~|d['’]|de~la~|de~l['’]|de~)?(?:mois~(?:de~|d['’]))?\Z""",
    r"""\b(?:(?P<early>early|beginning~of|start~of)~|(?P<mid>mid-|mid~|middle~of~)|
    (?P<late>late|end~of)~)(?:in~)?(?:the~)?\Z""",
)
_TURN_BEFORE = _by_language(r"(?!)", r"\b(?:(?P<last>last)|(?P<next>next))~\Z")
_TURN_AFTER = _by_language(
    r"~(?:(?P<last>derni(?:er|ère)|passée?)|(?P<next>prochaine?))\b",
    r"~(?:(?P<last>last)|(?P<next>next))~(?P<unit>week|month|year)\b",
)
_DAYPART = _by_language(
    r"~(?:matin|midi|après-midi|soir)\b", r"~(?:morning|afternoon|evening|night)\b"
)
_WEEKEND = _by_language(r"\bweek-?end~(?:du|des)~\Z", r"\bweekend~of~(?:the~)?\Z")


_WEEK = _by_language(r"\bsemaine~(?:du|des)~\Z", r"\bweek~(?:of|beginning)~(?:the~)?\Z")


def joined(text: str, language: Language, found: list[Found]) -> list[Found]:
    """The dates, two neighbours that bound a range ("30 avril au 2 mai") made one.

    Weekdays bound a range after "nuit de" and "entre" only: "du lundi au vendredi" is said of what
    happens every week, and names no day.
    """
    kept: list[Found] = []
    for one in found:
        last = kept[-1] if kept else None
        gap = _JOIN[language].fullmatch(text, last.end, one.start) if last else None
        if last is None or gap is None or last.form != one.form:
            kept.append(one)
            continue
        before = text[max(0, last.start - LOOK) : last.start]
        between = _BETWEEN[language].search(before) is not None
        if gap["and"] and not between:
            kept.append(one)
        elif one.form == "weekday" and not (between or _NIGHT[language].search(before)):
            kept[-1] = replace(last, end=one.end, form="none")
        elif both := _range(last, one):
            kept[-1] = both
        else:
            kept.append(one)
    return [one for one in kept if one.form != "none"]


def _range(first: Found, last: Found) -> Found | None:
    low, high = first.period[0], last.period[1]
    if first.unit == "month-day" and last.unit == "day":
        placed = nearest((low, low), last.first_day, -1)
        if placed is None:
            return None
        low = placed[0]
    elif first.unit != last.unit or (last.unit == "day" and low > high):
        return None
    return Found(first.start, last.end, (low, high), last.unit, last.form, "range", last.turn)


def widened(text: str, language: Language, one: Found) -> Found:
    """The date with the words around it that belong to it, and the period they make of it."""
    one = _turned(text, language, one)
    daypart = _DAYPART[language].match(text, one.end)
    if daypart and one.form in ("day", "weekday"):
        one = replace(one, end=daypart.end())
    before = text[max(0, one.start - LOOK) : one.start]
    if one.form in ("month", "year", "season", "decade", "running"):
        lead = _PART[language].search(before)
        return _part(one, lead) if lead else one
    night, weekend = _NIGHT[language].search(before), _WEEKEND[language].search(before)
    if night and one.hedge == "range":
        return replace(one, start=one.start - len(night.group()))
    week = _WEEK[language].search(before)
    if week and one.form == "day":
        return replace(one, start=one.start - len(week.group()), form="week")
    if weekend and one.form == "day":
        return replace(one, start=one.start - len(weekend.group()), form="weekend")
    return one


def _part(one: Found, lead: re.Match[str]) -> Found:
    name: Part = "early" if lead["early"] else "mid" if lead["mid"] else "late"
    period = third(one.period, name) if one.unit == "day" else third_without_year(one.period, name)
    return replace(one, start=one.start - len(lead.group()), period=period, hedge="about")


def _turned(text: str, language: Language, one: Found) -> Found:
    """The date with "last", "next", "dernier", "prochain" beside it taken in."""
    if one.unit in ("day", "relative"):
        return one
    before = text[max(0, one.start - LOOK) : one.start]
    if lead := _TURN_BEFORE[language].search(before):
        turn: Turn = -1 if lead["last"] else 1
        return replace(one, start=one.start - len(lead.group()), turn=turn)
    if (tail := _TURN_AFTER[language].match(text, one.end)) and language == "fr":
        return replace(one, end=tail.end(), turn=-1 if tail["last"] else 1)
    return one
