"""Noun phrases of a sentence, French and English, by stop words, punctuation and a list of verbs.

No tagger: a run is words in a row, none of which can end a noun phrase (`nouns.toml`, the stop
words, what ends as participles and imperfects do). A phrase is a run as it stands ("gare"), with
what "of" or "de" ties to it ("gare de Lyon"), or with what is listed beside it ("bracelets, bagues
et colliers").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from index.document import Span
from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.cues import table
from rag.reading import Sentence, language_of
from rag.words import Word

_LONGEST = 14  # words of a phrase, with all that is tied to it
# What may stand between two words of a run: "bureau n° 7", "St. John", "chef-d'œuvre", "R&B".
_WITHIN = re.compile(
    r"[ \u00a0\u202f]| & |[-‐–/&’']|(?<=\b[Nn])°[ \u00a0]?|(?<=\b[A-Zn])\. ?|(?<=\bno|St)\. "
)
_OF = {
    "fr": re.compile(r" (?:de la |de l[’']|du |des |de |d[’']|à la |à l[’']|aux? |à |en )"),
    "en": re.compile(r" (?:of (?:(?:the|an?|his|her|its|their) )?|for the |in the )"),
}
_AND = {
    "fr": re.compile(
        r"(?:, | et | ou |, et )(?:(?:(?:de|du|des|l[ae]|les|une?|aux?|à) )+|[dl][’'])?(?:l[’'])?"
    ),
    "en": re.compile(r"(?:, | and | or |, and |, or )(?:(?:the|an?|his|her|its|their) )?"),
}
_LAST = re.compile(r",? (?:et|ou|and|or) ")
_VERBAL = {
    "fr": re.compile(r"[a-zà-ÿ]+(?:ait|aient|èrent|irent|urent|eront|era)"),
    "en": re.compile(r"[a-z]{3,}(?:ed|ly)"),
}


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun phrase: its first run, the end with what is tied to it, and the end of its list.

    `end`, `tied` and `listed` are the same where nothing is tied or listed. `behind` is the first
    run of the phrase that this one is tied to ("member" for "party" in "a member of the party").
    """

    start: int
    end: int
    tied: int
    listed: int
    behind: Span | None


def noun_phrases(sentence: Sentence) -> list[Phrase]:
    """Return the noun phrases of a sentence, with offsets into its text, in order."""
    language, text = language_of(sentence.document), sentence.text
    runs = list(_runs(text, sentence.words, language))
    found = []
    for i, run in enumerate(runs):
        tied = _tied(text, runs, i, language)
        listed = _listed(text, runs, tied, language)
        behind = runs[i - 1] if i and _tied(text, runs, i - 1, language) >= i else None
        tied_end, list_end = (
            runs[last].end if text.count(" ", run.start, runs[last].end) < _LONGEST else run.end
            for last in (tied, listed)
        )
        found.append(Phrase(run.start, run.end, tied_end, max(tied_end, list_end), behind))
    return found


@cache
def _ends(language: Language) -> frozenset[str]:
    return STOP_WORDS[language] | frozenset(table("nouns")["ends"][language].split())


def _runs(text: str, words: Sequence[Word], language: Language) -> Iterator[Span]:
    """Yield the runs of words that may make a noun phrase."""
    start = end = -1
    for word in words:
        goes_on = start >= 0 and _WITHIN.fullmatch(text, end, word.start)
        if start >= 0 and (not goes_on or _is_end(word, language)):
            yield Span(start, end)
            start = -1
        if not _is_end(word, language):
            start, end = (start if start >= 0 else word.start), word.end
    if start >= 0:
        yield Span(start, end)


def _is_end(word: Word, language: Language) -> bool:
    if word.text in ("s", "n"):  # "the prosecutor's office", "bureau n° 7"
        return False
    if word.text.casefold() in _ends(language):  # "The Who" and "IT" are names, "Who is" is none
        return not word.name or not word.start or len(word.text) > 1
    return not word.name and bool(_VERBAL[language].fullmatch(word.text))


def _tied(text: str, runs: Sequence[Span], first: int, language: Language) -> int:
    """The last run that is tied to the first by what stands between each and the next."""
    last = first
    while last + 1 < len(runs) and _OF[language].fullmatch(
        text, runs[last].end, runs[last + 1].start
    ):
        last += 1
    return last


def _listed(text: str, runs: Sequence[Span], first: int, language: Language) -> int:
    """The last run of the list that the first is in; the first where no "and" ends a list."""
    last = first
    while last + 1 < len(runs):
        between = runs[last].end, runs[last + 1].start
        if not _AND[language].fullmatch(text, *between):
            return first
        last = _tied(text, runs, last + 1, language)
        if _LAST.match(text, *between):
            return last
    return first
