"""The four packages have generic names: none may be shadowed by another distribution's."""

import importlib
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ["rag", "index", "api", "eval"]


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_is_this_repositorys(name: str) -> None:
    file = importlib.import_module(name).__file__
    assert file is not None
    assert Path(file).parent == ROOT / name


def test_the_wheel_holds_these_packages() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
    assert project["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == PACKAGES


@pytest.mark.parametrize(
    "module", ["rag.recoupe", "index.library", "api.app", "api.cli", "eval.run"]
)
def test_a_module_can_be_imported_first(module: str) -> None:
    """No cycle hides behind the order in which the tests import."""
    done = subprocess.run(
        [sys.executable, "-c", f"import {module}"], cwd=ROOT, capture_output=True, text=True
    )
    assert done.returncode == 0, done.stderr


def test_help_needs_no_model_and_no_index() -> None:
    """`recoupe --help` answers at once because none of these is imported."""
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from api.cli import app\n"
        "assert CliRunner().invoke(app, ['--help']).exit_code == 0\n"
        "heavy = {'torch', 'numpy', 'faiss', 'fastapi', 'uvicorn', 'sentence_transformers',\n"
        "         'llama_cpp', 'pydantic', 'sqlite3', 'babel'}\n"
        "print(*sorted(heavy & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "\n"
