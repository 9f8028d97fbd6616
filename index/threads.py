"""How many threads the whole process works with: one number, for every library that has a pool.

Only one kind of work is heavy at a time, and each pool at its own default would take all cores of
the machine, also those that a container or `taskset` does not let the process have.
"""

import os
from functools import cache
from pathlib import Path

_QUOTA = Path("/sys/fs/cgroup/cpu.max")


@cache
def usable_cores() -> int:
    """Return how many cores this process may use, at least 1.

    Those that it may be scheduled on, and no more than the quota of its control group (Linux,
    cgroup v2), rounded up.
    """
    try:
        cores = len(os.sched_getaffinity(0))
    except AttributeError:  # not on macOS or Windows
        cores = os.cpu_count() or 1
    return max(1, min(cores, _quota(_QUOTA) or cores))


def _quota(file: Path) -> int | None:
    """Return the quota in cores, rounded up; None without one."""
    try:
        allowed, period = file.read_text().split()
        return -(-int(allowed) // int(period))
    except (OSError, ValueError):  # ValueError: "max 100000" is no limit
        return None
