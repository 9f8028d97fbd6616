"""Writers set side by side: their figures, the cases they part at, and the command that asks."""

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli import app
from eval.report import Group, Report, Row
from eval.writers import side_by_side, write_reports
from tests.gguf_files import scripted_gguf

MEASURE = "answer_accuracy"


def report(writer: str, accuracy: float, right: set[str]) -> Report:
    return Report(
        writer=writer,
        groups={"all": Group(cases=3, figures={MEASURE: accuracy, "never": None})},
        latency_p50_ms=12.4,
        latency_p95_ms=80.0,
        rows=tuple(
            Row(
                id=name,
                story="dam",
                question="?",
                fully_right=name in right,
                latency_ms=1.0,
                problems=(),
            )
            for name in ("dam-1", "dam-2", "dam-3")
        ),
    )


QUOTES = report("quotes", 2 / 3, {"dam-1", "dam-2"})
LLAMA = report("llama", 0.5, {"dam-1", "dam-3"})


def test_the_figures_of_two_writers_stand_in_columns() -> None:
    lines = side_by_side({"quotes": QUOTES, "llama": LLAMA}).splitlines()
    assert "| measure | quotes | llama |" in lines
    assert "| answer_accuracy | 0.667 | 0.500 |" in lines
    assert "| never | – | – |" in lines
    assert "| latency p50, ms | 12 | 12 |" in lines


def test_the_cases_that_one_writer_alone_gets_right_are_named() -> None:
    text = side_by_side({"quotes": QUOTES, "llama": LLAMA})
    assert "## Fully right with `quotes` alone: 1\n\n- dam-2\n" in text
    assert "## Fully right with `llama` alone: 1\n\n- dam-3\n" in text
    assert "dam-1" not in text


def test_the_report_of_one_writer_stands_in_the_folder_itself(tmp_path: Path) -> None:
    assert write_reports({"quotes": QUOTES}, tmp_path) == tmp_path / "eval.md"
    assert not (tmp_path / "writers.md").exists()


def test_of_two_writers_each_has_its_own_report(tmp_path: Path) -> None:
    assert write_reports({"quotes": QUOTES, "llama": LLAMA}, tmp_path) == tmp_path / "writers.md"
    assert {path.name for path in tmp_path.glob("*/eval.json")} == {"eval.json"}
    assert {path.parent.name for path in tmp_path.glob("*/eval.md")} == {"quotes", "llama"}


@pytest.fixture
def evaluate(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[..., tuple[int, str]]:
    monkeypatch.setenv("RECOUPE_DATA", str(tmp_path / "data"))

    def run(*arguments: str) -> tuple[int, str]:
        given = ["eval", "--story", "bridge", "--report", str(tmp_path / "report"), *arguments]
        done = CliRunner().invoke(app, given)
        return done.exit_code, done.output + (f"{done.exception}" if done.exception else "")

    return run


def test_writers_are_compared_by_a_command(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    evaluate: Callable[..., tuple[int, str]],
) -> None:
    monkeypatch.setenv("RECOUPE_MODEL", str(scripted_gguf(tmp_path / "m.gguf", "[]")))
    code, output = evaluate("--writer", "quotes", "--writer", "llama")
    assert code == 0, output
    text = (tmp_path / "report" / "writers.md").read_text(encoding="utf-8")
    assert "| measure | quotes | llama |" in text
    # A model that fails its examination changes nothing.
    assert "alone: 0\n\n## Fully right with `llama` alone: 0" in text


def test_a_writer_without_its_model_cannot_be_compared(
    monkeypatch: pytest.MonkeyPatch, evaluate: Callable[..., tuple[int, str]]
) -> None:
    monkeypatch.setenv("RECOUPE_MODEL", "gone.gguf")
    code, output = evaluate("--writer", "llama")
    assert code == 1
    assert "gone.gguf is neither a file nor installed" in output


def test_a_writer_that_there_is_not_is_wrong_usage(
    evaluate: Callable[..., tuple[int, str]],
) -> None:
    assert evaluate("--writer", "parrot")[0] == 2
