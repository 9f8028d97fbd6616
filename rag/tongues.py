"""The language of a question: French, English, or another that is at least told by name."""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import cache
from typing import NamedTuple

from index import lexicon
from index.language import language_of
from index.lexical import STOP_WORDS, stem
from rag.answer import Language
from rag.attributes import known_nouns
from rag.cues import table

_WORD = re.compile(r"[^\W\d_]+")
_FRENCH_SPACING = re.compile(r"\w\s[?!:;]")  # the French set a space before these


class Tongue(NamedTuple):
    """The nearer of French and English, and the ISO 639-1 code of another that it seems to be."""

    language: Language
    other: str | None


def tongue_of(text: str) -> Tongue:
    """Return the language that a question is in.

    That is the one most of whose small words it has. Without any, what the dictionary and the
    nouns of questions know decides between French and English, and only then `language_of`, whose
    model is large. A question in another script, with more of another language's small words, or
    that opens with a word that asks in that language alone, is in that; it is read as English.
    """
    words = [word.casefold() for word in _WORD.findall(text)]
    if script := _script(text):
        return Tongue("en", script)
    small = {language: len(set(words) & STOP_WORDS[language]) for language in ("fr", "en")}
    if other := _other(words, max(small.values())):
        return Tongue("en", other)
    if small["fr"] == small["en"]:
        return Tongue(_by_dictionary(text, words), None)
    return Tongue("fr" if small["fr"] > small["en"] else "en", None)


def _other(words: Sequence[str], least: int) -> str | None:
    """The other language with more than `least` small words, two or the first its alone."""
    counts: dict[str, int] = {
        code: len(set(words) & _small_words(code)) for code in table("tongues")["words"]
    }
    for code in sorted(counts, key=lambda code: -counts[code]):
        own = set(words) & _small_words(code) - STOP_WORDS["fr"] - STOP_WORDS["en"]
        asking = words[:1] and words[0] in table("tongues")["asking"].get(code, "").split()
        if own and (asking or (len(own) > 1 and counts[code] > least)):
            return code
    return None


def small_words(other: str | None) -> frozenset[str]:
    """Return the small words of another language, which say nothing about the subject."""
    return _small_words(other) if other in table("tongues")["words"] else frozenset()


@cache
def _small_words(code: str) -> frozenset[str]:
    return frozenset(table("tongues")["words"][code].split())


def _script(text: str) -> str | None:
    """The language of a script that is not Latin, if most letters are in one."""
    letters = [letter for letter in text if letter.isalpha()]
    scripts = Counter(unicodedata.name(letter, "LATIN").split()[0] for letter in letters)
    codes: dict[str, str] = table("tongues")["scripts"]
    if not scripts or scripts["LATIN"] * 2 >= len(letters):
        return None
    if scripts["HIRAGANA"] or scripts["KATAKANA"]:
        return "ja"
    return codes.get(scripts.most_common(1)[0][0])


def _by_dictionary(text: str, words: Sequence[str]) -> Language:
    """The language that knows more of the words; where neither does, what `language_of` says."""
    known: dict[Language, int] = {
        "fr": sum(_knows("fr", word) for word in words),
        "en": sum(_knows("en", word) for word in words),
    }
    if known["fr"] == known["en"]:
        return "fr" if _FRENCH_SPACING.search(text) else language_of(text)
    return "fr" if known["fr"] > known["en"] else "en"


def _knows(language: Language, word: str) -> int:
    noun = word in known_nouns(language) or word.rstrip("sx") in known_nouns(language)
    return noun + bool(lexicon.load().translations(stem(word, language), language))
