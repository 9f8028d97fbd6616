"""The vectors of a catalog in memory, and in a file beside it that saves building them anew.

The catalog is the truth. A file, or an index in memory, bears the stamp of the state that it was
made of; if the catalog's journal knows that stamp, it is brought up to date by what changed since,
and else it is built anew. So it can lag behind the catalog, but never disagree with it.
"""

from pathlib import Path

from index.catalog import Catalog, State
from index.database import RESTORE
from index.errors import CatalogError
from index.vector_file import VectorsUnusable
from index.vectors import VectorIndex

# The file is written when at least one row in so many is not in it as it should be.
_WORTH = 50
# The stamp alone tells of which state of which catalog, and so of which encoder, a file is.
_KEY = "stamp"


class VectorCache:
    """The vectors of one catalog; `told` says how they were had.

    Called inside `catalog.reading()`, which lets one thread in at a time. Without a path there is
    no file.
    """

    def __init__(self, catalog: Catalog, path: Path | None) -> None:
        self._catalog, self._path = catalog, path
        self._index = VectorIndex()
        self._state: State | None = None
        self._highest = 0
        # Rows by which the file is behind the index in memory.
        self._unsaved = 0
        self.told = "not loaded"
        # What was wrong with the file that was there.
        self.damage = ""

    def current(self) -> VectorIndex:
        """Return the vectors as the catalog now has them, whoever changed it last.

        Raises CatalogError when the catalog is damaged.
        """
        state = self._catalog.state()
        if self._state is None:
            self._load(state)
        elif state.stamp != self._state.stamp:
            since = self._catalog.generation_of(self._state.stamp)
            if since is None:
                self._build(state, "the catalog was restored, or its encoder changed")
            else:
                self._catch_up(state, since)
        self._state = state
        return self._index

    def renew(self) -> None:
        """Build the vectors from the catalog, and write the file."""
        self._state = self._catalog.state()
        self._build(self._state, "as it was asked for")
        self.keep(always=True)

    def keep(self, *, always: bool = False) -> None:
        """Write the file if enough changed since it was written, or `always`.

        A file that cannot be written is told, and does no harm: it is only a short cut.
        """
        index = self.current()
        if self._path is None or self._catalog.read_only or self._state is None:
            return
        if not always and not is_much(self._unsaved, len(index)):
            return
        if index.worn:
            self._build(self._state, "too much of it had been removed, or it had grown too large")
        try:
            self._index.save(self._path, _KEY, self._state.stamp)
            self._unsaved = 0
        except OSError as error:
            self.told += f"; {self._path.name} cannot be written: {error.strerror}"

    def _load(self, state: State) -> None:
        if self._path is None:
            return self._build(state, "")
        try:
            index, stamp = VectorIndex.load(self._path, _KEY)
        except VectorsUnusable as error:
            self.damage = str(error) if self._path.exists() else ""
            return self._build(state, str(error))
        since = self._catalog.generation_of(stamp)
        if since is None:
            return self._build(state, "the file is of another state of the catalog")
        self._index, self._unsaved, self.told = index, 0, "loaded"
        self._highest = _highest(index)
        self._catch_up(state, since)

    def _catch_up(self, state: State, since: int) -> None:
        """Take out what was removed since the generation `since`, and add what came."""
        dropped = self._catalog.dropped(since)
        dropped = dropped[dropped <= self._highest]
        added = state.passages - (len(self._index) - len(dropped))
        if added > len(self._index) + 1000:
            return self._build(state, "most of the catalog is new")
        self._index.remove(dropped)
        for numbers, vectors in self._catalog.embeddings(above=self._highest):
            self._index.add(numbers, vectors)
            self._highest = int(numbers[-1])
        if len(self._index) != state.passages:
            return self._build(state, f"it held {len(self._index)} of {state.passages} passages")
        changed = len(dropped) + max(added, 0)
        self._unsaved += changed
        if changed:
            self.told = f"caught up by {changed} passages"
        return None

    def _build(self, state: State, reason: str) -> None:
        self._index = VectorIndex.build(self._catalog.embeddings(), state.passages)
        self._highest = _highest(self._index)
        self._unsaved = max(len(self._index), 1)
        self.told = f"rebuilt: {reason}" if reason else "built in memory"
        if len(self._index) != state.passages:
            raise CatalogError(
                f"the catalog holds {len(self._index)} embeddings of {state.passages} passages",
                hint=RESTORE,
            )


def is_much(changed: int, rows: int) -> bool:
    """Return whether so many changed rows, of so many, are worth writing all of them."""
    return changed > 0 and changed * _WORTH >= rows


def _highest(index: VectorIndex) -> int:
    """Return the highest number held: all that is new in a catalog has a higher one."""
    numbers = index.numbers()
    return int(numbers.max()) if len(numbers) else 0
