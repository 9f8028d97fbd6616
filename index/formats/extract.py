"""Read a file of any format whose reader may hang or crash; this runs in a process of its own."""

from pathlib import Path

from index.errors import UnreadableDocument
from index.formats import Attached, Extracted

MAX_CHARACTERS = 50_000_000


def extract(suffix: str, data: bytes | Path) -> list[Extracted | Attached]:
    """Return the text of a file of this format, and for mail the files attached to it.

    Raises UnreadableDocument, and MemoryError where the memory allowed is not enough.
    """
    try:
        found = _extract(suffix, data)
    except (UnreadableDocument, MemoryError):
        raise
    except Exception as error:
        # Whatever a library raises on a damaged file, it says that the file is not readable.
        said = " ".join(f"{type(error).__name__}: {error}".split())[:200]
        raise UnreadableDocument(f"it is not a readable {suffix} file: {said}") from None
    size = sum(len(one.text) for one in found if isinstance(one, Extracted))
    if size > MAX_CHARACTERS:
        raise UnreadableDocument(f"it holds {size} characters, at most {MAX_CHARACTERS} are read")
    return found


def _extract(suffix: str, data: bytes | Path) -> list[Extracted | Attached]:
    """Each reader is imported only where its format is met: they are slow to load."""
    if suffix == ".pdf":
        from index.formats.pdf import extract_pdf

        return [extract_pdf(data)]
    if suffix == ".docx":
        from index.formats.docx import extract_docx

        return [extract_docx(data)]
    if suffix == ".eml":
        from index.formats.mail import extract_mail

        return extract_mail(data)
    from index.formats.html import extract_html

    return [extract_html(data if isinstance(data, bytes) else data.read_bytes())]
