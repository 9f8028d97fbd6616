"""The patterns of this package's tables."""

import re
from functools import cache

from rag.cues import pattern, table


@cache
def listed(file: str, name: str) -> re.Pattern[str]:
    """Return what finds any of the `words` of a table of `rag/statements`, as whole words."""
    return whole_words(table(f"statements/{file}")[name]["words"])


def whole_words(alternatives: list[str]) -> re.Pattern[str]:
    """Return what finds any of the alternatives, as whole words and in any case.

    An apostrophe stands for both its forms; one at the end of an alternative ends it.
    """
    closed = [
        one if one.endswith("’") or one.endswith("’)") else rf"{one}\b" for one in alternatives
    ]
    return re.compile(pattern(rf"(?<![\w-])(?:{'|'.join(closed)})"), re.IGNORECASE)
