"""`recoupe models …`: which models there are, fetching, checking, removing and choosing one."""

from typing import TYPE_CHECKING, Annotated

import typer

from api.command import DATA, Data, settings_of
from rag.errors import BadModel

if TYPE_CHECKING:
    from rag.models import Recommended

app = typer.Typer(help="Look after the models of the `llama` writer.", no_args_is_help=True)
Name = Annotated[str, typer.Argument(metavar="NAME", help="as `models list` prints it")]


@app.command("list")
def list_models(data: Data = DATA) -> None:
    """Print one model a line, installed ones first, then the recommended ones; tabs.

    A line has its name, state (`in use`, `installed` or nothing), size, the memory of a machine
    that it is for, its licence, where it comes from, and what speaks for it.
    """
    from rag.models import RECOMMENDED, chosen_model, installed, models_folder

    settings = settings_of(data)
    chosen = chosen_model(settings)
    there = installed(models_folder(settings))
    recommended = {model.source: model for model in RECOMMENDED}
    if chosen and chosen.resolve() not in (model.path.resolve() for model in there):
        _write_row(str(chosen), "in use", chosen.stat().st_size, None, "")
    for model in there:
        is_chosen = chosen is not None and model.path.resolve() == chosen.resolve()
        state, source = "in use" if is_chosen else "installed", model.source or ""
        _write_row(model.name, state, model.size_bytes, recommended.pop(source, None), source)
    for known in recommended.values():
        _write_row(known.name, "", known.size_bytes, known, known.source)


def _write_row(
    name: str, state: str, size_bytes: int, known: "Recommended | None", source: str
) -> None:
    from api.terminal import line, write

    memory = f"for {known.memory_gb} GB" if known else ""
    licence, why = (known.licence, known.why) if known else ("", "")
    row = (name, state, f"{size_bytes / 1e9:.1f} GB", memory, licence, source, why)
    write("\t".join(map(line, row)))


@app.command("pull")
def pull_model(
    name: Annotated[
        str,
        typer.Argument(
            metavar="NAME",
            help="a recommended one, org/repository:file.gguf, an https address, or a path",
        ),
    ],
    data: Data = DATA,
) -> None:
    """Fetch a model, check it, and print where it is; what was cut off is taken up again."""
    from rich.progress import BarColumn, DownloadColumn, Progress, TimeRemainingColumn

    from api.terminal import line, notices, write
    from rag.models import models_folder, pull

    console = notices()
    with Progress(
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=console,
        transient=True,
        disable=not console.is_terminal,
    ) as shown:
        task = shown.add_task("", total=None)
        model = pull(
            name,
            models_folder(settings_of(data)),
            lambda done, of: shown.update(task, completed=done, total=of),
        )
    write(line(str(model.path)))
    console.print(f"sha256 {model.sha256}", style="dim", soft_wrap=True)


@app.command("verify")
def verify_models(
    name: Annotated[
        str | None, typer.Argument(metavar="[NAME]", help="one of them; default: all")
    ] = None,
    data: Data = DATA,
) -> None:
    """Read the installed models whole, and fail if one is not as it was installed."""
    from api.terminal import line, write
    from rag.models import models_folder, verify

    faults = []
    for check in verify(models_folder(settings_of(data)), name):
        sound = "sound" if check.has_checksum else "well-formed, of unknown origin"
        write(line(f"{check.name}: {check.fault or sound}"))
        if check.fault:
            faults.append(check.name)
    if faults:
        raise BadModel(
            f"damaged: {', '.join(faults)}",
            hint="`recoupe models remove NAME`, then `recoupe models pull NAME` fetches it again",
        )


@app.command("remove")
def remove_model(name: Name, data: Data = DATA) -> None:
    """Remove an installed model from the disk."""
    from rag.models import models_folder, remove

    remove(models_folder(settings_of(data)), name)


@app.command("use")
def use_model(
    name: Annotated[
        str, typer.Argument(metavar="NAME", help="an installed model, or the path of a GGUF file")
    ],
    data: Data = DATA,
) -> None:
    """Have the `llama` writer use a model; print its file. It is not moved, only looked at."""
    from api.terminal import line, write
    from rag.models import models_folder, use

    write(line(str(use(models_folder(settings_of(data)), name))))
