"""How answers in words relate, and figures in one sentence: marked in their texts by brackets."""

import pytest

from bench.relations import reported, told_by_row

pytestmark = pytest.mark.usefixtures("likely_opposed")


def marked(question: str, *texts: str) -> list[str]:
    """How the answers relate that stand in square brackets in texts, each with its day if any."""
    found = reported(told_by_row("\t".join(["x", question, *texts])))
    return sorted({kind for kinds in found.values() for kind in kinds})


@pytest.mark.parametrize(
    ("question", "a", "b"),
    [
        ("What was the turnout?", "Turnout was [61.2%].", "[Six in ten] voters turned out."),
        ("When did the dam burst?", "2024-05-07 | The dam burst on [Monday].",
         "2024-05-07 | The dam burst at [9.30 p.m.]"),
    ],
)  # fmt: skip
def test_what_is_said_in_another_unit_differs_in_precision(question: str, a: str, b: str) -> None:
    assert marked(question, a, b) == ["precision"]


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("How many turbines are planned?",
         "The firm has cut its plan from [48] to [36] turbines after talks."),
        ("How many people fell ill?", "Some [140 people] fell ill, up from [67] on Monday."),
        ("Combien d’éoliennes ?", "Le projet passe de [48 éoliennes] à [36 éoliennes]."),
    ],
)  # fmt: skip
def test_a_figure_that_its_sentence_sets_aside_is_updated(question: str, text: str) -> None:
    assert marked(question, text) == ["update"]


def test_two_figures_of_one_sentence_are_of_two_measures() -> None:
    asked = "How many people were treated?"
    assert marked(asked, "[63 people] were treated, [nine] of them for burns.") == ["scope"]


WHY = "Why did the trees die?"


@pytest.mark.parametrize(
    ("a", "b", "expected"),
    [
        ("[The drought killed them], Ann Lee said.",
         "[It was neglect, and not the weather], Bob Roy said.", ["contradiction"]),
        ("2024-05-07 | [A drought may have killed them].",
         "2024-05-20 | [Neglect, and not the weather, is to blame].", ["update"]),
        ("[The drought killed them].", "[Neglect made the trees weak].", []),
        ("[The drought of 1976 killed the trees].",
         "[Frost, and not neglect, made the trees die in 2019].", ["different_subject"]),
    ],
)  # fmt: skip
def test_reasons_are_opposed_only_where_one_is_set_against_another(
    a: str, b: str, expected: list[str]
) -> None:
    assert marked(WHY, a, b) == expected


@pytest.mark.parametrize(
    ("question", "a", "b"),
    [
        ("What do people think of the hearing?",
         "[The hearing of 4 May 2019 was a triumph], Ann Lee said.",
         "[The hearing of 4 May 2024 was a fiasco], Bob Roy said."),
        (WHY, "[In Lindale the trees died of frost].", "[In Dorf the trees died of a beetle]."),
    ],
)  # fmt: skip
def test_answers_in_words_are_told_apart_like_values(question: str, a: str, b: str) -> None:
    assert marked(question, a, b) == ["different_subject"]


def test_whole_sentences_of_two_times_need_no_other_subject() -> None:
    a, b = "[The trees died of frost]", "[The trees died of a beetle]"
    assert marked(WHY, f"2019-02-02 | {a}.", f"2024-05-20 | {b}.") == []
    trees = "How many trees died?", "2019-02-02 | [Nine] trees died.", "2024-05-20 | [Two] died."
    assert marked(*trees) == ["different_subject"]


def test_what_becomes_of_a_thing_is_told_anew_by_later_news() -> None:
    early = "2024-05-07 | [The pool will be closed in winter]."
    late = "2024-06-12 | [Finally it stays open all year]."
    assert marked("What will become of the pool?", early, late) == ["update"]
    assert marked("What will become of the pool?", early, late.replace("06-12", "05-07")) == []


def test_one_reason_in_two_languages_is_one_position() -> None:
    a, b = "[Plastic killed the whale].", "[La baleine a été tuée par le plastique]."
    assert marked("What caused the death of the whale?", a, b) == ["same"]


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What do those concerned expect of the fair?", ["assessment"]),
        ("What will the fair bring?", []),
    ],
)
def test_views_are_judgements_where_views_are_asked_for(question: str, expected: list[str]) -> None:
    a, b = "[It will bring noise], Ann Lee said.", "[The hotels will fill up], Bob Roy said."
    assert marked(question, a, b) == expected


def test_a_denial_needs_no_negative_word() -> None:
    a, b = "[The mayor will resign], a paper says.", "[The mayor rules out that he will resign]."
    assert marked("Will the mayor resign?", a, b) == ["contradiction"]


@pytest.mark.parametrize(
    ("b", "expected"),
    [
        ("[« Le marché est sauvé »], a dit le préfet.", ["assessment"]),
        ("[« L’État doit nous aider »], a déclaré le maire.", []),
    ],
)
def test_two_voices_judge_and_one_goes_on(b: str, expected: list[str]) -> None:
    a = "[“We will rebuild every stall,” the mayor said]."
    assert marked("What was said about the market?", a, b) == expected
