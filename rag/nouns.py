"""Noun phrases of a sentence, French and English, by stop words, punctuation and a list of verbs.

No tagger: a run is words in a row, none of which can end a noun phrase (`nouns.toml`, the stop
words, what ends as participles and imperfects do). A phrase is a run as it stands ("gare"), with
what "of" or "de" ties to it ("gare de Lyon"), or with what is listed beside it ("bracelets, bagues
et colliers").
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache

from index.document import Span
from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.cues import table
from rag.reading import Sentence, analyse_words, language_of
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
_COMPOUND = frozenset("d de en à la le by in of on the to".split())
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
    return list(_phrases(sentence.text, language_of(sentence.document)))


@lru_cache(maxsize=20_000)
def _phrases(text: str, language: Language) -> tuple[Phrase, ...]:
    runs = list(_runs(text, analyse_words(text, language), language))
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
    return tuple(found)


@cache
def _ends(language: Language) -> frozenset[str]:
    return STOP_WORDS[language] | frozenset(table("nouns")["ends"][language].split())


def _runs(text: str, words: Sequence[Word], language: Language) -> Iterator[Span]:
    """Yield the runs of words that may make a noun phrase."""
    start, labels = -1, _labels_among(words)
    end = start
    for i, word in enumerate(words):
        ends = i in labels or _is_end(text, words, i)
        if start >= 0 and (ends or not _WITHIN.fullmatch(text, end, word.start)):
            yield Span(start, end)
            start = -1
        if not ends:
            start, end = (start if start >= 0 else word.start), word.end
    if start >= 0:
        yield Span(start, end)


def between_labels(sentence: Sentence, start: int, end: int) -> list[Span]:
    """Return the parts of a name at `start..end` that are no labels of what stands behind them.

    "Ann Lee Released", of a table beside an article, is "Ann Lee".
    """
    labels, parts = _labels_among(sentence.words), [Span(start, start)]
    for i, word in enumerate(sentence.words):
        if start <= word.start < end:
            if i in labels:
                parts.append(Span(word.end + 1, word.end + 1))
            else:
                parts[-1] = Span(parts[-1].start, min(word.end, end))
    return [part for part in parts if part.end > part.start]


def is_furniture(own: Sequence[Word]) -> bool:
    """Return whether words are of what stands around a web page's text: "Jump to content"."""
    said = {word.folded for word in own}
    return bool(said & _furniture("sure")) or said <= _furniture("all")


@cache
def _furniture(part: str) -> frozenset[str]:
    return frozenset(table("nouns")["furniture"][part].split())


def _labels_among(words: Sequence[Word]) -> frozenset[int]:
    """Which words name the value behind them; what stands right behind a label is none."""
    found: set[int] = set()
    for i, word in enumerate(words):
        if word.name and word.text in _labels(word.language) and i - 1 not in found:
            beside = words[i + 1] if i + 1 < len(words) else words[i - 1]
            if i and (beside.name or beside.text.isdigit() or beside.text in ("by", "par")):
                found.add(i)
    return frozenset(found)


@cache
def _labels(language: Language) -> frozenset[str]:
    return frozenset(table("nouns")["labels"][language].split())


def _is_end(text: str, words: Sequence[Word], i: int) -> bool:
    word, language = words[i], words[i].language
    if word.text in ("s", "n") or _is_inside(text, words, i):
        return False
    if word.text.casefold() in _ends(language):
        return not (word.name and i > 0 and _beside_capital(words, i))
    return not word.name and bool(_VERBAL[language].fullmatch(word.text))


def _is_inside(text: str, words: Sequence[Word], i: int) -> bool:
    """Whether a small word is inside a compound or before a number: "chef-d’œuvre", "no. 7"."""
    word, after = words[i], words[i + 1] if i + 1 < len(words) else None
    if after is None or after.start - word.end > 2:
        return False
    if word.text.casefold() == "no":
        return after.text.isdigit()
    return word.text in _COMPOUND and word.start > 0 and text[word.start - 1] == "-"


def _beside_capital(words: Sequence[Word], i: int) -> bool:
    """Whether a word with a capital stands right beside: "The Who" is a name, "Who is" is none."""
    before, after = words[i - 1 : i], words[i + 1 : i + 2]
    return any(w.name and words[i].start - w.end == 1 for w in before) or any(
        w.name and w.start - words[i].end == 1 for w in after
    )


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
