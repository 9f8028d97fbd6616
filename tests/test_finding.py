"""Where answers are looked for: with meaning at hand, in documents that lack the names too."""

import pytest

from rag.candidates import Candidate
from rag.finding import find
from rag.question import understand
from rag.reading import read
from tests.heart import hits_of, make

VALMONT = make("Ann Hill ran the strike at Valmont. It lasted 21 days.", "valmont")
LORME = make("Bob Dale ran the strike at Lorme. It lasted 40 days.", "lorme")
ASKED = "How long did the strike at Valmont last?"


def found(question: str, *, meant: bool) -> list[list[Candidate]]:
    readings = read([*hits_of(VALMONT), *hits_of(LORME)])
    return find(understand(question), readings, meant=meant)[1]


def test_by_words_alone_a_document_without_the_name_does_not_answer() -> None:
    here, there = found(ASKED, meant=False)
    assert [c.sentence.text[c.start : c.end] for c in here] == ["21 days"]
    assert there == []


def test_with_meaning_it_may_and_is_marked() -> None:
    here, there = found(ASKED, meant=True)
    assert [c.traits.get("of others", 0.0) for c in (*here, *there)] == [0.0, 1.0]
    assert there[0].score < here[0].score


@pytest.mark.parametrize(
    ("who", "found"),
    [("Ann Hill and Bob Roy", 1), ("Ms Hill and Roy", 1), ("Ann Hill and Carol Reed", 0)],
)
def test_nothing_answers_where_no_document_has_a_name_that_is_asked_of(
    who: str, found: int
) -> None:
    texts = ("Ann Hill called Bob Roy.", "The call lasted two hours.")
    question = understand(f"How long did the call of {who} last?")
    hits = hits_of(*(make(text, str(n)) for n, text in enumerate(texts)))
    _, candidates = find(question, read(hits), meant=True)
    assert sum(map(len, candidates)) == found


@pytest.mark.parametrize("meant", [True, False])
def test_where_no_name_is_asked_of_every_document_may_answer(meant: bool) -> None:
    here, there = found("How long did the strike last?", meant=meant)
    assert [c.traits.get("of others", 0.0) for c in (*here, *there)] == [0.0, 0.0]


def test_a_count_of_something_else_is_kept_and_marked() -> None:
    text = "The mine at Valmont burned. Eleven men died. The fire took 3 days."
    question = understand("How many miners died at Valmont?")
    _, (candidates,) = find(question, read(hits_of(make(text))), meant=True)
    assert [(c.sentence.text[c.start : c.end], c.traits["never counted"]) for c in candidates] == [
        ("Eleven men", 1.0)
    ]


def test_of_two_speakers_asked_about_each_is_heard_and_nobody_else() -> None:
    said = (
        '"It is a gift," said Ann Hill of the vote.',
        '"It is a scandal," said Bob Dale of the vote.',
        '"It is a bore," said Cleo Marsh of the vote.',
    )
    question = understand("What did Ann Hill and Bob Dale say about the vote?")
    _, (candidates,) = find(question, read(hits_of(make(" ".join(said)))), meant=True)
    assert [c.sentence.text for c in candidates] == [*said[:2]]


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("How old was the guard?", "The guard, at 22, was new.", [("22", "age", 1.0)]),
        ("How old was the guard?", "The guard of 22 years fell.", [("22 years", "age", 0.0)]),
        ("What was the speed limit?", "The bend was limited to 40.", [("40", "speed", 1.0)]),
        ("How long did it last?", "It took 3 hours, not seven, for 12 men.",
         [("3 hours", "duration", 0.0), ("seven", "duration", 1.0)]),
        ("How many men came?", "It took 3 hours for twelve.", [("twelve", "count", 0.0)]),
    ],
)  # fmt: skip
def test_a_bare_figure_may_be_of_the_measure_that_is_asked(
    question: str, text: str, wanted: list[tuple[str, str, float]]
) -> None:
    _, (candidates,) = find(understand(question), read(hits_of(make(text))), meant=True)
    assert [
        (c.sentence.text[c.start : c.end], c.kind, c.traits.get("unit unsaid", 0.0))
        for c in candidates
    ] == wanted


@pytest.mark.parametrize(
    ("text", "other", "unnamed", "no_age"),
    [
        ("Ann Hill, 51, runs it.", 0.0, 0.0, 0.0),
        ("Ann Hill runs it. She is 51.", 0.0, 0.0, 0.0),
        ("Ann Hill runs it. It rained. A reader, aged 51, objected.", 0.0, 1.0, 0.0),
        ("Ann Hill met Bob Dale, 51.", 1.0, 0.0, 0.0),
        ("Ann Hill runs it. Bob Dale, 51, objected.", 1.0, 0.0, 0.0),
        ('"Never in 30 years have I seen it," said Ann Hill.', 0.0, 0.0, 1.0),
        ("Ann Hill has 25 years’ standing.", 0.0, 0.0, 1.0),
        ("Ann Hill risque 12 ans de prison.", 0.0, 0.0, 1.0),
        ("Ann Hill, 12 ans, joue.", 0.0, 0.0, 0.0),
    ],
)
def test_an_age_is_somebodys(text: str, other: float, unnamed: float, no_age: float) -> None:
    question = understand("How old is Ann Hill?")
    _, (candidates,) = find(question, read(hits_of(make(text))), meant=True)
    marks = [[c.traits[n] for n in ("age of other", "age unnamed", "no age")] for c in candidates]
    assert marks == [[other, unnamed, no_age]]


def test_the_age_of_somebody_of_a_place_may_be_anybodys() -> None:
    question = understand("How old is the mayor of Lorme?")
    text = make("Ann Hill, 51, runs Lorme.")
    _, (candidates,) = find(question, read(hits_of(text)), meant=True)
    assert [c.traits.get("age of other") for c in candidates] == [None]


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("By how much was the rider over the limit?", "She was half a kilo over.", "half a kilo"),
        ("De combien la température a-t-elle baissé ?", "Il a perdu neuf degrés.", "neuf degrés"),
        ("Avec quelle avance Hill a-t-il gagné ?", "Hill wins by 71 seconds.", "71 seconds"),
        ("How much of the film exists?", "The film we have runs 34 minutes.", "34 minutes"),
    ],
)
def test_how_much_more_may_be_of_any_measure(question: str, text: str, wanted: str) -> None:
    _, (candidates,) = find(understand(question), read(hits_of(make(text))), meant=True)
    assert wanted in [c.sentence.text[c.start : c.end] for c in candidates]


def test_a_figure_that_its_sentence_sets_aside_is_marked() -> None:
    text = "Seven climbers, and not six, were trapped."
    question = understand("How many climbers were trapped?")
    _, (candidates,) = find(question, read(hits_of(make(text))), meant=True)
    assert [c.traits["set aside"] for c in candidates] == [0.0, 1.0]


LEFT, CALLED = "Ann Hill left in May.", "Bob Dale called it « a lost cause » on Monday."


@pytest.mark.parametrize(
    ("quoted", "found"),
    [
        ("“a lost cause”", [CALLED]),
        ("« A LOST CAUSE »", [LEFT, CALLED]),
        ("“a done deal”", [LEFT, CALLED]),
    ],
)
def test_words_that_the_question_quotes_are_looked_for(quoted: str, found: list[str]) -> None:
    text = f"{LEFT} Nobody knew. It was cold. {CALLED}"
    question = understand(f"When was it called {quoted}?")
    _, (its,) = find(question, read(hits_of(make(text))), meant=True)
    assert [c.sentence.text for c in its] == found
