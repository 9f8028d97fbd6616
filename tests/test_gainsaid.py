"""Who denies what is asked did not say it."""

import pytest

from tests.heart import answers, ask


@pytest.mark.parametrize(
    ("question", "text", "holders"),
    [
        (
            "Who said that the dam would hold?",
            "“The dam will not hold,” said the prefect. The mayor said that the dam would hold.",
            ["The mayor"],
        ),
        ("Who said the dam would hold?", "The mayor denied that the dam would hold.", []),
        ("According to whom is the dam safe?", "According to Coe, the dam is not safe.", []),
        ("Qui a dit que le barrage tiendrait ?", "Le maire a nié que le barrage tiendrait.", []),
        (
            "Selon qui le barrage est-il sûr ?",
            "Selon Coe, le barrage n’est pas sûr. Selon Reyl, le barrage est sûr.",
            ["Reyl"],
        ),
        ("Who denied that the dam would hold?", "Coe denied that the dam would hold.", ["Coe"]),
        ("Qui a nié que le barrage tiendrait ?", "Coe a nié que le barrage tiendrait.", ["Coe"]),
        ("Who said the dam would not hold?", "The dam would not hold, said Coe.", ["Coe"]),
        (
            "Who said that the dam would hold?",
            "The mayor said that the dam would hold, but the prefect said that it would not.",
            ["The mayor"],
        ),
    ],
)
def test_who_denies_it_did_not_say_it(question: str, text: str, holders: list[str]) -> None:
    assert answers(ask(question, text)) == holders
