"""Who did it, or has the role: names beside the role's word or its verb."""

import pytest

from rag.candidates import Candidate
from rag.doers import doers
from rag.question import understand
from rag.support import Weigher
from tests.heart import reading

FRENCH = (
    "Le film est sorti à Valmont devant la presse et les habitants de la ville, qui l’attendaient. "
)
ENGLISH = "The film was shown in Dunmore before the press and the people of the town. "


def found(question: str, text: str) -> list[Candidate]:
    """Return the names that may answer, best first."""
    asked = understand(question)
    candidates = doers(asked, Weigher(asked, reading(text)))
    return sorted(candidates, key=lambda candidate: -candidate.score)


def best(question: str, text: str) -> str:
    """Return the name that answers best."""
    first = found(question, text)[0]
    return first.sentence.text[first.start : first.end]


@pytest.mark.parametrize(
    "text",
    [
        "Paul Ostrow praised Blue Hour, directed by Ann Lee.",
        "Paul Ostrow praised Blue Hour by director Ann Lee.",
        "Blue Hour Starring Paul Ostrow Director Ann Lee Released May.",
        "Ann Lee, the director of Blue Hour, met Paul Ostrow.",
        "Ann Lee is the director of Blue Hour, with Paul Ostrow.",
        "Ann Lee directed Blue Hour for Paul Ostrow.",
    ],
)
def test_the_name_beside_the_role_answers(text: str) -> None:
    assert best("Who is the director of the film Blue Hour?", ENGLISH + text) == "Ann Lee"


@pytest.mark.parametrize(
    "text",
    [
        "Paul Ostrow a salué Heure bleue, réalisé par Anne Lee.",
        "Paul Ostrow a salué Heure bleue du réalisateur Anne Lee.",
        "Anne Lee, réalisatrice de Heure bleue, a remercié Paul Ostrow.",
    ],
)
def test_the_name_beside_the_role_answers_in_french(text: str) -> None:
    assert best("Qui a réalisé Heure bleue ?", FRENCH + text) == "Anne Lee"


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (
            "Who is the father of Ilse Moor?",
            "Ilse Moor, daughter of Kellan Moor, met Ann Lee.",
            "Kellan Moor",
        ),
        (
            "Who is the owner of the Moor mill?",
            "Ann Lee said the Moor mill was bought by Paul Ostrow.",
            "Paul Ostrow",
        ),
    ],
)
def test_a_relation_may_be_told_from_its_other_end(question: str, text: str, answer: str) -> None:
    first = next(c for c in found(question, ENGLISH + text) if c.traits["inverse"])
    assert first.sentence.text[first.start : first.end] == answer


def test_a_band_of_small_words_is_a_name() -> None:
    text = ENGLISH + "Blue Hour is an album by the band The Who, released in May."
    assert best("Who is the artist of the album Blue Hour?", text) == "The Who"


def test_a_nationality_is_no_name() -> None:
    text = ENGLISH + "Blue Hour is an album by American singer Ann Lee."
    assert best("Who is the artist of the album Blue Hour?", text) == "Ann Lee"


def test_the_label_behind_a_name_is_left_out() -> None:
    text = ENGLISH + "Blue Hour Album by Ann Lee Released May Genre Rock."
    assert best("Who is the artist of the album Blue Hour?", text) == "Ann Lee"


def test_a_name_that_the_question_says_is_no_answer() -> None:
    assert found("Who directed Blue Hour?", "Blue Hour was directed again.") == []


def test_a_name_beside_no_role_counts_less() -> None:
    first, second = found("Who directed Blue Hour?", "Ann Lee directed Blue Hour in Dunmore.")[:2]
    assert first.traits["role"] > second.traits["role"]
    assert first.score > second.score


@pytest.mark.parametrize(
    ("question", "text", "answer"),
    [
        (
            'Who is the artist of the album "Kell"?',
            "Kell (Ann Lee album) is Ann Lee's third record for Dunmore Sound.",
            "Ann Lee",
        ),
        (
            'Who is the artist of "Kell"?',
            "Kell (Ann Lee album) came out on Dun Records.",
            "Ann Lee",
        ),
        ('Who is the director of the film "Kell"?', "Kell is a 1979 film by Ann Lee.", "Ann Lee"),
        ('Who is the director of the film "Kell"?', "Directed by Ann Lee Kell 1979.", "Ann Lee"),
        (
            'Who is the director of the film "Kell"?',
            "Kell is a Hindi film of May directed and written by Ann Lee.",
            "Ann Lee",
        ),
        ('Who directed "Kell of Dun"?', "Ann Lee directed Kell of Dun in 1979.", "Ann Lee"),
        (
            "Qui est le réalisateur du film « Kell » ?",
            "Kell (film) est un film anglais de Anne Lee.",
            "Anne Lee",
        ),
    ],
)
def test_a_name_is_told_from_what_stands_beside_it(question: str, text: str, answer: str) -> None:
    assert best(question, ENGLISH + text) == answer


@pytest.mark.parametrize(
    "text",
    ["Hindi-language films of 1979.", "A film of June.", "The film Kell Do Rang is a film."],
)
def test_languages_days_and_the_title_itself_are_no_doers(text: str) -> None:
    question = 'Who is the director of the film "Kell Do Rang"?'
    said = [c.sentence.text[c.start : c.end] for c in found(question, text)]
    assert said == []


@pytest.mark.parametrize(
    ("question", "text", "left"),
    [
        ("Who took over from Lee?", "Ann Lee left. Eve Moss came.", ["Eve Moss"]),
        ("Qui a remplacé Lee ?", "Ann Lee est partie. Eve Moss est venue.", ["Eve Moss"]),
        ("Who is Lee's brother?", "Tom Lee came.", ["Tom Lee"]),  # somebody of hers
        ("Who took over from Lee?", "Ann Lee left. Tom Lee came.", ["Ann Lee", "Tom Lee"]),
    ],
)
def test_who_is_asked_of_by_surname_is_no_answer(question: str, text: str, left: list[str]) -> None:
    told = [c.sentence.text[c.start : c.end] for c in found(question, text)]
    assert sorted(told) == left
