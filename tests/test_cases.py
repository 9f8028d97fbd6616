"""The evaluation set is checked on loading: each way it can be wrong is named with its line."""

import json
from pathlib import Path
from typing import Any

import pytest

from eval.cases import load_cases, read_story
from rag.errors import BadCases

CASE: dict[str, Any] = {
    "id": "bridge-1",
    "story": "bridge",
    "language": "en",
    "question": "how long is the bridge?",
    "status": "answered",
    "answers": [
        {"any": ["30 km"], "value": None, "quotes": [{"document": "1-a.md", "text": "is 30 km"}]},
        {"any": ["42 km"], "value": None, "quotes": [{"document": "2-b.md", "text": "42 km"}]},
    ],
    "disagreements": [{"kind": "scope", "answers": [0, 1]}],
    "consulted": ["2-b.md"],
}


def write_set(folder: Path, *cases: object) -> Path:
    (folder / "bridge").mkdir()
    (folder / "bridge" / "1-a.md").write_bytes(b"The bridge\r\nis 30 km long.")
    (folder / "bridge" / "2-b.md").write_text("With its ramps, 42 km.", encoding="utf-8")
    lines = [case if isinstance(case, str) else json.dumps(case) for case in cases]
    (folder / "bridge.jsonl").write_text("\n".join(lines) + "\n", encoding="utf-8")
    return folder


def test_a_set_that_holds_together_loads(tmp_path: Path) -> None:
    cases = load_cases(write_set(tmp_path, CASE, "", CASE | {"id": "bridge-2"}))
    assert [case.id for case in cases] == ["bridge-1", "bridge-2"]
    assert cases[0].answers[1].quotes[0].document == "2-b.md"
    assert cases[0].disagreements[0].answers == (0, 1)


def test_story_texts_have_their_newlines_normalised(tmp_path: Path) -> None:
    texts = read_story(write_set(tmp_path, CASE), "bridge")
    assert texts["1-a.md"] == "The bridge\nis 30 km long."


def test_a_folder_without_cases_is_refused(tmp_path: Path) -> None:
    with pytest.raises(BadCases, match="holds no cases"):
        load_cases(tmp_path)


def test_a_story_without_documents_is_refused(tmp_path: Path) -> None:
    (tmp_path / "bridge.jsonl").write_text(json.dumps(CASE), encoding="utf-8")
    with pytest.raises(BadCases, match="the story 'bridge' has no documents"):
        load_cases(tmp_path)


def with_answer(**changes: object) -> dict[str, Any]:
    """CASE with its first answer changed."""
    return CASE | {"answers": [CASE["answers"][0] | changes, CASE["answers"][1]]}


@pytest.mark.parametrize(
    ("case", "message"),
    [
        ("{", r"line 1: not a JSON object"),
        (CASE | {"colour": "red"}, r"line 1: colour: Extra inputs"),
        (CASE | {"language": "de"}, r"line 1: language: Input should be 'fr' or 'en'"),
        (CASE | {"story": "dam"}, r"line 1: the story is 'dam', expected 'bridge'"),
        (CASE | {"status": "no_evidence"}, r"'no_evidence' with 2 answers"),
        (CASE | {"answers": [], "disagreements": []}, r"'answered' with 0 answers"),
        (CASE | {"disagreements": [{"kind": "scope", "answers": [0, 2]}]}, r"indexes below 2"),
        (CASE | {"disagreements": [{"kind": "scope", "answers": [-1, 0]}]}, r"indexes below 2"),
        (CASE | {"disagreements": [{"kind": "scope", "answers": [1, 1]}]}, r"different indexes"),
        (CASE | {"disagreements": [{"kind": "quarrel", "answers": [0, 1]}]}, r"disagreements.0"),
        (CASE | {"consulted": ["3-c.md"]}, r"no document '3-c.md'; it has 1-a.md, 2-b.md"),
        (with_answer(any=[]), r"answers.0.any"),
        (with_answer(quotes=[{"document": "x.md", "text": "a"}]), r"no document 'x.md'"),
        (
            with_answer(quotes=[{"document": "1-a.md", "text": "is 31 km"}]),
            r"the quote 'is 31 km' is not verbatim in 1-a.md",
        ),
        (
            with_answer(quotes=[{"document": "1-a.md", "text": "30 km", "speaker": ["Roy"]}]),
            r"the speaker 'Roy' is not named in 1-a.md",
        ),
    ],
)
def test_a_bad_case_is_named_with_its_line(tmp_path: Path, case: object, message: str) -> None:
    with pytest.raises(BadCases, match=message):
        load_cases(write_set(tmp_path, case))


def test_an_id_used_twice_is_refused_with_both_lines(tmp_path: Path) -> None:
    with pytest.raises(BadCases, match=r"line 2: the id 'bridge-1' is already that of .*line 1"):
        load_cases(write_set(tmp_path, CASE, CASE))
