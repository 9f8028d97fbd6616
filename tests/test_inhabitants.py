"""How many live in a place is told by the number of all who do, not of some who did something."""

import pytest

from rag.fit import asked_values
from rag.inhabitants import asks_inhabitants
from rag.question import understand
from tests.heart import reading

FR, EN = "Combien d’habitants compte Norbourg ?", "What is the population of Norbury?"


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (FR, "Norbourg compte 4 200 habitants."),
        (FR, "Norbourg, 4 200 habitants, a perdu son école."),
        (FR, "Le feu a pris à Norbourg (4 200 habitants)."),
        (FR, "Cette ville de 4 200 habitants a perdu son école."),
        (FR, "Quelque 4 200 personnes vivent à Norbourg."),
        (FR, "La population de Norbourg est passée à 4 200 habitants."),
        (FR, "Les 4 200 habitants de Norbourg ont perdu leur école."),
        (EN, "Norbury has 4,200 inhabitants."),
        (EN, "Norbury, a town of 4,200 people, has lost its school."),
        (EN, "Norbury (4,200 inhabitants) has lost its school."),
        (EN, "Some 4,200 people live in Norbury."),
        (EN, "The population of Norbury has fallen to 4,200."),
        (EN, "Norbury is home to 4,200 people."),
        ("How many people live in Norbury?", "The 4,200 residents of Norbury were told on Monday."),
    ],
)
def test_the_number_of_all_who_live_there_answers(question: str, text: str) -> None:
    found = asked_values(understand(question), reading(text).sentences[0])
    assert [value.figure for value in found] == [4200]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (FR, "Un recours de 214 habitants de Norbourg a été déposé lundi."),
        (FR, "Le recours, que portent plus de deux cents habitants de la vallée, est arrivé."),
        (FR, "Les requérants, qui étaient 214 en mars, sont désormais 347."),
        (FR, "Une trentaine d’habitants ont manifesté devant la mairie de Norbourg."),
        (EN, "A group of 214 residents asked a court in Norbury to stop it."),
        (EN, "In Norbury, 214 residents were moved out of their homes."),
        (EN, "The plant in Norbury will employ 180 people."),
    ],
)
def test_the_number_of_some_who_did_something_does_not(question: str, text: str) -> None:
    assert asked_values(understand(question), reading(text).sentences[0]) == []


@pytest.mark.parametrize(
    "text",
    [
        "How many residents were moved out of their homes in Norbury?",
        "How many people does the mill in Norbury employ?",
        "How many people have been made ill by the cheese?",
        "Combien d’habitants ont porté plainte ?",
        "What is the population of wolves in Norbury?",
        "Quelle est la population de loups dans le massif ?",
    ],
)
def test_other_numbers_of_people_are_asked_otherwise(text: str) -> None:
    assert not asks_inhabitants(understand(text))
