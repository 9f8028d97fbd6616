"""Dossiers as stories with cases, as the evaluation set has them."""

from pathlib import Path

from eval.cases import load_cases, read_story
from eval.dossiers import write_stories

DOSSIER = """\
=== a strike at a shipyard
--- fr 2025-03-14
Les ouvriers ont repris le travail lundi.
Le débrayage aura duré trois semaines.
--- en
The yard stood still for 21 days, the union says.
It was almost a month for the welders.
The one in 2011 took two days.
? en How long was the walkout?
? fr Combien de temps ?
> 1.2 a1 trois semaines
> 2.1 a1 21 days
> 2.2 a2 almost a month
> 2.3 b1 two days
~ a2 a1 contradiction
?+ en Did they go back to work?
?- fr La grève dure-t-elle encore ?
> 1.1 a1+ *
? en How many ships were delayed?
> none
"""


def test_a_dossier_becomes_a_story_whose_cases_can_be_asked(tmp_path: Path) -> None:
    (tmp_path / "ship.txt").write_text(DOSSIER, encoding="utf-8")
    write_stories(tmp_path / "ship.txt", tmp_path / "cases")
    cases = load_cases(tmp_path / "cases")
    texts = read_story(tmp_path / "cases", "ship-000")
    assert list(texts) == ["1.md", "2.md"]
    assert "published_at: 2025-03-14" in texts["1.md"]
    assert "---" not in texts["2.md"]
    assert [(case.language, case.question, case.status) for case in cases] == [
        ("en", "How long was the walkout?", "answered"),
        ("fr", "La grève dure-t-elle encore ?", "answered"),
        ("en", "How many ships were delayed?", "no_evidence"),
    ]
    assert [case.yes_no for case in cases] == [None, "no", None]


def test_what_says_the_same_is_one_answer_and_relations_are_kept(tmp_path: Path) -> None:
    (tmp_path / "ship.txt").write_text(DOSSIER, encoding="utf-8")
    write_stories(tmp_path / "ship.txt", tmp_path / "cases")
    walkout, work, _ = load_cases(tmp_path / "cases")
    assert [answer.any for answer in walkout.answers] == [
        ("trois semaines", "21 days"), ("almost a month",), ("two days",),
    ]  # fmt: skip
    assert [quote.document for quote in walkout.answers[0].quotes] == ["1.md", "2.md"]
    assert [(d.kind, d.answers) for d in walkout.disagreements] == [
        ("contradiction", (0, 1)), ("different_subject", (0, 2)), ("different_subject", (1, 2)),
    ]  # fmt: skip
    assert work.answers[0].any == ("Les ouvriers ont repris le travail lundi",)
