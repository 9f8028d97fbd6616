"""`recoupe index …`: look at the index, check it, rebuild it, back it up and put it back."""

from pathlib import Path
from typing import Annotated

import typer

from api.command import DATA, Data, opened
from rag.errors import CatalogError

app = typer.Typer(help="Look after the index.", no_args_is_help=True)
File = Annotated[Path, typer.Argument(metavar="FILE")]


@app.command()
def status(data: Data = DATA) -> None:
    """Print what the data folder holds, how it stands, and the encoder it was built with."""
    from api.terminal import write

    with opened(data) as recoupe:
        found = recoupe.status()
    rows = {
        "data": data,
        "documents": found.documents,
        "passages": found.passages,
        "copies": found.copies,
        "encoder": found.encoder,
        "engine": found.engine or "unknown",
        "vectors": found.vectors,
        "generation": found.generation,
        "version": found.version,
        "size": f"{found.size / 1e6:.1f} MB",
    }
    for name, value in rows.items():
        write(f"{name}\t{value}")


@app.command()
def verify(data: Data = DATA) -> None:
    """Check every row and file of the index, and fail if one is not as it should be."""
    from api.terminal import line, write
    from rag.upkeep import verify as look

    faults = 0
    for check in look(data):
        faults += len(check.faults)
        write(line(f"{check.name}: {check.seen}{'' if check.faults else ', sound'}"))
        for fault in check.faults:
            write(line(f"  {fault}"))
    if faults:
        raise CatalogError(
            f"the library in {data} is damaged",
            hint="`recoupe index rebuild` mends words and vectors; for the rest, "
            "`recoupe index restore FILE` puts a backup back",
        )


@app.command()
def rebuild(
    data: Data = DATA,
    encoder: Annotated[
        str | None,
        typer.Option(help="embed all passages anew: `embedded`, or a model's name or folder"),
    ] = None,
) -> None:
    """Make words and vectors anew from the stored documents; it can be searched meanwhile."""
    from rich.progress import Progress

    from api.terminal import notices, write
    from rag.upkeep import rebuild as make

    done: dict[str, int] = {}
    console = notices()
    with Progress(console=console, transient=True, disable=not console.is_terminal) as shown:
        tasks = {name: shown.add_task(name, total=None) for name in ("passages", "documents")}
        for step in make(data, encoder):
            done[step.what] = step.done
            shown.update(tasks[step.what], completed=step.done, total=step.of)
    write(", ".join(f"{count} {what}" for what, count in done.items()) or "nothing to rebuild")


@app.command()
def backup(file: File, data: Data = DATA) -> None:
    """Write a backup, also while the library is used; an earlier backup of that name is replaced.

    The file holds all of the library but what can be made from it.
    """
    from rag.upkeep import backup as write_backup

    write_backup(data, file)


@app.command()
def restore(file: File, data: Data = DATA) -> None:
    """Put a backup in place of what the data folder holds; it is checked first."""
    from rag.upkeep import restore as put_back

    put_back(data, file)
