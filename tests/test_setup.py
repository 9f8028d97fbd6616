"""What `make` says on a machine where something is missing: one line that names it.

Each test has a PATH of its own, with nothing on it but what the test puts there.
"""

import os
import shutil
import subprocess
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
# A stand-in for Python 3.11: it passes the checks that a test does not make it fail.
PYTHON = '#!/bin/sh\ncase "$2" in {failing}) exit 1 ;; esac\n'


@pytest.fixture
def machine(tmp_path: Path) -> Path:
    """Return a folder with the Makefile and, in bin/, all that `make setup` asks for."""
    for name in ("Makefile", "pyproject.toml", "constraints.txt"):
        shutil.copy(ROOT / name, tmp_path)
    (tmp_path / "bin").mkdir()
    for name in ("sh", "make"):
        (tmp_path / "bin" / name).symlink_to(shutil.which(name) or "")
    for name in ("git", "c++"):
        program(tmp_path, name, "#!/bin/sh\n")
    program(tmp_path, "python3.11", PYTHON.format(failing="none"))
    return tmp_path


def program(machine: Path, name: str, script: str) -> None:
    """Put a program on the machine's PATH."""
    path = machine / "bin" / name
    path.write_text(script, encoding="utf-8")
    path.chmod(0o755)


def complaint(machine: Path) -> str:
    """Run `make setup`, which must fail, and return what it printed but make's own last line."""
    done = subprocess.run(
        ["make", "setup"],
        cwd=machine,
        env={"PATH": os.fspath(machine / "bin"), "LC_ALL": "C"},
        capture_output=True,
        text=True,
    )
    *printed, last = done.stderr.splitlines()
    assert last.startswith("make: *** ")
    assert not (machine / ".venv").exists()
    return done.stdout + "\n".join(printed)


@pytest.mark.parametrize(
    ("missing", "says"),
    [
        ("python3.11", "Python 3.11 is missing: install python3.11"),
        ("c++", "A C++ compiler is missing (llama.cpp is compiled): install g++"),
        ("git", "git is missing: install git"),
    ],
)
def test_a_missing_program_is_named_in_one_line(machine: Path, missing: str, says: str) -> None:
    (machine / "bin" / missing).unlink()
    said = complaint(machine)
    assert said.startswith(says)
    assert "\n" not in said


@pytest.mark.parametrize(
    ("failing", "says"),
    [
        ("*version_info*", "python3.11 is not a working Python 3.11: install python3.11"),
        ("*venv*", "python3.11 cannot make virtual environments: install python3.11-venv"),
    ],
)
def test_an_unfit_python_is_told_in_one_line(machine: Path, failing: str, says: str) -> None:
    program(machine, "python3.11", PYTHON.format(failing=failing))
    said = complaint(machine)
    assert said.startswith(says)
    assert "\n" not in said


@pytest.mark.parametrize("compiler", ["g++", "clang++"])
def test_any_compiler_will_do(machine: Path, compiler: str) -> None:
    (machine / "bin" / "c++").rename(machine / "bin" / compiler)
    (machine / "bin" / "git").unlink()
    assert complaint(machine) == "git is missing: install git"


def test_a_missing_chromium_is_named_where_it_cannot_be_installed(machine: Path) -> None:
    program(machine, "id", "#!/bin/sh\necho 1000\n")
    done = subprocess.run(
        ["make", "browser"],
        cwd=machine,
        env={"PATH": os.fspath(machine / "bin")},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0
    assert done.stderr.startswith("Chromium is missing")
