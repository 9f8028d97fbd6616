"""Who does what to whom in two statements, whichever of the two parties is the subject."""

import pytest

from rag.statements.frames import agree, deeds, roles_differ
from rag.statements.statement import Pairing, pair, read_statement


def paired(a: str, b: str) -> Pairing:
    return pair(read_statement(a), read_statement(b))


def told(text: str) -> list[tuple[str, str, str]]:
    statement = read_statement(text)
    return [
        (
            deed.name,
            " ".join(statement.words[i].text for i in deed.doer),
            " ".join(statement.words[i].text for i in deed.other),
        )
        for deed in deeds(statement)
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Kenya lost the final to Fiji.", ("win", "Fiji", "Kenya")),
        ("Fiji edged Kenya.", ("win", "Fiji", "Kenya")),
        ("Lens s’est incliné face à Nantes.", ("win", "Nantes", "Lens")),
        ("Lens s’est imposé face à Nantes.", ("win", "Lens", "Nantes")),
        ("Arvel est passée sous le contrôle de Dumont.", ("buy", "Dumont", "Arvel")),
        ("Costa was shoved by Morel.", ("strike", "Morel", "Costa")),
        (
            "Claire Aubin a cédé la présidence à Paul Orme.",
            ("succeed", "Paul Orme", "Claire Aubin"),
        ),
    ],
)
def test_a_deed_is_told_with_its_doer(text: str, expected: tuple[str, str, str]) -> None:
    assert told(text) == [expected]


def test_parties_in_the_other_part_clash() -> None:
    pairing = paired("Scotland beat Ireland in Dublin.", "L’Irlande a battu l’Écosse à Dublin.")
    (found,) = roles_differ(pairing)
    assert (found.kind, found.clash, agree(pairing)) == ("role", True, False)


def test_the_same_parts_from_the_other_side_agree() -> None:
    pairing = paired("Kenya lost the final to Fiji.", "Fiji edged Kenya in the final.")
    assert agree(pairing)
    assert not list(roles_differ(pairing))


def test_a_deed_without_a_named_party_is_none() -> None:
    assert told("The boy beat the drum.") == []
