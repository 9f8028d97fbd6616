"""What a text says about itself at its head: a front-matter block, or a line with its date."""

import datetime as dt
import re
from dataclasses import dataclass
from email.utils import parsedate_to_datetime
from typing import Any

import yaml

from index.errors import UnreadableDocument

# A longer block is text between two rules, and is not worth parsing.
_BLOCK = re.compile(r"\s*---[ \t]*\n(?P<yaml>.{0,20000}?)^(?:---|\.\.\.)[ \t]*$\n?", re.S | re.M)
_DATE_KEYS = ("published_at", "date", "published")
_HINT = "Write the block as `key: value` lines between two lines of three dashes."

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "january jan janvier janv",
            "february feb février fevrier févr fev",
            "march mar mars",
            "april apr avril avr",
            "may mai",
            "june jun juin",
            "july jul juillet juil",
            "august aug août aout",
            "september sept sep septembre",
            "october oct octobre",
            "november nov novembre",
            "december dec décembre decembre déc",
        ),
        1,
    )
    for name in names.split()
}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\.?"
_ISO = r"(?P<iso>\d{4}-\d{2}-\d{2}(?:[T ]\d{2}:\d{2}(?::\d{2}(?:\.\d+)?)?(?:Z|[+-]\d{2}:?\d{2})?)?)"
_DAY = r"(?P<day>\d{1,2})(?:er|st|nd|rd|th)?"
_WEEKDAY = (
    r"(?:(?:lun|mar|mercre|jeu|vendre|same)di|dimanche"
    r"|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tue|wed|thu|fri|sat|sun)\.?)"
)
_DATE = re.compile(
    rf"(?:{_WEEKDAY},?\s+)?(?:{_ISO}|{_DAY}\s+{_MONTH},?\s+(?P<year>\d{{4}})"
    rf"|{_MONTH.replace('<month', '<month_us')}\s+{_DAY.replace('<day', '<day_us')},?\s+"
    r"(?P<year_us>\d{4}))(?!\d)",
    re.IGNORECASE,
)
_DATE_LABEL = re.compile(r"[^\S\n]*date[^\S\n]*:?[^\S\n]+", re.IGNORECASE)
PUBLISHED = re.compile(
    r"\b(?:publiée?|postée?|mise? (?:à jour|en ligne)|published|posted|updated|last updated)\b"
    r"(?:\s+(?:le|on))?\s*:?\s*",
    re.IGNORECASE,
)
# What may stand before the verb, or before a date without one: a publisher, an author.
_LEAD = re.compile(
    rf"(?:[^.!?\n]{{2,60}}?[,|–—·•(-]\s*{PUBLISHED.pattern}"
    r"|(?:par|by)\s[^.!?\n]{2,60}?[,|–—·•-]\s*(?:(?:le|on)\s+)?)(?=.{0,14}\d)",
    re.IGNORECASE,
)
# What a text calls itself right before its date ("Press release, 1 September 2025"), or the place
# that it is written from ("Lutrine, le 16 octobre 2025").
_KIND_OF_TEXT = (
    r"(?:press release|news release|statement|minutes|newsletter|bulletin|transcript|column|letter"
    r"|editorial|memo|briefing|communiqué|procès-verbal|compte rendu|séance|lettre|note|chronique"
    r"|tribune|éditorial|édito|entretien|interview|dépêche|blog|billet|session|meeting)"
)
_FROM_PLACE = (
    r"(?!L[ae]s?\b|The\b|Un[e]?\b)(?-i:[A-ZÀ-Ý][\w’'-]+(?:[ -][A-ZÀ-Ý][\w’'-]+){0,3}),?\s+"
)
_HEADED = re.compile(
    rf"(?:[^.!?\n]{{0,60}}?\b{_KIND_OF_TEXT}\b[^.!?\n]{{0,40}}?[\s(]|{_FROM_PLACE}"
    r"|[*_]{1,3}[^.!?\n]{2,60}?[,–—-]\s+)"
    rf"(?:(?:du|le|of|on|dated)\s+)?(?=(?:{_WEEKDAY},?\s+)?(?:\d|(?:{'|'.join(_MONTHS)})\.?\s+\d))",
    re.IGNORECASE,
)
_HEAD_ENDS = re.compile(
    r"[\s.)*_]*|\s*,[^.!?\n]{1,25}[\s.)*_]*|[.,]?\s+(?i:par|by)\s.*"
)  # ", by video", ", 14 h"
# "LUTRINE, 16 October 2025 (Reuters) - The bridge …"
_WIRED = re.compile(r"[A-ZÀ-Ý][A-ZÀ-Ý’' -]+(?:, [A-Z][\w ]+)?,\s+(?:le\s+)?(?=.{0,14}\d)")
_AGENCY = re.compile(r"\s*\([A-Z][\w ]{1,20}\)\s*[-–—]")
_REST_CHARACTERS = 60
_STAMP_CHARACTERS = 80
# Programs write these where nobody gave a title.
_NO_TITLE = re.compile(
    r"microsoft (?:word|powerpoint) -.*|untitled.*|sans titre.*|document ?\d*|no ?title"
    r"|.*\.(?:docx?|pdf|odt|rtf|indd|qxd|tex|dvi|pages|html?)",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class Metadata:
    """What the head of a text says of it, and where the text below it starts."""

    title: str | None = None
    publisher: str | None = None
    published_at: dt.datetime | dt.date | None = None
    tags: tuple[str, ...] = ()
    language: str | None = None
    body_start: int = 0


def front_matter(text: str) -> Metadata:
    """The front-matter block at the head of the text; empty where there is none.

    Every value is read as it is written (a title `no` stays "no"); keys not known are ignored.
    Raises UnreadableDocument when the block is not YAML, or a value is not of its kind.
    """
    block = _BLOCK.match(text)
    if not block:
        return Metadata()
    try:
        # BaseLoader builds strings, lists and mappings only: nothing in a text can run.
        fields = yaml.load(block["yaml"], Loader=yaml.BaseLoader)
    except (yaml.YAMLError, RecursionError) as error:
        where = " ".join(str(error).split())[:200]
        raise UnreadableDocument(f"the front matter is not YAML: {where}", hint=_HINT) from error
    if isinstance(fields, str):  # text between two rules
        return Metadata()
    if fields is None:
        fields = {}
    if not isinstance(fields, dict):
        shown = type(fields).__name__
        raise UnreadableDocument(f"the front matter is a {shown}, not fields", hint=_HINT)
    return Metadata(
        title=_word(fields, "title"),
        publisher=_word(fields, "publisher"),
        published_at=_published_at(fields),
        tags=_tags(fields.get("tags")),
        language=_word(fields, "language"),
        body_start=block.end(),
    )


def parse_date(written: str) -> dt.datetime | dt.date | None:
    """The date written as ISO 8601, or in words in French or English; None when it is none."""
    match = _DATE.fullmatch(written.strip())
    return _date_of(match) if match else None


def parse_stamp(written: str | None) -> dt.datetime | dt.date | None:
    """The date in a field that programs write: what `parse_date` reads, any ISO 8601 or RFC 5322.

    None when it is another: a field that nobody reads is often wrong, and spoils no document.
    """
    written = (written or "").strip()
    if not written or len(written) > _STAMP_CHARACTERS:
        return None
    for read in (parse_date, dt.datetime.fromisoformat, parsedate_to_datetime):
        try:
            found = read(written)
        except (ValueError, OverflowError):
            continue
        if found:
            return found
    return None


def usable_title(title: str | None) -> str | None:
    """The title in a field that programs write; None where it names a program or a file."""
    said = " ".join((title or "").split())
    return said if said and not _NO_TITLE.fullmatch(said) else None


def date_line(text: str, start: int, end: int) -> tuple[dt.datetime | dt.date, int] | None:
    """The date that stands at the head of the line `text[start:end]`, and the offset below it.

    Read are a date alone on its line; one behind "Published", "Le Courrier, publié le" or "By
    Anne Hill –" with at most a few words after it; one that ends a line behind "Press release" or
    the place that it comes from; that of an agency's dispatch, which stays in the text; and `date
    2025-10-16` with any text after it. None when the line is another.
    """
    start += len(text[start:end]) - len(text[start:end].lstrip())
    if found := _date_behind(_WIRED, text, start, end):
        return (found[0], start) if _AGENCY.match(text, found[1], end) else None
    label = _DATE_LABEL.match(text, start, end)
    verb = PUBLISHED.match(text, start, end) or _LEAD.match(text, start, min(end, start + 200))
    lead = label or verb
    match = _DATE.match(text, lead.end() if lead else start, end)
    value = _date_of(match) if match else None
    if not match or value is None:
        headed = _date_behind(_HEADED, text, start, end)
        return (headed[0], end) if headed and _HEAD_ENDS.fullmatch(text, headed[1], end) else None
    rest = text[match.end() : end].strip()
    if label:
        return value, match.end()
    if not rest or (verb and len(rest) <= _REST_CHARACTERS and not rest.endswith((".", "!", "?"))):
        return value, end
    return None


def _date_behind(
    lead: re.Pattern[str], text: str, start: int, end: int
) -> tuple[dt.datetime | dt.date, int] | None:
    """The date right behind what a line begins with, and where it ends."""
    begun = lead.match(text, start, min(end, start + 200))
    match = _DATE.match(text, begun.end(), end) if begun else None
    value = _date_of(match) if match else None
    return (value, match.end()) if match and value else None


def _date_of(match: re.Match[str]) -> dt.datetime | dt.date | None:
    try:
        if match["iso"]:
            return _iso(match["iso"])
        year, month = match["year"] or match["year_us"], match["month"] or match["month_us"]
        day = match["day"] or match["day_us"]
        return dt.date(int(year), _MONTHS[month.lower()], int(day))
    except ValueError:
        return None


def _iso(written: str) -> dt.datetime | dt.date:
    if len(written) == len("2025-10-16"):
        return dt.date.fromisoformat(written)
    return dt.datetime.fromisoformat(written)


def _word(fields: dict[str, Any], key: str) -> str | None:
    value = fields.get(key)
    if value is None or value in ("", "null", "~"):
        return None
    if not isinstance(value, str):
        raise UnreadableDocument(
            f"front matter: {key} is a {type(value).__name__}, expected a word or a line",
            hint=_HINT,
        )
    return " ".join(value.split()) or None


def _published_at(fields: dict[str, Any]) -> dt.datetime | dt.date | None:
    for key in _DATE_KEYS:
        written = _word(fields, key)
        if written is None:
            continue
        value = parse_date(written)
        if value is None:
            raise UnreadableDocument(
                f"front matter: {key} is {written[:80]!r}, which is no date",
                hint="Write it as 2025-10-16 or 2025-10-16T14:30:00+02:00.",
            )
        return value
    return None


def _tags(value: Any) -> tuple[str, ...]:
    if isinstance(value, str):
        value = [] if value in ("null", "~") else value.split(",")
    if not isinstance(value or [], list) or not all(isinstance(tag, str) for tag in value or []):
        raise UnreadableDocument(
            "front matter: tags is neither a list of words nor words with commas between",
            hint="Write `tags: [one, two]` or `tags: one, two`.",
        )
    return tuple(dict.fromkeys(tag.strip() for tag in value or [] if tag.strip()))
