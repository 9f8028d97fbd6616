"""What in the words of two reports tells an update or another measure from a contradiction."""

import pytest

from bench.relations import reported, told_by_row


def kinds(question: str, *texts: str) -> set[str]:
    """How the answers in square brackets relate; each text has its day before a bar, if any."""
    found = reported(told_by_row("\t".join(["x", question, *texts])))
    return {kind for related in found.values() for kind in related}


COST, PRIX = "How much does the hall cost?", "Combien coûte la halle ?"
FINE = "How much was the fine of the Albia?"
AMENDE = "De combien est l’amende de l’Albia ?"


@pytest.mark.parametrize(
    ("question", "a", "b", "expected"),
    [
        # A unit left out is that of the other figure.
        (COST, "2024-05-07 | The hall costs [€85 million].",
         "2024-05-08 | Builders say the hall costs [97 million].", "contradiction"),
        (PRIX, "2024-05-07 | La halle coûte [85 millions d’euros].",
         "2024-05-08 | La halle coûte [85 millions], dit le maire.", "same"),
        (PRIX, "2024-05-07 | La halle coûte [85 millions d’euros].",
         "2024-05-08 | La halle coûte [97 millions], dit le maire.", "contradiction"),
        ("What share of the crop was lost?", "2024-05-07 | Farmers lost [40%] of the crop.",
         "2024-05-08 | The crop lost: [62], according to growers.", "contradiction"),
        (COST, "The hall costs [€85 million].", "The hall costs [40 bitcoins].", "scope"),
        # A bound near a figure says it more roughly, but for what still grows.
        (COST, "2024-05-20 | The hall costs [€84,000].",
         "2024-05-07 | The hall costs [more than €80,000].", "precision"),
        (PRIX, "2024-05-20 | La halle coûte [84 000 euros].",
         "2024-05-07 | La halle coûte [plus de 80 000 euros].", "precision"),
        ("Combien de bateaux compte le port ?", "2024-05-20 | Le port compte [212 bateaux].",
         "2024-05-07 | Le port compte [plus de 200 bateaux].", "precision"),
        ("How many people were killed?", "2024-05-07 | [At least 40 people] were killed in Marle.",
         "2024-05-09 | In Marle [43 people] were killed.", "update"),
        ("How many boats joined?", "2024-05-07 | [At least four boats] joined the parade.",
         "2024-05-20 | [Six boats] joined the parade.", "update"),
    ],
)  # fmt: skip
def test_figures_are_set_side_by_side_as_they_are_meant(
    question: str, a: str, b: str, expected: str
) -> None:
    assert kinds(question, a, b) == {expected}


@pytest.mark.parametrize(
    ("question", "a", "b", "expected"),
    [
        # What changes a figure has a day of its own.
        (FINE, "2024-06-11 | The Albia was given a fine of [€40,000] on 10 June 2024.",
         "2025-02-06 | On 5 February 2025 a court cut the fine of the Albia to [€25,000].",
         "update"),
        (AMENDE, "2024-06-11 | Le 10 juin 2024, une amende de [40 000 euros] a frappé l’Albia.",
         "2025-02-06 | Le 5 février 2025, la cour a ramené l’amende de l’Albia à [25 000 euros].",
         "update"),
        (FINE, "2024-06-11 | The Albia was given a fine of [€40,000] on 10 June 2024.",
         "2025-02-06 | On 5 February 2025 the Albia was given a fine of [€25,000].",
         "different_subject"),
        (AMENDE, "2024-06-11 | Le 10 juin 2024, une amende de [40 000 euros] a frappé l’Albia.",
         "2025-02-06 | Le 5 février 2025, une amende de [25 000 euros] a frappé l’Albia.",
         "different_subject"),
        # A sentence gives the figure of before, or that of another year.
        ("How many sheds are planned?", "The plan, announced at [48 sheds], is now for [36 sheds].",
         "", "update"),
        ("Quel âge avait le pilote ?", "2024-05-07 | Le pilote avait [52 ans].",
         "2024-05-07 | Le pilote avait [47 ans], et non 52 comme on l’a dit.", "update"),
        ("Quel âge avait le pilote ?", "2024-05-07 | Le pilote était âgé de [52 ans].",
         "2024-05-07 | Le pilote était âgé de [47 ans], et non de 52.", "update"),
        ("What share of the hives died?",
         "This spring [38%] of the hives died, compared with [14%] last winter.", "", "scope"),
        ("Quelle part des ruches a péri ?",
         "Au printemps, [38 %] des ruches ont péri, contre [14 %] l’hiver d’avant.", "", "scope"),
        ("Combien de malades ?", "[38 personnes] sont malades, contre [14] mardi.", "", "update"),
        # A plan that changed; the same day, two people tell two plans.
        ("When will they meet?", "2026-06-09 | They will meet [on 20 September], Ann Lee said.",
         "2026-06-18 | They will meet [on 6 October], Bob Roy said.", "update"),
        ("Quand se reverront-ils ?", "2026-06-09 | Ils se reverront [le 20 septembre], dit Ann.",
         "2026-06-18 | Ils se reverront [le 6 octobre], a dit Bob Roy.", "update"),
        ("When will they meet?", "2026-06-09 | They will meet [on 20 September], Ann Lee said.",
         "2026-06-09 | They will meet [on 6 October], Bob Roy said.", "contradiction"),
        # What had "already" happened goes on; "at least" of something else is no doubt of a day.
        ("How many hectares burned?", "2024-08-12 | The fire had already burned [900 hectares].",
         "2024-08-14 | The fire burned [3,400 hectares].", "update"),
        ("Combien d’hectares ont brûlé ?", "2024-08-12 | Le feu avait déjà brûlé [900 hectares].",
         "2024-08-14 | Le feu a brûlé [3 400 hectares].", "update"),
        ("How many seats has the hall?", "2024-08-12 | The hall has [900 seats].",
         "2024-08-14 | The hall, already full, has [3,400 seats].", "contradiction"),
        ("When was the vote?", "2025-02-11 | The vote is set for [23 March 2025].",
         "2025-05-19 | The vote was held [on 18 May 2025], and emptied at least one club.",
         "update"),
        # A toll goes on whichever of the two reports has the word for it.
        ("Combien de morts y a-t-il ?", "2024-05-07 | On déplorait [neuf morts] à Marle.",
         "2024-05-08 | The number of people killed in the crash at Marle came to [eleven].",
         "update"),
        ("How many boats has the fleet?", "2024-05-07 | The fleet has [nine boats].",
         "2024-05-08 | La flotte compte [onze bateaux].", "contradiction"),
    ],
)  # fmt: skip
def test_a_later_word_on_one_figure_says_that_it_is(
    question: str, a: str, b: str, expected: str
) -> None:
    assert kinds(question, *filter(None, (a, b))) == {expected}


@pytest.mark.parametrize(
    ("question", "a", "b", "expected"),
    [
        ("How many pupils has the school?", "The school has [950 pupils], boarders included.",
         "Not including boarders, the school has [780 pupils].", "scope"),
        ("How high was the plume?", "The plume rose to [11 km] above sea level.",
         "The plume rose to [8 km] above the crater.", "scope"),
        ("À quelle hauteur est monté le panache ?",
         "Le panache est monté à [11 km] au-dessus du niveau de la mer.",
         "Le panache est monté à [8 km] au-dessus du cratère.", "scope"),
        ("How high was the plume?", "The plume rose to [11 km] above sea level.",
         "The plume rose to [8 km] above sea level.", "contradiction"),
        ("Combien de salariés compte Orvane ?",
         "Orvane compte [910 salariés], tous sites confondus.",
         "À Marle, Orvane compte [640 salariés].", "scope"),
        ("How many people were killed?", "2024-05-07 | In Marle [9 people] were killed.",
         "2024-05-07 | In all, [11 people] were killed in the crash.", "contradiction"),
        ("How many birds were culled?", "With those culled nearby, [900 birds] were culled.",
         "On the farms, [640 birds] were culled.", "scope"),
        ("Combien d’oiseaux ont été abattus ?",
         "Avec ceux des environs, [900 oiseaux] ont été abattus.",
         "Dans les fermes, [640 oiseaux] ont été abattus.", "scope"),
    ],
)  # fmt: skip
def test_what_a_figure_takes_in_is_told_beside_it(
    question: str, a: str, b: str, expected: str
) -> None:
    assert kinds(question, a, b) == {expected}


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("What does Ann Lee think of the plan?", set()),
        ("Que pense Ann Lee du plan ?", set()),
        ("What do people at Orvane think of the plan?", {"assessment"}),
        ("Que pense-t-on du plan ?", {"assessment"}),
    ],
)
def test_what_one_person_thinks_is_set_against_nobody(question: str, expected: set[str]) -> None:
    a = "2024-05-07 | [The plan is a triumph], said Ann Lee."
    b = "2024-05-20 | [Le plan est un gâchis], a-t-on entendu."
    assert kinds(question, a, b) == expected
