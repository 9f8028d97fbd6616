"""Whether two claims are about the same event or thing."""

import datetime as dt

import pytest

from bench.relations import reported, told_by_row
from rag.claims import Claim
from rag.question import understand
from rag.sameness import Verdict, compare_subjects
from rag.subject import cast, fits, overlap, touches
from rag.values.value import Value
from tests.heart import claims, make, reading

ASKED = {"fr": "Combien de temps a duré l’audience ?", "en": "How long did the hearing last?"}


def claim(text: str, language: str = "en", published: str | None = None) -> Claim:
    (only,) = claims(ASKED[language], make(text, published=published))
    return only


def verdict(a: str, b: str, language: str = "en") -> Verdict:
    """How the subjects of two texts on a hearing compare; the same both ways."""
    x, y = claim(a, language).subject, claim(b, language).subject
    assert compare_subjects(x, y) == compare_subjects(y, x)
    return compare_subjects(x, y)


def test_a_subject_compares_as_the_same_with_itself() -> None:
    about = claim("The hearing of 4 May 2024 lasted three hours.").subject
    assert compare_subjects(about, about) == Verdict(True, "same", sure=True)


@pytest.mark.parametrize(
    ("a", "b", "language"),
    [
        ("The hearing of 4 May 2024 lasted three hours.",
         "The hearing of 18 November 2024 lasted five hours.", "en"),
        ("L’audience du 4 mai 2024 a duré trois heures.",
         "L’audience du 18 novembre 2024 a duré cinq heures.", "fr"),
        ("The hearing of 4 May 2024 lasted three hours.",
         "The hearing of 4 May 2023 lasted five hours.", "en"),
    ],
)  # fmt: skip
def test_events_of_different_days_are_different(a: str, b: str, language: str) -> None:
    assert verdict(a, b, language) == Verdict(False, "dates")


@pytest.mark.parametrize(
    ("a", "b", "language"),
    [
        ("The third hearing lasted three hours.", "The fourth hearing lasted five hours.", "en"),
        ("La troisième audience a duré trois heures.",
         "La quatrième audience a duré cinq heures.", "fr"),
    ],
)  # fmt: skip
def test_events_of_different_rank_are_different(a: str, b: str, language: str) -> None:
    assert verdict(a, b, language) == Verdict(False, "ordinals")


@pytest.mark.parametrize(
    ("a", "b", "language"),
    [
        (
            "The hearing in Lindale lasted three hours.",
            "The hearing in Dorf lasted five hours.",
            "en",
        ),
        ("L’audience à Lindal a duré trois heures.", "L’audience à Dorf a duré cinq heures.", "fr"),
    ],
)
def test_events_in_different_places_are_different(a: str, b: str, language: str) -> None:
    assert verdict(a, b, language) == Verdict(False, "places")


def test_two_reports_that_name_other_places_are_hardly_of_the_same() -> None:
    texts = ("The hearing in Lindale lasted three hours.", "The hearing in Dorf lasted five hours.")
    question = "How long did the hearing last?"
    a, b = (claims(question, make(text, str(n)))[0] for n, text in enumerate(texts))
    assert compare_subjects(a.subject, b.subject) == Verdict(False, "places", sure=False)


def test_a_follow_up_is_dated_by_its_own_day() -> None:
    trial = "The trial of 4 May 2024 lasted three hours."
    later = "On {} the trial of Ann Lee was told that it lasted five hours."
    soon, late, much_later = (
        verdict(trial, later.format(f"{day} 2024")) for day in ("10 May", "9 June", "20 September")
    )
    assert soon.same
    assert (late.same, late.sure) == (False, False)
    assert (much_later.same, much_later.sure) == (False, True)


def test_a_figure_held_against_another_has_not_its_date() -> None:
    turnout = "2024-05-04 A vote | Turnout was [54 per cent], compared with 61 per cent in 2020."
    row = f"x\tWhat was the turnout in 2024?\t{turnout}\t{turnout}"
    assert reported(told_by_row(row)) == {(0, 1): {"same"}}


def test_figures_of_two_periods_are_different_though_these_touch() -> None:
    first, second = (
        claims("What was the profit?", make(f"In {year}, the profit was 3 million euros."))[0]
        for year in ("2023", "2024")
    )
    assert compare_subjects(first.subject, second.subject) == Verdict(False, "dates")


@pytest.mark.parametrize("day", ["4 May 2024", "5 May 2024"])
def test_a_night_between_is_no_other_event(day: str) -> None:
    same = verdict(
        "The hearing of 4 May 2024 lasted three hours.", f"The hearing of {day} lasted five hours."
    )
    assert same == Verdict(True, "same", sure=True)


def test_without_a_date_the_same_is_likely_but_not_sure() -> None:
    same = verdict("The hearing lasted three hours.", "The hearing lasted five hours.")
    assert same == Verdict(True, "same", sure=False)


def test_reports_that_lie_far_apart_are_hardly_of_the_same() -> None:
    old = claim("The hearing lasted three hours.", published="2019-05-04")
    new = claim("The hearing lasted five hours.", published="2024-05-04")
    assert compare_subjects(old.subject, new.subject) == Verdict(False, "published", sure=False)


def test_reports_of_one_week_are_likely_of_the_same() -> None:
    old = claim("The hearing lasted three hours.", published="2024-05-04")
    new = claim("The hearing lasted five hours.", published="2024-05-06")
    assert compare_subjects(old.subject, new.subject).same


def test_the_event_is_the_questions_own_word() -> None:
    about = claim("L’audience du 4 mai 2024 a duré trois heures.", "en").subject
    assert about.event == "hearing"


def test_the_day_is_read_beside_the_event() -> None:
    about = claim("The hearing of 4 May 2024 lasted three hours.").subject
    day = dt.date(2024, 5, 4).toordinal()
    assert (about.when, about.stated) == ((day, day), True)


def test_a_document_s_names_are_its_cast() -> None:
    text = "Rain fell. In Ghent, Élise Fabre met Tomas Berg on Monday, 3 May. He left."
    assert cast(reading(text)) == {"ghent", "elise", "fabre", "tomas", "berg"}


@pytest.mark.parametrize(
    ("a", "b", "share"),
    [("ab", "abcd", 1.0), ("ab", "bc", 0.5), ("ab", "cd", 0.0), ("", "ab", 0.0), ("", "", 0.0)],
)
def test_an_overlap_is_the_share_of_the_smaller(a: str, b: str, share: float) -> None:
    assert overlap(frozenset(a), frozenset(b)) == overlap(frozenset(b), frozenset(a)) == share


@pytest.mark.parametrize(
    ("question", "fitting"),
    [
        ("How long did the hearing last?", True),
        ("How long did the hearing of 4 May 2024 last?", True),
        ("How long did the 2024 hearing last?", True),
        ("How long did the hearing of May 2024 last?", True),
        ("How long did the 2016 hearing last?", False),
        ("How long did the hearing of 4 June 2024 last?", False),
        ("How long did the hearing last in 2024, and how long in 2016?", True),
        ("How long did the hearing last in 2015, and how long in 2016?", False),
        ("Combien de temps a duré l’audience de 2016 ?", False),
    ],
)
def test_a_claim_fits_the_time_that_is_asked_of(question: str, fitting: bool) -> None:
    about = claim("The hearing of 4 May 2024 lasted three hours.")
    assert fits(about.subject, about.value, understand(question)) is fitting


def test_a_claim_of_unknown_time_fits_any() -> None:
    about = claim("The hearing lasted three hours.")
    assert fits(about.subject, about.value, understand("How long did the 2016 hearing last?"))


@pytest.mark.parametrize(
    ("question", "text", "fitting"),
    [
        ("How many boats sank this winter?", "In the winter of 2021-22, 12 boats sank.", False),
        ("How many boats sank this winter?", "In January, 12 boats sank.", True),
        ("How many boats sank this winter?", "So far, 12 boats have sunk.", True),
        ("How many boats sank this year?", "In 2023, 12 boats sank.", False),
        ("How many boats sank?", "In the winter of 2021-22, 12 boats sank.", True),
        ("Combien de bateaux ont coulé cet hiver ?", "In 2019, 12 boats sank.", False),
    ],
)
def test_what_is_long_past_is_not_of_the_time_that_runs(
    question: str, text: str, fitting: bool
) -> None:
    (about,) = claims("How many boats sank?", make(text, published="2025-02-10"))
    assert fits(about.subject, about.value, understand(question)) is fitting


@pytest.mark.parametrize(("before", "kept"), [("In 2017 they met. ", 1), ("They met. ", 0)])
def test_a_later_report_fits_a_time_it_has_just_spoken_of(before: str, kept: int) -> None:
    text = f"2024-05-04 A hearing | {before}It was over soon. The hearing lasted [three hours]."
    row = f"x\tHow long did the hearing of 2017 last?\t{text}\t{text}"
    assert len(reported(told_by_row(row))) == kept


@pytest.mark.parametrize(("day", "kept"), [("4 May 2024", 1), ("4 April 2024", 0)])
def test_the_report_of_the_next_day_fits_the_day_it_tells_of(day: str, kept: int) -> None:
    before = f"On 5 May 2024 the mayors quarrelled over the hearing. It was called for {day}. "
    text = f"2024-05-05 A quarrel | {before}The hearing lasted [three hours]."
    row = f"x\tHow long did the hearing of {day} last?\t{text}\t{text}"
    assert len(reported(told_by_row(row))) == kept


def test_a_day_that_is_the_answer_must_lie_in_the_time_asked() -> None:
    (about,) = claims("When was the treaty signed?", make("The treaty was signed on 9 June 1998."))
    assert fits(about.subject, about.value, understand("When in 1998 was the treaty signed?"))
    assert not fits(about.subject, about.value, understand("When in 1997 was the treaty signed?"))


def days(low: float, high: float, unit: str) -> Value:
    return Value("date", low, high, unit, "exact", 0, 1, "x")


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [(10, 20, True), (1, 10, True), (20, 30, True), (1, 9, False), (21, 30, False), (1, 99, True)],
)
def test_days_touch_where_they_share_one(first: int, last: int, expected: bool) -> None:
    assert touches(days(10, 20, "day"), first, last) is expected


@pytest.mark.parametrize(
    ("day", "expected"), [("2024-08-15", True), ("1999-08-15", True), ("2024-08-16", False)]
)
def test_a_day_of_any_year_is_touched_by_its_month_and_day(day: str, expected: bool) -> None:
    number = dt.date.fromisoformat(day).toordinal()
    assert touches(days(815, 815, "month-day"), number, number) is expected


@pytest.mark.parametrize(
    ("text", "sites"),
    [
        ("Then Ann Hill spoke. At the hearing, three hours were given to Hill.", set()),
        ("The hearing in Hill, near the coast, lasted three hours.", {"hill"}),
        ("The river of Grand Arlay is near. The hearing in Arlay lasted three hours.", {"arlay"}),
    ],
)
def test_who_is_a_person_elsewhere_in_the_text_is_no_place(text: str, sites: set[str]) -> None:
    assert claim(text).subject.sites == sites
