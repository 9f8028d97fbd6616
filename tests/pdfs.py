"""Small PDF files, written by hand: lines of text at places on pages."""

from collections.abc import Sequence
from typing import NamedTuple

WIDTH, HEIGHT = 595, 842


class Text(NamedTuple):
    """A line of text on a page; `x` and `y` in points from its lower left corner."""

    x: int
    y: int
    text: str
    size: int = 11


def lines(top: int, *said: str, x: int = 72) -> list[Text]:
    """Return lines one below the other from `top` on, 14 points apart."""
    return [Text(x, top - 14 * n, line) for n, line in enumerate(said)]


def pdf(*pages: Sequence[Text], info: str = "", catalog: str = "") -> bytes:
    """Return a PDF with these pages, in Helvetica; `info` and `catalog` are entries to add."""
    kids = " ".join(f"{4 + 2 * n} 0 R" for n in range(len(pages)))
    objects = [
        f"<< /Type /Catalog /Pages 2 0 R {catalog} >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {len(pages)} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding >>",
    ]
    for n, page in enumerate(pages):
        stream = "\n".join(map(_shown, page))
        objects += [
            f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 {WIDTH} {HEIGHT}] /Contents {5 + 2 * n} "
            "0 R /Resources << /Font << /F1 3 0 R >> >> >>",
            f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream",
        ]
    return _written([*objects, f"<< {info} >>"])


def _shown(line: Text) -> str:
    escaped = line.text.replace("\\", r"\\").replace("(", r"\(").replace(")", r"\)")
    return f"BT /F1 {line.size} Tf {line.x} {line.y} Td ({escaped}) Tj ET"


def _written(objects: list[str]) -> bytes:
    """Return the file of the objects: the first is the catalog and the last the information."""
    file = b"%PDF-1.4\n"
    places = []
    for number, content in enumerate(objects, 1):
        places.append(len(file))
        file += f"{number} 0 obj\n{content}\nendobj\n".encode("cp1252")
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    size = len(objects) + 1
    tail = (
        f"xref\n0 {size}\n0000000000 65535 f \n{table}"
        f"trailer << /Size {size} /Root 1 0 R /Info {size - 1} 0 R >>\n"
        f"startxref\n{len(file)}\n%%EOF"
    )
    return file + tail.encode()
