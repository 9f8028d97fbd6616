"""A sentence with what it is read behind, where it is compared with one of another document."""

from datetime import date

_BEFORE, _HEAD = 160, 100  # characters of what precedes the sentence, and of the head of its text


def told(day: date | str | None, text: str, start: int, end: int) -> str:
    """Return the sentence `text[start:end]` with its day, the head of its text, and what precedes.

    A bar stands before the sentence itself.
    """
    first = max(0, start - _BEFORE)
    parts = (
        str(day or ""),
        text[: min(_HEAD, first)],
        "…" if first else "",
        text[first:start],
        "|",
    )
    return " ".join([*(part.strip() for part in parts if part.strip()), text[start:end]])
