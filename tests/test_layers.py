"""Imports go one way: api -> rag -> index, eval -> rag; and the command line runs eval."""

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MAY_IMPORT = {
    "index": {"index"},
    "rag": {"rag", "index"},
    "eval": {"eval", "rag"},
    "api": {"api", "rag"},
}
EXCEPTIONS = {"api/eval_command.py": {"eval"}}
FILES = sorted(
    path.relative_to(ROOT) for name in MAY_IMPORT for path in (ROOT / name).rglob("*.py")
)


@pytest.mark.parametrize("path", FILES, ids=str)
def test_imports_go_one_way(path: Path) -> None:
    allowed = MAY_IMPORT[path.parts[0]] | EXCEPTIONS.get(path.as_posix(), set())
    for node in ast.walk(ast.parse((ROOT / path).read_text(encoding="utf-8"))):
        names = [alias.name for alias in node.names] if isinstance(node, ast.Import) else []
        if isinstance(node, ast.ImportFrom):
            assert node.module and not node.level, f"{path} has a relative import"
            names = [node.module]
        ours = {name.partition(".")[0] for name in names} & {*MAY_IMPORT, "tests"}
        assert ours <= allowed, f"{path} imports {', '.join(ours - allowed)}"


@pytest.mark.parametrize("package", MAY_IMPORT)
def test_every_package_is_looked_at(package: str) -> None:
    assert any(path.parts[0] == package for path in FILES)
