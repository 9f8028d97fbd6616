"""Two writers over the same cases, side by side: their figures, and the cases that they part at."""

from collections.abc import Mapping
from pathlib import Path

from eval.report import Report, number, table_row, write_report


def write_reports(reports: Mapping[str, Report], folder: Path) -> Path:
    """Write what is to be read of a run; return the path of its Markdown.

    One report goes into the folder itself; of several, each goes into a folder of its writer's
    name, and `writers.md` sets them side by side.
    """
    if len(reports) == 1:
        return write_report(next(iter(reports.values())), folder)
    for writer, report in reports.items():
        write_report(report, folder / writer)
    readable = folder / "writers.md"
    readable.write_text(side_by_side(reports), encoding="utf-8")
    return readable


def side_by_side(reports: Mapping[str, Report]) -> str:
    """Return the figures of all cases by writer, then the cases that one alone gets right."""
    names = list(reports)
    figures = {name: report.groups["all"].figures for name, report in reports.items()}
    lines = [
        "# Writers",
        "",
        f"{len(next(iter(reports.values())).rows)} cases each.",
        "",
        table_row(["measure", *names]),
        table_row(["---", *("---:" for _ in names)]),
        *(
            table_row([measure, *(number(figures[name][measure]) for name in names)])
            for measure in figures[names[0]]
        ),
        *(
            table_row([said, *(number(getattr(reports[name], field), 0) for name in names)])
            for said, field in (
                ("latency p50, ms", "latency_p50_ms"),
                ("latency p95, ms", "latency_p95_ms"),
            )
        ),
    ]
    for name in names:
        alone = _right_alone(name, reports)
        lines += ["", f"## Fully right with `{name}` alone: {len(alone)}"]
        lines += ["", *(f"- {case}" for case in alone)] if alone else []
    return "\n".join(lines) + "\n"


def _right_alone(name: str, reports: Mapping[str, Report]) -> list[str]:
    """The ids of the cases that this writer gets fully right and no other does."""
    right = {
        writer: {row.id for row in report.rows if row.fully_right}
        for writer, report in reports.items()
    }
    others = set().union(*(ids for writer, ids in right.items() if writer != name))
    return [row.id for row in reports[name].rows if row.id in right[name] - others]
