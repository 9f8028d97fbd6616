"""The files of a data folder. The catalog is the truth; all else can be made from it again."""

from pathlib import Path

from index.database import RESTORE
from index.errors import CatalogError

CATALOG = "catalog.sqlite"
VECTORS = "vectors.faiss"
LOCK = "write.lock"


def catalog_in(folder: Path, *, must_exist: bool = False) -> Path:
    """Return the path of the catalog in a data folder.

    Raises CatalogError where the folder shows that there was one, and it is gone or empty: SQLite
    would take that for a new one, and a library that lost all would seem to have nothing to say.
    """
    path = folder / CATALOG
    try:
        # SQLite takes a file of one byte for an empty one as well.
        is_empty = path.stat().st_size <= 1
    except FileNotFoundError:
        is_empty = True
    except OSError:
        is_empty = False
    if is_empty and (folder / VECTORS).exists():
        raise CatalogError(
            f"the catalog {path} is empty or gone, but {VECTORS} beside it is of one that was not",
            hint=f"{RESTORE}; to begin anew, remove {VECTORS}",
        )
    if is_empty and must_exist:
        raise CatalogError(
            f"there is no library in {folder}",
            hint="name its folder with --data, or fill it with: recoupe ingest PATH",
        )
    return path


def size_of(folder: Path) -> int:
    """Return how many bytes the files of a data folder take."""
    return sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
