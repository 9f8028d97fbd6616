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
