"""Who said it: the holder of what is asked, taken from the attribution."""

import pytest

from rag.question import understand
from rag.sayers import sayers
from rag.support import Weigher
from tests.heart import answers, ask, reading

FRENCH = (
    "Le conseil de Morlac s’est réuni lundi. « Le barrage tiendra », a déclaré la préfète, "
    "Odile Marant. Selon le syndicat des pêcheurs, la digue est fissurée. Un ingénieur du canal a "
    "averti la mairie que la vanne céderait."
)
ENGLISH = (
    "The council of Morlac met on Monday. “The dam will hold,” said the mayor, Odile Marant. "
    "According to the anglers’ union, the dyke is cracked. A canal engineer warned the town hall "
    "that the sluice would give way."
)


@pytest.mark.parametrize(
    ("question", "asked"),
    [
        ("Who said that the dam would hold?", True),
        ("Who said the dam would hold?", True),
        ("Who warned the mayor that the dam might fail?", True),
        ("Who thinks the dam is safe?", True),
        ("According to whom is the dam safe?", True),
        ("Who else said “the dam is safe”?", True),
        ("Qui a dit que le barrage tiendrait ?", True),
        ("Qui affirme que le barrage est sûr ?", True),
        ("Qui a déclaré à la presse que le barrage tiendrait ?", True),
        ("Selon qui le barrage est-il sûr ?", True),
        ("D’après qui le barrage tiendra-t-il ?", True),
        ("Le barrage est sûr selon qui ?", True),
        ("Who told reporters about the dam?", True),
        ("Who called the dam a danger?", True),
        ("who called it a “danger”", True),
        ("Who called it the finest dam in the land?", True),
        ("Who accused the board of a lie?", True),
        ("Qui reproche au barrage d’être trop haut ?", True),
        ("Who described the dam as safe?", True),
        ("Who spoke of a leak?", True),
        ("Who announced the closure of the dam?", True),
        ("Who warned of a flood?", True),
        ("Who denied the rumour?", True),
        ("Whose words are “a danger”?", True),
        ("By whom was the dam described as safe?", True),
        ("Which side called the dam a danger?", True),
        ("Which of the two mayors spoke of a leak?", True),
        ("Was it Hill or Lee who spoke of a leak?", True),
        ("Qui a parlé de fuite ?", True),
        ("qui a qualifie le barrage de danger", True),
        ("Qui décrit le barrage comme un danger ?", True),
        ("Qui évoque une fuite ?", True),
        ("Qui a annoncé la fermeture ?", True),
        ("Qui a mis en garde contre la crue ?", True),
        ("Qui appelle à la prudence ?", True),
        ("Qui s’est dit inquiet ?", True),
        ("De qui vient l’expression « un danger » ?", True),
        ("Par qui le barrage a-t-il été qualifié de danger ?", True),
        ("Quel camp parle de danger ?", True),
        ("Lequel des deux maires a évoqué une fuite ?", True),
        ("Est-ce Morin ou Aubin qui a parlé de fuite ?", True),
        ("Who called the police?", False),
        ("Who called a meeting?", False),
        ("Who called for help?", False),
        ("Who reported the fire?", False),
        ("Which side won the match?", False),
        ("Which of the two mayors built the dam?", False),
        ("Was it Hill or Lee who built the dam?", False),
        ("Did the man who called it a mess resign?", False),
        ("What happened to the minister who announced the closure?", False),
        ("Qui a appelé les secours ?", False),
        ("Qui a appelé à l’aide ?", False),
        ("Qui parle anglais ?", False),
        ("Quel camp a gagné ?", False),
        ("Lequel des deux maires a construit le barrage ?", False),
        ("Est-ce que celui qui a parlé de fuite a démissionné ?", False),
        ("Who built the dam?", False),
        ("Who is taller than the mayor?", False),
        ("Qui a construit le barrage ?", False),
        ("Qui est plus grand que le maire ?", False),
        ("What did the mayor say?", False),
    ],
)
def test_a_question_asks_whose_word_it_is(question: str, asked: bool) -> None:
    assert (understand(question).who_said is not None) is asked


@pytest.mark.parametrize(
    ("question", "text", "holder"),
    [
        ("Qui a dit que le barrage tiendra ?", FRENCH, "Odile Marant"),
        ("Selon qui la digue est-elle fissurée ?", FRENCH, "le syndicat des pêcheurs"),
        ("Qui a averti la mairie que la vanne céderait ?", FRENCH, "Un ingénieur du canal"),
        ("Who said that the dam will hold?", ENGLISH, "Odile Marant"),
        ("According to whom is the dyke cracked?", ENGLISH, "anglers’ union"),
        ("Who warned the town hall that the sluice would give way?", ENGLISH, "A canal engineer"),
        ("Who said that the dam will hold?", FRENCH, "Odile Marant"),
    ],
)
def test_whoever_said_it_is_told(question: str, text: str, holder: str) -> None:
    told = ask(question, text)
    assert [a.casefold().endswith(holder.casefold()) for a in answers(told)] == [True]
    assert told.positions[0].speaker is None
    assert told.disagreements == ()


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "Qui a dit que le barrage tiendra ?",
            "La préfète, Odile Marant, est venue lundi. « Le barrage tiendra », a-t-elle déclaré.",
        ),
        (
            "Who said that the dam will hold?",
            "The prefect, Odile Marant, came on Monday. “The dam will hold,” she said.",
        ),
    ],
)
def test_a_pronoun_is_said_by_the_name_it_takes_up(question: str, text: str) -> None:
    assert ask(question, text).answer == "Odile Marant [1]."


@pytest.mark.parametrize(
    ("question", "text"),
    [
        ("Qui a dit que le barrage tiendra ?", "« Le barrage tiendra », a-t-il déclaré."),
        ("Who said that the dam will hold?", "“The dam will hold,” he said."),
    ],
)
def test_a_pronoun_that_takes_up_nobody_tells_nobody(question: str, text: str) -> None:
    assert ask(question, text).status == "no_evidence"


@pytest.mark.parametrize("question", ["Who said that the mill is haunted?", "Selon qui pleut-il ?"])
def test_nobody_is_told_who_did_not_say_it(question: str) -> None:
    assert ask(question, FRENCH, ENGLISH).status == "no_evidence"


@pytest.mark.parametrize(
    ("question", "text", "holder"),
    [
        ("Who counted 8,000?", "3,000, said the police; 8,000, said the unions.", "unions"),
        (
            "Selon qui étaient-ils 8 000 ?",
            "Ils sont 8 000 selon le club, 50 selon la gare.",
            "club",
        ),
        ("Selon qui étaient-ils 50 ?", "Ils sont 8 000 selon le club, 50 selon la gare.", "gare"),
    ],
)
def test_of_several_the_one_beside_what_is_asked(question: str, text: str, holder: str) -> None:
    asked = understand(question)
    found = sayers(asked, Weigher(asked, reading(text)))
    assert [c.sentence.text[c.start : c.end].split()[-1] for c in found] == [holder]


@pytest.mark.parametrize(
    ("question", "text", "expected"),
    [
        (
            "Who told the Courier about the leak?",
            "Oscar Lund told the Courier about the leak. Ruth Hale told the council it was small.",
            "Oscar Lund [1].",
        ),
        (
            "Who told the Courier about the leak?",
            "The leak lasted a week, Oscar Lund told the Courier. Ruth Hale told the council that "
            "the leak was small.",
            "Oscar Lund [1].",
        ),
        (
            "Which side called the plan a waste?",
            "The union called the plan a waste. Management said it was a chance for the town.",
            "The union [1].",
        ),
        (
            "Who called the plan a waste, Ruth Hale or Oscar Lund?",
            "Oscar Lund called the plan a waste. Ida Moss, for her part, called the plan a waste.",
            "Oscar Lund [1].",
        ),
        (
            "Who announced the closure of the mill?",
            "The closure of the mill, announced on Monday by Ruth Hale, angered Oscar Lund.",
            "Ruth Hale [1].",
        ),
        (
            "Who announced the closure of the mill?",  # told as a deed, which says nothing itself
            "The mill will close. Meldrum Foods, which announced the closure of the mill on "
            "Monday, employs 300 people.",
            "Meldrum Foods [1].",
        ),
        (
            "Qui a parlé d’un gâchis ?",
            "Odile Marant a rencontré Paul Orme lundi. « C’est un gâchis », a-t-elle lâché.",
            "Odile Marant [1].",
        ),
        (
            "Quel camp parle d’un gâchis ?",
            "Le syndicat dénonce un gâchis. La direction défend une chance pour la ville.",
            "Le syndicat [1].",
        ),
        (
            "Qui a qualifié le plan de chance, Odile Marant ou Paul Orme ?",
            "Paul Orme a qualifié le plan de gâchis. Pour Odile Marant, ce plan est une chance.",
            "Odile Marant [1].",
        ),
        (
            "Qui a parlé de l’appel à la presse ?",
            "Jean Arban a insisté pendant l’appel sur la paix, a déclaré à la presse Paul Orme.",
            "Paul Orme [1].",
        ),
    ],
)
def test_who_spoke_of_it_is_told_and_nobody_beside(question: str, text: str, expected: str) -> None:
    assert ask(question, text).answer == expected


@pytest.mark.parametrize(
    ("question", "text"),
    [
        (
            "Who called the plan a triumph?",
            "Oscar Lund called the plan a waste. Ruth Hale attended.",
        ),
        (
            "Qui a qualifié le plan de triomphe ?",
            "Paul Orme a qualifié le plan de gâchis. Odile Marant était là.",
        ),
        (
            "Who called the plan a waste, Ruth Hale or Ida Moss?",
            "Oscar Lund called the plan a waste. Ruth Hale and Ida Moss attended.",
        ),
    ],
)
def test_nobody_is_told_who_called_it_something_else(question: str, text: str) -> None:
    assert ask(question, text).status == "no_evidence"
