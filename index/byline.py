"""Who published a text, as a line at its head says: "Le Monde avec AFP, publié le …"."""

import re

from index.metadata import PUBLISHED

# Agencies sign the place of their reports, where others name a party or a club.
_AGENCIES = (
    r"AFP|Agence France-Presse|Reuters|AP|Associated Press|The Associated Press|Belga|ATS"
    r"|Keystone-ATS|EFE|DPA|dpa|ANSA|Xinhua|TASS|UPI|PTI|Kyodo|Bloomberg|PA Media"
    r"|La Presse Canadienne|The Canadian Press|CNS"
)
_PLACE = re.compile(rf"[A-ZÀ-Ý][^.!?()\n]{{1,60}}\((?P<agency>{_AGENCIES})\)\s*[–—-]{{1,2}}\s")
_SOURCE = re.compile(r"(?:source|publisher|éditeur)\s*:\s*(?P<name>\S.{1,60})", re.IGNORECASE)
_PARTS = re.compile(r"\s+[–—·•|-]\s+|\s*\|\s*")
_AUTHOR = re.compile(r"(?:par|by)\s", re.IGNORECASE)
_WITH = re.compile(r"\s+(?:avec|with|et|and)\s+(?:" + _AGENCIES + r")\b.*")
# What may follow an author's name and is no publisher.
_ROLE = re.compile(
    r"\d|\b(?:envoyée?|spéciale?|correspondante?|journaliste|rédact\w+|chef|édito\w*|tribune|opinion"
    r"|staff|reporter|correspondent|editor|writer|columnist|contributor|special|photos?|video|min)\b",
    re.IGNORECASE,
)
_WORDS = 5
_LINE_CHARACTERS = 120


def publisher_of(line: str) -> str | None:
    """Return the publisher that a line at the head of a text names; None for another line.

    Read are "X, publié le …", "Par A – X", "Source : X", and the place and agency that a report
    begins with, "PARIS (AFP) – …". What could as well be a place or the author's work is not.
    """
    report = _PLACE.match(line)
    if report:
        return report["agency"]
    if len(line) > _LINE_CHARACTERS:
        return None
    source = _SOURCE.fullmatch(line)
    if source:
        return _outlet(source["name"])
    dated = PUBLISHED.search(line)
    lead = line[: dated.start()].rstrip(" ,|–—·•-") if dated else line
    parts = _PARTS.split(lead)
    if _AUTHOR.match(parts[0]):
        return _outlet(parts[-1]) if len(parts) > 1 else None
    return _outlet(parts[-1]) if dated and lead else None


def _outlet(name: str) -> str | None:
    """Return the name when it has the look of a publisher's: a few words, no role and no date."""
    name = _WITH.sub("", name).strip(" .")
    if not name or not name[0].isupper() or len(name.split()) > _WORDS:
        return None
    return None if _ROLE.search(name) or _AUTHOR.match(name) or name[-1] in "?!:;," else name
