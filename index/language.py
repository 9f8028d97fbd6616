"""Which of the two languages a text is written in."""

import re
from functools import lru_cache
from typing import Any, Literal

from index.lexical import STOP_WORDS

_SAMPLE_CHARACTERS = 4000
_WORD = re.compile(r"[^\W\d_]+")
_FRENCH_LETTER = re.compile("[àâçéèêëîïôùûœ]")


def language_of(text: str) -> Literal["fr", "en"]:
    """The nearer of French and English, judged on the first 4,000 characters.

    That is the language more of whose stop words occur; of a text with as many of both, French if
    it has French letters. What has neither is left to py3langid; without letters it is English.
    """
    words = {word.lower() for word in _WORD.findall(text[:_SAMPLE_CHARACTERS])}
    french, english = (len(words & STOP_WORDS[language]) for language in ("fr", "en"))
    if french != english:
        return "fr" if french > english else "en"
    if any(_FRENCH_LETTER.search(word) for word in words):
        return "fr"
    if english:
        return "en"
    code, _ = _identifier().classify(text[:_SAMPLE_CHARACTERS])
    return "fr" if code == "fr" else "en"


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """An identifier of our own, so that the library's global one is left to others.

    Imported on first use: its model takes 100 MB of memory, and is hardly ever needed.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["en", "fr"])
    return identifier
