"""Settings, each with its default; read from the environment (`RECOUPE_…`) or the command line."""

from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict


class Settings(BaseSettings):
    """How a Recoupe is opened. `RECOUPE_DATA=/path` sets `data`, and so on."""

    model_config = SettingsConfigDict(env_prefix="RECOUPE_", frozen=True, extra="forbid")

    data: Path = Field(default=Path("data"), description="folder of the catalog and the index")
    encoder: str | None = Field(
        default=None,
        description="`embedded`, or the name or folder of a sentence-transformers model; "
        "default: the one that the catalog was built with, and `embedded` for a new one",
    )
    writer: Literal["auto", "quotes", "llama"] = "auto"
    model: Path | None = Field(
        default=None,
        description="the GGUF file of the llama writer, or the name of an installed model; "
        "default: the one that `recoupe models use` names, else the newest installed",
    )
    models: Path | None = Field(
        default=None, description="folder of the installed models; default: `models` in `data`"
    )
    nli: str | None = Field(
        default=None,
        description="folder or hub name of a sentence-transformers cross-encoder for natural "
        "language inference, one more vote where two statements are compared",
    )
    host: str = "127.0.0.1"
    port: int = Field(default=8000, ge=0, le=65535)
