"""`recoupe index …`: what it prints, and how it fails."""

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli import app
from index.library import Library
from rag.errors import CatalogError
from tests.letters import LetterEncoder, make_document


@pytest.fixture
def data(tmp_path: Path) -> Path:
    """A data folder with two documents, one the copy of the other, by a fake encoder."""
    text = "The ferry left Calder on Saturday with 120 passengers on board, she said twice."
    with Library.open(tmp_path / "data", LetterEncoder()) as library:
        library.add_all([make_document("a", text), make_document("b", text)])
    return tmp_path / "data"


def run(*arguments: object, data: Path) -> Result:
    """Run a command of `recoupe index`; errors are raised."""
    words = ["index", *map(str, arguments), "--data", str(data)]
    return CliRunner().invoke(app, words, catch_exceptions=False)


def test_status_tells_how_the_index_stands(data: Path) -> None:
    rows = dict(row.split("\t") for row in run("status", data=data).stdout.splitlines())
    assert (rows["documents"], rows["passages"], rows["copies"]) == ("2", "2", "1")
    assert rows["vectors"] == "loaded"
    assert (rows["generation"], rows["version"]) == ("1", "2")
    assert rows["size"].endswith(" MB")


def test_verify_tells_what_it_looked_at(data: Path) -> None:
    done = run("verify", data=data)
    assert done.exit_code == 0
    assert done.stdout.splitlines()[1] == "documents: 2, of 2 passages, sound"


def test_verify_fails_where_something_is_wrong(data: Path) -> None:
    vectors = data / "vectors.faiss"
    vectors.write_bytes(vectors.read_bytes()[:-1])
    with pytest.raises(CatalogError, match=f"the library in {data} is damaged") as caught:
        run("verify", data=data)
    assert "recoupe index rebuild" in caught.value.hint


def test_rebuild_tells_what_it_did(data: Path) -> None:
    (data / "vectors.faiss").unlink()
    assert run("rebuild", data=data).stdout == "2 documents\n"
    assert (data / "vectors.faiss").exists()


def test_a_backup_is_put_back(data: Path, tmp_path: Path) -> None:
    assert run("backup", tmp_path / "saved", data=data).stdout == ""
    assert run("restore", tmp_path / "saved", data=tmp_path / "new").stdout == ""
    rows = run("status", data=tmp_path / "new").stdout.splitlines()
    assert "documents\t2" in rows


@pytest.mark.parametrize("command", ["verify", "rebuild"])
def test_there_must_be_a_library(tmp_path: Path, command: str) -> None:
    with pytest.raises(CatalogError, match="there is no library in"):
        run(command, data=tmp_path / "missing")
    assert not (tmp_path / "missing").exists()


def test_documents_are_listed_with_what_they_repeat(data: Path) -> None:
    done = CliRunner().invoke(app, ["documents", "list", "--data", str(data)])
    assert [row.split("\t")[0::4] for row in done.stdout.splitlines()] == [["a", ""], ["b", "a"]]
