"""Killed at any moment, a library keeps what it had reported, whole, and nothing half.

200 lives of a process are cut short by SIGKILL, at random points of what is done to a library
(`tests.deeds`). After each, another process opens the same folder, verifies it, and compares all
that it holds and finds with what had been reported (`tests.looking`).
"""

import json
import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
LIVES = 200


def test_a_library_survives_being_killed_at_any_moment(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "tests.killing", str(tmp_path), os.urandom(4).hex()]
    # Threads of BLAS would be started on import, and would be missing after a fork.
    environment = os.environ | {"OMP_NUM_THREADS": "1", "OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run([*command, str(LIVES)], cwd=ROOT, env=environment, capture_output=True)
    assert done.returncode == 0, done.stderr.decode()
    seen = json.loads(done.stdout)
    assert seen["faults"] == []
    assert sum(seen["killed_in"].values()) == LIVES
    # The others were done with everything before the signal came.
    assert sum(seen["killed_in"][kind] for kind in seen["killed_in"] if kind != "rest") > LIVES / 4
