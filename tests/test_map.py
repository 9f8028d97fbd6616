"""The map of the index, in its package's docstring, is complete."""

import re
from pathlib import Path

import index


def test_every_module_is_on_the_map() -> None:
    folder = Path(index.__file__).parent
    modules = {path.stem for path in folder.glob("*.py")} - {"__init__"}
    folders = {f"{path.parent.name}/" for path in folder.glob("*/__init__.py")}
    named = set(re.findall(r"`([\w/]+)`", index.__doc__ or ""))
    # All of them raise the errors and hand on the data.
    assert named - {"formats/isolated"} == (modules | folders) - {"errors", "document"}
