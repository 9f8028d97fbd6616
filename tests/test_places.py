"""Places with the state and the country that follow them."""

import pytest

from index.document import Span
from rag.places import acts, whole_place
from tests.heart import reading


@pytest.mark.parametrize(
    ("text", "whole"),
    [
        ("The school is in Hudsonville, Michigan, near a lake.", "Hudsonville, Michigan"),
        ("It is a small school in Fulton, Illinois, USA.", "Fulton, Illinois, USA"),
        ("They met in Barrie, Simcoe County, Ontario.", "Barrie, Simcoe County, Ontario"),
        ("The mill stands in Bristol , New Hampshire .", "Bristol , New Hampshire"),
        ("La réunion a eu lieu à Lyon (France) en mai.", "Lyon (France)"),
        ("La réunion a eu lieu à Gand, en Belgique.", "Gand"),
        ("Les trains vont à Lyon, Paris et Nice.", "Lyon"),
        ("From London, Georgia Moore said no.", "London"),
        ("They went to Dunmore, Ballyfin and Cork.", "Dunmore"),
    ],
)
def test_a_place_takes_in_the_state_and_the_country_behind_it(text: str, whole: str) -> None:
    sentence = reading(text).sentences[0]
    town = next(
        w
        for w in ("Hudsonville", "Fulton", "Barrie", "Bristol", "Lyon", "Gand", "London", "Dunmore")
        if w in text
    )
    start = text.index(town)
    found = whole_place(sentence, Span(start, start + len(town)))
    assert text[found.start : found.end] == whole


@pytest.mark.parametrize(
    ("text", "acting"),
    [
        ("Marl wants another bridge.", True),
        ("A gesture towards Marl was expected.", True),
        ("Un geste envers le Marl était attendu.", True),
        ("Des menaces contre Marl ont été entendues.", True),
        ("The bridge is in Marl.", False),
        ("Ils vont vers Marl.", False),
    ],
)
def test_a_name_that_acts_or_is_acted_on_is_no_place(text: str, acting: bool) -> None:
    start = text.index("Marl")
    assert acts(reading(text).sentences[0], Span(start, start + 4)) is acting
