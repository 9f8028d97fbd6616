"""Looking after a data folder, be it one that cannot be opened as a library."""

from index.backup import backup, restore
from index.rebuild import Progress, rebuild
from index.verify import Check, verify

__all__ = ["Check", "Progress", "backup", "rebuild", "restore", "verify"]
