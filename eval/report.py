"""The report of an evaluation, as JSON and as Markdown, and its comparison with a baseline."""

from collections.abc import Sequence
from pathlib import Path
from typing import Annotated

from pydantic import Field, ValidationError

from eval.judge import Verdict
from eval.measures import LOWER_IS_BETTER, Figures, figures, percentile
from eval.problems import problems
from rag.answer import Frozen
from rag.errors import BadCases

BASELINE = Path(__file__).parent / "baseline.json"
TOLERANCE = 0.02
DIGITS = 4


class Group(Frozen):
    """The figures over some of the cases, None where there was nothing to measure."""

    cases: int
    figures: Figures


class Row(Frozen):
    """One case: whether it was fully right, and what was wrong, be it beside that."""

    id: str
    story: str
    question: str
    fully_right: bool
    latency_ms: float
    problems: tuple[str, ...]


class Baseline(Frozen):
    """The figures to hold against: "all", each language and each story by name."""

    groups: dict[str, Group]


class Report(Frozen):
    """The figures of one run; latencies are of `ask` alone, in milliseconds, nearest rank."""

    writer: str
    groups: dict[str, Group]
    latency_p50_ms: float | None
    latency_p95_ms: float | None
    rows: tuple[Row, ...]


class Change(Frozen):
    """A figure that moved; `after` is None where there is nothing to measure any more."""

    name: str
    before: float
    after: float | None

    @property
    def gain(self) -> float:
        """How much better it got, below 0 for worse. What cannot be measured counts as 0."""
        moved = (self.after or 0.0) - self.before
        return -moved if self.name in LOWER_IS_BETTER else moved

    def __str__(self) -> str:
        return f"{self.name} {number(self.before)} -> {number(self.after)}"


class Comparison(Frozen):
    """What moved since the baseline, and how many cases each of the two figures is over."""

    cases_before: int
    cases_after: int
    changes: tuple[Change, ...]
    tolerance: Annotated[float, Field(ge=0)]

    @property
    def better(self) -> tuple[Change, ...]:
        """The figures that got better, however little."""
        return tuple(change for change in self.changes if change.gain > 0)

    @property
    def worse(self) -> tuple[Change, ...]:
        """The figures that got worse, however little."""
        return tuple(change for change in self.changes if change.gain < 0)

    @property
    def fallen(self) -> tuple[Change, ...]:
        """The figures that got worse by more than the tolerance."""
        slack = self.tolerance + 10**-DIGITS / 2  # figures are rounded to DIGITS
        return tuple(change for change in self.changes if change.gain < -slack)

    def lines(self) -> list[str]:
        """Return a line for each figure that moved, the better ones first."""
        said = [f"better: {change}" for change in self.better]
        said += [f"worse: {change}" for change in self.worse]
        if self.cases_before != self.cases_after:
            said.append(f"cases: {self.cases_before} -> {self.cases_after}")
        return said


def report_on(verdicts: Sequence[Verdict]) -> Report:
    """Return the report of judged cases, grouped as "all", by language and by story."""
    members: dict[str, list[Verdict]] = {"all": list(verdicts)}
    for verdict in verdicts:
        for name in (verdict.case.language, verdict.case.story):
            members.setdefault(name, []).append(verdict)
    latencies = [verdict.latency_ms for verdict in verdicts]
    return Report(
        writer=", ".join(sorted({verdict.answer.writer.name for verdict in verdicts})),
        groups={name: _group(group) for name, group in members.items()},
        latency_p50_ms=percentile(latencies, 0.5),
        latency_p95_ms=percentile(latencies, 0.95),
        rows=tuple(_row(verdict) for verdict in verdicts),
    )


def write_report(report: Report, folder: Path) -> Path:
    """Write `eval.json` and `eval.md` into a folder; return the path of the Markdown."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "eval.json").write_text(report.model_dump_json(indent=2) + "\n", encoding="utf-8")
    readable = folder / "eval.md"
    readable.write_text(markdown(report), encoding="utf-8")
    return readable


def write_baseline(report: Report, path: Path = BASELINE) -> None:
    """Make the report's figures the ones that later runs are held against."""
    baseline = Baseline(groups=report.groups)
    path.write_text(baseline.model_dump_json(indent=2) + "\n", encoding="utf-8")


def compare_with_baseline(
    report: Report, path: Path = BASELINE, *, group: str = "all", tolerance: float = TOLERANCE
) -> Comparison:
    """Return what moved since the baseline; the run failed if anything `fallen`.

    A figure that the baseline could not measure is not compared. Raises BadCases when the
    baseline cannot be read or lacks the group.
    """
    try:
        baseline = Baseline.model_validate_json(path.read_bytes())
    except (OSError, ValidationError) as error:
        why = error.strerror if isinstance(error, OSError) else error.errors()[0]["msg"]
        raise BadCases(
            f"the baseline {path} cannot be read: {why}", hint="write it with --write-baseline"
        ) from error
    for side, groups in (("baseline", baseline.groups), ("report", report.groups)):
        if group not in groups:
            raise BadCases(
                f"the {side} has no figures for {group!r}; it has {', '.join(groups)}",
                hint="write the baseline with --write-baseline",
            )
    before, after = baseline.groups[group], report.groups[group]
    changes = tuple(
        Change(name=name, before=value, after=after.figures.get(name))
        for name, value in before.figures.items()
        if value is not None and value != after.figures.get(name)
    )
    return Comparison(
        cases_before=before.cases, cases_after=after.cases, changes=changes, tolerance=tolerance
    )


def markdown(report: Report) -> str:
    """Return the report as Markdown: the figures by group, then what was wrong with which case."""
    names = list(report.groups)
    head = [f"{name} ({report.groups[name].cases})" for name in names]
    right = sum(row.fully_right for row in report.rows)
    faulty = [row for row in report.rows if row.problems]
    lines = [
        "# Evaluation",
        "",
        f"Writer: {report.writer}. Cases: {len(report.rows)}, fully right: {right}. "
        f"Latency of a question: median {number(report.latency_p50_ms, 0)} ms, "
        f"95th percentile {number(report.latency_p95_ms, 0)} ms.",
        "",
        "A dash: nothing to measure. What each measure means stands in `eval/measures.py`.",
        "",
        table_row(["measure", *head]),
        table_row(["---", *("---:" for _ in names)]),
        *(
            table_row([measure, *(number(report.groups[g].figures[measure]) for g in names)])
            for measure in report.groups["all"].figures
        ),
        "",
        f"## Cases with something wrong: {len(faulty)}",
    ]
    for row in faulty:
        lines += ["", f"### {row.id}", "", row.question, ""]
        lines += [f"- {_one_line(problem)}" for problem in row.problems]
    return "\n".join(lines) + "\n"


def _group(verdicts: Sequence[Verdict]) -> Group:
    measured = figures(verdicts)
    rounded = {n: None if v is None else round(v, DIGITS) for n, v in measured.items()}
    return Group(cases=len(verdicts), figures=rounded)


def _row(verdict: Verdict) -> Row:
    return Row(
        id=verdict.case.id,
        story=verdict.case.story,
        question=verdict.case.question,
        fully_right=verdict.fully_right,
        latency_ms=round(verdict.latency_ms, 1),
        problems=tuple(problems(verdict)),
    )


def number(value: float | None, digits: int = 3) -> str:
    """Return a figure as tables show it, a dash where there was nothing to measure."""
    return "–" if value is None else f"{value:.{digits}f}"


def table_row(cells: Sequence[str]) -> str:
    """Return a row of a Markdown table."""
    return f"| {' | '.join(cells)} |"


def _one_line(text: str) -> str:
    return " ".join(text.split())
