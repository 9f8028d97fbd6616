"""The texts that the reader learns from: invented reports with questions and what answers them.

One file holds many dossiers:

    === a strike at a shipyard
    --- fr 2025-03-14
    Les ouvriers du chantier ont repris le travail lundi.
    Le débrayage aura duré trois semaines.
    --- en
    The yard stood still for 21 days, the union says.
    ? en How long was the walkout?
    ? fr Combien de temps les ouvriers ont-ils cessé le travail ?
    > 1.2 a1 trois semaines
    > 2.1 a1 21 days
    > 2.3 a2 almost a month
    ~ a1 a2 contradiction
    ? en How many ships were delayed?
    > none

A line of a text is one sentence. An answer line names text and sentence, a letter for the subject
(claims of one question that share it are about one event or thing), a number for what is said of it
(claims that share both say the same; it may be left out) and the words that answer, or `*` where
the whole sentence does. A line `~` says how two that are said of one subject relate.

Where yes or no is asked, `?+` before a wording and `+`, `-` or `?` behind what is said tell whether
that says yes to it, no, or leaves it open; `?-` is a wording that asks the reverse:

    ?+ en Had the yard been warned?
    ?- en Did it come as a surprise?
    > 1.3 a1+ *
    > 2.2 a2- *
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Literal, cast

FOLDER = Path(__file__).parent / "dossiers"
WHOLE = "*"

_TEXT = re.compile(r"--- (fr|en)(?: (\d{4}-\d{2}-\d{2}))?")
_QUESTION = re.compile(r"\?([+-]?) (fr|en) (.+)")
_ANSWER = re.compile(r"> (\d+)\.(\d+) ([a-z])(\d?)([+?-]?) (.+)")
_RELATION = re.compile(r"~ ([a-z])(\d) \1(\d) (contradiction|update|scope|precision|assessment)")

_SIGNS = {"+": 1, "-": -1, "?": 0}

Kind = Literal["contradiction", "update", "scope", "precision", "assessment"]


@dataclass(frozen=True, slots=True)
class Given:
    """One answer: which text and sentence of it (from 0), about what, in what words.

    `says` tells which answers of one subject say the same; it is empty where that is not told.
    `whether` is 1 where it says yes, -1 where it says no, 0 where it leaves that open, and None
    where that is not told.
    """

    text: int
    sentence: int
    subject: str
    words: str
    says: str = ""
    whether: int | None = None


@dataclass(slots=True)
class Asked:
    """One question in several wordings, with all that answers it; nothing may.

    `kinds` tells of two things said of one subject, ("a1", "a2"), how they relate. `signs` has the
    wordings that ask for yes or no: 1, or -1 for those that ask the reverse.
    """

    wordings: list[tuple[Literal["fr", "en"], str]] = field(default_factory=list)
    answers: list[Given] = field(default_factory=list)
    kinds: dict[tuple[str, str], Kind] = field(default_factory=dict)
    signs: dict[str, int] = field(default_factory=dict)
    closed: bool = False

    def kind(self, one: str, other: str) -> Kind | None:
        """Return how two things said of one subject relate ("a1", "a2"), where that is told."""
        return self.kinds.get((one, other)) or self.kinds.get((other, one))


@dataclass(slots=True)
class Text:
    """One report: its language, its day if it has one, its sentences."""

    language: Literal["fr", "en"]
    day: str | None
    sentences: list[str] = field(default_factory=list)


@dataclass(slots=True)
class Dossier:
    """Reports on one matter, and questions about them."""

    topic: str
    texts: list[Text] = field(default_factory=list)
    asked: list[Asked] = field(default_factory=list)


def read_dossiers(path: Path) -> list[Dossier]:
    """Return the dossiers of a file. ValueError, with file and line, for what is not understood."""
    found: list[Dossier] = []
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), start=1):
        if not line.strip():
            continue
        try:
            if line.startswith("=== "):
                found.append(Dossier(line[4:].strip()))
            else:
                _take(found[-1], line.strip())
        except (ValueError, IndexError) as error:
            raise ValueError(f"{path.name}:{number}: {error}: {line[:80]!r}") from error
    for dossier in found:
        _check(path, dossier)
    return found


def _take(dossier: Dossier, line: str) -> None:
    if text := _TEXT.fullmatch(line):
        dossier.texts.append(Text("fr" if text[1] == "fr" else "en", text[2]))
    elif question := _QUESTION.fullmatch(line):
        if not dossier.asked or dossier.asked[-1].closed:
            dossier.asked.append(Asked())
        dossier.asked[-1].wordings.append(("fr" if question[2] == "fr" else "en", question[3]))
        if question[1]:
            dossier.asked[-1].signs[question[3]] = _SIGNS[question[1]]
    elif line == "> none":
        dossier.asked[-1].closed = True
    elif line.startswith(">"):
        dossier.asked[-1].closed = True
        dossier.asked[-1].answers.append(_given(dossier, line))
    elif line.startswith("~"):
        _relate(dossier.asked[-1], line)
    elif line.startswith(("?", "---", "=")):
        raise ValueError("not a question, text or dossier line")
    else:
        dossier.texts[-1].sentences.append(line)


def _given(dossier: Dossier, line: str) -> Given:
    match = _ANSWER.fullmatch(line)
    if not match:
        raise ValueError("expected `> TEXT.SENTENCE LETTER WORDS`")
    text, sentence, words = int(match[1]), int(match[2]), match[6].strip()
    if not 1 <= text <= len(dossier.texts):
        raise ValueError(f"there is no text {text}")
    if not 1 <= sentence <= len(dossier.texts[text - 1].sentences):
        raise ValueError(f"text {text} has no sentence {sentence}")
    stands = dossier.texts[text - 1].sentences[sentence - 1]
    if words != WHOLE and words not in stands:
        raise ValueError(f"{words!r} does not stand in {stands!r}")
    whether = _SIGNS.get(match[5])
    return Given(text - 1, sentence - 1, match[3], words, match[4], whether)


def _relate(asked: Asked, line: str) -> None:
    match = _RELATION.fullmatch(line)
    if not match:
        raise ValueError("expected `~ a1 a2 KIND`, of one subject")
    one, other = match[1] + match[2], match[1] + match[3]
    if not {one, other} <= {given.subject + given.says for given in asked.answers}:
        raise ValueError(f"no answer says {one} or {other}")
    asked.kinds[one, other] = cast(Kind, match[4])


def _check(path: Path, dossier: Dossier) -> None:
    for asked in dossier.asked:
        if not asked.closed:
            raise ValueError(f"{path.name}: {asked.wordings} has neither answer nor `> none`")
    if not dossier.texts or not dossier.asked or not all(t.sentences for t in dossier.texts):
        raise ValueError(f"{path.name}: {dossier.topic!r} has an empty text, or no question")


def every_dossier(folder: Path = FOLDER) -> Iterator[Dossier]:
    """Yield the dossiers of all files of a folder, by file name."""
    for path in sorted(folder.glob("*.txt")):
        yield from read_dossiers(path)
