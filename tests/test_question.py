"""Understanding a question."""

import pytest

from rag.answer import Language
from rag.question import Ask, understand
from rag.values.value import Kind


def terms(text: str) -> list[str]:
    return [term.word.text for term in understand(text).terms]


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("combien de temps a duré l’audience ?", "fr"),
        ("COMBIEN DE MORTS ?", "fr"),
        ("qui a gagné ?", "fr"),
        ("Pourquoi l'école est-elle fermée", "fr"),
        ("how long did the hearing last?", "en"),
        ("WHO WON?", "en"),
        ("why is the school closed", "en"),
        ("Who is Jean-François Lefèvre?", "en"),
        ("Qui est John Smith ?", "fr"),
    ],
)
def test_the_language_is_told(text: str, language: Language) -> None:
    assert understand(text).language == language


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Qui a dessiné le pont ?", "person"),
        ("Who designed the bridge?", "person"),
        ("Par qui le pont a-t-il été dessiné ?", "person"),
        ("By whom was the bridge designed?", "person"),
        ("Où le traité a-t-il été signé ?", "place"),
        ("Where was the treaty signed?", "place"),
        ("Dans quelle ville vit-elle ?", "place"),
        ("In which city does she live?", "place"),
        ("Quelle entreprise a construit le barrage ?", "organisation"),
        ("Which company built the dam?", "organisation"),
        ("Pourquoi l’école est-elle fermée ?", "reason"),
        ("Why is the school closed?", "reason"),
        ("Quelle est la cause de l’incendie ?", "reason"),
        ("What caused the fire?", "reason"),
        ("Que pense-t-elle du musée ?", "judgement"),
        ("What does she think of the museum?", "judgement"),
        ("Le sommet a-t-il été un succès ?", "judgement"),
        ("Was the summit a success?", "judgement"),
        ("Qu’a dit Anna Kroll ?", "quotation"),
        ("What did Anna Kroll say?", "quotation"),
        ("Le ministre a-t-il démissionné ?", "yes_no"),
        ("Est-ce que le ministre a démissionné ?", "yes_no"),
        ("Did the minister resign?", "yes_no"),
        ("Is the bridge open?", "yes_no"),
        ("lutrine", "open"),
    ],
)
def test_what_is_asked_is_told(text: str, asks: Ask) -> None:
    assert understand(text).asks == asks


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Combien de temps a duré l’audience ?", "duration"),
        ("How long did the hearing last?", "duration"),
        ("How many hours did it last?", "duration"),
        ("Quand le pont ouvre-t-il ?", "date"),
        ("When does the bridge open?", "date"),
        ("En quelle année l’usine a-t-elle fermé ?", "date"),
        ("What year did the factory close?", "date"),
        ("À quelle heure commence le concert ?", "time"),
        ("What time does the concert start?", "time"),
        ("Combien coûte le billet ?", "money"),
        ("How much does a ticket cost?", "money"),
        ("Combien de morts ?", "count"),
        ("How many people died?", "count"),
        ("Quel est le taux de chômage ?", "percentage"),
        ("What percentage voted?", "percentage"),
        ("Quel âge a le suspect ?", "age"),
        ("How old is the suspect?", "age"),
        ("Quelle est la longueur du tunnel ?", "distance"),
        ("How tall is the tower?", "distance"),
        ("How long is the tunnel?", "distance"),
        ("À quelle vitesse roulait-il ?", "speed"),
        ("How fast was it going?", "speed"),
        ("Combien pèse la statue ?", "mass"),
        ("How heavy is the statue?", "mass"),
        ("Quelle était la température ?", "temperature"),
        ("How cold was it?", "temperature"),
        ("Quelle est la superficie du parc ?", "area"),
        ("How many hectares burned?", "area"),
        ("Quel est le score ?", "ratio"),
        ("What was the score?", "ratio"),
    ],
)
def test_a_value_is_asked_for_by_its_kind(text: str, kind: Kind) -> None:
    asked = understand(text)
    assert (asked.asks, asked.kinds[0]) == ("value", kind)


def test_only_a_value_has_a_kind() -> None:
    assert understand("Who designed the bridge?").kinds == ()


@pytest.mark.parametrize("text", ["C’est quoi le prix du billet ?", "c'est quoi le prix du billet"])
def test_an_informal_form_is_understood(text: str) -> None:
    assert understand(text).kinds[0] == "money"


def test_apostrophes_do_not_matter() -> None:
    straight, curly = (understand(f"Combien d{mark}euros ?") for mark in "'’")
    assert (straight.asks, straight.kinds) == (curly.asks, curly.kinds)


def test_the_terms_are_the_words_that_carry_the_question() -> None:
    assert terms("Combien de temps a duré l’audience à Lindal ?") == ["duré", "audience", "Lindal"]
    assert terms("How long did the hearing in Lindale last?") == ["hearing", "Lindale", "last"]


def test_a_word_said_twice_is_one_term() -> None:
    assert terms("Is the bridge the bridge?") == ["bridge"]


def test_a_term_stands_at_its_offsets() -> None:
    text = "Who won the race in Halden?"
    for term in understand(text).terms:
        assert text[term.word.start : term.word.end] == term.word.text


def test_names_are_told_from_other_terms() -> None:
    asked = understand("How long was the strike at Valmont?")
    assert [term.word.text for term in asked.names] == ["Valmont"]


def test_the_word_that_opens_is_no_name() -> None:
    assert understand("Strikes at Valmont?").names[0].word.text == "Valmont"


@pytest.mark.parametrize(
    "text", ["Combien de drones ont été abattus ?", "How many drones were shot down?"]
)
def test_what_is_counted_is_told(text: str) -> None:
    assert [term.word.text for term in understand(text).counted] == ["drones"]


@pytest.mark.parametrize("text", ["Combien coûte le drone ?", "How long did the drones fly?"])
def test_without_a_count_nothing_is_counted(text: str) -> None:
    assert understand(text).counted == ()


@pytest.mark.parametrize(
    "text", ["Quelle est la ligne du parti sur l’école ?", "What is the party’s line on schools?"]
)
def test_the_noun_that_asks_for_a_view_is_no_term(text: str) -> None:
    assert not {"ligne", "line"} & set(terms(text))


@pytest.mark.parametrize("text", ["?", "…", "😀", "1", "x" * 2000, "?" * 2000, "\n\t", "\u0000"])
def test_an_odd_question_is_still_understood(text: str) -> None:
    assert understand(text).text == text


@pytest.mark.parametrize(
    ("text", "focus"),
    [
        ("Which polling station was recounted?", ["polling", "station"]),
        ("Quel bureau de vote a été recompté ?", ["bureau", "vote"]),
        ("What is Anna Kroll's profession?", ["profession"]),
        ("How many drones were shot down?", ["drones"]),
        ("transfer fee Kroll", ["transfer", "fee"]),
        ("Which company built the dam?", ["company"]),
        ("Who built the dam?", []),
        ("What was stolen?", []),
    ],
)
def test_the_focus_names_the_class_asked_for(text: str, focus: list[str]) -> None:
    assert [term.word.text for term in understand(text).focus] == focus


@pytest.mark.parametrize("text", ["How many times did she win?", "How many were arrested?"])
def test_a_count_of_nothing_named_has_no_noun(text: str) -> None:
    assert understand(text).counted == ()


def test_what_leads_up_to_the_question_is_no_term() -> None:
    text = "Could you please tell me who won the race?"
    assert terms(text) == ["won", "race"]
    assert understand(text).asks == "person"


@pytest.mark.parametrize(
    "text", ["combien pèse la statue", "COMBIEN PÈSE LA STATUE ?", "Combien pese la statue?"]
)
def test_case_accents_and_marks_do_not_matter(text: str) -> None:
    assert understand(text).kinds[0] == "mass"


@pytest.mark.parametrize(
    ("text", "other"),
    [
        ("Wie lange dauerte der Streik in Halden?", "de"),
        ("¿Cuándo empezó la huelga?", "es"),
        ("Quanto è costato il ponte?", "it"),
        ("Quem é o prefeito?", "pt"),
        ("Сколько людей погибло?", "ru"),
        ("How long did the strike in Halden last?", None),
        ("Qui est Carla del Ponte ?", None),
        ("Who will die in the end?", None),
        ("transfer fee Kroll", None),
        ("", None),
    ],
)
def test_another_language_is_told(text: str, other: str | None) -> None:
    assert understand(text).other_language == other


def test_a_question_in_another_language_is_open_and_searchable() -> None:
    asked = understand("Wie lange dauerte der Streik in Halden?")
    assert (asked.asks, asked.kinds) == ("open", ())
    assert [term.word.text for term in asked.terms] == ["Streik", "Halden"]


@pytest.mark.parametrize("text", ["prix billet Halden", "ticket price Halden"])
def test_keywords_are_in_the_language_whose_words_they_are(text: str) -> None:
    asked = understand(text)
    assert asked.language == ("fr" if "prix" in text else "en")
    assert asked.kinds[0] == "money"


@pytest.mark.parametrize("text", ["Que craint-il pour cet hiver ?", "What closes this winter?"])
def test_a_season_of_no_year_is_no_condition(text: str) -> None:
    assert understand(text).when == ()
    assert {"hiver", "winter"} & set(terms(text))


def test_a_date_is_no_term() -> None:
    assert terms("How long did the 2016 strike last?") == ["strike", "last"]


def test_the_us_is_a_name_by_its_capitals() -> None:
    names = [[t.word.text for t in understand(q).names] for q in ("Did the US pay?", "Tell us.")]
    assert names == [["US"], []]
