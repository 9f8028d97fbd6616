"""What is learnt of two sentences: how two answers to one question relate, and two statements.

Answers are those of the dossiers. Statements stand in the files of `statements/`, each with some
that relate to it; what the difference turns on is said for those who read the file. `none` is any
relation without a difference:

    A	The ferry sank with 40 people aboard.
    contradiction	number	Le bac, quand il a coulé, ne portait que douze personnes.
    update	number	By nightfall the operator put the number aboard at 43.
    adds	none	The ferry was built in 1987.

    A	…
"""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path
from random import Random

from rag.reader.dossiers import Asked, Dossier, Given
from rag.reader.pairs import agree, in_context, strangers
from rag.reader.relater import ALIKE, RELATIONS, Relation

FOLDER = Path(__file__).parent / "statements"
_STRANGERS = 0.5  # of those beside answers, what is learnt from


@dataclass(frozen=True, slots=True)
class Related:
    """Two sentences and their relation, or all that it may be.

    `wordings` are of the question, if any: one of them is drawn.
    """

    wordings: tuple[str, ...]
    texts: tuple[str, str]
    relations: tuple[Relation, ...]


def every_statement(folder: Path = FOLDER) -> Iterator[Related]:
    """Yield the pairs of statements of all files of a folder, by file name."""
    for path in sorted(folder.glob("*.tsv")):
        yield from read_statements(path)


def read_statements(path: Path) -> Iterator[Related]:
    """Yield the pairs of a file. ValueError, with file and line, for what is not understood."""
    base: str | None = None
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        match line.split("\t"):
            case ["A", text]:
                base = text
            case [relation, _, text] if relation in RELATIONS and base:
                yield Related((), (base, text), (relation,))
            case ["none", _, text] if base:
                yield Related((), (base, text), ALIKE)
            case [""]:
                base = None
            case _:
                raise ValueError(f"{path.name}:{number}: not a statement or partner: {line[:80]!r}")


def of_dossier(dossier: Dossier, random: Random) -> Iterator[Related]:
    """Yield every two answers of each question, as far as it is known how they relate.

    Beside some answers stand sentences that answer nothing.
    """
    for asked in dossier.asked:
        wordings = tuple(words for _, words in asked.wordings)
        for a, b in combinations(asked.answers, 2):
            relation = _relation(asked, a, b)
            if relation and (a.text, a.sentence) != (b.text, b.sentence):
                texts = in_context(dossier, a), in_context(dossier, b)
                yield Related(wordings, texts, (relation,))
    for pair in strangers(dossier, random):
        if random.random() < _STRANGERS:
            yield Related(pair.wordings, pair.texts, ("unrelated",))


def _relation(asked: Asked, a: Given, b: Given) -> Relation | None:
    if a.subject != b.subject:
        return "different_subject"
    return "same" if agree(a, b) else asked.kind(a.subject + a.says, b.subject + b.says)
