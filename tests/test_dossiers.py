"""The dossiers that the embedded models learn from: their format, and what may not stand there."""

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from eval.cases import CASES, SUFFIXES, load_cases
from eval.fit import DOSSIERS
from rag.reader.dossiers import FOLDER, WHOLE, Dossier, Given, every_dossier, read_dossiers

HEAD = """\
=== a strike at a shipyard
--- fr 2025-03-14
Les ouvriers ont repris le travail lundi.
Le débrayage aura duré trois semaines.
--- en
The yard stood still for 21 days, the union says.
"""
SOUND = """\
? en How long was the walkout?
? fr Combien de temps les ouvriers ont-ils cessé le travail ?
> 1.2 a trois semaines
> 2.1 b 21 days
? en How many ships were delayed?
> none
"""
SHARED = 8  # words on end that an evaluated text and a dossier may not have in common
CASE_SETS = [CASES, CASES.parent / "held_out"]


def read(folder: Path, text: str) -> list[Dossier]:
    path = folder / "ship.txt"
    path.write_text(text, encoding="utf-8")
    return read_dossiers(path)


@pytest.fixture(scope="module")
def committed() -> list[Dossier]:
    """Return all dossiers: those learnt from, and those that the weights are fitted on."""
    return [*every_dossier(), *every_dossier(DOSSIERS)]


def test_a_dossier_holds_its_texts(tmp_path: Path) -> None:
    (dossier,) = read(tmp_path, HEAD + SOUND)
    assert dossier.topic == "a strike at a shipyard"
    assert [(text.language, text.day) for text in dossier.texts] == [
        ("fr", "2025-03-14"), ("en", None),
    ]  # fmt: skip
    assert dossier.texts[0].sentences == [
        "Les ouvriers ont repris le travail lundi.",
        "Le débrayage aura duré trois semaines.",
    ]


def test_wordings_of_a_question_share_its_answers(tmp_path: Path) -> None:
    (dossier,) = read(tmp_path, HEAD + SOUND)
    assert [language for language, _ in dossier.asked[0].wordings] == ["en", "fr"]
    assert dossier.asked[0].answers == [
        Given(0, 1, "a", "trois semaines"), Given(1, 0, "b", "21 days"),
    ]  # fmt: skip


def test_what_answers_say_and_how_that_relates_is_told(tmp_path: Path) -> None:
    told = "? en How long?\n> 1.2 a1 trois semaines\n> 2.1 a2 21 days\n~ a1 a2 precision\n"
    (dossier,) = read(tmp_path, HEAD + told)
    assert [given.says for given in dossier.asked[0].answers] == ["1", "2"]
    assert dossier.asked[0].kinds == {("a1", "a2"): "precision"}


def test_what_says_yes_or_no_is_told(tmp_path: Path) -> None:
    asked = "?+ en Is it over?\n?- fr Dure-t-il encore ?\n? en Well?\n> 1.1 a1+ *\n> 1.2 a2- *\n"
    (dossier,) = read(tmp_path, f"{HEAD}{asked}> 2.1 b? 21 days\n> 2.1 c *\n")
    assert dossier.asked[0].signs == {"Is it over?": 1, "Dure-t-il encore ?": -1}
    assert len(dossier.asked[0].wordings) == 3
    assert [given.whether for given in dossier.asked[0].answers] == [1, -1, 0, None]
    assert [given.says for given in dossier.asked[0].answers] == ["1", "2", "", ""]


def test_nothing_may_answer_a_question(tmp_path: Path) -> None:
    (dossier,) = read(tmp_path, HEAD + SOUND)
    assert dossier.asked[1].answers == []
    assert dossier.asked[1].closed


def test_a_sentence_may_answer_as_a_whole(tmp_path: Path) -> None:
    (dossier,) = read(tmp_path, HEAD + "? fr Et ensuite ?\n> 1.1 a *\n")
    assert dossier.asked[0].answers == [Given(0, 0, "a", WHOLE)]


def test_a_file_holds_many_dossiers_and_empty_lines(tmp_path: Path) -> None:
    found = read(
        tmp_path, f"\n{HEAD}\n{SOUND}\n\n=== another\n--- en\nIt rained.\n? en Did it?\n> none"
    )
    assert [dossier.topic for dossier in found] == ["a strike at a shipyard", "another"]


@pytest.mark.parametrize(
    ("line", "fault"),
    [
        ("? en How long?\n> 1.2 a vingt jours", "8: 'vingt jours' does not stand in 'Le débrayage"),
        ("? en How long?\n> 3.1 a 21 days", "8: there is no text 3"),
        ("? en How long?\n> 0.1 a 21 days", "8: there is no text 0"),
        ("? en How long?\n> 2.2 a 21 days", "8: text 2 has no sentence 2"),
        ("? en How long?\n> 2.0 a 21 days", "8: text 2 has no sentence 0"),
        ("? en How long?\n> 2.1 21 days", "8: expected `> TEXT.SENTENCE LETTER WORDS`"),
        ("? en How long?\n> nothing", "8: expected `> TEXT.SENTENCE LETTER WORDS`"),
        ("? en Long?\n> 2.1 a1 21 days\n~ a1 a2 update", "9: no answer says a1 or a2"),
        ("? en Long?\n> 2.1 a1 21 days\n~ a1 b1 update", "9: expected `~ a1 a2 KIND`, of one"),
        ("? en Long?\n> 2.1 a1 21 days\n~ a1 a1 odd", "9: expected `~ a1 a2 KIND`, of one"),
        ("? de Wie lange?", "7: not a question, text or dossier line"),
        ("--- fr 14 mars", "7: not a question, text or dossier line"),
        ("====", "7: not a question, text or dossier line"),
        ("> 2.1 a 21 days", "7: "),
    ],
)
def test_what_is_not_understood_is_named_with_its_file_and_line(
    tmp_path: Path, line: str, fault: str
) -> None:
    with pytest.raises(ValueError, match=re.escape(f"ship.txt:{fault}")):
        read(tmp_path, f"{HEAD}{line}\n")


def test_a_sentence_before_any_text_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"ship\.txt:2: .*'It rained\.'"):
        read(tmp_path, "=== rain\nIt rained.\n")


def test_a_line_before_any_dossier_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match=r"ship\.txt:1: "):
        read(tmp_path, "--- en\nIt rained.\n")


@pytest.mark.parametrize(
    ("text", "fault"),
    [
        (f"{HEAD}? en How long?\n", "has neither answer nor `> none`"),
        (HEAD, "'a strike at a shipyard' has an empty text, or no question"),
        (f"{HEAD}--- en\n{SOUND}", "'a strike at a shipyard' has an empty text, or no question"),
        ("=== rain\n", "'rain' has an empty text, or no question"),
    ],
)
def test_an_unfinished_dossier_is_refused(tmp_path: Path, text: str, fault: str) -> None:
    with pytest.raises(ValueError, match=re.escape(fault)):
        read(tmp_path, text)


def test_every_committed_file_holds_dossiers() -> None:
    assert [path.name for path in sorted(FOLDER.glob("*.txt")) if not read_dossiers(path)] == []


def test_what_is_kept_apart_was_not_learnt_from() -> None:
    learnt = {text for dossier in every_dossier() for text in _texts(dossier)}
    kept = {text for dossier in every_dossier(DOSSIERS) for text in _texts(dossier)}
    assert kept
    assert learnt & kept == set()


def _texts(dossier: Dossier) -> set[str]:
    return {" ".join(text.sentences) for text in dossier.texts}


def test_there_are_dossiers_enough_to_learn_from(committed: list[Dossier]) -> None:
    assert sum(len(dossier.asked) for dossier in committed) > 4000


def test_no_sentence_is_empty_or_without_a_word(committed: list[Dossier]) -> None:
    sentences = [s for dossier in committed for text in dossier.texts for s in text.sentences]
    assert [sentence for sentence in sentences if not re.search(r"\w", sentence)] == []


def test_every_day_is_one_of_the_calendar(committed: list[Dossier]) -> None:
    days = [text.day for dossier in committed for text in dossier.texts if text.day]
    assert [date.fromisoformat(day).isoformat() for day in days] == days


def test_the_two_languages_are_balanced(committed: list[Dossier]) -> None:
    asked = [language for d in committed for a in d.asked for language, _ in a.wordings]
    told = [text.language for dossier in committed for text in dossier.texts]
    assert 0.4 < asked.count("fr") / len(asked) < 0.6
    assert 0.4 < told.count("fr") / len(told) < 0.6


def test_many_questions_have_no_answer(committed: list[Dossier]) -> None:
    asked = [asked for dossier in committed for asked in dossier.asked]
    assert sum(not one.answers for one in asked) > 0.1 * len(asked)


def test_where_yes_or_no_is_asked_it_is_told_of_every_answer(committed: list[Dossier]) -> None:
    asked = [asked for dossier in committed for asked in dossier.asked]
    closed = [one for one in asked if one.signs]
    assert len(closed) > 4000
    assert [one.wordings for one in closed if any(g.whether is None for g in one.answers)] == []
    assert [
        one.wordings for one in asked if not one.signs and any(g.whether for g in one.answers)
    ] == []


@pytest.fixture(scope="module")
def stretches(committed: list[Dossier]) -> set[tuple[str, ...]]:
    """Return what the dossiers hold, in stretches of so many words."""
    sentences = [s for dossier in committed for text in dossier.texts for s in text.sentences]
    wordings = [words for d in committed for asked in d.asked for _, words in asked.wordings]
    return {found for text in sentences + wordings for found in stretches_of(text)}


def stretches_of(text: str) -> Iterator[tuple[str, ...]]:
    words = re.findall(r"\w+", text.lower())
    return (tuple(words[i : i + SHARED]) for i in range(len(words) - SHARED + 1))


def common(texts: list[str], stretches: set[tuple[str, ...]]) -> list[str]:
    return sorted({" ".join(s) for text in texts for s in stretches_of(text) if s in stretches})


@pytest.mark.parametrize("cases", CASE_SETS, ids=lambda folder: folder.name)
def test_no_text_that_is_evaluated_stands_in_the_dossiers(
    cases: Path, stretches: set[tuple[str, ...]]
) -> None:
    documents = [path for path in sorted(cases.glob("*/*")) if path.suffix in SUFFIXES]
    assert len(documents) > 15
    assert common([path.read_text("utf-8") for path in documents], stretches) == []


@pytest.mark.parametrize("cases", CASE_SETS, ids=lambda folder: folder.name)
def test_no_question_that_is_evaluated_stands_in_the_dossiers(
    cases: Path, committed: list[Dossier]
) -> None:
    learnt = {w.casefold() for d in committed for a in d.asked for _, w in a.wordings}
    asked = {case.question.casefold() for case in load_cases(cases)}
    assert len(asked) > 50
    assert asked & learnt == set()
