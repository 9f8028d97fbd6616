"""Questions that offer values to choose from ask for a value, not for yes or no."""

import pytest

from rag.answer import AskRequest, InlineDocument
from rag.question import understand
from tests.heart import open_recoupe


@pytest.mark.parametrize(
    ("text", "kind", "terms"),
    [
        ("Was that call of 3 May the third or the fourth between them?", "ordinal", ["call"]),
        ("Was it the third hearing or the fourth?", "ordinal", ["hearing"]),
        ("C’était la cinquième ou la sixième audience ?", "ordinal", ["audience"]),
        ("Quelle audience était-ce : la cinquième, la sixième ?", "ordinal", ["audience"]),
        ("Was it two hours or three?", "duration", []),
        ("La réunion a-t-elle duré deux heures ou bien trois heures ?", "duration", None),
        ("Est-ce lundi ou mardi que la piscine rouvre ?", "date", ["piscine", "rouvre"]),
        ("Does the vote take place on Monday or Tuesday?", "date", ["vote"]),
        ("Will the bridge reopen in 2027 or in 2028?", "date", ["bridge", "reopen"]),
        ("Le train part à 6 h ou à 7 h ?", "time", ["train", "part"]),
        ("Was the fine 36 million or 48 million euros?", "money", ["fine"]),
        ("Y a-t-il eu trois ou quatre morts ?", "count", ["morts"]),
    ],
)
def test_what_is_offered_is_asked_for_and_no_condition(
    text: str, kind: str, terms: list[str] | None
) -> None:
    asked = understand(text)
    assert (asked.asks, asked.kinds[0]) == ("value", kind)
    assert len(asked.offered) == 2
    assert not any(day.text in ("Monday", "Tuesday", "lundi", "mardi") for day in asked.when)
    assert terms is None or [term.word.text for term in asked.terms] == terms


@pytest.mark.parametrize(
    "text",
    [
        "Did two or three people see the train?",
        "Est-ce que deux ou trois élèves sont malades ?",
        "Are the first or second graders affected?",
        "Can tenants with two or three children apply?",
        "Will it open within two or three years?",
        "Did the company dismiss more than 200 or 300 people?",
        "Can children under 12 or over 65 ride free?",
        "Was the mayor elected in 2019 or did she lose?",
        "Is the strike on Monday or not?",
        "La grève a-t-elle lieu lundi ou pas ?",
    ],
)
def test_what_its_subject_or_another_phrase_tells_is_no_choice(text: str) -> None:
    assert understand(text).asks == "yes_no"
    assert understand(text).offered == ()


@pytest.mark.parametrize(
    ("text", "asks"),
    [
        ("Pourquoi a-t-elle attendu deux ou trois ans ?", "reason"),
        ("Who came on Monday or Tuesday?", "person"),
        ("How many people came on Monday or Tuesday?", "value"),
    ],
)
def test_beside_another_question_they_are_conditions(text: str, asks: str) -> None:
    assert (understand(text).asks, understand(text).offered) == (asks, ())


@pytest.mark.parametrize(
    ("question", "text", "value"),
    [
        (
            "Was that hearing the third or the fourth?",
            "The hearing took place in Norbury on Monday. It was the fourth in the case of the "
            "stolen bells.",
            4.0,
        ),
        (
            "La réunion a-t-elle duré deux heures ou trois ?",
            "La réunion du conseil de Norbourg a duré trois heures. Personne n’est parti avant.",
            10_800.0,
        ),
    ],
)
def test_one_of_them_is_the_answer(question: str, text: str, value: float) -> None:
    document = InlineDocument(id="a.md", text=text)
    answer = open_recoupe().ask(AskRequest(question=question, documents=(document,)))
    assert [position.value.low for position in answer.positions if position.value] == [value]
