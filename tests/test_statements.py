"""Comparing statements: the table of pairs, and what holds of every comparison."""

import csv
from pathlib import Path

import numpy as np
import pytest

from index.encoder import EMBEDDED, open_encoder
from rag.statements import Comparer, CompareRequest, Comparison
from rag.statements.head import FEATURES, Head, head
from tests.letters import LetterEncoder

TABLE = Path(__file__).parent / "statements.tsv"
LONG = (
    "Le musée de la marine, qui occupe un ancien arsenal au bord du fleuve, a rouvert ses portes "
    "au public samedi après quatre ans de travaux menés par la ville et la région."
)
OTHER = (
    "D'après le journal local, le chantier de l'ancien arsenal n'est pas terminé et le musée de "
    "la marine ne pourra pas accueillir de visiteurs avant l'automne prochain."
)


def compared(a: str, b: str, comparer: Comparer | None = None) -> Comparison:
    """Return how two statements relate."""
    return (comparer or Comparer()).compare(CompareRequest(a=a, b=b))


def rows() -> list[dict[str, str]]:
    """Return the table of pairs."""
    with TABLE.open(encoding="utf-8", newline="") as file:
        return [*csv.DictReader(file, delimiter="\t")]


def turned(comparison: Comparison) -> set[tuple[str | None, str | None]]:
    """Return the texts of the differences, b first."""
    return {(d.b.text if d.b else None, d.a.text if d.a else None) for d in comparison.differences}


def test_the_table_is_large_and_serves_both_languages() -> None:
    assert len(rows()) >= 150
    assert {row["relation"] for row in rows()} == {"contradiction", "compatible"}
    assert len({row["kind"] for row in rows()}) == 7


def test_the_table_is_judged_as_it_says() -> None:
    right = [
        (row["relation"], row["kind"]) == (got.relation, got.kind or "")
        for row in rows()
        for got in [compared(row["a"], row["b"])]
    ]
    assert sum(right) / len(right) >= 0.95


@pytest.mark.parametrize("row", rows()[::7], ids=lambda row: row["a"][:40])
def test_places_are_verbatim_and_change_over_with_the_statements(row: dict[str, str]) -> None:
    there, back = compared(row["a"], row["b"]), compared(row["b"], row["a"])
    for difference in there.differences:
        for place, text in ((difference.a, row["a"]), (difference.b, row["b"])):
            assert place is None or text[place.start : place.end] == place.text != ""
    assert (there.relation, there.kind) == (back.relation, back.kind)
    assert turned(back) == {(b, a) for a, b in turned(there)}


@pytest.mark.parametrize(
    "text",
    ["Le pont est fermé.", "Nobody came.", "12", "…", "🌊", "ne pas", "\u200b?", "non " * 400],
)
def test_a_statement_agrees_with_itself(text: str) -> None:
    same = compared(text, text)
    assert (same.relation, same.kind, same.differences) == ("compatible", None, ())


@pytest.mark.parametrize(
    ("a", "b", "says"),
    [
        ("Le pont est ouvert.", "Le pont est fermé.", "ne peuvent pas être vrais"),
        ("The bridge is open.", "The bridge is closed.", "cannot both be true"),
        ("Le pont est ouvert.", "The bridge is closed.", "cannot both be true"),
    ],
)
def test_the_explanation_is_in_the_statements_language(a: str, b: str, says: str) -> None:
    explanation = compared(a, b).explanation
    assert says in explanation
    assert all(word in explanation for word in (a.split()[-1][:-1], b.split()[-1][:-1]))


def test_rules_decide_alone_where_statements_are_short() -> None:
    assert compared("Le pont est ouvert.", "Le pont est fermé.").method == "rules"


def test_the_head_votes_where_statements_are_long() -> None:
    assert compared(LONG, OTHER).method == "rules+head"


def test_what_is_about_something_else_does_not_contradict() -> None:
    elsewhere = (
        "The orchestra will not tour six European countries next spring, since two of its soloists "
        "are ill and the programme of works by Ravel, Debussy and Berlioz cannot be rehearsed."
    )
    found = compared(LONG, elsewhere)
    assert (found.relation, found.method) == ("compatible", "rules+head")


def test_the_head_is_silent_over_an_encoder_that_it_was_not_learnt_from() -> None:
    assert compared(LONG, OTHER, Comparer(encoder=LetterEncoder())).method == "rules"


def test_the_head_was_learnt_from_the_encoder_that_is_embedded() -> None:
    assert head().encoder == open_encoder(EMBEDDED).name
    assert len(FEATURES) == len(head().mean) == len(head().deviation) == len(head().weights)


def test_a_head_weighs_its_features() -> None:
    made = Head("e", (1.0, 0.0), (2.0, 1.0), (2.0, -1.0), 0.5, 0.5)
    assert made.probability((3.0, 1.5)) == pytest.approx(1 / (1 + np.exp(-1.0)))
