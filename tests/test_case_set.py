"""The evaluation set we ship keeps its breadth: both languages, every kind, enough refusals."""

from collections import Counter
from typing import get_args

import pytest

from eval.cases import CASES, Case, load_cases
from rag.answer import DisagreementKind, Language


@pytest.fixture(scope="module")
def cases() -> list[Case]:
    return load_cases(CASES)


@pytest.mark.parametrize("language", get_args(Language))
@pytest.mark.parametrize("kind", get_args(DisagreementKind))
def test_every_kind_of_disagreement_is_asked_for_several_times(
    cases: list[Case], kind: DisagreementKind, language: Language
) -> None:
    asked = [
        case.id
        for case in cases
        if case.language == language and kind in {d.kind for d in case.disagreements}
    ]
    assert len(asked) >= 3


def test_the_two_languages_are_balanced(cases: list[Case]) -> None:
    counts = Counter(case.language for case in cases)
    assert min(counts["fr"], counts["en"]) >= 0.45 * len(cases)


@pytest.mark.parametrize("language", get_args(Language))
def test_some_questions_have_no_answer(cases: list[Case], language: Language) -> None:
    refusals = [c for c in cases if c.language == language and c.status == "no_evidence"]
    assert len(refusals) >= 6


def test_no_document_is_both_quoted_and_to_be_left_alone(cases: list[Case]) -> None:
    for case in cases:
        quoted = {quote.document for answer in case.answers for quote in answer.quotes}
        assert not quoted & set(case.consulted), case.id


def test_the_held_out_stories_are_whole_and_others_than_those_mended_by(cases: list[Case]) -> None:
    held_out = load_cases(CASES.parent / "held_out")
    assert len(held_out) >= 60
    assert not {case.story for case in held_out} & {case.story for case in cases}
