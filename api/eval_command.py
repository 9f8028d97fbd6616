"""`recoupe eval`: run an evaluation set, print the figures, write a report."""

from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from api.command import DATA, settings_of
from rag.errors import RecoupeError

if TYPE_CHECKING:
    from eval.cases import Case
    from eval.report import Comparison, Report


class Chosen(StrEnum):
    """A writer to evaluate."""

    QUOTES = "quotes"
    LLAMA = "llama"


def evaluate(
    data: Annotated[
        Path, typer.Option(envvar="RECOUPE_DATA", help="left alone: each story gets its own")
    ] = DATA,
    cases: Annotated[
        Path | None, typer.Option(help="a folder of stories and cases; default: eval/cases")
    ] = None,
    story: Annotated[str | None, typer.Option(help="ask the questions of this one alone")] = None,
    inline: Annotated[
        bool, typer.Option("--inline", help="send the documents with each question")
    ] = False,
    writer: Annotated[
        list[Chosen] | None, typer.Option(help="compare several: give it again; default: quotes")
    ] = None,
    report: Annotated[Path, typer.Option(help="folder the report is written to")] = Path("report"),
    baseline: Annotated[
        bool, typer.Option("--write-baseline", help="hold later runs against these figures")
    ] = False,
) -> None:
    """Run the evaluation set, write a report, and fail if a figure fell."""
    from api.terminal import write
    from eval.cases import CASES, load_cases
    from eval.report import compare_with_baseline, write_baseline
    from eval.writers import write_reports

    if baseline and (cases or story or inline or writer):
        raise typer.BadParameter("--write-baseline takes no --cases, --story, --inline or --writer")
    folder = cases or CASES
    chosen = [case for case in load_cases(folder) if story in (None, case.story)]
    if not chosen:
        raise typer.BadParameter(f"no case is of the story {story!r}", param_hint="--story")
    writers = dict.fromkeys(writer or [Chosen.QUOTES])
    reports = {n.value: _measured(chosen, folder, data, n, inline=inline) for n in writers}
    _show(reports)
    write(f"report: {write_reports(reports, report)}")
    if baseline:
        write_baseline(reports["quotes"])
    elif not inline and cases is None and not writer:
        _hold(compare_with_baseline(reports["quotes"], group=story or "all"))


def _measured(
    chosen: "list[Case]", folder: Path, data: Path, writer: Chosen, *, inline: bool
) -> "Report":
    from rich.progress import track

    from api.terminal import notices
    from eval.report import report_on
    from eval.run import judged, recoupe_over

    with recoupe_over(settings_of(data, writer=writer.value)) as open_story:
        asked = judged(chosen, open_story, folder=folder, inline=inline, writer=writer.value)
        shown = track(
            asked, f"asking {writer.value}", len(chosen), console=notices(), transient=True
        )
        return report_on(list(shown))


def _show(reports: "dict[str, Report]") -> None:
    """Print the figures: of one writer by language, of several side by side."""
    from api.render import write_figures

    for name, report in reports.items():
        p50, p95 = report.latency_p50_ms, report.latency_p95_ms
        shown = {n: g.figures for n, g in report.groups.items() if n in ("all", "en", "fr")}
        told = f"{len(report.rows)} cases; latency {p50:.0f} ms, 95th percentile {p95:.0f} ms"
        write_figures(shown, told if len(reports) == 1 else f"{name}: {told}")
    if len(reports) > 1:
        write_figures({n: r.groups["all"].figures for n, r in reports.items()}, "all cases")


def _hold(comparison: "Comparison") -> None:
    """Print what moved since the baseline; raise if a figure fell by more than the tolerance."""
    from api.terminal import write

    for moved in comparison.lines():
        write(moved)
    if comparison.fallen:
        names = ", ".join(change.name for change in comparison.fallen)
        raise RecoupeError(
            f"below the baseline by more than {comparison.tolerance}: {names}",
            hint="see the report; if that is meant, run again with --write-baseline",
        )
