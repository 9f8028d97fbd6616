"""Comparing two statements over HTTP and on the command line."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx2 import Response
from typer.testing import CliRunner, Result

from api.app import create_app
from api.cli import app
from rag.settings import Settings
from rag.statements import Comparison
from tests.fake_recoupe import FakeRecoupe
from tests.heart import open_recoupe

OPEN, CLOSED = "Le pont est ouvert aux voitures.", "The bridge is closed to cars."


@pytest.fixture
def client() -> Iterator[TestClient]:
    with TestClient(create_app(Settings(), open_recoupe())) as client:
        yield client


def sent(client: TestClient, **fields: object) -> Response:
    """Return the answer to these fields as the body."""
    return client.post("/v1/compare", json=fields)


def code(response: Response) -> str:
    """Return the code of an error that a field caused."""
    assert response.status_code == 422
    return str(response.json()["error"]["code"])


def test_the_answer_has_the_fields_of_the_contract(client: TestClient) -> None:
    answer = sent(client, a=OPEN, b=CLOSED).json()
    assert set(answer) == {"relation", "kind", "differences", "explanation", "method"}
    assert (answer["relation"], answer["kind"]) == ("contradiction", "contradiction")


def test_differences_stand_where_they_say(client: TestClient) -> None:
    (difference,) = sent(client, a=OPEN, b=CLOSED).json()["differences"]
    assert difference == {
        "kind": "antonym",
        "a": {"text": "ouvert", "start": 12, "end": 18},
        "b": {"text": "closed", "start": 14, "end": 20},
    }


def test_offsets_count_in_the_text_as_sent(client: TestClient) -> None:
    a = f"  🌊 {OPEN}\n"
    (difference,) = sent(client, a=a, b=CLOSED).json()["differences"]
    place = difference["a"]
    assert a[place["start"] : place["end"]] == place["text"] == "ouvert"


def test_the_real_app_answers_over_any_library(recoupe: FakeRecoupe) -> None:
    with TestClient(create_app(Settings(), recoupe)) as client:
        assert sent(client, a=OPEN, b=CLOSED).json()["method"] == "fake"


@pytest.mark.parametrize("blank", ["", " ", "\n\t", "\u00a0"])
def test_a_blank_statement_is_refused(client: TestClient, blank: str) -> None:
    assert code(sent(client, a=OPEN, b=blank)) == "statement_empty"


def test_a_statement_of_2000_characters_is_the_longest(client: TestClient) -> None:
    assert sent(client, a=OPEN, b="x" * 2000).status_code == 200
    assert code(sent(client, a=OPEN, b="x" * 2001)) == "statement_too_long"


def test_an_unknown_field_is_refused(client: TestClient) -> None:
    assert code(sent(client, a=OPEN, b=CLOSED, c="")) == "unknown_field"


@pytest.mark.parametrize("wrong", [1, None, ["x"], {"text": "x"}])
def test_what_is_no_text_is_refused(client: TestClient, wrong: object) -> None:
    assert code(sent(client, a=wrong, b=CLOSED)) == "wrong_type"


def test_both_statements_are_needed(client: TestClient) -> None:
    assert code(sent(client, a=OPEN)) == "missing_field"


def test_the_schema_describes_the_route(client: TestClient) -> None:
    schema = client.get("/openapi.json").json()
    route = schema["paths"]["/v1/compare"]["post"]
    names = [
        part["content"]["application/json"]["schema"]["$ref"].rpartition("/")[2]
        for part in (route["requestBody"], route["responses"]["200"])
    ]
    assert names == ["CompareRequest", "Comparison"]
    statement = schema["components"]["schemas"]["CompareRequest"]["properties"]["a"]
    assert (statement["minLength"], statement["maxLength"]) == (1, 2000)


def compared(*arguments: str) -> Result:
    """Run `recoupe compare` in this process."""
    return CliRunner().invoke(app, ["compare", *arguments])


def test_the_command_prints_the_relation_and_the_places(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    done = compared(OPEN, CLOSED)
    lines = done.stdout.splitlines()
    assert (done.exit_code, lines[0]) == (0, "contradiction")
    assert lines[2] == "antonym\touvert\tclosed"
    assert [*tmp_path.iterdir()] == []  # nothing is stored


def test_the_command_prints_the_object_that_http_answers(client: TestClient) -> None:
    done = compared("--json", OPEN, CLOSED)
    answered = sent(client, a=OPEN, b=CLOSED).json()
    assert Comparison.model_validate_json(done.stdout) == Comparison.model_validate(answered)
    assert (done.exit_code, done.stderr) == (0, "")


def test_the_kind_is_printed_where_it_tells_more_than_the_relation() -> None:
    done = compared("Russia launched 320 drones.", "Russia launched several hundred drones.")
    assert done.stdout.splitlines()[0] == "compatible (precision)"


@pytest.mark.parametrize(
    "arguments", [(OPEN,), (OPEN, " "), (OPEN, "x" * 2001), ("--nope", "a", "b")]
)
def test_wrong_usage_exits_with_2(arguments: tuple[str, ...]) -> None:
    done = compared(*arguments)
    assert (done.exit_code, done.stdout) == (2, "")
