"""What may answer "which one?": noun phrases, members of classes, and how spans fit the class."""

from itertools import pairwise

import pytest

from rag.candidates import Candidate
from rag.classes import members
from rag.cues import table
from rag.nouns import noun_phrases
from rag.question import understand
from rag.reading import analyse_words
from rag.support import Weigher
from rag.things import things
from tests.heart import reading

FRENCH = "Le maire et les habitants de la commune attendent la réponse des services de l’État. "
ENGLISH = "The mayor and the people of the town were waiting for what the council would say. "


def phrases(text: str) -> list[str]:
    """Return the noun phrases of the text's last sentence, with what is tied to them."""
    sentence = reading(text).sentences[-1]
    return [sentence.text[phrase.start : phrase.tied] for phrase in noun_phrases(sentence)]


def found(question: str, text: str) -> list[Candidate]:
    """Return the spans that may answer, best first."""
    candidates = things(asked := understand(question), Weigher(asked, reading(text)))
    return sorted(candidates, key=lambda candidate: -candidate.score)


def best(question: str, text: str) -> str:
    """Return the span that answers best."""
    first = found(question, text)[0]
    return first.sentence.text[first.start : first.end]


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        (FRENCH + "Le train part de la gare de Lyon.", "gare de Lyon"),
        (FRENCH + "On vote au bureau n° 7.", "bureau n° 7"),
        (FRENCH + "Ils ont vu un chef-d’œuvre.", "chef-d’œuvre"),
        (ENGLISH + "He lost the support of the city council.", "support of the city council"),
        (ENGLISH + "It was played by The Who.", "The Who"),
        (ENGLISH + "She met the prosecutor's office.", "prosecutor's office"),
    ],
)
def test_a_noun_phrase_has_what_is_tied_to_it(text: str, phrase: str) -> None:
    assert phrase in phrases(text)


@pytest.mark.parametrize(
    ("text", "phrase"),
    [
        (FRENCH + "La société fournissait des bateaux.", "société"),
        (ENGLISH + "The company supplied two boats.", "company"),
    ],
)
def test_a_noun_phrase_ends_before_a_verb(text: str, phrase: str) -> None:
    assert phrase in phrases(text)


def test_a_table_read_as_one_line_is_cut_at_its_labels() -> None:
    text = ENGLISH + "Blue Hour Directed by Ann Lee Written by Omar Sy Genre Comedy."
    assert {"Ann Lee", "Omar Sy", "Comedy"} <= set(phrases(text))


def test_a_list_goes_to_what_and_ends() -> None:
    sentence = reading(FRENCH + "On y fait des bagues, des colliers et des broches.").sentences[-1]
    listed = [sentence.text[p.start : p.listed] for p in noun_phrases(sentence)]
    assert "bagues, des colliers et des broches" in listed


@pytest.mark.parametrize(
    ("text", "member"),
    [
        ("a professional snooker tournament", "snooker"),
        ("un tournoi de tennis de table", "tennis de table"),
        ("two footballers left", "footballers"),
        ("a neo-noir thriller film", "neo-noir thriller film"),
    ],
)
def test_a_member_of_a_class_is_found_in_its_longest_form(text: str, member: str) -> None:
    language = "fr" if "tournoi" in text else "en"
    assert member in [text[m.start : m.end] for m in members(analyse_words(text, language))]


def test_what_a_phrase_takes_in_is_no_member_by_itself() -> None:
    assert "genre" not in {c for m in members(analyse_words("a band", "en")) for c in m.classes}


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (
            "What sport does Kellan Moor play?",
            ENGLISH + "Kellan Moor won the cricket match for Dunmore.",
            "cricket",
        ),
        (
            "Quel sport pratique Maud Perrin ?",
            FRENCH + "Maud Perrin a gagné le tournoi de tennis de table à Valmont.",
            "tennis de table",
        ),
        (
            "What is Kellan Moor's profession?",
            ENGLISH + "Kellan Moor, a game designer from Dunmore, left the town.",
            "game designer",
        ),
        (
            "Quelle est la profession de Maud Perrin ?",
            FRENCH + "Maud Perrin, menuisière, vit à Valmont.",
            "menuisière",
        ),
        (
            "What genre is Blue Hour?",
            ENGLISH + "Blue Hour Genre Romantic comedy Country France.",
            "Romantic comedy",
        ),
        (
            "What is the colour of the Moor flag?",
            ENGLISH + "The Moor flag is painted crimson on both sides.",
            "crimson",
        ),
    ],
)
def test_a_known_member_of_the_class_answers(question: str, text: str, answer: str) -> None:
    assert best(question, text).endswith(answer)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (
            "Which river does the Moor flow into?",
            ENGLISH + "The Moor flows into the river Tarn near Dunmore.",
            "Tarn",
        ),
        (
            "Which polling station had no power in Dunmore?",
            ENGLISH + "In Dunmore there was no power at polling station no. 7 for an hour.",
            "polling station no. 7",
        ),
        (
            "Quel bureau de vote a fermé à Valmont ?",
            FRENCH + "À Valmont, le bureau de vote n° 7 a fermé une heure.",
            "bureau de vote n° 7",
        ),
        (
            "Quel quotidien a publié la lettre ?",
            FRENCH + "La lettre a été publiée lundi par le quotidien Le Phare.",
            "Phare",
        ),
    ],
)
def test_what_stands_at_the_class_s_own_word_answers(question: str, text: str, answer: str) -> None:
    assert best(question, text).endswith(answer)


def test_what_the_question_says_is_no_answer() -> None:
    spans = [c.sentence.text[c.start : c.end] for c in found("What sport is Moor?", "Moor sport.")]
    assert spans == []


def test_no_two_spans_overlap() -> None:
    text = ENGLISH + "The film is a romantic comedy of manners by the writer Ann Lee of Dunmore."
    spans = sorted(
        (c.sentence.start + c.start, c.sentence.start + c.end)
        for c in found("What genre is it?", text)
    )
    assert all(one[1] <= other[0] for one, other in pairwise(spans))


def test_a_member_need_not_be_called_by_its_class() -> None:
    asked = "What sport does Kellan Moor play?"
    with_it = found(asked, "Kellan Moor plays cricket.")[0].score
    assert with_it == pytest.approx(1.0)


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        ("What sport is Kellan Moor associated with?", "Kellan Moor is a cricketer.", "cricket"),
        ("What sport does Moor play?", "Moor is a retired American footballer.", "football"),
        ("Quel sport pratique Anne Moor ?", "Anne Moor est golfeuse.", "golf"),
        ("What sport does Moor play?", "Moor is a Welsh swimmer.", "swimmer"),
        ("What sport is the Dunmore Cup?", "Rugby: the Dunmore Cup of rugby union.", "rugby union"),
    ],
)
def test_the_member_is_taken_out_of_the_word_that_holds_it(
    question: str, text: str, answer: str
) -> None:
    assert best(question, text).casefold() == answer


def test_what_only_ties_a_thing_to_its_class_need_not_be_said() -> None:
    first = found("What sport is Kellan Moor associated with?", "Kellan Moor plays cricket.")[0]
    assert first.score == pytest.approx(1.0)


def test_a_word_behind_a_label_is_less_sure_where_the_members_are_known() -> None:
    text = "Dunmore Cup sport: Calder House. "
    assert found("What sport is the Dunmore Cup?", text)[0].score < 0.6


@pytest.mark.parametrize("text", ["Dunmore sidebar hide Actions", "In Dunmore, Jump to content"])
def test_what_stands_around_a_page_is_no_thing(text: str) -> None:
    said = [c.sentence.text[c.start : c.end] for c in found("What style is Dunmore?", text)]
    assert not {"sidebar", "Actions", "Jump", "content"} & set(" ".join(said).split())


def test_the_subject_behind_a_comma_is_no_apposition() -> None:
    text = "Rising in the hills of Kell, the river flows into the Dun River near Calder."
    assert best("What river does the Moor flow into?", text) == "Dun River"


def test_a_class_is_asked_for_by_its_word_wherever_it_stands() -> None:
    asked = "What is the style of the Calder Chapel?"
    assert best(asked, "The Calder Chapel is an 18th-century Baroque chapel.") == "Baroque"


@pytest.mark.parametrize("name", sorted(table("classes")))
def test_every_class_is_told_in_both_languages(name: str) -> None:
    entry = table("classes")[name]
    sides = [entry[part].split("|") for part in ("asked", "members", "around") if part in entry]
    assert all(len(side) == 2 and all(half.strip() for half in side) for side in sides)
