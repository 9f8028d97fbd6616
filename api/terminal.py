"""The two streams of a command: results on standard output, all else on standard error.

Texts of documents are strangers' texts: no markup is read in them, and control characters, which
could move the cursor or rewrite what was printed, are shown as escapes.
"""

import sys
from typing import TYPE_CHECKING

from rich.console import Console

if TYPE_CHECKING:
    from pydantic import BaseModel

# C0 but newline and tab, DEL, C1, line and paragraph separators, and what reverses text.
_UNSAFE = {
    code: f"\\u{code:04x}"
    for code in (
        *(code for code in range(0x20) if code not in (0x09, 0x0A)),
        *range(0x7F, 0xA0),
        *range(0x2028, 0x202F),
        *range(0x2066, 0x206A),
    )
}


def results() -> Console:
    """Return the console of standard output, which reads no markup."""
    return Console(markup=False, emoji=False, highlight=False)


def notices() -> Console:
    """Return the console of standard error, which reads no markup."""
    return Console(stderr=True, markup=False, emoji=False, highlight=False)


def plain(text: str) -> str:
    r"""Return the text with control characters as escapes (`\u001b`), newlines and tabs kept."""
    return text.translate(_UNSAFE)


def line(text: str) -> str:
    """Return the text on one line, safe to print."""
    return plain(text).replace("\n", " ").replace("\t", " ")


def write_json(model: "BaseModel") -> None:
    r"""Print a model as JSON, its control characters as JSON escapes, which read back the same."""
    write(model.model_dump_json(indent=2))


def write(text: str) -> None:
    """Print a text as it is, control characters aside, whatever the width of the terminal."""
    sys.stdout.write(plain(text) + "\n")
