"""The texts to learn from: sentences in English and French, and passages made of them."""

from collections.abc import Sequence
from pathlib import Path
from random import Random
from typing import NamedTuple

from index.lexicon.build import read_pairs

Pair = tuple[str, str]

# The third column of the pairs. Running texts, whose neighbouring lines make passages, and single
# sentences. SOURCES.md has their licences.
RUNNING = ("europarl", "ntrex", "python_docs", "tico19", "ud_pud")
SINGLE = ("tatoeba",)

# One in so many pairs, the last of each source, is left out: to choose settings by.
_HELD_OUT = 25
# What is about one thing only counts for less: at most so many of its sentences and passages.
_MOST_SENTENCES = {"python_docs": 10_000}
_MOST_PASSAGES = {"python_docs": 2_000}
_CHARACTERS = (200, 900)  # of an English passage: about 50 to 220 word pieces


class Text(NamedTuple):
    """A sentence or passage in English, and all its French translations."""

    english: str
    french: tuple[str, ...]


def read(path: Path) -> dict[str, list[Pair]]:
    """Return the (English, French) sentences of each source of a file, without the held out."""
    found = {name: list(read_pairs(path, frozenset({name}))) for name in (*RUNNING, *SINGLE)}
    return {name: pairs[: len(pairs) - len(pairs) // _HELD_OUT] for name, pairs in found.items()}


def texts(sources: dict[str, list[Pair]], random: Random) -> list[Text]:
    """Return the texts to learn from: of every source its sentences, of running text passages."""
    found = []
    for name, pairs in sources.items():
        sentences = translated(pairs)
        found += _at_most(_MOST_SENTENCES.get(name), sentences, random)
        if name in RUNNING:
            found += _at_most(_MOST_PASSAGES.get(name), passages(sentences, random), random)
    return found


def translated(pairs: Sequence[Pair]) -> list[Text]:
    """Return each English sentence once, in order, with all its translations."""
    found: dict[str, list[str]] = {}
    for english, french in pairs:
        found.setdefault(english, []).append(french)
    return [Text(english, tuple(french)) for english, french in found.items()]


def passages(sentences: Sequence[Text], random: Random) -> list[Text]:
    """Return neighbouring sentences joined to passages, each of a length drawn anew.

    A passage's one translation is made of the first of each sentence.
    """
    found = []
    while sentences:
        wanted = random.uniform(*_CHARACTERS)
        count = length = 0
        while count < len(sentences) and length < wanted:
            length += len(sentences[count].english)
            count += 1
        joined, sentences = sentences[:count], sentences[count:]
        if count > 1:
            french = " ".join(sentence.french[0] for sentence in joined)
            found.append(Text(" ".join(sentence.english for sentence in joined), (french,)))
    return found


def _at_most(count: int | None, found: list[Text], random: Random) -> list[Text]:
    return found if count is None or count > len(found) else random.sample(found, count)
