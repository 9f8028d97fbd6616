"""How positions relate over tables of pairs, French, English and mixed, when every claim is found.

`relations.tsv` is what the rules were mended by; `relations_unseen.tsv` was set aside. The shares
asked for are a little below what is reached, so that one wording more or less breaks nothing.
"""

from pathlib import Path

import pytest

from bench.relations import measure, reported, tell, told_by_case, told_by_row
from eval.cases import Case, GoldAnswer, GoldDisagreement, GoldQuote
from rag.paired import Relating
from rag.reader import Relater

TABLES = Path(__file__).parent


@pytest.mark.parametrize(
    ("table", "right", "most_false"),
    [("relations.tsv", 0.87, 0.03), ("relations_unseen.tsv", 0.8, 0.06)],
)
def test_pairs_relate_as_a_reader_says(table: str, right: float, most_false: float) -> None:
    found = measure(list(tell(TABLES / table)), Relating(Relater().relate))
    assert found.of["right"] >= right * found.of["pairs"], "\n".join(found.faults)
    assert found.of["false"] <= most_false * found.of["pairs"], "\n".join(found.faults)


@pytest.mark.parametrize(
    ("row", "kinds"),
    [
        ("x\tHow long is the Sarn tunnel?\tThe Sarn tunnel is [3 km] long.\t"
         "Le tunnel de Sarn est long de [7 km].", {"contradiction"}),
        ("x\tHow long is the Sarn tunnel?\tThe Sarn tunnel is [3 km] long.\t"
         "Le tunnel de Sarn est long de [3 km].", {"same"}),
        ("x\tHow many sheep died?\t2021-04-05 Snow | [412 sheep] died.\t"
         "2021-04-05 | [Plusieurs centaines de moutons] sont morts.", {"precision"}),
    ],
)  # fmt: skip
def test_a_row_of_a_table_is_told(row: str, kinds: set[str]) -> None:
    assert reported(told_by_row(row)) == {(0, 1): kinds}


def test_a_row_dates_and_titles_its_documents() -> None:
    told = told_by_row("x\tHow many sheep died?\t2021-04-05 Snow at Glenfarg | [412 sheep] died.")
    document = told.hits[0].document
    assert (document.title, str(document.published_on)) == ("Snow at Glenfarg", "2021-04-05")


def test_false_merged_and_lost_pairs_are_counted() -> None:
    question = "How long is the Sarn tunnel?"
    rows = [
        f"none\t{question}\tThe Sarn tunnel is [3 km] long.\tThe Sarn tunnel is [7 km] long.",
        f"scope\t{question}\tThe Sarn tunnel is [3 km] long.\tThe Sarn tunnel is [3 km] long.",
        f"scope\t{question}\tThe Sarn tunnel is [3 km] long.\tThe Sarn tunnel is [very] long.",
    ]
    found = measure([told_by_row(row) for row in rows])
    assert {name: found.of[name] for name in ("pairs", "right", "false", "merged", "lost")} == {
        "pairs": 3, "right": 0, "false": 1, "merged": 1, "lost": 1,
    }  # fmt: skip


def test_a_dossier_tells_of_its_answers_how_they_relate(tmp_path: Path) -> None:
    path = tmp_path / "one.txt"
    path.write_text(
        "=== a tunnel\n--- en 2024-05-07\nWork goes on.\nThe Sarn tunnel is 3 km long.\n"
        "--- fr\nLe tunnel de Sarn est long de 7 km.\n--- en\nThe Sarn tunnel is 3 km long.\n"
        "The old Dorf tunnel was 1 km long.\n? en How long is the Sarn tunnel?\n"
        "> 1.2 a1 3 km\n> 2.1 a2 7 km\n> 3.1 a1 *\n> 3.2 b1 1 km\n> 1.1 a *\n"
        "~ a1 a2 contradiction\n",
        encoding="utf-8",
    )
    (told,) = tell(path)
    assert told.kinds == {
        (0, 1): "contradiction", (0, 2): "same", (0, 3): "different_subject",
        (1, 2): "contradiction", (1, 3): "different_subject", (2, 3): "different_subject",
    }  # fmt: skip
    assert [p.hit.document.text[p.start or 0 :][:4] for _, p in told.proposals[:3]] == [
        "3 km", "7 km", "The ",
    ]  # fmt: skip
    assert reported(told)[0, 1] == {"contradiction"}


def test_a_case_gives_its_expected_quotes_as_claims() -> None:
    texts = {"a.md": "The Sarn tunnel is 3 km long.", "b.md": "The Sarn tunnel is 7 km long."}
    answers = tuple(
        GoldAnswer(any=(km,), quotes=(GoldQuote(document=name, text=texts[name]),))
        for name, km in (("a.md", "3 km"), ("b.md", "7 km"))
    )
    case = Case(
        id="1", story="sarn", language="en", question="How long is the Sarn tunnel?",
        status="answered", answers=answers,
        disagreements=(GoldDisagreement(kind="contradiction", answers=(0, 1)),),
    )  # fmt: skip
    told = told_by_case(case, texts)
    assert told.kinds == {(0, 1): "contradiction"}
    assert reported(told) == {(0, 1): {"contradiction"}}
