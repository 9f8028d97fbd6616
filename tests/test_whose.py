"""Whose word a question asks for: others' does not answer it."""

from collections.abc import Callable

import pytest

from rag.answer import Answer, AskRequest, Language
from rag.reading import analyse_words, read
from rag.recoupe import Recoupe
from rag.whose import Holder, Whose, asked_holders
from tests.heart import answers, hits_of, inline, make

MARCH_FR = (
    "Ils étaient 3 000 dans les rues de Corbel samedi selon la police, 8 000 selon les "
    "organisateurs. La maire, Claire Fabre, juge la fermeture de l’hôpital raisonnable. Pour Jean "
    "Arban, préfet de la Lorne, la fermeture de l’hôpital est une erreur."
)
MARCH_EN = (
    "Police counted 3,200 marchers in Corbel on Saturday; the unions put the turnout at 7,500. "
    "The closure of the hospital would cost 40 jobs, the mayor said. It would cost 12, according "
    "to the regional health agency."
)


@pytest.mark.parametrize(
    ("question", "holders"),
    [
        ("Combien de manifestants selon la police ?", ["la police"]),
        ("Selon la police, combien étaient-ils ?", ["la police"]),
        (
            "Est-ce une bonne idée, d’après le maire et l’association ?",
            ["le maire", "l’association"],
        ),
        ("How many marched, according to the organisers?", ["the organisers"]),
        ("Was it a success in the mayor's view?", ["the mayor"]),
        ("Que pense le préfet de Morlac de la fermeture ?", ["le préfet"]),
        ("Qu’a dit Jean Arban de la fermeture ?", ["Jean Arban"]),
        ("Que dit du rapport de la Cour le maire ?", ["le maire"]),
        ("Que dit de l’accord signé en juin Luc Abel ?", ["Luc Abel"]),
        ("Que disent de la mine Jean Arban et la préfète ?", ["Jean Arban", "la préfète"]),
        ("Que pense d’Ann Hill la maire ?", ["la maire"]),
        ("Que disent les habitants de la mine ?", ["les habitants"]),
        ("Qu’est-ce que le Kremlin a dit de l’appel ?", ["Kremlin"]),
        ("Comment le maire a-t-il réagi ?", ["le maire"]),
        ("Quel est l’avis du syndicat sur la fermeture ?", ["syndicat"]),
        ("What does the mayor of Corbel think of the closure?", ["the mayor of Corbel"]),
        ("What did Ann Hill and Bob Reed each say?", ["Ann Hill", "Bob Reed"]),
        ("What has the company said about the leak?", ["the company"]),
        ("How did the union describe the talks?", ["the union"]),
        ("How did the judge, and Ann Hill, react to it?", ["the judge", "Ann Hill"]),
        ("Quand, selon une source proche de l’enquête ?", ["une source proche de l’enquête"]),
        ("Combien de manifestants ?", []),
        ("Que disent les uns et les autres du résultat ?", []),
        ("How long did the call last?", []),
        ("Que pensent-ils de la réforme ?", []),
        ("Que dit-on du projet ?", []),
        ("Qui dit avoir appris la nouvelle à la radio ?", []),
        ("Qu’en pense le préfet ?", ["le préfet"]),
        ("What do people say about it?", []),
        ("Selon vous, combien de temps ?", []),
        ("D’après les documents, combien de temps a duré l’appel ?", []),
        ("What did she say?", []),
        ("What did 😀 say?", []),
        ("What does Ann Hill, the mayor, think of the plan?", ["Ann Hill"]),
        ("What did the judge say?", ["the judge"]),
        ("How does the union see the plan?", ["the union"]),
        ("What is the union’s position on pay?", ["the union"]),
        ("Comment le juge a-t-il réagi ?", ["le juge"]),
        ("Quelle est la position de la France sur l’accord ?", ["France"]),
        ("Combien de drones selon les États-Unis ?", ["les États-Unis"]),
        ("How many cases, according to the WHO?", ["WHO"]),
        ("Le maire, il en pense quoi, de la fermeture ?", ["le maire"]),
        ("La fermeture, on en pense quoi ?", []),
        ("What about the mayor, what does she say about the closure?", ["the mayor"]),
        ("Le jugement de première instance est-il juste ?", []),
        ("Que disaient le syndicat et la direction du projet ?", ["le syndicat", "la direction"]),
    ],
)
def test_those_whose_word_is_asked_for(question: str, holders: list[str]) -> None:
    language: Language = "en" if " the " in question or question[:2] in ("Ho", "Wa", "Wh") else "fr"
    found = [holder.phrase.replace("'", "’") for holder in asked_holders(question, language)]
    assert found == holders


@pytest.mark.parametrize(
    "question",
    [
        "How much did the factory make last year?",
        "What did the divers see?",
        "When did the witness first see the car?",
        "How did the fire make people feel?",
        "What is the ship’s position?",
        "Quelle est la position du navire ?",
        "Comment le joueur a-t-il été accueilli ?",
        "Comment l’équipe s’est-elle qualifiée ?",
    ],
)
def test_who_does_something_is_not_who_says_it(question: str) -> None:
    language: Language = "fr" if question.startswith(("Q", "C")) else "en"
    assert asked_holders(question, language) == ()


@pytest.mark.parametrize(
    ("phrase", "several"),
    [("the witness", False), ("the press", False), ("the unions", True), ("men", True)],
)
def test_holders_of_whom_there_are_several(phrase: str, several: bool) -> None:
    assert Holder(phrase, "en").several is several


@pytest.mark.parametrize(
    ("a", "b", "same"),
    [
        (("Vladimir Orlan", "fr"), ("Orlan", "en"), True),
        (("Jean Arban", "fr"), ("Jean Dupont", "fr"), False),
        (("la police", "fr"), ("police", "en"), True),
        (("la police", "fr"), ("les organisateurs", "fr"), False),
        (("the mayor of Corbel", "en"), ("la maire", "fr"), True),
        (("le président russe", "fr"), ("le président belge", "fr"), False),
        (("le président russe", "fr"), ("the Russian president", "en"), True),
        (("le président russe", "fr"), ("son homologue russe", "fr"), True),
        (("le président russe", "fr"), ("son homologue belge", "fr"), False),
        (("the national air force", "en"), ("l’armée de l’air nationale", "fr"), True),
        (("la mairie", "fr"), ("Claire Fabre", "fr"), False),
        (("Londres", "fr"), ("London", "en"), True),
        (("Moscow", "en"), ("la Russie", "fr"), True),
        (("Varsovie", "fr"), ("Moscow", "en"), False),
        (("Moscou", "fr"), ("Moscow", "en"), True),
    ],
)
def test_phrases_that_name_the_same(a: tuple[str, str], b: tuple[str, str], same: bool) -> None:
    one, other = (Holder(phrase, "fr" if language == "fr" else "en") for phrase, language in (a, b))
    assert one.is_same(other) is same
    assert other.is_same(one) is same


@pytest.fixture
def asked(over_seeds: Recoupe) -> Callable[..., Answer]:
    """Asks a question over texts, numbered from 0, with the embedded reader."""

    def ask(question: str, *texts: str) -> Answer:
        documents = tuple(inline(text, id=str(number)) for number, text in enumerate(texts))
        return over_seeds.ask(AskRequest(question=question, documents=documents))

    return ask


@pytest.mark.parametrize(
    ("question", "said"),
    [
        ("Combien de manifestants selon la police ?", {"3 000", "3,200 marchers"}),
        ("Combien de manifestants selon les organisateurs ?", {"8 000"}),
        ("How many marchers were there, according to the unions?", {"7,500"}),
        ("How many jobs would the closure cost, according to the mayor?", {"40 jobs"}),
        ("Combien d’emplois la fermeture coûterait-elle selon l’agence de santé ?", {"12"}),
        ("How many marchers were there, according to the bishop?", set()),
    ],
)
def test_only_their_figure_answers(
    asked: Callable[..., Answer], question: str, said: set[str]
) -> None:
    given = asked(question, MARCH_FR, MARCH_EN)
    assert set(answers(given)) == said


@pytest.mark.parametrize(
    ("question", "told", "not_told"),
    [
        ("Que pense la maire de la fermeture de l’hôpital ?", "raisonnable", "erreur"),
        ("Que pense Claire Fabre de la fermeture de l’hôpital ?", "raisonnable", "erreur"),
        ("Que pense le préfet de la fermeture de l’hôpital ?", "erreur", "raisonnable"),
        ("What does Arban think of the closure of the hospital?", "erreur", "raisonnable"),
    ],
)
def test_only_their_judgement_answers(
    asked: Callable[..., Answer], question: str, told: str, not_told: str
) -> None:
    said = " ".join(answers(asked(question, MARCH_FR)))
    assert told in said
    assert not_told not in said


def test_who_is_asked_for_by_name_is_known_by_what_a_document_says_they_are() -> None:
    told = make(
        "Le président russe, Pavel Orlan, a reçu un émissaire. Le président Orlan dort.", "told"
    )
    asked_of = make(
        "Le président belge juge l’accord raisonnable. Le président russe estime que c’est une "
        "erreur. Personne ne l’a lu.",
        "asked of",
    )
    readings = read(hits_of(told, asked_of))
    whose, other = Whose((Holder("Orlan", "fr"),), readings), readings[1]
    assert [bool(whose.of(sentence, None)) for sentence in other.sentences] == [False, True, False]


def test_what_somebody_did_is_told_by_others(asked: Callable[..., Answer]) -> None:
    text = "The factory made 4 million pounds last year, according to the union."
    assert answers(asked("How much did the factory make last year?", text)) == ["4 million pounds"]


def test_what_a_document_says_itself_is_of_whom_its_title_names(
    asked: Callable[..., Answer],
) -> None:
    report = "# Rapport sur l’incendie\n\nLe feu est parti de la toiture à cause d’une soudure."
    paper = "Le feu est parti de la cave à cause d’un mégot, selon les pompiers."
    given = asked("Pourquoi le feu est-il parti, selon le rapport ?", report, paper)
    assert [citation.document_id for citation in given.citations] == ["0"]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("The navy and the forces of the south lost ten.", False),
        ("L’armée de l’air en a perdu dix.", False),
        ("The national force in the air lost ten.", True),
    ],
)
def test_a_long_phrase_is_told_of_by_two_of_its_words(text: str, told: bool) -> None:
    language: Language = "fr" if text.startswith("L’") else "en"
    assert Holder("the national air force", "en").is_told_of(analyse_words(text, language)) is told
