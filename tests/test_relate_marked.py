"""How answers in words relate, and figures in one sentence: marked in their texts by brackets."""

import pytest

from bench.relations import reported, told_by_row


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


STOLEN, MARCHED = "How many files were stolen?", "How many marched on 12 March?"
HURT, PUT_OFF = "How many people were hurt?", "How many operations were put off?"


@pytest.mark.parametrize(
    ("question", "a", "b", "expected"),
    [
        (HURT, "2024-05-07 | [More than 8,000 people] were hurt.",
         "2024-05-08 | [8,340 people] were hurt.", ["precision"]),
        (HURT, "2024-05-07 | [More than 80 people] were hurt.",
         "2024-05-08 | [97 people] were hurt.", ["update"]),
        (STOLEN, "[Over 1,000 files] were stolen.", "[900 files] were stolen.", ["contradiction"]),
        (STOLEN, "[At most 900 files] were stolen.", "[950 files] were stolen.", ["contradiction"]),
        (STOLEN, "[A little over 110 files] were stolen.", "[132 files] were stolen.",
         ["contradiction"]),
    ],
)  # fmt: skip
def test_a_bound_rounds_what_lies_on_its_side_and_near(
    question: str, a: str, b: str, expected: list[str]
) -> None:
    assert marked(question, a, b) == expected


@pytest.mark.parametrize(
    ("by", "expected"),
    [
        ("the unions said", ["contradiction"]),
        ("the police said", ["update"]),
        ("a police spokesman said", ["update"]),
    ],
)
def test_who_revises_a_figure_takes_back_no_other_camps(by: str, expected: list[str]) -> None:
    early = f"2024-03-12 | [180,000 people] marched on 12 March, {by}."
    late = "2024-03-17 | In fact [66,000 people] marched on 12 March, the police said."
    assert marked(MARCHED, early, late) == expected


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("[340 operations] were put off.",
         "With the hips, knees, hands and hernias, [410 operations] were put off."),
        ("[340 opérations] ont été reportées.",
         "Si l’on retranche les urgences, [290 opérations] ont été reportées."),
        ("[340 operations] were put off.",
         "[410 operations] were put off, if you count those of the annex."),
        ("By night, [27 operations] had been put off in the capital.",
         "Dans l’ensemble du pays, [41 opérations] ont été reportées."),
    ],
)  # fmt: skip
def test_what_is_counted_in_or_left_out_makes_another_measure(a: str, b: str) -> None:
    assert marked(PUT_OFF, a, b) == ["scope"]


def test_what_was_signed_with_somebody_counts_nothing_in() -> None:
    asked = "Combien de contrats ont été signés ?"
    a = "[Trois contrats] ont été signés avec le cabinet."
    assert marked(asked, a, "[Cinq contrats] ont été signés.") == ["contradiction"]


def test_annual_accounts_tell_no_sum_a_year() -> None:
    asked = "Combien la grève a-t-elle coûté ?"
    a = "La grève a coûté [24 millions d’euros], selon les comptes annuels."
    assert marked(asked, a, "La grève a coûté [18 millions d’euros].") == ["contradiction"]


def test_an_ordinal_that_answers_is_no_rank() -> None:
    asked = "In which minute was Ann Lee hurt?"
    a, b = "Ann Lee was hurt in the [31st] minute.", "Ann Lee was hurt in the [37th] minute."
    assert marked(asked, a, b) == ["contradiction"]


def test_a_body_may_be_any_that_is_named() -> None:
    asked, early = "What did the strike cost?", "2024-05-07 | The strike cost [€18m], Hexley said."
    late = "2024-05-21 | The strike cost [€24m], the group said."
    assert marked(asked, early, late) == ["update"]
    assert marked(asked, early, late.replace("the group", "Polarel")) == ["contradiction"]


def test_a_figure_with_a_point_is_a_time_where_one_is_asked() -> None:
    asked = "What time did the boat sink?"
    later = "Le bateau a coulé à [16 h 35]."
    assert marked(asked, "It was [4.35] when the boat sank.", later) == ["precision"]
    assert marked(asked, "It was [4.20] when the boat sank.", later) == ["contradiction"]
    assert marked(asked, "The boat sank a little before [two].", later) == ["contradiction"]


@pytest.mark.parametrize(
    "question",
    ["Is the price fair?", "Could the crash have been avoided?", "Le prix est-il juste ?"],
)
def test_whether_it_is_fair_asks_for_judgements(question: str) -> None:
    a = "[« C’est une bonne affaire »], dit Ann Lee."
    assert marked(question, a, "[“It is a scandal,”] said Bob Roy.") == ["assessment"]
