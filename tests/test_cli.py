"""The command line: results on standard output, one line of error, exit codes 0, 1 and 2."""

import json
import os
import shutil
import signal
import socket
import subprocess
import sys
from pathlib import Path
from urllib.request import urlopen

import pytest
from typer.testing import CliRunner, Result

from api.cli import app, main
from rag.answer import Answer

ROOT = Path(__file__).parent.parent
COMMAND = [sys.executable, "-c", "from api.cli import main; main()"]

MORNING = """---
title: The ferry leaves late
publisher: The Harbour Post
published_at: 2024-03-02
---
The ferry left Calder on Saturday with 120 passengers on board. The sea was calm all day.
"""
EVENING = """---
title: A delay explained
publisher: Coast Daily
published_at: 2024-03-03
---
The harbour master explained the delay. The ferry carried 180 passengers, she said.
"""


@pytest.fixture(scope="module")
def ingested(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with `papers/` and with `data/`, which holds them."""
    folder = tmp_path_factory.mktemp("ingested")
    (folder / "papers").mkdir()
    (folder / "papers" / "a.md").write_text(MORNING, encoding="utf-8")
    (folder / "papers" / "b.md").write_text(EVENING, encoding="utf-8")
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert recoupe("ingest", "papers", data=Path("data")).exit_code == 0
    return folder


@pytest.fixture
def data(ingested: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own for each test, in a working folder that has the papers too."""
    shutil.copytree(ingested, tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    return tmp_path / "data"


def recoupe(*arguments: object, data: Path) -> Result:
    """Run a command in this process; errors that `main` would put on one line are raised."""
    return CliRunner().invoke(
        app, [*map(str, arguments), "--data", str(data)], catch_exceptions=False
    )


def run_main(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *arguments: object
) -> tuple[int, str, str]:
    """Run `main` as the console script does; return exit code, standard output and error."""
    monkeypatch.setattr(sys, "argv", ["recoupe", *map(str, arguments)])
    with pytest.raises(SystemExit) as exit_:
        main()
    out, err = capsys.readouterr()
    return int(exit_.value.code or 0), out, err


def test_ingest_tells_what_it_did(data: Path) -> None:
    done = recoupe("ingest", "papers", data=data / "another")
    assert done.stdout == "2 added, 0 updated, 0 unchanged, 0 failed\n"


def test_ingest_again_updates_what_changed_and_skips_the_rest(data: Path) -> None:
    Path("papers/a.md").write_text(MORNING.replace("120", "125"), encoding="utf-8")
    again = recoupe("ingest", "papers", data=data)
    assert again.stdout == "0 added, 1 updated, 1 unchanged, 0 failed\n"


def test_a_file_that_fails_is_told_and_the_rest_is_ingested(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    Path("papers/a.md").write_text(MORNING.replace("120", "125"), encoding="utf-8")
    Path("papers/c.md").write_bytes(b"\x00\x01 not text")
    code, out, err = run_main(monkeypatch, capsys, "ingest", "papers", "--data", data)
    assert (code, out) == (1, "0 added, 1 updated, 1 unchanged, 1 failed\n")
    assert "c.md: it is binary, not text" in err
    assert err.splitlines()[-1].startswith("1 of 3 files were left out; mend")


def test_a_path_that_is_not_there_fails(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, _, err = run_main(monkeypatch, capsys, "ingest", "gone", "--data", data)
    assert code == 1
    assert "gone: there is no such file or folder" in err


def test_ask_json_is_the_answer_of_the_contract(data: Path) -> None:
    done = recoupe("ask", "How many passengers did the ferry carry?", "--json", data=data)
    answer = Answer.model_validate_json(done.stdout)
    assert answer.status == "answered"
    quotes = {citation.quote for citation in answer.citations}
    assert quotes and all(quote in MORNING + EVENING for quote in quotes)


def test_ask_prints_the_answer_with_its_quotes(data: Path) -> None:
    done = recoupe("ask", "How many passengers did the ferry carry?", data=data)
    assert "[1]" in done.stdout
    assert "“The ferry carried 180 passengers, she said.”" in done.stdout
    assert "A delay explained, Coast Daily, 2024-03-03" in done.stdout


def test_ask_answers_in_the_language_that_is_asked_for(data: Path) -> None:
    asked = ("ask", "How many passengers did the ferry carry?", "--json", "--language", "fr")
    assert json.loads(recoupe(*asked, data=data).stdout)["language"] == "fr"


def test_search_prints_the_passages_best_first(data: Path) -> None:
    done = recoupe("search", "harbour master explained the delay", "--limit", 1, data=data)
    assert done.stdout.startswith("1. A delay explained, Coast Daily, 2024-03-03")
    assert "The harbour master explained the delay." in done.stdout
    assert "2. " not in done.stdout


def test_search_json_holds_the_hits(data: Path) -> None:
    found = json.loads(recoupe("search", "calm sea", "--json", data=data).stdout)
    assert found["question"] == "calm sea"
    first = found["hits"][0]
    assert MORNING[first["start"] : first["end"]] == first["text"]


def identifiers(data: Path) -> list[str]:
    listed = recoupe("documents", "list", data=data).stdout.splitlines()
    return [line.split("\t")[0] for line in listed]


def test_documents_are_listed_one_a_line(data: Path) -> None:
    listed = recoupe("documents", "list", data=data).stdout.splitlines()
    assert sorted(line.split("\t")[1:] for line in listed) == [
        ["2024-03-02", "The ferry leaves late", "papers/a.md", ""],
        ["2024-03-03", "A delay explained", "papers/b.md", ""],
    ]


def test_a_document_is_shown_whole(data: Path) -> None:
    shown = {recoupe("documents", "show", one, data=data).stdout for one in identifiers(data)}
    assert shown == {MORNING + "\n", EVENING + "\n"}


def test_a_removed_document_is_gone(data: Path) -> None:
    gone, kept = identifiers(data)
    assert recoupe("documents", "remove", gone, data=data).exit_code == 0
    assert identifiers(data) == [kept]


def test_index_status_counts_what_the_folder_holds(data: Path) -> None:
    rows = [row.split("\t") for row in recoupe("index", "status", data=data).stdout.splitlines()]
    status = {name: value for name, value in rows}
    assert (status["documents"], status["passages"]) == ("2", "2")
    assert status["data"] == str(data)
    assert status["encoder"]


def test_the_data_folder_can_come_from_the_environment(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RECOUPE_DATA", str(data))
    done = CliRunner().invoke(app, ["documents", "list"], catch_exceptions=False)
    assert len(done.stdout.splitlines()) == 2


@pytest.mark.parametrize(
    "arguments",
    [("ask", "why?"), ("search", "why?"), ("documents", "list"), ("index", "status")],
    ids=" ".join,
)
def test_a_folder_that_is_not_there_is_one_line_and_is_not_made(
    arguments: tuple[str, ...],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    missing = tmp_path / "missing"
    code, out, err = run_main(monkeypatch, capsys, *arguments, "--data", missing)
    assert (code, out) == (1, "")
    assert err.count("\n") == 1
    assert err.endswith("no such folder; name the folder with --data, or fill it with: "
                        "recoupe ingest PATH\n")  # fmt: skip
    assert not missing.exists()


def test_an_unknown_document_is_one_line_on_standard_error(
    data: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    code, out, err = run_main(monkeypatch, capsys, "documents", "show", "nope", "--data", data)
    assert (code, out) == (1, "")
    assert "nope" in err
    assert err.count("\n") == 1


def test_an_error_of_the_system_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("api.cli.opened", lambda *_: (_ for _ in ()).throw(OSError(28, "No space")))
    code, _, err = run_main(monkeypatch, capsys, "documents", "list", "--data", tmp_path)
    assert (code, err) == (1, "No space\n")


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        ((), "Usage"),
        (("asks",), "No such command"),
        (("ask",), "Missing argument"),
        (("ask", "  "), "String should have at least 1 character"),
        (("ask", "why " * 600), "String should have at most 2000 characters"),
        (("ask", "why?", "--limit", "0"), "--limit"),
        (("ask", "why?", "--language", "de"), "--language"),
        (("ask", "why?", "--writer", "magic"), "--writer"),
        (("serve", "--port", "65536"), "--port"),
        (("eval", "--story", "no such story"), "no case is of the story 'no such story'"),
        (("eval", "--story", "seeds", "--write-baseline"), "--inline or --writer"),
    ],
)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...], told: str) -> None:
    done = CliRunner().invoke(app, list(arguments))
    assert done.exit_code == 2
    assert told in " ".join(done.output.split())


def test_a_question_can_be_piped_into_a_reader_that_leaves(data: Path) -> None:
    with subprocess.Popen(
        [*COMMAND, "documents", "list", "--data", str(data)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        assert process.stdout is not None and process.stderr is not None
        process.stdout.close()
        assert process.stderr.read() == b""
        assert process.wait() == 1


def test_a_port_that_is_taken_is_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        code, _, err = run_main(monkeypatch, capsys, "serve", "--port", port, "--data", tmp_path)
    assert code == 1
    assert err.startswith(f"cannot serve on 127.0.0.1, port {port}: ")
    assert err.endswith("; name another with --host and --port\n")


def test_serve_tells_its_address_answers_and_stops_when_interrupted(data: Path) -> None:
    environment = os.environ | {"PYTHONUNBUFFERED": "1"}
    with subprocess.Popen(
        [*COMMAND, "serve", "--port", "0", "--data", str(data)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None and process.stdout is not None
        address = process.stderr.readline().rpartition(" ")[2].strip()
        with urlopen(f"{address}/healthz", timeout=60) as answered:
            assert answered.status == 200
        process.send_signal(signal.SIGINT)
        assert process.wait(timeout=60) == 0
        assert (process.stdout.read(), process.stderr.read()) == ("", "")
