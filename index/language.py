"""Which of the two languages a text is written in."""

from functools import lru_cache
from typing import Any, Literal

_SAMPLE_CHARACTERS = 4000


def language_of(text: str) -> Literal["fr", "en"]:
    """The nearer of French and English, judged on the first 4,000 characters.

    A text without letters counts as English.
    """
    code, _ = _identifier().classify(text[:_SAMPLE_CHARACTERS])
    return "fr" if code == "fr" else "en"


@lru_cache(maxsize=1)
def _identifier() -> Any:
    """An identifier of our own, so that the library's global one is left to others.

    Imported on first use: it loads a model of 5 MB.
    """
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    identifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    identifier.set_languages(["en", "fr"])
    return identifier
