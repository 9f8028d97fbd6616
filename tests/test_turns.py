"""A question that names several times or speakers is answered in its own order."""

import pytest

from tests.heart import Recited, answers, ask, inline, open_recoupe

_VIEWS = (
    "« La mine est sûre », assure la directrice, Lise Pont. Elle reçoit la presse.",
    "“The mine is a trap,” union delegate Karl Brem told reporters. He left at noon.",
)
_SAFE, _TRAP = "La mine est sûre", "The mine is a trap"
_HOURS = (
    inline("Les délégations ont parlé neuf heures le 12 mai 2025.", id="a", published="2025-05-13"),
    inline("The delegations spoke for four hours on 3 June 2025.", id="b", published="2025-06-04"),
)


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("Que disent de la mine la directrice et Karl Brem ?", [_SAFE, _TRAP]),
        ("Que disent de la mine Karl Brem et la directrice ?", [_TRAP, _SAFE]),
        ("What do Pont and Brem make of the mine?", [_SAFE, _TRAP]),
        ("What do Brem and Pont make of the mine?", [_TRAP, _SAFE]),
    ],
)
def test_speakers_answer_in_the_order_of_the_question(question: str, expected: list[str]) -> None:
    said = [("a", _SAFE, _SAFE), ("b", _TRAP, _TRAP)]
    assert answers(ask(question, *_VIEWS, recoupe=open_recoupe(Recited(said)))) == expected


def test_speakers_stand_as_ever_where_one_is_not_known() -> None:
    said = [("a", _SAFE, _SAFE), ("b", _TRAP, _TRAP)]
    both = open_recoupe(Recited(said))
    unknown = answers(ask("What do Hill and Pont make of the mine?", *_VIEWS, recoupe=both))
    assert unknown == answers(ask("What is made of the mine?", *_VIEWS, recoupe=both))


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        (
            "Combien de temps ont duré les discussions du 12 mai 2025 et celles du 3 juin 2025 ?",
            ["neuf heures", "four hours"],
        ),
        (
            "How long were the talks on 3 June 2025, and how long on 12 May 2025?",
            ["four hours", "neuf heures"],
        ),
    ],
)
def test_times_are_answered_in_the_order_of_the_question(
    question: str, expected: list[str]
) -> None:
    said = [("a", "neuf heures", "neuf heures"), ("b", "four hours", "four hours")]
    assert answers(ask(question, *_HOURS, recoupe=open_recoupe(Recited(said)))) == expected
