"""Which claims say the same, and how those that differ differ."""

import datetime as dt

import pytest

from bench.relations import reported, told_by_row
from rag.differences import moment
from rag.explain import Explainer
from rag.positions import Position, denies, positions
from rag.question import understand
from rag.relate import Relation, relations
from tests.heart import claims, make

LASTED = "How long did the hearing last?"
COST = "How much did the stadium cost?"


def held(question: str, *texts: str | tuple[str, str]) -> list[Position]:
    """The positions over texts, each alone or with its day of publication."""
    pairs = [text if isinstance(text, tuple) else (text, None) for text in texts]
    documents = [make(text, str(n), published=day) for n, (text, day) in enumerate(pairs)]
    return positions(understand(question), claims(question, *documents))


def related(question: str, *texts: str | tuple[str, str]) -> list[Relation]:
    return list(relations(understand(question), held(question, *texts)))


def kinds(question: str, *texts: str | tuple[str, str]) -> list[str]:
    return [relation.kind for relation in related(question, *texts)]


@pytest.mark.parametrize(
    ("question", "a", "b"),
    [
        (LASTED, "The hearing lasted two and a half hours.", "The hearing lasted 150 minutes."),
        (LASTED, "The hearing lasted three hours.", "L’audience a duré trois heures."),
        (LASTED, "The hearing lasted three hours.", "The hearing lasted about three hours."),
        (COST, "The stadium cost 48 million euros.", "Le stade a coûté 48 millions d’euros."),
        (COST, "The stadium cost €48 million.", "The stadium cost 48,000,000 euros."),
        ("When was the treaty signed?", "The treaty was signed on 9 June 1998.",
         "Le traité a été signé le 9 juin 1998."),
        ("Who won the race?", "Tomas Berg won the race.", "The race was won by Berg."),
        ("Where was the treaty signed?", "The treaty was signed in Lisbon.",
         "It was in Lisbon that the treaty was signed."),
    ],
)  # fmt: skip
def test_what_says_the_same_is_one_position(question: str, a: str, b: str) -> None:
    (only,) = held(question, a, b)
    assert only.documents == 2


def test_one_position_disagrees_with_nothing() -> None:
    assert related(LASTED, "The hearing lasted three hours.") == []


def test_no_claims_hold_no_positions() -> None:
    assert positions(understand(LASTED), []) == []


def test_a_position_is_led_by_one_of_its_claims() -> None:
    (only,) = held(LASTED, "The hearing lasted three hours.", "The hearing lasted three hours.")
    assert only.lead in only.claims
    assert only.lead.score == max(claim.score for claim in only.claims)


def test_no_claim_is_lost() -> None:
    texts = [f"The hearing lasted {n} hours." for n in ("three", "five", "three", "nine")]
    found = held(LASTED, *texts)
    assert sorted(claim.document.id for p in found for claim in p.claims) == ["0", "1", "2", "3"]
    assert len(found) == 3


def test_the_better_attested_position_comes_first() -> None:
    texts = [f"The hearing of 4 May 2024 lasted {n} hours." for n in ("five", "three", "three")]
    assert [p.lead.answer for p in held(LASTED, *texts)] == ["three hours", "five hours"]


def test_the_latest_event_comes_first() -> None:
    first, *_ = held(
        LASTED,
        "The hearing of 4 May 2023 lasted three hours.",
        "The hearing of 4 May 2024 lasted five hours.",
    )
    assert first.lead.answer == "five hours"


@pytest.mark.parametrize(
    ("question", "a", "b"),
    [
        (LASTED, "The hearing of 4 May 2024 lasted three hours.",
         "The hearing of 4 May 2024 lasted five hours."),
        (LASTED, "The hearing of 4 May 2024 lasted three hours.",
         "L’audience du 4 mai 2024 a duré cinq heures."),
        (COST, "The stadium cost 48 million euros.", "The stadium cost 61 million euros."),
        ("When was the factory founded?", "The factory was founded in 1921.",
         "The factory was founded in 1934."),
        ("Who designed the bridge?", "The Corbel bridge was designed by Lena Marchetti.",
         "The Corbel bridge was designed by Oscar Brandt."),
        ("Qui a dessiné le pont ?", "Le pont a été dessiné par Léna Marchetti.",
         "Le pont a été dessiné par Oscar Brandt."),
        ("Le ministre a-t-il démissionné ?", "Le ministre a démissionné le 4 mai 2024.",
         "Le ministre n’a pas démissionné le 4 mai 2024."),
    ],
)  # fmt: skip
def test_other_values_of_the_same_contradict(question: str, a: str, b: str) -> None:
    assert kinds(question, a, b) == kinds(question, b, a) == ["contradiction"]


def test_unlike_events_do_not_contradict() -> None:
    (relation,) = related(
        LASTED,
        "The hearing of 4 May 2023 lasted three hours.",
        "The hearing of 4 May 2024 lasted five hours.",
    )
    assert (relation.kind, relation.ground) == ("different_subject", "subject")
    assert not relation.verdict.same


def test_two_values_of_one_document_are_of_two_things() -> None:
    text = "The morning hearing lasted three hours. The evening hearing lasted five hours."
    assert kinds(LASTED, text) == ["different_subject"]


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ("The bypass is 30 km long, excluding slip roads.",
         "The bypass is 42 km long, including slip roads."),
        ("La rocade mesure 30 km, sans compter les bretelles.",
         "La rocade mesure 42 km, en comptant les bretelles."),
    ],
)  # fmt: skip
def test_what_is_measured_otherwise_differs_in_scope(a: str, b: str) -> None:
    asked = "How long is the bypass?" if "bypass" in a else "Quelle est la longueur de la rocade ?"
    assert kinds(asked, a, b) == ["scope"]


@pytest.mark.parametrize(
    ("question", "a", "b"),
    [
        ("How many drones were launched?", "At Orvik, 320 drones were launched.",
         "At Orvik, several hundred drones were launched."),
        ("When was the treaty signed?", "The treaty was signed on 9 June 1998.",
         "The treaty was signed in June 1998."),
        (LASTED, "The hearing lasted 2 hours and 50 minutes.",
         "The hearing lasted nearly three hours."),
        (LASTED, "The hearing lasted 297 minutes.", "The hearing lasted 300 minutes."),
        (LASTED, "The hearing lasted 141 seconds.", "The hearing lasted two minutes."),
        (LASTED, "The hearing lasted 41 hours.", "The hearing lasted nearly two days."),
    ],
)  # fmt: skip
def test_a_rounder_value_differs_in_precision(question: str, a: str, b: str) -> None:
    assert kinds(question, a, b) == kinds(question, b, a) == ["precision"]


def test_a_later_toll_updates_the_earlier() -> None:
    asked = "How many people are missing?"
    early = ("After the flood in Marle, nine people are missing.", "2024-05-07")
    late = ("After the flood in Marle, fourteen people are now missing.", "2024-05-08")
    assert kinds(asked, early, late) == kinds(asked, late, early) == ["update"]
    assert held(asked, early, late)[0].lead.answer == "fourteen people"


@pytest.mark.parametrize(
    ("question", "early", "late"),
    [
        ("Le ministre a-t-il démissionné ?", "Le ministre n’a pas démissionné.",
         "Le ministre a finalement démissionné."),
        ("Who directs the inquiry?", "The inquiry is directed by Lena Marchetti.",
         "The inquiry is now directed by Oscar Brandt."),
    ],
)  # fmt: skip
def test_later_news_that_says_so_updates_the_earlier(question: str, early: str, late: str) -> None:
    assert kinds(question, (early, "2024-05-07"), (late, "2024-05-08")) == ["update"]


def test_a_correction_needs_no_date() -> None:
    asked = "How many climbers were trapped?"
    first, right = "Six climbers were trapped.", "Seven climbers, and not six, were trapped."
    assert kinds(asked, first, right) == kinds(asked, right, first) == ["update"]


@pytest.mark.parametrize(
    ("day", "kind"), [("2024-05-08", "contradiction"), ("2024-05-20", "update")]
)
def test_days_later_another_sum_is_news(day: str, kind: str) -> None:
    one, other = "The stadium will cost 48 million euros.", "The stadium costs 61 million euros."
    assert kinds(COST, (one.replace("will cost", "cost"), "2024-05-07"), (other, day)) == [kind]


def test_what_was_measured_once_is_no_news_later() -> None:
    one, other = "The hearing lasted three hours.", "The hearing lasted five hours."
    assert kinds(LASTED, (one, "2024-05-07"), (other, "2024-05-20")) == ["contradiction"]


def test_without_a_later_report_nothing_is_updated() -> None:
    asked = "How many people are missing?"
    one = ("After the flood in Marle, nine people are missing.", "2024-05-07")
    other = ("After the flood in Marle, fourteen people are missing.", "2024-05-07")
    assert kinds(asked, one, other) == ["contradiction"]


def test_forecasts_of_two_bodies_are_assessments() -> None:
    asked = "How much will the economy grow in 2025?"
    one = "The central bank forecasts that the economy will grow by 1.2% in 2025."
    other = "The Varo institute forecasts that the economy will grow by 2.5% in 2025."
    assert kinds(asked, one, other) == ["assessment"]


def test_every_pair_is_related() -> None:
    texts = [f"The hearing of 4 May 2024 lasted {n} hours." for n in ("three", "five", "nine")]
    pairs = [(relation.a, relation.b) for relation in related(LASTED, *texts)]
    assert pairs == [(0, 1), (0, 2), (1, 2)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("Le ministre n’a pas démissionné.", True), ("Le ministre a démissionné.", False)],
)
def test_a_denial_is_told(text: str, expected: bool) -> None:
    (claim,) = claims("Le ministre a-t-il démissionné ?", make(text))
    assert denies(understand("Le ministre a-t-il démissionné ?"), claim) is expected


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        (dt.date(2024, 5, 7), dt.datetime(2024, 5, 7)),
        (dt.datetime(2024, 5, 7, 8, 30), dt.datetime(2024, 5, 7, 8, 30)),
        (dt.datetime(2024, 5, 7, 8, 30, tzinfo=dt.UTC), dt.datetime(2024, 5, 7, 8, 30)),
    ],
)
def test_days_and_moments_can_be_set_against_each_other(
    when: dt.date, expected: dt.datetime
) -> None:
    assert moment(when) == expected


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


def why(question: str, *texts: str, order: int = 1) -> str:
    """The explanation of the one relation between what texts say, in either order."""
    found = held(question, *texts)[::order]
    (relation,) = relations(understand(question), found)
    return Explainer(found, "en").why(relation)


@pytest.mark.parametrize("order", [1, -1])
def test_a_correction_is_explained_from_its_own_sentence(order: int) -> None:
    texts = ("Six climbers were trapped.", "Seven climbers, and not six, were trapped.")
    said = why("How many climbers were trapped?", *texts, order=order)
    assert "gives “Seven climbers”, and itself says that “Six climbers” no longer holds" in said


def test_places_that_differ_are_not_explained_as_certain() -> None:
    texts = ("The hearing in Lindale lasted three hours.", "The hearing in Dorf lasted five hours.")
    said = why(LASTED, *texts)
    assert "probably not about the same event" in said and "Lindale" in said and "Dorf" in said


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


def test_measures_that_differ_explain_what_time_only_makes_likely() -> None:
    asked = "How long is the bypass?"
    early = "In May 2020 the bypass was 30 km long, excluding slip roads."
    late = "In May 2024 the bypass was 42 km long, including slip roads."
    assert kinds(asked, early, late) == ["scope"]


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
