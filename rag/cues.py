"""Cue words: what tells how a sentence is meant, read from `cues.toml`; and other tables of words.

The tables are data, so that a reader of either language can check and extend them.
"""

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any


@cache
def table(name: str) -> dict[str, Any]:
    """Return what one of this package's `.toml` files holds."""
    return tomllib.loads(files("rag").joinpath(f"{name}.toml").read_text(encoding="utf-8"))


def pattern(text: str) -> str:
    """Return a pattern of a table as `re` takes it: an apostrophe stands for both its forms."""
    return re.sub(r"\[[^\]]*\]|’", _both_apostrophes, text)


def _both_apostrophes(part: re.Match[str]) -> str:
    found = part.group()
    return found.replace("’", "'’") if found.startswith("[") else "['’]"


@cache
def cue(name: str) -> re.Pattern[str]:
    """Return the pattern that finds one kind of cue, French or English, in any case."""
    kind = table("cues")[name]
    words = rf"\b(?:{'|'.join(kind['words'])})\b" if "words" in kind else ""
    alternatives = [*kind.get("raw", ()), *([words] if words else [])]
    return re.compile(pattern("|".join(alternatives)), re.IGNORECASE)
