"""Running an evaluation, its report, and the comparison with a baseline, over a fake service."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pytest

from eval.cases import Case, GoldAnswer, GoldDisagreement, GoldQuote, load_cases
from eval.report import (
    Report,
    compare_with_baseline,
    markdown,
    write_baseline,
    write_report,
)
from eval.run import run
from index.document import Document, Hit, Passage
from rag.answer import Answer, AskRequest, Citation, Position, SearchRequest, Timings, WriterUsed
from rag.errors import BadCases


class Parrot:
    """Answers every question with the last sentence of its first document, cited."""

    def __init__(self, texts: dict[str, str]) -> None:
        self.texts = texts

    def ask(self, request: AskRequest) -> Answer:
        texts = {d.id or "": d.text for d in request.documents or ()} or self.texts
        name, text = next(iter(texts.items()))
        quote = text.split("\n")[-1]
        start = text.index(quote)
        cited = Citation(
            number=1, document_id="d", document_title="", source=f"some/{name}", publisher=None,
            published_at=None, passage_id="p", quote=quote, start=start, end=start + len(quote),
        )  # fmt: skip
        said = Position(answer=quote, value=None, speaker=None, subject=None, citations=(1,))
        return Answer(
            id="a", question=request.question, language="en", status="answered", answer=quote,
            sentences=(), positions=(said,), disagreements=(), citations=(cited,), consulted=(),
            dropped_claims=0, writer=WriterUsed(name="quotes", model=None),
            timings_ms=Timings(search=0, claims=0, relate=0, compose=0, total=0),
        )  # fmt: skip

    def search(self, request: SearchRequest) -> Sequence[Hit]:
        return [
            Hit(
                passage=Passage(id="p", document_id="d", start=0, end=len(text), text=text),
                document=Document(
                    id="d", text=text, source=name, title="", language="en",
                    body_start=0, body_end=len(text),
                ),
                score=1.0,
            )
            for name, text in self.texts.items()
        ]  # fmt: skip


@contextmanager
def open_parrot(files: Sequence[Path]) -> Iterator[Parrot]:
    yield Parrot({path.name: path.read_text(encoding="utf-8") for path in files})


def case(name: str, story: str, text: str, said: str) -> Case:
    quotes = (GoldQuote(document="1.md", text=text),)
    return Case(
        id=name,
        story=story,
        language="fr" if story == "pont" else "en",
        question=f"what about {story}?",
        status="answered",
        answers=(GoldAnswer(any=(said,), quotes=quotes),),
    )


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two stories, of one document each; the parrot is right on `dam` and wrong on `pont`."""
    for story, text in (("dam", "A dam.\nIt is 30 m high."), ("pont", "Un pont de 5 m.\nNeuf.")):
        (tmp_path / story).mkdir()
        (tmp_path / story / "1.md").write_text(text, encoding="utf-8")
    for cases in (
        [case("dam-1", "dam", "30 m high", "30 m")],
        [case("pont-1", "pont", "5 m", "5 m"), case("pont-2", "pont", "Neuf", "neuf")],
    ):
        lines = "\n".join(one.model_dump_json() for one in cases)
        (tmp_path / f"{cases[0].story}.jsonl").write_text(lines, encoding="utf-8")
    return tmp_path


@pytest.fixture
def report(folder: Path) -> Report:
    return run(load_cases(folder), open_parrot, folder=folder)


def test_every_case_is_asked_of_its_own_story(report: Report) -> None:
    right = {row.id: row.fully_right for row in report.rows}
    assert right == {"dam-1": True, "pont-1": False, "pont-2": True}


def test_figures_are_grouped_by_language_and_story(report: Report) -> None:
    figures = {name: group.figures["answer_accuracy"] for name, group in report.groups.items()}
    assert figures == {"all": 0.6667, "en": 1.0, "dam": 1.0, "fr": 0.5, "pont": 0.5}
    assert {name: group.cases for name, group in report.groups.items()}["fr"] == 2


def test_a_search_is_measured(report: Report) -> None:
    assert report.groups["all"].figures["passage_recall@1"] == 1.0


def test_documents_can_be_sent_with_each_question(folder: Path) -> None:
    inline = run(load_cases(folder), open_parrot, folder=folder, inline=True)
    assert inline.groups["all"].figures["answer_accuracy"] == 0.6667
    assert inline.groups["all"].figures["passage_recall@1"] is None


def test_documents_that_are_sent_are_not_ingested(folder: Path) -> None:
    opened: list[Sequence[Path]] = []

    @contextmanager
    def open_and_tell(files: Sequence[Path]) -> Iterator[Parrot]:
        opened.append(files)
        yield Parrot({})

    run(load_cases(folder), open_and_tell, folder=folder, inline=True)
    assert opened == [[], []]


def test_a_row_says_what_was_wrong(report: Report) -> None:
    assert report.rows[1].problems == (
        "no position says '5 m'; it says 'Neuf.'",
        "leads with 'Neuf.', expected '5 m'",
        "citation [1] of 1.md, 'Neuf.', gives no expected quote of the answer it stands under",
        "1.md is not cited for '5 m'",
    )
    assert report.rows[0].problems == ()


def test_a_missing_disagreement_is_told(folder: Path) -> None:
    gold = case("dam-1", "dam", "30 m high", "30 m")
    more = GoldAnswer(any=("A dam",), quotes=(GoldQuote(document="1.md", text="A dam."),))
    gold = gold.model_copy(
        update={
            "answers": (*gold.answers, more),
            "disagreements": (GoldDisagreement(kind="scope", answers=(1, 0)),),
        }
    )
    row = run([gold], open_parrot, folder=folder).rows[0]
    assert "expected scope between '30 m' and 'A dam', not reported" in row.problems


def test_the_report_is_written_as_json_and_markdown(report: Report, tmp_path: Path) -> None:
    readable = write_report(report, tmp_path / "report")
    assert Report.model_validate_json((readable.parent / "eval.json").read_bytes()) == report
    text = readable.read_text(encoding="utf-8")
    assert "| answer_accuracy | 0.667 | 1.000 | 1.000 | 0.500 | 0.500 |" in text
    assert "### pont-1\n\nwhat about pont?\n\n- no position says '5 m'" in text
    assert "### dam-1" not in text


def test_what_cannot_be_measured_is_a_dash(report: Report) -> None:
    assert "| disagreement_recall | – | – | – | – | – |" in markdown(report)


def test_a_report_equal_to_its_baseline_moved_nothing(report: Report, tmp_path: Path) -> None:
    write_baseline(report, tmp_path / "b.json")
    assert compare_with_baseline(report, tmp_path / "b.json").changes == ()


def baseline_with(report: Report, path: Path, **figures: float | None) -> Path:
    """Write the report's figures as the baseline, with some of "all" replaced."""
    write_baseline(report, path)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["groups"]["all"]["figures"].update(figures)
    path.write_text(json.dumps(data), encoding="utf-8")
    return path


@pytest.mark.parametrize(
    ("name", "before", "moved", "fell"),
    [
        ("answer_accuracy", 0.5, "better", False),
        ("answer_accuracy", 0.6767, "worse", False),
        ("answer_accuracy", 0.6867, "worse", False),
        ("answer_accuracy", 0.6868, "worse", True),
        ("false_contradictions", 0.5, "better", False),
        ("abstention_recall", 1.0, "worse", True),
        ("answer_accuracy", None, "same", False),
    ],
)
def test_a_figure_moves_and_falls_past_the_tolerance(
    report: Report, tmp_path: Path, name: str, before: float | None, moved: str, fell: bool
) -> None:
    path = baseline_with(report, tmp_path / "b.json", **{name: before})
    comparison = compare_with_baseline(report, path, tolerance=0.02)
    assert [change.name for change in comparison.better] == [name] * (moved == "better")
    assert [change.name for change in comparison.worse] == [name] * (moved == "worse")
    assert bool(comparison.fallen) is fell


def test_what_moved_is_told_in_lines(report: Report, tmp_path: Path) -> None:
    path = baseline_with(report, tmp_path / "b.json", answer_accuracy=0.5, abstention_recall=1.0)
    data = json.loads(path.read_text(encoding="utf-8"))
    data["groups"]["all"]["cases"] = 9
    path.write_text(json.dumps(data), encoding="utf-8")
    assert compare_with_baseline(report, path).lines() == [
        "better: answer_accuracy 0.500 -> 0.667",
        "worse: abstention_recall 1.000 -> –",
        "cases: 9 -> 3",
    ]


def test_one_story_is_held_against_its_own_figures(
    report: Report, folder: Path, tmp_path: Path
) -> None:
    path = baseline_with(report, tmp_path / "b.json", answer_accuracy=1.0)
    dam = [one for one in load_cases(folder) if one.story == "dam"]
    alone = run(dam, open_parrot, folder=folder)
    assert compare_with_baseline(alone, path, group="dam").changes == ()


def test_a_baseline_without_the_story_is_refused(report: Report, tmp_path: Path) -> None:
    write_baseline(report, tmp_path / "b.json")
    with pytest.raises(BadCases, match="the baseline has no figures for 'seeds'; it has all, en"):
        compare_with_baseline(report, tmp_path / "b.json", group="seeds")


def test_a_missing_baseline_is_refused_with_what_to_do(report: Report, tmp_path: Path) -> None:
    with pytest.raises(BadCases, match=r"b.json cannot be read: No such file") as caught:
        compare_with_baseline(report, tmp_path / "b.json")
    assert "--write-baseline" in caught.value.hint
