"""Answers in words that exclude each other, and those that only say it otherwise."""

from bench.relations import reported, told_by_row
from rag.paired import Relating
from rag.reader import Relater

ROW = (
    "x\t{question}\t2024-08-26 | L’ULM qui s’est écrasé dimanche à Tercé était piloté par un "
    "retraité de 67 ans, [{one}] selon la gendarmerie.\t2024-08-26 | Le retraité de 67 ans aux "
    "commandes de l’ULM tombé dimanche à Tercé est [{other}] de l’appareil et a lui-même prévenu "
    "les secours, raconte le maire, Jean Paillet."
)
STATE = "Dans quel état se trouve le pilote de l’ULM ?"


def kinds(question: str, one: str, other: str) -> set[str]:
    row = ROW.format(question=question, one=one, other=other)
    found = reported(told_by_row(row), Relating(Relater().relate))
    return next(iter(found.values()), set())


def test_states_that_exclude_each_other_contradict() -> None:
    assert kinds(STATE, "mort sur le coup", "sorti indemne") == {"contradiction"}


def test_what_says_the_same_does_not() -> None:
    assert kinds(STATE, "mort sur le coup", "tué sur le coup") <= {"same"}


def test_reasons_may_both_be_right() -> None:
    why = "Pourquoi l’ULM est-il tombé ?"
    assert kinds(why, "mort sur le coup", "sorti indemne") == set()
