"""The words that the reader points at, and the sentences in which it is to look for them."""

from collections.abc import Sequence

import pytest

from index.document import Span
from rag.candidates import named
from rag.finding import find
from rag.pointing import NOWHERE, POINTED, pointed, pointed_traits, words_in
from rag.question import understand
from rag.reader import Read
from rag.reading import Sentence
from rag.support import Weigher
from tests.heart import reading

WHICH = understand("Which warden?")
TEXT = "The alarm was raised by Célestine Arvieux, a warden, on Saturday."


def sentence() -> Sentence:
    return reading(TEXT).sentences[0]


def read(*likely: str) -> Read:
    """Return what a reader says that is sure of these words, and against all others."""
    pieces = [(word.start, word.end) for word in sentence().words]
    found = [(a, b, 3.0 if TEXT[a:b] in likely else -4.0) for a, b in pieces]
    return Read(0.0, tuple(found))


def said(likely: Sequence[str]) -> str:
    start, end = words_in(WHICH, sentence(), read(*likely))
    return TEXT[start:end]


@pytest.mark.parametrize(
    ("likely", "wanted"),
    [
        (["Saturday"], "Saturday"),
        (["Arvieux"], "Célestine Arvieux"),
        (["Célestine", "Arvieux"], "Célestine Arvieux"),
        (["alarm"], "alarm"),
    ],
)
def test_the_likeliest_words_are_pointed_at_with_the_rest_of_their_name(
    likely: list[str], wanted: str
) -> None:
    assert said(likely) == wanted


def test_a_piece_of_a_word_stands_for_all_of_it() -> None:
    start = TEXT.index("Saturday")
    found = words_in(WHICH, sentence(), Read(0.0, ((0, 3, -5.0), (start, start + 3, 2.0))))
    assert TEXT[found.start : found.end] == "Saturday"


def test_less_likely_words_between_likely_ones_belong_to_them() -> None:
    spans = [(word.start, word.end) for word in sentence().words]
    odds = {"Arvieux": 3.0, "warden": 3.0}
    pieces = tuple((a, b, odds.get(TEXT[a:b], -1.5)) for a, b in spans)
    start, end = words_in(WHICH, sentence(), Read(0.0, pieces))
    assert TEXT[start:end] == "Célestine Arvieux, a warden"


def test_a_mark_before_the_words_is_none_of_them() -> None:
    told = reading("On Monday, at the clinic.").sentences[0]
    odds = {",": 3.0, "at": 3.0, "the": 3.0, "clinic": 3.0}
    spans = [(9, 10), *((word.start, word.end) for word in told.words)]
    pieces = tuple((a, b, odds.get(told.text[a:b], -4.0)) for a, b in sorted(spans))
    start, end = words_in(understand("Where was Lee treated?"), told, Read(0.0, pieces))
    assert told.text[start:end] == "at the clinic"


def test_a_sentence_that_was_not_read_answers_as_a_whole() -> None:
    assert words_in(WHICH, sentence(), Read(0.0, ())) == (0, len(TEXT))


@pytest.mark.parametrize(
    ("question", "wanted"),
    [
        ("Where will they meet?", "Riga, Latvia"),
        ("Who will be there?", "Ann Carlow"),
        ("What is planned?", "Ann Carlow in Riga, Latvia"),
    ],
)
def test_of_somebody_in_some_place_what_is_asked_is_the_answer(question: str, wanted: str) -> None:
    text = "He will meet Ann Carlow in Riga, Latvia on Monday."
    (meeting,) = reading(text).sentences
    at = text.index("Ann"), text.index(" on Monday")
    start, end = words_in(understand(question), meeting, Read(0.0, ((*at, 3.0),)))
    assert text[start:end] == wanted


@pytest.mark.parametrize(
    ("text", "pointed_at", "wanted"),
    [
        ("They met in Riga and Ann Carlow was there.", "in Riga and", "in Riga"),
        ("They met in Riga and Ann Carlow was there.", "and Ann Carlow", "Ann Carlow"),
        ("They met in Riga and Ann Carlow was there.", "and", "and"),
        ("They met in a cellar in the early afternoon.", "in a cellar in the", "in a cellar"),
        ("Elle a remporté une médaille d'or à Riga.", "une médaille d'or", "une médaille d'or"),
        ("Le pont rouvrira dans moins d'un an.", "moins d'un an", "moins d'un an"),
        ("Les deux élus ont voté contre.", "ont voté contre", "ont voté contre"),
        ("Ils livrent des pompes malgré la neige.", "pompes malgré", "pompes"),
        ("Le maire et Luc Abel ont crié.", "Luc Abel ont", "Luc Abel"),
        ("They sell pumps despite the snow.", "pumps despite", "pumps"),
        ("Elle part au grand dam de Luc Abel.", "grand dam de Luc Abel", "Luc Abel"),
    ],
)
def test_words_that_only_join_are_left_out_at_the_edges(
    text: str, pointed_at: str, wanted: str
) -> None:
    (told,) = reading(text).sentences
    at = text.index(pointed_at)
    read = Read(0.0, ((at, at + len(pointed_at), 3.0),))
    start, end = words_in(understand("What is known?"), told, read)
    assert text[start:end] == wanted


def test_whoever_says_so_is_no_place() -> None:
    text = "They will meet in a mill, a boatman told the Nordreise Courier."
    (meeting,) = reading(text).sentences
    pieces = tuple((word.start, word.end, 1.0) for word in meeting.words if word.start > 10)
    start, end = words_in(understand("Where will they meet?"), meeting, Read(0.0, pieces[:5]))
    assert text[start:end] == "in a mill"
    start, end = words_in(understand("What is planned?"), meeting, Read(0.0, pieces[:5]))
    assert text[start:end] == "in a mill, a boatman"


def test_what_the_question_sets_apart_is_not_pointed_at() -> None:
    text = "The thieves took a clock, a lamp and two rugs."
    (theft,) = reading(text).sentences
    asked = understand("What did the thieves take, other than the clock?")
    pieces = tuple((word.start, word.end, 1.0) for word in theft.words if word.start > 16)
    start, end = words_in(asked, theft, Read(0.0, pieces))
    assert text[start:end] == "a lamp and two rugs"
    at = text.index("a clock")
    assert NOWHERE not in pointed_traits(asked, theft, Span(start, end))
    alone = reading("The thieves took a clock.").sentences[0]
    assert NOWHERE in pointed_traits(asked, alone, Span(at, at + len("a clock")))


def test_every_sentence_of_some_words_is_a_candidate() -> None:
    question = understand("Who raised the alarm?")
    found = list(pointed(Weigher(question, reading(f"{TEXT} Silence. Rain fell.")), "name"))
    assert [c.sentence.text for c in found] == [TEXT, "Rain fell."]
    assert {c.kind for c in found} == {"name"}
    assert found[0].score > found[1].score


def told(question: str, text: str, words: str) -> dict[str, float]:
    """Return what is known of words of a text, without the traits that are 0."""
    at = text.index(words)
    (sentence,) = reading(text).sentences
    traits = pointed_traits(understand(question), sentence, Span(at, at + len(words)))
    return {name: value for name, value in traits.items() if value}


@pytest.mark.parametrize(
    ("question", "past", "coming"),
    [
        ("Where will they meet?", {"not to come": 1.0}, {}),
        ("Where did they meet?", {}, {"yet to come": 1.0}),
    ],
)
def test_the_clause_pointed_at_knows_whether_it_is_of_the_time_that_is_asked(
    question: str, past: dict[str, float], coming: dict[str, float]
) -> None:
    there = {"pointed sort": 1.0}
    assert told(question, "They met in Lisbon in May.", "Lisbon") == there | past
    assert told(question, "They will meet in Riga in June.", "Riga") == there | coming


def test_words_pointed_at_tell_of_what_sort_they_are() -> None:
    where = "Where will the ministers meet?"
    text = "They will meet in a gymnasium, Bruno Vasseur told Ms Ann Carlow."
    assert told(where, text, "in a gymnasium") == {"pointed unnamed": 1.0}
    assert told(where, text, "Ann Carlow") == {"not to come": 1.0, NOWHERE: 1.0}
    assert told("How long?", "It took two hours.", "two hours") == {"a value": 1.0}


def test_whoever_is_pointed_at_stands_to_the_role_or_does_not() -> None:
    who, text = "Who directed the film?", "Ann Carlow directed it with Bruno Vasseur."
    assert told(who, text, "Ann Carlow") == {"pointed sort": 1.0, "pointed role": 1.0}
    assert told(who, text, "Bruno Vasseur") == {"pointed sort": 1.0}


@pytest.mark.parametrize(
    "question", ["Who raised the alarm?", "Where was it?", "Which warden?", "Who is Arvieux?"]
)
def test_with_meaning_sentences_stand_beside_what_rules_find(question: str) -> None:
    asked, readings = understand(question), [reading(TEXT)]
    by_rules = find(asked, readings)[1]
    form, found = find(asked, readings, meant=True)
    assert form != "sentence"
    assert [c for c in found[0] if POINTED not in c.traits] in (by_rules[0], [])
    assert sum(POINTED in c.traits for c in found[0]) == 1


def test_values_are_found_by_rules_alone() -> None:
    _, found = find(understand("How long did it last?"), [reading(TEXT)], meant=True)
    assert not any(POINTED in c.traits for c in found[0])


def test_a_capital_that_wants_something_is_no_place() -> None:
    asked = understand("Où la rencontre aura-t-elle lieu ?")
    told = reading("On saura si Washington entend changer de cap. Elle aura lieu à Riga.")
    found = named(asked, Weigher(asked, told))
    assert [c.sentence.text[c.start : c.end] for c in found] == ["Riga"]
    (first, _) = told.sentences
    at = words_in(asked, first, Read(1.0, ((11, 21, 3.0), (22, 28, -4.0), (29, 36, 1.0))))
    assert "Washington" not in first.text[at.start : at.end]


@pytest.mark.parametrize(
    ("question", "text", "wanted"),
    [
        ("What do they fear?", "They speak of a shortage of coal.", "a shortage of coal"),
        ("Que craignent-ils ?", "Ils ont peur d’une panne de courant.", "une panne de courant"),
    ],
)
def test_a_thing_is_told_without_what_ties_it(question: str, text: str, wanted: str) -> None:
    told = reading(text).sentences[0]
    begin = min(text.find(mark) for mark in (" of a", " d’une") if mark in text)
    pieces = tuple((w.start, w.end, 3.0 if w.start > begin else -4.0) for w in told.words)
    start, end = words_in(understand(question), told, Read(0.0, pieces))
    assert text[start:end] == wanted


@pytest.mark.parametrize(
    ("text", "answer", "nowhere"),
    [
        ("They made gestures towards Norway, said the king.", "gestures towards Norway", True),
        ("They met on the old quay.", "the old quay", False),
        ("They met on the old quay.", "old quay", False),
        ("They met in Norway.", "Norway", False),
        ("Ils ont multiplié les efforts.", "les efforts", True),
        ("Ils se sont vus dans le vieux moulin.", "vieux moulin", False),
    ],
)
def test_what_names_no_place_and_stands_where_none_does_is_nowhere(
    text: str, answer: str, nowhere: bool
) -> None:
    asked = understand("Where did they meet?")
    start = text.index(answer)
    traits = pointed_traits(asked, reading(text).sentences[0], Span(start, start + len(answer)))
    assert (NOWHERE in traits) is nowhere


@pytest.mark.parametrize(
    ("question", "text", "words", "asked"),
    [
        (
            "Qui a succédé à Ann Lee ?",
            "Leur patronne, Ann Lee, est partie.",
            "Leur patronne, Ann Lee",
            True,
        ),
        (
            "Who replaced Ann Lee?",
            "The chief executive, Ann Lee, has left.",
            "chief executive, Ann Lee",
            True,
        ),
        (
            "Who replaced Ann Lee?",
            "The brother of Ann Lee replaced her.",
            "brother of Ann Lee",
            False,
        ),
        ("Who replaced Ann Lee?", "Ann Lee’s brother replaced her.", "Ann Lee’s brother", False),
        ("Qui a succédé à Ann Lee ?", "Le frère d’Ann Lee a succédé.", "Le frère d’Ann Lee", False),
        ("Who replaced Ann Lee?", "Bob Lee replaced Ann Lee.", "Bob Lee", False),
        ("Who left, Ann Lee or Bob Kerr?", "Ann Lee has left.", "Ann Lee", False),
    ],
)
def test_whom_the_question_names_is_not_whom_it_asks_for(
    question: str, text: str, words: str, asked: bool
) -> None:
    assert (NOWHERE in told(question, text, words)) == asked


def test_a_place_that_the_question_names_gives_way_to_another() -> None:
    text = "The Oslo talks were announced in Bergen."
    (announced,) = reading(text).sentences
    odds = {"Oslo": 3.0, "Bergen": 1.0}
    pieces = tuple((w.start, w.end, odds.get(w.text, -4.0)) for w in announced.words)
    asked, bare = understand("Where were the Oslo talks announced?"), understand("Where was that?")
    start, end = words_in(asked, announced, Read(0.0, pieces))
    assert text[start:end] == "Bergen"
    start, end = words_in(bare, announced, Read(0.0, pieces))
    assert text[start:end] == "Oslo talks"
    at = text.index("Oslo")
    assert NOWHERE in pointed_traits(asked, announced, Span(at, at + len("Oslo")))
    assert NOWHERE not in pointed_traits(bare, announced, Span(at, at + len("Oslo")))


@pytest.mark.parametrize(
    ("question", "text", "pointed_at", "wanted"),
    [
        ("Who replaces Bob Kerr?", "Ann Lee replaces Bob Kerr.", "Ann Lee replaces", "Ann Lee"),
        ("Who replaces Bob Kerr?", "Ann Lee replaces Bob Kerr.", "Ann Lee", "Ann Lee"),
        ("Who ran the mill?", "It was run by Ann Lee.", "by Ann Lee", "Ann Lee"),
        ("Qui a tenu le moulin ?", "Il l’a été par Ann Lee.", "par Ann Lee", "Ann Lee"),
        ("Who came?", "On Monday mayor Ann Lee came.", "Monday mayor Ann Lee", "mayor Ann Lee"),
        ("Who came?", "April Jones came.", "April Jones", "April Jones"),
        (
            "Who won?",
            "Ann Lee, Bob Kerr and Jo Moss won.",
            "Jo Moss",
            "Ann Lee, Bob Kerr and Jo Moss",
        ),
        (
            "Qui a signé ?",
            "Luc Hill et la juge Eva Arban ont signé.",
            "Eva Arban",
            "Luc Hill et la juge Eva Arban",
        ),
        ("Who won?", "Ann Lee and Bob Kerr came.", "Bob Kerr", "Bob Kerr"),
        ("Who won?", "After Ann Lee, Bob Kerr won.", "Bob Kerr", "Bob Kerr"),
        ("Who else won with Ann Lee?", "Ann Lee and Bob Kerr won.", "Bob Kerr", "Bob Kerr"),
        ("Qui est maire de Brive ?", "Ann Lee, maire de Brive.", "Ann Lee, maire", "Ann Lee"),
        ("Who ran the mill?", "It was run by one Ann Lee.", "one Ann Lee", "Ann Lee"),
        ("Who ran the mill?", "It was run by one man.", "one man", "one man"),
        ("Who replaced Ann Lee?", "The son of Ann Lee did.", "son of Ann Lee", "son of Ann Lee"),
        ("What did Ann Lee do?", "Ann Lee replaces him.", "Ann Lee replaces", "Ann Lee replaces"),
    ],
)
def test_somebody_is_named_without_what_the_question_says_of_them(
    question: str, text: str, pointed_at: str, wanted: str
) -> None:
    (told,) = reading(text).sentences
    first = text.index(pointed_at)
    last = first + len(pointed_at)
    odds = ((w.start, w.end, 3.0 if first <= w.start < last else -9.0) for w in told.words)
    start, end = words_in(understand(question), told, Read(0.0, tuple(odds)))
    assert text[start:end] == wanted
