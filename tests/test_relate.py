"""Which claims say the same, and how those that differ differ."""

import datetime as dt

import pytest

from rag.differences import moment
from rag.explain import Explainer
from rag.positions import Position, positions
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
        ("Quel est le chiffre d’affaires d’Oltec ?",
         "• Chiffre d’affaires d’Oltec : 41,6 millions d’euros, en hausse",
         "Le chiffre d’affaires d’Oltec a atteint 41,6 millions d’euros."),
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


def test_the_sharper_of_two_that_agree_comes_first() -> None:
    texts = "The board will rule in the first half of 2026.", "The board will rule in March 2026."
    for order in (texts, texts[::-1]):
        assert held("When will the board rule?", *order)[0].lead.answer == "March 2026"


def test_what_is_measured_otherwise_is_not_out_of_date() -> None:
    before = ("The stadium cost 40 million euros, excluding VAT.", "2024-05-07")
    after = ("The stadium cost 48 million euros, including VAT.", "2024-06-09")
    assert kinds(COST, before, after) == ["scope"]
    assert held(COST, after, before)[0].lead.answer == "40 million euros"


def test_judgements_come_in_the_order_of_their_reports() -> None:
    asked = "What do people think of the stadium?"
    praise = ("“The stadium is a triumph,” said Ada Berg.", "2024-05-07")
    blame = ("“The stadium is a fiasco,” said Oscar Lind.", "2024-05-08")
    for texts in ((praise, blame), (blame, praise)):
        assert [p.lead.speaker for p in held(asked, *texts)] == ["Ada Berg", "Oscar Lind"]


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
        ("How long is the warranty?", "The warranty is 24 months.",
         "Article 9 is replaced by the following: “The warranty is 36 months.”"),
        ("Quelle est la durée de la garantie ?", "La durée de la garantie est de deux ans.",
         "La durée de la garantie est portée à trois ans."),
    ],
)  # fmt: skip
def test_later_news_that_says_so_updates_the_earlier(question: str, early: str, late: str) -> None:
    assert kinds(question, (early, "2024-05-07"), (late, "2024-05-08")) == ["update"]


def test_two_sayings_of_one_speaker_are_no_two_views() -> None:
    said = (
        ("“The deal is a triumph,” said Ada Berg.", "2024-05-07"),
        ("For Ada Berg, the deal is “a fiasco for our neighbours”.", "2024-05-08"),
    )
    assert kinds("What did people say of the deal?", *said) == ["assessment"]
    assert kinds("What did Berg say of the deal?", *said) == []


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


def test_what_takes_the_place_of_a_figure_leads_however_it_measures() -> None:
    asked = "How much does the stadium cost?"
    before = ("The stadium costs 40 million euros excluding VAT.", "2024-05-07")
    after = ("The stadium costs 48 million euros instead of 40 million euros.", "2024-06-09")
    assert held(asked, before, after)[0].lead.answer == "48 million euros"


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


def test_measures_that_differ_explain_what_time_only_makes_likely() -> None:
    asked = "How long is the bypass?"
    early = "In May 2020 the bypass was 30 km long, excluding slip roads."
    late = "In May 2024 the bypass was 42 km long, including slip roads."
    assert kinds(asked, early, late) == ["scope"]
