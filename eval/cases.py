"""The evaluation set: stories told by several documents, and questions with known answers.

A story is a folder `<cases>/<story>/` of Markdown documents; its cases stand in
`<cases>/<story>.jsonl`, one JSON object a line. The story "seeds" is told by the repository's
`seeds/` folder. Everything is checked on loading, so that a figure can fall only because the
service got worse, never because a case was misspelt.
"""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Literal, Self

from pydantic import Field, ValidationError, model_validator

from rag.answer import DisagreementKind, Frozen, Language, TypedValue
from rag.errors import BadCases

CASES = Path(__file__).parent / "cases"
SEEDS = Path(__file__).parent.parent / "seeds"
SUFFIXES = (".md", ".txt")

Text = Annotated[str, Field(min_length=1)]


class GoldQuote(Frozen):
    """A verbatim stretch of a story's document (a file name) that gives an expected answer.

    `speaker` lists what a right name of who says it may contain, in the text's own words, and None
    where nobody need be named, since the document itself speaks. Empty, it is not measured.
    """

    document: Text
    text: Text
    speaker: tuple[Text | None, ...] = ()


class GoldAnswer(Frozen):
    """An answer that must be found: one of `any` occurs in it, and its value overlaps `value`."""

    any: Annotated[tuple[Text, ...], Field(min_length=1)]
    value: TypedValue | None = None
    quotes: Annotated[tuple[GoldQuote, ...], Field(min_length=1)]


class GoldDisagreement(Frozen):
    """How two or more expected answers (indexes into `Case.answers`) relate, pair by pair."""

    kind: DisagreementKind
    answers: Annotated[tuple[int, ...], Field(min_length=2)]


class Case(Frozen):
    """A question put to a story, with all that a right answer says.

    `yes_no` is the word with which an answer to a question of yes or no opens, where the story
    settles it. `answers[0]` is what the answer leads with. A pair of answers that no disagreement
    lists must not be reported as a contradiction, an update or an assessment.
    """

    id: Text
    story: Text
    language: Language
    question: Text
    status: Literal["answered", "no_evidence"]
    yes_no: Literal["yes", "no"] | None = None
    answers: tuple[GoldAnswer, ...] = ()
    disagreements: tuple[GoldDisagreement, ...] = ()
    consulted: tuple[Text, ...] = ()

    @model_validator(mode="after")
    def _holds_together(self) -> Self:
        if (self.status == "answered") != bool(self.answers):
            raise ValueError(
                f"status is {self.status!r} with {len(self.answers)} answers; "
                "'answered' takes one or more, 'no_evidence' none"
            )
        for disagreement in self.disagreements:
            indexes = disagreement.answers
            outside = [i for i in indexes if not 0 <= i < len(self.answers)]
            if outside or len(set(indexes)) < len(indexes):
                raise ValueError(
                    f"disagreement {disagreement.kind!r} is between answers {list(indexes)}; "
                    f"expected different indexes below {len(self.answers)}"
                )
        return self


def load_cases(folder: Path) -> list[Case]:
    """Return the cases of every `*.jsonl` in a folder, in the order of file name and line.

    Raises BadCases, naming file and line, for a line that is not a case, an id used twice, a
    story without documents, a document the story lacks, or a quote or a speaker that is not
    verbatim in its document.
    """
    files = sorted(folder.glob("*.jsonl"))
    if not files:
        raise BadCases(f"{folder} holds no cases", hint="expected one or more .jsonl files in it")
    seen: dict[str, str] = {}
    cases: list[Case] = []
    for path in files:
        texts = read_story(folder, path.stem)
        for number, line in enumerate(_read(path).split("\n"), start=1):
            if not line.strip():
                continue
            where = f"{path}, line {number}"
            case = _parse(line, where)
            if case.id in seen:
                raise BadCases(f"{where}: the id {case.id!r} is already that of {seen[case.id]}")
            if case.story != path.stem:
                raise BadCases(f"{where}: the story is {case.story!r}, expected {path.stem!r}")
            _check_documents(case, texts, where)
            seen[case.id] = where
            cases.append(case)
    return cases


def story_files(folder: Path, story: str) -> list[Path]:
    """Return the files of a story's documents, by name; raises BadCases when there are none."""
    home = SEEDS if story == "seeds" and not (folder / story).is_dir() else folder / story
    files = sorted(path for path in home.glob("*") if path.suffix in SUFFIXES)
    if not files:
        raise BadCases(
            f"the story {story!r} has no documents: {home} holds no {' or '.join(SUFFIXES)} file",
            hint="put its documents there, or remove its cases",
        )
    return files


def read_story(folder: Path, story: str) -> dict[str, str]:
    """Return the texts of a story by file name, newlines normalised, as offsets count them."""
    return {path.name: _read(path) for path in story_files(folder, story)}


def _read(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise BadCases(f"{path} cannot be read as UTF-8 text: {error}") from error


def _parse(line: str, where: str) -> Case:
    try:
        return Case.model_validate(json.loads(line))
    except json.JSONDecodeError as error:
        raise BadCases(f"{where}: not a JSON object: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        field = ".".join(str(part) for part in first["loc"])
        raise BadCases(f"{where}: {field + ': ' if field else ''}{first['msg']}") from error


def _check_documents(case: Case, texts: Mapping[str, str], where: str) -> None:
    quotes = [quote for answer in case.answers for quote in answer.quotes]
    for document in (*(quote.document for quote in quotes), *case.consulted):
        if document not in texts:
            raise BadCases(
                f"{where}: the story {case.story!r} has no document {document!r}; "
                f"it has {', '.join(texts)}"
            )
    for quote in quotes:
        if quote.text not in texts[quote.document]:
            raise BadCases(f"{where}: the quote {quote.text!r} is not verbatim in {quote.document}")
        for name in filter(None, quote.speaker):
            if name not in texts[quote.document]:
                raise BadCases(f"{where}: the speaker {name!r} is not named in {quote.document}")
