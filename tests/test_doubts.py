"""Values that are perhaps of two things, though nothing says so: shown as that, not as opposed."""

from typing import get_args

import pytest

from bench.relations import reported, told_by_row
from rag.answer import Language
from rag.phrases import phrases
from rag.sameness import Reason

ASKED = "How much did the organ cost?"


def kinds(row: str) -> set[str]:
    return reported(told_by_row(f"x\t{row}"))[0, 1]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        (f"{ASKED}\tThe organ cost [€300].\tThe organ cost [€48,000].", "different_subject"),
        (f"{ASKED}\tThe organ cost [€30,000].\tThe organ cost [€48,000].", "contradiction"),
        (f"{ASKED}\t2024-01-05 | The organ cost [€3,000].\t"
         "2024-01-09 | In fact the organ cost [€48,000].", "update"),
        ("When did the ship sail?\t2024-01-05 | The ship sailed on [3 January 2024].\t"
         "2024-01-05 | The ship sailed on [9 May 2019].", "different_subject"),
        ("When did the ship sail?\tThe ship sailed on [3 January 1904].\t"
         "The ship sailed on [9 May 1899].", "contradiction"),
        ("Quand a eu lieu le sommet ?\t2024-05-06 | Le sommet d’Orvik a eu lieu le [3 mai 2024].\t"
         "On s’est revus [vendredi] chez Paul.", "different_subject"),
        ("Quand a eu lieu le sommet ?\t2024-05-06 | Le sommet d’Orvik a eu lieu le [3 mai 2024].\t"
         "Un autre sommet est prévu [vendredi].", "different_subject"),
        ("Quand a eu lieu le sommet ?\t2024-05-06 | Le sommet d’Orvik a eu lieu le [3 mai 2024].\t"
         "Le sommet d’Orvik a eu lieu [vendredi].", "precision"),
    ],
)  # fmt: skip
def test_what_is_doubtful_is_not_opposed(row: str, expected: str) -> None:
    assert kinds(row) == {expected}


@pytest.mark.parametrize("language", ["fr", "en"])
def test_every_reason_can_be_explained(language: Language) -> None:
    assert {*get_args(Reason)} - {"same"} <= {*phrases(language).why}
