"""Names of a question as the documents write them.

"how long did trump talk to putin" names two persons, which only the documents tell, and there they
may be Trump and Poutine.
"""

import re
from collections.abc import Collection, Iterator, Sequence

from index import lexicon
from index.document import Hit
from index.lexical import STOP_WORDS
from rag.answer import Language
from rag.names import Name, names
from rag.reading import Reading, Sentence, language_of, read
from rag.words import fold, is_country, sounded, stem

_WORD = re.compile(r"[^\W\d_]{3,}")  # "us" is a pronoun
_ARTICLE = re.compile(r"\b(?:the|an?|l[ae]s?|une?|du|des|au|aux|ce|cette)\s$|[’']$", re.IGNORECASE)
_LANGUAGES: tuple[Language, ...] = ("fr", "en")
_SOUNDS = 4  # letters from which names that sound alike are one name


def as_spelt(text: str, hits: Sequence[Hit]) -> str:
    """Return a question with its names written as the hits have them.

    Those of a question in small letters get their capitals; a name that no hit has gets the
    spelling of the one that sounds alike. What the hits also write as a common noun is no name.
    """
    small = text[1:].islower()
    stops = STOP_WORDS["fr"] | STOP_WORDS["en"]
    readings = read(hits)
    said = {w.folded for r in readings for s in r.sentences for w in s.words}
    asked = {
        word[0]: fold(word[0])
        for word in _WORD.finditer(text)
        if fold(word[0]) not in stops and (small or _may_be_misspelt(word, said))
    }
    if not asked:
        return text
    known = {fold(part): part for part in _parts(readings)}
    alike = {sounded(key): part for key, part in known.items() if len(key) >= _SOUNDS}
    spelt = {
        word: known.get(key, word) if key in said else alike.get(sounded(key), word)
        for word, key in asked.items()
    }
    return _WORD.sub(lambda word: spelt.get(word[0], word[0]), text)


def _may_be_misspelt(word: re.Match[str], said: Collection[str]) -> bool:
    """Whether a word with a capital is one that no hit has, nor the dictionary at the beginning."""
    if not word[0][0].isupper() or fold(word[0]) in said:
        return False
    known = (lexicon.load().translations(stem(word[0], one), one) for one in _LANGUAGES)
    return word.start() > 0 or not any(known)


def _parts(readings: Sequence[Reading]) -> Iterator[str]:
    """The words of the names of documents that they do not write as common nouns, too."""
    sentences = [sentence for reading in readings for sentence in reading.sentences]
    common = {w.folded for s in sentences for w in s.words if w.text[0].islower()}
    for sentence in sentences:
        for name in names(sentence):
            for part in _WORD.findall(name.text):
                if part[0].isupper() and fold(part) not in common and _is_own(part, name, sentence):
                    yield part


def _is_own(part: str, name: Name, sentence: Sentence) -> bool:
    """Whether a word is somebody's name rather than a noun with a capital: "the Landlord".

    One that the dictionary knows is, where it is a country's or stands in a full name.
    """
    language = language_of(sentence.document)
    if is_country(part) or not lexicon.load().translations(stem(part, language), language):
        return True
    determined = _ARTICLE.search(sentence.text, 0, name.start)
    return " " in name.text and not name.text.isupper() and determined is None
