"""End to end: questions over texts, answered with verbatim quotes and the disagreements typed."""

import re
from pathlib import Path

import pytest

from rag.answer import AskRequest, InlineDocument
from tests.heart import answers, ask, inline, kinds, open_recoupe

SEEDS = Path(__file__).parents[1] / "seeds"
LASTED = "How long did the hearing last?"
THREE = "The hearing of 4 May 2024 lasted three hours."


# --- the six kinds of disagreement -------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "a", "b", "positions"),
    [
        (LASTED, THREE, THREE.replace("three", "five"), {"three hours", "five hours"}),
        (
            "Combien de temps a duré l’audience ?",
            "L’audience du 4 mai 2024 à Lindal a duré trois heures.",
            "L’audience du 4 mai 2024 à Lindal a duré cinq heures.",
            {"trois heures", "cinq heures"},
        ),
        (
            "How much did the stadium cost?",
            "The stadium in Harwick cost 48 million euros.",
            "Le stade de Harwick a coûté 61 millions d’euros.",
            {"48 million euros", "61 millions d’euros"},
        ),
    ],
)
def test_incompatible_values_of_one_fact_contradict(
    question: str, a: str, b: str, positions: set[str]
) -> None:
    answer = ask(question, a, b)
    assert set(answers(answer)) == positions
    assert kinds(answer) == ["contradiction"]


@pytest.mark.parametrize(
    ("question", "early", "late", "latest"),
    [
        (
            "How many people are missing?",
            "After the flood in Marle, nine people are missing, the prefect said.",
            "After the flood in Marle, fourteen people are now missing, the prefect said.",
            "fourteen people",
        ),
        (
            "Combien de personnes sont portées disparues ?",
            "Après la crue à Marle, neuf personnes sont portées disparues, a dit le préfet.",
            "Après la crue à Marle, quatorze personnes sont désormais portées disparues.",
            "quatorze personnes",
        ),
        (
            "Quand le musée rouvre-t-il ?",
            "Le musée d’Orval rouvrira le 3 juin 2024.",
            "L’ouverture est repoussée : le musée d’Orval rouvrira finalement le 5 juin 2024.",
            "5 juin 2024",
        ),
    ],
)
def test_a_later_report_updates_the_earlier(
    question: str, early: str, late: str, latest: str
) -> None:
    answer = ask(
        question, inline(early, "a", "2024-05-07T08:00"), inline(late, "b", "2024-05-07T20:00")
    )
    assert kinds(answer) == ["update"]
    assert latest in answers(answer)[0]
    assert len(answer.positions) == 2


@pytest.mark.parametrize(
    ("question", "a", "b"),
    [
        (LASTED, THREE, "The hearing of 18 November 2024 lasted five hours."),
        (
            "Combien de temps a duré l’audience ?",
            "L’audience du 4 mai 2024 a duré trois heures.",
            "L’audience du 18 novembre 2024 a duré cinq heures.",
        ),
        (
            "How many people were killed in the crash?",
            "The crash of 4 May 2024 in Marle killed three people.",
            "L’accident du 9 juin 2021 à Dorf a tué onze personnes.",
        ),
    ],
)
def test_values_of_different_events_do_not_contradict(question: str, a: str, b: str) -> None:
    answer = ask(question, a, b)
    assert kinds(answer) == ["different_subject"]
    assert len(answer.positions) == 2


@pytest.mark.parametrize(
    ("question", "a", "b"),
    [
        (
            "How long is the bypass?",
            "The Marle bypass is 30 km long, excluding slip roads.",
            "The Marle bypass is 42 km long, including slip roads.",
        ),
        (
            "Combien coûte la machine ?",
            "La machine coûte 100 000 euros hors taxes.",
            "La machine coûte 120 000 euros toutes taxes comprises.",
        ),
    ],
)
def test_values_measured_otherwise_differ_in_scope(question: str, a: str, b: str) -> None:
    assert kinds(ask(question, a, b)) == ["scope"]


@pytest.mark.parametrize(
    ("question", "exact", "vague"),
    [
        (
            "How many drones were launched?",
            "On 3 May, 320 drones were launched at Orvik.",
            "On 3 May, several hundred drones were launched at Orvik.",
        ),
        (
            "Combien de drones ont été lancés ?",
            "Le 3 mai, 320 drones ont été lancés sur Orvik.",
            "Le 3 mai, plusieurs centaines de drones ont été lancées sur Orvik.",
        ),
        (
            "When was the treaty signed?",
            "The treaty was signed on 9 June 1998.",
            "Le traité a été signé en juin 1998.",
        ),
    ],
)
def test_a_vaguer_value_differs_in_precision(question: str, exact: str, vague: str) -> None:
    answer = ask(question, vague, exact)
    assert kinds(answer) == ["precision"]
    assert answers(answer)[0] in exact


@pytest.mark.parametrize(
    ("question", "a", "b", "holders"),
    [
        (
            "What do people think of the museum?",
            "“The museum of Orval is a triumph of light and calm,” said Paul Denner.",
            "“A waste of money,” said Clara Voss of the museum.",
            {"Paul Denner", "Clara Voss"},
        ),
        (
            "How much will the economy grow in 2025?",
            "Paul Denner forecasts that the economy will grow by 1.2% in 2025.",
            "Clara Voss forecasts that the economy will grow by 2.5% in 2025.",
            {"Paul Denner", "Clara Voss"},
        ),
        (
            "Que pense-t-on du musée ?",
            "« Le musée d’Orval est un triomphe de lumière », a déclaré Paul Denner.",
            "« Un gâchis », a déclaré Clara Voss à propos du musée.",
            {"Paul Denner", "Clara Voss"},
        ),
    ],
)
def test_judgements_that_differ_have_their_holders(
    question: str, a: str, b: str, holders: set[str]
) -> None:
    answer = ask(question, a, b)
    assert kinds(answer) == ["assessment"]
    assert {position.speaker for position in answer.positions} == holders


@pytest.mark.parametrize(
    "texts",
    [
        (THREE, THREE),
        ("The hearing lasted two and a half hours.", "The hearing lasted 150 minutes."),
        ("The hearing lasted three hours.", "L’audience a duré trois heures."),
    ],
)
def test_documents_that_agree_share_a_position(texts: tuple[str, str]) -> None:
    answer = ask(LASTED, *texts)
    assert len(answer.positions) == 1
    assert answer.positions[0].citations == (1, 2)
    assert answer.disagreements == ()


def test_a_disagreement_points_at_positions() -> None:
    texts = (THREE, THREE.replace("three", "five"), THREE.replace("three", "nine"))
    answer = ask(LASTED, *texts)
    for disagreement in answer.disagreements:
        assert all(0 <= i < len(answer.positions) for i in disagreement.positions)
        assert disagreement.explanation


# --- what no document answers ------------------------------------------------------------------


@pytest.mark.parametrize(
    ("question", "text"),
    [
        pytest.param(
            "How long was the strike at Valmont?",
            "The strike at Dorhampton lasted nine days. Drivers wanted higher pay.",
            id="another place",
        ),
        pytest.param(
            "Combien de temps a duré la grève à Valmont ?",
            "La grève à Dorville a duré neuf jours. Les chauffeurs voulaient une hausse.",
            id="un autre lieu",
        ),
        pytest.param(
            "When did Claire Dumont resign?", "Paul Renard resigned on 4 May 2024.", id="another"
        ),
        pytest.param(
            "Quand Claire Dumont a-t-elle démissionné ?",
            "Paul Renard a démissionné le 4 mai 2024.",
            id="une autre personne",
        ),
        pytest.param("How long did the 2016 hearing last?", THREE, id="another year"),
        pytest.param(
            "Combien de temps a duré la grève de 2016 ?",
            "La grève de 2023 à Dorville a duré neuf jours.",
            id="une autre année",
        ),
        pytest.param("How much did the hearing cost?", THREE, id="the price of it"),
        pytest.param(
            "Combien a coûté l’audience ?", "L’audience a duré trois heures.", id="son prix"
        ),
        pytest.param(
            "Who designed the bridge?",
            "The bridge opened in 2019 and is 300 metres long.",
            id="who did it",
        ),
        pytest.param(
            "Qui a dessiné le pont ?", "Le pont a ouvert en 2019 et mesure 300 mètres.", id="qui"
        ),
        pytest.param(
            "How many people were injured?",
            "The storm cut power to 3,000 homes in Brenn.",
            id="other things counted",
        ),
        pytest.param(
            "Combien de chats ont été adoptés ?",
            "Le refuge a fait adopter 40 chiens en mai.",
            id="autre chose compté",
        ),
        pytest.param(
            "Who won the race?", "Add 200 g of flour and three eggs.", id="another matter"
        ),
    ],
)
def test_what_is_not_answered_is_not_made_up(question: str, text: str) -> None:
    answer = ask(question, inline(text, "a", "2024-05-05"))
    assert (answer.status, answer.positions, answer.citations) == ("no_evidence", (), ())
    assert [document.document_id for document in answer.consulted] == ["a"]
    assert not re.search(r"\d", answer.answer)


def test_calls_of_undated_texts_are_told_apart_by_what_they_are_tied_to() -> None:
    spring = (
        "Les présidents Arno Velt et Lise Moreau se sont parlé mardi. L’appel a duré deux heures. "
        "Il a eu lieu à la veille d’un conseil consacré au port de Brenn. Le ministre Paul Denner "
        "et la juge Sonia Krall y assisteront à Ostrava."
    )
    autumn = (
        "Lors d’un appel de vingt minutes, Arno Velt et Lise Moreau ont évoqué la pêche. C’était "
        "au lendemain de la signature d’un traité forestier. Hugo Lenz et Karin Stoll ont négocié "
        "pour Tarnov, a rappelé Moreau."
    )
    answer = ask("Combien de temps l’appel a-t-il duré ?", spring, autumn)
    assert [d.kind for d in answer.disagreements] == ["different_subject"]
    assert "peut-être" in answer.disagreements[0].explanation


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "Combien de personnes ont manifesté ?",
            "Selon la police, 3 000 personnes ont manifesté. Selon les syndicats, elles étaient "
            "12 000.",
        ),
        (
            "How many protesters marched?",
            "The police counted 3,000 protesters; the unions counted 12,000.",
        ),
    ],
)
def test_two_sources_in_one_text_contradict_each_other(question: str, text: str) -> None:
    answer = ask(question, text)
    assert [d.kind for d in answer.disagreements] == ["contradiction"]
    assert len({p.speaker for p in answer.positions}) == 2


@pytest.mark.parametrize("published", ["2025-10-16", "2025-10-16T18:30:00"])
def test_a_publication_date_comes_back_as_it_was_sent(published: str) -> None:
    sent = f'{{"text": "The call lasted an hour.", "published_at": "{published}"}}'
    document = InlineDocument.model_validate_json(sent)
    request = AskRequest(question="How long did the call last?", documents=(document,))
    (citation,) = open_recoupe().ask(request).citations
    assert citation.model_dump(mode="json")["published_at"] == published
