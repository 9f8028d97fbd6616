"""Yes and no as they are told: by the words that the rules know, and in other words."""

import pytest

from rag.recoupe import Recoupe
from tests.heart import ask, evenly_spaced


@pytest.mark.parametrize(
    ("question", "text", "opens"),
    [
        ("Is the mayor going to resign?",
         "The mayor has no intention of leaving the town hall.", "No: “The mayor has"),
        ("Le maire va-t-il démissionner ?",
         "The mayor has no intention of leaving the town hall.", "Non : « The mayor has"),
        ("Is the bridge at Norbury safe?",
         "Engineers found the bridge at Norbury to be in danger of collapse.", "No: “Engineers"),
        ("Was anybody hurt in the fire at the mill?",
         "The mill burned down in the night; all who worked there came out unharmed.", "No: “The"),
        ("Did the firm pay the fine?", "The firm paid the fine of 300 euros on Monday.", "Yes: “"),
        ("Maud Le Goff regrette-t-elle son vote ?",
         "Maud Le Goff a voté pour le pont. « Je ne regrette rien. Je voterais encore pour. »",
         "Non : « Je ne regrette rien »"),
    ],
)  # fmt: skip
def test_yes_and_no_are_told_of_what_is_said_in_other_words(
    question: str, text: str, opens: str, embedded: Recoupe
) -> None:
    answer = ask(question, text, recoupe=embedded).answer
    assert evenly_spaced(answer).startswith(opens)


def test_two_documents_that_say_yes_and_no_contradict_each_other(embedded: Recoupe) -> None:
    yes, no = "The firm paid the fine on Monday.", "L'entreprise n'a toujours pas réglé l'amende."
    found = ask("Did the firm pay the fine?", yes, no, recoupe=embedded)
    assert [one.kind for one in found.disagreements] == ["contradiction"]


def test_what_leans_nowhere_opens_with_neither(embedded: Recoupe) -> None:
    text = "The mayor of Norbury spoke of the fire at the mill for an hour."
    answer = ask("Was the fire at the mill an accident?", text, recoupe=embedded).answer
    assert not answer.startswith(("Yes", "No:", "No,"))
