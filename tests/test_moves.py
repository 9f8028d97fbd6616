"""The two ends of a change: which figure is the old one, which the new, and which answers."""

import pytest

from bench.relations import reported, told_by_row
from rag.claims import verify
from rag.moves import is_left, moved_from
from rag.positions import positions
from rag.reading import read
from tests.heart import reading


@pytest.mark.parametrize(
    ("text", "old", "new"),
    [
        ("La zone passe de 5 à 12 kilomètres.", "5", "12 kilomètres"),
        ("La dette a été ramenée de 90 à 70 millions d’euros.", "90", "70 millions d’euros"),
        ("The loan went from 70 million euros to 55 million.", "70 million euros", "55 million"),
        ("The track was widened from 3 to 5 metres.", "3", "5 metres"),
        ("The board shrank from 14 members to nine.", "14 members", "nine"),
    ],
)
def test_the_old_figure_of_a_change_is_left_for_the_new(text: str, old: str, new: str) -> None:
    (sentence,) = reading(text).sentences
    first, second = sentence.values
    assert (first.text, second.text) == (old, new)
    assert moved_from(sentence, second) == first
    assert moved_from(sentence, first) is None
    assert (is_left(sentence, first), is_left(sentence, second)) == (True, False)


@pytest.mark.parametrize(
    "text",
    [
        "The school gave three books to two children.",
        "Elle a vendu deux vaches à trois voisins.",
        "The path is 5 km long and 2 metres wide.",
        "Le sentier compte 300 marches et 12 bancs.",
    ],
)
def test_two_figures_of_two_things_are_no_change(text: str) -> None:
    (sentence,) = reading(text).sentences
    assert not any(moved_from(sentence, v) or is_left(sentence, v) for v in sentence.values)


def test_what_one_sets_aside_is_left() -> None:
    (sentence,) = reading("Six boats sank, not five.").sentences
    assert [is_left(sentence, v) for v in sentence.values] == [False, True]


@pytest.mark.parametrize(
    ("question", "before", "after", "told"),
    [
        ("Quel est le rayon de la zone interdite ?",
         "Le rayon de la zone interdite est de [5 kilomètres].",
         "Le rayon de la zone interdite passe de [5] à [12 kilomètres] lundi.",
         ["12 kilomètres", "5 kilomètres"]),
        ("How wide is the safety zone?",
         "The safety zone is [5 kilometres] wide.",
         "The safety zone was widened from [5] to [12 kilometres].",
         ["12 kilometres", "5 kilometres"]),
        ("How much is the loan?", "The loan is [70 million euros].",
         "The loan went from [70 million euros] to [55 million].",
         ["55 million", "70 million euros"]),
    ],
)  # fmt: skip
def test_the_new_figure_leads_and_the_old_is_shown_with_its_unit(
    question: str, before: str, after: str, told: list[str]
) -> None:
    marked = told_by_row(f"x\t{question}\t2024-03-02 | {before}\t2024-03-09 | {after}")
    found = verify([p for _, p in marked.proposals], marked.question, read(marked.hits))
    held = positions(marked.question, [claim for claim in found if claim])
    assert [position.lead.answer for position in held] == told
    assert {k for kinds in reported(marked).values() for k in kinds} == {"same", "update"}
