"""The command line. Results go to standard output, all else to standard error.

Exit codes: 0 done; 1 it failed, with one line that says what and what to do; 2 wrong usage. What
is slow to import (models, the index, HTTP) is imported by the command that needs it, so that help
and wrong usage are answered at once.
"""

import os
import sys
from contextlib import suppress
from pathlib import Path
from typing import Annotated, Literal

import typer

from api import eval_command, index_commands, models_commands
from api.command import (
    DATA,
    AsJson,
    Data,
    Identifier,
    Limit,
    Question,
    complain,
    opened,
    settings_of,
    valid,
)
from rag.errors import RecoupeError

app = typer.Typer(
    help="Ask your documents; every answer cites verbatim quotes and shows disagreements.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
    rich_markup_mode=None,
)
on_documents = typer.Typer(help="List, show and remove documents.", no_args_is_help=True)
app.add_typer(on_documents, name="documents")
app.add_typer(index_commands.app, name="index")
app.add_typer(models_commands.app, name="models")


def main() -> None:
    """Run the command of `sys.argv` and exit; an error becomes one line on standard error."""
    for stream in (sys.stdout, sys.stderr):
        with suppress(AttributeError):  # a stand-in for a stream cannot be set up, and need not
            stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]
    try:
        app()
    except BrokenPipeError:
        # The reader has gone. Python would flush once more on exit, and complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except (RecoupeError, OSError) as error:
        complain(error)
        sys.exit(1)


@app.command()
def ingest(
    paths: Annotated[list[Path], typer.Argument(metavar="PATH...", help="files or folders")],
    data: Data = DATA,
) -> None:
    """Add files, update those that changed, skip those that did not."""
    from rich.progress import BarColumn, Progress, TextColumn, TimeElapsedColumn

    from api.terminal import line, notices, write

    counts = {"added": 0, "updated": 0, "unchanged": 0, "removed": 0, "failed": 0}
    failures: list[str] = []
    columns = (
        TextColumn("{task.completed} files"),
        BarColumn(),
        TimeElapsedColumn(),
        TextColumn("{task.description}", markup=False),
    )
    with (
        opened(data, make=True) as recoupe,
        Progress(
            *columns, console=notices(), transient=True, disable=not notices().is_terminal
        ) as progress,
    ):
        task = progress.add_task("", total=None)
        for ingested in recoupe.ingest(paths):
            counts[ingested.outcome] += 1
            if ingested.outcome == "failed":
                failures.append(line(ingested.reason or ingested.source))
            progress.update(task, advance=1, description=line(ingested.source.rpartition("/")[2]))
    if counts["removed"] == 0:  # only of files that hold several documents
        del counts["removed"]
    write(", ".join(f"{count} {outcome}" for outcome, count in counts.items()))
    for failure in failures:
        notices().print(failure, soft_wrap=True)
    if failures:
        raise RecoupeError(
            f"{len(failures)} of {sum(counts.values())} files were left out",
            hint="mend or remove what is named above, then ingest again",
        )


@app.command()
def ask(
    question: Question,
    data: Data = DATA,
    as_json: AsJson = False,
    language: Annotated[
        Literal["fr", "en"] | None,
        typer.Option(help="of the answer; default: the question's"),
    ] = None,
    limit: Limit = 12,
    writer: Annotated[
        Literal["auto", "quotes", "llama"], typer.Option(help="what finds the claims")
    ] = "auto",
) -> None:
    """Answer a question with numbered citations, and show where the documents disagree."""
    from api.render import write_answer
    from api.terminal import write_json
    from rag.answer import AskRequest

    request = valid(AskRequest, question=question, language=language, limit=limit, writer=writer)
    with opened(data) as recoupe:
        answer = recoupe.ask(request)
    write_json(answer) if as_json else write_answer(answer)


@app.command()
def search(
    question: Question, data: Data = DATA, as_json: AsJson = False, limit: Limit = 12
) -> None:
    """Print the passages nearest to a question, best first."""
    from api.render import write_hits
    from api.terminal import write_json
    from rag.answer import SearchRequest

    request = valid(SearchRequest, question=question, limit=limit)
    with opened(data) as recoupe:
        hits = recoupe.search(request)
    if as_json:
        from api.models import SearchResult

        write_json(SearchResult.of(request.question, hits))
    else:
        write_hits(hits)


@app.command()
def compare(
    a: Annotated[str, typer.Argument(metavar="A", help="a statement")],
    b: Annotated[str, typer.Argument(metavar="B", help="another statement")],
    data: Data = DATA,
    as_json: AsJson = False,
) -> None:
    """Print where two statements differ, and whether both can be true; no documents are needed."""
    from api.render import write_comparison
    from api.terminal import write_json
    from rag.statements import Comparer, CompareRequest

    request = valid(CompareRequest, a=a, b=b)
    comparison = Comparer(settings_of(data).nli).compare(request)
    write_json(comparison) if as_json else write_comparison(comparison)


@on_documents.command("list")
def list_documents(data: Data = DATA) -> None:
    """Print one document a line: id, date, title, source, the document it is a copy of; tabs."""
    from api.render import write_documents

    with opened(data) as recoupe:
        after, copies = None, recoupe.copies()
        while page := recoupe.documents(200, after):
            write_documents(page, copies)
            after = page[-1].id


@on_documents.command("show")
def show_document(document_id: Identifier, data: Data = DATA) -> None:
    """Print the text of a document."""
    from api.terminal import write

    with opened(data) as recoupe:
        write(recoupe.document(document_id).text)


@on_documents.command("remove")
def remove_document(document_id: Identifier, data: Data = DATA) -> None:
    """Remove a document with its passages."""
    with opened(data) as recoupe:
        recoupe.remove(document_id)


@app.command()
def serve(
    data: Data = DATA,
    host: Annotated[str | None, typer.Option(help="default: 127.0.0.1")] = None,
    port: Annotated[
        int | None, typer.Option(min=0, max=65535, help="default: 8000; 0 takes a free one")
    ] = None,
) -> None:
    """Serve HTTP and the chat page until interrupted."""
    import socket

    import uvicorn

    from api.app import create_app
    from api.terminal import notices

    given = {"host": host, "port": port}
    settings = settings_of(data, **{name: to for name, to in given.items() if to is not None})
    family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
    try:
        listening = socket.create_server((settings.host, settings.port), family=family)
    except OSError as error:
        raise RecoupeError(
            f"cannot serve on {settings.host}, port {settings.port}: {error.strerror}",
            hint="name another with --host and --port",
        ) from error
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    with listening, suppress(KeyboardInterrupt):
        notices().print(f"Recoupe on http://{shown}:{listening.getsockname()[1]}", soft_wrap=True)
        config = uvicorn.Config(create_app(settings), log_level="warning")
        uvicorn.Server(config).run(sockets=[listening])


app.command("eval")(eval_command.evaluate)
