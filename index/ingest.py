"""Files into a library: read, gathered into groups, stored, and reported once they are.

A group is stored in one transaction, so that the cost of a commit is shared by some hundred
passages and the encoder has enough to sort by length. A document never spans two.
"""

import hashlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, NamedTuple

from index import read
from index.document import Document
from index.errors import UnreadableDocument
from index.prepare import PREPARED

# A group is stored when it has so many characters, which make some 400 passages, or documents.
_CHARACTERS, _DOCUMENTS = 300_000, 1000
# Says by what a file was read and cut: when it changes, files are read anew.
_READER = f"{read.READER}.{PREPARED}"


@dataclass(frozen=True, slots=True)
class Ingested:
    """What became of one document in a file, or of a file; `reason` says why it failed.

    `source` is the path of the file, and for a member of an archive, a table or a mail, with the
    name of the member. `removed` is what an earlier reading of the file had, and this one has not.
    """

    source: str
    outcome: Literal["added", "updated", "unchanged", "removed", "failed"]
    reason: str | None = None


class FileRead(NamedTuple):
    """A file of which every member was read, into the documents `ids`."""

    path: str
    sha256: str
    reader: str
    ids: tuple[str, ...]


@dataclass
class Group:
    """What is stored together, in the order in which it was read."""

    documents: list[Document] = field(default_factory=list)
    files: list[str] = field(default_factory=list)
    complete: list[FileRead] = field(default_factory=list)
    # What is to be reported; a document stands for its outcome, which is not known yet.
    reports: list[Ingested | Document] = field(default_factory=list)
    characters: int = 0

    def add(self, document: Document, file: str) -> None:
        """Add a document that was read from a file."""
        self.documents.append(document)
        self.files.append(file)
        self.reports.append(document)
        self.characters += len(document.text)

    @property
    def is_full(self) -> bool:
        """Whether it is time to store the group."""
        return self.characters >= _CHARACTERS or len(self.reports) >= _DOCUMENTS

    def reported(self, outcomes: Sequence[str], gone: Iterable[str]) -> Iterator[Ingested]:
        """Yield what became of everything in the group, given the outcomes of its documents."""
        remaining = iter(outcomes)
        for report in self.reports:
            if isinstance(report, Ingested):
                yield report
            else:
                yield Ingested(report.source, next(remaining))  # type: ignore[arg-type]
        for source in gone:
            yield Ingested(source, "removed")


class Intake:
    """Reads files into groups.

    `stored(path, sha256, reader)` returns the sources of a file that need not be read again, or
    None.
    """

    def __init__(self, stored: Callable[[str, str, str], list[str] | None]) -> None:
        self._stored = stored
        self._group = Group()

    def groups(self, paths: Sequence[Path]) -> Iterator[Group]:
        """Yield what the files at `paths` and in the folders there hold.

        What cannot be read is reported as failed, and the rest is gone on with.
        """
        for path in paths:
            try:
                files = read.find_files([path])
            except UnreadableDocument as error:
                self._fail(path.as_posix(), str(error))
                continue
            for file in files:
                yield from self._file(file)
        yield self._group

    def _file(self, file: Path) -> Iterator[Group]:
        path, sha256 = file.as_posix(), _sha256(file)
        sources = self._stored(path, sha256, _READER) if sha256 else None
        if sources is not None:
            self._group.reports += [Ingested(source, "unchanged") for source in sources]
            return
        ids: list[str] = []
        is_whole = True
        try:
            for member in read.read_file(file):
                if isinstance(member, Document):
                    ids.append(member.id)
                    self._group.add(member, path)
                else:
                    is_whole = False
                    self._fail(member.source, f"{member.source}: {member.reason}")
                if self._group.is_full:
                    yield self._taken()
        except UnreadableDocument as error:
            is_whole = False
            self._fail(path, str(error))
        if is_whole and sha256:
            self._group.complete.append(FileRead(path, sha256, _READER, tuple(ids)))

    def _fail(self, source: str, reason: str) -> None:
        self._group.reports.append(Ingested(source, "failed", reason))

    def _taken(self) -> Group:
        taken, self._group = self._group, Group()
        return taken


def _sha256(file: Path) -> str | None:
    """Return the SHA-256 of a file, as hex digits; None for what is no file or cannot be read.

    It is taken before the file is read: one that changes in between is read again the next time.
    """
    try:
        if file.is_file():
            with file.open("rb") as content:
                return hashlib.file_digest(content, "sha256").hexdigest()
    except OSError:
        pass
    return None
