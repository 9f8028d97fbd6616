"""What Recoupe and the process of a model say to each other, pickled, over two pipes."""

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from rag.llama.chat import Dialect, Prompt


@dataclass(frozen=True, slots=True)
class Load:
    """The first message: load this model."""

    path: Path
    context: int
    template: str | None


@dataclass(frozen=True, slots=True)
class Count:
    """Count the tokens of each text; answered at once, whatever runs."""

    id: int
    texts: Sequence[str]


@dataclass(frozen=True, slots=True)
class Generate:
    """Write text; `until`, as `time.monotonic` counts, is when the text is brought to its end."""

    id: int
    prompt: Prompt
    grammar: str
    limit: int
    until: float


@dataclass(frozen=True, slots=True)
class Weigh:
    """Tell how likely the alternatives are where each branch asks."""

    id: int
    prefix: Prompt
    branches: Sequence[Prompt]
    among: Sequence[str]


@dataclass(frozen=True, slots=True)
class Cancel:
    """Nobody waits for this job any more."""

    id: int


Job = Count | Generate | Weigh


@dataclass(frozen=True, slots=True)
class Loaded:
    """The model can be asked."""

    room: int
    dialect: Dialect


@dataclass(frozen=True, slots=True)
class Piece:
    """Some of a job's text; `closes` when it is no choice of the model."""

    id: int
    text: str
    closes: bool = False


@dataclass(frozen=True, slots=True)
class Ended:
    """The last message of a job, with its result where that is no text; of the load, id 0."""

    id: int
    result: object = None


@dataclass(frozen=True, slots=True)
class Failed:
    """The last message of a job that failed: it was not possible, or the model cannot run."""

    id: int
    kind: Literal["value", "model"]
    message: str
