"""The answer's wording: what it says stands in verified claims, and everything is cited."""

import pytest

from rag.answer import Language
from rag.compose import Composer, worded
from rag.figures import say_value
from rag.positions import positions
from rag.question import understand
from rag.relate import relations
from rag.values import find_values
from tests.heart import Recited, ask, claims, make, open_recoupe

LASTED = "How long did the hearing last?"
THREE = "The hearing of 4 May 2024 lasted three hours."
FIVE = "The hearing of 4 May 2024 lasted five hours."
NINE = "The hearing of 4 May 2024 lasted nine hours."


def compose(question: str, *texts: str, language: Language | None = None) -> Composer:
    asked = understand(question)
    documents = [make(text, str(n), title=f"Text {n}") for n, text in enumerate(texts)]
    held = positions(asked, claims(question, *documents))
    return Composer(asked, language or asked.language, held, list(relations(asked, held)))


def answer(question: str, *texts: str, language: Language | None = None) -> str:
    return "".join(worded(compose(question, *texts, language=language).sentences))


def test_one_answer_is_one_cited_sentence() -> None:
    assert answer(LASTED, THREE) == "Three hours [1]."


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        (
            "Qu’a rapporté le Courrier de Corbel ?",
            "Le Courrier de Corbel a rapporté lundi que la ville avait vendu « son port ».",
            "La ville avait vendu « son port », selon Le Courrier de Corbel [1].",
        ),
        (
            "What did the minister say about the port?",
            "The minister said again in Corbel on Monday that the port was “too small”.",
            "The port was “too small”, according to the minister [1].",
        ),
    ],
)
def test_what_somebody_reports_is_the_clause_of_it(question: str, text: str, told: str) -> None:
    assert answer(question, text) == told


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        (
            "How many times has the mayor been to Lyon?",
            "It is the mayor’s fourth visit to Lyon this year.",
            "At least four times (“fourth”) [1].",
        ),
        (
            "Combien de fois la maire est-elle allée à Lyon ?",
            "It is the mayor’s fourteenth visit to Lyon this year.",
            "Au moins 14 fois (« fourteenth ») [1].",
        ),
    ],
)
def test_a_place_in_a_series_is_said_as_a_number_of_times(
    question: str, text: str, told: str
) -> None:
    assert answer(question, text) == told


def test_agreeing_documents_are_cited_together() -> None:
    assert answer(LASTED, THREE, THREE) == "Three hours [1] [2]."


@pytest.mark.parametrize(
    ("question", "words"),
    [
        (LASTED, "None of the documents that were read answers this question."),
        (
            "Combien de temps a duré l’audience ?",
            "Aucun des documents lus ne répond à cette question.",
        ),
    ],
)
def test_that_nothing_answers_is_said_in_the_language_of_the_question(
    question: str, words: str
) -> None:
    composer = compose(question, "Roses need sun.")
    assert "".join(worded(composer.sentences)) == words
    assert [sentence.citations for sentence in composer.sentences] == [()]
    assert (composer.positions, composer.citations, composer.disagreements) == ((), (), ())


def test_each_position_has_its_sentence_in_order() -> None:
    composer = compose(LASTED, THREE, FIVE, NINE)
    assert len(composer.sentences) == len(composer.positions) == 3
    for sentence, position in zip(composer.sentences, composer.positions, strict=True):
        assert position.answer in sentence.text.casefold()
        assert sentence.citations == position.citations


def test_citations_are_numbered_from_one() -> None:
    composer = compose(LASTED, THREE, FIVE, NINE, THREE)
    assert [citation.number for citation in composer.citations] == [1, 2, 3, 4]


def test_every_number_in_the_text_is_a_citation() -> None:
    composer = compose(LASTED, THREE, FIVE, THREE)
    numbers = {n for sentence in composer.sentences for n in sentence.citations}
    assert numbers == {citation.number for citation in composer.citations} == {1, 2, 3}


def test_one_quote_is_cited_once() -> None:
    text = "The morning hearing lasted three hours and the evening hearing lasted five hours."
    composer = compose(LASTED, text)
    assert [position.citations for position in composer.positions] == [(1,), (1,)]
    assert len(composer.citations) == 1


def test_the_pieces_are_the_sentences_with_their_numbers() -> None:
    composer = compose(LASTED, THREE, FIVE)
    assert list(worded(composer.sentences)) == [
        ("" if i == 0 else " ")
        + sentence.text
        + "".join(f" [{n}]" for n in sentence.citations)
        + "."
        for i, sentence in enumerate(composer.sentences)
    ]


def test_a_disagreement_names_its_positions_and_both_values() -> None:
    (disagreement,) = compose(LASTED, THREE, FIVE).disagreements
    assert disagreement.positions == (0, 1)
    assert "three hours" in disagreement.explanation
    assert "five hours" in disagreement.explanation


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("fr", "arrêtés ou abattus d’un côté, lancés de l’autre"),
        ("en", "stopped or shot down on one side, launched on the other"),
    ],
)
def test_what_two_values_are_of_is_told_in_the_answers_language(
    language: Language, told: str
) -> None:
    texts = "Air defences shot down 283 drones.", "Russia launched several hundred drones."
    (disagreement,) = compose("How many drones?", *texts, language=language).disagreements
    assert told in disagreement.explanation


@pytest.mark.parametrize(
    ("language", "word"), [("en", "incompatible."), ("fr", "ces valeurs sont incompatibles.")]
)
def test_an_explanation_is_in_the_answers_language(language: Language, word: str) -> None:
    (disagreement,) = compose(LASTED, THREE, FIVE, language=language).disagreements
    assert word in disagreement.explanation


def test_a_value_is_said_in_the_answers_language_with_the_documents_own_words() -> None:
    text = "L’audience du 4 mai 2024 a duré trois heures."
    assert answer(LASTED, text) == "Three hours (“trois heures”) [1]."


def test_a_small_measure_is_said_in_the_texts_unit() -> None:
    [rain] = find_values("Il est tombé 71 millimètres de pluie.", "fr", None)
    assert say_value(rain, understand("How much rain fell?"), "en") == "71 millimetres"


def test_the_end_of_a_quotation_is_quoted_without_who_says_it() -> None:
    end = "The dam was shut”, said the mayor, Ann Roy."
    recoupe = open_recoupe(Recited([("a", end, end)]))
    told = ask("What did the mayor say?", f"“It is over. {end}", recoupe=recoupe)
    assert told.answer == "“The dam was shut”, according to Ann Roy, mayor [1]."


def test_positions_stay_in_the_documents_own_words() -> None:
    (position,) = compose(LASTED, "L’audience a duré trois heures.").positions
    assert position.answer == "trois heures"


def test_the_answers_language_may_be_another_than_the_questions() -> None:
    said = answer(LASTED, THREE, language="fr")
    assert said.replace("\u00a0", " ") == "Trois heures (« three hours ») [1]."


def test_who_says_it_is_named() -> None:
    text = "The hearing lasted three hours, according to Claire Faber."
    composer = compose(LASTED, text)
    assert composer.positions[0].speaker == "Claire Faber"
    assert "".join(worded(composer.sentences)) == "Three hours, according to Claire Faber [1]."


def test_a_whole_sentence_is_quoted() -> None:
    text = "The bridge at Corbel is open again to lorries."
    assert answer("Is the bridge open?", text) == f"Yes: “{text.rstrip('.')}” [1]."


@pytest.mark.parametrize(
    ("question", "texts", "told"),
    [
        (
            "Qui est Odile Marant ?",
            ("La mairesse Odile Marant est allée à Lyon.", "L’avocate Odile Marant est à Nice."),
            ["mairesse", "avocate"],
        ),
        (
            "Who is Odile Marant?",
            ("The mayoress Odile Marant went to Lyon.", "The lawyer Odile Marant is in Nice."),
            ["mayoress", "lawyer"],
        ),
    ],
)
def test_two_titles_of_one_person_are_no_disagreement(
    question: str, texts: tuple[str, str], told: list[str]
) -> None:
    composer = compose(question, *texts)
    assert [any(p.answer.endswith(t) for p in composer.positions) for t in told] == [True, True]
    assert composer.disagreements == ()


def test_what_somebody_or_something_is_is_said_in_the_texts_own_words() -> None:
    text = "Lutrine is a bacterium that attacks oak trees."
    assert answer("What is Lutrine?", text) == "A bacterium that attacks oak trees [1]."


@pytest.mark.parametrize(
    ("question", "text", "opening"),
    [
        ("Is the bridge open?", "The Corbel bridge is open again.", "Yes: “"),
        ("Le pont est-il ouvert ?", "Le pont de Corbel est de nouveau ouvert.", "Oui : « "),
        ("Le pont est-il ouvert ?", "Le pont de Corbel n’est pas ouvert.", "Non : « "),
    ],
)
def test_a_yes_or_no_question_is_answered_by_yes_or_no(
    question: str, text: str, opening: str
) -> None:
    assert answer(question, text).startswith(opening)


def test_a_subject_is_named_with_its_day() -> None:
    assert compose(LASTED, THREE).positions[0].subject == "hearing of 4 May 2024"


def test_an_unknown_subject_is_not_named() -> None:
    assert (
        compose(LASTED, "It lasted three hours; the hearing was long.").positions[0].subject is None
    )


def test_a_value_is_typed() -> None:
    value = compose(LASTED, THREE).positions[0].value
    assert value is not None
    assert (value.kind, value.low, value.high, value.unit) == ("duration", 10800, 10800, "s")


@pytest.mark.parametrize(
    ("question", "text", "told"),
    [
        ("Quand a rouvert le pont ?", "The bridge reopened yesterday.", "« yesterday » [1]."),
        ("Quand rouvrira le pont ?", "The bridge will reopen within two weeks.", "weeks » [1]."),
        ("When did the bridge reopen?", "Le pont a rouvert hier.", "“hier” [1]."),
    ],
)
def test_what_counts_from_an_unknown_day_is_quoted(question: str, text: str, told: str) -> None:
    assert answer(question, text).endswith(told)
