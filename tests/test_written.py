"""What a text without a date tells of when it was written, and what its dates then cannot be."""

import datetime as dt
import math
import time

import pytest

from rag.answer import Disagreement, InlineDocument
from rag.values.calendar_words import Language
from rag.values.dates import find_dates
from rag.written import not_before, told_past
from tests.heart import answers, ask, inline, kinds, make, reading

NEVER = dt.date.min


@pytest.mark.parametrize(
    ("language", "text", "told"),
    [
        ("fr", "La guerre a éclaté en février 2021.", "février 2021"),
        ("fr", "En mars 2021, elle a quitté la mairie.", "mars 2021"),
        ("fr", "Le pont a été ouvert le 3 mars 2019.", "3 mars 2019"),
        ("fr", "La grève dure depuis 2022.", "2022"),
        ("fr", "L’usine a ouvert en 2015. Elle a brûlé en 2018.", "2018"),
        ("fr", "Le stade ouvrira en 2018.", None),
        ("fr", "D’ici 2018, la ville aura changé.", None),
        ("fr", "La fermeture est prévue en 2018.", None),
        ("fr", "Elle a annoncé la fermeture du site en 2018.", None),
        ("fr", "Il a promis de fermer la mine en 2018.", None),
        ("fr", "Le conseil a voté un budget jusqu’en 2018.", None),
        ("fr", "Le film se passe en 2018 et a été tourné à Rome.", None),
        ("fr", "Il a fallu loger 2018 personnes.", None),
        ("fr", "© 2018. Tous droits réservés.", None),
        ("fr", "Pourquoi il a perdu en 2018", None),
        ("en", "War broke out in February 2021.", "February 2021"),
        ("en", "In March 2021, she left office.", "March 2021"),
        ("en", "The bridge was opened on 3 March 2019.", "3 March 2019"),
        ("en", "The strike has gone on since 2022.", "2022"),
        ("en", "The plant opened in 2015. It burned down in 2018.", "2018"),
        ("en", "The stadium will open in 2018.", None),
        ("en", "By 2018 the town had changed.", None),
        ("en", "The plant is due to close in 2018.", None),
        ("en", "She announced the closure of the plant in 2018.", None),
        ("en", "He promised to close the mine in 2018.", None),
        ("en", "The town was awarded the 2018 games.", None),
        ("en", "The film is set in 2018 and was shot in Rome.", None),
        ("en", "They lived in 2018 flats.", None),
        ("en", "Copyright 2018. All rights reserved.", None),
        ("en", "Why he lost in 2018", None),
    ],
)
def test_the_latest_day_told_as_past(language: Language, text: str, told: str | None) -> None:
    found = told_past(make(text), language)
    assert (found.text if found else None) == told


def test_a_long_text_without_a_line_break_is_searched_near_each_date_alone() -> None:
    document = make("In May 2021 the mayor opened the pool. " * 4_000, "a")
    began = time.process_time()
    for start in range(50_000, 150_000, 250):
        assert not_before(document, "en", start) == dt.date(2021, 5, 1)
    assert time.process_time() - began < 4


def test_no_text_tells_of_a_day_to_come() -> None:
    year = dt.date.today().year + 2
    assert told_past(make(f"It opened in {year}. It closed in 2018."), "en") == told_past(
        make(f"It opened in {year + 1}. It closed in 2018."), "en"
    )


@pytest.mark.parametrize(
    ("language", "text", "earliest"),
    [
        ("fr", "Ils se sont vus le 15 août.\nIl est mort en mars 2021.", dt.date(2021, 3, 1)),
        ("fr", "En 2015, tout a changé. Ils se sont vus le 15 août.\nIl est mort le 4 mai 2021.",
         dt.date(2016, 1, 1)),
        ("fr", "Il y a dix ans, ils se sont vus le 15 août.\nIl est mort en mars 2021.", NEVER),
        ("fr", "Chaque 15 août, ils se sont vus.\nIl est mort en mars 2021.", NEVER),
        ("fr", "Ils se sont vus le 15 août.\nLe pont ouvrira en mars 2021.", NEVER),
        ("en", "They met on 15 August.\nWar broke out in March 2021.", dt.date(2021, 3, 1)),
        ("en", "In 2015 all changed. They met on 15 August.\nHe died on 4 May 2021.",
         dt.date(2016, 1, 1)),
        ("en", "Ten years ago, they met on 15 August.\nHe died in March 2021.", NEVER),
        ("en", "They met every 15 August.\nHe died in March 2021.", NEVER),
        ("en", "They met on 15 August.\nThe bridge opens in March 2021.", NEVER),
    ],
)  # fmt: skip
def test_the_earliest_day_of_writing(language: Language, text: str, earliest: dt.date) -> None:
    assert not_before(make(text), language, text.index("15")) == earliest


@pytest.mark.parametrize(
    ("language", "text", "unit", "since"),
    [
        ("fr", "Ils se sont réunis le 15 août.", "month-day", dt.date(2021, 2, 1)),
        ("fr", "C’était en août dernier.", "month-day", dt.date(2021, 2, 1)),
        ("fr", "Ils se réuniront le 15 août.", "month-day", dt.date(2021, 2, 1)),
        ("fr", "Rendez-vous en août prochain.", "month-day", dt.date(2022, 2, 1)),
        ("fr", "Le 15 août, jour de fête.", "month-day", None),
        ("fr", "Elle est partie hier.", "relative", dt.date(2022, 1, 31)),
        ("fr", "Elle a été élue en août 2015.", "day", None),
        ("en", "They met on 15 August.", "month-day", dt.date(2021, 2, 1)),
        ("en", "It was last August.", "month-day", dt.date(2021, 2, 1)),
        ("en", "They will meet on 15 August.", "month-day", dt.date(2021, 2, 1)),
        ("en", "See you next August.", "month-day", dt.date(2022, 2, 1)),
        ("en", "On 15 August, a holiday.", "month-day", None),
        ("en", "She left yesterday.", "relative", dt.date(2022, 1, 31)),
        ("en", "She was elected in August 2015.", "day", None),
    ],
)
def test_a_date_without_a_year_is_bounded(
    language: Language, text: str, unit: str, since: dt.date | None
) -> None:
    (value,) = find_dates(text, language, None, dt.date(2022, 2, 1))
    assert (value.unit, value.since) == (unit, since.toordinal() if since else -math.inf)


@pytest.mark.parametrize(
    ("language", "text", "low", "high"),
    [
        ("fr", "avant-hier", -2, -2),
        ("fr", "demain", 1, 1),
        ("fr", "la semaine dernière", -13, -1),
        ("fr", "le mois dernier", -60, -1),
        ("fr", "dans les deux prochaines semaines", 0, 14),
        ("fr", "dans les prochains jours", 0, 7),
        ("fr", "il y a trois jours", -3, -3),
        ("en", "yesterday", -1, -1),
        ("en", "tomorrow", 1, 1),
        ("en", "last week", -13, -1),
        ("en", "last month", -60, -1),
        ("en", "in the next two weeks", 0, 14),
        ("en", "in the coming days", 0, 7),
        ("en", "three days ago", -3, -3),
    ],
)
def test_what_counts_from_an_unknown_day(
    language: Language, text: str, low: int, high: int
) -> None:
    (value,) = find_dates(text, language, None, NEVER)
    assert (value.unit, value.low, value.high) == ("relative", low, high)
    assert find_dates(text, language, None) == []


@pytest.mark.parametrize(
    "text",
    [
        "They met on 15 August. War broke out in March 2021.",
        "Ils se sont réunis le 15 août. La guerre a éclaté en mars 2021.",
    ],
)
def test_a_document_with_a_date_is_resolved_by_it(text: str) -> None:
    bare, dated = (reading(text, published=day) for day in (None, "2024-10-02"))
    (told,), (resolved,) = bare.sentences[0].values, dated.sentences[0].values
    assert (told.unit, told.since) == ("month-day", dt.date(2020, 3, 1).toordinal())
    assert (resolved.day, resolved.since) == (dt.date(2024, 8, 15), -math.inf)


# One summit in three reports: a year that is wrong, a day without one, and "last June".
LOOKS_BACK = {
    "fr": "Les deux présidents s’étaient réunis à Orvik en juin 2014, pour un sommet sans effet.",
    "en": "The two presidents had met in Orvik in June 2014, at a summit that settled nothing.",
}
TELLS = {
    "fr": "Les deux présidents se sont réunis à Orvik le 12 juin, lors d’un sommet sur le gaz.",
    "en": "The two presidents met in Orvik on 12 June, at a summit on the price of gas.",
}
WAR = {
    "fr": "La guerre a éclaté dans le nord en mars 2021.",
    "en": "War broke out in the north in March 2021.",
}
LAST = {
    "fr": "Les présidents se sont reparlé. Leur sommet à Orvik s’est tenu en juin dernier.",
    "en": "The presidents spoke again. Their summit in Orvik was held last June.",
}
ASKED = {"fr": "Quand a eu lieu le sommet d’Orvik ?", "en": "When was the summit in Orvik?"}
BOTH: tuple[Language, ...] = ("fr", "en")


def told(language: Language, *texts: str | InlineDocument) -> dict[frozenset[str], Disagreement]:
    """How the answers over texts disagree, by the two answers."""
    answer = ask(ASKED[language], *texts)
    return {
        frozenset(answer.positions[i].answer for i in found.positions): found
        for found in answer.disagreements
    }


def dated(text: str, day: str = "2024-10-02") -> InlineDocument:
    return inline(text, published=day)


@pytest.mark.parametrize("language", BOTH)
def test_a_year_that_the_text_excludes_contradicts(language: Language) -> None:
    texts = dated(LOOKS_BACK[language]), f"{TELLS[language]}\n\n{WAR[language]}", LAST[language]
    day, month, last = {
        "fr": ("12 juin", "juin 2014", "juin dernier"),
        "en": ("12 June", "June 2014", "last June"),
    }[language]
    found = told(language, *texts)
    assert {pair: one.kind for pair, one in found.items()} == {
        frozenset((day, month)): "contradiction",
        frozenset((day, last)): "precision",
        frozenset((month, last)): "precision",
    }
    excluded = found[frozenset((day, month))].explanation
    assert {"fr": "au passé de mars 2021", "en": "of March 2021 as past"}[language] in excluded
    untold = found[frozenset((month, last))].explanation
    assert {"fr": "ne dit pas l’année", "en": "does not tell the year"}[language] in untold


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("asked", BOTH)
def test_a_year_is_excluded_across_languages(language: Language, asked: Language) -> None:
    other: Language = "en" if language == "fr" else "fr"
    found = told(asked, dated(LOOKS_BACK[language]), f"{TELLS[other]} {WAR[other]}")
    assert [one.kind for one in found.values()] == ["contradiction"]


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize(
    ("told_too", "year", "published", "kind"),
    [
        ({"fr": "", "en": ""}, "2014", "2024-10-02", "precision"),
        ({"fr": "Un gazoduc ouvrira en mars 2021.", "en": "A pipeline will open in March 2021."},
         "2014", "2024-10-02", "precision"),
        (WAR, "2023", "2024-10-02", "precision"),
        # A report of that year tells of that year’s summit, and the other of a later one.
        (WAR, "2014", "2014-07-02", "different_subject"),
    ],
    ids=["nothing told", "told of the future", "a year that can be", "a report of that year"],
)  # fmt: skip
def test_a_year_that_the_text_does_not_exclude(
    language: Language, told_too: dict[str, str], year: str, published: str, kind: str
) -> None:
    looks_back = dated(LOOKS_BACK[language].replace("2014", year), published)
    found = told(language, looks_back, f"{TELLS[language]} {told_too[language]}")
    assert [one.kind for one in found.values()] == [kind]


@pytest.mark.parametrize("language", BOTH)
def test_what_comes_round_every_year_contradicts_nothing(language: Language) -> None:
    opened = {
        "fr": ("La foire d’Orvik a ouvert en juin 2014.", "La foire d’Orvik a ouvert le 12 juin."),
        "en": ("The fair in Orvik opened in June 2014.", "The fair in Orvik opened on 12 June."),
    }[language]
    question = {"fr": "Quand a ouvert la foire d’Orvik ?", "en": "When did the fair in Orvik open?"}
    answer = ask(question[language], dated(opened[0]), f"{opened[1]} {WAR[language]}")
    assert kinds(answer) == ["different_subject"]


@pytest.mark.parametrize("language", BOTH)
def test_an_undated_report_does_not_take_the_year_of_another(language: Language) -> None:
    calls = {
        "fr": ("Les deux ministres se sont parlé au téléphone le 3 octobre.",
               "L’appel entre les deux ministres a eu lieu le 3 juillet."),
        "en": ("The two ministers spoke by telephone on 3 October.",
               "The call between the two ministers took place on 3 July."),
    }[language]  # fmt: skip
    question = {"fr": "Quand a eu lieu l’appel ?", "en": "When did the call take place?"}[language]
    told_as = {p.answer: p.value for p in ask(question, dated(calls[0]), calls[1]).positions}
    bare = told_as[{"fr": "3 juillet", "en": "3 July"}[language]]
    assert bare and (bare.unit, bare.low) == ("month-day", 703)


@pytest.mark.parametrize(
    ("question", "text", "day", "answer", "value"),
    [
        ("When will the ministers meet?", "The ministers will meet within two weeks.", "2025-03-03",
         "within two weeks", ("2025-03-03", "2025-03-17", "day")),
        ("When will the ministers meet?", "The ministers will meet within two weeks.", None,
         "within two weeks", (0, 14, "relative")),
        ("When did the ministers speak again?", "The ministers spoke again a few days later.",
         "2025-03-03", "a few days later", (2, 9, "relative")),
        ("When did the ministers speak again?",
         "The ministers spoke again more than two weeks later.",
         "2025-03-03", "more than two weeks later", (14, None, "relative")),
        ("Quand les ministres se sont-ils reparlé ?",
         "Les ministres se sont reparlé plus de deux semaines plus tard.", None,
         "plus de deux semaines plus tard", (14, None, "relative")),
        ("Quand les ministres se verront-ils ?", "Les ministres se verront d’ici deux semaines.",
         "2025-03-03", "d’ici deux semaines", ("2025-03-03", "2025-03-17", "day")),
        ("Quand les ministres se verront-ils ?",
         "Les ministres se verront dans les deux prochaines semaines.", None,
         "dans les deux prochaines semaines", (0, 14, "relative")),
        ("Quand les ministres se sont-ils reparlé ?",
         "Les ministres se sont reparlé quelques jours plus tard.", None,
         "quelques jours plus tard", (2, 9, "relative")),
        ("Quand le pont a-t-il rouvert ?", "Le pont a rouvert hier.", None,
         "hier", (-1, -1, "relative")),
    ],
)  # fmt: skip
def test_when_is_answered_by_what_counts_from_a_day(
    question: str, text: str, day: str | None, answer: str, value: tuple[object, object, str]
) -> None:
    (only,) = ask(question, inline(text, published=day)).positions
    assert only.answer == answer
    assert only.value and (only.value.low, only.value.high, only.value.unit) == value


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("How long did the repair take?", "The repair took two weeks.", "two weeks"),
        ("How long after the fire did the bridge reopen?",
         "After the fire, the bridge reopened two weeks later.", "two weeks"),
        ("Combien de temps a pris la réparation ?", "La réparation a pris deux semaines.",
         "deux semaines"),
        ("Combien de temps après l’incendie le pont a-t-il rouvert ?",
         "Après l’incendie, le pont a rouvert deux semaines plus tard.", "deux semaines"),
    ],
)  # fmt: skip
def test_how_long_is_answered_by_a_length_of_time(question: str, text: str, answer: str) -> None:
    assert answers(ask(question, text)) == [answer]


def test_a_day_beyond_the_calendar_is_told_in_its_own_words() -> None:
    text = "The ministers will meet within 90,000 years."
    asked = "When will the ministers meet?"
    assert answers(ask(asked, inline(text, published="2025-03-03"))) == ["within 90,000 years"]
