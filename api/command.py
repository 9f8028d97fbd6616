"""What the commands share: their options, opening the library, and saying what went wrong."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, TypeVar

import typer

from rag.errors import CatalogError, RecoupeError

if TYPE_CHECKING:
    from pydantic import BaseModel

    from rag.recoupe import Recoupe
    from rag.settings import Settings

Data = Annotated[
    Path, typer.Option("--data", envvar="RECOUPE_DATA", help="folder of the catalog and the index")
]
Question = Annotated[str, typer.Argument(metavar="QUESTION")]
Limit = Annotated[int, typer.Option(min=1, max=50, help="passages to read")]
AsJson = Annotated[bool, typer.Option("--json", help="print the JSON that HTTP would answer")]
Identifier = Annotated[str, typer.Argument(metavar="ID", help="as `documents list` prints it")]
DATA = Path("data")

Model = TypeVar("Model", bound="BaseModel")


@contextmanager
def opened(data: Path, *, make: bool = False) -> Iterator["Recoupe"]:
    """Open the Recoupe in a folder; raise CatalogError where none is and none is to be made."""
    if not make and not data.is_dir():
        raise CatalogError(
            f"there is nothing in {data} to read: no such folder",
            hint="name the folder with --data, or fill it with: recoupe ingest PATH",
        )
    from rag.recoupe import Recoupe

    recoupe = Recoupe.open(settings_of(data))
    try:
        yield recoupe
    finally:
        recoupe.close()


def settings_of(data: Path, **given: str | int) -> "Settings":
    """Return the settings of a command: what is given, else the environment, else the default."""
    from rag.settings import Settings

    return valid(Settings, data=data, **given)


def valid(model: type[Model], **fields: object) -> Model:
    """Return a model of these fields; a field it refuses is wrong usage, exit code 2."""
    from pydantic import ValidationError

    try:
        return model(**fields)
    except ValidationError as error:
        first = error.errors()[0]
        name = ".".join(str(part) for part in first["loc"])
        said = f"{first['msg']}, not {str(first['input'])[:60]!r}"
        raise typer.BadParameter(said, param_hint=name) from None


def complain(error: RecoupeError | OSError) -> None:
    """Print one line on standard error: what went wrong; what to do."""
    from api.terminal import line, notices

    what = f"{error}"
    if isinstance(error, OSError) and error.strerror:
        what = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    hint = error.hint if isinstance(error, RecoupeError) else ""
    said = f"{what.rstrip('.')}; {hint}" if hint else what
    notices().print(line(said), soft_wrap=True)
