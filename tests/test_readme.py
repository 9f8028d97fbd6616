"""README and CONTRIBUTING are true: the example is run, and what they name exists."""

import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from fastapi.testclient import TestClient
from typer.testing import CliRunner

from api.app import create_app
from api.cli import app
from eval.cases import CASES, Case
from eval.report import BASELINE, Baseline
from rag.recoupe import Recoupe
from rag.settings import Settings

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
CONTRIBUTING = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8")
LINK = r"\]\((?!http)([^)]+)\)"
# The names of a story that is yet to be written, and figures that `recoupe eval` writes.
TO_COME = {"eval/cases/NAME", "eval/cases/NAME.jsonl", "eval/baseline.json"}
NAMED = r"\b(?:rag|index|api|eval|seeds|docs|tests)/[\w/.-]*\w"
RENEW = "run `python docs/renew.py` to renew README's example, and look at what changed"
COMMANDS = re.findall(r"^\| `recoupe ([^`]+)`", README, re.MULTILINE)


def found(pattern: str) -> tuple[str, ...]:
    """Return what the group of a pattern finds in README, of which there is exactly one."""
    (groups,) = re.findall(pattern, README, re.MULTILINE | re.DOTALL)
    return groups if isinstance(groups, tuple) else (groups,)


@pytest.fixture(scope="module")
def answer(over_seeds: Recoupe) -> dict[str, Any]:
    """Return the service's answer to README's curl call."""
    url, body, header = found(r"^curl -s (\S+) -d '([^']+)' -H '([^']+)'$")
    with TestClient(create_app(Settings(), over_seeds)) as client:
        response = client.post(
            url.removeprefix("localhost:8000"),
            content=body,
            headers=dict([header.split(": ")]),
        )
    assert response.status_code == 200
    whole: dict[str, Any] = response.json()
    return whole


def test_curl_answer_leads_with_the_length_of_the_call(answer: dict[str, Any]) -> None:
    assert answer["answer"].startswith("Nearly two and a half hours")
    assert answer["sentences"][0]["citations"] == [1]


def test_curl_answer_cites_the_article_that_tells_it(answer: dict[str, Any]) -> None:
    first = answer["citations"][0]
    assert first["source"] == "seeds/4-recit-d-ouchakov.md"
    text = (ROOT / first["source"]).read_text(encoding="utf-8")
    assert text[first["start"] : first["end"]] == first["quote"]
    assert "près de deux heures et demie" in first["quote"]


def test_curl_answer_tells_the_call_of_july_apart(answer: dict[str, Any]) -> None:
    assert [position["answer"] for position in answer["positions"]] == [
        "près de deux heures et demie",
        "environ une heure",
    ]
    (apart,) = answer["disagreements"]
    assert (apart["kind"], apart["positions"]) == ("different_subject", [0, 1])


def test_json_shown_is_that_of_the_answer(answer: dict[str, Any]) -> None:
    (shown,) = found(r"^```json\n(.*?)^```$")
    assert held(json.loads(shown), answer), RENEW


def held(shown: object, whole: object) -> bool:
    """Return whether all that is shown stands in the whole, where fields may have been left out."""
    if isinstance(shown, dict) and isinstance(whole, dict):
        return all(key in whole and held(value, whole[key]) for key, value in shown.items())
    if isinstance(shown, list) and isinstance(whole, list):
        return len(shown) == len(whole) and all(map(held, shown, whole))
    return shown == whole


def test_terminal_shows_what_readme_shows(seeded: Path) -> None:
    command, shown = found(r"^\$ recoupe ([^\n]+)\n(.*?)^```$")
    done = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *shlex.split(command)],
        cwd=ROOT,
        env=os.environ | {"RECOUPE_DATA": os.fspath(seeded), "COLUMNS": "80"},
        capture_output=True,
        check=True,
    )
    assert shown.split() == done.stdout.decode().split(), RENEW


def test_readme_is_read_in_one_go() -> None:
    assert len(README.splitlines()) <= 150


@pytest.mark.parametrize("link", sorted(set(re.findall(LINK, README + CONTRIBUTING))))
def test_a_linked_file_exists(link: str) -> None:
    assert (ROOT / link).exists()


@pytest.mark.parametrize("path", sorted(set(re.findall(NAMED, README + CONTRIBUTING)) - TO_COME))
def test_a_file_that_is_named_exists(path: str) -> None:
    assert (ROOT / path).exists()


@pytest.mark.parametrize("target", re.findall(r"^    make (\w+)$", README, re.MULTILINE))
def test_a_make_target_exists(target: str) -> None:
    assert re.search(rf"^{target}:", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE)


def test_the_two_commands_are_run_and_test() -> None:
    assert re.findall(r"^    make (\w+)$", README, re.MULTILINE) == ["run", "test"]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_command_of_the_table_exists(command: str) -> None:
    words = [word for word in command.split() if word.islower()]
    assert CliRunner().invoke(app, [*words, "--help"]).exit_code == 0


def test_every_command_is_in_the_table() -> None:
    listed = CliRunner().invoke(app, ["--help"]).output.partition("Commands:")[2]
    offered = re.findall(r"^  ([a-z]+) ", listed, re.MULTILINE)
    assert offered
    assert {command.split()[0] for command in COMMANDS} == set(offered)


@pytest.mark.parametrize("name", sorted(set(re.findall(r"RECOUPE_(\w+)", README))))
def test_a_setting_that_is_named_exists(name: str) -> None:
    assert name.lower() in Settings.model_fields


def test_the_case_that_contributing_shows_would_be_read() -> None:
    (shown,) = re.findall(r"^```json\n(.*?)^```$", CONTRIBUTING, re.MULTILINE | re.DOTALL)
    case = Case.model_validate_json(shown)
    (quote,) = case.answers[0].quotes
    text = (CASES / case.story / quote.document).read_text(encoding="utf-8")
    assert quote.text in text
    assert all((CASES / case.story / name).exists() for name in case.consulted)


@pytest.mark.parametrize(
    ("told", "measure"),
    [
        ("quotes verbatim at their offsets", "quote_validity"),
        ("wholly right: answers, citations, relations", "fully_right"),
        ("answers or abstains as it should", "abstention_accuracy"),
        ("reports a disagreement where there is none", "false_contradictions"),
        ("those named as speakers are", "speaker_precision"),
        ("those whom the text names as speakers are named", "speaker_recall"),
    ],
)
def test_the_figures_are_those_of_the_baseline(told: str, measure: str) -> None:
    measured = Baseline.model_validate_json(BASELINE.read_bytes()).groups["all"]
    figure = measured.figures[measure]
    assert figure is not None
    assert found(rf"^\| {told} \| (\d+) % \|") == (f"{100 * figure:.0f}",)
    assert found(r"the (\d+) cases of `eval/cases`") == (str(measured.cases),)
