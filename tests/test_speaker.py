"""Who says it."""

import pytest

from index.document import Span
from rag.roles import role
from rag.speaker import speaker
from tests.heart import reading


def said_by(text: str, sentence: int = 0) -> str | None:
    whole = reading(text)
    return speaker(whole, whole.sentences[sentence])


@pytest.mark.parametrize(
    "text",
    [
        "Selon Claire Fabre, le pont est sûr.",
        "D’après Claire Fabre, le pont est sûr.",
        "D'après Claire Fabre, le pont est sûr.",
        "Pour Claire Fabre, le pont est sûr.",
        "Le pont est sûr, a déclaré Claire Fabre.",
        "« Le pont est sûr », a déclaré Claire Fabre.",
        "« Le pont est sûr », affirme Claire Fabre.",
        "Claire Fabre a indiqué que le pont était sûr.",
        "Claire Fabre, la maire, a indiqué que le pont était sûr.",
        "According to Claire Fabre, the bridge is safe.",
        "The bridge is safe, according to Claire Fabre.",
        "“The bridge is safe,” said Claire Fabre.",
        "“The bridge is safe,” Claire Fabre said.",
        "Claire Fabre said the bridge was safe.",
        "The bridge is safe, Claire Fabre told reporters.",
    ],
)
def test_a_person_is_named(text: str) -> None:
    assert said_by(text) == "Claire Fabre"


@pytest.mark.parametrize(
    ("text", "body"),
    [
        ("La préfecture a indiqué que le pont était sûr.", "la préfecture"),
        ("Selon la police, le pont est sûr.", "la police"),
        ("The police said the bridge was safe.", "the police"),
        ("The bridge is safe, according to the ministry of works.", "the ministry of works"),
        ("The Dorhampton Times reported that the bridge was safe.", "Dorhampton Times"),
    ],
)
def test_a_body_is_named_as_the_text_names_it(text: str, body: str) -> None:
    assert said_by(text) == body


@pytest.mark.parametrize(
    "text",
    [
        "Le pont est sûr.",
        "The bridge is safe.",
        "Claire Fabre a traversé le pont.",
        "Claire Fabre crossed the bridge.",
        "Il a déclaré que le pont était sûr.",
        "He said the bridge was safe.",
    ],
)
def test_nobody_is_named_where_the_document_itself_speaks(text: str) -> None:
    assert said_by(text) is None


@pytest.mark.parametrize(
    "text",
    [
        "Claire Fabre a estimé que le pont était sûr. « Il tiendra », a-t-elle ajouté.",
        "Claire Fabre said the bridge was safe. “It will hold,” she added.",
    ],
)
def test_a_pronoun_stands_for_who_spoke_before(text: str) -> None:
    assert said_by(text, 1) == "Claire Fabre"


@pytest.mark.parametrize(
    ("text", "index", "name"),
    [
        (
            "Un pompier a déclaré que le feu reprenait. Le président italien hésite. Il a estimé "
            "que le pont tiendrait.",
            2,
            "le président italien",
        ),
        (
            "A fireman said the fire was back. The mayor of Corbel wavers. He said the bridge "
            "would hold.",
            2,
            "the mayor of Corbel",
        ),
        ("The mayor Monday fired people. He said the bridge would hold.", 1, "the mayor"),
        (
            "Le maire de Corbel, Jean Arban, hésite. Il a estimé que le pont tiendrait.",
            1,
            "Jean Arban",
        ),
        (
            "Le président italien hésite. « Jamais », a-t-il dit mardi. Il a ajouté que le pont "
            "tiendrait.",
            2,
            "le président italien",
        ),
        (
            "Le maire a dit non. La préfète hésite. Il a estimé que le pont tiendrait.",
            2,
            "le maire",
        ),
        (
            "La maire a dit non. Le préfet hésite. Elle a estimé que le pont tiendrait.",
            2,
            "la maire",
        ),
    ],
)
def test_a_pronoun_stands_for_whom_a_sentence_opens_with(text: str, index: int, name: str) -> None:
    assert said_by(text, index) == name


@pytest.mark.parametrize(
    "text",
    [
        "Les Italiens craignent une crue. Il a estimé que le pont tiendrait.",
        "The Italians said the river was rising. He said the bridge would hold.",
        "Prosecutors in Corbel said the dam was safe. He said the bridge would hold.",
    ],
)
def test_a_pronoun_of_one_stands_for_nobody_who_is_several(text: str) -> None:
    assert said_by(text, 1) is None


@pytest.mark.parametrize(
    "text",
    [
        "The mayor wavers. The surfer was given a medal. He said the bridge would hold.",
        "Le maire hésite. La barque est passée. Il a déclaré que le pont tiendrait.",
    ],
)
def test_a_pronoun_does_not_reach_over_another_sentence_s_subject(text: str) -> None:
    assert said_by(text, 2) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Le préfet ne cède rien : le pont, promet-il, tiendra.", "le préfet"),
        ("Claire Fabre ne cède rien : le pont, promet-elle, tiendra.", "Claire Fabre"),
        ("Le Courrier ne cède rien : le pont, promet-il, tiendra.", "Le Courrier"),
        ("The town hall is calm: the bridge, he says, will hold.", "the town hall"),
        ("Onze points de suture : le pont, promet-elle, tiendra.", None),
    ],
)
def test_a_pronoun_behind_a_colon_stands_for_who_is_before_it(text: str, name: str | None) -> None:
    assert said_by(text) == name


def test_who_is_named_by_a_possessive_is_named_without_it() -> None:
    text = "Markets liked Haruka Tachiba's victory. She said the tax would go."
    assert said_by(text, 1) == "Haruka Tachiba"


@pytest.mark.parametrize(
    ("text", "part", "name", "told"),
    [
        ("In a statement, the airline said 40 flights were lost.", "40", "the airline", None),
        ("According to Tolan, the mayor scored 4 goals.", "4", "Tolan", None),
        ("Police counted 3,000 marchers, the unions 8,000.", "8,000", "the unions", None),
        ("La police en compte 3 000, les syndicats 8 000.", "8 000", "les syndicats", None),
        ("Twelve roads were shut, the council said Tuesday.", "Twelve", "the council", None),
        ("The WHO said that 40 cases were found.", "40", "WHO", None),
        ("WHO officials said that 40 cases were found.", "40", "WHO officials", None),
        ("According to Reuters, 40 houses were built.", "40", "Reuters", None),
        ("According to Luc Abel, the club won 4 cups.", "4", "Luc Abel", None),
        ("Selon Luc Abel, le maire a marqué 4 buts.", "4", "Luc Abel", None),
        ("Selon Luc Abel, le maire a marqué 4 buts, et le club a gagné.", "4", "Luc Abel", None),
        ("Selon Luc Abel, maire de Torny, le pont a 4 piles.", "4", "Luc Abel", "maire de Torny"),
        ("The bridge has 4 piers, says Luc Abel, a baker.", "4", "Luc Abel", "baker"),
        ("Le Premier ministre Luc Abel a annoncé 40 aides.", "40", "Luc Abel", "premier ministre"),
        ("Le maire, Luc Abel, a annoncé 40 aides devant la ligue.", "40", "Luc Abel", "maire"),
    ],
)
def test_who_says_it_and_what_they_are(text: str, part: str, name: str, told: str | None) -> None:
    whole = reading(text)
    (sentence,) = whole.sentences
    at = sentence.text.index(part)
    assert speaker(whole, sentence, Span(at, at + len(part))) == name
    assert role(name, sentence) == told


def test_a_surname_is_completed_from_the_document() -> None:
    text = "Claire Fabre crossed the bridge. “It will hold,” said Fabre."
    assert said_by(text, 1) == "Claire Fabre"


def test_what_another_says_later_is_not_taken_up() -> None:
    text = "“It will hold,” she added. Claire Fabre said the bridge was safe."
    assert said_by(text, 0) is None


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Ann Reeve said no. The firm met on Monday. They said the bridge would hold.", "the firm"),
        ("Ann Reeve said no. They said the bridge would hold.", None),
        ("Claire Fabre a dit non. Ils ont dit que le pont tiendrait.", None),
        ("Her mother said no. He said the bridge would hold.", None),
        ("Les pompiers ont fui. Ils ont dit que le pont tiendrait.", "les pompiers"),
    ],
)
def test_a_pronoun_takes_up_only_who_agrees_with_it(text: str, name: str | None) -> None:
    assert said_by(text, text.count(". ")) == name


@pytest.mark.parametrize(
    "text",
    [
        "Tom Hurst said no. The mayor had been told at noon, he adds: the bridge held.",
        "Tom Hurst a dit non. Le maire a été prévenu à midi, ajoute-t-il : le pont a tenu.",
    ],
)
def test_a_pronoun_in_an_aside_is_not_of_its_own_sentence(text: str) -> None:
    assert said_by(text, 1) == "Tom Hurst"


@pytest.mark.parametrize(
    ("text", "who"),
    [
        (
            "Jean Arban a visité le port. Paul Orme a demandé aux élus 40 lits. "
            "Interrogé sur ces lits, il a répondu : « Nous verrons. »",
            "Jean Arban",
        ),
        (
            "Le maire est venu. Paul Orme a demandé à la préfète 40 lits. "
            "Interrogée sur ces lits, elle a répondu : « Nous verrons. »",
            "la préfète",
        ),
        (
            "John Arban toured the harbour. Paul Orme urged the councillors to find 40 beds. "
            "Asked what he would give, he answered: “We shall see.”",
            "John Arban",
        ),
        (
            "The mayor came. Paul Orme asked the council for 40 beds. "
            "Asked about them, it answered: “We shall see.”",
            "the council",
        ),
    ],
)
def test_who_is_asked_answers_and_not_who_had_asked(text: str, who: str) -> None:
    assert said_by(text, 2) == who


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Jean Morel s’est dit « très déçu » par son adjointe Claire Fabre.", "Jean Morel"),
        ("Jean Morel avait dit sa colère, suscitée par Claire Fabre.", "Jean Morel"),
        ("Le plan, dit « équilibré » par Claire Fabre, a été rejeté.", "Claire Fabre"),
    ],
)
def test_what_is_said_of_somebody_is_not_their_word(text: str, named: str) -> None:
    assert said_by(text) == named


@pytest.mark.parametrize(
    ("text", "index", "named"),
    [
        # The sentence that closes a quotation says whose it is, whoever spoke before.
        ('Bob Lee said no. "We built it. It will hold," said Claire Fabre.', 2, "Claire Fabre"),
        ("Paul Orme a dit non. « On l’a bâti. Il tiendra », dit Claire Fabre.", 2, "Claire Fabre"),
        # So does the one that leads to it.
        (
            "Paul Orme a dit non. Claire Fabre a écarté l’idée : « Jamais. On ne quitte pas un "
            "pont. »",
            2,
            "Claire Fabre",
        ),
        # Whoever is spoken of within it does not.
        ("« Il tiendra. Le maire m’a dit oui. On verra », a dit Claire Fabre.", 1, "Claire Fabre"),
        ('"It held," said Claire Fabre. "Then I told him so."', 1, "Claire Fabre"),
    ],
)
def test_a_quotation_is_one_persons_from_its_first_word_to_its_last(
    text: str, index: int, named: str
) -> None:
    assert said_by(text, index) == named


@pytest.mark.parametrize(
    ("text", "index", "named"),
    [
        (
            "The bridge will hold, Claire Fabre said. She laughed at what Corvania says. "
            "“Never,” she said.",
            2,
            "Claire Fabre",
        ),
        (
            "La ministre Claire Fabre est venue. « Rien », a assuré son cabinet. Elle a écarté "
            "l’idée : « Jamais. »",
            2,
            "Claire Fabre",
        ),
    ],
)
def test_a_pronoun_goes_on_standing_for_the_same_one(text: str, index: int, named: str) -> None:
    assert said_by(text, index) == named


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ('Claire Fabre, who left "with regret", called it "a shame".', "Claire Fabre"),
        ("The director, Claire Fabre, reckons that it took nine hours.", "Claire Fabre"),
        ("La ministre du Commerce Claire Fabre a dit que le pont tiendrait.", "Claire Fabre"),
        ("“My mother told me never to trust it,” Claire Fabre says.", "Claire Fabre"),
        ("« Rien n’est prévu », précise toutefois Valmora.", "Valmora"),
        ("“It will hold,” said Claire Fabre of the Dockers’ Union.", "Claire Fabre"),
        ('"It is fine," its head, Claire Fabre, said in a statement.', "Claire Fabre"),
        ("Stocks last five weeks, analysts at Moss & Cole said.", "analysts at Moss & Cole"),
        ("Rien n’est tombé, contrairement à ce qu’affirme l’adversaire.", None),
        ("Contrary to what the enemy claims, nothing fell.", None),
    ],
)
def test_a_holder_is_named_whole_and_only_for_their_own_word(text: str, named: str | None) -> None:
    assert said_by(text) == named


def test_a_source_named_behind_its_role_says_what_stands_before() -> None:
    whole = reading("It took nine hours, according to their commander, Claire Fabre.")
    assert speaker(whole, whole.sentences[0], Span(8, 18)) == "Claire Fabre"
