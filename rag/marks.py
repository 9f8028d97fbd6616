"""The marks of quotations: where one begins that is still open, and where one ends."""

OPENING, CLOSING = "«“", "»”"  # beside the straight one, which does both
MARKS = f'{OPENING}{CLOSING}"'


def open_mark(text: str) -> int | None:
    """Return where the quotation begins that is still open at the end of the text, if one is."""
    opened = None
    for i, mark in enumerate(text):
        if mark in OPENING or (mark == '"' and opened is None):
            opened = i
        elif mark in CLOSING or mark == '"':
            opened = None
    return opened


def closing_mark(text: str, start: int) -> int | None:
    """Return where a quotation ends that a text is in at `start`; None where it goes on."""
    return next((i for i in range(start, len(text)) if text[i] in CLOSING + '"'), None)
